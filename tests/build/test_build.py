"""Building releases: the same files give the same bytes, and what is unfit changes nothing."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kgpub import config
from kgpub.build import build, is_current
from kgpub.build.counts import DatasetCounts, count
from kgpub.publication.void import Counts
from kgpub.rdf.canonical import canonical_lines
from kgpub.rdf.vocabularies import RDF
from kgpub.store.releases import (
    CONFIGURATION,
    CROWDS,
    DATASET,
    DUMPS,
    ENTITIES,
    FRAGMENTS,
    GONE,
    LEDGER,
    MANIFEST,
    Release,
    Releases,
)
from tests.publications import THESAURUS, built, copy_thesaurus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from kgpub.rdf.terms import Node

BASE = "https://thesaurus.example/"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return copy_thesaurus(tmp_path / "archive")


def content(release: Release) -> dict[str, bytes]:
    files = (path for path in release.folder.rglob("*") if path.is_file())
    return {path.relative_to(release.folder).as_posix(): path.read_bytes() for path in files}


def lines(release: Release) -> list[bytes]:
    return gzip.decompress(release.read(DATASET)).splitlines(keepends=True)


# -- the same files, the same bytes


def test_a_release_holds_what_the_archive_says(archive: Path) -> None:
    release = built(archive)
    files = {MANIFEST, DATASET, CONFIGURATION, LEDGER, GONE, FRAGMENTS, CROWDS, ENTITIES}
    assert {name for name in content(release) if not name.startswith(f"{DUMPS}/")} == files
    carried = config.parse(release.read(CONFIGURATION), archive)
    graphs = tuple(replace(graph, files=()) for graph in config.load(archive).graphs)
    assert replace(carried, source=b"") == replace(config.load(archive), source=b"", graphs=graphs)
    assert release.read(LEDGER) == b""
    found = lines(release)
    assert found == sorted(found)
    assert f'<{BASE}weather/rain> <{BASE}terms#code> "61"^^'.encode() in b"".join(found)
    assert json.loads(release.read(FRAGMENTS))[BASE + "weather"] == [BASE + "weather#order", BASE + "weather#wet"]


def test_two_builds_of_the_same_files_are_one_release(archive: Path) -> None:
    first = built(archive)
    before = content(first)
    second = built(archive)
    assert (second.id, content(second)) == (first.id, before)
    assert [path.name for path in (archive / ".kgpub" / "releases").iterdir()] == [first.id]


def test_another_folder_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    assert content(built(copy_thesaurus(tmp_path / "elsewhere" / "too"))) == content(built(archive))


def test_a_build_mends_a_damaged_release(archive: Path) -> None:
    release = built(archive)
    before = content(release)
    (release.folder / "dataset.nq.gz").write_bytes(b"damaged")
    mended = built(archive)
    assert mended.id == release.id
    assert content(mended) == before


def blank_nodes(quads: Iterable[Quad]) -> set[Node]:
    return {term for quad in quads for term in (quad.subject, quad.object) if isinstance(term, BlankNode)}


def reordered(path: Path, seed: int) -> None:
    """Write a file's statements in another order, with other labels of blank nodes, without prefixes."""
    found = list(parse(path.read_bytes(), format=RdfFormat.TURTLE))
    names = {node: BlankNode(f"x{seed}y{number}") for number, node in enumerate(blank_nodes(found))}
    triples = [
        Triple(names.get(quad.subject, quad.subject), quad.predicate, names.get(quad.object, quad.object))
        for quad in found
    ]
    random.Random(seed).shuffle(triples)
    path.write_bytes(serialize(triples, format=RdfFormat.N_TRIPLES) or b"")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_statements_and_the_labels_of_blank_nodes_do_not_matter(archive: Path, seed: int) -> None:
    before = built(archive)
    for path in archive.glob("**/*.ttl"):
        reordered(path, seed)
    after = built(archive)
    assert after.read(DATASET) == before.read(DATASET)
    assert after.id == before.id  # the files are others, but what they say is the same


def test_statements_made_twice_are_published_once(archive: Path) -> None:
    before = built(archive)
    path = archive / "data" / "concepts.ttl"
    path.write_text(path.read_text() + '\nw:rain t:code 61 .\nw:rain skos:notation "R1" .\n')
    after = built(archive)
    assert after.read(DATASET) == before.read(DATASET)
    assert after.manifest["dataset"] == before.manifest["dataset"]


IDENTITY = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
TEXT = """
[[texts]]
source = "weather/rain"
file = "words.txt"
property = "skos:note"
graph = "graph/queries"
"""


def git(folder: Path, *arguments: str) -> str:
    command = ["git", *IDENTITY, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=30).stdout.strip()


@pytest.fixture
def repository(archive: Path) -> Path:
    git(archive, "init", "-q", "-b", "main")
    git(archive, "add", "-A")
    git(archive, "commit", "-q", "-m", "begin", "--date", "2024-02-29T12:00:00+02:00")
    return archive


def test_an_archive_in_no_repository_has_no_revision(archive: Path) -> None:
    assert built(archive).manifest["source"]["revision"] is None


def test_two_builds_of_one_commit_are_one_release_although_the_first_lies_in_the_repository(repository: Path) -> None:
    first, second = built(repository), built(repository)
    assert first.id == second.id
    assert second.manifest["source"]["revision"]["is_modified"] is False
    assert second.manifest["source"]["revision"]["commit"] == git(repository, "rev-parse", "HEAD")


def test_a_clone_gives_the_same_bytes(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(repository), "clone")
    assert content(built(tmp_path / "clone")) == content(built(repository))


def test_what_is_not_committed_is_a_modified_revision(repository: Path) -> None:
    with (repository / "data" / "notes.ttl").open("a") as file:
        file.write("\n")
    release = built(repository)
    assert release.manifest["source"]["revision"]["is_modified"] is True


@pytest.mark.parametrize("setting", [("log.showSignature", "true"), ("log.date", "relative"), ("color.ui", "always")])
def test_the_settings_of_git_do_not_matter(repository: Path, setting: tuple[str, str]) -> None:
    before = built(repository)
    git(repository, "config", *setting)
    assert built(repository).id == before.id


def test_an_archive_without_a_commit_has_no_revision(archive: Path) -> None:
    git(archive, "init", "-q")
    assert built(archive).manifest["source"]["revision"] is None


def commit(folder: Path, name: str, *, on: str) -> None:
    """Change a file and commit it on a day."""
    with (folder / name).open("a") as file:
        file.write("\n")
    environment = os.environ | {"GIT_COMMITTER_DATE": f"{on}T12:00:00Z"}
    for arguments in (("add", name), (*IDENTITY, "commit", "-q", "-m", on)):
        subprocess.run(["git", *arguments], cwd=folder, check=True, timeout=30, env=environment)


def test_a_graph_was_modified_when_one_of_its_files_was(archive: Path) -> None:
    (archive / "words.txt").write_text("rain")
    (archive / "Ünïcode name.ttl").write_text("")
    configuration = (archive / "kgpub.toml").read_text()
    configuration = configuration.replace('"terms.ttl"', '"terms.ttl", "Ünïcode name.ttl"')
    (archive / "kgpub.toml").write_text(configuration + TEXT)
    git(archive, "init", "-q", "-b", "main")
    days = {
        "data/concepts.ttl": "2024-01-01", "data/notes.ttl": "2024-01-02", "data/sources.trig": "2024-01-03",
        "terms.ttl": "2024-01-04", "Ünïcode name.ttl": "2024-01-05", "words.txt": "2024-01-06",
        "kgpub.toml": "2024-01-07",
    }  # fmt: skip
    for name, day in days.items():
        commit(archive, name, on=day)
    graphs = built(archive).manifest["graphs"]
    assert {uri.removeprefix(BASE): entry["modified"] for uri, entry in graphs.items()} == {
        "graph/concepts": "2024-01-01T12:00:00Z",
        "graph/notes": "2024-01-03T12:00:00Z",
        "terms": "2024-01-05T12:00:00Z",
        "graph/queries": "2024-01-06T12:00:00Z",
        "shapes": None,  # nobody committed it
    }


def test_graphs_of_no_repository_have_no_date(archive: Path) -> None:
    assert {entry["modified"] for entry in built(archive).manifest["graphs"].values()} == {None}


# -- the manifest


def test_the_manifest_says_what_the_release_is(archive: Path) -> None:
    release = built(archive)
    manifest = release.manifest
    found = lines(release)
    assert release.id == sha256(release.read(MANIFEST)).hexdigest()
    assert manifest["base"] == BASE
    assert manifest["dataset"]["sha256"] == sha256(b"".join(found)).hexdigest()
    assert manifest["dataset"]["quads"] == len(found)
    assert manifest["configuration"] == {"sha256": sha256(release.read(CONFIGURATION)).hexdigest()}
    assert manifest["ledger"] == {"sha256": sha256(b"").hexdigest()}
    assert set(manifest["graphs"]) == {graph.uri for graph in config.load(archive).graphs}


# -- its counts

RDF_TYPE = str(RDF("type"))
COUNTED = {
    "one triple in two graphs is one of the whole": (
        "<a:a> <a:p> <a:b> <a:g> .\n<a:a> <a:p> <a:b> <a:h> .",
        Counts(triples=1, subjects=1, objects=1, properties={"a:p": 1}, classes={}),
        {
            "a:g": Counts(triples=1, subjects=1, objects=1, properties={"a:p": 1}, classes={}),
            "a:h": Counts(triples=1, subjects=1, objects=1, properties={"a:p": 1}, classes={}),
        },
    ),
    "terms are counted once, whatever their kind": (
        '_:x <a:p> _:x <a:g> .\n_:x <a:q> "1" <a:g> .\n<a:a> <a:q> "1" <a:g> .\n<a:a> <a:p> "1"@en <a:g> .',
        Counts(triples=4, subjects=2, objects=3, properties={"a:p": 2, "a:q": 2}, classes={}),
        {"a:g": Counts(triples=4, subjects=2, objects=3, properties={"a:p": 2, "a:q": 2}, classes={})},
    ),
    "instances of a class are counted once in each graph and once in the whole": (
        f"<a:a> {RDF_TYPE} <a:C> <a:g> .\n<a:a> {RDF_TYPE} <a:C> <a:h> .\n<a:b> {RDF_TYPE} <a:C> <a:h> .",
        Counts(triples=2, subjects=2, objects=1, properties={RDF("type").value: 2}, classes={"a:C": 2}),
        {
            "a:g": Counts(triples=1, subjects=1, objects=1, properties={RDF("type").value: 1}, classes={"a:C": 1}),
            "a:h": Counts(triples=2, subjects=2, objects=1, properties={RDF("type").value: 2}, classes={"a:C": 2}),
        },
    ),
    "a class may have no name, and a literal is none": (
        f'<a:a> {RDF_TYPE} _:c <a:g> .\n<a:b> {RDF_TYPE} "C" <a:g> .',
        Counts(triples=2, subjects=2, objects=2, properties={RDF("type").value: 2}, classes={"_:c14n0": 1}),
        {"a:g": Counts(triples=2, subjects=2, objects=2, properties={RDF("type").value: 2}, classes={"_:c14n0": 1})},
    ),
    "texts may hold what separates terms": (
        '<a:a> <a:p> "x <a:g> .\\n<b:b> <a:p> \\"1\\"" <a:g> .',
        Counts(triples=1, subjects=1, objects=1, properties={"a:p": 1}, classes={}),
        {"a:g": Counts(triples=1, subjects=1, objects=1, properties={"a:p": 1}, classes={})},
    ),
    "a name may be in any script": (
        "<a:а> <a:імя> <a:б> <a:граф> .",
        Counts(triples=1, subjects=1, objects=1, properties={"a:імя": 1}, classes={}),
        {"a:граф": Counts(triples=1, subjects=1, objects=1, properties={"a:імя": 1}, classes={})},
    ),
    "a triple may be an object": (
        "<a:a> <a:p> <<( <a:b> <a:q> <a:c> )>> <a:g> .",
        Counts(triples=1, subjects=1, objects=1, properties={"a:p": 1}, classes={}),
        {"a:g": Counts(triples=1, subjects=1, objects=1, properties={"a:p": 1}, classes={})},
    ),
    "nothing is nothing": ("", Counts(0, 0, 0, {}, {}), {}),
}


@pytest.mark.parametrize(("text", "whole", "graphs"), COUNTED.values(), ids=COUNTED)
def test_a_dataset_is_counted_as_void_does(text: str, whole: Counts, graphs: dict[str, Counts]) -> None:
    assert count(canonical_lines(parse(text, format=RdfFormat.N_QUADS))) == DatasetCounts(whole, graphs)


def test_the_manifest_holds_the_counts_of_the_release(archive: Path) -> None:
    release = built(archive)
    counts = count(lines(release))
    manifest = release.manifest
    assert Counts.of(manifest["dataset"]) == counts.whole
    assert {uri: Counts.of(entry) for uri, entry in manifest["graphs"].items()} == counts.graphs
    assert counts.whole.classes[BASE + "terms#Phenomenon"] == 2
    assert counts.whole.properties["http://www.w3.org/2004/02/skos/core#broader"] == 4


def test_what_two_graphs_say_is_one_triple_and_two_quads(archive: Path) -> None:
    before = built(archive).manifest["dataset"]
    said = '\n<a:a> <a:b> "1 <a:c> ." , _:x .\n'
    for name in ("concepts", "notes"):
        with (archive / "data" / f"{name}.ttl").open("a") as file:
            file.write(said)
    after = built(archive).manifest["dataset"]
    # A blank node is another one in each file.
    assert (after["quads"] - before["quads"], after["triples"] - before["triples"]) == (4, 3)


# -- canonical form

LABELS = [
    ("a blank node", "<a:a> <a:b> _:x <a:g> ."),
    ("two that differ by what is said of them", '_:x <a:b> "1" <a:g> .\n_:y <a:b> "2" <a:g> .'),
    ("two that do not differ", '_:x <a:b> "1" <a:g> .\n_:y <a:b> "1" <a:g> .'),
    ("a circle", "_:x <a:b> _:y <a:g> .\n_:y <a:b> _:z <a:g> .\n_:z <a:b> _:x <a:g> ."),
    ("one in two graphs", "_:x <a:b> <a:c> <a:g> .\n_:x <a:b> <a:c> <a:h> ."),
]


@pytest.mark.parametrize("text", [row[1] for row in LABELS], ids=[row[0] for row in LABELS])
def test_canonical_lines_do_not_hang_on_labels_or_order(text: str) -> None:
    def relabelled(order: str) -> list[bytes]:
        swapped = text.translate(str.maketrans("xyz", order))
        return canonical_lines(reversed(list(parse(swapped, format=RdfFormat.N_QUADS))))

    expected = canonical_lines(parse(text, format=RdfFormat.N_QUADS))
    assert {tuple(relabelled(order)) for order in ("xyz", "zxy", "yxz", "uvw")} == {tuple(expected)}
    assert len(expected) == text.count(" .")


@pytest.mark.parametrize("mark", ["\n", "\r", "\u2028", "\u0085", "\x0b", "\x0c", "\x1c", "\\", '"'])
def test_a_text_stays_on_its_line(mark: str) -> None:
    quad = Quad(NamedNode("a:a"), NamedNode("a:b"), Literal(f"x{mark}y"), NamedNode("a:g"))
    (line,) = canonical_lines([quad])
    assert list(parse(line, format=RdfFormat.N_QUADS)) == [quad]


# -- is a release that of the files?


def touch_nothing(_: Path) -> None:
    return


def change_data(archive: Path) -> None:
    with (archive / "data" / "notes.ttl").open("a") as file:
        file.write("# a comment\n")


def change_configuration(archive: Path) -> None:
    with (archive / "kgpub.toml").open("a") as file:
        file.write("# a comment\n")


def remove_file(archive: Path) -> None:
    (archive / "data" / "sources.trig").rename(archive / "sources.trig")
    (archive / "data" / "sources.trig").write_text("")


def add_unrelated(archive: Path) -> None:
    (archive / "README.md").write_text("words\n")


@pytest.mark.parametrize(
    ("change", "current"),
    [
        (touch_nothing, True),
        (add_unrelated, True),
        (change_data, False),
        (change_configuration, False),
        (remove_file, False),
    ],
)
def test_a_release_is_current_until_a_file_changes(
    archive: Path, change: Callable[[Path], None], current: bool
) -> None:
    release = built(archive)
    change(archive)
    assert is_current(config.load(archive), release) == current


def test_a_release_of_another_format_is_not_current(archive: Path) -> None:
    release = built(archive)
    assert not is_current(config.load(archive), replace(release, manifest={**release.manifest, "format": 1}))


def test_no_release_is_not_current(archive: Path) -> None:
    assert not is_current(config.load(archive), None)


def test_an_undone_change_makes_the_release_current_again(archive: Path) -> None:
    first = built(archive)
    with (archive / "data" / "notes.ttl").open("a") as file:
        file.write('w:rain t:more "said" .\n')
    second = built(archive)
    (archive / "data" / "notes.ttl").write_bytes((THESAURUS / "data" / "notes.ttl").read_bytes())
    assert [is_current(config.load(archive), release) for release in (first, second)] == [True, False]
    assert built(archive) == first


# -- what is unfit

UNFIT = [
    ("no Turtle", "w:rain t:code"),
    ("a shape fails", f"<{BASE}weather/fog> a <http://www.w3.org/2004/02/skos/core#Concept> ."),
    ("a literal that the store would change", "<a:a> <a:b> '01'^^<http://www.w3.org/2001/XMLSchema#integer> ."),
]  # fmt: skip


@pytest.mark.parametrize("text", [row[1] for row in UNFIT], ids=[row[0] for row in UNFIT])
def test_an_unfit_archive_leaves_the_last_release_in_place(archive: Path, text: str) -> None:
    first = built(archive)
    (archive / "data" / "notes.ttl").write_text(text)
    result = build(archive)
    assert result.report.has_errors
    assert result.release is None
    assert Releases(archive).current() == first
    assert [path.name for path in (archive / ".kgpub" / "releases").iterdir()] == [first.id]


def test_an_archive_that_was_never_fit_has_no_release(archive: Path) -> None:
    (archive / "data" / "notes.ttl").write_text("nonsense")
    assert build(archive).release is None
    assert Releases(archive).current() is None


# -- the index


@pytest.mark.parametrize(
    ("engine", "index"),
    [
        ("", False),
        ('store = "memory"', False),
        ('store = "disk"', True),
        ('store = "auto"\nmemory_quads = 10', True),
        ('store = "auto"\nmemory_quads = 100000', False),
    ],
)
def test_an_index_is_written_when_asked_for_or_needed(tmp_path: Path, engine: str, index: bool) -> None:
    archive = copy_thesaurus(tmp_path / "archive", settings=f"[engine]\n{engine}")
    release = built(archive)
    assert release.has_store == index
    store = release.open_store() if index else release.load_store()
    assert sorted(f"{quad} .\n".encode() for quad in store) == lines(release)
    assert built(archive).id == release.id
