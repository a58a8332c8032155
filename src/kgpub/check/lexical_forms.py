"""The lexical forms of the datatypes of XML Schema 1.1, with their ranges and the calendar.

https://www.w3.org/TR/xmlschema11-2/. The store and pySHACL let some of what is wrong here pass: `196x` as a gYear, the
31st of February.
"""

from __future__ import annotations

import re

_ZONE = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_YEAR = r"(?P<year>-?(?:[1-9]\d{3,}|0\d{3}))"
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_DAY = r"(?P<day>0[1-9]|[12]\d|3[01])"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_DURATION_TIME = r"T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?"
_BASE64 = r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){2}[A-Za-z0-9+/] ?=|(?:[A-Za-z0-9+/] ?){2}= ?=)?"
_NAME_START = (
    "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\ud7ff"
)
_NAME = _NAME_START + "0-9.\u00b7\u0300-\u036f\u203f\u2040\\-"

PATTERNS = {
    "boolean": "true|false|1|0",
    "decimal": _NUMBER,
    "double": rf"{_NUMBER}(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "float": rf"{_NUMBER}(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "date": f"{_YEAR}-{_MONTH}-{_DAY}{_ZONE}",
    "dateTime": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE}",
    "dateTimeStamp": f"{_YEAR}-{_MONTH}-{_DAY}T{_TIME}{_ZONE[:-1]}",
    "time": f"{_TIME}{_ZONE}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": f"--{_MONTH}{_ZONE}",
    "gMonthDay": f"--{_MONTH}-{_DAY}{_ZONE}",
    "gDay": f"---{_DAY}{_ZONE}",
    "duration": rf"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:{_DURATION_TIME})?",
    "yearMonthDuration": r"-?P(?=\d)(?:\d+Y)?(?:\d+M)?",
    "dayTimeDuration": rf"-?P(?=.)(?:\d+D)?(?:{_DURATION_TIME})?",
    "hexBinary": "(?:[0-9a-fA-F]{2})*",
    "base64Binary": _BASE64,
    "anyURI": r"[^\s<>\"{}|\\^`\x00-\x1f]*",
    "language": "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?! )(?:(?!  )[^\t\n\r])*(?<! )",
    "NMTOKEN": f"[{_NAME}:]+",
    "Name": f"[{_NAME_START}:][{_NAME}:]*",
    "NCName": f"[{_NAME_START}][{_NAME}]*",
}
_COMPILED = {name: re.compile(pattern) for name, pattern in PATTERNS.items()}

RANGES: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
MOST_DIGITS = 4000
"""Python refuses to read integers with more digits; a range is not looked at beyond."""

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

EXAMPLES = {
    "boolean": "true",
    "date": "2021-03-01",
    "dateTime": "2021-03-01T12:00:00Z",
    "dateTimeStamp": "2021-03-01T12:00:00Z",
    "time": "12:00:00",
    "gYear": "1962",
    "gYearMonth": "1962-03",
    "gMonth": "--03",
    "gMonthDay": "--03-01",
    "gDay": "---01",
    "duration": "P1Y6M",
    "yearMonthDuration": "P1Y6M",
    "dayTimeDuration": "P15D",
    "decimal": "1.5",
    "double": "1.5e0",
    "float": "1.5e0",
    "integer": "15",
}


def fault(datatype: str, text: str) -> str:
    """Say what is wrong with a text as a value of a datatype of XML Schema; nothing if it is well, or not known."""
    if datatype in RANGES:
        return _integer_fault(datatype, text)
    pattern = _COMPILED.get(datatype)
    if pattern is None:
        return ""
    match = pattern.fullmatch(text) if text.isascii() or datatype in _OF_LETTERS else None
    if match is None:
        return f"is not an xsd:{datatype}"
    return _calendar_fault(match)


_OF_LETTERS = frozenset({"anyURI", "normalizedString", "token", "NMTOKEN", "Name", "NCName"})


def _integer_fault(datatype: str, text: str) -> str:
    if not _INTEGER.fullmatch(text):
        return f"is not an xsd:{datatype}"
    low, high = RANGES[datatype]
    if len(text) > MOST_DIGITS:
        return ""
    value = int(text)
    if (low is not None and value < low) or (high is not None and value > high):
        return f"is out of the range of xsd:{datatype}"
    return ""


def _calendar_fault(match: re.Match[str]) -> str:
    """Tell of days that a month never has, or not in that year."""
    parts = match.groupdict()
    if not (parts.get("day") and parts.get("month")):
        return ""
    month, day = int(parts["month"]), int(parts["day"])
    most = _DAYS[month - 1]
    if month == 2 and parts.get("year") and not _is_leap(parts["year"]):  # noqa: PLR2004 - February
        most = 28
    return "is a day that there is not" if day > most else ""


def _is_leap(year: str) -> bool:
    """Tell whether a year, of any number of digits, is a leap year of the proleptic Gregorian calendar."""
    last = int(year.lstrip("-")[-4:])
    return last % 4 == 0 and (last % 100 != 0 or last % 400 == 0)
