"""The report: tables that people read, in Markdown, and the same figures as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from benchmarks.targets import Target


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Give a table, line by line."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def judged(targets: Iterable[Target]) -> Iterator[str]:
    """Give the table of promises."""
    rows = ((target.promise, target.measured, "met" if target.is_met else "**not met**") for target in targets)
    yield from table(("promise", "measured", ""), rows)


def described(environment: dict[str, str]) -> Iterator[str]:
    """Say what was measured on."""
    yield from (f"- {name}: {value}" for name, value in environment.items())
    yield ""


def milliseconds(seconds: float) -> str:
    """Write a time, short ones more exactly."""
    value = seconds * 1000
    digits = 2 if value < 10 else 1 if value < 100 else 0  # noqa: PLR2004 - three figures in any case
    return f"{value:,.{digits}f}"


def write(lines: Iterable[str], figures: object, out: Path) -> None:
    """Print a report, and write it and its figures to `out` with the endings .md and .json."""
    text = "\n".join(lines)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.with_suffix(".md").write_text(text + "\n", encoding="utf-8")
    content = json.dumps(figures, default=_plain, indent=1, ensure_ascii=False)
    out.with_suffix(".json").write_text(content + "\n", encoding="utf-8")
    click.echo(text)


def tell(words: str) -> None:
    """Say what is being done."""
    click.echo(f"… {words}", err=True)


def _plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON takes
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"no figure: {value!r}")
