"""The engine over an endpoint: the same contract as over a store of our own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from kgpub.errors import EngineBusy
from kgpub.store.contract import Lane
from kgpub.store.embedded.client import RECEIVED_BYTES, AsyncEmbeddedAnswer, EmbeddedAnswer
from kgpub.store.embedded.frames import read_first
from kgpub.store.embedded.terms import page_terms, public_terms
from kgpub.store.remote.admission import Admission
from kgpub.store.remote.errand import Asking, Errand

if TYPE_CHECKING:
    from kgpub.store.contract import Head, Query
    from kgpub.store.functions import ExtensionFunction
    from kgpub.store.remote.endpoint import Endpoint
    from kgpub.store.remote.scope import Scope
    from kgpub.store.settings import EngineSettings


class RemoteAnswer(EmbeddedAnswer):
    """An answer that comes from an endpoint; read from a thread."""

    def __init__(self, errand: Errand, head: Head, whole: bytes | None) -> None:
        super().__init__(errand.connection, head, whole)
        self._errand = errand

    def close(self) -> None:
        """Hang up, on the endpoint too."""
        self._errand.give_up()


class AsyncRemoteAnswer(AsyncEmbeddedAnswer):
    """An answer that comes from an endpoint; read from an event loop."""

    def __init__(self, errand: Errand, head: Head, whole: bytes | None) -> None:
        super().__init__(errand.connection, head, whole)
        self._errand = errand

    def close(self) -> None:
        """Hang up, on the endpoint too."""
        self._errand.give_up()


class RemoteEngine:
    """Implements `Engine` over an endpoint. Its limits hold for what is asked through this object."""

    functions: tuple[ExtensionFunction, ...] = ()  # they are the endpoint's business, which does not say
    repeats = False  # an endpoint may order rows as it likes, and names blank nodes anew where a graph is written again

    def __init__(self, endpoint: Endpoint, scope: Scope, settings: EngineSettings) -> None:
        self._asking = Asking(endpoint, scope, settings)
        self._lanes = {Lane.PAGE: Admission(page_terms(settings)), Lane.PUBLIC: Admission(public_terms(settings))}

    def answer(self, query: Query) -> RemoteAnswer:
        """Send the query and wait for the first word of its answer."""
        errand = self._enter(query)
        try:
            return RemoteAnswer(errand, *read_first(self._receive(errand)))
        except BaseException:
            errand.give_up()
            raise

    def _receive(self, errand: Errand) -> bytes:
        errand.connection.settimeout(self._longest_wait)
        try:
            return errand.connection.recv(RECEIVED_BYTES)
        except TimeoutError:
            self._refuse_waiting(errand)
        finally:
            errand.connection.settimeout(None)
        return errand.connection.recv(RECEIVED_BYTES)

    async def answer_async(self, query: Query) -> AsyncRemoteAnswer:
        """Send the query and wait for the first word of its answer."""
        errand = self._enter(query)
        try:
            return AsyncRemoteAnswer(errand, *read_first(await self._receive_async(errand)))
        except BaseException:
            errand.give_up()
            raise

    async def _receive_async(self, errand: Errand) -> bytes:
        errand.connection.setblocking(False)
        loop = asyncio.get_running_loop()
        received = asyncio.ensure_future(loop.sock_recv(errand.connection, RECEIVED_BYTES))
        try:
            # Not cancelled when the time is over: what comes in at that moment would be lost.
            done, _ = await asyncio.wait({received}, timeout=self._longest_wait)
            if not done:
                self._refuse_waiting(errand)
            return await received
        finally:
            received.cancel()

    @property
    def _longest_wait(self) -> float:
        """How long a query may wait for its turn; one that began has a deadline of its own."""
        return self._asking.settings.deadline_seconds

    def _refuse_waiting(self, errand: Errand) -> None:
        if errand.withdraw():
            raise EngineBusy("No place became free in time. Try again later.", retry_after=5)

    def _enter(self, query: Query) -> Errand:
        admission = self._lanes[query.lane]
        errand = Errand(query, self._asking, admission)
        admission.enter(errand)
        return errand
