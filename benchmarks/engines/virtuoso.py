"""Virtuoso, where it is installed (Debian: virtuoso-opensource-7).

All triples go into one graph, which each request names as its default graph: the union of all would hold the graphs
that Virtuoso brings along. Its limits on rows and time are raised, since it would cut answers in silence.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import RdfFormat, parse, serialize

from benchmarks.client import Endpoint
from benchmarks.processes import CouldNotStart, free_port, running, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator

GRAPH = "https://example.org/synthetic/graph/all"
START_SECONDS = 60.0
LOAD_SECONDS = 1200.0
PASSWORD = "dba"  # what a new database has; it listens on loopback and ends with the measurement

_CONFIGURATION = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa

[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx

[Parameters]
ServerPort = 127.0.0.1:{sql_port}
ServerThreads = 64
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
DirsAllowed = {folder}
ResultSetMaxRows = 10000000
MaxMemPoolSize = 2000000000
ThreadsPerQuery = 2

[HTTPServer]
ServerPort = 127.0.0.1:{http_port}
ServerThreads = 32
MaxKeepAlives = 32
KeepAliveTimeout = 60

[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 100000
MaxQueryExecutionTime = 600
"""


@contextmanager
def serving(n_quads: Path) -> Iterator[Endpoint]:
    """Serve a file of N-Quads."""
    if shutil.which("virtuoso-t") is None or shutil.which("isql-vt") is None:
        raise CouldNotStart("not installed: apt-get install virtuoso-opensource-7")
    parameters = f"default-graph-uri={quote(GRAPH, safe='')}&"
    endpoint, sql_port = Endpoint("127.0.0.1", free_port(), "/sparql", parameters), free_port()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        values = {"folder": folder, "sql_port": sql_port, "http_port": endpoint.port}
        (folder / "virtuoso.ini").write_text(_CONFIGURATION.format(**values))
        with running(["virtuoso-t", "-f", "-c", folder / "virtuoso.ini"], folder=folder) as server:
            wait_for(server, endpoint, target=endpoint.target("ASK {}"), within=START_SECONDS)
            _load(n_quads, folder, sql_port)
            yield endpoint


def _load(n_quads: Path, folder: Path, sql_port: int) -> None:
    with (folder / "all.nt").open("wb") as output:
        serialize((quad.triple for quad in parse(path=n_quads)), output, format=RdfFormat.N_TRIPLES)
    _sql(sql_port, f"ld_add('{folder}/all.nt', '{GRAPH}');", "rdf_loader_run();", "checkpoint;")
    failed = _sql(sql_port, "SELECT ll_error FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;")
    if "\n0 Rows." not in failed:
        raise CouldNotStart(f"loading failed: {failed[-300:]}")


def _sql(port: int, *statements: str) -> str:
    command = ["isql-vt", f"127.0.0.1:{port}", "dba", PASSWORD]
    done = subprocess.run(
        command, input="\n".join(statements), capture_output=True, text=True, timeout=LOAD_SECONDS, check=False
    )
    return done.stdout + done.stderr
