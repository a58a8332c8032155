"""Runs the `kgpub` command as `python -m kgpub`."""

from kgpub.cli.main import main

if __name__ == "__main__":
    main()
