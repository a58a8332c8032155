"""What an answer is, when workers die."""

from __future__ import annotations

import pytest

from benchmarks.chaos import REFUSED, RIGHT, UNKNOWN, WRONG, Ask, Outcome, judge
from benchmarks.client import Reply

JSON = "application/sparql-results+json"
PROBLEM = "application/problem+json"
DETAIL = b'{"detail": "The queue is full."}'


@pytest.mark.parametrize(
    ("status", "media_type", "body", "outcome"),
    [
        (200, JSON, b"1234", Outcome("lookup", RIGHT)),
        (200, JSON, b"123", Outcome("lookup", WRONG)),
        (200, JSON, b"", Outcome("lookup", WRONG)),
        (200, JSON, b"1235", Outcome("lookup", WRONG)),
        (503, PROBLEM, DETAIL, Outcome("lookup", REFUSED, "503: The queue is full.")),
        (504, f"{PROBLEM}; charset=utf-8", b"{}", Outcome("lookup", REFUSED, "504: ")),
        (500, "text/plain", b"Internal server error", Outcome("lookup", UNKNOWN, "500")),
        (304, "", b"", Outcome("lookup", UNKNOWN, "304")),
    ],
    ids=["right", "short", "empty", "another", "refused", "late", "no problem", "not modified"],
)
def test_an_answer_that_came_to_its_end_is_right_a_problem_or_wrong(
    status: int, media_type: str, body: bytes, outcome: Outcome
) -> None:
    head = f"HTTP/1.1 {status} -\r\nContent-Type: {media_type}".encode()
    ask = Ask("lookup", None, "/", JSON, expected=b"1234")
    assert judge(Reply(status, head, body), ask) == outcome
