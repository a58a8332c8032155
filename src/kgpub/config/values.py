"""What the value of a setting must look like, and what it stands for once prefixes and base are known."""

from __future__ import annotations

import re
from difflib import get_close_matches
from ipaddress import ip_network
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from pyoxigraph import NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kgpub.config.settings import Setting

PREFIX = re.compile(r"[A-Za-z](?:[\w.-]*[\w-])?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Refused(ValueError):
    """A value that cannot stand; the message says what should stand instead."""


class Resolver:
    """Turns the strings of kgpub.toml into what they stand for, with the archive's base and prefixes."""

    def __init__(self, base: str, prefixes: Mapping[str, str]) -> None:
        self.base = base
        self.prefixes = prefixes

    def resolve(self, value: str, form: str) -> str:
        """Give what the string stands for, or raise Refused; nothing, where it may stand, stands for nothing."""
        if not value:
            return value
        reading: dict[str, Callable[[str], str]] = {
            "base": base_iri,
            "uri": self.uri,
            "curie": self.curie,
            "path": relative_path,
            "language": language_tag,
            "address": web_address,
            "endpoint": endpoint,
            "network": network,
            "contact": self.contact,
            "pattern": pattern,
        }
        return reading.get(form, str)(value)

    def uri(self, value: str) -> str:
        """Write the base before a relative URI; concatenated, as everything that is minted."""
        if re.search(r"[\s<>\"{}|\\^`]", value):
            raise Refused(f'"{value}" is not a URI: it has spaces, quotes or brackets')
        return iri(value if _SCHEME.match(value) else self.base + value)

    def curie(self, value: str) -> str:
        """Expand `prefix:name`; an absolute IRI may be written out as well."""
        prefix, colon, name = value.partition(":")
        if colon and prefix in self.prefixes:
            return iri(self.prefixes[prefix] + name)
        if name.startswith("//"):
            return iri(value)
        if not colon:
            raise Refused(f'"{value}" is not a prefixed name; write prefix:name')
        raise Refused(
            f'the prefix "{prefix}" of "{value}" is not declared in [prefixes]{nearest(prefix, self.prefixes)}'
        )

    def contact(self, value: str) -> str:
        """Give the URI to write to or to open, or nothing; an e-mail address says that it is one."""
        if "@" in value and not _SCHEME.match(value):
            raise Refused(f'"{value}" looks like an e-mail address; write mailto:{value}')
        scheme = value.partition(":")[0] if _SCHEME.match(value) else "https"
        if scheme not in ("http", "https", "mailto"):
            raise Refused(f'"{value}" must begin with mailto:, https:// or http://, or be relative to the base')
        return self.uri(value)


def typed(value: object, setting: Setting) -> object:
    """Give the value of one setting, or of one element of a list, if it has the setting's type and range."""
    if setting.choices:
        if value not in setting.choices:
            raise Refused(f"must be one of {', '.join(setting.choices)}{nearest(str(value), setting.choices)}")
    elif setting.type is float and type(value) is int:
        value = float(value)
    elif type(value) is not setting.type:
        raise Refused(f"must be {_NAMES[setting.type]}")
    if isinstance(value, int | float) and not isinstance(value, bool):
        _check_range(value, setting)
    if value == "" and setting.default != "":
        raise Refused("must not be empty")
    return value


def _check_range(value: float, setting: Setting) -> None:
    """Refuse what is no number that counts or measures; zero stands only where it is what stands there by itself."""
    if setting.default == 0 and value == 0:
        return
    if not 0 < value < float("inf"):
        raise Refused("must not be negative" if setting.default == 0 else "must be greater than zero")


_NAMES: dict[type, str] = {str: "a string", int: "a whole number", float: "a number", bool: "true or false"}


def nearest(word: str, known: Iterable[str]) -> str:
    """Give ``; did you mean "…"?`` for the known word that is nearest, or nothing."""
    close = get_close_matches(word, list(known), n=1)
    return f'; did you mean "{close[0]}"?' if close else ""


def iri(value: str) -> str:
    """Give the value if it is an absolute IRI."""
    try:
        return NamedNode(value).value
    except ValueError:
        raise Refused(f'"{value}" is not an absolute IRI') from None


def base_iri(value: str) -> str:
    """Give the value if URIs can be made by writing something after it."""
    parts = _http(value, "the base")
    if "?" in value or "#" in value[:-1] or not (value.endswith("#") or parts.path.endswith("/")):
        raise Refused(f'the base "{value}" must end in / or #, with no query and no other fragment')
    return iri(value)


def web_address(value: str) -> str:
    """Give the value if it is empty or an http(s) address, without its last slash."""
    if value:
        _http(value, "the address")
    return value.rstrip("/")


def endpoint(value: str) -> str:
    """Give the value if it is empty or the http(s) address of a service, without a password and without a fragment."""
    if value:
        parts = _http(value, "the address")
        if parts.username is not None:
            raise Refused("a password must not stand in an address; it comes from the environment (docs/remote.md)")
        if "#" in value:
            raise Refused(f'the address "{value}" must have no fragment')
    return value


def _http(value: str, what: str) -> SplitResult:
    try:
        parts = urlsplit(value)
    except ValueError:
        raise Refused(f'{what} "{value}" is not an IRI') from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused(f'{what} "{value}" must be absolute and begin with https:// or http://')
    return parts


def relative_path(value: str) -> str:
    """Give the value if it leads to something below the archive's folder."""
    if value.startswith("/") or "\\" in value or ".." in value.split("/"):
        raise Refused(f'"{value}" must be relative to the archive\'s folder, with forward slashes and without ".."')
    return value.removeprefix("./")


def network(value: str) -> str:
    """Give the value if it is an IP address or a network of them."""
    try:
        return str(ip_network(value, strict=False))
    except ValueError:
        raise Refused(f'"{value}" is no IP address or network; write one such as 127.0.0.1 or 10.0.0.0/8') from None


def pattern(value: str) -> str:
    """Give the value if it is a regular expression of Python."""
    try:
        re.compile(value)
    except re.error as error:
        raise Refused(f'"{value}" is no regular expression: {error}') from None
    return value


def language_tag(value: str) -> str:
    """Give the value if it has the form of a language tag (RFC 5646)."""
    if value and not _LANGUAGE.fullmatch(value):
        raise Refused(f'"{value}" is not a language tag; write one such as en, be or ru-Latn')
    return value
