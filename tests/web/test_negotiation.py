"""One case for each rule of the Accept header."""

from __future__ import annotations

import pytest

from kgpub.rdf.formats import DOCUMENT_FORMATS
from kgpub.web.negotiation import choose


@pytest.mark.parametrize(
    ("accept", "extension"),
    [
        pytest.param(None, "html", id="no header takes anything"),
        pytest.param("", "html", id="an empty header takes anything"),
        pytest.param("*/*", "html", id="among equals the server's first"),
        pytest.param("text/turtle", "ttl", id="exact"),
        pytest.param("TEXT/Turtle", "ttl", id="case does not matter"),
        pytest.param("text/turtle;charset=utf-8", "ttl", id="parameters do not matter"),
        pytest.param("text/turtle;q=0.5, application/ld+json;q=0.6", "jsonld", id="the higher quality wins"),
        pytest.param("text/turtle , application/ld+json ; q = 0.5", "ttl", id="white space does not matter"),
        pytest.param("text/*", "html", id="a wildcard subtype"),
        pytest.param("text/*, text/html;q=0", "ttl", id="the more specific range decides"),
        pytest.param("*/*;q=0.1, application/n-quads", "nq", id="a wildcard is the last resort"),
        pytest.param("text/html;q=0, */*;q=0.1", "ttl", id="quality 0 excludes"),
        pytest.param("application/xhtml+xml", "html", id="another name for a format"),
        pytest.param("image/png", None, id="nothing fits"),
        pytest.param("*/*;q=0", None, id="everything is excluded"),
        pytest.param("text/turtle;q=high", None, id="a quality that is no number is none"),
        pytest.param("nonsense, text/turtle", "ttl", id="what is no media range is passed over"),
        pytest.param("text/turtle;q=7, application/ld+json;q=1", "ttl", id="quality ends at 1"),
    ],
)
def test_choose(accept: str | None, extension: str | None) -> None:
    chosen = choose(accept, DOCUMENT_FORMATS)
    assert (chosen.extension if chosen else None) == extension
