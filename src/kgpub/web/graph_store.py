"""The read part of the Graph Store Protocol: a graph's content, named by a parameter.

Graphs named directly are dereferenced as everything that has a URI (`kgpub.web.documents`).
https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.exceptions import BadRequest, MethodNotAllowed, NotFound

from kgpub.web.protocol import Asked, Received, graph_format, parameters_of

if TYPE_CHECKING:
    from kgpub.publication import Publication

ALL = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def read(received: Received, publication: Publication) -> Asked:
    """Read a request for a graph as the query for all of it."""
    if received.body is not None:
        raise MethodNotAllowed(["GET", "HEAD", "OPTIONS"], "The archive is read-only.")
    parameters = parameters_of(received)
    graphs, is_default = parameters.getlist("graph"), "default" in parameters
    if len(graphs) + is_default != 1:
        raise BadRequest("Name one graph: ?graph=URI, or ?default for the default graph.")
    for graph in graphs:
        if not publication.graph_named(graph):
            raise NotFound(f"No graph is named “{graph}”. The service description lists all graphs.")
    return Asked(
        ALL,
        default_graphs=tuple(graphs),
        named_graphs=(),
        results=None,
        graph=graph_format(parameters, received.accept),
    )
