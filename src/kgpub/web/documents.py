"""Dereferencing: from a thing's URI to its document, and the documents."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, redirect, request
from pyoxigraph import NamedNode
from werkzeug.exceptions import NotFound

from kgpub.publication.resources import local
from kgpub.rdf import documents as rdf_documents
from kgpub.rdf.formats import DOCUMENT_FORMATS, HTML, JSON_LD, LINKSET, by_extension
from kgpub.web.addresses import href
from kgpub.web.changed import answer_for
from kgpub.web.current import public_address, publication
from kgpub.web.graphs import graph_document
from kgpub.web.linkset import linkset
from kgpub.web.pages import resource_page
from kgpub.web.redirection import see_document
from kgpub.web.responses import for_people, rdf_document, whole
from kgpub.web.search_engines import leave_out
from kgpub.web.signposting import date, put_up, signposts

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from kgpub.publication.description import Description
    from kgpub.rdf.formats import Format
    from kgpub.web.signposting import Signposts

blueprint = Blueprint("documents", __name__)

NOT_HERE = "Nothing of this archive has this address. Addresses of things are told on the first page."

_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
# `iunreserved` of RFC 3987: what may stand in an IRI without an escape, and means the same with one.
_UNRESERVED = re.compile(r"[A-Za-z0-9._~\-\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U000effff]")


@blueprint.get("/<path:_path>")
def dereference(_path: str) -> BaseResponse:
    """Give the document that the path names, or lead from a thing to the document that fits best."""
    path = readable(_raw_path())
    stem, dot, extension = path.rpartition(".")
    representation = by_extension((*DOCUMENT_FORMATS, LINKSET), extension) if dot else None
    named = stem if representation else path
    if (response := answer_for(publication().resolve(_uri(named)), representation)) is not None:
        return response
    try:
        return document(named, representation) if representation else see_thing(named)
    except NotFound:
        if (canonical := publication().canonical(_uri(named))) is None:
            raise
        return redirect(href(canonical) + path.removeprefix(named), HTTPStatus.MOVED_PERMANENTLY)


@blueprint.get("/context/<name>.jsonld")
def context(name: str) -> Response:
    """Give the JSON-LD context that documents refer to."""
    current = publication()
    if name != current.context_name:
        abort(HTTPStatus.NOT_FOUND)
    return whole(rdf_documents.json_bytes(current.context), JSON_LD)


def see_thing(path: str) -> BaseResponse:
    """Answer for a thing: lead to its document."""
    current, uri = publication(), _uri(path)
    if not current.knows(uri):
        abort(HTTPStatus.NOT_FOUND, NOT_HERE)
    response = see_document(local(_raw_path()))
    put_up(
        response,
        signposts(current, uri, types=current.types(current.topic(uri)), credits_=current.attribution.dataset),
        None,
    )
    return response


def document(path: str, representation: Format) -> Response:
    """Answer with a document in a format."""
    current, uri = publication(), _uri(path)
    description = current.describe(uri)
    if description is None:
        abort(HTTPStatus.NOT_FOUND, NOT_HERE)
    signs = signposts(current, uri, types=description.types(current.topic(uri)), credits_=current.credits(description))
    response = _written(uri, signs, description=description, representation=representation)
    put_up(response, signs, representation)
    date(response, current)
    if current.hides(description) or (current.graph_named(uri) and representation is not HTML):
        leave_out(response, current)
    return response


def _written(uri: str, signs: Signposts, *, description: Description, representation: Format) -> Response:
    """Write a document in a format."""
    current, address = publication(), public_address()
    if representation is LINKSET:
        return whole(linkset(signs, description.statements, public_address=address), LINKSET)
    if current.graph_named(signs.thing) and representation is not HTML:
        return graph_document(current, signs.thing, representation)
    quads = current.document(uri, description, public_address=address)
    if representation is HTML:
        return for_people(resource_page(signs, description, quads))
    return rdf_document(quads, representation)


def _raw_path() -> str:
    """Give the path as it was sent; a server that is not ours may show only the decoded one."""
    sent: str = request.environ.get("RAW_PATH") or request.path
    return sent


def readable(raw_path: str) -> str:
    """Decode the escapes of a path that mean the same without (RFC 3986, 6.2.2.2), and those beyond ASCII (RFC 3987).

    `%2F` and `/` stay two things.
    """
    return _ESCAPES.sub(_decoded, raw_path)


def _decoded(run: re.Match[str]) -> str:
    data = bytes.fromhex(run.group().replace("%", ""))
    characters = data.decode("utf-8", "surrogateescape")
    return "".join(character if _UNRESERVED.fullmatch(character) else _encoded(character) for character in characters)


def _encoded(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogateescape"))


def _uri(path: str) -> str:
    """Give the URI that a path stands for; a path that makes no IRI names nothing."""
    try:
        return NamedNode(publication().config.base + path.removeprefix("/")).value
    except ValueError:
        abort(HTTPStatus.NOT_FOUND, NOT_HERE)
