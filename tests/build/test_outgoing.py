"""The links that lead out of an archive, counted by where they lead and by what property."""

from __future__ import annotations

import pytest

from kgpub.build.outgoing import outgoing_links
from kgpub.rdf.vocabularies import RDF

BASE = "https://archive.example/"
GRAPH = f"{BASE}graph/a"
SAME = "http://www.w3.org/2002/07/owl#sameAs"


def lines(text: str) -> list[bytes]:
    """Give sorted lines; `:` stands for the base, and a line that names no graph is in the first."""
    written = (line.replace("<:", f"<{BASE}").strip() for line in text.strip().splitlines())
    return sorted(f"{line if line.endswith('.') else f'{line} <{GRAPH}> .'}\n".encode() for line in written)


CASES = {
    "links are counted by origin and property": (
        f"""<:a> <{SAME}> <https://other.example/1>
        <:b> <{SAME}> <https://other.example/2>
        <:b> <:seeAlso> <http://other.example/2>
        <:b> <{SAME}> <https://Third.example:8080/>""",
        {
            "https://other.example/": {SAME: 2},
            "http://other.example/": {f"{BASE}seeAlso": 1},
            "https://third.example:8080/": {SAME: 1},
        },
    ),
    "what two graphs say both is one link": (
        f"""<:a> <{SAME}> <https://other.example/1>
        <:a> <{SAME}> <https://other.example/1> <:graph/b> .""",
        {"https://other.example/": {SAME: 1}},
    ),
    "other graphs do not count": (f"<:a> <{SAME}> <https://other.example/1> <:graph/c> .", {}),
    "a type is no link": (f"<:a> {RDF('type')} <https://other.example/Class>", {}),
    "what stays inside is no link": (f"<:a> <{SAME}> <:b>", {}),
    "what others say of themselves is none of the archive's links": (
        f"<https://other.example/1> <{SAME}> <https://third.example/1>\n_:b <{SAME}> <https://third.example/1>",
        {},
    ),
    "what is not on the web is no link": (f"<:a> <{SAME}> <urn:isbn:1>\n<:a> <{SAME}> <mailto:a@b.example>", {}),
    "a text is no link": (f'<:a> <{SAME}> "<https://other.example/1>"', {}),
    "nothing has no links": ("", {}),
}


@pytest.mark.parametrize(("text", "links"), CASES.values(), ids=CASES)
def test_links_that_lead_out(text: str, links: dict[str, dict[str, int]]) -> None:
    assert outgoing_links(lines(text), base=BASE, graphs={GRAPH, f"{BASE}graph/b"}) == links
