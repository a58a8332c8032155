"""pySHACL as people call it, for comparison: a process that validates an archive's files and prints how many results.

python -m benchmarks.pyshacl_as_it_comes FOLDER [--prepared]
"""

from __future__ import annotations

import warnings
from functools import cache
from pathlib import Path
from typing import Any

import click
import rdflib
from pyshacl import validate
from rdflib.namespace import SH
from rdflib.plugins.sparql import prepareQuery

from kgpub import config

FORMATS = {".ttl": "turtle", ".nt": "nt"}


class Prepared(rdflib.Graph):
    """A graph that parses each query once."""

    @staticmethod
    @cache
    def parsed(text: str) -> Any:  # noqa: ANN401 - rdflib's
        """Parse a query; its prefixes stand in its text."""
        return prepareQuery(text)

    def query(self, query_object: Any, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - rdflib's
        """Answer a query."""
        if isinstance(query_object, str):
            query_object = self.parsed(query_object)
        return super().query(query_object, *arguments, **named)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--prepared", is_flag=True, help="Parse each query once.")
def main(folder: Path, *, prepared: bool) -> None:
    """Validate an archive's files."""
    warnings.simplefilter("ignore")
    archive = config.open_archive(config.load(folder))
    data, shapes = Prepared() if prepared else rdflib.Graph(), rdflib.Graph()
    for file in archive.files:
        graph = shapes if file.kind == "shapes" else data
        graph.parse(data=file.content, format=FORMATS[Path(file.path).suffix])
    _, report, _ = validate(data, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    click.echo(len(set(report.subjects(SH.resultSeverity))))


if __name__ == "__main__":
    main()
