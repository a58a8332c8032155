"""What of an archive everybody may know: the content of a release, and what was left out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kgpub.archive import parse_file
from kgpub.archive.withholding import LeavingOut, Names, above, stated
from kgpub.build.aliases import aliases
from kgpub.build.blackout import Sites
from kgpub.build.public_ledger import public_ledger
from kgpub.build.tombstones import Tombstones, documents
from kgpub.build.withdrawal import Unnaming, Withdrawal
from kgpub.config.publishing import published as published_configuration
from kgpub.identity import parse as parse_ledger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from pyoxigraph import Quad

    from kgpub.archive import Archive, ParsedFile
    from kgpub.build.blackout import Seen, Sighting
    from kgpub.config import Config
    from kgpub.identity import Ledger, Withdrawn


@dataclass(frozen=True)
class LeftOut:
    """What a release does not have, in numbers that tell nothing of it, and the places of the names in the files."""

    statements: int = 0
    things: int = 0
    withdrawn: int = 0
    seen: tuple[Seen, ...] = ()
    """Where names of withdrawn things stand in what is published."""
    spelled: tuple[str, ...] = ()
    """URIs that are gone since they have such a name in them; the name is blacked out."""
    nameless: tuple[str, ...] = ()
    """What is withdrawn, and no name of it is known that could be blacked out."""


@dataclass(frozen=True)
class Disclosure:
    """The content of a release, and what was left out of it."""

    quads: list[Quad]
    configuration: bytes
    ledger: bytes
    left_out: LeftOut
    paths: frozenset[str]
    """The files that are withheld."""
    secrets: frozenset[str]
    """What must not be read: URIs, paths of files, words. Not for a release."""
    tombstones: list[Withdrawn]
    """What goes with something withdrawn, and has to be answered for like that."""
    changes_on: date | None
    """The next day on which less is withheld."""


def disclose(config: Config, archive: Archive, *, today: date, ledger: Ledger | None = None) -> Disclosure:
    """Leave out what is withheld or withdrawn on a day, by the archive's ledger or by another.

    Raises ParseError, LedgerError.
    """
    parsed = [parse_file(file) for file in archive.files]
    for item in parsed:
        if item.errors:
            raise item.errors[0]
    return _Disclosing(config, archive, parsed, ledger or _ledger(config, archive), today).disclosure()


def _ledger(config: Config, archive: Archive) -> Ledger:
    path = config.identity.ledger.as_posix()
    return parse_ledger(archive.others.get(path, b"").decode(), base=config.base, shown=path)


class _Disclosing:
    """One archive on its way to a release."""

    def __init__(
        self, config: Config, archive: Archive, parsed: Sequence[ParsedFile], ledger: Ledger, today: date
    ) -> None:
        self.config = config
        self.archive = archive
        self.parsed = parsed
        self.ledger = ledger
        self.today = today
        self.withdrawal = Withdrawal.of(ledger.changed)
        ids = {event.id: event.uri for event in ledger.minted.values()}
        statements = stated(parsed, archive.texts)
        self.unnaming = Unnaming([statement.quad for statement in statements], config, self.withdrawal)
        self.leaving_out = LeavingOut(statements, config.withholding, Names(config.base, config.prefixes, ids))

    def disclosure(self) -> Disclosure:
        """Leave out and black out, in the order in which the one tells what the other has to do."""
        self.leaving_out.withhold(self.today)
        tombstones = self.tombstones()
        self.leaving_out.remove(self.withdrawal.things)
        blackening = self.unnaming.blackening(self.leaving_out.remaining())
        spelled = blackening.iris(self.leaving_out.remaining())
        self.leaving_out.remove(spelled)
        quads = self.leaving_out.remaining()
        sightings = blackening.sightings(quads)
        public = _Public(self.config.base, quads)
        is_gone = self.leaving_out.is_gone
        return Disclosure(
            quads=blackening.blackened([*quads, *self.aliases(public)]),
            configuration=published_configuration(self.config, is_gone=is_gone, readable=blackening.text),
            ledger=public_ledger(self.ledger, is_published=public.names, is_gone=is_gone),
            left_out=self.left_out(quads, sightings, [blackening.iri(thing.value) for thing in spelled]),
            paths=self.leaving_out.paths,
            tombstones=tombstones.of(self.leaving_out, quads, is_nameless=lambda uri: blackening.iri(uri) == uri)
            if tombstones
            else [],
            secrets=frozenset(self.secrets(sightings)),
            changes_on=self.leaving_out.changes_on(self.today),
        )

    def tombstones(self) -> Tombstones | None:
        """Give what finds them, as long as nothing is left out but what is withheld; None where there are none."""
        if not self.withdrawal.known:
            return None
        published = documents(self.leaving_out.remaining(), self.config.base)
        return Tombstones(self.config.base, self.ledger, self.withdrawal, published)

    def aliases(self, public: _Public) -> list[Quad]:
        """Give what the ledger says of URIs that stand for others, but of those that are withheld themselves."""
        changed = {uri: known for uri, known in self.ledger.changed.items() if not self.leaving_out.is_gone(uri)}
        return aliases(changed, graph=self.config.identity.graph, is_published=public.names)

    def left_out(self, quads: Sequence[Quad], sightings: Sequence[Sighting], spelled: Iterable[str]) -> LeftOut:
        """Tell what was left out."""
        statements = self.leaving_out.left_out()
        left = {quad.subject for quad in quads}
        return LeftOut(
            statements=len(statements),
            things=len({item.quad.subject for item in statements if isinstance(item.quad.subject, NamedNode)} - left),
            withdrawn=len(self.withdrawal.known),
            seen=tuple(Sites(self.parsed, self.archive.texts).seen(sightings)),
            spelled=tuple(sorted(spelled)),
            nameless=tuple(map(self.ledger.relative, self.unnaming.without_names)),
        )

    def secrets(self, sightings: Iterable[Sighting]) -> Iterator[str]:
        """Give what must not be read."""
        yield from (f"thing {thing.value}" for thing in self.leaving_out.gone())
        yield from (f"file {path}" for path in self.leaving_out.paths)
        for sighting in sightings:
            if not sighting.is_kept:
                yield f"name {sighting.literal.value[sighting.find.start : sighting.find.end]}"


class _Public:
    """Which of an archive's URIs are named in what is published, with those that these are below."""

    def __init__(self, base: str, quads: Iterable[Quad]) -> None:
        terms = {term for quad in quads for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
        own = {term.value for term in terms if term.value.startswith(base)}
        self._known = own.union(*map(above, own))

    def names(self, uri: str) -> bool:
        """Tell whether a URI is named."""
        return uri in self._known
