"""The colours of what the commands print."""

from __future__ import annotations

import click

COLOURS = {
    "bold": {"bold": True},
    "path": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow", "bold": True},
    "note": {"fg": "cyan", "bold": True},
    "heading": {"fg": "cyan", "bold": True},
    "rule": {"fg": "bright_black"},
    "margin": {"fg": "blue"},
    "mark": {"fg": "red"},
    "label": {"fg": "cyan"},
}


def painted(text: str, role: str) -> str:
    """Give a text in the colour of its role; click takes colours away where the output is no terminal."""
    colour = COLOURS.get(role)
    return click.style(text, **colour) if colour else text  # type: ignore[arg-type]  # bool and str
