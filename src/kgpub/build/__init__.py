"""Turning a checked archive into an immutable release."""

from kgpub.build.build import Built, build, is_current, write_release

__all__ = ["Built", "build", "is_current", "write_release"]
