"""nginx, with files: what a web server gives that has nothing to work out."""

from __future__ import annotations

import gzip
import os
import pwd
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.client import Endpoint
from benchmarks.processes import CouldNotStart, free_port, running, wait_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

START_SECONDS = 10.0
PLACES = ("/usr/sbin", "/usr/local/sbin", "/usr/local/bin")  # besides those of PATH, which lacks them for most users


def program() -> str | None:
    """Give where nginx is, if it is installed."""
    return shutil.which("nginx") or shutil.which("nginx", path=os.pathsep.join(PLACES))


@contextmanager
def serving(files: Mapping[str, bytes], redirects: Mapping[str, str], *, workers: int) -> Iterator[Endpoint]:
    """Serve contents by their paths, also coded by gzip beforehand, and answer 303 for others; paths begin with `/`."""
    if (binary := program()) is None:
        raise CouldNotStart("not installed: apt-get install nginx-light")
    endpoint = Endpoint("127.0.0.1", free_port(), "/")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        _write_files(folder / "files", files)
        configuration = folder / "nginx.conf"
        configuration.write_text(_configuration(folder, redirects, port=endpoint.port, workers=workers))
        with running([binary, "-p", folder, "-c", configuration]) as server:
            wait_for(server, endpoint, target=next(iter(files)), within=START_SECONDS)
            yield endpoint


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        file = folder / path.removeprefix("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(content, compresslevel=6, mtime=0))


def _configuration(folder: Path, redirects: Mapping[str, str], *, port: int, workers: int) -> str:
    return _CONFIGURATION.format(
        folder=folder,
        # Its workers must be able to read the folder. For who is not root, nginx passes over this with a word.
        user=pwd.getpwuid(os.getuid()).pw_name,
        workers=workers,
        port=port,
        redirects="\n".join(f"    location = {path} {{ return 303 {to}; }}" for path, to in redirects.items()),
    )


_CONFIGURATION = """\
user {user};
worker_processes {workers};
daemon off;
pid {folder}/pid;
error_log stderr;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  gzip_static on;
  absolute_redirect off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  types {{ text/html html; text/turtle ttl; }}
  server {{
    listen 127.0.0.1:{port};
    root {folder}/files;
{redirects}
  }}
}}
"""
