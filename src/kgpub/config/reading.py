"""Reading kgpub.toml, and telling everything that is wrong with it at once."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgpub import archive
from kgpub.archive.sources import GraphFiles, TextFile
from kgpub.archive.withholding import Withholding
from kgpub.config.archive_config import Config, Identity
from kgpub.config.checking import (
    CareSettings,
    Checking,
    CheckSettings,
    PathSettings,
    QuotationSettings,
    SuppressionSettings,
)
from kgpub.config.settings import SECTIONS, ReleaseSettings, ServerSettings, Setting, WithdrawalSettings, settings_of
from kgpub.config.toml_places import TomlPlaces
from kgpub.config.values import PREFIX, Refused, Resolver, base_iri, iri, nearest, typed
from kgpub.errors import ConfigError, Place, Problem
from kgpub.identity.kinds import Kind
from kgpub.outline import CONFIG_FILE
from kgpub.store.settings import EngineSettings

if TYPE_CHECKING:
    from kgpub.config.toml_places import TomlPath

Table = dict[str, Any]

NO_BASE = "about:blank#"
"""Stands in for a base that cannot stand, so that the rest of the file is still read."""


def load(root: Path) -> Config:
    """Read the kgpub.toml of the folder `root`. Raises ConfigError with all problems."""
    file = root / CONFIG_FILE
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        message = "there is no such file; give the folder of an archive, or write one (docs/configuration.md)"
        raise ConfigError((Problem(Place(str(file)), message),)) from None
    except OSError as error:
        raise ConfigError((Problem(Place(str(file)), f"cannot be read: {error.strerror}"),)) from None
    return parse_whole(content, root, path=str(file))


def parse_whole(content: bytes, root: Path, *, path: str) -> Config:
    """Make a Config of the content of an archive's kgpub.toml, which must say what files there are.

    `path` is how messages name the file.
    """
    return _parsed(content, root, path, is_whole=True)


def parse(content: bytes, root: Path, *, path: str = "") -> Config:
    """Make a Config of a kgpub.toml's content: an archive's, or that in a release, which says nothing of files.

    `path` is how messages name the file; else it is that in `root`.
    """
    return _parsed(content, root, path or str(root / CONFIG_FILE), is_whole=False)


def _parsed(content: bytes, root: Path, path: str, *, is_whole: bool) -> Config:
    text, document = _document(content, path)
    reading = _Reading(document, TomlPlaces(text), path, is_whole=is_whole)
    config = reading.config(root, content)
    if reading.problems or config is None:
        raise ConfigError(tuple(sorted(reading.problems, key=_in_order)))
    return config


def open_archive(config: Config, tree: archive.Tree | None = None) -> archive.Archive:
    """Read the files that a configuration names, with those that make a release besides, from its folder or a tree."""
    also = (CONFIG_FILE, config.identity.ledger.as_posix())
    if tree is None:
        return archive.read(config.root, graphs=config.graphs, texts=config.texts, also=also)
    return archive.read_tree(tree, graphs=config.graphs, texts=config.texts, also=also)


def _in_order(problem: Problem) -> tuple[int, int, str]:
    return problem.place.line, problem.place.column, problem.message


def _document(content: bytes, path: str) -> tuple[str, Table]:
    try:
        # TOML 1.0 takes CRLF for a newline; columns must not count the carriage return.
        text = content.decode("utf-8").replace("\r\n", "\n")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError((Problem(Place(path, line), "not UTF-8; save the file in UTF-8"),)) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError((_syntax_problem(str(error), text, path),)) from None


def _syntax_problem(message: str, text: str, path: str) -> Problem:
    """Take the place out of tomllib's message, which has no other form before Python 3.14."""
    match = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message, re.DOTALL)
    if match is None:
        return Problem(Place(path), f"not TOML: {message}")
    line, column = (int(match[2]), int(match[3])) if match[2] else (text.count("\n") + 1, 0)
    return Problem(Place(path, line, column), f"not TOML: {match[1]}")


class _Reading:
    """One reading of one document, which gathers problems on its way."""

    def __init__(self, document: Table, places: TomlPlaces, path: str, *, is_whole: bool) -> None:
        self.document = document
        self.places = places
        self.path = path
        self.is_whole = is_whole
        self.problems: list[Problem] = []
        self.resolver = Resolver(NO_BASE, {})

    def config(self, root: Path, source: bytes) -> Config | None:
        """Give the configuration, or None when there are problems."""
        self.report_unknown((), self.document, [*(name.partition(".")[0] for name in SECTIONS), "prefixes"])
        self.resolver = Resolver(self.base(), self.prefixes())
        settings, engine, server = map(self.section, ("archive", "engine", "server"))
        withhold, withdraw, releases = map(self.section, ("withhold", "withdraw", "releases"))
        graphs, texts = self.array("graphs"), self.array("texts")
        check = self.section("check", beside=("paths", "suppress", "quotations"))
        paths, suppressions = self.array("check.paths"), self.array("check.suppress")
        care, quotations = self.section("care"), self.array("check.quotations")
        ledger, kinds = self.section("identity", beside=("kinds",)), self.kinds()
        self.report_graphs(graphs, texts)
        self.report_kinds(kinds)
        self.report_engine(engine)
        self.report_withheld_dataset(settings, withhold)
        if self.problems:
            return None
        return Config(
            root=root,
            **settings,
            prefixes=dict(self.resolver.prefixes),
            graphs=tuple(GraphFiles(**values) for values in graphs),
            texts=tuple(TextFile(**values) for values in texts),
            withholding=Withholding(**withhold),
            withdrawal=WithdrawalSettings(**withdraw),
            identity=Identity(Path(ledger["ledger"]), tuple(Kind(**values) for values in kinds), ledger["graph"]),
            releases=ReleaseSettings(**releases),
            engine=EngineSettings(**engine),
            server=ServerSettings(**server),
            check=Checking(
                CheckSettings(**check),
                tuple(PathSettings(**values) for values in paths),
                tuple(SuppressionSettings(**values) for values in suppressions),
                CareSettings(**care),
                tuple(QuotationSettings(**values) for values in quotations),
            ),
            source=source,
            shown=self.path,
        )

    def problem(self, place: tuple[int, int], message: str) -> None:
        self.problems.append(Problem(Place(self.path, *place), message))

    def base(self) -> str:
        """Give the base for what is relative to it; one that cannot stand is told of where its section is read."""
        table = self.document.get("archive")
        value = table.get("base") if isinstance(table, dict) else None
        try:
            return base_iri(value) if isinstance(value, str) else NO_BASE
        except Refused:
            return NO_BASE

    def prefixes(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, value in self.table(("prefixes",)).items():
            path = ("prefixes", name)
            if name and not PREFIX.fullmatch(name):
                self.problem(self.places.key(path), f'"{name}" cannot be a prefix; use letters, digits, - and _')
                continue
            found[name] = NO_BASE
            try:
                found[name] = iri(value if isinstance(value, str) else "")
            except Refused as refused:
                self.problem(self.places.value(path), f"the prefix {name}: {refused}")
        return found

    def table(self, path: TomlPath) -> Table:
        """Give the table at a path; one that is not written down is empty."""
        table: Table = self.document
        for step in path:
            inner = table.get(str(step), {})
            if not isinstance(inner, dict):
                self.problem(self.places.key(path), f"must be a table: {_shown(path)}")
                return {}
            table = inner
        return table

    def section(self, name: str, path: TomlPath = (), beside: tuple[str, ...] = ()) -> Table:
        """Give the values of a section by the field that holds them. `beside` names tables that are read apart."""
        path = path or (name,)
        return self.values(name, path, self.table(path), beside)

    def values(self, section: str, path: TomlPath, table: Table, beside: tuple[str, ...] = ()) -> Table:
        settings = settings_of(section)
        self.report_unknown(path, table, [*(setting.key for setting in settings), *beside])
        found: Table = {}
        for setting in settings:
            if setting.key in table:
                self.take(found, setting, (*path, setting.key), table[setting.key])
            elif setting.is_required and not (setting.is_published or self.is_whole):
                found[setting.field] = ()
            elif setting.is_required:
                self.problem(self.places.key(path), f"{_shown(path)} lacks {setting.key}: {setting.help}")
            else:
                self.take(found, setting, path, _as_written(setting.default))
        return found

    def take(self, found: Table, setting: Setting, path: TomlPath, value: object) -> None:
        if not setting.is_list:
            found[setting.field] = self.resolved(value, setting, path)
        elif isinstance(value, list):
            elements = enumerate(value)
            found[setting.field] = tuple(self.resolved(item, setting, (*path, index)) for index, item in elements)
            if not value and setting.is_required:
                self.problem(self.places.value(path), f"{setting.key}: must not be empty")
        else:
            self.problem(self.places.value(path), f"{setting.key}: must be a list, in square brackets")

    def resolved(self, value: object, setting: Setting, path: TomlPath) -> Any:  # noqa: ANN401 - of the setting's type
        try:
            checked = typed(value, setting)
            return self.resolver.resolve(checked, setting.form) if isinstance(checked, str) else checked
        except Refused as refused:
            self.problem(self.places.value(path), f"{setting.key}: {refused}")
            return value

    def array(self, name: str) -> list[Table]:
        *around, key = path = tuple(name.split("."))
        tables = self.table(tuple(around)).get(key, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            self.problem(self.places.key(path), f"{name} must be written [[{name}]], once for each")
            return []
        return [self.values(name, (*path, index), table) for index, table in enumerate(tables)]

    def kinds(self) -> list[Table]:
        names = self.table(("identity", "kinds"))
        return [{"name": name, **self.section("identity.kinds.NAME", ("identity", "kinds", name))} for name in names]

    def report_unknown(self, path: TomlPath, table: Table, known: list[str]) -> None:
        for key in table:
            if key not in known:
                where = _shown(path) if path else "kgpub.toml"
                self.problem(self.places.key((*path, key)), f"{where} has no {key}{nearest(key, known)}")

    def report_graphs(self, graphs: list[Table], texts: list[Table]) -> None:
        if not graphs and "graphs" not in self.document:
            self.problem((1, 1), "there are no [[graphs]]; name at least one graph, with its files")
        uris = [values.get("uri") for values in graphs]
        for index, uri in enumerate(uris):
            if uri is not None and uri in uris[:index]:
                message = f'two [[graphs]] are "{self.relative(uri)}"; list all files of a graph in one'
                self.problem(self.places.value(("graphs", index, "uri")), message)
        for index, values in enumerate(texts):
            if "graph" in values and values["graph"] not in uris:
                written = self.relative(values["graph"])
                message = f'no [[graphs]] is "{written}"{nearest(written, map(self.relative, uris))}'
                self.problem(self.places.value(("texts", index, "graph")), message)

    def report_withheld_dataset(self, settings: Table, withhold: Table) -> None:
        """Tell where the whole is withheld: the server describes it in any case."""
        for key in ("graphs", "resources"):
            if settings.get("dataset") in withhold.get(key, ()):
                place = self.places.value(("withhold", key, withhold[key].index(settings["dataset"])))
                self.problem(place, f"{key}: the dataset as a whole cannot be withheld; do not publish it at all")

    def relative(self, uri: object) -> str:
        """Give a URI as kgpub.toml writes it."""
        return str(uri).removeprefix(self.resolver.base)

    def report_kinds(self, kinds: list[Table]) -> None:
        paths = [values.get("path") for values in kinds]
        for index, values in enumerate(kinds):
            if values.get("path") in paths[:index]:
                place = self.places.value(("identity", "kinds", values["name"], "path"))
                self.problem(place, f'two kinds have the path "{values["path"]}"; ids could not be told apart')

    def report_engine(self, engine: Table) -> None:
        if engine.get("kind") == "remote" and engine.get("endpoint") == "":
            message = 'kind: "remote" needs an endpoint; name the address of the one to publish from'
            self.problem(self.places.value(("engine", "kind")), message)


def _shown(path: TomlPath) -> str:
    """Give a section's name as kgpub.toml writes it."""
    name = ".".join(str(step) for step in path if isinstance(step, str))
    return f"[[{name}]]" if isinstance(path[-1], int) else f"[{name}]"


def _as_written(default: object) -> object:
    return list(default) if isinstance(default, tuple) else default
