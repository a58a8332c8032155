"""The dumps of the release: files that never change, in whole or in part."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wsgi import FileWrapper

from kgpub.errors import ReleaseError
from kgpub.publication.dumps import GZIP, SUMS, write_sums
from kgpub.rdf.formats import HTML, Format
from kgpub.web.addresses import href
from kgpub.web.current import publication
from kgpub.web.responses import whole
from kgpub.web.search_engines import leave_out
from kgpub.web.signposting import Link, date, header

if TYPE_CHECKING:
    from typing import IO

    from werkzeug.wrappers import Response as BaseResponse

    from kgpub.publication.dumps import Dump

blueprint = Blueprint("dumps", __name__)

CHUNK_BYTES = 64 * 1024
TEXT = Format("Text", "txt", "text/plain", "; charset=utf-8")


@blueprint.get("/dumps")
def overview() -> BaseResponse:
    """Lead to the list of all files, on the page of the dataset."""
    return redirect(f"{_dataset_page()}#downloads", HTTPStatus.SEE_OTHER)


@blueprint.get(f"/dumps/{SUMS}")
def sums() -> Response:
    """Give the digests of all files, as `sha256sum --check` reads them."""
    return whole(write_sums({dump.name: dump.sha256 for dump in publication().dumps}), TEXT)


@blueprint.get("/dumps/<name>")
def dump(name: str) -> Response:
    """Give a file. It is compressed by itself, not for its way: what arrives is what the sums are of."""
    current = publication()
    found = next((dump for dump in current.dumps if dump.name == name), None)
    if found is None:
        abort(HTTPStatus.NOT_FOUND, "There is no file of this name. The page about the data lists all.")
    response = _file(found)
    licences = current.attribution.of([found.graph] if found.graph else current.release.manifest["graphs"]).licences
    collection = Link(_dataset_page(), "collection", HTML.media_type)
    response.headers["Link"] = header([[collection], [Link(uri, "license") for uri in licences if len(licences) == 1]])
    date(response, current)
    leave_out(response, current)
    return response


def _file(found: Dump) -> Response:
    """Give the file, a part of it, or word that the client has it."""
    file = _open(found)
    response = Response(FileWrapper(file, CHUNK_BYTES), content_type=GZIP, direct_passthrough=True)
    response.content_length = found.size
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(found.sha256)
    response.make_conditional(request.environ, accept_ranges=True, complete_length=found.size)
    if request.method == "HEAD" or response.status_code == HTTPStatus.NOT_MODIFIED:
        file.close()
    return response


def _dataset_page() -> str:
    return f"{href(publication().dataset_document)}.{HTML.extension}"


def _open(found: Dump) -> IO[bytes]:
    try:
        return found.path.open("rb")
    except OSError as error:
        raise ReleaseError(f"{found.path} cannot be read. Delete the release and build again: kgpub build") from error
