"""What a SHACL result found and what was expected, in one sentence, whatever message the shape has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rdflib
from rdflib.namespace import RDF, SH

from kgpub.check.shacl.terms import to_pyoxigraph

if TYPE_CHECKING:
    from rdflib.term import Node

    from kgpub.check.naming import Naming
    from kgpub.check.shacl.engine import Result

# Component: the parameter that it is told by, and the sentence. https://www.w3.org/TR/shacl/#core-components
SENTENCES = {
    "MinCount": ("minCount", "{path} has {count}, but needs at least {parameter}"),
    "MaxCount": ("maxCount", "{path} has {count}, but may have at most {parameter}"),
    "Datatype": ("datatype", "{value} is not a literal of the type {parameter}"),
    "Class": ("class", "{value} is not a {parameter}"),
    "NodeKind": ("nodeKind", "{value} is not of the kind {parameter}"),
    "In": ("in", "{value} is none of {parameter}"),
    "HasValue": ("hasValue", "{path} does not have the value {parameter}"),
    "Pattern": ("pattern", "{value} does not match the pattern {parameter}"),
    "LanguageIn": ("languageIn", "{value} is in none of the languages {parameter}"),
    "UniqueLang": ("uniqueLang", "{path} has two values in one language"),
    "MinLength": ("minLength", "{value} has fewer characters than {parameter}"),
    "MaxLength": ("maxLength", "{value} has more characters than {parameter}"),
    "MinInclusive": ("minInclusive", "{value} is not {parameter} or more"),
    "MinExclusive": ("minExclusive", "{value} is not more than {parameter}"),
    "MaxInclusive": ("maxInclusive", "{value} is not {parameter} or less"),
    "MaxExclusive": ("maxExclusive", "{value} is not less than {parameter}"),
    "Closed": ("ignoredProperties", "{path} is not among the properties that the shape allows"),
    "Equals": ("equals", "{path} and {parameter} do not have the same values"),
    "Disjoint": ("disjoint", "{value} is a value of {parameter} as well"),
    "LessThan": ("lessThan", "{value} is not less than the value of {parameter}"),
    "LessThanOrEquals": ("lessThanOrEquals", "{value} is more than the value of {parameter}"),
    "Node": ("node", "{value} does not conform to {parameter}"),
    "Property": ("property", "{value} does not conform to {parameter}"),
    "Not": ("not", "{value} conforms to {parameter}, which it must not"),
    "And": ("and", "{value} does not conform to all of {parameter}"),
    "Or": ("or", "{value} conforms to none of {parameter}"),
    "Xone": ("xone", "{value} does not conform to exactly one of {parameter}"),
    "QualifiedMinCount": ("qualifiedMinCount", "too few values of {path} conform; the least is {parameter}"),
    "QualifiedMaxCount": ("qualifiedMaxCount", "too many values of {path} conform; the most is {parameter}"),
}
SHOWN_ITEMS = 8
SHOWN_DETAILS = 4
NAMELESS = "the shape"


class Reasons:
    """Words for results on one archive."""

    def __init__(self, data: rdflib.Graph, shapes: rdflib.Graph, naming: Naming) -> None:
        self.data = data
        self.shapes = shapes
        self.naming = naming

    def sentence(self, result: Result) -> str:
        """Say what was found and expected; of a constraint in SPARQL or of the archive's own, the value."""
        if result.kind not in SENTENCES:
            return "" if result.value in (None, result.focus) else self.naming.thing(to_pyoxigraph(result.value))
        parameter, words = SENTENCES[result.kind]
        sentence = words.format(
            path=self.path(result.path) or "the thing",
            value="" if result.value is None else self.term(result.value),
            count=self.count(result),
            parameter=self.parameter(self.shapes.value(result.shape, SH[parameter])),
        )
        details = self.details(result)
        return f"{sentence}: {details}" if details else sentence

    def details(self, result: Result) -> str:
        """Say why the shapes that the value should conform to do not hold of it, one after the other."""
        told = dict.fromkeys(filter(None, (self.sentence(detail) for detail in result.details)))
        between = "; or " if result.kind in ("Or", "Xone") else "; "
        return between.join(list(told)[:SHOWN_DETAILS]) + ("; …" if len(told) > SHOWN_DETAILS else "")

    def message(self, result: Result) -> str:
        """Give the shape's own message, in the best language, or nothing where pySHACL made one up."""
        of_shape = set(map(str, self.shapes.objects(result.shape, SH.message)))
        if result.kind.startswith("SPARQL"):
            # pySHACL gives the constraint's message, without its tag, and the shape's. The constraint's says more.
            of_constraint = [message for message in result.messages if message[0] not in of_shape]
            return self.naming.in_best_language(of_constraint or result.messages)
        return self.naming.in_best_language(result.messages) if of_shape else ""

    def term(self, term: Node) -> str:
        """Give a term of a result for people."""
        return self.naming.term(to_pyoxigraph(term))

    def count(self, result: Result) -> str:
        """Say how many values there are, where the path is a property."""
        if not isinstance(result.path, rdflib.URIRef):
            return "too few values" if result.kind.startswith("Min") else "too many values"
        number = len(set(self.data.objects(result.focus, result.path)))
        return {0: "no value", 1: "1 value"}.get(number, f"{number} values")

    def parameter(self, node: Node | None) -> str:
        """Give a parameter for people: a list by its items, a shape without a name as that."""
        if isinstance(node, rdflib.BNode):
            items = list(self.shapes.items(node)) if (node, RDF.first, None) in self.shapes else []
            shown = [self.parameter(item) for item in items[:SHOWN_ITEMS]]
            if set(shown) == {NAMELESS}:
                return "the shapes"
            return ", ".join(shown if len(items) == len(shown) else [*shown, "…"]) if items else NAMELESS
        if isinstance(node, rdflib.Literal):
            return str(node)
        return "" if node is None else self.term(node)

    def path(self, path: Node | None) -> str:
        """Give a path as SPARQL writes it (https://www.w3.org/TR/shacl/#property-paths), with prefixes."""
        if path is None or isinstance(path, rdflib.URIRef):
            return "" if path is None else self.term(path)
        if (path, RDF.first, None) in self.shapes:
            return "/".join(self.path(step) for step in self.shapes.items(path))
        for kind, before, after in _PATHS:
            inner = self.shapes.value(path, kind)
            if inner is not None:
                return f"{before}{self.path(inner)}{after}"
        alternatives = self.shapes.value(path, SH.alternativePath)
        return f"({'|'.join(self.path(step) for step in self.shapes.items(alternatives))})" if alternatives else ""


_PATHS = (
    (SH.inversePath, "^", ""),
    (SH.zeroOrMorePath, "", "*"),
    (SH.oneOrMorePath, "", "+"),
    (SH.zeroOrOnePath, "", "?"),
)
