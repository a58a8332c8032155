"""`kgpub.toml` as frozen dataclasses."""
