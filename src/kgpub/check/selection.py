"""Which rules are asked, of which files, and which findings are told, as how bad."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kgpub.archive import matches
from kgpub.check.baseline import Baseline, read
from kgpub.check.rules import NAMES, NEEDED
from kgpub.config.toml_places import TomlPlaces
from kgpub.config.values import nearest
from kgpub.errors import ConfigError, Place, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from kgpub.check.diagnostic import Diagnostic, Severity
    from kgpub.config import Config
    from kgpub.config.checking import CheckSettings, PathSettings
    from kgpub.config.toml_places import TomlPath

LISTS = ("select", "ignore", "errors", "warnings", "notes")
_GIVEN: tuple[tuple[str, Severity], ...] = (("errors", "error"), ("warnings", "warning"), ("notes", "note"))


@dataclass(frozen=True)
class Selection:
    """The rules that are asked, what kgpub.toml says of their findings, and which are known."""

    asked: frozenset[str]
    settings: CheckSettings
    paths: tuple[PathSettings, ...]
    baseline: Baseline
    """The findings that are known."""

    def asks(self, rule: str) -> bool:
        """Tell whether a rule is asked of any file."""
        return rule in self.asked

    def applied(self, finding: Diagnostic) -> Diagnostic | None:
        """Give a finding as bad as kgpub.toml says, or None where its rule is not asked of its file."""
        if finding.rule in NEEDED:
            return finding
        severity: Severity = _severity(self.settings, finding.rule) or finding.severity
        for settings in self.paths:
            if not any(matches(finding.span.path, glob) for glob in settings.files):
                continue
            if finding.rule in settings.ignore or (settings.select and finding.rule not in settings.select):
                return None
            severity = _severity(settings, finding.rule) or severity
        return finding if severity == finding.severity else replace(finding, severity=severity)


def select(
    config: Config, *, select: Collection[str] = (), ignore: Collection[str] = (), baseline: Baseline | None = None
) -> Selection:
    """Give the selection of kgpub.toml, or what the command line says instead.

    Raises ConfigError for names in kgpub.toml that are no rules, ArchiveError when there is no baseline where it says.
    """
    problems = tuple(_problems(config))
    if problems:
        raise ConfigError(problems)
    settings = config.check.settings
    asked = set(select) or set(settings.select or NAMES) - set(settings.ignore)
    if baseline is None:
        baseline = read(config.root / settings.baseline) if settings.baseline else Baseline()
    return Selection(frozenset(asked - set(ignore) | NEEDED), settings, config.check.paths, baseline)


def refusal(name: str, *, is_left_out: bool) -> str:
    """Say why a name cannot stand in a list of rules, or give nothing."""
    if name not in NAMES:
        return f'there is no rule "{name}"{nearest(name, NAMES)}'
    if is_left_out and name in NEEDED:
        return f"the rule {name} is always asked: nothing can be published without it"
    return ""


def _severity(settings: CheckSettings | PathSettings, rule: str) -> Severity | None:
    return next((severity for key, severity in _GIVEN if rule in getattr(settings, key)), None)


def _problems(config: Config) -> Iterator[Problem]:
    """Give a problem for each name that cannot stand, at its place."""
    sections: list[tuple[TomlPath, CheckSettings | PathSettings]] = [(("check",), config.check.settings)]
    sections += [(("check", "paths", index), settings) for index, settings in enumerate(config.check.paths)]
    places: TomlPlaces | None = None
    for path, settings in sections:
        for key in LISTS:
            for index, name in enumerate(getattr(settings, key)):
                if message := refusal(name, is_left_out=key != "select"):
                    places = places or TomlPlaces(config.source.decode().replace("\r\n", "\n"))
                    place = Place(config.shown, *places.value((*path, key, index)))
                    yield Problem(place, f"{key}: {message}")
