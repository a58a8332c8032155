"""Language tags as BCP 47 has them (https://www.rfc-editor.org/rfc/rfc5646)."""

from __future__ import annotations

_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en "
    "eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja "
    "jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb "
    "nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so "
    "sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
)
TWO_LETTERS = frozenset(_CODES.split())
"""The languages that have a code of two letters in ISO 639-1, and `sh`, which is deprecated."""

COUNTRIES = {"by": "be", "ua": "uk", "cz": "cs", "jp": "ja", "cn": "zh", "gr": "el", "dk": "da", "rs": "sr"}
"""Codes of countries that are taken for their languages, where no language has the code."""


def unknown(tag: str) -> str:
    """Give the language of a tag if it has two letters and is none."""
    language = tag.partition("-")[0].lower()
    return language if len(language) == 2 and language not in TWO_LETTERS else ""  # noqa: PLR2004 - ISO 639-1
