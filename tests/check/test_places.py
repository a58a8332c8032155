"""Findings in JSON-LD and RDF/XML: each at the token concerned, told by the command, underlined as a whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from kgpub.archive import Lines
from kgpub.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """\
[archive]
base = "https://example.org/"
title = "Letters"
[prefixes]
ex = "https://example.org/ns#"
person = "https://example.org/person/"
[[graphs]]
uri = "graph/data"
files = ["data/*.*"]
[[graphs]]
uri = "graph/ontology"
files = ["ontology.ttl"]
kind = "ontology"
[[graphs]]
uri = "graph/shapes"
files = ["shapes.ttl"]
kind = "shapes"
[identity.kinds.person]
path = "person/"
class = "ex:Person"
[check]
select = ["shacl", "dangling-uri", "unknown-term", "lexical-form", "duplicate-id", "canonical-literal", "literal-space"]
"""
SHAPES = """\
@prefix ex: <https://example.org/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ex:LetterShape a sh:NodeShape ; sh:targetClass ex:Letter ;
    sh:property [ sh:path ex:pages ; sh:maxInclusive 9 ] , [ sh:path ex:year ; sh:minCount 1 ] ,
        [ sh:path ex:sheet ; sh:property [ sh:path ex:side ; sh:in ( "recto" "verso" ) ] ] ,
        [ sh:path ex:note ; sh:maxCount 1 ] .
"""
ONTOLOGY = """\
@prefix ex: <https://example.org/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:Letter a rdfs:Class . ex:Person a rdfs:Class .
ex:pages a rdf:Property . ex:year a rdf:Property . ex:sheet a rdf:Property . ex:side a rdf:Property .
ex:about a rdf:Property . ex:note a rdf:Property .
"""

JSON_LD = """\
{"@context": {"ex": "https://example.org/ns#", "id": "@id", "xsd": "http://www.w3.org/2001/XMLSchema#",
              "about": {"@id": "ex:about", "@type": "@id"}, "year": {"@id": "ex:year", "@type": "xsd:gYear"}},
 "@graph": [
  {"id": "https://example.org/letter/1", "@type": "ex:Letter", "year": "196x",
   "ex:pages": [7, 12], "about": ["https://example.org/letter/2", "https://example.org/letter/3"],
   "ex:note": ["a", "\\u00a0é"], "ex:nte": "c"},
  {"@type": "ex:Letter", "id": "https://example.org/letter/2",
   "ex:sheet": [{"ex:side": "verso"}, {"ex:side": "front"}]},
  {"id": "https://example.org/person/k5d8fc3h", "@type": "ex:Person"},
  {"@type": "ex:Person", "id": "https://example.org/person/k5d8fc3h"},
  {"@type": "ex:Letter", "ex:pages": {"@value": "01", "@type": "xsd:integer"}}]}
"""
JSON_LD_FINDINGS = """\
lexical-form 4:72 "196x"
shacl 5:20 12
dangling-uri 5:67 "https://example.org/letter/3"
shacl 6:4 "ex:note"
literal-space 6:21 "\\u00a0é"
unknown-term 6:33 "ex:nte"
shacl 7:32 "https://example.org/letter/2"
shacl 8:51 "front"
duplicate-id 10:32 "https://example.org/person/k5d8fc3h"
shacl 11:3 {
canonical-literal 11:49 "01"
"""
RDF_XML = """\
<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="https://example.org/ns#">
 <ex:Letter rdf:about="https://example.org/letter/1" ex:note="a">
  <ex:year rdf:datatype="http://www.w3.org/2001/XMLSchema#gYear">196x</ex:year>
  <ex:pages rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">7</ex:pages>
  <ex:pages rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">12</ex:pages>
  <ex:about rdf:resource="https://example.org/letter/2"/><ex:about rdf:resource='https://example.org/letter/3'/>
  <ex:note>&#160;é</ex:note><ex:nte>c</ex:nte>
 </ex:Letter>
 <rdf:Description rdf:about="https://example.org/letter/2">
  <rdf:type rdf:resource="https://example.org/ns#Letter"/>
  <ex:sheet rdf:parseType="Resource"><ex:side>verso</ex:side></ex:sheet><ex:sheet ex:side="front"/>
 </rdf:Description>
 <ex:Person rdf:about="https://example.org/person/k5d8fc3h"/>
 <ex:Person rdf:about="https://example.org/person/k5d8fc3h"/>
 <ex:Letter><ex:pages rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">01</ex:pages></ex:Letter>
</rdf:RDF>
"""
RDF_XML_FINDINGS = """\
lexical-form 4:66 196x
shacl 6:69 12
dangling-uri 7:81 'https://example.org/letter/3'
shacl 8:4 ex:note
literal-space 8:12 &#160;é
unknown-term 8:30 ex:nte
shacl 10:29 "https://example.org/letter/2"
shacl 12:91 "front"
duplicate-id 15:23 "https://example.org/person/k5d8fc3h"
shacl 16:3 ex:Letter
canonical-literal 16:79 01
"""


@pytest.mark.parametrize(
    ("name", "document", "expected"),
    [("letters.jsonld", JSON_LD, JSON_LD_FINDINGS), ("letters.rdf", RDF_XML, RDF_XML_FINDINGS)],
    ids=["JSON-LD", "RDF/XML"],
)
def test_a_finding_is_told_at_the_token_that_it_is_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, document: str, expected: str
) -> None:
    found = findings(tmp_path, capsys, f"data/{name}", document)
    assert found == expected.splitlines()


def findings(folder: Path, capsys: pytest.CaptureFixture[str], name: str, document: str) -> list[str]:
    """Check an archive with the command; give rule, place and underlined text of each finding in a document."""
    (folder / "data").mkdir()
    for path, content in {"kgpub.toml": CONFIG, "shapes.ttl": SHAPES, "ontology.ttl": ONTOLOGY, name: document}.items():
        (folder / path).write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["check", str(folder), "--output", "json"])
    report = json.loads(capsys.readouterr().out)
    return [shown(item, Lines(document)) for item in report["findings"] if item["path"] == name]


def shown(finding: dict[str, Any], lines: Lines) -> str:
    line, column = finding["line"], finding["column"]
    end = lines.offset(finding["end_line"], finding["end_column"])
    return f"{finding['rule']} {line}:{column} {lines.text[lines.offset(line, column) : end]}"
