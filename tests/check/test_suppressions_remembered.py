"""Suppressions hold, and are told as not needed, in a check that remembers as in one that does not."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from kgpub.cli.main import main
from tests.check.test_shacl import CONFIG, PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

HERE = "<https://example.org/place/"
SHAPES = 'ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:n ; sh:minCount 1 ; sh:message "n" ] .\n'
IGNORED = " # kgpub: ignore dangling-uri, shacl, language-tag – known\n"
LETTER = f'{HERE}a> a ex:A ; ex:in {HERE}minsk> ; ex:t "x"@EN .'
MINSK = f"{HERE}minsk> ex:m 1 .\n"
NAMED = f"{HERE}a> ex:n 1 .\n"
STEPS = [
    {},
    {"more": MINSK},
    {"more": MINSK + NAMED},
    {"more": NAMED},
    {"data": LETTER + "\n"},
    {"data": LETTER + IGNORED, "more": ""},
    {"data": LETTER.replace("@EN", "@en") + IGNORED},
]
"""What is written into files from one check to the next: mostly not into the one that has the suppression."""
LEFT_OVER = "suppression: {} finds nothing here any longer"
TOLD = [
    [],
    [LEFT_OVER.format("dangling-uri")],
    [LEFT_OVER.format("dangling-uri"), LEFT_OVER.format("shacl")],
    [LEFT_OVER.format("shacl")],
    [
        "dangling-uri: nothing describes <https://example.org/place/minsk>",
        "language-tag: this language tag is en in RDF",
    ],
    [],
    [LEFT_OVER.format("language-tag")],
]


def test_a_suppression_holds_and_is_needless_with_memory_as_without(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "archive"
    archive.mkdir()
    config = CONFIG.replace('"data.ttl"', '"data.ttl", "more.ttl"')
    (archive / "kgpub.toml").write_text(config, encoding="utf-8")
    files = {"shapes": SHAPES, "data": LETTER + IGNORED, "more": "", "ontology": ""}
    told = []
    for step in STEPS:
        files |= step
        for name, content in files.items():
            (archive / f"{name}.ttl").write_text(PREFIXES + content, encoding="utf-8")
        remembered = [reported(archive, capsys) for _ in range(2)]
        shutil.copytree(archive, tmp_path / "new", ignore=shutil.ignore_patterns(".kgpub"))
        assert remembered == [reported(tmp_path / "new", capsys)] * 2
        shutil.rmtree(tmp_path / "new")
        told.append(remembered[0])
    assert told == TOLD


def reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    arguments = ["check", str(folder), "--select", "dangling-uri,shacl,language-tag,suppression", "--output", "json"]
    with pytest.raises(SystemExit):
        main(arguments)
    return [f"{item['rule']}: {item['message']}" for item in json.loads(capsys.readouterr().out)["findings"]]
