"""Conditions of queries, asked of Oxigraph: where it is certain that rdflib finds the same, and where it is not.

rdflib decides what a shape says. Here an expression comes with what must hold so that both give the same value for it
without an error; a condition with three others that hold at least, or at most, where rdflib finds it true or false.
Whatever is not known here may be true, and is never relied on.
"""
# ruff: noqa: ANN401 - the algebra has no types

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rdflib import XSD, Literal, URIRef, Variable

from kgpub.check.kept_terms import KEPT
from kgpub.check.shacl.screened_terms import DATE, INTEGER, LANG_STRING, STRING, Unscreened, constant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Set as AbstractSet

TERM, IRI, BOOLEAN = "term", "IRI", "boolean"
"""Sorts of values besides the datatypes: any term, an IRI, true or false."""


_PLAIN_REGEX = re.compile(
    r"""(?: [\w /:@#%=~,;'"!<>-] | \\[./?*+()\[\]{}|^$-] | \[\^?[A-Za-z0-9./:_@]+(?:-[A-Za-z0-9./:_@]+)*\]
          | [.^()|] | \(\?: | (?<=[\w\])./-]) [?*+] (?![?*+]) )* \$? \)*""",
    re.VERBOSE,
)
"""No classes by name, no looking around, no flags, no counts; `$` at the end only."""

_END = re.compile(r"(?<!\\)\$(?=\)*$)")


@dataclass(frozen=True)
class Value:
    """An expression as Oxigraph reads it."""

    text: str
    known: tuple[str, ...] = ()
    """All of this must hold for rdflib to give the same value; an error is as good as false."""
    sort: str = TERM


@dataclass(frozen=True)
class Condition:
    """A condition as three: neither of them ever raises an error."""

    may: str
    """Holds wherever the condition is true in rdflib."""
    must: str
    """Holds only where it is true there."""
    never: str
    """Holds only where it is false there, without an error."""


OPEN = Condition("true", "false", "false")
"""A condition of which nothing is known."""


@dataclass(frozen=True)
class Scope:
    """What an expression can see."""

    this: str | None
    """What stands for $this, where it is bound."""
    certain: AbstractSet[str]
    """The variables that every solution binds."""
    exists: Callable[[Any, AbstractSet[str]], tuple[str, str]]
    """Gives the pattern of EXISTS as one with more, and as one with fewer solutions."""


def condition(expression: Any, scope: Scope) -> Condition:
    """Give what a condition of a query is known of."""
    name = getattr(expression, "name", "")
    if name == "ConditionalAndExpression":
        return _all(expression, scope)
    if name == "ConditionalOrExpression":
        return _any(expression, scope)
    if name == "UnaryNot":
        inner = condition(expression.expr, scope)
        return Condition(f"!{inner.must}", inner.never, inner.must)
    if name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
        return _exists(expression, scope)
    return _leaf(expression, scope)


def conjuncts(expression: Any) -> list[Any]:
    """Give the conditions that must all hold."""
    if getattr(expression, "name", "") == "ConditionalAndExpression":
        return [part for operand in _operands(expression) for part in conjuncts(operand)]
    return [expression]


def _operands(expression: Any) -> list[Any]:
    return [expression.expr, *(expression.other or ())]


def _all(expression: Any, scope: Scope) -> Condition:
    parts = [condition(part, scope) for part in _operands(expression)]
    may = _joined("&&", [part.may for part in parts])
    if _has_bare(expression):
        return Condition(may, "false", "false")
    never = parts[-1].never
    for part in reversed(parts[:-1]):  # rdflib looks at the next only where one is true
        never = f"({part.never} || ({part.must} && {never}))"
    return Condition(may, _joined("&&", [part.must for part in parts]), never)


def _any(expression: Any, scope: Scope) -> Condition:
    if _has_bare(expression):
        return OPEN
    parts = [condition(part, scope) for part in _operands(expression)]
    may, must = (_joined("||", [getattr(part, side) for part in parts]) for side in ("may", "must"))
    return Condition(may, must, _joined("&&", [part.never for part in parts]))


def _has_bare(expression: Any) -> bool:
    """Tell whether a variable is an operand: unbound, it makes rdflib give up all operands."""
    return any(isinstance(operand, Variable) for operand in _operands(expression))


def _joined(operator: str, parts: Iterable[str]) -> str:
    return f"({f' {operator} '.join(parts)})"


def _exists(expression: Any, scope: Scope) -> Condition:
    wide, narrow = scope.exists(expression.graph, scope.certain)
    found, certain = f"EXISTS {{ {wide} }}", f"EXISTS {{ {narrow} }}"
    if expression.name == "Builtin_EXISTS":
        return Condition(found, certain, f"(!{found})")
    return Condition(f"(!{certain})", f"(!{found})", certain)


def _leaf(expression: Any, scope: Scope) -> Condition:
    if isinstance(expression, Variable):
        return OPEN
    try:
        found = value(expression, scope)
    except Unscreened:
        return OPEN
    if found.sort != BOOLEAN:
        return OPEN
    known = " && ".join(found.known) or "true"
    return Condition(
        f"COALESCE(!({known}) || {found.text}, true)",
        f"COALESCE({known} && {found.text}, false)",
        f"COALESCE({known} && !({found.text}), false)",
    )


def value(expression: Any, scope: Scope) -> Value:
    """Give an expression with what must hold for it. Raises Unscreened."""
    if isinstance(expression, Variable):
        return _variable(expression, scope)
    if isinstance(expression, URIRef | Literal):
        return _constant(expression)
    compile_ = _EXPRESSIONS.get(getattr(expression, "name", ""))
    if compile_ is None:
        raise Unscreened
    return compile_(expression, scope)


def _variable(variable: Variable, scope: Scope) -> Value:
    if variable == Variable("this") and scope.this is not None:
        return Value(scope.this, sort=IRI)
    return Value(f"?{variable}", () if str(variable) in scope.certain else (f"BOUND(?{variable})",))


def _constant(term: URIRef | Literal) -> Value:
    if isinstance(term, URIRef):
        return Value(constant(term), sort=IRI)
    if term.datatype == XSD.boolean and str(term) in ("true", "false"):
        return Value(str(term), sort=BOOLEAN)
    if term.language is not None:
        return Value(constant(term), sort=LANG_STRING)
    sort = STRING if term.datatype is None else f"<{term.datatype}>"
    if sort not in (STRING, INTEGER, DATE) or (text := constant(term)).endswith(f"<{KEPT}{term.datatype}>"):
        raise Unscreened
    return Value(text, sort=sort)


def _known(*values: Value) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for item in values for part in item.known))


def _typed(found: Value, sort: str) -> tuple[str, ...]:
    """Give what must hold for a value to be known, and of a datatype."""
    if found.sort == sort:
        return found.known
    if found.sort != TERM:
        raise Unscreened
    return (*found.known, f"DATATYPE({found.text}) = {sort}")


def _typed_all(expressions: Iterable[Any], scope: Scope, sort: str) -> tuple[list[str], tuple[str, ...]]:
    values = [value(expression, scope) for expression in expressions]
    known = dict.fromkeys(part for item in values for part in _typed(item, sort))
    return [item.text for item in values], tuple(known)


def _str(expression: Any, scope: Scope) -> Value:
    inner = value(expression.arg, scope)
    if inner.sort == BOOLEAN:
        raise Unscreened
    # Of a blank node, rdflib gives the label.
    known = inner.known if inner.sort != TERM else (*inner.known, f"!isBlank({inner.text})")
    return Value(f"STR({inner.text})", known, STRING)


def _of_strings(function: str, sort: str, *arguments: str) -> Callable[[Any, Scope], Value]:
    def compiled(expression: Any, scope: Scope) -> Value:
        texts, known = _typed_all([expression[name] for name in arguments], scope, STRING)
        return Value(f"{function}({', '.join(texts)})", known, sort)

    return compiled


def _concat(expression: Any, scope: Scope) -> Value:
    texts, known = _typed_all(expression.arg, scope, STRING)
    return Value(f"CONCAT({', '.join(texts)})", known, STRING)


def _substr(expression: Any, scope: Scope) -> Value:
    """Take a part of a string. Before its beginning, and for a negative length, Python counts from the end."""
    (text,), known = _typed_all([expression.arg], scope, STRING)
    numbers = [number for number in (expression.start, expression.length) if number is not None]
    texts, of_numbers = _typed_all(numbers, scope, INTEGER)
    bounds = [f"{number} >= {least}" for number, least in zip(texts, (1, 0), strict=False)]
    return Value(f"SUBSTR({', '.join([text, *texts])})", (*known, *of_numbers, *bounds), STRING)


def _regex(expression: Any, scope: Scope) -> Value:
    """Look for an expression that Python and Rust read alike, but for `$`: Python's stands before a newline, too."""
    (text,), known = _typed_all([expression.text], scope, STRING)
    pattern = expression.pattern
    if not isinstance(pattern, Literal) or pattern.datatype or pattern.language or expression.flags:
        raise Unscreened
    if not _PLAIN_REGEX.fullmatch(pattern):
        raise Unscreened
    written = constant(Literal(_END.sub(r"\\n?$", pattern)))
    return Value(f"REGEX({text}, {written})", known, BOOLEAN)


def _sum(expression: Any, scope: Scope) -> Value:
    texts, known = _typed_all(_operands(expression), scope, INTEGER)
    if not expression.other:
        return Value(texts[0], known, INTEGER)
    added = "".join(f" {operator} {text}" for operator, text in zip(expression.op, texts[1:], strict=True))
    return Value(f"({texts[0]}{added})", known, INTEGER)


def _coalesce(expression: Any, scope: Scope) -> Value:
    """Take the first that is bound; an expression may raise an error in one engine alone."""
    if not all(isinstance(argument, Variable | URIRef | Literal) for argument in expression.arg):
        raise Unscreened
    values = [value(argument, scope) for argument in expression.arg]
    bound = () if any(not item.known for item in values) else (_joined("||", [item.known[0] for item in values]),)
    return Value(f"COALESCE({', '.join(item.text for item in values)})", bound)


def _if(expression: Any, scope: Scope) -> Value:
    test, then, otherwise = (value(expression[name], scope) for name in ("arg1", "arg2", "arg3"))
    if test.sort != BOOLEAN:
        raise Unscreened
    sort = then.sort if then.sort == otherwise.sort else TERM
    return Value(f"IF({test.text}, {then.text}, {otherwise.text})", _known(test, then, otherwise), sort)


def _bound(expression: Any, scope: Scope) -> Value:
    if expression.arg == Variable("this") and scope.this is not None:
        return Value("true", sort=BOOLEAN)
    return Value(f"BOUND(?{expression.arg})", sort=BOOLEAN)


def _kind(function: str) -> Callable[[Any, Scope], Value]:
    def compiled(expression: Any, scope: Scope) -> Value:
        inner = value(expression.arg, scope)
        return Value(f"{function}({inner.text})", inner.known, BOOLEAN)

    return compiled


def _relation(expression: Any, scope: Scope) -> Value:
    if expression.other is None:
        return value(expression.expr, scope)
    left, operator = value(expression.expr, scope), expression.op
    if operator in ("IN", "NOT IN"):
        if not isinstance(expression.other, list):
            raise Unscreened
        listed = [value(item, scope) for item in expression.other]
        known = dict.fromkeys(part for item in listed for part in _equal(left, item))
        return Value(f"({left.text} {operator} ({', '.join(item.text for item in listed)}))", tuple(known), BOOLEAN)
    right = value(expression.other, scope)
    known_ = _equal(left, right) if operator in ("=", "!=") else _ordered(left, right)
    return Value(f"({left.text} {operator} {right.text})", known_, BOOLEAN)


def _equal(left: Value, right: Value) -> tuple[str, ...]:
    """Give what must hold for two values to be compared alike: literals of one datatype that both know."""
    known, sorts = _known(left, right), {left.sort, right.sort}
    if BOOLEAN in sorts:
        raise Unscreened
    if IRI in sorts or (len(sorts) == 1 and TERM not in sorts):
        return known
    if TERM not in sorts:
        raise Unscreened
    (sort,) = sorts - {TERM} or {TERM}
    terms = [item.text for item in (left, right) if item.sort == TERM]
    plain = [f"!isLiteral({text})" for text in terms]
    alike = f"DATATYPE({terms[0]}) = {sort}" if sort != TERM else _alike(*terms, STRING, LANG_STRING, INTEGER, DATE)
    return (*known, _joined("||", [*plain, f"({alike})"]))


def _ordered(left: Value, right: Value) -> tuple[str, ...]:
    known, sorts = _known(left, right), {left.sort, right.sort}
    if sorts == {TERM}:
        return (*known, _alike(left.text, right.text, STRING, INTEGER, DATE))
    (sort,) = sorts - {TERM} if len(sorts - {TERM}) == 1 else {BOOLEAN}
    if sort not in (STRING, INTEGER, DATE):
        raise Unscreened
    return tuple(dict.fromkeys((*_typed(left, sort), *_typed(right, sort))))


def _alike(left: str, right: str, *datatypes: str) -> str:
    return f"DATATYPE({left}) = DATATYPE({right}) && DATATYPE({left}) IN ({', '.join(datatypes)})"


_EXPRESSIONS: dict[str, Callable[[Any, Scope], Value]] = {
    "Builtin_STR": _str,
    "Builtin_STRLEN": _of_strings("STRLEN", INTEGER, "arg"),
    "Builtin_SHA256": _of_strings("SHA256", STRING, "arg"),
    "Builtin_CONTAINS": _of_strings("CONTAINS", BOOLEAN, "arg1", "arg2"),
    "Builtin_STRSTARTS": _of_strings("STRSTARTS", BOOLEAN, "arg1", "arg2"),
    "Builtin_STRENDS": _of_strings("STRENDS", BOOLEAN, "arg1", "arg2"),
    "Builtin_CONCAT": _concat,
    "Builtin_SUBSTR": _substr,
    "Builtin_COALESCE": _coalesce,
    "Builtin_IF": _if,
    "Builtin_BOUND": _bound,
    "Builtin_isIRI": _kind("isIRI"),
    "Builtin_isURI": _kind("isIRI"),
    "Builtin_isLITERAL": _kind("isLiteral"),
    "Builtin_isBLANK": _kind("isBlank"),
    "Builtin_REGEX": _regex,
    "AdditiveExpression": _sum,
    "RelationalExpression": _relation,
}
"""What both engines evaluate alike."""
