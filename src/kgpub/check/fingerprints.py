"""What makes a finding the same in two runs, wherever it has moved within its file."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgpub.check.diagnostic import Diagnostic, Span


def fingerprint(finding: Diagnostic) -> str:
    """Give a key of what is wrong with what: of the rule, its words, the thing and the token; not of the place."""
    parts = finding.rule, finding.message, finding.focus, _token(finding.span)
    return hashlib.sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()[:16]


def _token(span: Span) -> str:
    end = span.end_column - 1 if span.end_line == span.line else None
    return span.excerpt[max(span.column - 1, 0) : end].strip()
