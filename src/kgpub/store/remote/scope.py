"""What of an endpoint a query may see: the release that is published from it, or whatever the endpoint shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pyoxigraph import NamedNode

from kgpub.errors import NotAcceptable, QueryForbidden, QuerySyntaxError
from kgpub.store.contract import Lane
from kgpub.store.opening import DatasetClauses, QueryForm
from kgpub.store.remote.control import NOTHING
from kgpub.store.remote.endpoint import GRAPH, RESULTS, Request
from kgpub.store.remote.failures import Sent
from kgpub.store.remote.wording import wording
from kgpub.store.sparql import dataset_clauses, form, is_update

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kgpub.store.contract import Query
    from kgpub.store.remote.control import Holding
    from kgpub.store.remote.held import Held

_GRAPH_FORMS = (QueryForm.CONSTRUCT, QueryForm.DESCRIBE)


_NO_MERGE = (
    "Some graphs say the same, and the endpoint behind this server counts that more than once where it takes several "
    "graphs together. Ask one graph, or all of them, or each by its name with GRAPH."
)


@dataclass(frozen=True)
class Prepared:
    """A query as it goes out, with its form where that is known.

    `most_rows` is how many rows the endpoint gives at most, leaving out others; 0 where it gives all.
    """

    request: Request
    sent: Sent
    form: QueryForm | None
    most_rows: int = 0

    @property
    def gives_graph(self) -> bool | None:
        """Whether the answer is a graph; None where that is to be seen."""
        return None if self.form is None else self.form in _GRAPH_FORMS


class Scope(Protocol):
    """Says how queries are asked."""

    def prepare(self, query: Query) -> Prepared:
        """Give the query as it goes out; raise an EngineError where it must not."""

    def confirm(self) -> None:
        """Make sure, behind an answer's last byte, that all of it was of what was asked for."""


@dataclass(frozen=True)
class OpenScope:
    """Asks an endpoint of others as it is."""

    def prepare(self, query: Query) -> Prepared:
        """Pass the query on."""
        if is_update(query.text):
            raise QueryForbidden("This is an update; only queries are asked.")
        asked = form(query.text)
        accept = _accepted(query, asked)
        request = Request(query.text, accept, query.default_graphs, query.named_graphs)
        return Prepared(request, Sent(query, knows_prefixes=True), asked)

    def confirm(self) -> None:
        """Believe it."""


@dataclass(frozen=True)
class ReleaseScope:
    """Asks for a release, as long as the endpoint holds it, and shows nothing else that lives there."""

    held: Held
    graphs: frozenset[str]
    default_graph: str

    def prepare(self, query: Query) -> Prepared:
        """Name the dataset, whatever the text says of it."""
        holding = self.held.now()
        words = wording(query)
        asked = form(query.text)
        if holding.is_cut and asked in _GRAPH_FORMS:
            raise QueryForbidden(
                f"The endpoint behind this server leaves out what comes after {holding.most_rows:,} rows, and does not "
                "tell where it makes a graph of them. Ask with SELECT."
            )
        dataset = NO_DATASET if query.head_only else self._dataset(query, holding)
        request = Request(words.text, _accepted(query, asked), dataset.default, dataset.named)
        return Prepared(request, Sent(query, words.shift), asked, holding.most_rows)

    def confirm(self) -> None:
        """Make sure that the release is still there."""
        self.held.now()

    def _dataset(self, query: Query, holding: Holding) -> DatasetClauses:
        """Resolve the dataset: the protocol's parameters win over FROM, FROM over the server's default."""
        if query.default_graphs or query.named_graphs:
            return self._within(DatasetClauses(_iris(query.default_graphs), _iris(query.named_graphs)), holding)
        if (clauses := dataset_clauses(query.text, query.base)) is not None:
            return self._within(clauses, holding)
        every = tuple(sorted(self.graphs))
        # The setting is the public endpoint's: pages are made of all graphs, whatever it says.
        if query.lane is Lane.PUBLIC and self.default_graph == "none":
            return DatasetClauses((NOTHING,), every or (NOTHING,))
        merged = (holding.merged,) if holding.merged else every
        return DatasetClauses(merged or (NOTHING,), every or (NOTHING,))

    def _within(self, clauses: DatasetClauses, holding: Holding) -> DatasetClauses:
        default = self._own(clauses.default)
        if len(holding.sharing.intersection(default)) > 1 and not holding.merges:
            if set(default) != self.graphs:
                raise QueryForbidden(_NO_MERGE)
            default = (holding.merged,)
        return DatasetClauses(default, self._own(clauses.named))

    def _own(self, uris: Iterable[str]) -> tuple[str, ...]:
        """Leave out what is not the archive's; an empty list would stand for all that the endpoint has."""
        return tuple(uri for uri in dict.fromkeys(uris) if uri in self.graphs) or (NOTHING,)


NO_DATASET = DatasetClauses((NOTHING,), (NOTHING,))


def _iris(uris: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_iri, uris))


def _iri(uri: str) -> str:
    try:
        return NamedNode(uri).value
    except ValueError as error:
        raise QuerySyntaxError(f"The graph “{uri}” is no IRI. Name graphs by absolute IRIs.") from error


def _accepted(query: Query, asked: QueryForm | None) -> str:
    """Give the Accept header; raise NotAcceptable where the form is known and no format fits it."""
    if asked in _GRAPH_FORMS:
        if query.graph is None:
            raise NotAcceptable("The query gives a graph; ask for an RDF format, such as text/turtle.")
        return GRAPH
    if asked is not None:
        if query.results is None:
            raise NotAcceptable("The query gives rows; ask for a results format, such as text/csv.")
        return RESULTS
    return f"{RESULTS}, {GRAPH}"
