"""Is the archive fit to publish? Rules, diagnostics, reporters."""

from kgpub.check.baseline import Baseline
from kgpub.check.diagnostic import SEVERITIES, Diagnostic, Severity, Span
from kgpub.check.running import Report, check
from kgpub.check.selection import Selection, select

__all__ = ["SEVERITIES", "Baseline", "Diagnostic", "Report", "Selection", "Severity", "Span", "check", "select"]
