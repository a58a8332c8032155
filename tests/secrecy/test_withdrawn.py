"""Whoever is withdrawn is named nowhere: not in an answer of a running server, in a file, a log or a cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kgpub.store.releases import CROWDS, Releases
from tests.secrecy.crawling import Crawler
from tests.secrecy.people import LATIN, MERGED, NAME, PERSON, WORDS, with_person
from tests.secrecy.searching import Search, rows, stored_terms
from tests.secrecy.test_served import BASE, SEEDS, leaks
from tests.servers import eventually, kgpub, serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import Server

SEARCH = Search(WORDS)
HERS = (
    f"thing/{PERSON}",
    f"thing/{PERSON}/portrait",
    f"thing/{MERGED}",
    f"thing/{NAME}",
    "claim/1",
    "weather/quotation",
)
PATHS = (*SEEDS, *HERS, "book", "weather/quoted", "query/seen", "terms", "shapes")


def withdraw(root: Path) -> str:
    """Withdraw her, and build; give all that is printed."""
    runs = [kgpub("withdraw", f"thing/{PERSON}", "--reason", "privacy", "--archive", root), kgpub("build", root)]
    assert [run.returncode for run in runs] == [0, 0], runs
    return "".join(f"{run.stdout}{run.stderr}" for run in runs)


def is_gone(server: Server) -> bool:
    return server.get(f"thing/{PERSON}.ttl").status_code == 410


@pytest.mark.parametrize("store", ["memory", "disk"])
def test_a_running_server_knows_nothing_of_her_from_the_next_build_on(
    store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    root = with_person(tmp_path / "archive", settings=f'[engine]\nstore = "{store}"')
    with serving(root) as server:
        crawler = Crawler(server, BASE)
        before = leaks(crawler.queries(SEEDS), SEARCH)
        assert len(before) > 20
        assert SEARCH.found(server.get(f"thing/{PERSON}.ttl").content)
        logged = len(server.log.read_bytes())
        printed = withdraw(root)
        eventually(lambda: is_gone(server))
        answers = list(crawler.everything(PATHS) if store == "memory" else crawler.queries(PATHS))
        assert leaks(iter(answers), SEARCH) == []
        assert len(answers) > (1_000 if store == "memory" else 80)
        assert {server.get(path).status_code for path in HERS} == {410}
        assert SEARCH.found(server.log.read_bytes()[logged:]) == set()
        assert SEARCH.found_in_folder(tmp_path / "scratch") == {}
    with serving(root) as server:
        assert SEARCH.found(server.log.read_bytes()) == set()
    release = Releases(root).current_link.resolve()
    assert SEARCH.found(printed.replace(f"texts/{LATIN[:8]}.txt", "").encode()) == set()
    assert SEARCH.found_in_folder(root / ".kgpub") == {}
    assert SEARCH.found(stored_terms(release) + rows(release / CROWDS)) == set()


def test_before_that_all_of_it_is_found(tmp_path: Path) -> None:
    """So that the search above means something."""
    root = with_person(tmp_path / "archive", settings='[engine]\nstore = "disk"')
    assert kgpub("build", root).returncode == 0
    found = SEARCH.found_in_folder(root / ".kgpub")
    kinds = ("dataset.nq.gz", "kgpub.toml", ".ttl.gz", ".trig.gz", "entities.tsv")
    assert [kind for kind in kinds if not any(name.endswith(kind) for name in found)] == []
    assert SEARCH.found(stored_terms(Releases(root).current_link.resolve())) == set(WORDS)
