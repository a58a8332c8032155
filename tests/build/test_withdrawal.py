"""Withdrawal reaches the release: the thing is gone, and its names are blacked out wherever else they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, RdfFormat, parse

from kgpub.store.releases import CONFIGURATION
from tests.small_archives import SmallArchive, lines, small_archive

if TYPE_CHECKING:
    from pathlib import Path

    from kgpub.build import LeftOut

A, B, C, NAME = "b2c3d4f2", "g4h5j6k3", "k5d8fc3h", "q0m3tb5d"
MINTED = tuple(f"2026-11-22 minted {uri}" for uri in (f"person/{A}", f"person/{B}", f"person/{C}", f"name/{NAME}"))
WITHDRAWN = (*MINTED, f"2026-12-03 withdrawn person/{A} privacy")

PERSON = f"""
person:{A} a foaf:Person ; skos:prefLabel "Zinaida Kanareika"@en , "Зінаіда Канарэйка"@be ;
    skos:altLabel "Зинаида Петровна Канарейка"@ru ; skosxl:altLabel name:{NAME} ;
    ns:born "1987-06-05"^^xsd:date ; owl:sameAs <https://other.example/Q99887766> ;
    foaf:homepage <https://canary.example/> .
name:{NAME} a skosxl:Label ; skosxl:literalForm "Kanarėjka Zinaida"@be-Latn .
"""
OTHER = f'person:{C} a foaf:Person ; skos:prefLabel "Zinaida Sarokina"@en .'


def withdrawn(root: Path, says: str = "", settings: str = "", ledger: tuple[str, ...] = WITHDRAWN) -> SmallArchive:
    return small_archive(root, f"{PERSON}\n{says}", settings, *ledger)


# -- what is gone


def test_nothing_is_said_of_it_or_of_its_names(tmp_path: Path) -> None:
    says = f':y :knows person:{A}, :z ; :label "y" . :z :p 1 .'
    assert withdrawn(tmp_path, says).says() == lines(':y :knows :z ; :label "y" . :z :p 1 .')


def test_nothing_is_said_of_what_was_merged_into_it(tmp_path: Path) -> None:
    says = f'person:{B} a foaf:Person ; skos:prefLabel "Zina Kenar" . :y :knows person:{B} ; :p "Zina Kenar, Kenar" .'
    ledger = (*WITHDRAWN, f"2026-12-02 merged person/{B} person/{A}")
    assert withdrawn(tmp_path, says, ledger=ledger).says() == lines(':y :p "██████████, █████" .')


def test_what_was_undone_is_published_again(tmp_path: Path) -> None:
    undone = f"2026-12-04 undone 2026-12-03 withdrawn person/{A} privacy"
    archive = withdrawn(tmp_path, ':y :p "Zinaida Kanareika" .', ledger=(*WITHDRAWN, undone))
    assert archive.says() == lines(f'{PERSON} :y :p "Zinaida Kanareika" .')


@pytest.mark.parametrize(
    ("reason", "shown"),
    [("privacy", "█" * 17), ("safety", "█" * 17), ("legal", "█" * 17), ("error", "Zinaida Kanareika")],
)
def test_names_stay_only_where_the_thing_was_an_error(reason: str, shown: str, tmp_path: Path) -> None:
    ledger = (*MINTED, f"2026-12-03 withdrawn person/{A} {reason}")
    assert withdrawn(tmp_path, ':y :p "Zinaida Kanareika" .', ledger=ledger).says() == lines(f':y :p "{shown}" .')


def test_a_uri_with_the_name_in_it_is_gone_and_what_is_said_of_it(tmp_path: Path) -> None:
    says = """
        :y :page <https://news.example/zinaida-kanareika-is-free>, <https://news.example/%D0%9A%D0%B0%D0%BD%D0%B0%D1%80%D1%8D%D0%B9%D0%BA%D0%B0> ;
           :page <https://news.example/zinaida>, <https://news.example/canary> ; :see <sources/kanareika-1>, <sources/2> .
        <https://news.example/zinaida-kanareika-is-free> :title "t" . <sources/kanareika-1> :title "k" . <sources/2> :title "s" .
    """  # noqa: E501 - a URI has no place to break
    left = ':y :page <https://news.example/canary> ; :see <sources/2> . <sources/2> :title "s" .'
    assert withdrawn(tmp_path / "alone", says).says() == lines(left)
    other = f"{OTHER} :y :page <https://news.example/zinaida> . {left}"
    assert withdrawn(tmp_path / "beside", f"{says} {OTHER}").says() == lines(other)


# -- what is blacked out

SEEN = {
    "Free Zinaida Kanareika now!": "Free █████████████████ now!",
    "KANAREIKA, Zinaida": "██████████████████",
    "Z. Kanareika and Kanareika Z. P., both": "████████████ and ██████████████., both",
    "Zinaida\n   Kanareika’s court": "██████████████████████ court",
    "Kanareika said so, and Kanareika's mother": "█████████ said so, and ███████████ mother",
    "кажа Зінаідзе Канарэйцы, пра Канарэйку": "кажа ██████████████████, пра █████████",
    "З. П. Канарейке вручили; Канарейкой, Канарейках": "███████████████ вручили; ██████████, ██████████",
    "Зінаі́да Кана\u00adрэйка": "███████████████████",
    "Kanare\u0307jka, Канарэи\u0306ка, Kanar\u0117jka": "██████████, ██████████, █████████",
    "<b>Zinaida</b>&nbsp;<i>Kanareika</i>, <Kanareika>": "<b>███████</b>██████<i>█████████</i>, <█████████>",
    "&#90;inaida Kana&shy;rei&#x6b;a &amp; others": "███████████████████████████████ &amp; others",
    "Kanar&#279;jka, &unknown; &#0; Kanareika": "██████████████, &unknown; &#0; █████████",
    "the Kanareikas' Kanareika-Novak, subkanareika": "the ██████████' █████████-Novak, subkanareika",
    "#FreeZinaidaKanareika @zinaidakanareika": "#Free████████████████ @████████████████",
    "https://x.example/Zinaida_Kanareika?a=1": "https://x.example/█████████████████?a=1",
    "%D0%9A%D0%B0%D0%BD%D0%B0%D1%80%D1%8D%D0%B9%D0%BA%D0%B0 is so written": "█" * 54 + " is so written",
    "Kanarejka Zinaida, Канарэйка і КАНАРЭЙКА": "█████████████████, █████████ і █████████",
    "a kanareika, канарэйкі, Kanary, Kanarovich": "a kanareika, канарэйкі, Kanary, Kanarovich",
    "Zinaida alone": "███████ alone",
    "Zinc, Zina, Petro": "Zinc, Zina, Petro",
}


def literals(archive: SmallArchive) -> dict[str, str]:
    """Give the text of each literal of :t by its number, as it is published."""
    quads = parse("".join(archive.says()), format=RdfFormat.N_QUADS)
    return {
        quad.predicate.value.rpartition("t")[2]: quad.object.value for quad in quads if isinstance(quad.object, Literal)
    }


def texts(seen: dict[str, str], tmp_path: Path, **archive: str) -> dict[str, str]:
    """Give what is published of texts."""
    numbered = dict(enumerate(seen))
    written = {number: str(Literal(text)) for number, text in numbered.items()}
    says = " ".join(f":y :t{number} {text} ." for number, text in written.items())
    found = literals(withdrawn(tmp_path, f"{says} {archive.get('says', '')}", archive.get("settings", "")))
    return {text: found[str(number)] for number, text in numbered.items()}


def test_names_are_blacked_out_in_every_form(tmp_path: Path) -> None:
    found = texts(SEEN, tmp_path)
    assert found == SEEN
    assert all(len(text) == len(shown) for text, shown in found.items())


BESIDE_ANOTHER = {
    "<b>Zinaida</b> <i>Kanareika</i>": "<b>███████</b>█<i>█████████</i>",
    "Zinaida&#160;Kanareika": "██████████████████████",
    "Zinaida Kanareika, Zinaida Sarokina, Zinaida": "█████████████████, Zinaida Sarokina, Zinaida",
    "Kanareika": "█████████",
}
KEPT = {"Kanareika is a village": "Kanareika is a village", "Zinaida Kanareika": "█████████████████"}


def test_a_word_that_others_bear_is_left_where_it_stands_alone(tmp_path: Path) -> None:
    assert texts(BESIDE_ANOTHER, tmp_path, says=OTHER) == BESIDE_ANOTHER


def test_so_is_a_word_that_kgpub_toml_keeps(tmp_path: Path) -> None:
    assert texts(KEPT, tmp_path, settings='[withdraw]\nkeep = ["Kanareika"]') == KEPT


def test_namesakes_keep_their_names_and_are_told(tmp_path: Path) -> None:
    same = f'person:{C} a foaf:Person ; skos:prefLabel "Zinaida Kanareika" .'
    archive = withdrawn(tmp_path, f'{same} :y :p "Zinaida Kanareika" .')
    assert archive.says() == lines(f'{same} :y :p "█████████████████" .')
    assert [(item.name, item.is_kept) for item in left_out(archive).seen] == [
        ("Zinaida Kanareika", True),
        ("Zinaida Kanareika", False),
    ]


def test_who_is_a_person_is_read_from_the_ontology_and_kgpub_toml(tmp_path: Path) -> None:
    says = (
        f'person:{A} a ns:Bird ; ns:called "Kanareika Zinaida" . ns:Bird rdfs:subClassOf ns:Who . :y :p "Kanareika" .'
    )
    settings = '[withdraw]\npeople = ["ns:Who"]\nnames = ["ns:called"]'
    archive = small_archive(tmp_path, says, settings, *WITHDRAWN)
    assert archive.says() == lines('ns:Bird rdfs:subClassOf ns:Who . :y :p "█████████" .')


def test_of_other_things_only_whole_names_are_blacked_out_as_they_are_written(tmp_path: Path) -> None:
    says = f"""
        person:{A} a ns:Thing ; skos:prefLabel "Bureau of Canaries", "persecution", "Viasnushka" .
        :y :p "the Bureau of  Canaries, the bureaus of canaries, a Bureau", "no persecution" ;
           :q "by Viasnushka, viasnushka" .
    """
    left = """
        :y :p "the ███████████████████, the bureaus of canaries, a Bureau", "no persecution" ;
           :q "by ██████████, viasnushka" .
    """
    assert small_archive(tmp_path, says, "", *WITHDRAWN).says() == lines(left)


def test_literals_keep_their_language_direction_and_datatype(tmp_path: Path) -> None:
    says = """
        :y :p "Kanareika"@en , "Kanareika"@en--ltr , "Kanareika"^^ns:t , "2"^^xsd:integer ;
           :q <<( :y :p "Kanareika" )>> .
    """
    shown = says.replace("Kanareika", "█████████")
    assert withdrawn(tmp_path, says).says() == lines(shown)


QUOTED = """
<source> :text "We saw Zinaida Kanareika there. Zinaida was free. Kanareika sang." .
<source/1> oa:hasSource <source> ; :words "We saw Zinaida Kanareika there." ;
    oa:hasSelector [ oa:start 0 ; oa:end 31 ] ,
        [ oa:exact "We saw Zinaida Kanareika there." ; oa:suffix " Zinaida was free. Kanar" ] .
<source/2> oa:hasSource <source> ; :words "Kanareika sang." ;
    oa:hasSelector [ oa:start 50 ; oa:end 65 ] ,
        [ oa:exact "Kanareika sang." ; oa:prefix "reika there. Zinaida was free. " ] .
<source/3> oa:hasSource <source> ; :words "Zinaida was free." ;
    oa:hasSelector [ oa:prefix "Kanareika there. " ; oa:suffix " Kana" ] .
"""


def test_offsets_hold_and_what_was_cut_from_a_text_does_not_tell_the_rest(tmp_path: Path) -> None:
    shown = (
        QUOTED.replace("Zinaida Kanareika", "█" * 17)
        .replace("Kanareika there", "█████████ there")
        .replace("reika there", "█████ there")
        .replace('Kanar"', '█████"')
    )
    shown = shown.replace("Kanareika", "█" * 9).replace('Kana"', '████"').replace("Zinaida", "█" * 7)
    assert withdrawn(tmp_path / "alone", QUOTED).says() == lines(shown)


def test_the_title_in_kgpub_toml_has_no_name(tmp_path: Path) -> None:
    archive = withdrawn(tmp_path)
    text = (tmp_path / "kgpub.toml").read_text().replace("An archive", "The archive of Zinaida Kanareika")
    (tmp_path / "kgpub.toml").write_text(text)
    release = archive.build().release
    assert release is not None
    assert 'title = "The archive of █████████████████"' in release.read(CONFIGURATION).decode()


# -- what the editor is told


def left_out(archive: SmallArchive) -> LeftOut:
    found = archive.build().left_out
    assert found is not None
    return found


def test_each_place_is_told_with_what_a_release_shows_there(tmp_path: Path) -> None:
    archive = withdrawn(
        tmp_path, settings='[[texts]]\nsource = "s"\nfile = "s.txt"\nproperty = ":text"\ngraph = "graph/main"'
    )
    (tmp_path / "s.txt").write_text("One line.\nOf Zinaida Kanareika,\nand of Канарэйка.\n", encoding="utf-8")
    archive.write(
        "data/more.trig", ':y :p "Kanareika and Zinaida Kanareika" ;\n  :q """two\nKanareika""" , "Kanare\\u0069ka" .'
    )
    header = (tmp_path / "data" / "more.trig").read_text().count("\n") - 3
    seen = [(item.path, item.line - header, item.column, item.name, item.excerpt) for item in left_out(archive).seen]
    assert seen[:4] == [
        ("data/more.trig", 1, 8, "Kanareika", "█████████ and █████████████████"),
        ("data/more.trig", 1, 22, "Zinaida Kanareika", "█████████ and █████████████████"),
        ("data/more.trig", 3, 1, "Kanareika", "two █████████"),
        ("data/more.trig", 3, 16, "Kanareika", "█████████"),
    ]
    assert [(item.path, item.line, item.column, item.name) for item in left_out(archive).seen[4:]] == [
        ("s.txt", 2, 4, "Zinaida Kanareika"),
        ("s.txt", 3, 8, "Канарэйка"),
    ]


def test_a_withdrawn_thing_without_a_name_in_the_files_is_told(tmp_path: Path) -> None:
    archive = small_archive(tmp_path, ":y :p 1 .", "", *WITHDRAWN)
    assert left_out(archive).nameless == (f"person/{A}",)
    assert left_out(withdrawn(tmp_path)).nameless == ()
