"""A bounded queue that is fair between clients."""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class FairQueue(Generic[Item]):
    """First come, first served within a client; clients take turns.

    A client that asks a hundred questions at once waits behind one that asks its first.
    """

    def __init__(self, length: int) -> None:
        self._length = length
        self._waiting: dict[str, deque[Item]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    @property
    def is_full(self) -> bool:
        """Whether one more would be too many."""
        return len(self) >= self._length

    def put(self, client: str, item: Item) -> None:
        """Let an item wait behind those of its client."""
        self._waiting.setdefault(client, deque()).append(item)

    def take(self) -> Item | None:
        """Take the next item: the oldest of the client whose turn it is, who then goes to the end of the row."""
        for client in self._waiting:
            items = self._waiting.pop(client)
            item = items.popleft()
            if items:
                self._waiting[client] = items
            return item
        return None

    def remove(self, client: str, item: Item) -> None:
        """Take out an item that no longer waits."""
        items = self._waiting[client]
        items.remove(item)
        if not items:
            del self._waiting[client]
