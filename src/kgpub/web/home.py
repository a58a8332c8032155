"""The first page: what is inside, and where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from kgpub.web.pages import home_page
from kgpub.web.responses import for_people

if TYPE_CHECKING:
    from flask import Response

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> Response:
    """Show what the archive holds."""
    return for_people(home_page())
