"""A query on its way to an endpoint: a thread that asks, reads, and writes the answer's frames.

What it writes goes over a pair of sockets, so that whoever waits reads it as the embedded engine's: from a thread or
from an event loop, as slowly as the settings allow.
"""

from __future__ import annotations

import logging
import socket
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING
from urllib.request import HTTPError

from kgpub.errors import EngineError, QueryFault
from kgpub.store.contract import Head
from kgpub.store.embedded.frames import error_packet
from kgpub.store.embedded.reader import Reader
from kgpub.store.embedded.writer import AnswerWriter
from kgpub.store.remote.call import Call, CallFailed
from kgpub.store.remote.failures import no_answer, refusal
from kgpub.store.remote.translation import Translation
from kgpub.store.sparql import is_volatile

if TYPE_CHECKING:
    from kgpub.store.contract import Form, Query
    from kgpub.store.remote.admission import Admission
    from kgpub.store.remote.endpoint import Endpoint
    from kgpub.store.remote.scope import Scope
    from kgpub.store.settings import EngineSettings

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asking:
    """What errands are made with."""

    endpoint: Endpoint
    scope: Scope
    settings: EngineSettings


class Errand:
    """One query. `connection` is where its frames come out."""

    def __init__(self, query: Query, asking: Asking, admission: Admission) -> None:
        self.query = query
        self._asking = asking
        self._admission = admission
        self.connection, self._ours = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        settings = asking.settings
        self._call = Call(
            patience_seconds=min(query.timeout_seconds or settings.deadline_seconds, settings.deadline_seconds)
        )

    @property
    def client(self) -> str:
        """Who asks."""
        return self.query.client

    def start(self) -> None:
        """Begin. The thread does not keep the process alive: it may wait for an endpoint that does not answer."""
        Thread(target=self._run, name="errand", daemon=True).start()

    def refuse(self, error: EngineError) -> None:
        """Say why it cannot begin."""
        with self._ours:
            self._tell(error)

    def withdraw(self) -> bool:
        """Wait no more; tell whether it still waited for its turn."""
        waited = self._admission.withdraw(self)
        if waited:
            self._ours.close()
        return waited

    def give_up(self) -> None:
        """Let nothing more be done for it."""
        self.connection.close()
        if not self.withdraw():
            self._call.abort()

    def _run(self) -> None:
        try:
            with self._ours:
                self._ours.settimeout(self._asking.settings.stall_seconds)
                self._fulfil()
        finally:
            self._call.close()
            self._admission.leave(self)

    def _fulfil(self) -> None:
        try:
            self._answer()
        except CallFailed as error:
            self._tell(no_answer(error))
        except EngineError as error:
            self._tell(error)
        except OSError:
            return  # the reader went away or stalls: there is nobody to tell
        except Exception as error:  # the edge: whatever failed, who waits is told
            logger.exception("unforeseen: %s", type(error).__name__)
            self._tell(QueryFault("The query could not be evaluated."))

    def _tell(self, error: EngineError) -> None:
        try:
            self._ours.send(error_packet(error))
        except OSError:
            return  # the reader went away

    def _answer(self) -> None:
        prepared = self._asking.scope.prepare(self.query)
        try:
            response = self._asking.endpoint.ask(prepared.request, self._call)
        except HTTPError as error:
            raise refusal(error, prepared.sent) from error
        writer = Translation(self.query, prepared, self._call, response).write(self._writer)
        self._asking.scope.confirm()
        writer.finish()

    def _writer(self, form: Form, media_type: str) -> AnswerWriter:
        settings = self._asking.settings
        head = Head(form, media_type, coding=self.query.coding, is_volatile=is_volatile(self.query.text))
        reader = Reader(self._ours, settings.stall_seconds, settings.slowest_reader_kilobytes)
        return AnswerWriter(reader, head, at_first=_nothing)


def _nothing(_is_complete: bool) -> None:
    """Nothing is to be done at an answer's first bytes."""
