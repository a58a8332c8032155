"""An archive whose every text wants to be markup: in a real browser none of it is anything but text.

The policy that pages are sent with would stop a script that got through. So the tests do not look for scripts that ran
alone, but for any element or attribute that a text made.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.browsers import browsing, console
from tests.publications import copy_thesaurus
from tests.secrecy.plantings import PREFIXES, SETTINGS
from tests.servers import Server, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selenium.webdriver.chrome.webdriver import WebDriver

RUN = "document.title='taken'"
ATTEMPTS = (
    f"</script><script data-evil>{RUN}</script>",
    f'</SCRIPT ><svg data-evil onload="{RUN}">',
    f'<img data-evil src=x onerror="{RUN}">',
    f'"\' data-evil onmouseover="{RUN}" \'',
    "</title></textarea></style></template></noscript><b data-evil>",
    "<!--<script>--><b data-evil>]]><b data-evil>",
    "&lt;b data-evil&gt; &#60;b data-evil>",
    "{{ 7 * 7 }} {% raw %} ${7*7} \\u003cb data-evil\\u003e",
    "\u2028\u2029\u202e<b data-evil>",
)
EVIL = "planted " + " ".join(ATTEMPTS)
TEXT = json.dumps(EVIL)  # as Turtle and TOML write it, too
QUOTING_IRI = f"https://thesaurus.example/weather/'onmouseover='{RUN}'&quot;(x)"
IDS = ("b2c3d4f2", "g4h5j6k3", "k5d8fc3h", "m2x7qt98")
SPLIT, PART, OTHER_PART, GONE = (f"thing/{id_}" for id_ in IDS)

DATA = f"""{PREFIXES}
w:planted a skos:Concept, t:Planted ; skos:prefLabel {TEXT}@en, {TEXT}@en-x-evil, {TEXT} ; skos:altLabel {TEXT} ;
    skos:broader w:rain ; skos:notation {TEXT} ; t:planted {TEXT}@be--rtl, {TEXT}^^rdf:HTML, {TEXT}^^rdf:JSON ;
    t:planted {TEXT}^^<https://thesaurus.example/terms#'onmouseover='{RUN}'> , [ t:planted ( {TEXT} ) ] ;
    rdfs:seeAlso <javascript:{RUN}> , <JaVaScRiPt:{RUN}> , <vbscript:{RUN}> , <data:text/html,%3Cscript%3E{RUN}> ;
    rdfs:seeAlso <https://other.example/'onmouseover='{RUN}'> , <{QUOTING_IRI}> ; t:by {TEXT} {{| t:by {TEXT} |}} ;
    <javascript:{RUN}> {TEXT} .
w:rain skos:related w:planted ; rdfs:comment {TEXT} .
<https://thesaurus.example/weather> dcterms:description {TEXT} ; dcterms:title {TEXT} ; dcterms:creator {TEXT} ;
    dcterms:license <javascript:{RUN}> .
<https://thesaurus.example/graph/notes> dcterms:title {TEXT} .
<{QUOTING_IRI}> a skos:Concept ; skos:prefLabel {TEXT}@en .
<https://thesaurus.example/weather#planted> a skos:Collection ; skos:prefLabel {TEXT} ; skos:member w:planted .
thing:{IDS[1]} a t:Thing ; skos:prefLabel {TEXT} . thing:{IDS[2]} a t:Thing ; skos:prefLabel {TEXT} .
"""
TERMS = f"""{PREFIXES}
t:planted a owl:DatatypeProperty ; rdfs:label {TEXT}@en ; rdfs:comment {TEXT}@en .
t:Planted a owl:Class ; rdfs:label {TEXT}@en ; rdfs:comment {TEXT}@en ; rdfs:subClassOf skos:Concept .
"""
SHAPES = f"""{PREFIXES}
<https://thesaurus.example/shapes#Planted> a sh:NodeShape ; sh:targetClass t:Planted ; rdfs:label {TEXT} ;
    sh:property [ sh:path t:planted ; sh:name {TEXT}@en ; sh:description {TEXT}@en ; sh:group t:group ] .
t:group a sh:PropertyGroup ; rdfs:label {TEXT} .
"""
EXAMPLE = f"""{PREFIXES}
<https://thesaurus.example/query/planted> a sh:SPARQLSelectExecutable ; rdfs:label {TEXT}@en ; rdfs:comment {TEXT}@en ;
    sh:select {json.dumps(f"SELECT * {{ ?s ?p {TEXT} }}")} .
"""
LEDGER = f"""\
2025-01-01 minted {SPLIT}
2025-01-01 minted {PART}
2025-01-01 minted {OTHER_PART}
2025-01-01 minted {GONE}
2025-02-01 split {SPLIT} {PART} {OTHER_PART}
2025-02-01 withdrawn {GONE} error
"""
ASKED = quote("SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'planted')) }")
TYPE = quote("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", safe="")
PATHS = (
    "",
    "weather/planted.html",
    "weather/rain.html",
    f"{quote(QUOTING_IRI.removeprefix('https://thesaurus.example/'))}.html",
    "weather.html",
    "terms.html",
    "shapes.html",
    "graph/notes.html",
    "query/planted.html",
    "about/ontology",
    "about/persistence",
    f"{PART}.html",
    SPLIT,
    GONE,
    "sparql",
    f"sparql?query={quote(EVIL)}",
    f"sparql?query={ASKED}",
    f"links.html?to={quote('http://www.w3.org/2004/02/skos/core#Concept', safe='')}&by={TYPE}",
    f"links.html?to={quote(EVIL)}&by={quote(EVIL)}",
    f"graph-store?graph={quote(EVIL)}",
    quote(EVIL, safe=""),
    f"weather/{quote(EVIL)}.html",
    f"dumps/{quote(EVIL, safe='')}",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(planted(tmp_path_factory.mktemp("planted") / "archive")) as running:
        yield running


def planted(folder: Path) -> Path:
    """Copy the thesaurus and add to all that it says."""
    copy_thesaurus(folder, settings=SETTINGS)
    for name, text in {
        "data/notes.ttl": DATA,
        "terms.ttl": TERMS,
        "shapes.ttl": SHAPES,
        "data/examples.ttl": EXAMPLE,
    }.items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
    (folder / "ledger.txt").write_text(LEDGER)
    settings = (folder / "kgpub.toml").read_text()
    (folder / "kgpub.toml").write_text(settings.replace('"A small thesaurus of weather"', TEXT))
    return folder


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebDriver]:
    with browsing(tmp_path_factory.mktemp("profile")) as running:
        yield running


MADE = """return {
    title: document.title,
    made: [...document.querySelectorAll('[data-evil], [onmouseover], [onload], [onerror], svg[data-evil]')]
        .map(element => element.outerHTML),
    scripts: [...document.querySelectorAll('script')]
        .filter(element => !element.src && !(element.type || '').includes('json')).map(element => element.outerHTML),
    links: [...document.querySelectorAll('[href], [src], [action]')]
        .map(element => element.href || element.src || element.action)
        .filter(link => !/^https?:|^mailto:/.test(link)),
    data: [...document.querySelectorAll('script[type="application/ld+json"]')]
        .map(element => { try { JSON.parse(element.textContent); return 'JSON' } catch (error) { return `${error}` } }),
    said: document.body.innerText.includes('<script data-evil>'),
}"""


@pytest.mark.parametrize("path", PATHS, ids=range(len(PATHS)))
def test_every_text_is_text(browser: WebDriver, server: Server, path: str) -> None:
    console(browser)
    browser.get(server.url + path)
    found = browser.execute_script(MADE)
    assert found["title"] != "taken"
    assert (found["made"], found["scripts"], found["links"]) == ([], [], [])
    assert set(found["data"]) <= {"JSON"}
    assert [message for message in console(browser) if "status of 4" not in message] == []


def test_texts_are_there_to_be_seen(browser: WebDriver, server: Server) -> None:
    """So that the test above means something."""
    for path in ("", "weather/planted.html", "terms.html", SPLIT, f"sparql?query={ASKED}"):
        browser.get(server.url + path)
        assert browser.execute_script(MADE)["said"], path


def test_the_data_in_a_page_have_the_texts_as_they_are(browser: WebDriver, server: Server) -> None:
    browser.get(f"{server.url}weather/planted.html")
    said = browser.execute_script("return document.querySelector('script[type=\"application/ld+json\"]').textContent")
    assert EVIL in strings(json.loads(said))


def strings(value: object) -> set[str]:
    """Give every text of a JSON document."""
    if isinstance(value, dict):
        return set().union(*map(strings, value.values()))
    if isinstance(value, list):
        return set().union(*map(strings, value))
    return {value} if isinstance(value, str) else set()
