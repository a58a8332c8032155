"""An answer as a table for people: the first rows, then how many more there are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from kgpub.store.contract import Form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import BlankNode, Literal, NamedNode, Triple

    Cell = NamedNode | BlankNode | Literal | Triple | None

SHOWN = 1000
GRAPH_COLUMNS = ("subject", "predicate", "object")


@dataclass
class Table:
    """Rows that are being read from an answer's lines (TSV or N-Triples): `columns` and `rows` first, then `left_out`.

    The lines past those that are shown are counted, not kept.
    """

    form: Form
    parts: Iterator[bytes]
    columns: tuple[str, ...] = ()
    rows: Sequence[Sequence[Cell]] = ()
    _rest: bytes = field(default=b"", repr=False)

    @classmethod
    def read(cls, form: Form, parts: Iterable[bytes]) -> Table:
        """Read an answer up to the last row that is shown."""
        table = cls(form, iter(parts))
        head = 0 if form is Form.GRAPH else 1
        lines, table._rest = _first_lines(table.parts, SHOWN + head)
        match form:
            case Form.GRAPH:
                table.columns, table.rows = GRAPH_COLUMNS, _statements(lines)
            case Form.SOLUTIONS:
                table.columns, table.rows = _solutions(lines)
            case Form.BOOLEAN:
                table._rest = lines + table._rest
        return table

    @property
    def truth(self) -> bool:
        """The answer to ASK."""
        return self._rest.strip() == b"true"

    def left_out(self) -> int:
        """Count the rows that are not shown, which takes until the answer ends."""
        if self.form is Form.BOOLEAN:
            return 0
        count = self._rest.count(b"\n")
        for part in self.parts:
            count += part.count(b"\n")
        return count


def _first_lines(parts: Iterator[bytes], number: int) -> tuple[bytes, bytes]:
    """Give so many lines, and what came with them."""
    read = b""
    for part in parts:
        read += part
        if read.count(b"\n") >= number:
            break
    end = 0
    for _ in range(number):
        end = read.find(b"\n", end) + 1
        if end == 0:
            return read, b""
    return read[:end], read[end:]


def _solutions(lines: bytes) -> tuple[tuple[str, ...], list[list[Cell]]]:
    parsed = parse_query_results(lines, QueryResultsFormat.TSV)
    if not isinstance(parsed, QuerySolutions):
        raise TypeError("rows were announced")
    columns = parsed.variables
    return tuple(entry.value for entry in columns), [[row[entry] for entry in columns] for row in parsed]


def _statements(lines: bytes) -> list[list[Cell]]:
    return [[quad.subject, quad.predicate, quad.object] for quad in parse(lines, format=RdfFormat.N_TRIPLES)]
