"""The life of a URI: minting, the ledger, and what an id resolves to."""

from kgpub.identity.changing import merge, split, undo, undo_event, withdraw
from kgpub.identity.events import REASONS, Change, Event, Merging, Minted, Splitting, Undoing, Withdrawal
from kgpub.identity.ids import is_id
from kgpub.identity.kinds import Kind
from kgpub.identity.ledger import Ledger, parse, parse_line
from kgpub.identity.ledger_file import extend, read
from kgpub.identity.minting import mint
from kgpub.identity.resolution import Active, Merged, Resolution, Split, Unknown, Withdrawn
from kgpub.identity.resolving import aliases, changed, owner, resolve
from kgpub.identity.wording import Explanation, explained, listed, nearest

__all__ = [
    "REASONS",
    "Active",
    "Change",
    "Event",
    "Explanation",
    "Kind",
    "Ledger",
    "Merged",
    "Merging",
    "Minted",
    "Resolution",
    "Split",
    "Splitting",
    "Undoing",
    "Unknown",
    "Withdrawal",
    "Withdrawn",
    "aliases",
    "changed",
    "explained",
    "extend",
    "is_id",
    "listed",
    "merge",
    "mint",
    "nearest",
    "owner",
    "parse",
    "parse_line",
    "read",
    "resolve",
    "split",
    "undo",
    "undo_event",
    "withdraw",
]
