"""What the Linux kernel is asked to enforce, whatever the code in a process does."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import time

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2

DEADLINE_SIGNALS = frozenset({signal.SIGALRM, signal.SIGPROF, signal.SIGXCPU})
MEMORY_SIGNALS = frozenset({signal.SIGABRT})
_CLOCK_OF_PROCESS = 2  # how Linux numbers the clocks of other processes, as clock_getcpuclockid(3) does

# A filter of system calls, in the kernel's own little language: https://docs.kernel.org/userspace-api/seccomp_filter.html
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_SOCKET_CALLS = {"x86_64": 41}
_USUAL_SOCKET_CALL = 198  # of every architecture that came after


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def die_with_parent(parent: int) -> None:
    """End this process when its parent ends, also by SIGKILL. `parent` is the id that it is known to have had."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the kernel was asked
        os.kill(os.getpid(), signal.SIGKILL)


def refuse_sockets() -> None:
    """Let neither this process nor its children make a socket from now on; those that it has go on working."""
    instructions = (_Instruction * 4)(
        _Instruction(_LOAD, 0, 0, 0),  # the number of the call
        _Instruction(_JUMP_IF_EQUAL, 0, 1, _SOCKET_CALLS.get(platform.machine(), _USUAL_SOCKET_CALL)),
        _Instruction(_RETURN, 0, 0, _FAIL | errno.EACCES),
        _Instruction(_RETURN, 0, 0, _ALLOW),
    )
    _prctl(PR_SET_NO_NEW_PRIVS, 1)  # without it the kernel takes filters from root only
    _prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(_Program(len(instructions), instructions)))


def _prctl(option: int, value: int, argument: object = 0) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, argument, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option}, {value}) failed")


def leave_no_core() -> None:
    """Let the kernel keep nothing of this process's memory when it is ended: a visitor's query is in it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


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


def cpu_seconds(pid: int) -> float:
    """Give the CPU time that a child has had; it is known until the child's end is waited for."""
    return time.clock_gettime((~pid << 3) | _CLOCK_OF_PROCESS)


def data_bytes() -> int:
    """Give the size of this process's private writable memory, which RLIMIT_DATA limits."""
    descriptor = os.open("/proc/self/statm", os.O_RDONLY)
    try:
        pages = int(os.read(descriptor, 256).split()[5])
    finally:
        os.close(descriptor)
    return pages * resource.getpagesize()


def limit_memory(most_bytes: int) -> None:
    """Let this process have so much private writable memory; an allocation beyond that fails."""
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (most_bytes, hard))
