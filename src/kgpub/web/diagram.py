"""A diagram of boxes and arrows, laid out in columns: what leads stands left of what it leads to.

The layout is that of Sugiyama, Tagawa and Toda (Methods for Visual Understanding of Hierarchical System Structures,
1981) in its plainest form: columns by the longest way, order by the middle of the neighbours, places for the lines that
pass a column. Each arrow leaves its box at a height of its own, with its label there, so that no two labels meet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LETTER, SMALL_LETTER = 8.6, 6.6  # roughly, in pixels; more than most letters need
LINE, TITLE, PADDING = 17.0, 28.0, 10.0
PORT = 19.0  # between two arrows that leave a box
SPACE = 20.0  # between boxes
PASSING = 16.0  # what a line takes that passes a column
MARGIN = 12.0
LEAST_GAP, ARROW_ROOM = 70.0, 46.0
SWEEPS = 12


@dataclass(frozen=True)
class Box:
    """Something with a title and lines below it; `href` is where the title leads."""

    key: str
    title: str
    lines: tuple[str, ...] = ()
    href: str = ""

    @property
    def width(self) -> float:
        """How wide it is drawn."""
        return max([len(self.title) * LETTER, *(len(line) * SMALL_LETTER for line in self.lines)]) + 2 * PADDING

    def height(self, arrows: int) -> float:
        """How high it is drawn when so many arrows leave it."""
        text = TITLE + len(self.lines) * LINE + (PADDING / 2 if self.lines else 0)
        return max(text, arrows * PORT + PADDING)


@dataclass(frozen=True)
class Arrow:
    """What leads from a box to another; one without a label says that the other is more special."""

    source: str
    target: str
    label: str = ""


@dataclass(frozen=True)
class PlacedBox:
    """A box with its place."""

    box: Box
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class PlacedArrow:
    """An arrow as a path of SVG, with the place of its label."""

    arrow: Arrow
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Diagram:
    """All that is drawn, and on what size."""

    width: float
    height: float
    boxes: tuple[PlacedBox, ...]
    arrows: tuple[PlacedArrow, ...]


def lay_out(boxes: Iterable[Box], arrows: Iterable[Arrow]) -> Diagram:
    """Give all boxes and arrows their places; always the same ones. Arrows lead from one box to another."""
    return _Layout({box.key: box for box in boxes}, tuple(arrows)).diagram()


@dataclass
class _Cell:
    """What stands in a column: a box, or the line of an arrow that passes."""

    key: str
    column: int
    height: float
    box: Box | None = None
    y: float = 0.0

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


@dataclass
class _Layout:
    boxes: Mapping[str, Box]
    arrows: Sequence[Arrow]
    cells: dict[str, _Cell] = field(default_factory=dict)
    ways: dict[Arrow, list[str]] = field(default_factory=dict)

    def diagram(self) -> Diagram:
        columns = self._columns()
        self._fill(columns)
        order = self._ordered()
        self._place(order)
        starts, widths = self._widths(order)
        placed = [
            PlacedBox(cell.box, starts[cell.column], cell.y, widths[cell.column], cell.height)
            for cell in self.cells.values()
            if cell.box
        ]
        drawn = self._drawn(starts, widths)
        width = max((box.x + box.width for box in placed), default=0) + LEAST_GAP
        height = max((cell.y + cell.height for cell in self.cells.values()), default=0) + MARGIN
        return Diagram(width, height, tuple(placed), tuple(drawn))

    # -- columns

    def _columns(self) -> dict[str, int]:
        """Put each box right of all that lead to it; what nothing leads to stands next to what it leads to."""
        forward = self._without_circles()
        found: dict[str, int] = {}
        for key in self._in_order(forward):
            before = [found[source] for source, targets in forward.items() if key in targets and source in found]
            found[key] = max(before, default=-1) + 1
        led_to = {target for targets in forward.values() for target in targets}
        for key, targets in forward.items():
            if key not in led_to and targets:
                found[key] = min(found[target] for target in targets) - 1
        return found

    def _without_circles(self) -> dict[str, dict[str, None]]:
        """Give what each box leads to, without the arrows that lead back."""
        forward: dict[str, dict[str, None]] = {key: {} for key in self.boxes}
        for arrow in self.arrows:
            if arrow.source != arrow.target and not _reaches(forward, arrow.target, arrow.source):
                forward[arrow.source][arrow.target] = None
        return forward

    def _in_order(self, forward: Mapping[str, Mapping[str, None]]) -> list[str]:
        """Give the boxes so that each comes after all that lead to it."""
        waiting = {key: sum(key in targets for targets in forward.values()) for key in forward}
        order: list[str] = []
        while waiting:
            ready = sorted(key for key, number in waiting.items() if number == 0)
            for key in ready:
                del waiting[key]
                for target in forward[key]:
                    waiting[target] -= 1
            order += ready
        return order

    def _fill(self, columns: Mapping[str, int]) -> None:
        """Make a cell for each box, and one in each column that an arrow passes."""
        for key, box in self.boxes.items():
            ports = self._ports(key)
            self.cells[key] = _Cell(key, columns[key], box.height(len(ports)), box)
        for number, arrow in enumerate(self.arrows):
            passed = range(columns[arrow.source] + 1, columns[arrow.target])
            between = [f"{number} {column}" for column in passed]
            for key, column in zip(between, passed, strict=True):
                self.cells[key] = _Cell(key, column, PASSING)
            self.ways[arrow] = [arrow.source, *between, arrow.target]

    def _ports(self, key: str) -> list[Arrow | None]:
        """Give what leaves a box, each at a height of its own: first all that is more special, together."""
        leaving = [arrow for arrow in self.arrows if arrow.source == key]
        special: list[Arrow | None] = [None] if any(not arrow.label for arrow in leaving) else []
        return [*special, *(arrow for arrow in leaving if arrow.label)]

    # -- order and heights

    def _ordered(self) -> list[list[_Cell]]:
        """Put the cells of each column in the order of the middles of their neighbours, to and fro."""
        count = max((cell.column for cell in self.cells.values()), default=-1) + 1
        order = [[cell for cell in self.cells.values() if cell.column == column] for column in range(count)]
        neighbours = self._neighbours()
        for sweep in range(SWEEPS):
            places = {cell.key: place / len(column) for column in order for place, cell in enumerate(column)}
            for column in order if sweep % 2 == 0 else reversed(order):
                column.sort(key=lambda cell: _middle(neighbours[cell.key], places, places[cell.key]))
                places |= {cell.key: place / len(column) for place, cell in enumerate(column)}
        return order

    def _neighbours(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {key: [] for key in self.cells}
        for way in self.ways.values():
            for one, other in pairwise(way):
                found[one].append(other)
                found[other].append(one)
        return found

    def _place(self, order: Sequence[list[_Cell]]) -> None:
        """Give heights: each cell as near to the middle of its neighbours as those above it allow."""
        neighbours = self._neighbours()
        for column in order:
            _stack(column, {})
        for sweep in range(SWEEPS):
            for column in order if sweep % 2 == 0 else reversed(order):
                middles = {cell.key: cell.middle for cell in self.cells.values()}
                wished = {cell.key: _middle(neighbours[cell.key], middles, cell.middle) for cell in column}
                _stack(column, wished)
        top = min((cell.y for cell in self.cells.values()), default=0.0)
        for cell in self.cells.values():
            cell.y += MARGIN - top

    # -- what is drawn

    def _widths(self, order: Sequence[list[_Cell]]) -> tuple[list[float], list[float]]:
        """Give where each column starts and how wide it is; labels have room behind it."""
        widths = [max((cell.box.width for cell in column if cell.box), default=0.0) for column in order]
        starts: list[float] = []
        x = MARGIN
        for column, width in zip(order, widths, strict=True):
            starts.append(x)
            labels = [len(arrow.label) for arrow in self.arrows for cell in column if cell.key == arrow.source]
            x += width + max(LEAST_GAP, max(labels, default=0) * SMALL_LETTER + ARROW_ROOM)
        return starts, widths

    def _drawn(self, starts: Sequence[float], widths: Sequence[float]) -> Iterable[PlacedArrow]:
        arriving = self._arriving()
        for key in self.boxes:
            ports = self._ports(key)
            cell = self.cells[key]
            step = cell.height / (len(ports) + 1)
            for place, port in enumerate(ports, start=1):
                y, x = cell.y + place * step, starts[cell.column] + widths[cell.column]
                unlabelled = [arrow for arrow in self.arrows if arrow.source == key and not arrow.label]
                for arrow in [port] if port else unlabelled:
                    path = self._path(arrow, (x, y), arriving[arrow], (starts, widths))
                    yield PlacedArrow(arrow, path, x + PADDING, y - 4)

    def _arriving(self) -> dict[Arrow, float]:
        """Give the height at which each arrow meets its target: in the order of where they come from."""
        found: dict[Arrow, float] = {}
        for key in self.boxes:
            cell = self.cells[key]
            coming = [arrow for arrow in self.arrows if arrow.target == key]
            coming.sort(key=lambda arrow: (self.cells[self.ways[arrow][-2]].middle, arrow.label))
            step = cell.height / (len(coming) + 1)
            found |= {arrow: cell.y + place * step for place, arrow in enumerate(coming, start=1)}
        return found

    def _path(
        self,
        arrow: Arrow,
        start: tuple[float, float],
        end_y: float,
        columns: tuple[Sequence[float], Sequence[float]],
    ) -> str:
        starts, widths = columns
        source, target = self.cells[arrow.source], self.cells[arrow.target]
        if target.column <= source.column:  # it leads back: around the right side
            x = starts[target.column] + widths[target.column]
            return f"M{start[0]:.0f} {start[1]:.0f}" + _curve(start, (x, end_y), bend=LEAST_GAP)
        points = [start]
        for key in self.ways[arrow][1:-1]:
            cell = self.cells[key]
            points += [(starts[cell.column], cell.middle), (starts[cell.column] + widths[cell.column], cell.middle)]
        points.append((starts[target.column], end_y))
        pieces = [
            _curve(one, other) if place % 2 == 0 else f" L{other[0]:.0f} {other[1]:.0f}"
            for place, (one, other) in enumerate(pairwise(points))
        ]
        return f"M{start[0]:.0f} {start[1]:.0f}" + "".join(pieces)


def _reaches(forward: Mapping[str, Mapping[str, None]], start: str, end: str) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        key = waiting.pop()
        if key == end:
            return True
        waiting += [target for target in forward[key] if target not in seen]
        seen |= forward[key].keys()
    return False


def _middle(keys: Sequence[str], places: Mapping[str, float], default: float) -> float:
    return fmean(places[key] for key in keys) if keys else default


def _stack(column: Sequence[_Cell], wished: Mapping[str, float]) -> None:
    """Put cells below each other, then move all together to where they wish to be on the average."""
    bottom = float("-inf")
    for cell in column:
        wish = wished.get(cell.key, cell.middle) - cell.height / 2
        cell.y = max(wish, bottom) if wished or bottom > float("-inf") else 0.0
        bottom = cell.y + cell.height + SPACE
    if wished and column:
        shift = fmean(wished[cell.key] - cell.middle for cell in column)
        for cell in column:
            cell.y += shift


def _curve(start: tuple[float, float], end: tuple[float, float], *, bend: float = 0.0) -> str:
    """Give a curve that leaves to the right and arrives from the left; with a bend, from the right."""
    if bend:
        first, second = start[0] + bend, end[0] + bend
    else:
        first = second = (start[0] + end[0]) / 2
    return f" C{first:.0f} {start[1]:.0f} {second:.0f} {end[1]:.0f} {end[0]:.0f} {end[1]:.0f}"
