"""The life of a URI: minting, the ledger, and what an id resolves to."""
