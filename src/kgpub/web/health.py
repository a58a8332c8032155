"""Whether the server answers."""

from __future__ import annotations

from flask import Blueprint, Response

from kgpub.store.contract import Query
from kgpub.web.current import publication

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> Response:
    """Say `ok` once the engine answers; until then the failure's own status."""
    with publication().engine.answer(Query("ASK {}")) as answer:
        for _ in answer:
            pass
    return Response("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})
