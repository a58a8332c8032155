"""Turning a checked archive into an immutable release."""
