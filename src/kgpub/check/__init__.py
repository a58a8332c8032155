"""Is the archive fit to publish? Rules, diagnostics, reporters."""

from kgpub.check.diagnostic import SEVERITIES, Diagnostic, Severity, Span
from kgpub.check.running import Report, check

__all__ = ["SEVERITIES", "Diagnostic", "Report", "Severity", "Span", "check"]
