"""The page that says what a URI promises, and whom to ask."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from kgpub.identity import REASONS
from kgpub.web.current import publication
from kgpub.web.responses import for_people
from kgpub.web.signposting import date

blueprint = Blueprint("persistence", __name__)


@blueprint.get("/about/persistence")
def persistence() -> Response:
    """Say what a URI answers in each state of its life."""
    current = publication()
    page = render_template("persistence.html", publication=current, reasons=REASONS)
    response = for_people(page)
    date(response, current)
    return response
