"""What a request to the SPARQL endpoint asks for: the protocol's query operation, read from plain values.

https://www.w3.org/TR/sparql11-protocol/#query-operation
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, Forbidden, NotAcceptable, UnsupportedMediaType
from werkzeug.http import parse_options_header

from kgpub.rdf.formats import HTML, RDF_FORMATS, RESULTS_FORMATS, Format, by_name
from kgpub.web.negotiation import choose

if TYPE_CHECKING:
    from collections.abc import Sequence

QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"
FORM_TYPE = "application/x-www-form-urlencoded"
MOST_PARAMETERS = 10_000  # a dataset may name very many graphs

# HTML comes last: whoever takes anything is a program.
_RESULTS = (*RESULTS_FORMATS, HTML)
_GRAPHS = (*RDF_FORMATS, HTML)


@dataclass(frozen=True)
class Received:
    """A request as HTTP gives it. `accept` is None where the header is absent."""

    query_string: str
    accept: str | None = None
    content_type: str = ""
    body: bytes | None = None
    """None where the method is not POST."""


@dataclass(frozen=True)
class Asked:
    """A query with what its sender says of dataset, formats and time; a format is None where none is acceptable."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    results: Format | None
    graph: Format | None
    timeout_seconds: float | None = None

    @property
    def wants_page(self) -> bool:
        """Whether an answer may have to be a page."""
        return HTML in (self.results, self.graph)


def read(received: Received) -> Asked | None:
    """Read a request; None where it asks no query. Raises an HTTPException where it asks for what there is not."""
    media_type, options = parse_options_header(received.content_type)
    parameters = parameters_of(received)
    if received.body is None:
        return _asked(parameters, received) if _names_query(parameters) else None
    if media_type == UPDATE_TYPE:
        _refuse_update()
    if media_type == QUERY_TYPE:
        parameters.setlist("query", [_text(received.body, options.get("charset", "utf-8"))])
    elif media_type == FORM_TYPE:
        # The suite of the W3C names datasets in the address of a form, too.
        parameters.update(_parameters(_text(received.body, "utf-8")))
    else:
        raise UnsupportedMediaType(f"Send the query as {QUERY_TYPE} or as {FORM_TYPE}.")
    return _asked(parameters, received)


def parameters_of(received: Received) -> MultiDict[str, str]:
    """Give the parameters in a request's address."""
    return _parameters(received.query_string)


def graph_format(parameters: MultiDict[str, str], accept: str | None) -> Format:
    """Choose the format of a graph; raise NotAcceptable where there is none."""
    _, chosen = _formats(parameters, accept)
    if chosen is None:
        raise NotAcceptable(f"Graphs can be had as {', '.join(entry.media_type for entry in _GRAPHS)}.")
    return chosen


def _names_query(parameters: MultiDict[str, str]) -> bool:
    return "query" in parameters or "update" in parameters


def _parameters(encoded: str) -> MultiDict[str, str]:
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError as error:
        raise BadRequest("The parameters are not UTF-8.") from error
    except ValueError as error:
        raise BadRequest(f"There are more than {MOST_PARAMETERS} parameters.") from error
    return MultiDict(pairs)


def _asked(parameters: MultiDict[str, str], received: Received) -> Asked:
    if "update" in parameters:
        _refuse_update()
    results, graph = _formats(parameters, received.accept)
    return Asked(
        text=_only(parameters.getlist("query")),
        default_graphs=tuple(parameters.getlist("default-graph-uri")),
        named_graphs=tuple(parameters.getlist("named-graph-uri")),
        results=results,
        graph=graph,
        timeout_seconds=_seconds(parameters.get("timeout", "")),
    )


def _refuse_update() -> NoReturn:
    raise Forbidden("This is an update. The archive is read-only: its data change in its git repository.")


def _only(texts: Sequence[str]) -> str:
    if len(texts) != 1:
        raise BadRequest(f"Give exactly one query; there are {len(texts)}.")
    return texts[0]


def _formats(parameters: MultiDict[str, str], accept: str | None) -> tuple[Format | None, Format | None]:
    """Give the formats for rows and for graphs: by the parameter that people write, else by the header."""
    name = parameters.get("format") or parameters.get("output")
    if not name:
        chosen = choose(accept, _RESULTS), choose(accept, _GRAPHS)
        if chosen == (None, None):
            raise NotAcceptable(f"Answers can be had as {', '.join(_media_types())}.")
        return chosen
    chosen = by_name(_RESULTS, name), by_name(_GRAPHS, name)
    if chosen == (None, None):
        known = ", ".join(entry.extension for entry in (*RESULTS_FORMATS, *RDF_FORMATS, HTML))
        raise BadRequest(f"There is no format “{name}”; there are: {known}.")
    return chosen


def _media_types() -> dict[str, None]:
    return dict.fromkeys(entry.media_type for entry in (*_RESULTS, *_GRAPHS))


def _seconds(text: str) -> float | None:
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not (seconds > 0 and math.isfinite(seconds)):
        raise BadRequest(f"“timeout” is a number of seconds greater than zero, not “{text}”.")
    return seconds


def _text(body: bytes, charset: str) -> str:
    """Read a body as text; it is UTF-8, whatever a parameter of its type says (2.1.3)."""
    if charset.lower() not in ("utf-8", "us-ascii"):
        raise UnsupportedMediaType(f"A query is sent as UTF-8, not as {charset}.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("The query is not UTF-8.") from error
