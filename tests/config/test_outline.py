"""The short reading of kgpub.toml, held to the whole one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgpub import config
from kgpub.outline import Outline, outline
from tests.config.test_reading import SMALL, WHOLE

OWN = Path(__file__).parents[2] / "kgpub.toml"
BASELINE = f'{SMALL}\n[check]\nbaseline = "./known.json"\n[identity]\nledger = "./ids//ledger.txt"\n'


@pytest.mark.parametrize("text", [WHOLE, SMALL, BASELINE, OWN.read_text(encoding="utf-8")])
def test_the_files_are_those_of_the_whole_configuration(text: str) -> None:
    whole = config.parse(text.encode(), Path())
    texts = (entry.file for entry in whole.texts)
    others = {"kgpub.toml", whole.identity.ledger.as_posix(), whole.check.settings.baseline, *texts} - {""}
    globs = {glob for graph in whole.graphs for glob in graph.files}
    assert outline(text.encode()) == Outline(frozenset(globs), frozenset(others))


@pytest.mark.parametrize(
    "content",
    [
        b"\xff",
        b"[",
        b"",
        b"graphs = 1",
        b"[[graphs]]\nfiles = 1",
        b"[[graphs]]\nuri = 'a'",
        b"graphs = []\ncheck = 1",
        b"graphs = []\ntexts = [1]",
        b"graphs = []\nidentity = {ledger = [[]]}",
    ],
)
def test_what_is_not_as_it_must_be_gives_none(content: bytes) -> None:
    assert outline(content) is None


@pytest.mark.parametrize(
    ("path", "is_named"),
    [
        ("kgpub.toml", True),
        ("ledger.txt", True),
        ("data/a.csv", True),
        ("data/b/a.csv", False),
        ("elsewhere/unclaimed.ttl", True),
        ("notes.txt", False),
        ("data/kgpub.toml", False),
    ],
)
def test_what_can_make_a_difference_is_named(path: str, *, is_named: bool) -> None:
    found = outline(b'[[graphs]]\nuri = "a"\nfiles = ["data/*.csv"]\n')
    assert found
    assert found.names(path) == is_named
