from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, RdfFormat, Store, parse

from kgpub.archive import Lines, NoPositions, PlacedQuad, placed_quads, token_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pyoxigraph import Quad

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

SUITES = [
    ("turtle", RdfFormat.TURTLE, "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-turtle/", 219),
    ("trig", RdfFormat.TRIG, "https://w3c.github.io/rdf-tests/rdf/rdf11/rdf-trig/", 241),
]


@pytest.mark.parametrize(("name", "format_", "base", "count"), SUITES, ids=[row[0] for row in SUITES])
def test_all_positive_tests_of_the_w3c_give_the_quads_of_pyoxigraph(
    suites: Path, name: str, format_: RdfFormat, base: str, count: int
) -> None:
    cases = list(positive_cases(suites / name, base))
    assert len(cases) == count
    failed = [path.name for path in cases if not agrees(path, format_, base + path.name)]
    assert failed == []


def positive_cases(folder: Path, base: str) -> Iterator[Path]:
    manifest = Store()
    manifest.load(path=folder / "manifest.ttl", base_iri=base)
    for quad in manifest.quads_for_pattern(None, RDF_TYPE, None):
        kind = getattr(quad.object, "value", "").rpartition("#")[2]
        if kind.startswith("Test") and "Negative" not in kind:
            (action,) = manifest.quads_for_pattern(quad.subject, NamedNode(MF + "action"), None)
            yield folder / getattr(action.object, "value", "").removeprefix(base)


def agrees(path: Path, format_: RdfFormat, base: str) -> bool:
    content = path.read_bytes()
    theirs = parse(content, format=format_, base_iri=base)
    ours = (item.quad for item in placed_quads(content.decode(), format_, base=base))
    return canonical(ours) == canonical(theirs)


def canonical(quads: Iterable[Quad]) -> set[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


DOCUMENT = """\
@prefix : <https://example.org/> . # a comment with "quotes" and <brackets>
:a a :B ;
  :p "é \\" x"@en-GB , '''two
lines'''^^:type , 1.5e3 ;
  :q [ :r ( :s true ) ; ] .
GRAPH :g { _:n :p [] }
"""


def test_every_term_of_a_statement_is_found_where_it_is_written() -> None:
    assert sorted(map(written, placed_quads(DOCUMENT, RdfFormat.TRIG))) == sorted(
        [
            ("2:1 :a", "2:4 a", "2:6 :B"),
            ("2:1 :a", "3:3 :p", '3:6 "é \\" x"@en-GB'),
            ("2:1 :a", "3:3 :p", "3:23 '''two\nlines'''^^:type"),
            ("2:1 :a", "3:3 :p", "4:19 1.5e3"),
            ("2:1 :a", "5:3 :q", "5:6 ["),
            ("5:13 :s", "5:13 :s", "5:13 :s"),
            ("5:13 :s", "5:13 :s", "5:13 :s"),
            ("5:16 true", "5:16 true", "5:16 true"),
            ("5:16 true", "5:16 true", "5:16 true"),
            ("5:6 [", "5:8 :r", "5:11 ("),
            ("6:12 _:n", "6:16 :p", "6:19 ["),
        ]
    )


def written(item: PlacedQuad) -> tuple[str, ...]:
    lines = Lines(DOCUMENT)
    offsets = item.subject, item.predicate, item.object
    tokens = ((lines.place(start), DOCUMENT[start : token_end(DOCUMENT, start)]) for start in offsets)
    return tuple(f"{line}:{column} {token}" for (line, column), token in tokens)


LINES = [
    ("N-Triples", RdfFormat.N_TRIPLES, '<a:a> <a:b> "c"^^<a:d> . # x\n_:b <a:b> _:b .\n'),
    ("N-Quads", RdfFormat.N_QUADS, '<a:a> <a:b> "c"@en <a:g> .\n_:b <a:b> _:b .\n<a:a> <a:b> <a:c> _:g .\n'),
]


@pytest.mark.parametrize(("format_", "text"), [row[1:] for row in LINES], ids=[row[0] for row in LINES])
def test_formats_of_one_statement_a_line_are_read_as_well(format_: RdfFormat, text: str) -> None:
    assert canonical(item.quad for item in placed_quads(text, format_)) == canonical(parse(text, format=format_))


def test_a_prefix_and_a_base_that_change_their_meaning_are_followed() -> None:
    text = """
    @prefix p: <https://one.example/> . BASE <https://one.example/x/> p:a <b> "1"^^p:t .
    @prefix p: <https://two.example/> . @base <y> . p:a <b> "1"^^p:t .
    """
    assert canonical(item.quad for item in placed_quads(text, RdfFormat.TURTLE)) == canonical(
        parse(text, format=RdfFormat.TURTLE)
    )


@pytest.mark.parametrize(
    "text",
    [
        "<a:a> <a:b> <<( <a:a> <a:b> <a:c> )>> .",
        "<a:a> <a:b> <a:c> {| <a:d> <a:e> |} .",
        '<a:a> <a:b> "c"@en--ltr .',
        "<a:a> <a:b> " + "[ <a:b> " * 5000 + "1" + " ]" * 5000 + " .",
    ],
    ids=["a triple term", "an annotation", "a direction", "deep nesting"],
)
def test_what_is_not_read_here_is_said_to_have_no_positions(text: str) -> None:
    assert list(parse(text, format=RdfFormat.TURTLE))
    with pytest.raises(NoPositions):
        placed_quads(text, RdfFormat.TURTLE)


def test_lines_and_columns_count_characters_from_one() -> None:
    lines = Lines("é\r\n\U0001f600b\n")
    assert [lines.place(offset) for offset in (0, 3, 4, 6)] == [(1, 1), (2, 1), (2, 2), (3, 1)]
    assert [lines.line(number) for number in (0, 1, 2, 3, 4)] == ["", "é", "\U0001f600b", "", ""]
    assert lines.text[lines.offset(2, 2)] == "b"
