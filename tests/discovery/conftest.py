"""Two archives that are served to strangers: that of this repository, from git, and another with strange content."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.publications import copy_thesaurus
from tests.servers import Server, copy_archive, manifest, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMITTED = "2024-02-29T12:00:00Z"
AS_HTTP_DATE = "Thu, 29 Feb 2024 12:00:00 GMT"

LONG = "https://thesaurus.example/weather/" + "снег" * 60  # 1,500 bytes in a header
HOSTILE = "</script><script>document.title = 'taken'</script><!-- ]]> &lt; & <b>"
STRANGE = f"""
@prefix w: <https://thesaurus.example/weather/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix schema: <https://schema.org/> .
w:rain owl:sameAs <http://www.wikidata.org/entity/Q7925> ; schema:sameAs <https://en.wikipedia.example/wiki/Rain> ;
    skos:exactMatch <https://other.example/%C3%A9/rain> ; skos:closeMatch <https://other.example/drizzle> ;
    skos:relatedMatch <https://other.example/rainbow> .
w:sleet a skos:Concept ; skos:prefLabel "{HOSTILE}"@en ; skos:broader w:precipitation .
<{LONG}> a skos:Concept ; skos:prefLabel "snow"@ru .
<https://thesaurus.example/weather> dcterms:license <https://licence.example/ß> ;
    dcterms:creator <https://people.example/ann> , "Ben" ; dcterms:publisher <https://house.example/> .
<https://thesaurus.example/graph/notes> dcterms:license <https://licence.example/notes> .
"""


@dataclass(frozen=True)
class Published:
    """A served archive, with a path of every sort of resource; `date` is that of its release, if it has one."""

    server: Server
    folder: Path
    base: str
    dataset: str
    sorts: dict[str, str]
    hidden: tuple[str, ...]
    date: str = ""

    def is_graph(self, path: str) -> bool:
        """Tell whether a resource is a graph, whose document is all that it says and nothing else."""
        return self.base + path in manifest(self.folder)["graphs"]  # type: ignore[operator]


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """The archive of this repository, committed on a day."""
    folder = copy_archive(tmp_path_factory.mktemp("first") / "archive")
    commit(folder)
    with serving(folder) as server:
        yield Published(
            server,
            folder,
            base="https://w3id.org/kgpub/",
            dataset="dataset",
            sorts={
                "a provision": "iccpr/article/19/3/b",
                "a person": listed(server, "https://w3id.org/kgpub/ns#Person"),
                "a statement": listed(server, "https://w3id.org/kgpub/ns#Statement"),
                "a name": listed(server, "http://www.w3.org/2008/05/skos-xl#Label"),
                "a source": "source/7cace155",
                "terms": "ns",
                "shapes": "shapes",
                "a graph": "graph/seed",
                "the dataset": "dataset",
            },
            hidden=("a person", "a name"),
            date=AS_HTTP_DATE,
        )


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    """Another archive, in no repository, with licences, links to others, a long name, and a text that wants out."""
    folder = copy_thesaurus(tmp_path_factory.mktemp("second") / "archive")
    (folder / "data" / "strange.ttl").write_text(STRANGE)
    file = folder / "kgpub.toml"
    text = file.read_text().replace('"data/concepts.ttl"', '"data/concepts.ttl", "data/strange.ttl"')
    file.write_text(text.replace("[prefixes]", 'noindex = ["t:Phenomenon"]\n\n[prefixes]'))
    with serving(folder) as server:
        yield Published(
            server,
            folder,
            base="https://thesaurus.example/",
            dataset="weather",
            sorts={
                "a concept": "weather/precipitation",
                "a phenomenon": "weather/rain",
                "a hostile text": "weather/sleet",
                "a long name": LONG.removeprefix("https://thesaurus.example/"),
                "a query": "query/kinds-of-precipitation",
                "terms": "terms",
                "shapes": "shapes",
                "a graph": "graph/notes",
                "the dataset": "weather",
            },
            hidden=("a phenomenon",),
        )


@pytest.fixture(scope="session", params=["first", "second"])
def published(request: pytest.FixtureRequest) -> Published:
    """Each of them."""
    found: Published = request.getfixturevalue(request.param)
    return found


def commit(folder: Path) -> None:
    """Put an archive under git, all of it committed on one day."""
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    environment = os.environ | {"GIT_COMMITTER_DATE": COMMITTED}
    for arguments in (("init", "-q", "-b", "main"), ("add", "-A"), (*identity, "commit", "-q", "-m", "begin")):
        subprocess.run(["git", *arguments], cwd=folder, check=True, timeout=60, env=environment)


def listed(server: Server, class_: str) -> str:
    """Give the path of the first thing of a class."""
    rows = server.query(f"SELECT ?s {{ ?s a <{class_}> }} ORDER BY ?s LIMIT 1").json()["results"]["bindings"]
    return str(rows[0]["s"]["value"]).removeprefix("https://w3id.org/kgpub/")
