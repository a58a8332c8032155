"""What the Linux kernel is asked to enforce, whatever the code in a process does."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
from pathlib import Path

PR_SET_PDEATHSIG = 1

DEADLINE_SIGNALS = frozenset({signal.SIGALRM, signal.SIGPROF, signal.SIGXCPU})
MEMORY_SIGNALS = frozenset({signal.SIGABRT})


def die_with_parent(parent: int) -> None:
    """End this process when its parent ends, also by SIGKILL. `parent` is the id that it is known to have had."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != parent:  # it ended before the kernel was asked
        os.kill(os.getpid(), signal.SIGKILL)


def start_deadline(seconds: float) -> None:
    """End this process after so many seconds of time, or of CPU time, whichever comes first."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def stop_wall_clock() -> None:
    """From here on only CPU time counts: a reader may be slow."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def stop_deadline() -> None:
    """Let the process live on."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.setitimer(signal.ITIMER_PROF, 0)


def data_bytes() -> int:
    """Give the size of this process's private writable memory, which RLIMIT_DATA limits."""
    pages = int(Path("/proc/self/statm").read_text().split()[5])
    return pages * resource.getpagesize()


def allow_memory(allowance_bytes: int) -> None:
    """Let this process allocate so much more than it has; an allocation beyond that fails."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (data_bytes() + allowance_bytes, hard))
