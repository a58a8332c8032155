"""What a check that remembers finds, over random changes of files: a small part of `benchmarks.remembered`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.remembered import prepare, tried
from kgpub.archive import Content, SourceText, TextFile
from kgpub.check.index import path_of, text_statements

if TYPE_CHECKING:
    from pathlib import Path


def test_after_random_changes_of_files_the_same_is_found_as_without_memory(tmp_path: Path) -> None:
    prepare(tmp_path, 1_000)
    tally = tried(tmp_path, 15, 5, 7)
    assert tally.different == []
    assert tally.compared == 3
    assert tally.with_effect > 4
    assert len(tally.changes) > 4


def test_a_text_that_is_published_in_several_ways_is_remembered_in_all_of_them() -> None:
    source, graph = "https://example.org/s", "https://example.org/g"
    ways = [("https://example.org/text", ""), ("https://example.org/text", "en"), ("https://example.org/page", "")]
    texts = [SourceText(TextFile(source, "a text.txt", way, graph, tag), Content(b"words\n")) for way, tag in ways]
    found = text_statements(texts)
    assert sum(map(len, found.values())) == len(found) == len(ways)
    assert {path_of(name) for name in found} == {"a text.txt"}
