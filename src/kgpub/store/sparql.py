"""What can be known of a query from its tokens alone.

A query is never parsed outside the worker that answers it, and the worker's parser shows no syntax tree. A few things
have to be known all the same: its form, which dataset it names, whether it would call other servers, whether its
answer may differ the next time, and whether it is an update. They hang on keywords and on where these stand.

So this reading gives good answers to honest queries; that no query calls anybody is the kernel's business
(`kernel.refuse_sockets`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kgpub.store.opening import DatasetClauses, Opening, QueryForm, read_opening
from kgpub.store.tokens import resolved, tokens

_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_PROLOGUE = frozenset({"BASE", "PREFIX", "VERSION"})
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])
# A glance at the letters spares most queries the reading of their tokens.
_MAY_NAME = re.compile(r"FROM|\\u", re.IGNORECASE)
_MAY_CALL = re.compile(r"SERVICE|\\u", re.IGNORECASE)
_MAY_VARY = re.compile(r"NOW|RAND|UUID|BNODE|CONSTRUCT|\\u", re.IGNORECASE)
_STUCK = re.compile(r"\s*+[?$]?\\")
_WITHIN_LINE = re.compile(r"[^\r\n]")
_SERVICES = ("SERVICE", "SERVICESILENT")
_VOLATILE = ("NOW", "RAND", "UUID", "BNODE")  # STRUUID ends so too


def form(text: str) -> QueryForm | None:
    """Give a query's form; None where the text begins with none."""
    return _opening(text).form


def names_its_dataset(text: str) -> bool:
    """Tell whether the query has a FROM clause, with or without NAMED."""
    return bool(_MAY_NAME.search(text)) and _opening(text).names_its_dataset


def dataset_clauses(text: str, base: str = "") -> DatasetClauses | None:
    """Give the graphs that FROM and FROM NAMED name, as absolute IRIs; None where there is no such clause.

    Raises QuerySyntaxError where an IRI cannot be resolved.
    """
    if not _MAY_NAME.search(text):
        return None
    opening = _opening(text)
    return opening.dataset_clauses(base) if opening.names_its_dataset else None


def without_dataset_clauses(text: str) -> str:
    """Give the query with spaces where its FROM clauses stand, so that what follows keeps its line and column."""
    source, pieces, end = _as_read(text), list[str](), 0
    for clause in read_opening(source).clauses:
        pieces += [source[end : clause.start], _WITHIN_LINE.sub(" ", source[clause])]
        end = clause.stop
    return "".join([*pieces, source[end:]])


def calls_services(text: str) -> bool:
    """Tell whether the query has a SERVICE clause."""
    return bool(_MAY_CALL.search(text)) and any(map(_has_service, _readings(text)))


def is_volatile(text: str) -> bool:
    """Tell whether an answer may differ the next time: by a function of time or chance, or by labels made up for it."""
    return bool(_MAY_VARY.search(text)) and any(
        _calls_volatile(reading) or _makes_blank_nodes(reading) for reading in _readings(text)
    )


def is_update(text: str) -> bool:
    """Tell whether the text is an update: whether its first word behind the prologue begins one."""
    words = (token.group().upper() for token in tokens(text) if token.lastgroup == "word")
    return next((word for word in words if word not in _PROLOGUE), "") in _UPDATES


def _opening(text: str) -> Opening:
    return read_opening(_as_read(text))


def _as_read(text: str) -> str:
    # An escape outside of strings and IRIs: SPARQL 1.1 allows it, SPARQL 1.2 and Oxigraph do not.
    return resolved(text) if _STUCK.match(text, read_opening(text).end) else text


def _readings(text: str) -> set[str]:
    """Give the text as it is, and as SPARQL 1.1 has it, with escapes resolved first: what either holds counts."""
    return {text, resolved(text)}


def _has_service(text: str) -> bool:
    depth, graph, prefix = 0, False, ""
    for token in tokens(text):
        kind, word = token.lastgroup, token.group().upper()
        if kind == "word" and word.endswith(_SERVICES):
            return True
        # In a group, a name before a bracket stands behind GRAPH, or else it is a keyword that runs into a name.
        if word.startswith("{") and depth and "SERVICE" in prefix:
            return True
        depth += len(word) if kind == "open" else -len(word) if kind == "close" else 0
        prefix = word.partition(":")[0] if kind == "name" and not graph else ""
        graph = kind == "word" and word.endswith("GRAPH")
    return False


def _calls_volatile(text: str) -> bool:
    is_called = False
    for token in tokens(text):
        if is_called and token.lastgroup in ("open", "nil") and token.group()[0] == "(":
            return True
        is_called = token.lastgroup == "word" and token.group().upper().endswith(_VOLATILE)
    return False


def _makes_blank_nodes(text: str) -> bool:
    inside = tokens(read_opening(text).template, 1)
    return any(_makes_a_blank_node(token.lastgroup, token.group()) for token in inside)


def _makes_a_blank_node(kind: str | None, token: str) -> bool:
    match kind:
        case "open":
            return True  # [ and (, and {| which makes a reifier (SPARQL 1.2)
        case "name":
            return token.startswith("_:")
        case "other":
            return "<" in token or "~" in token  # << and ~ make reifiers too
        case _:
            return False


@dataclass(frozen=True)
class Unresolved:
    """A name in a query that stands for no IRI, and where it stands (both from 1)."""

    name: str
    line: int
    column: int

    @property
    def prefix(self) -> str | None:
        """The prefix that is not declared; None where the name is a relative IRI."""
        return None if self.name.startswith("<") else self.name.partition(":")[0]


def unresolved_name(text: str, *, base: str = "") -> Unresolved | None:
    """Find the first name whose prefix no PREFIX before it declares, or IRI that is relative without a base."""
    declared = {"<"} if base else set[str]()
    before = ""
    for token in tokens(text):
        name = token.group()
        if before in ("PREFIX", "BASE"):
            declared.add(name.partition(":")[0] if before == "PREFIX" else "<")
        elif _is_unresolved(token, declared):
            line_start = text.rfind("\n", 0, token.start()) + 1
            return Unresolved(name, text.count("\n", 0, line_start) + 1, token.start() - line_start + 1)
        before = name.upper()
    return None


def _is_unresolved(token: re.Match[str], declared: set[str]) -> bool:
    name = token.group()
    if token.lastgroup == "iri":
        return "<" not in declared and not _ABSOLUTE.match(name)
    return token.lastgroup == "name" and not name.startswith("_:") and name.partition(":")[0] not in declared
