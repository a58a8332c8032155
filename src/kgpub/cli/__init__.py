"""The `kgpub` command."""
