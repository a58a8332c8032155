"""Blacking out the names of what was withdrawn, wherever they stand in what is published."""

from kgpub.build.blackout.blackening import BLACK, Blackening, Sighting
from kgpub.build.blackout.lexicon import Lexicon, Name, name_of
from kgpub.build.blackout.naming import Naming
from kgpub.build.blackout.places import Seen, Sites

__all__ = ["BLACK", "Blackening", "Lexicon", "Name", "Naming", "Seen", "Sighting", "Sites", "name_of"]
