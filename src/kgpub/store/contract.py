"""The one seam between kgpub and whatever evaluates SPARQL."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType


class Lane(StrEnum):
    """Which workers answer: the pages have some of their own, which no public query can take."""

    PAGE = "page"
    PUBLIC = "public"


class Form(StrEnum):
    """What a query asks for: rows, yes or no, or a graph."""

    SOLUTIONS = "solutions"
    BOOLEAN = "boolean"
    GRAPH = "graph"


@dataclass(frozen=True)
class Query:
    """A SPARQL query with all that its answer depends on.

    Nobody but the engine parses the text, so the caller, who cannot know its form, names a media type for either
    kind of answer: `results` for SELECT and ASK, `graph` for CONSTRUCT and DESCRIBE; None where none is acceptable.
    `base` is what relative IRIs are resolved against where the query has no BASE; without it they are errors.
    """

    text: str
    results: str | None = "application/sparql-results+json"
    graph: str | None = "application/n-triples"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    lane: Lane = Lane.PAGE
    client: str = ""
    timeout_seconds: float | None = None
    base: str = ""


class Answer(Protocol):
    """An answer that is being streamed: iterate over its bytes once, and close it.

    Only an iteration that ends by itself is a complete answer: one that breaks off raises `AnswerBroken`.
    """

    form: Form
    media_type: str

    def __iter__(self) -> Iterator[bytes]:
        """Give the bytes as they come."""

    def close(self) -> None:
        """Give up what has not been read; the engine stops working on it."""

    def __enter__(self) -> Self:
        """Give the answer itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the answer."""


class Engine(Protocol):
    """Whatever answers SPARQL over the dataset of one release."""

    def answer(self, query: Query) -> Answer:
        """Evaluate a query; raise an `EngineError` where there is no answer."""
