"""Responses that are kept, by the messages of ASGI that make them."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from kgpub.web.cache import ENTRY_BYTES, MEBIBYTE, Recording, ResponseCache, body_message
from kgpub.web.conditions import Conditional

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kgpub.web.gateway import Message, Send

KEEP = {"cache-control": "no-cache", "etag": '"tag"', "vary": "Accept, Accept-Encoding"}
RELEASE, OTHER = object(), object()


def scope(path: str = "/a", *, method: str = "GET", **headers: str) -> Message:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"method": method, "raw_path": path.encode(), "query_string": b"", "headers": named}


def start(headers: Mapping[str, str] = KEEP, *, status: int = 200) -> Message:
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http.response.start", "status": status, "headers": encoded}


def collecting(sent: list[Message]) -> Send:
    async def send(message: Message) -> None:
        sent.append(message)

    return send


def passed_on(asked: Message, messages: Iterable[Message]) -> list[Message]:
    """Give what a client gets of a response, by the condition of its request."""
    sent: list[Message] = []

    async def pass_on() -> None:
        conditional = Conditional(asked, collecting(sent))
        for message in messages:
            await conditional(message)

    asyncio.run(pass_on())
    return sent


def recorded(cache: ResponseCache, asked: Message, messages: Iterable[Message], release: object = RELEASE) -> None:
    """Send a response through a recording."""
    sent: list[Message] = []

    async def record() -> None:
        cache.turn_to(RELEASE)
        recording = Recording(cache, cache.key(asked), release, collecting(sent))
        for message in messages:
            await recording(message)
        recording.close()

    asyncio.run(record())
    assert sent == list(messages)
    assert cache.recording_bytes == 0


def kept(cache: ResponseCache, asked: Message) -> tuple[int, dict[str, str], bytes] | None:
    """Give what the cache answers: status, headers, body."""
    if (stored := cache.get(cache.key(asked))) is None:
        return None
    first, second = stored.messages(asked)
    headers: dict[Any, Any] = dict(first["headers"])
    return first["status"], {name.decode(): value.decode() for name, value in headers.items()}, second["body"]


@pytest.fixture
def cache() -> ResponseCache:
    return ResponseCache(1)


def test_a_response_comes_again_with_its_length(cache: ResponseCache) -> None:
    recorded(cache, scope(), [start(), body_message(b"one ", is_last=False), body_message(b"two")])
    headers = {**KEEP, "content-length": "7"}
    assert kept(cache, scope()) == (200, headers, b"one two")
    assert kept(cache, scope(method="HEAD")) == (200, headers, b"")


@pytest.mark.parametrize("condition", ['"tag"', 'W/"tag"', '"other", "tag"', "*"])
def test_a_client_that_holds_it_gets_304(cache: ResponseCache, condition: str) -> None:
    recorded(cache, scope(), [start({**KEEP, "content-type": "text/csv"}), body_message(b"all")])
    for method in ("GET", "HEAD"):
        assert kept(cache, scope(method=method, if_none_match=condition)) == (304, KEEP, b"")
    other = kept(cache, scope(if_none_match='"other"'))
    assert other is not None
    assert other[0] == 200


def test_what_leads_from_a_thing_to_its_document_comes_again(cache: ResponseCache) -> None:
    headers = {"location": "/a.ttl", "vary": "Accept", "content-length": "4"}
    recorded(cache, scope(), [start(headers, status=303), body_message(b"note")])
    assert kept(cache, scope()) == (303, headers, b"note")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("condition", "status"), [('"tag"', 304), ('W/"tag"', 304), ('"other", "tag"', 304), ("*", 304), ('"other"', 200)]
)
def test_a_whole_response_becomes_304_on_its_way_to_a_client_that_holds_it(
    method: str, condition: str, status: int
) -> None:
    sent = passed_on(scope(method=method, if_none_match=condition), [start(), body_message(b"all")])
    assert [message["status"] for message in sent if "status" in message] == [status]
    assert sent[1:] == [body_message(b"" if status == 304 else b"all")]


def test_what_is_no_success_stays_what_it_is() -> None:
    messages = [start(status=410), body_message(b"gone")]
    assert passed_on(scope(if_none_match="*"), messages) == messages


def test_a_response_is_kept_whole_though_its_client_holds_it(cache: ResponseCache) -> None:
    """Else who always asks whether anything is new would have it worked out again each time."""
    asked = scope(if_none_match='"tag"')
    sent: list[Message] = []

    async def record() -> None:
        cache.turn_to(RELEASE)
        recording = Recording(cache, cache.key(asked), RELEASE, Conditional(asked, collecting(sent)))
        for message in (start(), body_message(b"one ", is_last=False), body_message(b"two")):
            await recording(message)

    asyncio.run(record())
    assert [message.get("status", message.get("body")) for message in sent] == [304, b""]
    assert kept(cache, scope()) == (200, {**KEEP, "content-length": "7"}, b"one two")


NOT_KEPT = [
    ("leads elsewhere, and is not to be kept", start({"location": "/", "cache-control": "no-store"}, status=303)),
    ("leads elsewhere for good", start({"location": "/"}, status=301)),
    ("not to be kept", start({**KEEP, "cache-control": "no-store"})),
    ("nothing said of keeping", start({"etag": '"tag"'})),
    ("another status", start(status=404)),
    ("varies by what is no part of the key", start({**KEEP, "vary": "Accept, Cookie"})),
    ("varies by anything", start({**KEEP, "vary": "*"})),
    ("a file that may be asked for in parts", start({**KEEP, "accept-ranges": "bytes"})),
]


@pytest.mark.parametrize("first", [case[1] for case in NOT_KEPT], ids=[case[0] for case in NOT_KEPT])
def test_what_may_not_be_kept_is_not(cache: ResponseCache, first: Message) -> None:
    recorded(cache, scope(), [first, body_message(b"all")])
    assert kept(cache, scope()) is None


def test_an_answer_that_breaks_off_is_not_kept(cache: ResponseCache) -> None:
    recorded(cache, scope(), [start(), body_message(b"a part", is_last=False)])
    assert kept(cache, scope()) is None


def test_an_answer_of_a_release_that_went_out_of_service_meanwhile_is_not_kept(cache: ResponseCache) -> None:
    recorded(cache, scope(), [start(), body_message(b"old")], release=OTHER)
    assert kept(cache, scope()) is None


def test_a_new_release_empties_the_cache(cache: ResponseCache) -> None:
    recorded(cache, scope(), [start(), body_message(b"all")])
    cache.turn_to(RELEASE)
    assert kept(cache, scope()) is not None
    cache.turn_to(OTHER)
    assert kept(cache, scope()) is None


REQUESTS = [
    scope(),
    scope("/b"),
    scope(method="POST"),
    scope(accept="text/csv"),
    scope(accept_encoding="text/csv"),
    scope(accept_language="be"),
    scope(host="a.example"),
    scope(content_type="text/csv"),
    {**scope(), "query_string": b"a"},
    {**scope("/a?a"), "query_string": b""},
    {**scope(), "headers": [(b"accept", b"a"), (b"accept", b"b")]},
]


def test_requests_that_may_be_answered_differently_have_keys_of_their_own(cache: ResponseCache) -> None:
    keys = [cache.key(asked) for asked in REQUESTS] + [cache.key(scope(method="POST"), b"body")]
    assert len(set(keys)) == len(keys)
    assert cache.key(scope(method="HEAD", user_agent="me", if_none_match="*")) == cache.key(scope())
    assert cache.key(scope(accept="a", host="b")) == cache.key(scope(host="b", accept="a"))


def test_the_cache_keeps_what_was_asked_for_last_within_its_size(cache: ResponseCache) -> None:
    size = MEBIBYTE // 16 - ENTRY_BYTES
    for number in range(16):
        recorded(cache, scope(f"/{number}"), [start(), body_message(b"x" * size)])
    assert kept(cache, scope("/0"))  # asked for again, so it stays
    recorded(cache, scope("/new"), [start(), body_message(b"x" * size)])
    assert [number for number in range(16) if kept(cache, scope(f"/{number}")) is None] == [1]


def test_an_answer_larger_than_its_share_is_passed_on_and_not_kept(cache: ResponseCache) -> None:
    parts = [body_message(b"x" * (MEBIBYTE // 10), is_last=False) for _ in range(3)]
    recorded(cache, scope(), [start(), *parts, body_message(b"")])
    assert kept(cache, scope()) is None


def test_answers_that_are_being_recorded_share_one_room(cache: ResponseCache) -> None:
    async def record_two() -> None:
        async def send(_: Message) -> None:
            return

        cache.turn_to(RELEASE)
        first, second = (Recording(cache, cache.key(scope(path)), RELEASE, send) for path in ("/a", "/b"))
        for recording in (first, second):
            await recording(start())
            await recording(body_message(b"x" * (MEBIBYTE // 10), is_last=False))
        await first(body_message(b"end"))
        await second(body_message(b"end"))

    asyncio.run(record_two())
    assert kept(cache, scope("/a")) is not None
    assert kept(cache, scope("/b")) is None
    assert cache.recording_bytes == 0
