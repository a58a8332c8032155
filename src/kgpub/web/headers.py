"""The headers that responses have whatever they answer."""

from __future__ import annotations

ALWAYS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, ETag, Location, Retry-After, Memento-Datetime",
    "Referrer-Policy": "no-referrer",  # where a reader goes next, and from which person, is theirs
    "X-Content-Type-Options": "nosniff",
}
"""Those of every response."""

DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a browser may load for a page; for data it may load nothing, whatever is in them."""

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
"""What a browser asks by OPTIONS before a script of another site may send a request."""
