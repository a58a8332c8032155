"""What the figures were measured on, without a word that tells one machine from another of its kind."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("kgpub", "pyoxigraph", "oxigraph", "rdflib", "rdflib-endpoint", "uvicorn", "granian", "flask")
GIBIBYTE = 1024 * 1024


def environment() -> dict[str, str]:
    """Describe machine and versions."""
    return {
        "processor": f"{os.cpu_count()} × {_processor()}",
        "memory": f"{_memory_kib() / GIBIBYTE:.0f} GiB",
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "Python": platform.python_version(),
        **{name: _version(name) for name in PACKAGES},
        "revision": _revision(),
    }


def load_average() -> str:
    """Tell how busy the machine is: processes that wanted a core in the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _memory_kib() -> int:
    lines = Path("/proc/meminfo").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("MemTotal:"))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _revision() -> str:
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"
