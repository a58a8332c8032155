"""Random lives on random branches, merged by git, against a model that takes the words of the lines and no more."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from kgpub.errors import LedgerError
from kgpub.identity import Minted, extend, merge, parse, read, resolve, split, undo, undo_event, withdraw
from kgpub.identity.history import Circle, Clash
from tests.identity.lives import BASE, LETTERS, lettered, short, text, uri
from tests.repositories import committed, git

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kgpub.identity import Change, Ledger
    from kgpub.identity.history import Contradiction

ATTRIBUTES = Path(__file__).parents[2] / ".gitattributes"
FEW_DAYS = 4
"""So that much is done and undone on one day."""


class Repository:
    """A scratch repository that holds nothing but a ledger."""

    def __init__(self, folder: Path, random: Random) -> None:
        self.folder, self.random = folder, random
        self.path = folder / "ledger.txt"
        (folder / ".gitattributes").write_bytes(ATTRIBUTES.read_bytes())
        self.path.write_text(text())
        self.commit()

    def git(self, *arguments: str) -> None:
        git(self.folder, *arguments)

    def commit(self) -> None:
        committed(self.folder, "work")

    def lines(self) -> set[str]:
        return set(self.path.read_text().splitlines())

    def ledger(self) -> Ledger:
        return read(self.path, base=BASE)

    def branch(self, name: str, *, start: str, among: Sequence[str], count: int) -> set[str]:
        """Make a branch on which random things are done to what the letters of `among` stand for."""
        self.git("checkout", "-q", "-b", name, start)
        for _ in range(count):
            self.do_something(among)
            if self.random.random() < 0.5:
                self.commit()
        self.commit()
        return self.lines()

    def do_something(self, among: Sequence[str]) -> None:
        """Do something that a command would do; what is refused leaves no trace."""
        before = self.path.read_bytes()
        try:
            extend(self.path, lambda ledger: self.order(ledger, among), base=BASE)
        except LedgerError:
            assert self.path.read_bytes() == before

    def undo(self, event: Change) -> None:
        """Undo an event, unless another must be undone first."""
        day = date(2026, 12, FEW_DAYS + 1)
        with suppress(LedgerError):
            extend(self.path, lambda ledger: undo_event(ledger, event, on=day, publish_again=True), base=BASE)

    def order(self, ledger: Ledger, among: Sequence[str]) -> tuple[Change, ...]:
        on = date(2026, 12, self.random.randint(1, FEW_DAYS))
        uris = [uri(letter) for letter in self.random.sample(among, min(4, len(among)))]
        match self.random.choice(["merge", "merge", "split", "withdraw", "undo", "undo", "undo a line"]):
            case "merge":
                return merge(ledger, uris[0], uris[1], on=on)
            case "split":
                return split(ledger, uris[0], uris[1 : self.random.randint(3, len(uris))], on=on)
            case "withdraw":
                return withdraw(ledger, uris[0], reason=self.random.choice(["privacy", "legal"]), on=on)
            case "undo":
                return undo(ledger, uris[0], on=on, publish_again=True)
        changes = [event for event in ledger.events if not isinstance(event, Minted) and event.uri in uris]
        return undo_event(ledger, self.random.choice(changes), on=on, publish_again=True) if changes else ()


class Model:
    """What the lines of a ledger mean, worked out as plainly as can be."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = {line for line in map(lettered, lines) if not line.startswith("#")}
        self.minted = {line.split()[2] for line in self.lines if " minted " in line}
        deeds = [line.split() for line in self.lines if line.split()[1] in ("merged", "split", "withdrawn")]
        self.counted: dict[str, list[str]] = {}
        for day, verb, letter, *rest in sorted(deeds, key=counting_order):
            is_open = letter not in self.counted and self.is_in_force(" ".join([day, verb, letter, *rest]))
            if is_open and (verb == "withdrawn" or not any(letter in self.reached_from(target) for target in rest)):
                self.counted[letter] = [day, verb, letter, *rest]

    def is_in_force(self, line: str) -> bool:
        return not any(other[2:] == f" undone {line}" and self.is_in_force(other) for other in self.lines)

    def reached_from(self, letter: str) -> set[str]:
        _, verb, _, *rest = self.counted.get(letter, ["", "withdrawn", ""])
        further = [] if verb == "withdrawn" else rest
        return {letter}.union(*map(self.reached_from, further))

    def stands_for(self, letter: str) -> str:
        if letter not in self.minted:
            return "unknown"
        if letter not in self.counted:
            return "active"
        ends = {end for end in self.reached_from(letter) if self.counted.get(end, ["", "withdrawn"])[1] == "withdrawn"}
        active = sorted(ends - self.counted.keys())
        if not active:
            *_, reason = max((self.counted[end] for end in ends), key=lambda words: (words[0], words[3]))
            return f"withdrawn {reason} 2026-12"
        return f"merged {active[0]}" if len(ends) == 1 else " ".join(["split", *active])


def counting_order(words: list[str]) -> tuple[bool, str, str, str, list[str]]:
    day, verb, letter, *rest = words
    return verb != "withdrawn", day, letter, verb, rest


def assert_agrees(ledger: Ledger, lines: Iterable[str]) -> None:
    model = Model(lines)
    expected = {letter: model.stands_for(letter) for letter in LETTERS.values()}
    assert {letter: short(resolve(ledger, uri(letter))) for letter in expected} == expected


@pytest.mark.parametrize("seed", range(24))
def test_branches_merge_without_conflict_and_every_uri_stands_for_what_all_lines_together_say(
    tmp_path: Path, seed: int
) -> None:
    repository = Repository(tmp_path, Random(seed))
    base = repository.branch("base", start="main", among="abcdefgo", count=seed % 5)
    branches = [repository.branch(name, start="base", among="abcdefgo", count=6) for name in ("one", "two", "three")]
    repository.git("merge", "-q", "--no-edit", "one")
    assert repository.lines() == branches[0] | branches[2]
    repository.do_something("abcdefgo")
    repository.commit()
    repository.git("checkout", "-q", "two")
    repository.git("merge", "-q", "--no-edit", "three")
    found = repository.ledger()
    assert base.union(*branches) <= repository.lines()
    assert_agrees(found, repository.lines())
    assert_mended_by_undoing(repository)


def assert_mended_by_undoing(repository: Repository) -> None:
    """Undo what contradicts, as the check says, until nothing does; undoing what does not count changes nothing."""
    for _ in range(100):
        before = repository.ledger()
        if not before.history.contradictions:
            return
        event, *others = named(repository.random.choice(before.history.contradictions))
        chosen = repository.random.choice([event, event, *others])
        repository.undo(chosen)
        after = repository.ledger()
        assert_agrees(after, repository.lines())
        if chosen is event:
            assert {uri: resolve(after, uri) for uri in LETTERS} == {uri: resolve(before, uri) for uri in LETTERS}
    pytest.fail("there was no end of contradictions")


def named(contradiction: Contradiction) -> list[Change]:
    """Give the events of which one is to be undone."""
    match contradiction:
        case Clash(event=event, other=other):
            return [event, other]
        case Circle(event=event, others=others):
            return [event, *others]
    return [contradiction.event]


@pytest.mark.parametrize("seed", range(8))
def test_branches_that_work_on_different_things_contradict_each_other_nowhere(tmp_path: Path, seed: int) -> None:
    repository = Repository(tmp_path, Random(seed))
    branches = [
        repository.branch(name, start="main", among=among, count=8) for name, among in (("one", "abc"), ("two", "defg"))
    ]
    repository.git("merge", "-q", "--no-edit", "one")
    assert repository.lines() == branches[0] | branches[1]
    assert repository.ledger().history.contradictions == ()
    assert_agrees(repository.ledger(), repository.lines())


@pytest.mark.parametrize("seed", range(200))
def test_whatever_the_lines_are_every_uri_stands_for_something(seed: int) -> None:
    """Lines that no command wrote: circles, clashes, undoings of undoings of what is not there."""
    random = Random(seed)
    lines = [random_line(random) for _ in range(random.randint(1, 12))]
    found = parse(text(*lines), base=BASE, shown="ledger.txt")
    assert_agrees(found, text(*lines).splitlines())
    assert_agrees(parse(text(*reversed(lines)), base=BASE, shown="ledger.txt"), text(*lines).splitlines())


def random_line(random: Random) -> str:
    letters = random.sample("abcdefg", 4)
    deed = random.choice(
        [
            f"merged {letters[0]} {letters[1]}",
            f"split {' '.join(letters[: random.randint(3, 4)])}",
            f"withdrawn {letters[0]} {random.choice(['privacy', 'legal'])}",
        ]
    )
    days = [f"{random.randint(1, FEW_DAYS):02}" for _ in range(random.choice([1, 1, 1, 2, 3]))]
    return " undone ".join([*days[:-1], f"{days[-1]} {deed}"])
