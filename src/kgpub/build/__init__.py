"""Turning a checked archive into an immutable release."""

from kgpub.build.blackout import Seen
from kgpub.build.build import Built, build, is_current, write_release
from kgpub.build.disclosure import Disclosure, LeftOut, disclose

__all__ = ["Built", "Disclosure", "LeftOut", "Seen", "build", "disclose", "is_current", "write_release"]
