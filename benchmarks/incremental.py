"""Does a check of what changed find what a check of everything finds? Random changes, one after another.

After each change only what it can affect is evaluated, and what had results before, as `kgpub check` does; every so
often all is evaluated and compared, and the graph is what it was again. What was missed at any step is missing then.

    python -m benchmarks.incremental                          this archive
    python -m benchmarks.incremental --triples 100000 --every 100
"""

from __future__ import annotations

import random
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib.term import BNode

from benchmarks.synthetic.archive import write_archive
from kgpub import config
from kgpub.check.material import gather
from kgpub.check.progress import silent
from kgpub.check.shacl.affected import Shapes, merged
from kgpub.check.shacl.by_pyshacl import PySHACL, undisturbed
from kgpub.check.shacl.changes import change_of
from kgpub.check.shacl.engine import Batch, Failure
from kgpub.check.shacl.graphs import declared_prefixes, to_graph, to_shapes
from kgpub.rdf.vocabularies import RDF

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kgpub.check.shacl.affected import Work
    from kgpub.check.shacl.changes import Change
    from kgpub.check.shacl.engine import Outcome

TYPE = RDF("type")
BATCH = 100


@dataclass
class Tally:
    """What was tried, and what came of it."""

    changes: int = 0
    with_effect: int = 0
    """Changes after which other results were found than before."""
    compared: int = 0
    different: list[str] = field(default_factory=list)
    evaluated: int = 0
    """Focus nodes that were evaluated for changes, all shapes together."""
    seconds: float = 0
    """Spent on the evaluation of changes."""
    full_seconds: float = 0
    """Spent on the evaluation of everything."""


class Trial:
    """One graph that is changed step by step."""

    def __init__(self, quads: Sequence[Quad], shapes: Sequence[Quad], seed: int) -> None:
        self.random = random.Random(seed)
        self.quads = dict.fromkeys(quads)
        self.order = list(self.quads)
        self.shapes = to_shapes(shapes)
        self.prefixes = declared_prefixes(self.shapes)
        self.targeted = Shapes(self.shapes, self.prefixes)
        self.tally = Tally()
        self.found = self.everything()
        self.first = tuple(self.quads), self.found

    def begin_again(self) -> None:
        """Go back to the graph as it was, since faults that pile up make every step longer."""
        quads, self.found = self.first
        self.quads, self.order = dict.fromkeys(quads), list(quads)

    def engine(self) -> PySHACL:
        """Give an engine for the graph as it is now."""
        return PySHACL(to_graph(self.quads, query_prefixes=self.prefixes), self.shapes)

    def everything(self) -> frozenset[Outcome]:
        """Evaluate all shapes on all their nodes."""
        engine = self.engine()
        plan = engine.plan(None)
        assert not isinstance(plan, Failure)
        begin = time.process_time()
        batches = (Batch(item.shape, start, start + BATCH) for item in plan for start in range(0, item.count, BATCH))
        found = frozenset(outcome for batch in batches for outcome in engine.evaluate(batch))
        self.tally.full_seconds += time.process_time() - begin
        return found

    def step(self) -> None:
        """Change something, and evaluate what that can affect."""
        removed, added = self.change()
        removed = [quad for quad in removed if quad in self.quads]
        added = [quad for quad in added if quad not in self.quads]
        for quad in removed:
            self.quads.pop(quad, None)
        self.quads.update(dict.fromkeys(added))
        self.order += added
        begin = time.process_time()
        found = self.some(change_of(removed, added) if removed or added else None)
        self.tally.seconds += time.process_time() - begin
        self.tally.changes += 1
        self.tally.with_effect += found != self.found
        self.found = found

    def some(self, change: Change | None) -> frozenset[Outcome]:
        """Evaluate what a change can affect, and what had results."""
        engine = self.engine()
        failing: Work = {}
        for item in self.found:
            assert not isinstance(item, Failure)
            assert item.target is not None
            assert item.root is not None
            known = failing.get(item.target, frozenset())
            has_no_uri = known is None or isinstance(item.root, BNode)
            failing[item.target] = None if has_no_uri or known is None else known | {item.root}
        data = engine._data  # noqa: SLF001 - the graph that it was given
        work = merged(
            self.targeted.affected(data, change) if change is not None else {},
            {
                shape: None if nodes is None else self.targeted.included(data, shape, nodes)
                for shape, nodes in failing.items()
            },
        )
        return frozenset(outcome for batch in self.batches(engine, work) for outcome in engine.evaluate(batch))

    def batches(self, engine: PySHACL, work: Work) -> Iterator[Batch]:
        """Cut what must be evaluated into batches."""
        for shape, nodes in work.items():
            if nodes is not None:
                self.tally.evaluated += len(nodes)
                yield Batch(shape, nodes=tuple(nodes))
                continue
            plan = engine.plan((shape,))
            assert not isinstance(plan, Failure)
            for item in plan:
                self.tally.evaluated += item.count
                yield Batch(item.shape, 0, item.count)

    def compare(self) -> None:
        """Evaluate everything, and note what a change missed or invented."""
        everything = self.everything()
        self.tally.compared += 1
        self.tally.different += [f"missed {item}" for item in everything - self.found]
        self.tally.different += [f"invented {item}" for item in self.found - everything]
        self.found = everything

    def change(self) -> tuple[list[Quad], list[Quad]]:
        """Draw the statements that go and those that come."""
        one, other = self.drawn(), self.drawn()
        kinds: tuple[Callable[[], tuple[list[Quad], list[Quad]]], ...] = (
            lambda: ([one], []),
            lambda: ([], [_with(one, object=other.object)]),
            lambda: ([], [_with(one, predicate=other.predicate, object=other.object)]),
            lambda: ([one], [_with(one, object=other.object)]),
            lambda: ([other], [_with(other, subject=one.subject)]),
            lambda: ([one], [_with(one, object=_mangled(one.object))]),
            lambda: (self.about(one.subject), []),
            lambda: ([quad for quad in self.about(one.subject) if quad.predicate == TYPE], []),
            lambda: ([], [Quad(one.subject, TYPE, quad.object) for quad in self.about(other.subject)
                          if quad.predicate == TYPE and not isinstance(quad.object, Literal)]),
            lambda: ([], [Quad(BlankNode(), quad.predicate, quad.object, quad.graph_name)
                          for quad in self.about(one.subject)]),
        )  # fmt: skip
        return self.random.choice(kinds)()

    def drawn(self) -> Quad:
        """Draw a statement."""
        while True:
            quad = self.random.choice(self.order)
            if quad in self.quads:
                return quad

    def about(self, subject: object) -> list[Quad]:
        """Give all statements about a thing."""
        return [quad for quad in self.quads if quad.subject == subject]


def _with(quad: Quad, **terms: object) -> Quad:
    parts = {"subject": quad.subject, "predicate": quad.predicate, "object": quad.object} | terms
    return Quad(parts["subject"], parts["predicate"], parts["object"], quad.graph_name)  # type: ignore[arg-type]


def _mangled(term: object) -> object:
    if isinstance(term, Literal):
        return Literal(f"{term.value}?")
    return NamedNode(f"{term.value}-nowhere") if isinstance(term, NamedNode) else Literal("no longer a node")


def trial(folder: Path, seed: int) -> Trial:
    """Begin with the graph of an archive."""
    settings = config.load(folder)
    material = gather(settings, config.open_archive(settings), progress=silent)
    return Trial(material.quads("data", "ontology"), material.quads("shapes"), seed)


@click.command()
@click.option("--triples", type=int, default=0, help="Make a synthetic archive of this size; 0: take this archive.")
@click.option("--changes", type=int, default=1000, show_default=True)
@click.option("--every", type=int, default=20, show_default=True, help="Compare with a full evaluation so often.")
@click.option("--seed", type=int, default=1, show_default=True)
def main(triples: int, changes: int, every: int, seed: int) -> None:
    """Change an archive at random, and compare what is found."""
    with tempfile.TemporaryDirectory() as scratch, undisturbed():
        folder = Path(scratch) if triples else Path(__file__).parents[1]
        if triples:
            write_archive(folder, triples=triples, seed=seed)
        tried = trial(folder, seed)
        for number in range(1, changes + 1):
            tried.step()
            if number % every == 0 or number == changes:
                tried.compare()
                tried.begin_again()
                click.echo(f"{number} changes, {len(tried.tally.different)} differences", err=True)
        click.echo(tried.tally)
    raise SystemExit(bool(tried.tally.different))


if __name__ == "__main__":
    main()
