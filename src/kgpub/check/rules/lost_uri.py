"""A URI that was published at a revision would be answered 404.

What it does
    With ``--since REV``, compares the URIs below the base of which something was said then, and the graphs, with those
    that are answered now: something is said of them, or the ledger says what became of them. What was withheld then was
    not published; what is withheld now is answered 404.

Why is this bad?
    Others have cited the URI. They cannot know whether the thing is gone, has another URI, or is called so by mistake.

Example
    a person whose block was taken out of ``data/people.ttl``, or who is withheld after having been published

Use instead
    ``kgpub merge``, ``kgpub split`` or ``kgpub withdraw`` for minted URIs; for others, a block that says what became of
    them, such as ``owl:deprecated true ; dcterms:isReplacedBy …``. What must vanish at once may be withheld and told
    of here until then: this rule keeps nobody from building.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.check.diagnostic import Diagnostic, Span
from kgpub.check.ledger_lines import line_span
from kgpub.check.rule import Rule
from kgpub.config import CONFIG_FILE
from kgpub.identity import Active, owner, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kgpub.check.before import Before
    from kgpub.check.material import Material

WITHHELD = "was published at {rev} and is withheld now, so it would be answered 404"
WITHHOLDING = "withhold what was never published only"
FOR_OTHERS = "say something of it again, if only what became of it: owl:deprecated true, dcterms:isReplacedBy …"


def find(material: Material) -> Iterator[Diagnostic]:
    """Give an error for each, at its minting or in the file that it was described in."""
    before = material.before
    if before is None or material.ledger_file.problems:
        return
    if before.config.base != material.config.base:
        yield _other_base(material, before)
        return
    for uri in sorted(before.published.answered - material.published.answered):
        thing = owner(material.ledger, uri)
        if thing in (None, uri) or isinstance(resolve(material.ledger, thing or uri), Active):
            yield _lost(material, before, uri)


def _lost(material: Material, before: Before, uri: str) -> Diagnostic:
    message = f"{material.naming.iri(uri)} was published at {before.name} and would be answered 404"
    if is_withheld := material.is_withheld(uri):
        message = f"{material.naming.iri(uri)} {WITHHELD.format(rev=before.name)}"
    path = before.path_of(uri)
    reason = f"at {before.name} it was described in {path}" if path else ""
    minted = material.ledger.minted.get(uri)
    if minted is None:
        help_ = f"{WITHHOLDING}; publish it again, or {FOR_OTHERS}" if is_withheld else FOR_OTHERS
        return Diagnostic("lost-uri", "error", message, Span(path or CONFIG_FILE), reason=reason, help=help_)
    name = material.ledger.relative(uri)
    help_ = f"say something of it again, or what became of it: `kgpub merge {name} INTO`, "
    help_ += f"`kgpub split {name} INTO INTO`, `kgpub withdraw {name} --reason REASON`"
    if is_withheld:
        help_ = f"{WITHHOLDING}; `kgpub withdraw {name} --reason REASON` leaves a tombstone"
    span = line_span(material, material.ledger.place(minted).line)
    return Diagnostic("lost-uri", "error", message, span, reason=reason, help=help_)


def _other_base(material: Material, before: Before) -> Diagnostic:
    message = f"the base was <{before.config.base}> at {before.name}, so every URI that was published would be lost"
    help_ = f"keep the base; <{material.config.base}> can redirect to it"
    return Diagnostic("lost-uri", "error", message, Span(CONFIG_FILE), help=help_)


RULE = Rule("lost-uri", "error", find, needs_all_files=True, needs_revision=True)
