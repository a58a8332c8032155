"""Small archives that are built for one question each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from kgpub.build import build
from kgpub.rdf.canonical import canonical_lines

if TYPE_CHECKING:
    from pathlib import Path

    from kgpub.build import Built

BASE = "https://a.example/"
PREFIXES = {
    "": BASE,
    "ns": f"{BASE}ns#",
    "person": f"{BASE}person/",
    "name": f"{BASE}name/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
}
HEADER = f"@base <{BASE}> .\n" + "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
TODAY = date(2030, 6, 15)

CONFIGURATION = f"""
[archive]
base = "{BASE}"
title = "An archive"

[[graphs]]
uri = "graph/main"
files = ["data/*.trig"]

[[graphs]]
uri = "shapes"
files = ["shapes.ttl"]
kind = "shapes"

[identity.kinds.person]
path = "person/"
class = "foaf:Person"

[identity.kinds.name]
path = "name/"
class = "skosxl:Label"
"""
SHAPES = "ns:Any a sh:NodeShape ; sh:targetClass ns:None ."


@dataclass(frozen=True)
class SmallArchive:
    """An archive in a folder. Its files are written in TriG, with all prefixes at hand."""

    root: Path

    def write(self, path: str, trig: str) -> None:
        """Write a file of it."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(f"{HEADER}{trig}\n", encoding="utf-8")

    def configure(self, settings: str) -> None:
        """Write its kgpub.toml, with further settings at the end."""
        prefixes = "".join(f'"{name}" = "{iri}"\n' for name, iri in PREFIXES.items())
        text = f"[prefixes]\n{prefixes}{CONFIGURATION}\n{settings}\n"
        (self.root / "kgpub.toml").write_text(text, encoding="utf-8")

    def record(self, *events: str) -> None:
        """Write its ledger."""
        (self.root / "ledger.txt").write_text("".join(f"{event}\n" for event in events), encoding="utf-8")

    def build(self, today: date = TODAY) -> Built:
        """Build it on a day."""
        built = build(self.root, today=today)
        assert built.release is not None, built.report.diagnostics
        return built

    def says(self, today: date = TODAY) -> list[str]:
        """Give what a release of a day says, but for the shapes."""
        release = self.build(today).release
        assert release is not None
        found = [line.decode() for line in release.lines()]
        return [line for line in found if not line.endswith(f"<{BASE}shapes> .\n")]


def small_archive(root: Path, trig: str = "", settings: str = "", *events: str) -> SmallArchive:
    """Make an archive of one file, with settings and a ledger."""
    archive = SmallArchive(root)
    archive.write("shapes.ttl", SHAPES)
    archive.write("data/main.trig", trig)
    archive.configure(settings)
    if events:
        archive.record(*events)
    return archive


def lines(trig: str) -> list[str]:
    """Give TriG as lines of canonical N-Quads; what is in no graph is in that of the file."""
    main, nowhere = NamedNode(f"{BASE}graph/main"), DefaultGraph()
    quads = [
        quad if quad.graph_name != nowhere else Quad(quad.subject, quad.predicate, quad.object, main)
        for quad in parse(HEADER + trig, format=RdfFormat.TRIG)
    ]
    return [line.decode() for line in canonical_lines(quads)]
