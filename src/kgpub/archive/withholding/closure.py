"""What goes when something is taken out of a dataset, and what stays.

Whoever takes out a thing takes out all that is said of it. But a link to it tells of it as well, and so does a note
upon it, a sentence quoted from it, or a blank node that describes it. Each of these can take others with it, until
nothing of what is left leads to anything that is gone.
"""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import NamedNode

from kgpub.archive.withholding.mentions import blank_links
from kgpub.rdf.vocabularies import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import BlankNode, Quad, Triple

    from kgpub.archive.withholding.mentions import Mentions, Term
    from kgpub.archive.withholding.spelling import Spelling
    from kgpub.rdf.terms import Node

Key = TypeVar("Key")

_FIRST, _REST, _REIFIES = RDF("first"), RDF("rest"), RDF("reifies")


class Closure:
    """Takes things and statements out of a dataset, with all that they take with them.

    `needs` are properties that a thing is nothing without, `parts` those that lead to what a thing consists of.
    """

    def __init__(
        self,
        mentions: Mentions,
        spelling: Spelling,
        *,
        base: str,
        needs: Iterable[NamedNode],
        parts: Iterable[NamedNode],
    ) -> None:
        self.quads = quads = mentions.quads
        self.hidden: dict[int, Term | None] = {}
        """The statements that go, each with the term for which it goes; None where it was named itself."""
        self.gone: dict[Term, Term | None] = {}
        """The things that go, each with that which takes it along; None where it was named itself."""
        self._base = base
        self._mentions = mentions
        self._in_texts, self._in_iris = mentions.spelled(spelling)
        self._needs = frozenset(needs)
        self._parts = frozenset(parts)
        self._said: Counter[Term] = Counter(quad.subject for quad in quads)
        self._in_graph: Counter[Term] = Counter(quad.graph_name for quad in quads)
        self._needed: Counter[object] = Counter(
            (quad.subject, quad.predicate) for quad in quads if quad.predicate in self._needs
        )
        self._had: Counter[Term] = Counter(quad.object for quad in quads if quad.predicate in self._parts)
        self._blank_links = blank_links(quads)
        self._reachable = self._reached()
        self._waiting: deque[tuple[int, Term | None]] = deque()

    def hide(self, numbers: Iterable[int]) -> None:
        """Take out statements."""
        self._hide(numbers, None)
        self._settle()

    def remove(self, things: Iterable[Term]) -> None:
        """Take out things, with all that is below them."""
        for thing in things:
            self._remove(thing, None)
        self._settle()

    def root(self, term: Term) -> str:
        """Give the URI of what was named, and took a thing along; empty where it has none."""
        seen: set[Term] = set()
        while (cause := self.gone.get(term)) is not None and term not in seen:
            seen.add(term)
            term = cause
        return term.value if isinstance(term, NamedNode) else ""

    def triples(self, reifiers: Iterable[Term]) -> Iterator[int]:
        """Give the statements that reifiers stand for."""
        for reifier in reifiers:
            for number in self._mentions.subjects.get(reifier, ()):
                if self.quads[number].predicate == _REIFIES:
                    yield from self._mentions.triples.get(self.quads[number].object, ())  # type: ignore[arg-type]

    def remaining(self) -> list[Quad]:
        """Give the statements that stay; lists close where an item is gone."""
        forward = self._forward()
        left = (quad for number, quad in enumerate(self.quads) if number not in self.hidden)
        if not forward:
            return list(left)
        return [_closed(quad, forward) for quad in left if quad.subject not in forward]

    def _settle(self) -> None:
        while self._waiting or self._take_along():
            number, cause = self._waiting.popleft()
            if number not in self.hidden:
                self.hidden[number] = cause
                self._account_for(self.quads[number], cause)

    def _hide(self, numbers: Iterable[int], cause: Term | None) -> None:
        self._waiting.extend((number, cause) for number in numbers if number not in self.hidden)

    def _remove(self, term: Term, cause: Term | None) -> None:
        if term in self.gone:
            return
        self.gone[term] = cause
        self._hide(self._mentions.of(term), term)
        if isinstance(term, NamedNode):
            self._hide(self._in_texts.get(term.value, ()), term)
            if cause is None or term.value.startswith(self._base):
                for below in self._in_iris.get(term.value, ()):
                    self._remove(below, term)

    def _account_for(self, quad: Quad, cause: Term | None) -> None:
        """Take along what has lost its last statement, its graph's content, its last value or its last owner."""
        cause = cause or quad.graph_name
        if _is_last(self._said, quad.subject):
            self._lose_description(quad.subject)
        if _is_last(self._in_graph, quad.graph_name):
            self._remove(quad.graph_name, cause)
        if quad.predicate in self._needs and _is_last(self._needed, (quad.subject, quad.predicate)):
            self._remove(quad.subject, cause)
        if quad.predicate in self._parts and _is_last(self._had, quad.object) and self._said[quad.object]:
            self._remove(quad.object, cause)
        if quad.triple in self._mentions.quotes and self._is_unsaid(quad.triple):
            self._hide(self._mentions.quotes[quad.triple], quad.subject)

    def _lose_description(self, thing: Term) -> None:
        """Take out what leads to a thing of which nothing is said any longer: a link would tell that it is there.

        A thing of others may be linked to all the same; so may a graph that still says something.
        """
        if isinstance(thing, NamedNode):
            if not thing.value.startswith(self._base) or self._in_graph[thing]:
                return
            self._hide(self._in_texts.get(thing.value, ()), thing)
        self._hide(self._mentions.objects.get(thing, ()), thing)

    def _is_unsaid(self, triple: Triple) -> bool:
        return all(number in self.hidden for number in self._mentions.triples[triple])

    def _take_along(self) -> bool:
        """Remove blank nodes that nothing leads to any longer, and lists without items; tell whether there are any."""
        if self.hidden:
            for node in [*(self._reachable - self._reached()), *self._emptied_lists()]:
                self._remove(node, node)
        return bool(self._waiting)

    def _reached(self) -> set[Term]:
        """Give the blank nodes that something with a URI, or a node that nothing ever led to, leads to."""
        ways: dict[Term, list[BlankNode]] = {}
        led_to = {node for _, _, node in self._blank_links}
        for subject, number, node in self._blank_links:
            if number not in self.hidden:
                ways.setdefault(subject, []).append(node)
        waiting = [subject for subject in ways if subject not in led_to]
        found: set[Term] = set()
        while waiting:
            further = set(ways.get(waiting.pop(), ())) - found
            found |= further
            waiting.extend(further)
        return found

    def _forward(self) -> dict[Node, Node]:
        """Give the cells of lists whose item is gone, each with the next."""
        return {self.quads[number].subject: self.quads[number].object for number in self._broken_rests()}

    def _broken_rests(self) -> Iterator[int]:
        """Give where lists go on behind an item that is gone."""
        for number in list(self.hidden):
            cell = self.quads[number].subject
            if self.quads[number].predicate == _FIRST and cell not in self.gone and self._said[cell]:
                yield from (other for other in self._mentions.subjects[cell] if self._is_visible_rest(other))

    def _is_visible_rest(self, number: int) -> bool:
        return number not in self.hidden and self.quads[number].predicate == _REST

    def _emptied_lists(self) -> Iterator[Node]:
        forward = self._forward()
        for head in forward:
            if _end(head, forward) == RDF("nil") and not self._is_continued(head):
                yield head

    def _is_continued(self, cell: Term) -> bool:
        """Tell whether another cell of a list leads to this one."""
        return any(self._is_visible_rest(number) for number in self._mentions.objects.get(cell, ()))


def _is_last(left: Counter[Key], key: Key) -> bool:
    left[key] -= 1
    return left[key] == 0


def _closed(quad: Quad, forward: dict[Node, Node]) -> Quad:
    if quad.object not in forward:
        return quad
    return type(quad)(quad.subject, quad.predicate, _end(quad.object, forward), quad.graph_name)


def _end(cell: Node, forward: dict[Node, Node]) -> Node:
    """Give the first cell from here on whose item is there, or the end of the list."""
    seen: set[Term] = set()
    while cell in forward and cell not in seen:
        seen.add(cell)
        cell = forward[cell]
    return cell
