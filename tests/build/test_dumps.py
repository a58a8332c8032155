"""Dumps: the whole dataset and each graph, to the triple, in files whose sums are right."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, parse

from kgpub.build import dumps as building
from kgpub.publication.dumps import dumps, graph_names
from kgpub.rdf.formats import N_QUADS, TRIG, TURTLE
from kgpub.store.releases import DATASET, DUMPS, Release
from tests.publications import built, copy_thesaurus

if TYPE_CHECKING:
    from pathlib import Path

BASE = "https://thesaurus.example/"
MORE = """
GRAPH <https://elsewhere.example/a%20graph/../x> { <a:s> <a:p> "\\u0000 \\uD7FF \\n" , 1.5 , "x"@en-GB . }
GRAPH _:unnamed { <a:s> <a:p> _:x . _:x <a:p> <a:o> . }
"""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A release of an archive with a graph of a strange name and one of none."""
    archive = copy_thesaurus(tmp_path_factory.mktemp("archive") / "archive")
    with (archive / "data" / "sources.trig").open("a") as file:
        file.write(MORE)
    return built(archive)


def content(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes())


def quads(release: Release) -> set[Quad]:
    return set(parse(content(release.folder / DATASET), format=RdfFormat.N_QUADS))


def test_every_graph_with_a_name_and_the_whole_is_there(release: Release) -> None:
    assert [(dump.name, dump.format, dump.graph) for dump in dumps(release)] == [
        ("dataset.nq.gz", N_QUADS, ""),
        ("dataset.trig.gz", TRIG, ""),
        ("graph-https-elsewhere.example-a-20graph-..-x.ttl.gz", TURTLE, "https://elsewhere.example/a%20graph/../x"),
        ("graph-concepts.ttl.gz", TURTLE, f"{BASE}graph/concepts"),
        ("graph-notes.ttl.gz", TURTLE, f"{BASE}graph/notes"),
        ("graph-queries.ttl.gz", TURTLE, f"{BASE}graph/queries"),
        ("graph-shapes.ttl.gz", TURTLE, f"{BASE}shapes"),
        ("graph-terms.ttl.gz", TURTLE, f"{BASE}terms"),
    ]


def test_the_dumps_of_the_whole_hold_the_dataset(release: Release) -> None:
    n_quads, trig = dumps(release)[:2]
    assert n_quads.path == release.folder / DATASET
    assert set(parse(content(trig.path), format=RdfFormat.TRIG)) == quads(release)


def test_the_dump_of_a_graph_holds_what_the_graph_says(release: Release) -> None:
    for dump in dumps(release)[2:]:
        triples = {quad.triple for quad in parse(content(dump.path), format=RdfFormat.TURTLE)}
        assert triples == {quad.triple for quad in quads(release) if quad.graph_name == NamedNode(dump.graph)}


def test_another_reader_finds_the_same(release: Release) -> None:
    dump = next(dump for dump in dumps(release) if dump.graph == f"{BASE}graph/notes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        graph = rdflib.Graph().parse(data=content(dump.path), format="turtle")
    others = Dataset(parse(graph.serialize(format="nt"), format=RdfFormat.N_TRIPLES))
    own = Dataset(parse(content(dump.path), format=RdfFormat.TURTLE))
    for dataset in (others, own):
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert set(others) == set(own)


def test_turtle_is_abbreviated_with_the_archives_prefixes(release: Release) -> None:
    dump = next(dump for dump in dumps(release) if dump.graph == f"{BASE}graph/concepts")
    text = content(dump.path).decode()
    assert "@prefix w: <https://thesaurus.example/weather/> ." in text
    assert "w:rain" in text


def test_the_sums_are_those_of_the_files(release: Release, tmp_path: Path) -> None:
    shutil.copytree(release.folder / DUMPS, tmp_path, dirs_exist_ok=True)
    shutil.copy(release.folder / DATASET, tmp_path)
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(dumps(release)) == len(list(tmp_path.glob("*.gz")))
    for dump in dumps(release):
        assert (dump.sha256, dump.size) == (sha256(dump.path.read_bytes()).hexdigest(), dump.path.stat().st_size)


def test_the_manifest_names_what_is_in_them(release: Release) -> None:
    assert release.manifest["dumps"] == {
        dump.name: {"graph": dump.graph or None, "sha256": sha256(content(dump.path)).hexdigest()}
        for dump in dumps(release)
    }
    assert release.manifest["dumps"][DATASET]["sha256"] == release.manifest["dataset"]["sha256"]


def test_a_compression_that_differs_makes_no_other_release(release: Release, tmp_path: Path) -> None:
    archive = copy_thesaurus(tmp_path / "archive")
    usual = built(archive)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "GZIP_LEVEL", 1)
        other = built(copy_thesaurus(tmp_path / "other"))
    assert other.id == usual.id
    assert other.read(f"{DUMPS}/SHA256SUMS") != usual.read(f"{DUMPS}/SHA256SUMS")


NAMES = {
    "a path below graph/": ([f"{BASE}graph/seed"], ["graph-seed.ttl.gz"]),
    "another path": ([f"{BASE}terms"], ["graph-terms.ttl.gz"]),
    "two that would be called the same": (
        [f"{BASE}graph/a/b", f"{BASE}graph/a-b"],
        ["graph-a-b-f023a2bb6123.ttl.gz", "graph-a-b-d004727d3273.ttl.gz"],
    ),
    "nothing but what no name may have": ([f"{BASE}graph/..%2F.."], ["graph-2F.ttl.gz"]),
    "one of no name": (["_:c14n0"], []),
}


@pytest.mark.parametrize(("graphs", "names"), NAMES.values(), ids=NAMES)
def test_a_graph_gives_its_dump_a_name(graphs: list[str], names: list[str]) -> None:
    assert list(graph_names(BASE, graphs).values()) == names


def test_names_are_short_and_stay_in_their_folder() -> None:
    (name,) = graph_names(BASE, [f"{BASE}{'../' * 50}{'x' * 500}"]).values()
    assert len(name) < 120
    assert "/" not in name
