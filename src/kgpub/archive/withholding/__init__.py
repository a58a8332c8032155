"""What of an archive is no part of a release."""

from kgpub.archive.withholding.leaving_out import LeavingOut, Names, Stated, Unreadable, published_from, stated
from kgpub.archive.withholding.settings import Withholding
from kgpub.archive.withholding.spelling import above

__all__ = ["LeavingOut", "Names", "Stated", "Unreadable", "Withholding", "above", "published_from", "stated"]
