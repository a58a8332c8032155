"""The page for people who ask in SPARQL: an editor, or a form where there is no JavaScript or no editor."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, render_template
from pyoxigraph import NamedNode

from kgpub.publication.examples import with_prefixes
from kgpub.publication.terms import classes, properties
from kgpub.rdf.formats import RDF_FORMATS, RESULTS_FORMATS, Format
from kgpub.web.current import naming, public_address, publication
from kgpub.web.responses import whole

blueprint = Blueprint("editor", __name__)

TERMS = Format("terms", "json", "application/json")
FILES = {
    "yasgui.min.js": Format("JavaScript", "js", "text/javascript", "; charset=utf-8"),
    "yasgui.min.css": Format("CSS", "css", "text/css", "; charset=utf-8"),
    "LICENSES.txt": Format("text", "txt", "text/plain", "; charset=utf-8"),
}
"""What a browser may ask for of what editor/install.py puts among the assets."""

_SIMPLE = re.compile(r"[A-Za-z][\w-]*:\w+")
_FIRST_QUERY = """SELECT ?thing ?name WHERE {{
  ?thing {type}{label} ?name .
}}
ORDER BY ?name
LIMIT 100
"""


def editor_page() -> str:
    """Write the page."""
    return render_template(
        "sparql.html",
        publication=publication(),
        endpoint=public_address(),
        has_editor=_is_installed(),
        first_query=_first_query(),
        results_formats=RESULTS_FORMATS,
        graph_formats=RDF_FORMATS,
    )


@blueprint.get("/sparql/terms.json")
def terms() -> Response:
    """Give what the editor completes: the archive's prefixes, classes and properties."""
    current = publication()
    counts = current.release.manifest["dataset"]
    document = {
        "base": current.config.base,
        "prefixes": dict(current.config.prefixes),
        "classes": [asdict(term) for term in classes(naming(), counts["classes"])],
        "properties": [asdict(term) for term in properties(naming(), counts["properties"])],
    }
    return whole(json.dumps(document, ensure_ascii=False), TERMS, vary="Accept-Language")


@blueprint.get("/assets/yasgui/<name>")
def file(name: str) -> Response:
    """Give a file of the editor. It is a megabyte: unlike other assets, it is compressed on its way."""
    path = _folder() / name
    if name not in FILES or not path.is_file():
        abort(HTTPStatus.NOT_FOUND)
    return whole(path.read_bytes(), FILES[name])


def _folder() -> Path:
    return Path(str(current_app.static_folder), "yasgui")


def _is_installed() -> bool:
    return (_folder() / "yasgui.min.js").is_file()


def _first_query() -> str:
    """Write a query that finds names: of the first of the archive's entities, if it has any."""
    config = publication().config
    type_ = f"a {_written(config.entities[0])} ;\n         " if config.entities else ""
    text = _FIRST_QUERY.format(type=type_, label=_written(config.labels[0]))
    return with_prefixes(text, config.prefixes)


def _written(uri: str) -> str:
    """Write a URI as a query does, abbreviated where that needs no escapes."""
    node = NamedNode(uri)
    short = publication().naming.shorten(node)
    return short if _SIMPLE.fullmatch(short) else str(node)
