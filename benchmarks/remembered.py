"""Does a check that remembers the last one find what a check of everything finds? Random changes of files, all rules.

Files are changed as people change them: terms are replaced and misspelt, statements come and go, files are copied,
moved, deleted and broken, comments suppress. After each change the archive is checked with its memory, and every so
often without: the reports must be the same to the letter.

    python -m benchmarks.remembered                          a copy of this archive
    python -m benchmarks.remembered --triples 100000 --every 50
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pyoxigraph import BlankNode

from benchmarks.report import table, tell, write
from benchmarks.synthetic.archive import write_archive
from kgpub import config
from kgpub.archive import Content, SourceFile, parse_file, placed_quads, token_end
from kgpub.archive.files import FORMATS
from kgpub.check import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from kgpub.archive import PlacedQuad
    from kgpub.check import Report

REPOSITORY = Path(__file__).parents[1]
PARTS = ("data", "ontology", "shapes", "kgpub.toml", "ledger.txt")
AT_ONCE = 40
"""Changes after which all files are as they were again, since faults that pile up make every step longer."""
SUPPRESSION = "# kgpub: ignore shacl, dangling-uri, lexical-form – tried by a benchmark\n"
LETTERS = "абвabcаеосxyz0 \u0301"


@dataclass
class Tally:
    """What was tried, and what came of it."""

    changes: dict[str, int] = field(default_factory=dict)
    with_effect: int = 0
    """Changes after which other findings were told than before."""
    compared: int = 0
    different: list[str] = field(default_factory=list)
    seconds: float = 0
    full_seconds: float = 0


class Trial:
    """One archive that is changed step by step."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)
        self.tally = Tally()
        self.first = {path: path.read_bytes() for path in self.files()}
        self.told: Report | None = None
        self.ways: tuple[Callable[[Path], None], ...] = (
            self.replace_object,
            self.replace_object,
            self.misspell,
            self.add_statement,
            self.add_statement,
            self.remove_line,
            self.copy,
            self.move,
            self.remove,
            self.suppress,
            self.break_,
        )

    def files(self) -> list[Path]:
        """Give the RDF files of data and ontology."""
        found = (path for part in ("data", "ontology") for path in (self.folder / part).rglob("*"))
        return sorted(path for path in found if path.suffix in FORMATS)

    def begin_again(self) -> None:
        """Put the files back as they were."""
        for path in self.files():
            if path not in self.first:
                path.unlink()
        for path, content in self.first.items():
            if not path.exists() or path.read_bytes() != content:
                path.write_bytes(content)

    def step(self) -> None:
        """Change something, and check what that can affect."""
        if self.told and self.told.skipped:
            self.begin_again()  # of broken files, most rules say nothing
        way = self.random.choice(self.ways)
        way(self.random.choice(self.files()))
        name = way.__name__
        self.tally.changes[name] = self.tally.changes.get(name, 0) + 1
        begin = time.process_time()
        told = self.check(self.folder / ".kgpub" / "check")
        self.tally.seconds += time.process_time() - begin
        self.tally.with_effect += self.told is None or told.diagnostics != self.told.diagnostics
        self.told = told

    def check(self, memory: Path | None) -> Report:
        """Check the archive as it is."""
        settings = config.load(self.folder)
        return check(settings, config.open_archive(settings), memory=memory)

    def compare(self) -> None:
        """Check everything, and note what was missed or invented."""
        begin = time.process_time()
        full = self.check(None)
        self.tally.full_seconds += time.process_time() - begin
        self.tally.compared += 1
        assert self.told is not None
        self.tally.different += [f"missed {item}" for item in {*full.diagnostics} - {*self.told.diagnostics}]
        self.tally.different += [f"invented {item}" for item in {*self.told.diagnostics} - {*full.diagnostics}]
        if full.diagnostics != self.told.diagnostics or full.suppressed != self.told.suppressed:
            self.tally.different += [f"another report after {self.tally.changes}"]

    # ---- changes of a file

    def replace_object(self, path: Path) -> None:
        """Write another term in the place of one."""
        text, placed = self.read(path)
        if placed:
            one, other = self.random.choice(placed), self.random.choice(placed)
            term = text[other.object : token_end(text, other.object)]
            path.write_text(text[: one.object] + term + text[token_end(text, one.object) :], encoding="utf-8")

    def misspell(self, path: Path) -> None:
        """Put a letter into a term."""
        text, placed = self.read(path)
        if placed:
            item = self.random.choice(placed)
            start = self.random.choice((item.subject, item.predicate, item.object))
            at = self.random.randint(start, token_end(text, start))
            path.write_text(text[:at] + self.random.choice(LETTERS) + text[at:], encoding="utf-8")

    def add_statement(self, path: Path) -> None:
        """Say of one thing what is said of another, maybe in another file."""
        _, placed = self.read(path)
        _, others = self.read(self.random.choice(self.files()))
        if placed and others:
            subject = self.random.choice(placed).quad.subject
            quad = self.random.choice(others).quad
            if not isinstance(subject, BlankNode) and not isinstance(quad.object, BlankNode):
                with path.open("a", encoding="utf-8") as file:
                    file.write(f"\n{subject} {quad.predicate} {quad.object} .\n")

    def remove_line(self, path: Path) -> None:
        """Take out a line: a statement of N-Triples; of Turtle it may be any part, or what holds it together."""
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        if lines:
            lines.pop(self.random.randrange(len(lines)))
            path.write_text("".join(lines), encoding="utf-8")

    def copy(self, path: Path) -> None:
        """Say everything twice."""
        shutil.copy(path, path.with_name(f"copy{self.random.randrange(9)}-{path.name}"))

    def move(self, path: Path) -> None:
        """Give a file another name."""
        path.rename(path.with_name(f"moved{self.random.randrange(9)}-{path.name}"))

    def remove(self, path: Path) -> None:
        """Delete a file."""
        path.unlink()

    def suppress(self, path: Path) -> None:
        """Say of a line that what is found there need not be told."""
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        lines.insert(self.random.randint(0, len(lines)), SUPPRESSION)
        path.write_text("".join(lines), encoding="utf-8")

    def break_(self, path: Path) -> None:
        """Forget the end of a file."""
        content = path.read_bytes()
        path.write_bytes(content[: self.random.randint(0, len(content))])

    def read(self, path: Path) -> tuple[str, list[PlacedQuad]]:
        """Give the text of a file, and its statements if it has no errors."""
        content = path.read_bytes()
        file = SourceFile(path.name, FORMATS[path.suffix], "urn:x", "data", Content(content))
        is_understood = path.suffix in (".ttl", ".nt") and not parse_file(file).errors
        text = content.decode(errors="replace")
        return text, placed_quads(text, file.format) if is_understood else []


def tried(folder: Path, changes: int, every: int, seed: int) -> Tally:
    """Change an archive step by step, and compare every so often."""
    trial = Trial(folder, seed)
    for number in range(1, changes + 1):
        trial.step()
        if number % every == 0:
            trial.compare()
            tell(f"{number} changes, {trial.tally.compared} compared, {len(trial.tally.different)} differences")
        if number % AT_ONCE == 0:
            trial.begin_again()
    return trial.tally


def prepare(folder: Path, triples: int) -> None:
    """Write the archive that is changed: a copy of this one, or a synthetic one."""
    if triples:
        write_archive(folder, triples=triples, seed=1)
        return
    for part in PARTS:
        source = REPOSITORY / part
        if source.is_dir():
            shutil.copytree(source, folder / part)
        elif source.exists():
            shutil.copy(source, folder / part)


@click.command()
@click.option("--triples", type=int, default=0, help="Of a synthetic archive; 0: a copy of this one.")
@click.option("--changes", type=int, default=1000, show_default=True)
@click.option("--every", type=int, default=10, show_default=True, help="Changes between two comparisons.")
@click.option("--seed", type=int, default=1, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("build/benchmarks/remembered"), show_default=True)
def main(triples: int, changes: int, every: int, seed: int, out: Path) -> None:
    """Compare checks that remember with checks of everything."""
    with tempfile.TemporaryDirectory() as scratch:
        prepare(Path(scratch), triples)
        tally = tried(Path(scratch), changes, every, seed)
    rows = [
        ("changes", f"{sum(tally.changes.values()):,}"),
        ("with other findings than before", f"{tally.with_effect:,}"),
        ("compared with a check of everything", f"{tally.compared:,}"),
        ("differences", f"{len(tally.different):,}"),
        ("CPU seconds of this process for a change", f"{tally.seconds / changes:.2f}"),
        ("CPU seconds of this process for everything", f"{tally.full_seconds / max(1, tally.compared):.2f}"),
    ]
    write(["# Checks that remember", "", *table(("what", "figure"), rows), "", *tally.different[:20]], [tally], out)
    if tally.different:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
