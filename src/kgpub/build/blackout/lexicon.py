"""The names that are blacked out, and where a text has them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Literal

from kgpub.build.blackout.inflection import ends_a_form, is_form, may_be_form
from kgpub.build.blackout.words import without_markup, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kgpub.build.blackout.words import Word

_GAP = re.compile(r"\s*[.,'’\u2010-\u2015_/+()\"«»“”&=~-]{0,2}\s*")
"""What may stand between two words of a name."""
_NO_SPACES = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts that put no spaces between words."""
_INITIALS_BEFORE = re.compile(r"(?<!\w)(?:[^\W\d_]\.\s*)+\Z")
_INITIALS_BEHIND = re.compile(r"(?:\s+|(?<=\W[^\W\d_])\.\s*)(?:[^\W\d_]\.\s*)*[^\W\d_](?=\.)")
_MOST_INITIALS = 20
"""Characters before a name in which its initials are looked for."""
_LEAST_ALONE = 3
_LEAST_IN_IRI = 4
_LEAST_JOINED = 6
"""Letters that a word must have at least to be a name by itself, in a URI, or inside of a longer word."""

Kind = Literal["name", "part", "kept"]


@dataclass(frozen=True)
class Name:
    """A name of something: its folded words. Of people, words alone and inflected are found as well."""

    owner: str
    words: tuple[str, ...]
    capitals: tuple[bool, ...]
    """Which words are written with a capital letter: only these can stand alone."""
    is_personal: bool


@dataclass(frozen=True)
class Find:
    """Where a text has a name. A `part` is a word that stands alone; one that is `kept` is not blacked out."""

    start: int
    end: int
    owner: str
    kind: Kind


@dataclass(frozen=True)
class _Hit:
    """The word of a name that a word of a text can be: the one at `index`."""

    name: Name
    index: int
    is_sure: bool

    @property
    def can_stand_alone(self) -> bool:
        """Whether the word by itself tells whom a text speaks of."""
        return self.name.is_personal and self.name.capitals[self.index]


def name_of(owner: str, text: str, *, is_personal: bool) -> Name | None:
    """Make a name of a text, unless it has no words."""
    found = words(text)
    if not found:
        return None
    capitals = tuple(word.is_capital for word in found)
    return Name(owner, tuple(word.folded for word in found), capitals, is_personal=is_personal)


class Lexicon:
    """Looks for names. A word that stands alone is kept where others bear it (`shared`), or where `keep` says so."""

    def __init__(self, names: Iterable[Name], *, shared: Iterable[str] = (), keep: Iterable[str] = ()) -> None:
        self.names = tuple(dict.fromkeys(names))
        self._words: dict[str, list[tuple[Name, int]]] = defaultdict(list)
        for name in self.names:
            for index, word in enumerate(name.words):
                self._words[word[:2]].append((name, index))
        self._shared: dict[str, set[str]] = defaultdict(set)
        for word in shared:
            self._shared[word[:2]].add(word)
        self._keep = frozenset(keep)
        self._joined = _joined(self.names)
        self._known: dict[str, tuple[_Hit, ...]] = {}

    def finds(self, text: str, *, is_cut_before: bool = False, is_cut_behind: bool = False) -> list[Find]:
        """Give where a text has names. Where it is cut out of another one, a word at its edge may be a part only."""
        if not self.names:
            return []
        text = without_markup(text)
        found = words(text)
        finds = self._among(text, found, self._alone)
        if found and is_cut_before and found[0].start == 0:
            finds += self._cut(found[0], ends_a_form)
        if found and is_cut_behind and found[-1].end == len(text):
            finds += self._cut(found[-1], _begins)
        return _apart(finds)

    def finds_in_iri(self, iri: str) -> list[Find]:
        """Give where a URI has names. Capital letters say nothing there."""
        if not self.names:
            return []
        return _apart(find for find in self._among(iri, words(iri), self._alone_in_iri) if find.kind != "kept")

    def _among(self, text: str, found: Sequence[Word], alone: Callable[[Word], Find | None]) -> list[Find]:
        finds: list[Find] = [find for word in found for find in self._inside(word)]
        hits = [self._hits(word.folded) for word in found]
        position = 0
        while position < len(found):
            run = self._run(text, found, hits, position) if hits[position] else None
            last, find = run or (position, alone(found[position]) if hits[position] else None)
            if find:
                finds.append(self._with_initials(text, found, find, position))
            position = last + 1
        return finds

    def _with_initials(self, text: str, found: Sequence[Word], find: Find, position: int) -> Find:
        """Give a person's name with the initials on either side, known or not.

        A word that others bear as well tells whom a text speaks of, where a known initial stands before it.
        """
        names = [name for name in self.names if name.owner == find.owner and name.is_personal]
        if find.kind == "kept" and position and _is_beside(text, found[position - 1], find.start):
            find = replace(find, kind="name") if _initials(text, found[position - 1], names) else find
        return find if find.kind == "kept" or not names else _widened(text, find)

    def _hits(self, folded: str) -> tuple[_Hit, ...]:
        if folded not in self._known:
            candidates = self._words.get(folded[:2], ())
            self._known[folded] = tuple(hit for name, index in candidates if (hit := _hit(folded, name, index)))
        return self._known[folded]

    def _run(
        self, text: str, found: Sequence[Word], hits: Sequence[tuple[_Hit, ...]], first: int
    ) -> tuple[int, Find] | None:
        """Give the longest run of words from one on that together are a name, or most of one."""
        owners = dict.fromkeys(hit.name.owner for hit in hits[first] if hit.name.is_personal)
        ends = [_end_of_run(text, found, hits, first, owner) for owner in owners]
        phrases = (_end_of_phrase(found, hit, first) for hit in hits[first] if not hit.name.is_personal)
        known = [(last, owner) for last, owner in chain(ends, phrases) if last is not None]
        if not known:
            return None
        last, owner = max(known)
        return last, Find(found[first].start, found[last].end, owner, "name")

    def _alone(self, word: Word) -> Find | None:
        return self._part(word, least=_LEAST_ALONE) if word.is_capital else None

    def _alone_in_iri(self, word: Word) -> Find | None:
        return self._part(word, least=_LEAST_IN_IRI)

    def _part(self, word: Word, *, least: int) -> Find | None:
        """Give a word that is a name, or one of a name's words."""
        hits = [hit for hit in self._hits(word.folded) if hit.is_sure and hit.can_stand_alone]
        long = [hit for hit in hits if len(hit.name.words) == 1 or len(hit.name.words[hit.index]) >= least]
        if not long:
            return None
        return Find(word.start, word.end, long[0].name.owner, "kept" if self._is_kept(word.folded) else "part")

    def _is_kept(self, folded: str) -> bool:
        return folded in self._keep or any(is_form(folded, other) for other in self._shared.get(folded[:2], ()))

    def _cut(self, word: Word, is_part: Callable[[str, str], bool]) -> list[Find]:
        owners = (
            name.owner
            for name in self.names
            if name.is_personal and any(is_form(word.folded, own) or is_part(word.folded, own) for own in name.words)
        )
        return [Find(word.start, word.end, owner, "name") for owner in owners]

    def _inside(self, word: Word) -> Iterator[Find]:
        """Find names that are written together, and those of scripts that write everything together."""
        if len(word.folded) < _LEAST_JOINED and not _NO_SPACES.search(word.folded):
            return
        for length, joined in self._joined.items():
            for start in range(len(word.folded) - length + 1):
                if owner := joined.get(word.folded[start : start + length]):
                    yield Find(word.start, word.end, owner, "name")


def _hit(folded: str, name: Name, index: int) -> _Hit | None:
    own = name.words[index]
    if not name.is_personal:
        return _Hit(name, index, is_sure=True) if folded == own else None
    if is_form(folded, own):
        return _Hit(name, index, is_sure=True)
    return _Hit(name, index, is_sure=False) if may_be_form(folded, own) else None


def _end_of_run(
    text: str, found: Sequence[Word], hits: Sequence[tuple[_Hit, ...]], first: int, owner: str
) -> tuple[int | None, str]:
    """Give the last of the words from one on that stand together and are words of names of one person.

    They are a name when two of them are different words of it, and one of these surely is. An initial is such a word.
    """
    indexes: dict[Name, set[int]] = defaultdict(set)
    is_sure = False
    last = None
    for position in range(first, len(found)):
        if position > first and not _GAP.fullmatch(text, found[position - 1].end, found[position].start):
            break
        own = [hit for hit in hits[position] if hit.name.owner == owner and _goes_on(indexes, hit)]
        initials = _initials(text, found[position], indexes) if not own else []
        if not own and not initials:
            break
        for hit in (*own, *initials):
            indexes[hit.name].add(hit.index)
            is_sure = is_sure or hit.is_sure
        if is_sure and any(len(known) > 1 for known in indexes.values()):
            last = position
    return last, owner


def _goes_on(indexes: Mapping[Name, set[int]], hit: _Hit) -> bool:
    """Tell whether a word belongs to a name that was begun. One that it has already begins another name."""
    return not indexes or hit.index not in indexes.get(hit.name, {hit.index})


def _initials(text: str, word: Word, names: Iterable[Name]) -> list[_Hit]:
    """Give the words that a letter with a full stop can stand for in names that were begun."""
    if len(word.folded) != 1 or not word.is_capital or text[word.end : word.end + 1] != ".":
        return []
    return [
        _Hit(name, index, is_sure=False)
        for name in names
        for index, own in enumerate(name.words)
        if own.startswith(word.folded)
    ]


def _end_of_phrase(found: Sequence[Word], hit: _Hit, first: int) -> tuple[int | None, str]:
    """Give the last word of a name that is no person's, where all of it stands here as it is written."""
    owner, own = hit.name.owner, hit.name.words
    last = first + len(own) - 1
    if hit.index or last >= len(found) or any(found[first + n].folded != word for n, word in enumerate(own)):
        return None, owner
    if len(own) == 1 and not (hit.name.capitals[0] and found[first].is_capital):
        return None, owner
    return last, owner


def _is_beside(text: str, word: Word, start: int) -> bool:
    return _GAP.fullmatch(text, word.end, start) is not None


def _widened(text: str, find: Find) -> Find:
    """Take in the initials before and behind a name."""
    before = _INITIALS_BEFORE.search(text, max(0, find.start - _MOST_INITIALS), find.start)
    behind = _INITIALS_BEHIND.match(text, find.end)
    start = before.start() if before and before[0].isupper() else find.start
    end = behind.end() if behind and behind[0].isupper() else find.end
    return replace(find, start=start, end=end)


def _begins(fragment: str, name: str) -> bool:
    return name.startswith(fragment)


def _joined(names: Iterable[Name]) -> dict[int, dict[str, str]]:
    """Give the owners of names written together, from either end, by their length."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for name in names:
        for joined in ("".join(name.words), "".join(reversed(name.words))):
            if (len(name.words) > 1 and len(joined) >= _LEAST_JOINED) or _NO_SPACES.search(joined):
                found[len(joined)][joined] = name.owner
    return dict(found)


def _apart(finds: Iterable[Find]) -> list[Find]:
    """Give finds in the order of the text, of those that overlap the longest; what is kept gives way to all others."""
    chosen: list[Find] = []
    for find in sorted(finds, key=lambda find: (find.kind == "kept", find.start - find.end, find.start)):
        if all(find.end <= other.start or other.end <= find.start for other in chosen):
            chosen.append(find)
    return sorted(chosen, key=lambda find: find.start)
