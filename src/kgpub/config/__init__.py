"""`kgpub.toml` as frozen dataclasses."""

from kgpub.config.archive_config import Config, Identity
from kgpub.config.reading import load, open_archive, parse, parse_whole
from kgpub.config.settings import ServerSettings, Setting, settings_table
from kgpub.outline import CONFIG_FILE

__all__ = [
    "CONFIG_FILE",
    "Config",
    "Identity",
    "ServerSettings",
    "Setting",
    "load",
    "open_archive",
    "parse",
    "parse_whole",
    "settings_table",
]
