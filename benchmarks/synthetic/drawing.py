"""What happens in a synthetic archive: people, what became of them, and the statements that name them.

The same seed draws the same things; nothing here knows of RDF.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from benchmarks.synthetic import figures
from benchmarks.synthetic.words import NAMELESS, Form, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.synthetic.figures import LogNormal, Weighted

ISSUERS = 12
MOST_IN_A_TITLE = 2  # people whom a title names; more are counted
SENTENCE_CHARACTERS = 150
PARTS = {"130": 3, "293": 3, "339": 3, "342": 2, "356": 2, "361-1": 3, "361-2": 2, "361-4": 2, "368": 2}
"""Articles of the Criminal Code that have parts, and how many of them."""


@dataclass(frozen=True)
class Charge:
    """What somebody was charged with; a conviction takes its place where there was one."""

    article: str
    part: int | None
    on: date
    convicted_on: date | None


@dataclass(frozen=True)
class Change:
    """A change of somebody's situation."""

    status: str
    on: date | None


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist. `number` tells people of the same name apart."""

    number: int
    forms: tuple[Form, ...]
    charges: tuple[Charge, ...]
    changes: tuple[Change, ...]

    @property
    def name(self) -> str:
        """The name as statements write it."""
        return self.forms[0].text


@dataclass(frozen=True)
class Recognises:
    """The sentence names or recognises people as political prisoners."""

    people: tuple[Person, ...]
    certainty: str
    criterion: str | None = None


@dataclass(frozen=True)
class Demands:
    """The sentence demands somebody's release."""

    people: tuple[Person, ...]


@dataclass(frozen=True)
class Invokes:
    """The sentence relies on a provision of the Covenant; `article` is empty where it names the Covenant alone."""

    article: str
    words: str


@dataclass(frozen=True)
class Criticises:
    """The sentence disapproves of what somebody does, in the words that it has for them."""

    actor: str


@dataclass(frozen=True)
class Mentions:
    """The sentence says something else of somebody."""

    person: Person


Claim = Recognises | Demands | Invokes | Criticises | Mentions


@dataclass(frozen=True)
class Sentence:
    """A title or a sentence of the body, with what it claims."""

    text: str
    is_title: bool = False
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A statement: its sentences in order, the people it is the first to name, and all that it names."""

    number: int
    year: int
    issued_on: date | None
    issuers: tuple[int, ...]
    sentences: tuple[Sentence, ...]
    new_people: tuple[Person, ...]
    people: tuple[Person, ...]


class Drawing:
    """Draws statements, one after another, without end."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._words = Words(self._random)
        self._known: list[Person] = []
        self._years = {str(year): float(count) for year, count in figures.RECOGNISED_PER_YEAR.items()}

    def statements(self) -> Iterator[Statement]:
        """Give statements for ever."""
        number = 0
        while True:
            number += 1
            yield self._statement(number)

    def _statement(self, number: int) -> Statement:
        year = int(self._one_of(figures.Weighted.of(self._years)))
        day = date(year, 1, 1) + timedelta(days=self._random.randrange(365))
        is_other = bool(self._known) and self._chance(figures.SHARE_OF_OTHER_STATEMENTS)
        new = () if is_other else self._new_people(day)
        people = (self._random.choice(self._known),) if is_other else new
        return Statement(
            number=number,
            year=year,
            issued_on=None if self._chance(figures.SHARE_WITHOUT_DATE) else day,
            issuers=self._issuers(year),
            sentences=self._sentences(number, new, people),
            new_people=new,
            people=people,
        )

    def _issuers(self, year: int) -> tuple[int, ...]:
        if self._chance(figures.SHARE_WITHOUT_ISSUERS):
            return ()
        count = round(self._random.triangular(*figures.SIGNATORIES, figures.USUAL_SIGNATORIES[year]))
        return tuple(sorted(self._random.sample(range(ISSUERS), count)))

    # -- people

    def _new_people(self, day: date) -> tuple[Person, ...]:
        count = self._whole(figures.PEOPLE_PER_STATEMENT)
        people = tuple(self._person(len(self._known) + place, day) for place in range(1, count + 1))
        self._known.extend(people)
        return people

    def _person(self, number: int, recognised_on: date) -> Person:
        detained_on = recognised_on - timedelta(days=self._whole(figures.DAYS_TO_RECOGNITION))
        charges = self._charges(detained_on)
        return Person(number, self._forms(), charges, tuple(self._changes(detained_on, charges)))

    def _forms(self) -> tuple[Form, ...]:
        least, most = figures.FORMS_PER_PERSON
        count = round(self._random.gauss(figures.USUAL_FORMS, 1.5))
        # Two ways to write a name may come out the same; a form stands once.
        return tuple(dict.fromkeys(self._words.name().forms))[: max(least, min(most, count))]

    def _charges(self, detained_on: date) -> tuple[Charge, ...]:
        if self._chance(figures.SHARE_WITHOUT_CHARGE):
            return ()
        is_convicted = self._chance(figures.SHARE_CONVICTED)
        charged_on = detained_on + timedelta(days=self._random.randrange(1, 11))
        convicted_on = charged_on + timedelta(days=self._random.randrange(60, 400)) if is_convicted else None
        count = int(self._one_of(figures.CHARGES_PER_PERSON))
        articles = {self._one_of(_articles(charged_on)): None for _ in range(count)}
        return tuple(Charge(article, self._part(article), charged_on, convicted_on) for article in articles)

    def _part(self, article: str) -> int | None:
        parts = PARTS.get(article, 0)
        if not parts or self._chance(figures.SHARE_OF_CHARGES_WITHOUT_PART):
            return None
        return self._random.randint(1, parts)

    def _changes(self, detained_on: date, charges: tuple[Charge, ...]) -> Iterator[Change]:
        yield Change("detained", None if self._chance(figures.SHARE_WITHOUT_DETENTION_DATE) else detained_on)
        convicted_on = charges[0].convicted_on if charges else None
        if convicted_on:
            yield Change("convicted", convicted_on)
        if self._chance(figures.SHARE_WHO_LEFT_THE_LIST):
            left_on = (convicted_on or detained_on) + timedelta(days=self._random.randrange(30, 1000))
            yield Change(self._one_of(figures.WAYS_OFF_THE_LIST), left_on)

    # -- sentences

    def _sentences(self, number: int, new: tuple[Person, ...], people: tuple[Person, ...]) -> tuple[Sentence, ...]:
        title = () if self._chance(figures.SHARE_WITHOUT_TITLE) else (self._title(number, new),)
        body = [*self._claiming(new, people)]
        length = self._whole(figures.CHARACTERS)
        while sum(len(sentence.text) for sentence in body) < length:
            body.append(Sentence(self._plain()))
        self._random.shuffle(body)
        return (*title, *body)

    def _title(self, number: int, new: tuple[Person, ...]) -> Sentence:
        if not new:
            return Sentence(f"Synthetic statement {number} on events that never happened", is_title=True)
        if len(new) > MOST_IN_A_TITLE:
            return Sentence(f"Synthetic statement {number}: {len(new)} new invented prisoners", is_title=True)
        names = " and ".join(person.name for person in new)
        claims = (Recognises(new, "presupposed"), Demands(new))
        return Sentence(f"Synthetic statement {number}: freedom for {names}!", is_title=True, claims=claims)

    def _claiming(self, new: tuple[Person, ...], people: tuple[Person, ...]) -> Iterator[Sentence]:
        if new:
            names = ", ".join(person.name for person in new)
            yield Sentence(
                f"We recognise as political prisoners of {NAMELESS}: {names}.", claims=(self._recognition(new),)
            )
            yield Sentence("We demand the immediate release of all who are named here.", claims=(Demands(new),))
        for person in () if new else people:
            yield Sentence(f"{person.name} was invented for this sentence.", claims=(Mentions(person),))
        for _ in range(int(self._one_of(figures.REFERENCES_PER_STATEMENT))):
            yield self._reference()
        yield Sentence(
            f"We condemn that the authorities of {NAMELESS} persecute people who never lived.",
            claims=(Criticises(f"the authorities of {NAMELESS}"),),
        )

    def _recognition(self, people: tuple[Person, ...]) -> Recognises:
        has_criterion = self._chance(figures.SHARE_WITH_CRITERION)
        return Recognises(people, "explicit", self._one_of(figures.CRITERIA) if has_criterion else None)

    def _reference(self) -> Sentence:
        article = "" if self._chance(figures.SHARE_OF_INSTRUMENT_ONLY) else self._one_of(figures.COVENANT_ARTICLES)
        words = f"article {article} of the Covenant" if article else "the Covenant"
        return Sentence(
            f"This is contrary to {words}, which also protects the invented.", claims=(Invokes(article, words),)
        )

    def _plain(self) -> str:
        if self._chance(figures.SHARE_OF_FORMULAS):
            return self._words.formula()
        return self._words.filler(round(self._random.gauss(SENTENCE_CHARACTERS, 40)))

    # -- chance

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _one_of(self, alternatives: Weighted) -> str:
        return self._random.choices(alternatives.values, alternatives.weights)[0]

    def _whole(self, distribution: LogNormal) -> int:
        drawn = round(self._random.lognormvariate(distribution.mu, distribution.sigma))
        return max(distribution.least, min(distribution.most, drawn))


def _articles(day: date) -> Weighted:
    if day.year <= 2021:  # noqa: PLR2004 - the years are those of the counts in figures
        return figures.EARLY_ARTICLES
    return figures.MIDDLE_ARTICLES if day.year <= 2023 else figures.LATE_ARTICLES  # noqa: PLR2004
