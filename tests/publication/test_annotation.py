"""A text with its passages in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode

from kgpub.publication.annotation import Piece, annotated_text
from kgpub.publication.quad_index import QuadIndex
from tests.engines import SMALL, running_engine, trig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.engines import RunningEngine

TEXT = "Дождь 🙂 идёт."
# a name of the text, its passages as start and end, the pieces: a passage in brackets
CASES = [
    ("one", "0-5", "[Дождь]| 🙂 идёт."),
    ("two", "6-7 0-5", "[Дождь]| |[🙂]| идёт."),
    ("whole", "0-13", "[Дождь 🙂 идёт.]"),
    ("side-by-side", "0-5 5-7", "[Дождь]|[ 🙂]| идёт."),
    ("overlap", "0-7 6-13", "[Дождь 🙂]| идёт."),
    ("nested", "0-13 6-7", "[Дождь 🙂 идёт.]"),
    ("too-long", "0-14", ""),
    ("none", "", ""),
    ("backwards", "5-2 6-7", "Дождь |[🙂]| идёт."),
    ("empty", "3-3 6-7", "Дождь |[🙂]| идёт."),
    ("before-the-start", "-3-2 6-7", "Дождь |[🙂]| идёт."),
    ("no-number", "one-two 6-7", "Дождь |[🙂]| идёт."),
]


def said(name: str, spans: str) -> str:
    passages = "".join(
        f"[] oa:hasSource :{name} . <https://example.org/{name}/{start}-{end}> oa:hasSource :{name} ;"
        f' oa:hasSelector [ oa:start "{start}" ; oa:end "{end}" ] . '
        for start, _, end in (span.rpartition("-") for span in spans.split())
    )
    return f':{name} :short "Д" ; :text "{TEXT}"@ru . {passages}'


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningEngine]:
    prefixes = "PREFIX : <https://example.org/> PREFIX oa: <http://www.w3.org/ns/oa#> "
    quads = trig(prefixes + ":g {" + "".join(said(name, spans) for name, spans, _ in CASES) + "}")
    with running_engine(tmp_path_factory.mktemp("texts"), quads, settings=SMALL) as running:
        yield running


def written(piece: Piece) -> str:
    return f"[{piece.text}]" if piece.uri else piece.text


@pytest.mark.parametrize(("name", "spans", "pieces"), CASES, ids=[row[0] for row in CASES])
def test_a_text_is_cut_into_its_passages(engine: RunningEngine, name: str, spans: str, pieces: str) -> None:
    uri = f"https://example.org/{name}"
    index = QuadIndex(tuple(quad for quad in trig(
        f'PREFIX : <https://example.org/> :{name} :short "Д" ; :text "{TEXT}"@ru .'
    )))  # fmt: skip
    assert index.predicates(NamedNode(uri))
    found = annotated_text(engine.engine, uri, index)
    assert "|".join(map(written, found)) == pieces
    if pieces:
        assert "".join(piece.text for piece in found) == TEXT
