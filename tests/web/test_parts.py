"""What has a URI of its own and hangs on something that was merged, split or withdrawn is never answered 404."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from kgpub.rdf.formats import DOCUMENT_FORMATS
from tests.servers import kgpub, serving
from tests.small_archives import BASE, small_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server

WITHDRAWN, MERGED, SURVIVOR, SPLIT, OTHER = "b2c3d4f2", "g4h5j6k3", "k5d8fc3h", "c4g0rw7z", "m2x7qt98"
NAME, YOUNGER, ERROR = "q0m3tb5d", "w8d1zk2n", "z9x8w7vf"
LEDGER = (
    *(f"2026-11-22 minted person/{id_}" for id_ in (WITHDRAWN, MERGED, SURVIVOR, SPLIT, OTHER, ERROR)),
    f"2026-11-22 minted name/{NAME}",
    f"2027-02-01 minted name/{YOUNGER}",
    f"2026-12-03 withdrawn person/{WITHDRAWN} safety",
    f"2027-01-03 withdrawn person/{ERROR} error",
    f"2026-12-03 merged person/{MERGED} person/{SURVIVOR}",
    f"2026-12-03 split person/{SPLIT} person/{SURVIVOR} person/{OTHER}",
)
SAYS = f"""
person:{WITHDRAWN} a foaf:Person ; skos:prefLabel "Zinaida Kanareika" ; skosxl:altLabel name:{NAME}, name:{YOUNGER} .
name:{NAME} a skosxl:Label ; skosxl:literalForm "Zina Kanareika" .
name:{YOUNGER} a skosxl:Label ; skosxl:literalForm "Z. Kanareika" .
<note/1> oa:hasTarget person:{WITHDRAWN} ; :words "a note" .
<note/2#a> oa:hasTarget person:{WITHDRAWN} ; :words "a note" . <note/2#b> :words "another one" .
<note/3> oa:hasTarget person:{ERROR} ; :words "a note" .
<note/4> oa:hasTarget person:{WITHDRAWN} ; ns:withheld true .
<source/kanareika> :words "a source" .
GRAPH <graph/of-one> {{ :x :knows person:{WITHDRAWN} }}
person:{SURVIVOR} a foaf:Person ; skos:prefLabel "Survivor" . person:{OTHER} a foaf:Person ; skos:prefLabel "Other" .
<person/{SURVIVOR}/portrait> :of person:{SURVIVOR} .
person:{ERROR} a foaf:Person .
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root = tmp_path_factory.mktemp("parts")
    settings = '[withhold]\nproperty = "ns:withheld"'
    small_archive(root, SAYS, settings, *LEDGER)
    assert kgpub("build", root).returncode == 0
    with serving(root) as running:
        yield running


def get(server: Server, path: str, accept: str = "*/*") -> requests.Response:
    return requests.get(server.url + path, headers={"Accept": accept}, allow_redirects=False, timeout=30)


ANSWERS = {
    # -- what hung on something withdrawn
    f"name/{NAME}": (410, ""),
    "note/1": (410, ""),
    "note/3": (410, ""),
    "graph/of-one": (410, ""),
    "x": (410, ""),
    f"name/{NAME.upper()}": (301, f"/name/{NAME}"),
    # -- what is still there, was never published, or has the name in it
    "note/2": (303, "/note/2.html"),
    "note/4": (404, ""),
    "note/5": (404, ""),
    f"name/{YOUNGER}": (404, ""),
    "source/kanareika": (404, ""),
    # -- parts
    f"person/{WITHDRAWN}/portrait": (410, ""),
    f"person/{WITHDRAWN}/portrait/2": (410, ""),
    f"person/{WITHDRAWN}/": (301, f"/person/{WITHDRAWN}"),
    f"person/{MERGED}/portrait": (301, f"/person/{SURVIVOR}/portrait"),
    f"person/{MERGED}/voice": (301, f"/person/{SURVIVOR}"),
    f"person/{MERGED}/": (301, f"/person/{MERGED}"),
    f"person/{SPLIT}/portrait": (300, ""),
    f"person/{SURVIVOR}/voice": (404, ""),
}


@pytest.mark.parametrize("path", ANSWERS)
def test_a_uri_is_answered(path: str, server: Server) -> None:
    response = get(server, path, "text/html")
    status, location = ANSWERS[path]
    assert (response.status_code, response.headers.get("Location", "")) == (status, location)
    for format_ in () if path.endswith("/") else DOCUMENT_FORMATS:
        response = get(server, f"{path}.{format_.extension}")
        ending = f".{format_.extension}"
        assert response.status_code == (200 if status == 303 else status)
        if status == 301:
            assert response.headers["Location"] == location + ending


def test_a_tombstone_tells_its_uri_the_month_and_the_reason_and_nothing_else(server: Server) -> None:
    note = '<http://www.w3.org/2000/01/rdf-schema#comment> "Withdrawn in {}."@en .\n'
    for path, what in {
        f"name/{NAME}": "2026-12 (safety: to protect people)",
        "note/3": "2027-01 (error: it should never have become a thing of the archive)",
    }.items():
        uri = f"<{BASE}{path}>"
        deprecated = (
            f'{uri} <http://www.w3.org/2002/07/owl#deprecated> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .\n'
        )
        assert sorted(get(server, f"{path}.nt").text.splitlines(keepends=True)) == sorted(
            [deprecated, f"{uri} {note.format(what)}"]
        )


def test_a_part_of_what_is_withdrawn_is_answered_like_the_whole(server: Server) -> None:
    """So nobody learns which parts there were."""
    for format_ in DOCUMENT_FORMATS:
        whole = get(server, f"person/{WITHDRAWN}.{format_.extension}")
        for part in ("portrait", "never-was"):
            answer = get(server, f"person/{WITHDRAWN}/{part}.{format_.extension}")
            assert (answer.status_code, answer.content) == (410, whole.content)
            assert answer.headers["X-Robots-Tag"] == "noindex, noarchive"


def test_what_was_never_published_is_answered_like_what_never_was(server: Server) -> None:
    for path in ("note/4", f"name/{YOUNGER}", "source/kanareika"):
        for accept in ("text/html", "application/json"):
            answer, other = get(server, path, accept), get(server, "note/6", accept)
            assert (answer.status_code, answer.content) == (404, other.content)


def test_no_other_surface_knows_what_is_gone(server: Server) -> None:
    everything = server.query("SELECT * { GRAPH ?g { ?s ?p ?o } }").text
    listed = "".join(get(server, path).text for path in ("sitemap.xml", "robots.txt", "dumps/", ".well-known/void"))
    for path in (NAME, "note/1", "note/3", "graph/of-one", f"person/{WITHDRAWN}", f"person/{MERGED}/"):
        assert path not in everything
        assert path not in listed
