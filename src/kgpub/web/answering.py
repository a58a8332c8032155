"""What a response to a query is made of, whoever sends it: the engine's query, the entity tag, the headers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from werkzeug.http import parse_accept_header, parse_etags

from kgpub import __version__
from kgpub.rdf.formats import HTML, N_TRIPLES, RESULTS_TSV
from kgpub.store.clients import client_key
from kgpub.store.contract import Coding, Form, Lane, Query

if TYPE_CHECKING:
    from kgpub.publication import Publication
    from kgpub.rdf.formats import Format
    from kgpub.store.contract import Head
    from kgpub.web.protocol import Asked

VARY = "Accept, Accept-Encoding"


@dataclass(frozen=True)
class Exchange:
    """A query with what HTTP says around it. `if_none_match` is empty where there is no condition, as for POST."""

    publication: Publication
    asked: Asked
    client: str
    is_head: bool = False
    if_none_match: str = ""
    coding: Coding = Coding.IDENTITY

    def query(self) -> Query:
        """Give the query as the engine takes it."""
        asked = self.asked
        return Query(
            asked.text,
            results=_engine_format(asked.results, RESULTS_TSV),
            graph=_engine_format(asked.graph, N_TRIPLES),
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
            lane=Lane.PUBLIC,
            client=client_key(self.client),
            timeout_seconds=asked.timeout_seconds,
            base=self.publication.config.base,
            coding=Coding.IDENTITY if asked.wants_page else self.coding,
            head_only=self.is_head,
        )

    def tag(self, coding: Coding) -> str:
        """Name an answer by all that it depends on, so that its name is known before it is worked out."""
        asked = self.asked
        formats = [entry.extension if entry else "" for entry in (asked.results, asked.graph)]
        parts = (
            self.publication.release.id,
            __version__,
            asked.text,
            asked.default_graphs,
            asked.named_graphs,
            formats,
        )
        digest = sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        return f"{digest}-gzip" if coding is Coding.GZIP else digest

    def is_known_to_client(self) -> bool:
        """Tell whether the client holds this answer, in some coding.

        A tag is given only with an answer that is complete, and never with a volatile one. So whoever names it may be
        told so without working the answer out again.
        """
        return bool(self.if_none_match) and any(
            map(parse_etags(self.if_none_match).contains_weak, map(self.tag, Coding))
        )

    def format_of(self, head: Head) -> Format:
        """Give the format of an answer, which may be a page."""
        chosen = self.asked.graph if head.form is Form.GRAPH else self.asked.results
        if chosen is None:
            raise TypeError("the engine answers in a format that was asked for, or not at all")
        return chosen

    def headers(self, head: Head) -> dict[str, str]:
        """Give the headers of an answer."""
        headers = {"Content-Type": self.format_of(head).content_type}
        if head.coding is Coding.GZIP:
            headers["Content-Encoding"] = "gzip"
        if head.is_volatile:
            return {**headers, "Vary": VARY, "Cache-Control": "no-store"}
        return {**headers, **self.not_modified(head.coding)}

    def not_modified(self, coding: Coding = Coding.IDENTITY) -> dict[str, str]:
        """Give the headers that say of an answer which one it is."""
        weak = "" if self.publication.engine.repeats else "W/"  # the same rows, but in any order (RFC 9110, 8.8.1)
        return {"Vary": VARY, "Cache-Control": "no-cache", "ETag": f'{weak}"{self.tag(coding)}"'}


@lru_cache(maxsize=64)
def coding_for(accept_encoding: str) -> Coding:
    """Choose the coding of an answer by the header of a request."""
    accepted = parse_accept_header(accept_encoding)
    return Coding.GZIP if accepted["gzip"] > 0 else Coding.IDENTITY


def _engine_format(chosen: Format | None, for_page: Format) -> str | None:
    """Give the media type to ask the engine for: pages are made of lines."""
    if chosen is HTML:
        return for_page.media_type
    return chosen.media_type if chosen else None
