"""A graph that is too large to be written neatly is streamed, and says the same in every format."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from pyoxigraph import NamedNode, RdfFormat

from kgpub.rdf.formats import RDF_FORMATS, Format
from kgpub.web.responses import WRITTEN_NEATLY
from tests.servers import Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COUNT = WRITTEN_NEATLY + 1
CONFIGURATION = """
[archive]
base = "https://large.example/"
title = "Large"
[[graphs]]
uri = "graph/things"
files = ["data/*.nt"]
[[graphs]]
uri = "graph/shapes"
files = ["shapes/*.ttl"]
kind = "shapes"
"""
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://large.example/shapes#Thing> a sh:NodeShape ; sh:targetSubjectsOf <https://large.example/p> ;
    sh:property [ sh:path <https://large.example/p> ; sh:minCount 1 ; sh:message "Say something."@en ] .
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    archive: Path = tmp_path_factory.mktemp("large")
    (archive / "kgpub.toml").write_text(CONFIGURATION)
    (archive / "shapes").mkdir()
    (archive / "shapes" / "shapes.ttl").write_text(SHAPES)
    (archive / "data").mkdir()
    lines = (
        f'<https://large.example/thing/{number}> <https://large.example/p> "line . \\n<{number}> ."@en .\n'
        for number in range(COUNT)
    )
    (archive / "data" / "things.nt").write_text("".join(lines))
    with serving(archive) as running:
        yield running


@pytest.mark.parametrize("representation", RDF_FORMATS, ids=lambda representation: representation.name)
def test_every_format_holds_every_statement(server: Server, representation: Format) -> None:
    response = server.get("graph/things", accept=representation.media_type)
    assert response.headers["Content-Type"] == representation.content_type
    format_ = RdfFormat.from_media_type(representation.media_type)
    assert format_ is not None
    quads = list(pyoxigraph.parse(response.content, format=format_))
    assert len({quad.triple for quad in quads}) == COUNT
    graphs = {quad.graph_name for quad in quads}
    if representation.name in ("TriG", "N-Quads"):
        assert graphs == {NamedNode("https://large.example/graph/things")}


def test_a_graph_that_nothing_describes_has_a_page_all_the_same(server: Server) -> None:
    page = server.get("graph/things", accept="text/html")
    assert page.status_code == 200
    assert "<code>https://large.example/graph/things</code>" in page.text
    assert str(COUNT) in page.text
