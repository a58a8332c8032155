from __future__ import annotations

import pytest

from kgpub.store.embedded.control import Assignment


@pytest.mark.parametrize("body", [b"", b"{}", b"\n\n", bytes(range(256))], ids=repr)
@pytest.mark.parametrize("on_trial", [True, False])
def test_an_assignment_arrives_as_it_was_sent(body: bytes, *, on_trial: bool) -> None:
    assignment = Assignment(300, body, on_trial=on_trial)
    assert Assignment.decode(assignment.encode()) == assignment
