"""Every exception of kgpub, as one tree.

::

    KgpubError
    ├── ConfigError            kgpub.toml cannot be used; carries every problem found
    ├── ArchiveError           the folder or one of its files cannot be read
    │   ├── ParseError         a file is not what its format says; carries the place
    │   └── RevisionError      git cannot give the files of a revision
    ├── LedgerError            the ledger is damaged, or an event does not fit its history
    ├── CheckBroken            a process of a check ended without an answer
    ├── BuildError             no release can be written
    ├── ReleaseError           a release on disk is missing or damaged
    ├── ServeError             the server cannot start
    ├── LoadError              a release cannot be brought to an endpoint
    │   └── EndpointUnfit      the endpoint does not keep data, or answer, as it must
    ├── UnsupportedPath        a shape's path is of a kind that pages do not show
    └── EngineError            the engine gave no answer
        ├── QuerySyntaxError   the text is not SPARQL; carries line and column
        ├── QueryForbidden     SPARQL, but not answered here (SERVICE, an update)
        ├── NotAcceptable      no asked-for format fits the answer
        ├── QueryTimeout       the deadline passed
        ├── QueryMemory        the allowance of memory was used up
        ├── QueryFault         the worker died for another reason
        ├── AnswerBroken       the answer broke off after its first bytes
        ├── EngineBusy         the queue is full; try again
        └── EngineUnavailable  no engine process answers; try again

A message says what is wrong, where, and what to do. Faults in an archive's data are not exceptions: they are
diagnostics (`kgpub.check`), since there may be many.
"""

from __future__ import annotations

from dataclasses import dataclass


class KgpubError(Exception):
    """Whatever kgpub raises on purpose."""

    def __reduce__(self) -> tuple[object, ...]:
        """Let an error go from one process to another, whatever its class is made from."""
        return _again, (type(self), self.args), self.__dict__


def _again(kind: type[KgpubError], args: tuple[object, ...]) -> KgpubError:
    return kind.__new__(kind, *args)


@dataclass(frozen=True)
class Place:
    """Where in a file: its path as shown to people, line and column counted from 1 (0 where unknown)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Give ``path:line:column``, as far as known, in the form that editors open."""
        numbers = [str(number) for number in (self.line, self.column) if number]
        return ":".join([self.path, *numbers])


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong at one place, in words that say what to do."""

    place: Place
    message: str

    def __str__(self) -> str:
        """Give ``path:line:column: message``."""
        return f"{self.place}: {self.message}"


class ConfigError(KgpubError):
    """kgpub.toml cannot be used; `problems` holds everything that was found at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class ArchiveError(KgpubError):
    """The archive's folder or one of its files cannot be read."""


class ParseError(ArchiveError):
    """A file is not what its format says."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.place = place
        self.message = message


class RevisionError(ArchiveError):
    """git cannot give the files of a revision."""


class LedgerError(KgpubError):
    """The ledger is damaged, or an event does not fit its history; `problems` holds everything found at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class CheckBroken(KgpubError):
    """A process of a check ended without an answer: something ended it, or it wanted more memory than there is."""


class BuildError(KgpubError):
    """No release can be written."""


class ReleaseError(KgpubError):
    """A release on disk is missing or damaged."""


class ServeError(KgpubError):
    """The server cannot start."""


class LoadError(KgpubError):
    """A release cannot be brought to an endpoint."""


class EndpointUnfit(LoadError):
    """The endpoint does not keep data, or does not answer, as it must for an archive to be published from it."""


class UnsupportedPath(KgpubError):
    """A shape's path cannot be written as a choice between sequences of steps; it is checked, and not shown."""


class EngineError(KgpubError):
    """The engine gave no answer."""


class QuerySyntaxError(EngineError):
    """The text is not SPARQL. `line` and `column` count from 1 in the query's text, 0 where unknown."""

    def __init__(self, message: str, *, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


class QueryForbidden(EngineError):
    """The text is SPARQL that this server does not answer."""


class NotAcceptable(EngineError):
    """No format that was asked for fits the answer."""


class QueryTimeout(EngineError):
    """The deadline passed before the answer was complete."""


class QueryMemory(EngineError):
    """The allowance of memory was used up."""


class QueryFault(EngineError):
    """The worker died in the query, and neither deadline nor memory explains it."""


class AnswerBroken(EngineError):
    """The answer broke off after its first bytes; what came before is a part only."""


class EngineBusy(EngineError):
    """The queue is full. `retry_after` is in seconds."""

    def __init__(self, message: str, *, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class EngineUnavailable(EngineBusy):
    """No engine process answers; it is being loaded again."""
