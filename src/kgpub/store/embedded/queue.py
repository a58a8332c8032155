"""A bounded queue that is fair between clients."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Item = TypeVar("Item")


class FairQueue(Generic[Item]):
    """First come, first served within a client. Between clients the rank decides, the lower first; equals take turns.

    A client that asks a hundred questions at once waits behind one that asks its first.
    """

    def __init__(self, length: int) -> None:
        self._length = length
        self._waiting: dict[str, deque[Item]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def __iter__(self) -> Iterator[Item]:
        """Give all that wait, client by client."""
        return (item for items in self._waiting.values() for item in items)

    @property
    def is_full(self) -> bool:
        """Whether one more would be too many."""
        return len(self) >= self._length

    def put(self, client: str, item: Item) -> None:
        """Let an item wait behind those of its client."""
        self._waiting.setdefault(client, deque()).append(item)

    def put_back(self, client: str, item: Item) -> None:
        """Let an item wait before those of its client."""
        self._waiting.setdefault(client, deque()).appendleft(item)

    def take(
        self, rank: Callable[[str], int] = lambda _: 0, *, may: Callable[[Item], bool] = lambda _: True
    ) -> Item | None:
        """Take the next item of those that may be taken; its client goes to the end of the row."""
        ready = {client: item for client in self._waiting if (item := self._first(client, may)) is not None}
        if not ready:
            return None
        client = min(ready, key=rank)
        self.withdraw(client, ready[client])
        if client in self._waiting:
            self._waiting[client] = self._waiting.pop(client)
        return ready[client]

    def _first(self, client: str, may: Callable[[Item], bool]) -> Item | None:
        return next(filter(may, self._waiting[client]), None)

    def take_surplus(self, rank: Callable[[str], int]) -> Item | None:
        """Take the item that has to give way where more wait than may: the newest of whoever has most waiting.

        Of those who have as many, the one of the highest rank loses it; of these, the one who came last.
        """
        if len(self) <= self._length:
            return None
        client = max(reversed(self._waiting), key=lambda client: (len(self._waiting[client]), rank(client)))
        item = self._waiting[client][-1]
        self.withdraw(client, item)
        return item

    def withdraw(self, client: str, item: Item) -> bool:
        """Take an item out; tell whether it still waited."""
        items = self._waiting.get(client, deque())
        if item not in items:
            return False
        items.remove(item)
        if not items:
            del self._waiting[client]
        return True
