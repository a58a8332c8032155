"""Is the archive fit to publish? Rules, diagnostics, reporters."""
