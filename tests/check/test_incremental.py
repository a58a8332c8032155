"""A check that remembers the last one finds what a check of everything finds, and evaluates less."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib.namespace import SH

from benchmarks.incremental import trial
from kgpub import config
from kgpub.archive import open_revision
from kgpub.check import Diagnostic, check, memory, select
from kgpub.check.index import InFolder
from kgpub.check.memory import remembered
from kgpub.check.shacl import by_pyshacl, checking, validation
from kgpub.check.shacl.by_pyshacl import undisturbed
from kgpub.check.shacl.footprints import footprint
from kgpub.check.shacl.graphs import to_shapes
from kgpub.check.shacl.written_footprints import read, written
from tests.check.test_shacl import CONFIG, PREFIXES
from tests.repositories import committed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rdflib.term import Node

REPOSITORY = Path(__file__).parents[2]
SHAPES = """\
ex:Letter-shape a sh:NodeShape ; sh:targetClass ex:Letter ;
    sh:property [ sh:path ex:by ; sh:minCount 1 ; sh:node ex:Author-shape ] .
ex:Author-shape a sh:NodeShape ; sh:targetClass ex:Author ;
    sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:datatype xsd:string ] ;
    sh:sparql [ sh:message "Nobody is older than the first letter." ; sh:select '''SELECT $this ?value {
        $this <https://example.org/ns#born> ?value . FILTER NOT EXISTS {
            ?letter <https://example.org/ns#by> $this ; <https://example.org/ns#year> ?year .
            FILTER(?year > ?value) } }''' ] .
ex:Box-shape a sh:NodeShape ; sh:targetObjectsOf ex:in ; sh:property [ sh:path ex:label ; sh:minCount 1 ] .
"""
DATA = """\
ex:ann a ex:Author ; ex:name "Ann" ; ex:born 1900 .
ex:bob a ex:Author ; ex:name "Bob" .
ex:one a ex:Letter ; ex:by ex:ann ; ex:year 1920 ; ex:in [ ex:label "first" ] .
ex:two a ex:Letter ; ex:by ex:bob ; ex:year 1921 ; ex:in [ ex:label "second" ] .
ex:three a ex:Letter ; ex:by ex:nobody .
"""

PATHS = """\
ex:Path-shape a sh:NodeShape ; sh:targetClass ex:Path ; sh:closed true ; sh:node [
    sh:path ( ex:a [ sh:alternativePath ( ex:b [ sh:inversePath ex:c ] ) ] [ sh:zeroOrMorePath ex:d ] ) ;
    sh:class ex:E ] .
"""

CHANGES = [
    ("nothing", "", "", 1),
    ("what no shape reads", "ex:year 1921", "ex:year 1921 ; ex:note 'x'", 2),
    ("a name that goes", ' ; ex:name "Bob"', "", 3),
    ("the year that a query of another thing reads", "ex:year 1920", "ex:year 1890", 3),
    ("a class that comes", "ex:nobody .", "ex:nobody . ex:nobody a ex:Author .", 3),
    ("a class that goes, with its fault", "ex:three a ex:Letter ;", "ex:three", 0),
    ("a blank node's label that goes", '[ ex:label "first" ]', "[]", 9),
    ("the fault that is mended", "ex:by ex:nobody", "ex:by ex:bob", 3),
    ("a file that is emptied", DATA, "", 3),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with one fault, in a repository, checked once."""
    (tmp_path / "kgpub.toml").write_text(CONFIG, encoding="utf-8")
    for name, content in (("shapes", SHAPES), ("data", DATA), ("ontology", "")):
        (tmp_path / f"{name}.ttl").write_text(PREFIXES + content, encoding="utf-8")
    committed(tmp_path, "first")
    assert len(found(tmp_path)) == 1
    return tmp_path


def found(folder: Path, *, remembers: bool = True, since: str = "") -> tuple[Diagnostic, ...]:
    settings = config.load(folder)
    memory = folder / ".kgpub" / "check" if remembers else None
    revision = open_revision(folder, since) if since else None
    return check(settings, config.open_archive(settings), memory=memory, since=revision).diagnostics


def change(folder: Path, old: str, new: str) -> None:
    file = folder / "data.ttl"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(("old", "new", "most"), [row[1:] for row in CHANGES], ids=[row[0] for row in CHANGES])
def test_after_a_change_the_same_is_found_as_without_memory_and_less_is_evaluated(
    folder: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, most: int
) -> None:
    evaluated: list[int] = []
    some = validation.validate_some

    def noted(engine: by_pyshacl.PySHACL, work: Mapping[Node, Collection[Node] | None], **limits: object) -> object:
        evaluated.extend(9 if nodes is None else len(nodes) for nodes in work.values())
        return some(engine, work, **limits)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "validate_some", noted)
    monkeypatch.setattr(checking, "validate_all", None)
    change(folder, old, new)
    told = found(folder)
    assert sum(evaluated) <= most
    assert found(folder) == told
    monkeypatch.undo()
    assert found(folder, remembers=False) == told


def test_what_the_change_introduced_is_told_from_what_was_there(folder: Path) -> None:
    change(folder, ' ; ex:name "Bob"', "")
    told = found(folder, since="HEAD")
    assert [(item.focus, item.is_new) for item in told] == [
        ("ex:bob", True),
        ("ex:two", True),
        ("ex:three", False),
    ]
    assert [item.is_new for item in found(folder)] == [None, None, None]


DISTRUSTED = [
    ("a shape that changed", "shapes.ttl", "sh:path ex:by ; sh:minCount 1", "sh:path ex:by ; sh:minCount 2"),
    ("other limits", "kgpub.toml", "[prefixes]", "[check]\nshape_seconds = 20\n[prefixes]"),
]


@pytest.mark.parametrize(("name", "old", "new"), [row[1:] for row in DISTRUSTED], ids=[row[0] for row in DISTRUSTED])
def test_what_is_remembered_is_not_believed_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, old: str, new: str
) -> None:
    monkeypatch.setattr(checking, "validate_some", None)
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    assert found(folder) == found(folder, remembers=False)


DAMAGE = [
    "UPDATE notes SET value = ''",
    "UPDATE notes SET value = '{}'",
    "UPDATE notes SET value = '[]'",
    "UPDATE notes SET value = '[[1, 2, 3]]'",
    'UPDATE notes SET value = \'{"shapes": 1, "failing": {}, "whole": [], "is_known": true, "footprints": 3}\'',
    "DELETE FROM notes",
    "UPDATE about SET value = 'begun' WHERE name = 'is_written'",
    "UPDATE about SET value = 'other' WHERE name = 'key'",
    "UPDATE files SET prefixes = 5",
    "UPDATE files SET subjects = NULL",
    "INSERT INTO texts VALUES ('no IRI', '')",
    """UPDATE notes SET value = '[["x", "", [[1, [], {}]]]]'""",
    "DROP TABLE files",
    "ALTER TABLE files DROP COLUMN clean",
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_memory_is_not_believed(folder: Path, damage: str) -> None:
    change(folder, ' ; ex:name "Bob"', "")
    with closing(sqlite3.connect(folder / ".kgpub" / "check" / "known.sqlite")) as table:
        table.execute(damage)
        table.commit()
    assert found(folder) == found(folder, remembers=False)
    assert found(folder) == found(folder, remembers=False)


@pytest.mark.parametrize("content", [b"", b"x", b"SQLite format 3\x00" * 100])
def test_a_table_that_is_none_is_not_believed(folder: Path, content: bytes) -> None:
    (folder / ".kgpub" / "check" / "known.sqlite").write_bytes(content)
    assert found(folder) == found(folder, remembers=False)
    assert found(folder) == found(folder, remembers=False)


@pytest.mark.parametrize("error", [RuntimeError("Corruption: block checksum mismatch"), OSError(28, "No space left")])
def test_a_store_that_fails_in_the_middle_of_a_check_is_done_without(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def failing(*_: object) -> None:
        raise error

    change(folder, ' ; ex:name "Bob"', "")
    told = found(folder, remembers=False)
    with monkeypatch.context() as patched:
        patched.setattr(memory, "replace", failing)
        assert found(folder) == told
    assert found(folder) == told
    assert found(folder) == told


def test_a_store_that_fails_where_shapes_are_evaluated_is_done_without(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, opened = os.getpid(), vars(InFolder)["store"].fget

    def store(held: InFolder) -> object:
        if os.getpid() != here:
            raise OSError("Corruption: block checksum mismatch")
        return opened(held)

    change(folder, ' ; ex:name "Bob"', "")
    told = found(folder, remembers=False)
    with monkeypatch.context() as patched:
        patched.setattr(InFolder, "store", property(store))
        assert found(folder) == told
    assert found(folder) == told
    assert found(folder) == told


def test_of_texts_without_any_file_only_what_they_say_now_is_known(folder: Path) -> None:
    with (folder / "kgpub.toml").open("a", encoding="utf-8") as settings:
        settings.write('[[texts]]\nsource = "one"\nfile = "one.txt"\nproperty = "ex:text"\ngraph = "graph/data"\n')
    for file in folder.glob("*.ttl"):
        file.unlink()
    (folder / "one.txt").write_text("Dear Ann", encoding="utf-8")
    found(folder)
    (folder / "one.txt").write_text("Dear Bob", encoding="utf-8")
    found(folder)
    shapes = (
        "ex:Text-shape a sh:NodeShape ; sh:targetSubjectsOf ex:text ; sh:property [ sh:path ex:text ; sh:maxCount 1 ] ."
    )
    (folder / "shapes.ttl").write_text(PREFIXES + shapes, encoding="utf-8")
    assert found(folder) == found(folder, remembers=False)


def test_a_memory_that_another_process_uses_is_left_alone(folder: Path) -> None:
    change(folder, ' ; ex:name "Bob"', "")
    memory = folder / ".kgpub" / "check"
    with remembered(memory, config.load(folder)) as theirs, (memory / "known.sqlite").open("rb") as table:
        assert theirs
        before = table.read()
        assert found(folder) == found(folder, remembers=False)
        table.seek(0)
        assert table.read() == before


def test_a_check_of_some_rules_leaves_the_memory_as_it_is(folder: Path) -> None:
    change(folder, ' ; ex:name "Bob"', "")
    settings = config.load(folder)
    table = folder / ".kgpub" / "check" / "known.sqlite"
    before = table.read_bytes()
    selection = select(settings, select=("syntax", "unknown-term"))
    check(settings, config.open_archive(settings), memory=folder / ".kgpub" / "check", selection=selection)
    assert table.read_bytes() == before
    assert found(folder) == found(folder, remembers=False)


def test_a_file_in_the_memory_that_is_not_what_it_was_is_not_believed(folder: Path) -> None:
    change(folder, ' ; ex:name "Bob"', "")
    for file in (folder / ".kgpub" / "check" / "statements").iterdir():
        file.write_bytes(b"x")
    assert found(folder) == found(folder, remembers=False)


@pytest.mark.parametrize("way", ["cut", "deleted", "emptied by a power failure"])
@pytest.mark.parametrize("kind", ["*.log", "*.sst", "MANIFEST-*", "CURRENT"])
def test_a_store_that_lost_something_is_not_believed(folder: Path, kind: str, way: str) -> None:
    change(folder, ' ; ex:name "Bob"', "")
    found(folder)
    for file in (folder / ".kgpub" / "check" / "statements").glob(kind):
        content = file.read_bytes()
        if way == "deleted":
            file.unlink()
        else:
            file.write_bytes(content[: len(content) // 2] if way == "cut" else bytes(len(content)))
    with (folder / "ontology.ttl").open("a", encoding="utf-8") as ontology:
        ontology.write("ex:Letter a owl:Class .\n")
    told = found(folder)
    assert "ex:bob" in {item.focus for item in told}
    assert told == found(folder, remembers=False)


def test_a_memory_does_not_grow_with_the_number_of_checks(folder: Path) -> None:
    for number in range(9):
        (folder / "ontology.ttl").write_text(f"{PREFIXES}ex:Letter ex:version {number} .\n", encoding="utf-8")
        found(folder)
    statements = folder / ".kgpub" / "check" / "statements"
    assert len(list(statements.glob("LOG*"))) <= 2


@pytest.mark.parametrize(
    "link", [".kgpub", ".kgpub/check", *(f".kgpub/check/{name}" for name in (".gitignore", "lock", "known.sqlite"))]
)
def test_a_link_that_an_archive_brings_along_leads_to_nothing_that_is_overwritten(folder: Path, link: str) -> None:
    told = found(folder)
    shutil.rmtree(folder / ".kgpub")
    elsewhere = folder / "elsewhere"
    (elsewhere / "deep").mkdir(parents=True)
    for name in ("letter", "deep/letter"):
        (elsewhere / name).write_text("dear Ann", encoding="utf-8")
    place = folder / link
    place.parent.mkdir(parents=True, exist_ok=True)
    place.symlink_to(elsewhere / "letter" if link.count("/") == 2 else elsewhere)
    assert found(folder) == told
    kept = {path.relative_to(elsewhere).as_posix() for path in elsewhere.rglob("*")}
    assert kept == {"letter", "deep", "deep/letter"}
    assert (elsewhere / "letter").read_text(encoding="utf-8") == "dear Ann"


def test_a_store_that_a_link_leads_to_is_not_written(folder: Path) -> None:
    statements = folder / ".kgpub" / "check" / "statements"
    statements.rename(folder / "statements")
    before = {path: path.read_bytes() for path in (folder / "statements").iterdir()}
    statements.symlink_to(folder / "statements")
    change(folder, ' ; ex:name "Bob"', "")
    assert found(folder) == found(folder, remembers=False)
    assert {path: path.read_bytes() for path in (folder / "statements").iterdir()} == before


def test_the_memory_may_be_deleted_and_keeps_out_of_git(folder: Path) -> None:
    memory = folder / ".kgpub" / "check"
    assert (memory / ".gitignore").read_text(encoding="utf-8") == "*\n"
    change(folder, ' ; ex:name "Bob"', "")
    told = found(folder)
    shutil.rmtree(memory)
    assert found(folder) == told


def test_what_shapes_read_is_remembered_as_it_was_worked_out() -> None:
    shapes = to_shapes(parse(PREFIXES + SHAPES + PATHS, RdfFormat.TURTLE))
    found = [footprint(shapes, shape, {}) for shape in shapes.subjects(SH.targetClass, None)]
    assert len(found) == 3
    assert any(touch.walked for touch in found[0].touches | found[1].touches)
    assert [read(json.loads(json.dumps(written(item)))) for item in found] == found


def test_a_second_change_is_found_by_what_is_remembered_of_the_shapes(folder: Path) -> None:
    change(folder, "ex:year 1921", "ex:year 1922")
    found(folder)
    change(folder, ' ; ex:name "Bob"', "")
    assert found(folder) == found(folder, remembers=False)


def test_random_changes_of_this_archive_are_found_as_everything_is() -> None:
    with undisturbed():
        tried = trial(REPOSITORY, seed=7)
        for number in range(1, 13):
            tried.step()
            if number % 4 == 0:
                tried.compare()
    assert tried.tally.different == []
    assert tried.tally.with_effect > 2
