"""Withdrawal as it reaches a release: what is gone, and whose names are blacked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.build.blackout import Blackening, Lexicon, Name, Naming, name_of
from kgpub.build.blackout.words import words
from kgpub.identity import Withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import Quad

    from kgpub.config import Config
    from kgpub.identity import Resolution

NAMES_STAY = frozenset({"error"})
"""Reasons for which names are not blacked out: what should never have become a thing may be named all the same."""


@dataclass(frozen=True)
class Withdrawal:
    """What is withdrawn, by its URI; merged ids are withdrawn with the thing that they stand for."""

    known: Mapping[str, Withdrawn]

    @classmethod
    def of(cls, changed: Mapping[str, Resolution]) -> Withdrawal:
        """Take what the ledger says of ids that are not active."""
        return cls({uri: known for uri, known in changed.items() if isinstance(known, Withdrawn)})

    @property
    def things(self) -> list[NamedNode]:
        """Everything that is withdrawn."""
        return [NamedNode(uri) for uri in self.known]

    @property
    def nameless(self) -> list[NamedNode]:
        """Whatever of it is not to be named any longer."""
        return [NamedNode(uri) for uri, known in self.known.items() if known.reason not in NAMES_STAY]


@dataclass(frozen=True)
class Namesakes:
    """Everybody else's names: the statements that give them, and their words."""

    quads: frozenset[Quad]
    words: frozenset[str]


class Unnaming:
    """Finds the names of what is withdrawn, in an archive of which nothing was left out yet."""

    def __init__(self, quads: Sequence[Quad], config: Config, withdrawal: Withdrawal) -> None:
        self._things = withdrawal.nameless
        self._base = config.base
        self._keep = [word.folded for text in config.withdrawal.keep for word in words(text)]
        properties = (*config.labels, *config.withdrawal.names)
        self._naming = Naming(quads if self._things else (), properties=properties, people=config.withdrawal.people)
        self.names = [name for thing in self._things for name in self._names_of(thing)]

    @property
    def without_names(self) -> list[str]:
        """What is withdrawn, and the files have no name of it: nothing can be blacked out."""
        known = {name.owner for name in self.names}
        return [thing.value for thing in self._things if thing.value not in known]

    def blackening(self, published: Iterable[Quad]) -> Blackening:
        """Give what blacks out the names in what is published."""
        others = self._namesakes(published)
        lexicon = Lexicon(self.names, shared=others.words, keep=self._keep)
        return Blackening(lexicon, others.quads, base=self._base)

    def _names_of(self, thing: NamedNode) -> Iterable[Name]:
        is_personal = self._naming.is_person(thing)
        texts = self._naming.texts(thing)
        return (name for text in texts if (name := name_of(thing.value, text, is_personal=is_personal)))

    def _namesakes(self, published: Iterable[Quad]) -> Namesakes:
        """Give the names of people who are still there."""
        there = set(published)
        subjects = {quad.subject for quad in there}
        people = [person for person in self._naming.people() if person in subjects]
        quads = {quad for person in people for quad in self._naming.names(person)}
        texts = {text for person in people for text in self._naming.texts(person)}
        return Namesakes(frozenset(quads & there), frozenset(word.folded for text in texts for word in words(text)))
