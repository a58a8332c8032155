"""Signposting: typed links in headers, by which programs find their way without reading a page.

https://signposting.org/FAIR/ · https://www.rfc-editor.org/rfc/rfc8288
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from werkzeug.http import http_date

from kgpub.publication.dumps import GZIP
from kgpub.publication.resources import local
from kgpub.rdf.formats import DOCUMENT_FORMATS, HTML, LINKSET, RDF_FORMATS
from kgpub.rdf.vocabularies import DCTERMS, SCHEMA
from kgpub.web.addresses import href

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from werkzeug.wrappers import Response

    from kgpub.publication import Publication
    from kgpub.publication.credits import Credits
    from kgpub.rdf.formats import Format

LONGEST_BYTES = 6000
"""How long the links in a header may be together: servers and proxies take 8 kB of headers."""


def in_ascii(reference: str) -> str:
    """Give a reference with escapes for all that headers, and URIs, do not take."""
    return quote(reference, safe="/:@!$&'()*+,;=%~#?[]")


@dataclass(frozen=True)
class Link:
    """A link to a target, which is a URI or a path on this host; `type` is the media type of what is there."""

    target: str
    rel: str
    type: str = ""

    @property
    def href(self) -> str:
        """The target in ASCII."""
        return in_ascii(self.target)

    def __str__(self) -> str:
        """Write it as a header does."""
        return f'<{self.href}>; rel="{self.rel}"' + (f'; type="{self.type}"' if self.type else "")


@dataclass(frozen=True)
class Signposts:
    """What there is to link to from a thing and from its documents. `path` is the thing's on this host.

    `collection` is the path of what the thing is a part of; `items` are the paths of files that hold it.
    """

    thing: str
    path: str
    types: tuple[str, ...]
    credits: Credits
    collection: str = ""
    items: tuple[str, ...] = ()

    def at(self, entry: Format) -> str:
        """Give the path of the thing's document in a format."""
        return f"{self.path}.{entry.extension}"

    def links(self, entry: Format | None) -> list[list[Link]]:
        """Give the links of a document in a format, or of the thing: those that matter most first."""
        return [
            [Link(self.thing, "cite-as"), Link(self.at(LINKSET), "linkset", LINKSET.media_type)],
            self._belonging(entry),
            [Link(uri, "type") for uri in self._types(entry)],
            [Link(self.at(form), "describedby", form.media_type) for form in RDF_FORMATS],
            alternate_links(self.path),
            [Link(item, "item", GZIP) for item in self.items],
        ]

    def _belonging(self, entry: Format | None) -> list[Link]:
        # The profile has one licence at most: where several hold, the documents say which.
        links = [Link(uri, "license") for uri in self.credits.licences if len(self.credits.licences) == 1]
        links += [Link(uri, "author") for uri in self.credits.authors]
        links += [Link(uri, DCTERMS("publisher").value) for uri in self.credits.publishers]
        if self.collection:
            links.append(Link(self.collection, "collection"))
        if entry not in (None, HTML):
            links.append(Link(self.at(HTML), "describes", HTML.media_type))
        return links

    def _types(self, entry: Format | None) -> tuple[str, ...]:
        return (SCHEMA("AboutPage").value, *self.types) if entry is HTML else self.types


def signposts(current: Publication, uri: str, *, types: Iterable[str], credits_: Credits) -> Signposts:
    """Give where a thing's signs point."""
    is_dataset = uri == current.dataset_document
    return Signposts(
        thing=current.topic(uri),
        path=local(current.resources.path(uri)),
        types=tuple(sorted(types)),
        credits=credits_,
        collection="" if is_dataset else href(current.config.dataset),
        items=tuple(f"/dumps/{dump.name}" for dump in current.dumps) if is_dataset else (),
    )


def header(groups: Iterable[Sequence[Link]]) -> str:
    """Give the value of a Link header. What does not fit into it stands in the link set alone, group by group."""
    written: list[str] = []
    left = LONGEST_BYTES
    for group in groups:
        texts = [str(link) for link in group]
        left -= sum(len(text) + 2 for text in texts)
        if left < 0:
            break
        written += texts
    return ", ".join(written)


def alternate_links(path: str) -> list[Link]:
    """Give a link to each format of what is at a path."""
    return [Link(f"{path}.{entry.extension}", "alternate", entry.media_type) for entry in DOCUMENT_FORMATS]


def put_up(response: Response, signs: Signposts, entry: Format | None) -> None:
    """Add the links to the response for a document in a format, or for a thing."""
    response.headers["Link"] = header(signs.links(entry))
    if entry is not None:
        response.headers["Content-Location"] = in_ascii(signs.at(entry))


def date(response: Response, current: Publication) -> None:
    """Say when the release was made of what is published: names of neighbours are in a document, too.

    It is set when all conditions were looked at, since only tags tell whether a document changed.
    """
    if revision := current.release.manifest["source"]["revision"]:
        response.headers["Last-Modified"] = http_date(datetime.fromisoformat(revision["date"]))
