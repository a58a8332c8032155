"""The life of a URI: minting, the ledger, and what an id resolves to."""

from kgpub.identity.ids import is_id
from kgpub.identity.kinds import Kind
from kgpub.identity.ledger import Ledger, Minted, parse
from kgpub.identity.ledger_file import extend, read
from kgpub.identity.minting import mint
from kgpub.identity.resolution import Active, Resolution, Unknown, resolve

__all__ = [
    "Active",
    "Kind",
    "Ledger",
    "Minted",
    "Resolution",
    "Unknown",
    "extend",
    "is_id",
    "mint",
    "parse",
    "read",
    "resolve",
]
