"""Every setting of kgpub.toml in one table, which validation, `--help` and the documentation's test read."""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin, get_type_hints

from kgpub.archive.sources import GraphFiles, TextFile
from kgpub.archive.withholding import Withholding
from kgpub.config.checking import CareSettings, CheckSettings, PathSettings, QuotationSettings, SuppressionSettings
from kgpub.outline import LEDGER
from kgpub.store.settings import EngineSettings

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Form = Literal["", "base", "uri", "curie", "path", "language", "address", "endpoint", "network", "pattern"]
"""What a string stands for: nothing more, the base, a URI relative to it, a CURIE, a path, a tag, the address of a site
or of a service, or an address or network of IP."""


@dataclass(frozen=True)
class ArchiveSettings:
    """The section `[archive]` of kgpub.toml."""

    base: str = field(
        metadata={"help": "absolute http(s) IRI ending in / or #, with which the archive's URIs begin", "form": "base"}
    )
    title: str = field(metadata={"help": "name of the archive, shown on its pages"})
    languages: tuple[str, ...] = field(
        default=("en",), metadata={"help": "language tags, best first, for labels on pages", "form": "language"}
    )
    dataset: str = field(
        default="dataset",
        metadata={"help": "URI, relative to the base, of the resource that describes the whole", "form": "uri"},
    )
    entities: tuple[str, ...] = field(
        default=(),
        metadata={"help": "classes of the things people link to; the home page lists them in order", "form": "curie"},
    )
    labels: tuple[str, ...] = field(
        default=(
            "http://www.w3.org/2004/02/skos/core#prefLabel",
            "http://purl.org/dc/terms/title",
            "http://www.w3.org/2000/01/rdf-schema#label",
        ),
        metadata={"help": "properties that name a thing; the first found is shown", "form": "curie"},
    )
    noindex: tuple[str, ...] = field(
        default=(),
        metadata={"help": "classes of things whose pages search engines are asked to leave out", "form": "curie"},
    )
    contact: str = field(
        default="",
        metadata={"help": "whom to ask: a mailto: or web address, or a page relative to the base", "form": "contact"},
    )


@dataclass(frozen=True)
class IdentitySettings:
    """The section `[identity]` of kgpub.toml."""

    ledger: str = field(default=LEDGER, metadata={"help": "file that records every id ever minted", "form": "path"})
    graph: str = field(
        default="graph/ledger",
        metadata={"help": "URI of the graph that says what merged and split URIs stand for", "form": "uri"},
    )


@dataclass(frozen=True)
class KindSettings:
    """A section `[identity.kinds.NAME]` of kgpub.toml: a kind of thing that `kgpub mint NAME` draws ids for."""

    path: str = field(metadata={"help": "what stands between the base and the id in a URI", "form": "path"})
    class_uri: str = field(metadata={"help": "class of the things of this kind", "form": "curie", "key": "class"})


@dataclass(frozen=True)
class WithdrawalSettings:
    """The section `[withdraw]` of kgpub.toml: how the names of what is withdrawn are told."""

    names: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "further properties whose values are names, or lead to things that have them",
            "form": "curie",
        },
    )
    people: tuple[str, ...] = field(
        default=(),
        metadata={"help": "further classes whose names are blacked out in every case and in parts", "form": "curie"},
    )
    keep: tuple[str, ...] = field(
        default=(), metadata={"help": "words that are left when they stand alone, though they are part of a name"}
    )


@dataclass(frozen=True)
class ReleaseSettings:
    """The section `[releases]` of kgpub.toml."""

    keep: int = field(default=10, metadata={"help": "releases that stay on disk, the newest among them"})


@dataclass(frozen=True)
class ServerSettings:
    """The section `[server]` of kgpub.toml. The `help` of a field is its documentation."""

    web_workers: int = field(default=1, metadata={"help": "processes that answer HTTP requests"})
    public_address: str = field(
        default="",
        metadata={
            "help": "http(s) address that visitors use; empty: the one it listens on",
            "form": "address",
        },
    )
    hosts: tuple[str, ...] = field(
        default=(), metadata={"help": "host names that are answered to; empty: any host name"}
    )
    trusted_proxies: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "addresses or networks of proxies whose X-Forwarded-For tells clients apart",
            "form": "network",
        },
    )
    cache_megabytes: int = field(
        default=64, metadata={"help": "memory in which each web process keeps responses, to give them again"}
    )


SECTIONS: dict[str, type[DataclassInstance]] = {
    "archive": ArchiveSettings,
    "graphs": GraphFiles,
    "texts": TextFile,
    "withhold": Withholding,
    "withdraw": WithdrawalSettings,
    "identity": IdentitySettings,
    "identity.kinds.NAME": KindSettings,
    "check": CheckSettings,
    "check.paths": PathSettings,
    "check.suppress": SuppressionSettings,
    "check.quotations": QuotationSettings,
    "care": CareSettings,
    "releases": ReleaseSettings,
    "engine": EngineSettings,
    "server": ServerSettings,
}
"""Which class holds which section. `[prefixes]` is not here: its keys are the archive's own."""


UNPUBLISHED = frozenset(
    {"texts", "withhold", "withdraw", "releases", "care"}
    | {"check", "check.paths", "check.suppress", "check.quotations"}
)
"""The sections that only a build needs. What they say, and which files there are, is no part of a release."""


@dataclass(frozen=True)
class Setting:
    """One key of one section: what it may hold and what it is for."""

    section: str
    key: str
    field: str
    type: type
    help: str
    is_list: bool
    choices: tuple[str, ...]
    form: Form
    default: object
    is_required: bool
    is_published: bool

    @property
    def name(self) -> str:
        """Give the name as documentation writes it, such as ``engine.deadline_seconds``."""
        return f"{self.section}.{self.key}"


def settings_table() -> tuple[Setting, ...]:
    """Give every setting of every section, in the order in which they are documented."""
    return tuple(setting for section in SECTIONS for setting in settings_of(section))


def settings_of(section: str) -> tuple[Setting, ...]:
    """Give the settings of one section, read from the fields of its class."""
    hints = get_type_hints(SECTIONS[section])
    return tuple(_setting(section, item, hints[item.name]) for item in fields(SECTIONS[section]))


def _setting(section: str, item: Field[Any], hint: Any) -> Setting:  # noqa: ANN401 - any annotation may stand there
    is_list = get_origin(hint) is tuple
    plain = get_args(hint)[0] if is_list else hint
    choices = get_args(plain) if get_origin(plain) is Literal else ()
    return Setting(
        section=section,
        key=item.metadata.get("key", item.name),
        field=item.name,
        type=str if choices else plain,
        help=item.metadata["help"],
        is_list=is_list,
        choices=choices,
        form=item.metadata.get("form", ""),
        default=item.default,
        is_required=item.default is MISSING,
        is_published=section not in UNPUBLISHED and item.metadata.get("is_published", True),
    )
