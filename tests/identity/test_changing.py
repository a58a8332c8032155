"""Merging, splitting, withdrawing and undoing: what is written, and what is refused with which words."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kgpub.errors import LedgerError
from kgpub.identity import (
    Change,
    Ledger,
    merge,
    parse_line,
    resolve,
    split,
    undo,
    undo_event,
    withdraw,
)
from kgpub.identity.events import Minted
from tests.identity.lives import BASE, ledger, lettered, short, uri, written

if TYPE_CHECKING:
    from collections.abc import Sequence

LAST_DAY = 9


def ordered(before: Ledger, command: str) -> tuple[Change, ...]:
    """Do what a command such as `merge a b` orders, on 9 December; `again` is --publish-again."""
    verb, *words = command.split()
    on, publish_again = date(2026, 12, LAST_DAY), "again" in words
    words = [word for word in words if word != "again"]
    match verb:
        case "merge":
            return merge(before, uri(words[0]), uri(words[1]), on=on)
        case "split":
            return split(before, uri(words[0]), [uri(word) for word in words[1:]], on=on)
        case "withdraw":
            return withdraw(before, uri(words[0]), reason=words[1], on=on)
    if len(words) == 1:
        return undo(before, uri(words[0]), on=on, publish_again=publish_again)
    event = parse_line(written(" ".join(words)), base=BASE, shown="LINE")
    assert not isinstance(event, Minted)
    return undo_event(before, event, on=on, publish_again=publish_again)


def lines(before: Ledger, events: Sequence[Change]) -> list[str]:
    return [lettered(before.line(event)) for event in events]


DONE = {
    "merging": ([], "merge a b", ["09 merged a b"], {"a": "merged b"}),
    "merging what others were merged into": (
        ["01 merged a b"],
        "merge b c",
        ["09 merged b c"],
        {"a": "merged c", "b": "merged c"},
    ),
    "merging twice: nothing is to be done": (["01 merged a b"], "merge a b", [], {"a": "merged b"}),
    "merging into what it leads to already": (["01 merged a b", "01 merged b c"], "merge a c", [], {"a": "merged c"}),
    "merging again what was undone before": (
        ["01 merged a b", "02 undone 01 merged a b"],
        "merge a b",
        ["09 merged a b"],
        {"a": "merged b"},
    ),
    "merging again what was undone today": (
        ["09 merged a b", "09 undone 09 merged a b"],
        "merge a b",
        ["09 undone 09 undone 09 merged a b"],
        {"a": "merged b"},
    ),
    "merging again what two branches undid": (
        ["09 merged a b", "09 undone 09 merged a b", "10 undone 09 merged a b"],
        "merge a b",
        ["09 undone 09 undone 09 merged a b", "09 undone 10 undone 09 merged a b"],
        {"a": "merged b"},
    ),
    "splitting, with the parts in their order": ([], "split a c b", ["09 split a b c"], {"a": "split b c"}),
    "splitting twice": (["01 split a b c"], "split a c b", [], {"a": "split b c"}),
    "splitting the survivor of a merge": (
        ["01 merged a b"],
        "split b c d",
        ["09 split b c d"],
        {"a": "split c d"},
    ),
    "withdrawing": ([], "withdraw a privacy", ["09 withdrawn a privacy"], {"a": "withdrawn privacy 2026-12"}),
    "withdrawing twice, whatever the reason": (
        ["01 withdrawn a legal"],
        "withdraw a privacy",
        [],
        {"a": "withdrawn legal 2026-12"},
    ),
    "withdrawing the survivor of a merge": (
        ["01 merged a b"],
        "withdraw b privacy",
        ["09 withdrawn b privacy"],
        {"a": "withdrawn privacy 2026-12", "b": "withdrawn privacy 2026-12"},
    ),
    "withdrawing what is withdrawn with the survivor": (
        ["01 merged a b", "02 withdrawn b safety"],
        "withdraw a privacy",
        [],
        {"a": "withdrawn safety 2026-12"},
    ),
    "undoing a merging": (["01 merged a b"], "undo a", ["09 undone 01 merged a b"], {"a": "active"}),
    "undoing a split": (["01 split a b c"], "undo a", ["09 undone 01 split a b c"], {"a": "active"}),
    "undoing a withdrawal": (
        ["01 merged a b", "01 withdrawn b error"],
        "undo b",
        ["09 undone 01 withdrawn b error"],
        {"a": "merged b", "b": "active"},
    ),
    "undoing what two branches did alike": (
        ["01 merged a b", "02 merged a b"],
        "undo a",
        ["09 undone 01 merged a b", "09 undone 02 merged a b"],
        {"a": "active"},
    ),
    "undoing what two branches withdrew for two reasons": (
        ["01 withdrawn a privacy", "01 withdrawn a legal"],
        "undo a",
        ["09 undone 01 withdrawn a legal", "09 undone 01 withdrawn a privacy"],
        {"a": "active"},
    ),
    "undoing a merging whose survivor was merged": (
        ["01 merged a b", "02 merged b c"],
        "undo a",
        ["09 undone 01 merged a b"],
        {"a": "active", "b": "merged c"},
    ),
    "undoing a merging whose survivor was split": (
        ["01 merged a b", "02 split b c d"],
        "undo a",
        ["09 undone 01 merged a b"],
        {"a": "active", "b": "split c d"},
    ),
    "undoing a merging whose survivor was withdrawn, when that is meant": (
        ["01 merged a b", "02 withdrawn b privacy"],
        "undo a again",
        ["09 undone 01 merged a b"],
        {"a": "active", "b": "withdrawn privacy 2026-12"},
    ),
    "undoing for the second time today": (
        ["09 merged a b", "09 undone 09 merged a b", "09 undone 09 undone 09 merged a b"],
        "undo a",
        ["09 undone 09 undone 09 undone 09 merged a b"],
        {"a": "active"},
    ),
    "undoing a line": (["01 merged a b"], "undo 01 merged a b", ["09 undone 01 merged a b"], {"a": "active"}),
    "undoing an undoing": (
        ["01 merged a b", "02 undone 01 merged a b"],
        "undo 02 undone 01 merged a b",
        ["09 undone 02 undone 01 merged a b"],
        {"a": "merged b"},
    ),
    "undoing one of two that contradict each other": (
        ["01 merged a b", "02 merged a c"],
        "undo 01 merged a b",
        ["09 undone 01 merged a b"],
        {"a": "merged c"},
    ),
    "undoing the first of three that contradict each other": (
        ["01 merged a b", "02 merged a c", "03 merged a d"],
        "undo 01 merged a b",
        ["09 undone 01 merged a b"],
        {"a": "merged c"},
    ),
    "doing something else while two lines contradict each other": (
        ["01 merged a b", "02 merged a c"],
        "merge d e",
        ["09 merged d e"],
        {"a": "merged b", "d": "merged e"},
    ),
    "undoing one side of a circle": (
        ["01 merged a b", "02 merged b a"],
        "undo a",
        ["09 undone 01 merged a b"],
        {"a": "active", "b": "merged a"},
    ),
}


@pytest.mark.parametrize(("before", "command", "written_lines", "after"), DONE.values(), ids=DONE.keys())
def test_an_order_is_written_and_counts(
    before: list[str], command: str, written_lines: list[str], after: dict[str, str]
) -> None:
    past = ledger(*before)
    new = ordered(past, command)
    assert lines(past, new) == written_lines
    found = past.extended(new)
    assert {letter: short(resolve(found, uri(letter))) for letter in after} == after


BOTH = "`kgpub undo 01 merged a b` or `kgpub undo 02 merged a c`"
AND_NOW = "and would be published again; if that is meant, add --publish-again; if not: `kgpub withdraw a`"
REFUSED = {
    "merging into itself": ([], "merge a a", "a leads to itself, or to one thing twice"),
    "merging in a circle": (
        ["01 merged b a"],
        "merge a b",
        "9: b stands for a; for the other way round, undo that first: `kgpub undo b`",
    ),
    "merging in a longer circle": (
        ["01 merged b c", "01 merged c a"],
        "merge a b",
        "9: b stands for a; for the other way round, undo that first: `kgpub undo b`",
    ),
    "merging into something else as well": (
        ["01 merged a b"],
        "merge a c",
        "9: a was merged into b already; undo that first: `kgpub undo a`",
    ),
    "merging into what was merged": (
        ["01 merged b c", "01 merged c d"],
        "merge a b",
        "9: b was merged and stands for d now; take that instead",
    ),
    "merging into what was split": (
        ["01 split b c d"],
        "merge a b",
        "9: b was split; take one of c and d instead",
    ),
    "merging into what was withdrawn": (
        ["01 withdrawn b privacy"],
        "merge a b",
        "9: b was withdrawn, so a would be too; if that is meant: `kgpub withdraw a`",
    ),
    "merging what was split": (
        ["01 split a b c"],
        "merge a d",
        "9: a was split into b and c already; undo that first: `kgpub undo a`",
    ),
    "merging what was withdrawn": (
        ["01 withdrawn a legal"],
        "merge a d",
        "9: a was withdrawn (legal) already; undo that first: `kgpub undo a`",
    ),
    "merging across kinds": ([], "merge a o", "o is of another kind than a"),
    "merging what was never minted": ([], "merge n a", "n was never minted; did you mean …"),
    "merging into what was never minted": ([], "merge a n", "n was never minted; did you mean …"),
    "splitting into itself": ([], "split a a b", "a leads to itself, or to one thing twice"),
    "splitting into one thing twice": ([], "split a b b", "a leads to itself, or to one thing twice"),
    "splitting across kinds": ([], "split a b o", "o is of another kind than a"),
    "splitting into what was never minted": ([], "split a b n", "n was never minted; did you mean …"),
    "splitting into what was merged into it": (
        ["01 merged b a"],
        "split a b c",
        "9: b stands for a; for the other way round, undo that first: `kgpub undo b`",
    ),
    "splitting what was merged": (
        ["01 merged a b"],
        "split a c d",
        "9: a was merged into b already; undo that first: `kgpub undo a`",
    ),
    "withdrawing what was merged": (
        ["01 merged a b"],
        "withdraw a privacy",
        "9: a was merged into b; withdraw what it stands for instead, or undo that first: `kgpub undo a`",
    ),
    "withdrawing what was never minted": ([], "withdraw n privacy", "n was never minted; did you mean …"),
    "undoing nothing": ([], "undo a", "a was neither merged nor split nor withdrawn"),
    "undoing what was never minted": ([], "undo n", "n was never minted; did you mean …"),
    "undoing what is undone": (
        ["01 merged a b", "02 undone 01 merged a b"],
        "undo a",
        "all that was done to a is undone; to undo that: `kgpub undo 02 undone 01 merged a b`",
    ),
    "undoing without saying which": (
        ["01 merged a b", "02 merged a c"],
        "undo a",
        f"a was merged into b (line 9) and a was merged into c (line 10); undo one: {BOTH}",
    ),
    "undoing a merging whose survivor was withdrawn": (
        ["01 merged a b", "02 withdrawn b privacy"],
        "undo a",
        f"a is withdrawn (privacy) because of what this would undo, {AND_NOW}",
    ),
    "undoing the split of what was withdrawn with its parts": (
        ["01 split a b c", "02 withdrawn b legal", "03 withdrawn c legal"],
        "undo a",
        f"a is withdrawn (legal) because of what this would undo, {AND_NOW}",
    ),
    "undoing a line that is not there": (
        ["01 merged a b"],
        "undo 02 merged a b",
        "the ledger has no line '02 merged a b'",
    ),
    "undoing a line that is undone": (
        ["01 merged a b", "02 undone 01 merged a b"],
        "undo 01 merged a b",
        "9: '01 merged a b' is undone already",
    ),
    "undoing an undoing where something else was done since": (
        ["01 merged a b", "02 undone 01 merged a b", "03 merged b a"],
        "undo 02 undone 01 merged a b",
        "b was merged into a, which closes a circle: a was merged into b (line 9)",
    ),
    "doing and undoing all day long": (
        ["09 merged a b", *(f"09 {'undone 09 ' * count}merged a b" for count in range(1, 51))],
        "undo a",
        "this was done and undone too often on one day; leave it for tomorrow",
    ),
}


@pytest.mark.parametrize(("before", "command", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_does_not_fit_the_history_is_refused(before: list[str], command: str, message: str) -> None:
    with pytest.raises(LedgerError) as caught:
        ordered(ledger(*before), command)
    told = lettered(str(caught.value)).removeprefix("ledger.txt:").lstrip()
    assert re.sub(r"(?<=did you mean )\w\?", "…", told) == message
