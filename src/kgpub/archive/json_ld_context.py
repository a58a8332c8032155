"""What the keys and names of a JSON-LD document stand for.

This follows the context processing of https://www.w3.org/TR/json-ld11-api/#context-processing-algorithms, but checks
nothing: the parser has accepted the document.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kgpub.archive.iris import resolved
from kgpub.archive.positions import NoPositions

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS = (
    "@base @container @context @direction @graph @id @import @included @index @json @language @list @nest @none "
    "@prefix @propagate @protected @reverse @set @type @value @version @vocab"
)
KEYWORDS = frozenset(_WORDS.split())
_GENERAL_DELIMITERS = tuple(":/?#[]@")


@dataclass(frozen=True, eq=False)
class Term:
    """A term's definition: https://www.w3.org/TR/json-ld11/#expanded-term-definition. Each is made once."""

    iri: str = ""
    """An IRI, a keyword, or nothing where the term is to be ignored."""
    type: str = ""
    """An IRI or a keyword."""
    container: frozenset[str] = frozenset()
    language: str | None = None
    """None where the context's own language holds, nothing where a string has none."""
    contexts: tuple[object, ...] = ()
    """The context that holds inside, as JSON; none, or one."""
    is_reverse: bool = False
    is_prefix: bool = False


NO_TERM = Term()


@dataclass(frozen=True, eq=False)
class Context:
    """An active context. Equal ones are not compared: each is made once."""

    base: str = ""
    vocabulary: str | None = None
    language: str = ""
    terms: Mapping[str, Term] = field(default_factory=dict)
    previous: Context | None = None
    """What holds again in the next node, where this one is for a type."""

    def expanded(self, name: str, *, is_relative: bool = False) -> str:
        """Give the IRI or keyword of a key or a type; `is_relative` if it may be relative to the base too."""
        if name in KEYWORDS:
            return name
        if name in self.terms:
            return self.terms[name].iri
        if ":" in name[1:]:
            return self._compact(name)
        if self.vocabulary is not None:
            return self.vocabulary + name
        return resolved(name, self.base) if is_relative else ""

    def resolved(self, name: str) -> str:
        """Give the IRI of an `@id`."""
        return self._compact(name) if ":" in name[1:] else resolved(name, self.base)

    def _compact(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        term = self.terms.get(prefix, NO_TERM)
        return term.iri + local if term.is_prefix and not local.startswith("//") else name


def extended(active: Context, local: object, *, propagates: bool = True) -> Context:
    """Give what holds where a local context (as JSON) is added. Raises NoPositions for one that is elsewhere."""
    if isinstance(local, dict) and isinstance(local.get("@propagate"), bool):
        propagates = local["@propagate"]
    result = active
    for entry in local if isinstance(local, list) else [local]:
        match entry:
            case None:
                result = Context()
            case dict():
                result = _extended(result, entry)
            case _:
                raise NoPositions("a context that is elsewhere")
    return replace(result, previous=active.previous if propagates else active.previous or active)


def _extended(active: Context, local: dict[str, object]) -> Context:
    context = active
    if "@base" in local:
        base = local["@base"]
        context = replace(context, base=resolved(base, context.base) if isinstance(base, str) else "")
    if "@vocab" in local:
        vocabulary = local["@vocab"]
        name = context.expanded(vocabulary, is_relative=True) if isinstance(vocabulary, str) else None
        context = replace(context, vocabulary=name)
    if "@language" in local:
        context = replace(context, language=str(local["@language"] or ""))
    return _Defining(context, local).context()


class _Defining:
    """Defines the terms of one context, each after those that it is made of."""

    def __init__(self, active: Context, local: dict[str, object]) -> None:
        self.local = local
        self.begun: set[str] = set()
        self.terms = {name: term for name, term in active.terms.items() if name not in local}
        self.active = replace(active, terms=self.terms)

    def context(self) -> Context:
        for name in self.local:
            if name not in KEYWORDS or name == "@type":
                self.define(name)
        return self.active

    def define(self, name: str) -> None:
        if name in self.begun or name not in self.local:
            return
        self.begun.add(name)
        said = self.local[name]
        entry = said if isinstance(said, dict) else {"@id": said}
        reverse = entry.get("@reverse")
        iri = self.iri(reverse if isinstance(reverse, str) else entry.get("@id", name), of=name)
        is_prefix = isinstance(said, str) and (iri.endswith(_GENERAL_DELIMITERS) or iri.startswith("_:"))
        self.terms[name] = Term(
            iri,
            type=self.iri(entry.get("@type", ""), of=name),
            container=_container(entry.get("@container")),
            language=str(entry["@language"] or "") if "@language" in entry else None,
            contexts=(entry["@context"],) if "@context" in entry else (),
            is_reverse=reverse is not None,
            is_prefix=is_prefix or entry.get("@prefix") is True,
        )

    def iri(self, name: object, *, of: str) -> str:
        """Give the IRI of what a definition names, once the terms are defined that it uses."""
        if not isinstance(name, str) or not name:
            return ""
        if name != of:
            self.define(name)
        self.define(name.partition(":")[0])
        return self.active.expanded(name)


def _container(said: object) -> frozenset[str]:
    return frozenset(item for item in (said if isinstance(said, list) else [said]) if isinstance(item, str))
