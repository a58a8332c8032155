"""Running the command on a terminal, as people do."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_STYLES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@dataclass(frozen=True)
class Seen:
    """What was seen on the terminal, without colours, and the exit status."""

    status: int
    text: str
    raw: bytes


def on_terminal(*arguments: str | Path, columns: int = 100) -> Seen:
    """Run the command on a terminal of a width, and give what is seen."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    process = subprocess.Popen(
        [sys.executable, "-m", "kgpub", *map(str, arguments)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment | {"TERM": "xterm-256color"},
        start_new_session=True,
    )
    os.close(theirs)
    raw = _read(ours)
    os.close(ours)
    return Seen(process.wait(60), _STYLES.sub("", raw.decode()).replace("\r\n", "\n"), raw)


def _read(descriptor: int) -> bytes:
    read = b""
    while True:
        try:
            part = os.read(descriptor, 65536)
        except OSError:  # the other end is closed
            return read
        if not part:
            return read
        read += part
