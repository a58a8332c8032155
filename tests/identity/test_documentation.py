"""What docs/life-of-a-uri.md shows is so."""

from __future__ import annotations

import re
from pathlib import Path

from kgpub.check.rules import load_all
from kgpub.identity import REASONS, Active, Split, Withdrawn, parse, resolve

PAGE = (Path(__file__).parents[2] / "docs" / "life-of-a-uri.md").read_text()
BASE = "https://example.org/"


def test_the_ledger_of_the_page_is_one_in_its_order_without_contradictions() -> None:
    (example,) = re.findall(r"^```\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    ledger = parse(example, base=BASE, shown="the page")
    assert str(ledger) == example
    assert ledger.history.contradictions == ()
    found = [type(resolve(ledger, uri)) for uri in ledger.minted]
    assert found == [Split, Active, Withdrawn, Active, Active]


def test_the_page_has_every_reason_with_the_words_of_the_tombstone() -> None:
    section = PAGE.partition("## Withdrawing")[2].partition("## Undoing")[0]
    assert re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE) == list(REASONS.items())


def test_the_page_has_every_rule_that_compares_with_a_revision() -> None:
    section = PAGE.partition("## Proving it")[2]
    comparing = {rule.name for rule in load_all() if rule.needs_revision}
    assert set(re.findall(r"^\| `([\w-]+)` \|", section, re.MULTILINE)) == comparing
