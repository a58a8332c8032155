"""Synthetic archives: the same from the same seed, as large as wanted, about nobody, and fit to be published."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from benchmarks.queries import queries
from benchmarks.synthetic.archive import write_archive, write_release_of
from benchmarks.synthetic.drawing import Drawing
from benchmarks.synthetic.triples import BASE
from benchmarks.synthetic.words import ENDINGS, FORMULAS, SYLLABLES
from benchmarks.synthetic.writing import Synthetic
from tests.servers import REPOSITORY, kgpub

if TYPE_CHECKING:
    from pathlib import Path

    from kgpub.store.releases import Release

TRIPLES = 3_000
KG = "https://w3id.org/kgpub/ns#"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synthetic")
    write_archive(folder, triples=TRIPLES, seed=1)
    return folder


@pytest.fixture(scope="module")
def release(archive: Path) -> Release:
    return write_release_of(archive)


@pytest.fixture(scope="module")
def store(release: Release) -> Store:
    return release.load_store()


def column(store: Store, pattern: str) -> list[str]:
    found = store.query(f"SELECT ?it WHERE {{ {pattern} }}", use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    return [str(row[0].value) for row in found if row[0] is not None and not isinstance(row[0], Quad)]


def contents(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file() and ".kgpub" not in file.parts)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_ones(archive: Path, tmp_path: Path) -> None:
    write_archive(tmp_path / "same", triples=TRIPLES, seed=1)
    write_archive(tmp_path / "other", triples=TRIPLES, seed=2)
    assert contents(tmp_path / "same") == contents(archive)
    assert contents(tmp_path / "other") != contents(archive)


@pytest.mark.parametrize("triples", [1_000, 10_000])
def test_there_are_as_many_triples_as_are_wanted_and_at_most_a_statement_more(triples: int) -> None:
    synthetic = Synthetic(triples, seed=1)
    lines = [line for graph in synthetic.graphs.values() for line in graph]
    assert triples <= synthetic.triples == len(lines) < triples + 5_000
    assert len({(graph, line) for graph, content in synthetic.graphs.items() for line in content}) == len(lines)


def test_a_larger_archive_begins_as_a_smaller_one_does() -> None:
    small, large = Synthetic(1_000, seed=1), Synthetic(10_000, seed=1)
    assert all(large.graphs[graph][: len(lines)] == lines for graph, lines in small.graphs.items())


def test_the_archive_passes_the_shapes(archive: Path) -> None:
    done = kgpub("check", archive)
    assert (done.returncode, "error" in done.stdout) == (0, False), done.stdout


def test_every_graph_that_was_made_up_says_so_in_itself(store: Store, archive: Path) -> None:
    made = {f"{BASE}graph/{file.stem}" for file in (archive / "data" / "synthetic").iterdir()} - {
        f"{BASE}graph/dataset"
    }
    saying = {
        quad.graph_name.value
        for quad in store.quads_for_pattern(None, NamedNode("http://purl.org/dc/terms/description"), None)
        if isinstance(quad.graph_name, NamedNode)
        and quad.subject in (quad.graph_name, NamedNode(f"{BASE}dataset"))
        and "SYNTHETIC" in str(quad.object)
    }
    assert len(made) > 2
    assert made <= saying


def test_nobody_bears_a_name_that_is_not_made_of_invented_syllables(store: Store) -> None:
    names = column(store, f"?person a <{KG}Person> ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?it")
    syllable = "|".join(latin for latin, _ in SYLLABLES)
    ending = "|".join(latin for latin, _ in ENDINGS)
    assert names
    assert [name for name in names if not re.fullmatch(f"({syllable})+ ({syllable})+({ending})", name.lower())] == []


def test_nothing_of_the_people_of_this_repository_is_in_it(archive: Path) -> None:
    real = re.findall(r'skos:prefLabel "([^"]+)"@en', (REPOSITORY / "data/seed/7cace155.ttl").read_text())
    made = b"".join(
        content for name, content in contents(archive).items() if name.startswith("data/synthetic")
    ).decode()
    assert len(real) > 9
    assert [name for name in real if name in made] == []


def test_it_has_the_classes_and_properties_of_this_archive(store: Store) -> None:
    """Those of what statements and reports say; the rest of the ontology describes things that were copied."""
    used = set(column(store, "?subject ?it ?object")) | set(column(store, "?subject a ?it"))
    own = {term.removeprefix(KG) for term in used if term.startswith(KG)}
    classes = (
        "Statement SourceDocument Passage Person Organization Recognition Demand Invocation Criticism Charge "
        "StatusChange Act"
    )
    properties = (
        "issuedBy issuedOn hasPassage passageRole textStatus names assertedIn assertedBy about certainty confidence "
        "assertionStatus supersedes recognises demands invokesText invokesProvision criticises chargedPerson "
        "underProvision chargeStage statusOf newStatus onDate actType target actorText labelOrigin characterCount"
    )
    assert own >= {*classes.split(), *properties.split()}


def test_the_figures_are_kept_to() -> None:
    """Over many statements; the bounds leave room for chance, not for another model."""
    drawn = [statement for statement, _ in zip(Drawing(7).statements(), range(600), strict=False)]
    people = [person for statement in drawn for person in statement.new_people]
    first_names = sorted((person.name.split()[0] for person in people), key=str)
    commonest = sorted((first_names.count(name) for name in set(first_names)), reverse=True)
    sentences = [sentence.text for statement in drawn for sentence in statement.sentences]
    recognising = [statement for statement in drawn if statement.new_people]
    assert len(set(FORMULAS)) == 40
    assert 7 < len(people) / len(recognising) < 9.5
    assert 14 < sum(len(person.name) for person in people) / len(people) < 18
    assert 0.24 < sum(commonest[:5]) / len(people) < 0.30
    assert 3 < sum(len(person.forms) for person in people) / len(people) < 5
    assert 0.45 < sum(text in FORMULAS for text in sentences) / len(sentences) < 0.65
    assert 0.03 < sum(not person.charges for person in people) / len(people) < 0.05
    assert 0.03 < sum(statement.issued_on is None for statement in drawn) / len(drawn) < 0.08


def test_a_release_is_written_without_the_check(release: Release) -> None:
    copied = {"shapes", "ontology", "mappings", "iccpr", "criminal-code", "vocabularies"}
    assert release.manifest["base"] == BASE
    assert release.manifest["dataset"]["quads"] > TRIPLES + 5_000
    assert {f"{BASE}graph/{name}" for name in copied} < set(release.manifest["graphs"])


def test_each_of_the_eight_queries_has_an_answer(store: Store) -> None:
    names = [query.name for query in queries(store)]
    assert names == [
        "lookup", "describe", "join with filter", "aggregate", "count", "regex", "property path", "20,000 rows"
    ]  # fmt: skip
