"""Choosing a representation by the Accept header (RFC 9110, 12.5.1).

https://www.rfc-editor.org/rfc/rfc9110#name-accept
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kgpub.rdf.formats import Format

USUAL_LENGTH = 512


@dataclass(frozen=True)
class MediaRange:
    """One entry of an Accept header: `type/subtype`, either of which may be `*`, and its quality."""

    type: str
    subtype: str
    quality: float

    @property
    def specificity(self) -> int:
        """How exact the range is: the most exact one that fits decides."""
        return (self.type != "*") + (self.subtype != "*")

    def fits(self, media_type: str) -> bool:
        """Tell whether a media type is in the range."""
        main, _, sub = media_type.partition("/")
        return self.type in ("*", main) and self.subtype in ("*", sub)


def choose(accept: str | None, offers: tuple[Format, ...]) -> Format | None:
    """Choose the offer that the client likes best; among equals the server's first; None where none is acceptable.

    No header, or an empty one, accepts anything.
    """
    is_usual = accept is None or len(accept) <= USUAL_LENGTH
    return _remembered(accept, offers) if is_usual else _choose(accept, offers)


@lru_cache(maxsize=1024)
def _remembered(accept: str | None, offers: tuple[Format, ...]) -> Format | None:
    """Clients of a kind send the same header always; longer ones are not worth the memory."""
    return _choose(accept, offers)


def _choose(accept: str | None, offers: tuple[Format, ...]) -> Format | None:
    ranges = _parse(accept) if accept and accept.strip() else [MediaRange("*", "*", 1.0)]
    qualities = [_quality(offer, ranges) for offer in offers]
    best = max(qualities, default=0.0)
    return offers[qualities.index(best)] if best > 0 else None


def _quality(offer: Format, ranges: Sequence[MediaRange]) -> float:
    """Give the quality of the most specific range that fits; other names of a format count where they are named."""
    fitting = [entry for entry in ranges if entry.fits(offer.media_type)]
    own = max(fitting, key=lambda entry: entry.specificity).quality if fitting else 0.0
    named = [entry.quality for entry in ranges if f"{entry.type}/{entry.subtype}" in offer.aliases]
    return max([own, *named])


def _parse(header: str) -> list[MediaRange]:
    """Read the header; what is no media range is passed over, as a client that sends one still wants an answer."""
    return [entry for part in header.split(",") if (entry := _media_range(part)) is not None]


def _media_range(part: str) -> MediaRange | None:
    media_type, *parameters = (piece.strip().lower() for piece in part.split(";"))
    main, slash, sub = media_type.partition("/")
    if not (main and slash and sub):
        return None
    quality = next((value for name, _, value in (p.partition("=") for p in parameters) if name.strip() == "q"), "1")
    return MediaRange(main, sub, _number(quality.strip()))


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0
