"""Answering queries for programs: straight from the engine's packets to the response.

This stands beside Flask, not in it: an event loop passes bytes on without a thread for each client that waits, sees at
once when a client goes away, and costs a fraction of a millisecond (docs/decisions/0030-the-way-of-a-query.md).
"""

from __future__ import annotations

import logging
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from kgpub.errors import AnswerBroken, EngineError, QueryTimeout
from kgpub.web.cache import body_message
from kgpub.web.headers import ALWAYS, DATA_POLICY
from kgpub.web.problems import PROBLEM, problem_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kgpub.store.contract import AsyncAnswer
    from kgpub.web.answering import Exchange
    from kgpub.web.gateway import Message, Send
    from kgpub.web.problems import Problem

_ALWAYS = {**ALWAYS, "Content-Security-Policy": DATA_POLICY}
_HEADERS = [(name.lower().encode(), value.encode()) for name, value in _ALWAYS.items()]

logger = logging.getLogger(__name__)


async def respond(exchange: Exchange, send: Send) -> None:
    """Answer a query, or say why not. An answer that breaks off is left without its end."""
    if exchange.is_known_to_client():
        await send(_start(HTTPStatus.NOT_MODIFIED, exchange.not_modified()))
        await send(body_message(b""))
        return
    try:
        answer = await exchange.publication.engine.answer_async(exchange.query())
    except Exception as error:  # noqa: BLE001 - the edge: whatever failed, the client is told
        await _send_problem(send, limited_problem(error, exchange), is_head=exchange.is_head)
        return
    try:
        await _send_answer(answer, exchange, send)
    except AnswerBroken as error:
        logger.warning("an answer was broken off: %s", type(error.__cause__ or error).__name__)
    finally:
        answer.close()


def limited_problem(error: Exception, exchange: Exchange) -> Problem:
    """Give the problem that a failed query is, with the limit that it reached; the client's own deadline counts."""
    settings = exchange.publication.config.engine
    problem = problem_of(error, settings)
    asked = exchange.asked.timeout_seconds
    if isinstance(error, QueryTimeout) and asked is not None and asked < settings.deadline_seconds:
        return replace(problem, members={"limit": {"name": "timeout", "value": asked}})
    return problem


async def _send_problem(send: Send, problem: Problem, *, is_head: bool) -> None:
    headers = {"Content-Type": PROBLEM.content_type, "Vary": "Accept", "Cache-Control": "no-store", **problem.headers}
    await _send_whole(send, problem.status, headers, problem.document(), is_head=is_head)


async def _send_answer(answer: AsyncAnswer, exchange: Exchange, send: Send) -> None:
    headers = exchange.headers(answer.head)
    if exchange.is_head:
        await send(_start(HTTPStatus.OK, headers))
        await send(body_message(b""))
    elif answer.whole is not None:
        await _send_whole(send, HTTPStatus.OK, headers, answer.whole)
    else:
        await _stream(answer, headers, exchange, send)


async def _stream(answer: AsyncAnswer, headers: Mapping[str, str], exchange: Exchange, send: Send) -> None:
    parts = aiter(answer)
    try:
        first = await anext(parts, b"")
    except EngineError as error:  # nothing was said yet, so it can be said in words
        await _send_problem(send, limited_problem(error, exchange), is_head=False)
        return
    await send(_start(HTTPStatus.OK, headers))
    await send(body_message(first, is_last=False))
    async for part in parts:
        await send(body_message(part, is_last=False))
    await send(body_message(b""))


async def _send_whole(
    send: Send, status: HTTPStatus, headers: Mapping[str, str], body: bytes, *, is_head: bool = False
) -> None:
    await send(_start(status, {**headers, "Content-Length": str(len(body))}))
    await send(body_message(b"" if is_head else body))


def _start(status: HTTPStatus, headers: Mapping[str, str]) -> Message:
    own = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http.response.start", "status": status.value, "headers": [*own, *_HEADERS]}
