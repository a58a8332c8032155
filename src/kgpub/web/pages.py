"""Pages for people: what the templates are given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask, render_template
from pyoxigraph import Literal, NamedNode

from kgpub import __version__
from kgpub.publication.annotation import annotated_text
from kgpub.publication.layout import Words
from kgpub.publication.links import links_uri
from kgpub.publication.view import Arrangement, natural_order
from kgpub.rdf.formats import DOCUMENT_FORMATS, HTML
from kgpub.rdf.vocabularies import DCTERMS, RDF, XSD
from kgpub.web.addresses import href
from kgpub.web.current import naming, public_address, publication
from kgpub.web.embedding import embedded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyoxigraph import Quad

    from kgpub.publication.description import Description, Incoming
    from kgpub.publication.dumps import Dump
    from kgpub.publication.links import LinksPage
    from kgpub.publication.quad_index import QuadIndex
    from kgpub.web.signposting import Signposts

OTHER_HEADING = "Also stated"
DATA_FORMATS = tuple(entry for entry in DOCUMENT_FORMATS if entry is not HTML)


@dataclass(frozen=True)
class Count:
    """A number with what it counts; `uri` explains it, `href` leads to what was counted."""

    name: str
    number: int
    href: str
    uri: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Links:
    """How many links of one property lead to one host."""

    origin: str
    property: Count


@dataclass(frozen=True)
class Whole:
    """What the page of the dataset shows besides what the archive says of it; graphs have their names."""

    dumps: tuple[Dump, ...]
    graphs: Mapping[str, str]
    links: tuple[Links, ...]


def install_pages(app: Flask) -> None:
    """Give the templates what they all need."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["href"] = href
    app.jinja_env.filters["is_own"] = is_own
    app.jinja_env.filters["kind"] = kind
    app.jinja_env.filters["named"] = named
    app.jinja_env.filters["shorten"] = shorten
    app.jinja_env.filters["datatype_name"] = datatype_name

    @app.context_processor
    def common() -> dict[str, Any]:
        return {"version": __version__, "naming": naming}


def home_page() -> str:
    """Write the first page."""
    current = publication()
    classes = current.release.manifest["dataset"]["classes"]
    entities = [_instances(uri, classes.get(uri, 0)) for uri in current.config.entities]
    return render_template(
        "home.html",
        publication=current,
        introduction=_introduction(),
        entities=[entry for entry in entities if entry.number],
        graphs=list(_graphs()),
        manifest=current.release.manifest,
    )


def resource_page(signs: Signposts, description: Description, quads: Sequence[Quad]) -> str:
    """Write a thing's page; `quads` are what its documents say."""
    current = publication()
    text = annotated_text(current.engine, description.subjects[0].uri, description.statements)
    shown = frozenset({"".join(piece.text for piece in text)} if text else ())
    subjects = Arrangement(description, naming(), OTHER_HEADING, shown).subjects()
    return render_template(
        "resource.html",
        publication=current,
        path=signs.path,
        signs=signs,
        is_hidden=current.hides(description),
        modified=current.modified(description),
        json_ld=embedded(quads, current.names(public_address())),
        subjects=subjects,
        incoming={subject.uri: list(_incoming(subject.uri, subject.unlisted)) for subject in description.subjects},
        text=text,
        formats=DATA_FORMATS,
        dataset=_whole() if signs.thing == current.config.dataset else None,
    )


def links_page(page: LinksPage) -> str:
    """Write a page of a list."""
    current = publication()
    names = [(member, naming().name(NamedNode(member), page.statements)) for member in page.members]
    if page.last == 1:  # a list of several pages stays in the order of its URIs, which its pages cut
        names.sort(key=lambda entry: natural_order(entry[1].casefold()))
    return render_template(
        "links.html",
        publication=current,
        page=page,
        thing=naming().name(NamedNode(page.to), page.statements),
        property=naming().term(page.by),
        is_class=page.by == RDF("type").value,
        members=names,
        address=lambda number: _list_href(page.to, page.by, number),
        formats=DATA_FORMATS,
    )


def is_own(uri: str) -> bool:
    """Tell whether a URI is the archive's."""
    return publication().resources.owns(uri)


def kind(term: object) -> str:
    """Tell templates what kind a term is."""
    match term:
        case NamedNode():
            return "iri"
        case Literal():
            return "literal"
        case _:
            return "other"


def named(uri: str, statements: QuadIndex) -> str:
    """Name a thing by what statements say of it."""
    return naming().name(NamedNode(uri), statements)


def shorten(node: NamedNode) -> str:
    """Abbreviate a URI with the archive's prefixes."""
    return publication().naming.shorten(node)


def datatype_name(literal: Literal) -> str:
    """Give the short name of a literal's datatype; nothing for plain text."""
    return "" if literal.datatype == XSD("string") else shorten(literal.datatype)


def _introduction() -> list[Literal]:
    """Give what the dataset says of itself in the best language."""
    current = publication()
    description = current.describe(current.config.dataset)
    if description is None:
        return []
    node = NamedNode(current.config.dataset)
    words = Words(tuple(description.statements.literals(node, DCTERMS("description"))))
    best = words.best(naming().languages)
    return [literal for literal in words.literals if literal.value == best]


def _instances(uri: str, number: int) -> Count:
    return Count(naming().term(uri), number, _list_href(uri, RDF("type").value), uri=uri, hint=naming().explain(uri))


def _graphs() -> Iterable[Count]:
    current = publication()
    counts = current.release.manifest["graphs"]
    order = [graph.uri for graph in current.config.graphs if graph.uri in counts]
    order += sorted(set(counts) - set(order))
    described = current.describer.naming_of(order)
    for uri in order:
        yield Count(naming().name(NamedNode(uri), described), counts[uri]["triples"], href(uri), uri=uri)


def _incoming(uri: str, entries: Iterable[Incoming]) -> Iterable[Count]:
    for entry in entries:
        yield Count(naming().term(entry.predicate), entry.count, _list_href(uri, entry.predicate), uri=entry.predicate)


def _whole() -> Whole:
    current = publication()
    uris = [dump.graph for dump in current.dumps if dump.graph]
    described = current.describer.naming_of(uris)
    return Whole(
        dumps=current.dumps,
        graphs={uri: naming().name(NamedNode(uri), described) for uri in uris},
        links=tuple(
            Links(origin, Count(naming().term(uri), number, "", uri))
            for origin, properties in sorted(current.release.manifest["links"].items())
            for uri, number in sorted(properties.items())
        ),
    )


def _list_href(to: str, by: str, number: int | None = None) -> str:
    return links_uri("/", to, by, page=number)
