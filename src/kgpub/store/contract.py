"""The one seam between kgpub and whatever evaluates SPARQL."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from types import TracebackType

    from kgpub.store.functions import ExtensionFunction


class Lane(StrEnum):
    """Which workers answer: the pages have some of their own, which no public query can take."""

    PAGE = "page"
    PUBLIC = "public"


class Form(StrEnum):
    """What a query asks for: rows, yes or no, or a graph."""

    SOLUTIONS = "solutions"
    BOOLEAN = "boolean"
    GRAPH = "graph"


class Coding(StrEnum):
    """How the bytes of an answer are coded for their way (RFC 9110, 8.4.1)."""

    IDENTITY = "identity"
    GZIP = "gzip"


@dataclass(frozen=True)
class Query:
    """A SPARQL query with all that its answer depends on.

    Nobody but the engine parses the text, so the caller, who cannot know its form, names a media type for either
    kind of answer: `results` for SELECT and ASK, `graph` for CONSTRUCT and DESCRIBE; None where none is acceptable.
    `base` is what relative IRIs are resolved against where the query has no BASE; without it they are errors.
    `coding` is what the reader can take; a small answer comes as it is. With `head_only` the text is parsed and its
    form told, but it does not touch the data and the answer has no bytes.
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
    coding: Coding = Coding.IDENTITY
    head_only: bool = False

    def __post_init__(self) -> None:
        """Refuse a time that a clock would take for none, or not take at all."""
        if self.timeout_seconds is not None and not self.timeout_seconds > 0:
            raise ValueError(f"timeout_seconds is above 0, not {self.timeout_seconds}")


@dataclass(frozen=True)
class Head:
    """What is known of an answer before its bytes. A volatile one may differ when the same is asked again."""

    form: Form
    media_type: str
    coding: Coding = Coding.IDENTITY
    is_volatile: bool = False


class Answer(Protocol):
    """An answer that is being streamed: iterate over its bytes once, and close it.

    Only an iteration that ends by itself is a complete answer: one that breaks off raises `AnswerBroken`.
    """

    head: Head

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


class AsyncAnswer(Protocol):
    """An answer for an event loop. `whole` holds all its bytes where they came at once; else iterate, once."""

    head: Head
    whole: bytes | None

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Give the bytes as they come; raise `AnswerBroken` where they break off."""

    def close(self) -> None:
        """Give up what has not been read; the engine stops working on it."""


class Engine(Protocol):
    """Whatever answers SPARQL over the dataset of one release.

    `functions` are those it has beyond SPARQL 1.1. Where it `repeats` itself, the same question gets the same bytes.
    """

    functions: tuple[ExtensionFunction, ...]
    repeats: bool

    def answer(self, query: Query) -> Answer:
        """Evaluate a query; raise an `EngineError` where there is no answer."""

    async def answer_async(self, query: Query) -> AsyncAnswer:
        """Do the same from an event loop. A caller that is cancelled gives the query up."""
