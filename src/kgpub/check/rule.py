"""What a rule is: a value that knows its name, how bad its findings are, and how they are found."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from inspect import cleandoc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kgpub.check.diagnostic import Diagnostic, Severity
    from kgpub.check.material import Material
    from kgpub.check.mending import Mending


@dataclass(frozen=True)
class Rule:
    """One rule. Its documentation is the docstring of the module that has its `find`."""

    name: str
    severity: Severity
    """That of its worst findings."""
    find: Callable[[Material], Iterable[Diagnostic]]
    needs_all_files: bool = False
    """Whether it is left out when a file could not be read: a lost statement would mislead it."""
    reads_each_file: bool = False
    """Whether it looks at each file by itself, so that what it finds there depends on nothing else but kgpub.toml."""
    needs_revision: bool = False
    """Whether it has nothing to say without a revision to compare with."""
    mend: Callable[[str], Iterable[Mending]] | None = None
    """What `kgpub check --fix` mends in the text of a file."""
    mends_every_format: bool = False
    """Whether it mends JSON-LD and RDF/XML as well."""

    @property
    def documentation(self) -> str:
        """Give what it does, why, with an example: a summary, then sections under their headings."""
        return cleandoc(sys.modules[self.find.__module__].__doc__ or "")

    @property
    def summary(self) -> str:
        """Give the sentence that the documentation begins with."""
        return self.documentation.partition("\n\n")[0].replace("\n", " ")
