"""What an answer is, when workers die."""

from __future__ import annotations

import pytest

from benchmarks.chaos import REFUSED, RIGHT, WRONG, judge
from benchmarks.client import Reply

JSON = "application/sparql-results+json"
PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("status", "media_type", "body", "outcome"),
    [
        (200, JSON, b"1234", RIGHT),
        (200, JSON, b"123", WRONG),
        (200, JSON, b"", WRONG),
        (200, JSON, b"1235", WRONG),
        (503, PROBLEM, b"{}", REFUSED),
        (504, f"{PROBLEM}; charset=utf-8", b"{}", REFUSED),
        (500, "text/plain", b"Internal server error", "status 500"),
        (304, "", b"", "status 304"),
    ],
)
def test_an_answer_that_came_to_its_end_is_right_a_problem_or_wrong(
    status: int, media_type: str, body: bytes, outcome: str
) -> None:
    head = f"HTTP/1.1 {status} -\r\nContent-Type: {media_type}".encode()
    assert judge(Reply(status, head, body), b"1234") == outcome
