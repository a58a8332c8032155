"""The opening of a query: all that stands before its WHERE.

It is read from left to right, as Oxigraph reads it: a keyword ends where it ends, so that `ASKFROM<a:g>`, `FROM:g` and
`FROMx:g` are clauses, and a prefixed name is one only where its prefix is declared. Nothing of it is nested but the
expressions of SELECT and the template of CONSTRUCT, which are passed over. SPARQL 1.1, 19.8, from rule 2 on:
https://www.w3.org/TR/sparql11-query/#rQuery
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from pyoxigraph import RdfFormat, parse

from kgpub.errors import QuerySyntaxError
from kgpub.store.tokens import COMMENT, IRI, LOCAL, PREFIX, VARIABLE, end_of_bracket


class QueryForm(StrEnum):
    """What a query begins with behind its prologue (SPARQL 1.1, 16)."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"


@dataclass(frozen=True)
class DatasetClauses:
    """The graphs that a query names with FROM and with FROM NAMED (SPARQL 1.1, 13.2)."""

    default: tuple[str, ...]
    named: tuple[str, ...]


@dataclass(frozen=True)
class Prefix:
    """What a prefix stands for: an IRI that may be relative, and how many BASEs were declared before it."""

    iri: str
    bases: int


@dataclass
class Opening:
    """What is known of a query from its opening. IRIs stand as they were written; `end` is where WHERE begins.

    `clauses` is where the dataset clauses stand.
    """

    bases: list[str] = field(default_factory=list)
    prefixes: dict[str, Prefix] = field(default_factory=dict)
    form: QueryForm | None = None
    template: str = ""
    default: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    clauses: list[slice] = field(default_factory=list)
    end: int = 0

    @property
    def names_its_dataset(self) -> bool:
        """Whether there is a FROM, with or without NAMED."""
        return bool(self.default or self.named)

    def dataset_clauses(self, base: str) -> DatasetClauses:
        """Give the clauses with their IRIs in full; raise QuerySyntaxError where one cannot be resolved."""
        bases = [base]
        for reference in self.bases:
            bases.append(_absolute(reference, bases[-1]))
        default, named = ([self._resolve(name, bases) for name in names] for names in (self.default, self.named))
        return DatasetClauses(tuple(default), tuple(named))

    def _resolve(self, name: str, bases: list[str]) -> str:
        if name.startswith("<"):
            return _absolute(name, bases[-1])
        prefix, _, local = name.partition(":")
        declared = self.prefixes[prefix]
        return _absolute(declared.iri, bases[declared.bases]) + local.replace("\\", "")


def _absolute(reference: str, base: str) -> str:
    """Resolve a reference as Oxigraph does."""
    statement = f"{reference} <x:p> <x:o> ."
    try:
        return str(next(iter(parse(statement, format=RdfFormat.TURTLE, base_iri=base or None))).subject.value)
    except (SyntaxError, ValueError) as error:
        raise QuerySyntaxError(f"{reference} is no IRI, or is relative; write it in full.") from error


def read_opening(text: str) -> Opening:
    """Read a query's opening, as far as it is one."""
    reader = _Reader(text, Opening())
    reader.read_prologue()
    reader.read_form()
    reader.read_clauses()
    reader.read_short_template()
    return reader.opening


_SPACE = rf"(?:[ \t\r\n]|{COMMENT})*+"


def _pattern(token: str) -> re.Pattern[str]:
    return re.compile(rf"{_SPACE}({token})", re.IGNORECASE)


_BASE, _PREFIX, _VERSION = _pattern("BASE"), _pattern("PREFIX"), _pattern("VERSION")
_FORM = _pattern("|".join(QueryForm))
_FROM, _NAMED, _WHERE = _pattern("FROM"), _pattern("NAMED"), _pattern("WHERE")
_MODIFIER = _pattern("DISTINCT|REDUCED")
_STAR, _ROUND, _CURLY = _pattern(r"\*"), _pattern(r"\("), _pattern(r"\{")
_STRING = _pattern(r""""[^"]*+"|'[^']*+'""")
_VARIABLE = _pattern(VARIABLE)
_IRI = _pattern(IRI)
_NAMESPACE = _pattern(rf"(?:{PREFIX})?:")
_NAME = _pattern(rf"(?:{PREFIX})?:(?:{LOCAL})?")


@dataclass
class _Reader:
    """Reads a text from left to right into an opening."""

    text: str
    opening: Opening

    def take(self, pattern: re.Pattern[str]) -> str | None:
        """Go behind a token, if it is the next."""
        found = pattern.match(self.text, self.opening.end)
        if found is None:
            return None
        self.opening.end = found.end()
        return found[1]

    def read_prologue(self) -> None:
        """Read the declarations, in any order and number."""
        while self._declares_base() or self._declares_prefix() or self._declares_version():
            pass

    def _declares_base(self) -> bool:
        if not self.take(_BASE) or (iri := self.take(_IRI)) is None:
            return False
        self.opening.bases.append(iri)
        return True

    def _declares_prefix(self) -> bool:
        if not self.take(_PREFIX) or (namespace := self.take(_NAMESPACE)) is None or (iri := self.take(_IRI)) is None:
            return False
        self.opening.prefixes[namespace[:-1]] = Prefix(iri, len(self.opening.bases))
        return True

    def _declares_version(self) -> bool:
        return self.take(_VERSION) is not None and self.take(_STRING) is not None

    def read_form(self) -> None:
        """Read the form's keyword and what it is followed by."""
        form = self.take(_FORM)
        self.opening.form = QueryForm(form.upper()) if form else None
        match self.opening.form:
            case QueryForm.SELECT:
                self.take(_MODIFIER)
                self._pass_members()
            case QueryForm.DESCRIBE:
                self._pass_members()
            case QueryForm.CONSTRUCT:
                self.opening.template = self._bracket(_CURLY)

    def _pass_members(self) -> None:
        if self.take(_STAR):
            return
        describes = self.opening.form is QueryForm.DESCRIBE
        while self.take(_VARIABLE) or (self._iri() if describes else self._bracket(_ROUND)):
            pass

    def _bracket(self, pattern: re.Pattern[str]) -> str:
        """Go behind a bracket, if it is the next, and give what it holds."""
        if self.take(pattern) is None:
            return ""
        begin = self.opening.end - 1
        self.opening.end = end_of_bracket(self.text, begin)
        return self.text[begin : self.opening.end]

    def _iri(self) -> str | None:
        """Take an IRI; a name is one where its prefix is declared, else it may be a keyword that runs into another."""
        begin = self.opening.end
        if (iri := self.take(_IRI)) is not None:
            return iri
        if (name := self.take(_NAME)) is not None and name.partition(":")[0] in self.opening.prefixes:
            return name
        self.opening.end = begin
        return None

    def read_clauses(self) -> None:
        """Read the dataset clauses."""
        begin = self.opening.end
        while self._reads_clause():
            self.opening.clauses.append(slice(begin, self.opening.end))
            begin = self.opening.end

    def _reads_clause(self) -> bool:
        if not self.take(_FROM):
            return False
        graphs = self.opening.default
        if (iri := self._iri()) is None and self.take(_NAMED):
            graphs, iri = self.opening.named, self._iri()
        if iri is not None:
            graphs.append(iri)
        return iri is not None

    def read_short_template(self) -> None:
        """Read what CONSTRUCT WHERE { … } has for a template."""
        if self.opening.form is QueryForm.CONSTRUCT and not self.opening.template and self.take(_WHERE):
            self.opening.template = self._bracket(_CURLY)
