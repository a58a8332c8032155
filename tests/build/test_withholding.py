"""What is withheld takes along whatever tells of it, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from kgpub import config
from kgpub.build import is_current
from kgpub.store.releases import CONFIGURATION
from tests.small_archives import TODAY, lines, small_archive

if TYPE_CHECKING:
    from pathlib import Path

WITHHOLD_X = '[withhold]\nresources = ["x"]'
BY_PROPERTY = '[withhold]\nproperty = "ns:withheld"'


@dataclass(frozen=True)
class Case:
    """What an archive says, what it withholds, and what is left."""

    says: str
    left: str
    settings: str = WITHHOLD_X


CASES = {
    # -- what is named
    "all that is said of a thing": Case(':x :p "1", :y ; a :C . :y :p 1 .', ":y :p 1 ."),
    "what points to it": Case(':x :p 1 . :y :q :x, :z ; :r "2" .', ':y :q :z ; :r "2" .'),
    "what is below it": Case(":x\\/part :p 1 . <x#part> :p 2 . <x?part> :p 3 . :xy :p 4 .", ":xy :p 4 ."),
    "what has it for a property, a class or a datatype": Case(
        ':a :x 1 ; a :x ; :p "1"^^:x, "1" . :x rdfs:label "x" .', ':a :p "1" .'
    ),
    "a graph that is named, and what is said of it": Case(
        ':a :p 1 . GRAPH <secret> { :a :p 1 , 2 . :b :p 1 } <> :has <secret>, <graph/main> . <secret> :title "s" .',
        ":a :p 1 . <> :has <graph/main> .",
        '[withhold]\ngraphs = ["secret"]',
    ),
    "what only a withheld graph describes is not pointed to": Case(
        ":a :p :b, :c . GRAPH <secret> { :b :q 1 . :c :q 2 } :c :r 3 .",
        ":a :p :c . :c :r 3 .",
        '[withhold]\ngraphs = ["secret"]',
    ),
    "but a thing of others is, and one that nobody describes": Case(
        ":a :p <https://b.example/b>, :d . GRAPH <secret> { <https://b.example/b> :q 1 }",
        ":a :p <https://b.example/b>, :d .",
        '[withhold]\ngraphs = ["secret"]',
    ),
    "terms that a withheld ontology describes are used all the same": Case(
        ':a a ns:C ; ns:p 1 . GRAPH <secret> { ns:C rdfs:label "C" . ns:p rdfs:label "p" }',
        ":a a ns:C ; ns:p 1 .",
        '[withhold]\ngraphs = ["secret"]',
    ),
    "a graph of which a withheld graph speaks stays": Case(
        ":a :in <graph/main> . GRAPH <secret> { <graph/main> :title 1 }",
        ":a :in <graph/main> .",
        '[withhold]\ngraphs = ["secret"]',
    ),
    "a graph in which nothing is left": Case(
        ":a :p 1 ; :in <other> . <other> :title 1 . GRAPH <other> { :x :p 1 . :b :p :x }", ":a :p 1 ."
    ),
    # -- blank nodes
    "blank nodes that only it has": Case(":x :p [ :q [ :r 1 ] ] . :y :p [ :q 1 ] .", ":y :p [ :q 1 ] ."),
    "not one that something else has, too": Case(":x :p _:b . :y :p _:b . _:b :q 1 .", ":y :p _:b . _:b :q 1 ."),
    "blank nodes that lead to each other": Case(":x :p _:b . _:b :q _:c . _:c :q _:b ; :r 1 . :y :p 1 .", ":y :p 1 ."),
    "a blank node of which nothing is left": Case(":y :p [ :q :x ] ; :r 1 .", ":y :r 1 ."),
    "a blank node that nothing leads to stays": Case("[] :p 1 ; :q :x .", "[] :p 1 ."),
    "a blank node that is withheld itself": Case(
        ":y :p [ :q 1 ; ns:withheld true ; :r [ :s 2 ] ] ; :t 3 .", ":y :t 3 .", BY_PROPERTY
    ),
    # -- lists
    "an item of a list": Case(":y :p (1 :x 2) .", ":y :p (1 2) ."),
    "the first and the last item": Case(":y :p (:x :x 1 :x 2 :x) .", ":y :p (1 2) ."),
    "all items of a list": Case(":y :p (:x :x) ; :q 1 .", ":y :q 1 ."),
    "an item that is a blank node": Case(":y :p (1 [ :q :x ] 2) .", ":y :p (1 2) ."),
    "a list of its own": Case(":x :p (1 2) . :y :p (1 2) .", ":y :p (1 2) ."),
    # -- notes, annotations, quotations
    "a note upon what it says": Case(
        ":n a rdf:Statement ; rdf:subject :x ; rdf:predicate :p ; rdf:object 1 ; :by :me . :y :p 1 .", ":y :p 1 ."
    ),
    "a quoted triple that has it": Case(
        ':r rdf:reifies <<( :y :p :x )>> ; :note "n" . :s rdf:reifies <<( :y :q <<( :x :p 1 )>> )>> . :y :p 1 .',
        ":y :p 1 .",
    ),
    "a quoted triple that is no longer said": Case(
        ':y :p 1, 2 . :r rdf:reifies <<( :y :p 1 )>> ; :note "n" . GRAPH <secret> { :y :p 3 {| :note "m" |} }'
        ' :s rdf:reifies <<( :y :p 3 )>> ; :note "o" . :t rdf:reifies <<( :y :p 4 )>> .',
        ':y :p 1, 2 . :r rdf:reifies <<( :y :p 1 )>> ; :note "n" . :t rdf:reifies <<( :y :p 4 )>> .',
        '[withhold]\ngraphs = ["secret"]',
    ),
    "an annotated statement": Case(
        ':y :p "1" {| :note "n" ; ns:withheld true |}, "2" {| :note "m" |} .',
        ':y :p "2" {| :note "m" |} .',
        BY_PROPERTY,
    ),
    "a sentence quoted from it": Case(
        ':s prov:wasQuotedFrom :x ; :words "w" . :t oa:hasSource :x, :z ; :words "v" . [] oa:hasTarget :x ; :body 1 .',
        ':t oa:hasSource :z ; :words "v" .',
    ),
    "axioms upon it": Case('[] a owl:Axiom ; owl:annotatedSource :x ; rdfs:comment "c" . :y :p 1 .', ":y :p 1 ."),
    "names that are things": Case(
        ':x skosxl:altLabel :n, :m . :y skosxl:altLabel :m . :n skosxl:literalForm "n" . :m skosxl:literalForm "m" .',
        ':y skosxl:altLabel :m . :m skosxl:literalForm "m" .',
    ),
    "what an archive says is nothing without it": Case(
        ':a :about :x ; :label "a" . :b :about :x, :y ; :label "b" . :c :saidIn :a ; :label "c" .',
        ':b :about :y ; :label "b" .',
        f'{WITHHOLD_X}\nneeds = [":about", ":saidIn"]',
    ),
    "what an archive says is a part": Case(
        ':x :has :a, :b . :y :has :b . :a :has :c ; :label "a" . :b :label "b" . :c :label "c" .',
        ':y :has :b . :b :label "b" .',
        f'{WITHHOLD_X}\nparts = [":has"]',
    ),
    # -- texts that spell it
    "a text that spells it": Case(
        ':a :p "see https://a.example/x.", "see :x", "https%3A%2F%2Fa.example%2Fx", "https://a.example/x#y"^^xsd:anyURI'
        ' ; :q "see https://a.example/xy", "see :xy", "an x" .',
        ':a :q "see https://a.example/xy", "see :xy", "an x" .',
    ),
    "a URI that has it in it": Case(
        ":a :p <https://b.example/?of=https://a.example/x>, <https://b.example/https%3A%2F%2Fa.example%2Fx>, :y .",
        ":a :p :y .",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_goes_is(case: Case, tmp_path: Path) -> None:
    assert small_archive(tmp_path, case.says, case.settings).says() == lines(case.left)


def test_an_id_is_spelled_by_itself(tmp_path: Path) -> None:
    says = ':a :p "k5d8fc3h!", <https://b.example/k5d8fc3h.html>, "k5d8fc3hz" . person:k5d8fc3h :p 1 .'
    settings = '[withhold]\nresources = ["person/k5d8fc3h"]'
    archive = small_archive(tmp_path, says, settings, "2026-11-22 minted person/k5d8fc3h")
    assert archive.says() == lines(':a :p "k5d8fc3hz" .')


# -- files


def test_a_file_is_withheld_with_what_only_it_says(tmp_path: Path) -> None:
    archive = small_archive(tmp_path, ":a :p 1 ; :q :b, :c . :c :r 1 .", '[withhold]\nfiles = ["data/private/**"]')
    archive.configure(
        '[[graphs]]\nuri = "graph/more"\nfiles = ["data/*/*.trig"]\n[withhold]\nfiles = ["data/private/**"]'
    )
    archive.write("data/private/one.trig", ":b :s 1 . :c :s 2 . :a :p 1 , 2 .")
    archive.write("data/open/two.trig", ":d :s 1 .")
    assert archive.says() == lines(":a :p 1 ; :q :c . :c :r 1 . GRAPH <graph/more> { :d :s 1 }")


def test_a_graph_whose_files_are_all_withheld_is_not_there(tmp_path: Path) -> None:
    archive = small_archive(tmp_path, ':a :in <graph/secret> . <graph/secret> :title "s" . :b :p 1 .')
    archive.write("private/one.trig", ":c :p 1 .")
    archive.configure(
        '[[graphs]]\nuri = "graph/secret"\nfiles = ["private/*"]\n[withhold]\nfiles = ["private/one.trig"]'
    )
    assert archive.says() == lines(":b :p 1 .")
    release = archive.build().release
    assert release is not None
    assert "secret" not in release.read(CONFIGURATION).decode()


TEXT = '[[texts]]\nsource = "source"\nfile = "text.txt"\nproperty = ":text"\ngraph = "graph/main"\n'


@pytest.mark.parametrize("withheld", ['files = ["*.txt"]', 'resources = ["source"]'])
def test_a_text_is_withheld_by_its_file_or_its_source(withheld: str, tmp_path: Path) -> None:
    archive = small_archive(tmp_path, ":a :p 1 .", f"{TEXT}[withhold]\n{withheld}")
    (tmp_path / "text.txt").write_text("secret words", encoding="utf-8")
    assert archive.says() == lines(":a :p 1 .")
    archive.configure(TEXT)
    assert archive.says() == lines(':a :p 1 . <source> :text "secret words" .')


# -- the property

VALUES = [
    ("true", False),
    ("false", True),
    ('"2030-06-16"^^xsd:date', False),
    ('"2030-06-15"^^xsd:date', True),
    ('"2030-06-14"^^xsd:date', True),
    ('false , "2030-06-16"^^xsd:date', False),
    ('"2030"^^xsd:gYear', False),
    ('"yes"', False),
    ('"2030-06-14"', False),
    (":false", False),
]


@pytest.mark.parametrize(("value", "is_published"), VALUES, ids=[value for value, _ in VALUES])
def test_a_property_withholds_until_its_day_and_a_doubt_publishes_nothing(
    value: str, is_published: bool, tmp_path: Path
) -> None:
    archive = small_archive(tmp_path, f":x :p 1 ; ns:withheld {value} . :y :q :x ; :r 1 .", BY_PROPERTY)
    assert archive.says() == lines(":x :p 1 . :y :q :x ; :r 1 ." if is_published else ":y :r 1 .")


def test_a_day_that_comes_makes_a_release_stale(tmp_path: Path) -> None:
    says = ':x :p 1 ; ns:withheld "2030-06-17"^^xsd:date . :y :p 1 ; ns:withheld "2030-07-01"^^xsd:date . :z :p 1 .'
    archive = small_archive(tmp_path, says, BY_PROPERTY)
    release = archive.build().release
    settings = config.load(tmp_path)

    def stale_after(days: int) -> bool:
        return not is_current(settings, release, today=TODAY + timedelta(days=days))

    assert [stale_after(days) for days in (0, 1, 2, 3)] == [False, False, True, True]
    assert archive.says(date(2030, 6, 17)) == lines(":x :p 1 . :z :p 1 .")
    release = archive.build(date(2030, 6, 17)).release
    assert [stale_after(days) for days in (2, 15, 16)] == [False, False, True]
    release = archive.build(date(2030, 7, 1)).release
    assert not stale_after(10_000)
