"""What was drawn, written in the classes and properties of this repository's ontology."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from benchmarks.synthetic import figures
from benchmarks.synthetic.drawing import (
    ISSUERS,
    MOST_IN_A_TITLE,
    Change,
    Charge,
    Criticises,
    Demands,
    Drawing,
    Invokes,
    Mentions,
    Person,
    Recognises,
    Sentence,
    Statement,
)
from benchmarks.synthetic.triples import (
    BASE,
    A,
    code,
    covenant,
    day,
    dcterms,
    decimal,
    foaf,
    integer,
    kg,
    lines,
    oa,
    own,
    plain,
    prov,
    schema,
    skos,
    skosxl,
    text,
    vocab,
    void,
)
from kgpub.identity.ids import draw

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from benchmarks.synthetic.drawing import Claim

CONTEXT_CHARACTERS = 24  # of the text before and behind a quotation
LICENCE = "<https://creativecommons.org/publicdomain/zero/1.0/>"
CLASSES: dict[type[Claim], str] = {
    Recognises: "Recognition",
    Demands: "Demand",
    Invokes: "Invocation",
    Criticises: "Criticism",
    Mentions: "Assertion",
}
SYNTHETIC = "SYNTHETIC: made up by a program to measure software. Nobody and nothing in this graph exists."


@dataclass(frozen=True)
class Report:
    """A source outside that says what became of people, and the graph that holds what it says."""

    graph: str
    source: str


class Synthetic:
    """A synthetic dataset that grows, statement by statement, until it has as many triples as are wanted."""

    def __init__(self, triples: int, *, seed: int, crowd: int = 0) -> None:
        self.graphs: dict[str, list[str]] = defaultdict(list)
        """The lines of N-Triples of each graph, by its name."""
        self.ends: dict[str, list[int]] = defaultdict(list)
        """Where a file may end: how many lines each graph has after each statement."""
        self.minted: list[str] = []
        """The URIs that are opaque ids, relative to the base, as a ledger has them."""
        self._random = Random(seed)
        self._ids = draw((), choose=self._random.choice)
        self._people: dict[int, str] = {}
        self._blank_nodes = 0
        self._issuers = self._organisations()
        if crowd:
            self._crowd(crowd)
        for statement in Drawing(seed).statements():
            if self.triples >= triples:
                break
            self._write(statement)
            for graph, content in self.graphs.items():
                self.ends[graph].append(len(content))

    @property
    def triples(self) -> int:
        """How many triples there are so far."""
        return sum(map(len, self.graphs.values()))

    def _add(self, graph: str, subject: str, *statements: tuple[str, str]) -> str:
        if graph not in self.graphs:
            self.graphs[graph].extend(_description(graph))
        self.graphs[graph].extend(lines(subject, *statements))
        return subject

    def _mint(self, kind: str) -> str:
        name = f"{kind}/{next(self._ids)}"
        self.minted.append(name)
        return own(name)

    def _organisations(self) -> list[str]:
        return [
            self._add(
                "organisations",
                own(f"org/invented-{number}"),
                (A, kg("Organization")),
                (skos("prefLabel"), text(f"Invented Organisation {number} (synthetic)")),
                (skos("altLabel"), text(f"IO{number}")),
            )
            for number in range(1, ISSUERS + 1)
        ]

    def _crowd(self, count: int) -> None:
        """Let so many assertions be about one person, who is minted first: the same person, however many they are."""
        person = self._mint("person")
        self._add("crowd", person, (A, kg("Person")), (skos("prefLabel"), text("Somebody invented (synthetic)")))
        source = self._add(
            "crowd",
            own("external/crowd"),
            (A, kg("SourceDocument")),
            (dcterms("title"), text("Synthetic report on one person")),
            (schema("inLanguage"), plain("en")),
            (foaf("page"), own("pages/crowd")),
        )
        for number in range(1, count + 1):
            self._add(
                "crowd",
                own(f"crowd/{number:06}"),
                (A, kg("Assertion")),
                (skos("prefLabel"), text(f"Invented report {number:06}")),
                (kg("assertedIn"), source),
                (kg("certainty"), vocab("reported")),
                (kg("confidence"), decimal("0.9")),
                (kg("assertionStatus"), vocab("current")),
                (kg("about"), person),
            )

    # -- statements

    def _write(self, statement: Statement) -> None:
        graph = f"statements-{statement.year}"
        report = self._report(statement)
        for person in statement.new_people:
            self._person(person, report)
        source = self._source(statement, graph)
        subject = self._mint("statement")
        self._add(graph, subject, *self._about_statement(statement, source))
        self._sentences(statement, subject, source, graph)

    def _about_statement(self, statement: Statement, source: str) -> Iterator[tuple[str, str]]:
        title = next((sentence for sentence in statement.sentences if sentence.is_title), None)
        yield A, kg("Statement")
        yield dcterms("source"), own(f"source/{source}")
        yield kg("textStatus"), vocab("full" if title else "orphan")
        if title:
            yield dcterms("title"), text(title.text)
        if title and len(statement.new_people) > MOST_IN_A_TITLE:
            yield kg("statedPersonCount"), integer(len(statement.new_people))
        if statement.issued_on:
            yield kg("issuedOn"), day(statement.issued_on)
        for number in statement.issuers:
            yield kg("issuedBy"), self._issuers[number]
        for person in statement.people:
            yield kg("names"), self._people[person.number]

    def _source(self, statement: Statement, graph: str) -> str:
        content = _text_of(statement.sentences)
        checksum = hashlib.sha256(content.encode()).hexdigest()
        name = checksum[:12]
        self._add(
            graph,
            own(f"source/{name}"),
            (A, kg("SourceDocument")),
            (dcterms("title"), text(f"Text of synthetic statement {statement.number}")),
            (dcterms("identifier"), plain(f"sha256:{checksum}")),
            (schema("text"), text(content)),
            (schema("inLanguage"), plain("en")),
            (kg("characterCount"), integer(len(content))),
        )
        return name

    def _report(self, statement: Statement) -> Report:
        report = Report(f"reported-{statement.year}", own(f"external/report-{statement.number}"))
        self._add(
            report.graph,
            report.source,
            (A, kg("SourceDocument")),
            (dcterms("title"), text(f"Synthetic report {statement.number}")),
            (schema("inLanguage"), plain("en")),
            (foaf("page"), own(f"pages/report-{statement.number}")),
        )
        return report

    # -- passages and what they say

    def _sentences(self, statement: Statement, subject: str, source: str, graph: str) -> None:
        content = _text_of(statement.sentences)
        start = 0
        for position, sentence in enumerate(statement.sentences, start=1):
            start = content.index(sentence.text, start)
            passage = self._passage(sentence, content, start, source=source, graph=graph)
            self._add(graph, passage, (schema("position"), integer(position)))
            self._add(graph, subject, (kg("hasPassage"), passage))
            for claim in sentence.claims:
                self._claim(claim, passage, statement, graph)
            start += len(sentence.text)

    def _passage(self, sentence: Sentence, content: str, start: int, *, source: str, graph: str) -> str:
        end = start + len(sentence.text)
        position, quotation = self._blank_node(), self._blank_node()
        self._add(
            graph, position, (A, oa("TextPositionSelector")), (oa("start"), integer(start)), (oa("end"), integer(end))
        )
        self._add(
            graph,
            quotation,
            (A, oa("TextQuoteSelector")),
            (oa("exact"), plain(sentence.text)),
            (oa("prefix"), plain(content[max(0, start - CONTEXT_CHARACTERS) : start])),
            (oa("suffix"), plain(content[end : end + CONTEXT_CHARACTERS])),
        )
        return self._add(
            graph,
            own(f"passage/{source}/{start}-{end}"),
            (A, kg("Passage")),
            (kg("passageRole"), vocab("role-title" if sentence.is_title else "role-body")),
            (schema("text"), text(sentence.text)),
            (prov("wasQuotedFrom"), own(f"source/{source}")),
            (oa("hasSource"), own(f"source/{source}")),
            (oa("hasSelector"), position),
            (oa("hasSelector"), quotation),
        )

    def _blank_node(self) -> str:
        self._blank_nodes += 1
        return f"_:s{self._blank_nodes}"

    def _claim(self, claim: Claim, passage: str, statement: Statement, graph: str) -> None:
        certainty = claim.certainty if isinstance(claim, Recognises) else "explicit"
        self._add(
            graph,
            self._mint("assertion"),
            (A, kg(CLASSES[type(claim)])),
            (skos("prefLabel"), text(_label(claim))),
            (kg("assertedIn"), passage),
            (kg("certainty"), vocab(certainty)),
            (kg("assertionStatus"), vocab("current")),
            *self._said(claim, statement, graph),
        )

    def _said(self, claim: Claim, statement: Statement, graph: str) -> Iterator[tuple[str, str]]:
        match claim:
            case Recognises(people, criterion=criterion):
                yield from self._all(kg("recognises"), people)
                yield from self._said_by(statement)
                if criterion:
                    yield kg("criterion"), vocab(f"guidelines-{criterion}")
            case Demands(people):
                yield kg("demands"), vocab("immediate-release")
                yield from self._all(kg("about"), people)
            case Invokes(article, words):
                yield kg("invokesText"), text(words)
                yield kg("invokesProvision"), covenant(f"/article/{article}" if article else "")
            case Criticises(actor):
                yield kg("criticises"), self._act(actor, statement, graph)
            case Mentions(person):
                yield kg("about"), self._people[person.number]

    def _said_by(self, statement: Statement) -> Iterator[tuple[str, str]]:
        for number in statement.issuers:
            yield kg("assertedBy"), self._issuers[number]
        if statement.issued_on:
            yield kg("onDate"), day(statement.issued_on)

    def _all(self, predicate: str, people: tuple[Person, ...]) -> Iterator[tuple[str, str]]:
        return ((predicate, self._people[person.number]) for person in people)

    def _act(self, actor: str, statement: Statement, graph: str) -> str:
        return self._add(
            graph,
            self._mint("act"),
            (A, kg("Act")),
            (skos("prefLabel"), text(f"Persecution that synthetic statement {statement.number} speaks of")),
            (kg("actType"), vocab("persecution")),
            (kg("actorText"), text(actor)),
            *self._all(kg("target"), statement.people),
        )

    # -- people

    def _person(self, person: Person, report: Report) -> None:
        subject = self._mint("person")
        self._people[person.number] = subject
        first, *others = person.forms
        self._add(report.graph, subject, (A, kg("Person")), (skos("prefLabel"), text(first.text, first.language)))
        for form in others:
            name = self._add(report.graph, self._mint("name"), (A, skosxl("Label")), *self._origin(report))
            self._add(report.graph, name, (skosxl("literalForm"), text(form.text, form.language)))
            self._add(report.graph, subject, (skosxl("altLabel"), name))
        for charge in person.charges:
            self._charge(charge, person, report)
        for change in person.changes:
            self._change(change, person, report)

    def _origin(self, report: Report) -> Iterator[tuple[str, str]]:
        is_attested = self._random.random() < figures.SHARE_OF_ATTESTED_FORMS
        yield kg("labelOrigin"), vocab("attested" if is_attested else "derived")
        if is_attested:
            yield dcterms("source"), report.source

    def _charge(self, charge: Charge, person: Person, report: Report) -> None:
        first = self._charge_at("charged", charge, person, report, on=charge.on)
        status = "superseded" if charge.convicted_on else "current"
        self._add(report.graph, first, (kg("assertionStatus"), vocab(status)))
        if charge.convicted_on:
            last = self._charge_at("convicted-of", charge, person, report, on=charge.convicted_on)
            self._add(report.graph, last, (kg("supersedes"), first), (kg("assertionStatus"), vocab("current")))

    def _charge_at(self, stage: str, charge: Charge, person: Person, report: Report, *, on: date) -> str:
        provision = f"{charge.article}/{charge.part}" if charge.part else charge.article
        return self._add(
            report.graph,
            self._mint("charge"),
            (A, kg("Charge")),
            (skos("prefLabel"), text(f"{person.name}, Article {provision}, {stage}")),
            (kg("chargedPerson"), self._people[person.number]),
            (kg("underProvision"), code(provision)),
            (kg("chargeStage"), vocab(stage)),
            *self._reported(on, report),
        )

    def _change(self, change: Change, person: Person, report: Report) -> None:
        self._add(
            report.graph,
            self._mint("event"),
            (A, kg("StatusChange")),
            (skos("prefLabel"), text(f"{person.name}, {change.status}")),
            (kg("statusOf"), self._people[person.number]),
            (kg("newStatus"), vocab(change.status)),
            (kg("assertionStatus"), vocab("current")),
            *self._reported(change.on, report),
        )

    def _reported(self, on: date | None, report: Report) -> Iterator[tuple[str, str]]:
        yield kg("assertedIn"), report.source
        yield kg("certainty"), vocab("reported")
        yield kg("confidence"), decimal(self._random.choice(("0.9", "0.95", "0.97")))
        if on:
            yield kg("onDate"), day(on)


def graph_name(graph: str) -> str:
    """Give the URI of a graph, relative to the base."""
    return f"graph/{graph}"


def _description(graph: str) -> Iterator[str]:
    """Say in the graph itself what it is."""
    return lines(
        own(graph_name(graph)),
        (A, void("Dataset")),
        (dcterms("title"), text(f"Synthetic: {graph}")),
        (dcterms("description"), text(SYNTHETIC)),
        (dcterms("license"), LICENCE),
        (dcterms("isPartOf"), f"<{BASE}dataset>"),
    )


def _text_of(sentences: tuple[Sentence, ...]) -> str:
    title = "".join(f"{sentence.text}\n\n" for sentence in sentences if sentence.is_title)
    return title + " ".join(sentence.text for sentence in sentences if not sentence.is_title)


def _label(claim: Claim) -> str:
    match claim:
        case Recognises(people):
            return f"{_count(people)} called political prisoners"
        case Demands(people):
            return f"Immediate release of {_count(people)}"
        case Invokes(_, words):
            return f"Relies on {words}"
        case Criticises(actor):
            return f"Condemns {actor}"
        case Mentions(person):
            return f"{person.name} was invented"


def _count(people: tuple[Person, ...]) -> str:
    return people[0].name if len(people) == 1 else f"{len(people)} invented people"
