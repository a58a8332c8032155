"""The kgpub.toml that a release carries: what the server needs, written anew.

Comments, files, and what a release leaves out are not in it. Two archives that differ in nothing else have the same.
"""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

from kgpub.config.settings import SECTIONS, UNPUBLISHED, Setting, settings_of
from kgpub.config.values import Resolver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kgpub.config.archive_config import Config

Table = dict[str, Any]

_OF_URIS = ("uri", "curie", "contact")


def published(config: Config, *, is_gone: Callable[[str], bool], readable: Callable[[str], str]) -> bytes:
    """Write a configuration without the URIs that are gone; `readable` gives what may be read of a text."""
    return _Publishing(config, is_gone, readable).document().encode()


class _Publishing:
    def __init__(self, config: Config, is_gone: Callable[[str], bool], readable: Callable[[str], str]) -> None:
        self._document: Table = tomllib.loads(config.source.decode())
        self._resolver = Resolver(config.base, config.prefixes)
        self._is_gone = is_gone
        self._readable = readable

    def document(self) -> str:
        return "\n".join(self._sections())

    def _sections(self) -> Iterator[str]:
        yield _table("[prefixes]", {name: iri for name, iri in self._prefixes() if not self._is_gone(iri)})
        for section in SECTIONS:
            if section in UNPUBLISHED:
                continue
            for header, table in self._tables(section):
                if (left := self._left(section, table)) is not None:
                    yield _table(header, left)

    def _prefixes(self) -> Iterable[tuple[str, str]]:
        found: Table = self._document.get("prefixes", {})
        return found.items()

    def _tables(self, section: str) -> Iterator[tuple[str, Table]]:
        if section == "identity.kinds.NAME":
            kinds = self._document.get("identity", {}).get("kinds", {})
            yield from ((f"[identity.kinds.{_string(name)}]", table) for name, table in kinds.items())
        elif isinstance(found := self._document.get(section, {}), list):
            yield from ((f"[[{section}]]", table) for table in found)
        elif found:
            yield f"[{section}]", found

    def _left(self, section: str, table: Table) -> Table | None:
        """Give what is left of a table; None where it is nothing without what is gone."""
        left: Table = {}
        for setting in settings_of(section):
            if setting.key not in table or not setting.is_published:
                continue
            value = table[setting.key]
            if setting.is_list:
                left[setting.key] = [item for item in value if not self._goes(item, setting)]
            elif not self._goes(value, setting):
                left[setting.key] = self._readable(value) if setting.name == "archive.title" else value
            elif setting.is_required:
                return None
        return left

    def _goes(self, value: object, setting: Setting) -> bool:
        if setting.form not in _OF_URIS or not isinstance(value, str):
            return False
        return self._is_gone(self._resolver.resolve(value, setting.form))


def _table(header: str, values: Table) -> str:
    return "".join(
        f"{line}\n" for line in (header, *(f"{_key(key)} = {_value(value)}" for key, value in values.items()))
    )


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").replace("-", "").isalnum() else _string(key)


def _value(value: object) -> str:
    """Write a value as TOML, of the kinds that settings have (https://toml.io/en/v1.0.0)."""
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool):
        return str(value).lower()
    return f"[{', '.join(map(_value, value))}]" if isinstance(value, list) else repr(value)


def _string(text: str) -> str:
    """Write a basic string; JSON's is one, but for the one control character that it leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
