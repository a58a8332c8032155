"""A synthetic archive as a folder that `kgpub` serves."""

from __future__ import annotations

import shutil
import tomllib
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.synthetic.triples import BASE, A, dcterms, lines, own, text, void
from benchmarks.synthetic.writing import LICENCE, SYNTHETIC, Synthetic, graph_name
from kgpub import config as configuration
from kgpub.build import is_current, write_release
from kgpub.identity import Ledger, Minted
from kgpub.identity.ledger import HEADER
from kgpub.store.releases import Releases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kgpub.store.releases import Release

REPOSITORY = Path(__file__).parents[2]
COPIED = ("data/iccpr", "data/criminal-code", "data/vocabularies", "ontology", "shapes")
"""What a synthetic archive takes from this repository: law, concepts, terms and shapes, and nothing about people."""

DATASET = "dataset"
MARK = "made-of"
"""The file that says of what a kept archive was made."""

FILE_LINES = 2_000
"""After so many lines of N-Triples, another file begins."""
LEDGER = "ledger.txt"
MINTED_ON = date(2026, 1, 1)
KINDS = {
    "person": "kg:Person",
    "name": "skosxl:Label",
    "statement": "kg:Statement",
    "assertion": "kg:Assertion",
    "charge": "kg:Charge",
    "event": "kg:StatusChange",
    "act": "kg:Act",
}


def write_archive(folder: Path, *, triples: int, seed: int, settings: str = "", crowd: int = 0) -> None:
    """Write an archive with at least so many synthetic triples; `settings` is appended to its kgpub.toml.

    With a `crowd`, so many things among them point to one person.
    """
    synthetic = Synthetic(triples, seed=seed, crowd=crowd)
    for part in COPIED:
        shutil.copytree(REPOSITORY / part, folder / part, dirs_exist_ok=True)
    graphs = {**synthetic.graphs, DATASET: list(_dataset(synthetic.graphs))}
    for graph, content in graphs.items():
        file = folder / _file(graph)
        file.parent.mkdir(parents=True, exist_ok=True)
        for number, piece in enumerate(_pieces(content, synthetic.ends[graph])):
            file.with_stem(_numbered(graph, number)).write_text("".join(piece), encoding="utf-8")
    (folder / "kgpub.toml").write_text(f"{_configuration(graphs)}\n{settings}\n", encoding="utf-8")
    (folder / LEDGER).write_text(_ledger(synthetic.minted), encoding="utf-8")


def archive_of(folder: Path, *, triples: int, seed: int, settings: str = "") -> tuple[Path, Release]:
    """Write an archive below a folder, in place of that of an earlier run, with its release."""
    archive = folder / f"synthetic-{triples}-{seed}"
    shutil.rmtree(archive, ignore_errors=True)
    write_archive(archive, triples=triples, seed=seed, settings=settings)
    return archive, write_release_of(archive)


def kept_archive_of(folder: Path, *, triples: int, seed: int, crowd: int) -> Path:
    """Give an archive below a folder with its release: that of an earlier run, where it would come out the same."""
    archive = folder / f"synthetic-{triples}-{seed}-{crowd}"
    mark, ingredients = archive / MARK, _ingredients()
    if not mark.is_file() or mark.read_text() != ingredients:
        shutil.rmtree(archive, ignore_errors=True)
        write_archive(archive, triples=triples, seed=seed, crowd=crowd)
        mark.write_text(ingredients)
    # The server would check an archive whose release is not current, which takes hours at a large size.
    if not is_current(configuration.load(archive), Releases(archive).current()):
        write_release_of(archive)
    return archive


def _ingredients() -> str:
    """Give the digest of what an archive is made of and by."""
    digest = sha256()
    parts = (Path(__file__).parent, *(REPOSITORY / part for part in COPIED))
    for file in sorted(file for part in parts for file in part.rglob("*") if file.suffix in (".py", ".ttl")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def write_release_of(folder: Path) -> Release:
    """Write the release of an archive.

    The shapes are not checked, which would take too long at this size: that data made here pass them is tested at a
    small one.
    """
    config = configuration.load(folder)
    return write_release(config, configuration.open_archive(config))


def _file(graph: str) -> str:
    return f"data/synthetic/{graph}.nt"


def _numbered(graph: str, number: int) -> str:
    return f"{graph}-{number:03}" if number else graph


def _pieces(content: list[str], ends: Iterable[int]) -> Iterator[list[str]]:
    """Cut a graph into files of a size that people keep, between statements: what has no URI is in one of them."""
    start = 0
    for end in (*ends, len(content)):
        if end - start >= FILE_LINES or (end == len(content) and end > start):
            yield content[start:end]
            start = end


def _dataset(graphs: Iterable[str]) -> Iterator[str]:
    yield from lines(
        own(DATASET),
        (A, void("Dataset")),
        (dcterms("title"), text("Synthetic archive")),
        (dcterms("description"), text(SYNTHETIC)),
        (dcterms("license"), LICENCE),
        *((void("subset"), own(graph_name(graph))) for graph in (*graphs, DATASET)),
    )


def _ledger(minted: Iterable[str]) -> str:
    events = tuple(Minted(BASE + name, MINTED_ON) for name in minted)
    return str(Ledger(BASE, events, tuple(HEADER.splitlines())))


def _configuration(graphs: Iterable[str]) -> str:
    return "\n".join((_ARCHIVE, _prefixes(), *map(_graph, graphs), _COPIED_GRAPHS, *_kinds()))


def _prefixes() -> str:
    """Give this repository's prefixes, which name the terms of its ontology and of those that it reuses."""
    known = tomllib.loads((REPOSITORY / "kgpub.toml").read_text(encoding="utf-8"))["prefixes"]
    return "[prefixes]\n" + "".join(f'{prefix} = "{iri}"\n' for prefix, iri in known.items())


def _graph(graph: str) -> str:
    return f'[[graphs]]\nuri = "{graph_name(graph)}"\nfiles = ["{_file(f"{graph}*")}"]\n'


def _kinds() -> Iterator[str]:
    for kind, class_ in KINDS.items():
        yield f'[identity.kinds.{kind}]\npath = "{kind}/"\nclass = "{class_}"\n'


_ARCHIVE = f"""\
# Made by `python -m benchmarks`: a synthetic archive, about nobody.

[archive]
base = "{BASE}"
title = "SYNTHETIC archive: nobody in it exists"
languages = ["en", "be", "ru"]
dataset = "{DATASET}"
entities = ["kg:Person", "kg:Statement", "kg:Organization", "eli:LegalResource", "kg:Provision", "kg:SourceDocument"]
labels = ["skos:prefLabel", "dcterms:title", "rdfs:label", "sh:name", "skosxl:literalForm", "schema:text", "sh:message"]
"""

_COPIED_GRAPHS = f"""\
[[graphs]]
uri = "graph/iccpr"
files = ["data/iccpr/*.ttl"]

[[graphs]]
uri = "graph/criminal-code"
files = ["data/criminal-code/*.ttl"]

[[graphs]]
uri = "graph/vocabularies"
files = ["data/vocabularies/*.ttl"]

[[graphs]]
uri = "graph/ontology"
files = ["ontology/kgpub.ttl", "ontology/reused.ttl"]
kind = "ontology"

[[graphs]]
uri = "graph/mappings"
files = ["ontology/mappings.ttl"]

[[graphs]]
uri = "graph/shapes"
files = ["shapes/*.ttl"]
kind = "shapes"

[identity]
ledger = "{LEDGER}"
"""
