"""Nothing of what is withheld is in any answer of a real server, or in what it leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.secrecy.crawling import Crawler, routes
from tests.secrecy.plantings import CANARY, CYRILLIC, ID, PLANTINGS, RESERVED_ID, WORDS, planted
from tests.secrecy.searching import Search
from tests.servers import kgpub, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.secrecy.crawling import Answer

BASE = "https://thesaurus.example/"
SEARCH = Search(WORDS)
SEEDS = (
    "",
    "weather",
    "weather/rain",
    "weather/snow",
    "graph/notes",
    "graph/more",
    "robots.txt",
    "sitemap.xml",
    "links?to=https://thesaurus.example/weather/rain&by=http://www.w3.org/2004/02/skos/core%23broader",
)
SECRET = (
    f"graph/{CANARY}",
    f"weather/{CANARY}",
    f"weather/{CANARY}-thing",
    f"weather/{CANARY}-thing/photo",
    f"book/{CANARY}",
    f"{CANARY}-shapes",
    f"{CANARY}-terms",
    f"query/{CANARY}",
    f"weather/{CYRILLIC}",
    f"thing/{ID}",
    f"thing/{RESERVED_ID}",
)
"""What is there, if it were not withheld: asked for by whoever knows."""


def leaks(answers: Iterator[Answer], search: Search) -> list[str]:
    return [f"{answer.status} {answer.asked}: {found}" for answer in answers if (found := search.found(answer.content))]


@pytest.mark.parametrize("store", ["memory", "disk"])
def test_no_answer_has_what_is_withheld(store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    root = planted(tmp_path / "archive", PLANTINGS.values(), settings=f'[engine]\nstore = "{store}"')
    built = kgpub("build", root)
    assert built.returncode == 0
    assert SEARCH.found(f"{built.stdout}{built.stderr}".encode()) == set()
    with serving(root) as server:
        crawler = Crawler(server, BASE)
        answers = list(crawler.everything(SEEDS) if store == "memory" else crawler.queries(SEEDS))
        assert leaks(iter(answers), SEARCH) == []
        assert {answer.status for answer in answers} >= ({200, 303, 404, 406} if store == "memory" else {200, 404})
        assert len(answers) > (1_000 if store == "memory" else 80)
        assert SEARCH.found_in_folder(tmp_path / "scratch") == {}
        assert SEARCH.found(server.log.read_bytes()) == set()
    assert SEARCH.found_in_folder(root / ".kgpub") == {}


def test_who_asks_for_it_by_its_name_learns_nothing(tmp_path: Path) -> None:
    """The answer is that at any other name, which the question gave."""
    with serving(planted(tmp_path, PLANTINGS.values())) as server:
        crawler = Crawler(server, BASE)
        for path in SECRET:
            other = path.replace(CANARY, "nothing7").replace(CYRILLIC, "Канарэечкау").replace(ID, "g4h5j6k3")
            assert [(answer.status, answer.body.replace(path.encode(), b"")) for answer in asked(crawler, path)] == [
                (answer.status, answer.body.replace(other.encode(), b"")) for answer in asked(crawler, other)
            ]


def asked(crawler: Crawler, path: str) -> list[Answer]:
    return [*crawler._at(path), *crawler.queries([path])]


def test_without_withholding_every_kind_of_answer_has_it(tmp_path: Path) -> None:
    with serving(planted(tmp_path, PLANTINGS.values(), is_withheld=False)) as server:
        found = leaks(Crawler(server, BASE).everything(SEEDS), SEARCH)
    kinds = (
        "200 GET weather/rain.html",
        "200 GET weather/rain.ttl",
        "200 GET weather/rain.csv",
        "303 GET weather/qanary7x",
        "200 GET graph/notes.nq",
        "200 GET weather.ttl",
        "200 GET links",
        "200 GET dumps/",
        "200 GET context/",
        "200 GET sparql/examples",
        "200 GET sparql/terms.json",
        "200 GET sparql ",
        "200 POST sparql",
        "200 GET graph-store",
    )
    assert [kind for kind in kinds if not any(kind in line for line in found)] == []
    assert len(found) > 500


def test_every_route_is_asked_for() -> None:
    paths = routes(["weather/rain"])
    assert {"", "sparql", "graph-store", "health", "weather/rain.ttl", "context/weather/rain.jsonld"} <= set(paths)
