"""`kgpub.toml` as frozen dataclasses."""

from kgpub.config.archive_config import CONFIG_FILE, Config, Identity
from kgpub.config.reading import load, open_archive, others_of, parse
from kgpub.config.settings import ServerSettings, Setting, settings_table

__all__ = [
    "CONFIG_FILE",
    "Config",
    "Identity",
    "ServerSettings",
    "Setting",
    "load",
    "open_archive",
    "others_of",
    "parse",
    "settings_table",
]
