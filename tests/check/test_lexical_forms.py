from __future__ import annotations

import pytest

from kgpub.check.lexical_forms import PATTERNS, RANGES, fault

GOOD = [
    ("boolean", "true 1"), ("decimal", "1 -1.5 +.5 1."), ("double", "1e3 INF -INF NaN 1.5E-7"), ("float", "+INF 0"),
    ("date", "2021-03-01 2020-02-29 -0044-03-15 2000-02-29Z 2021-12-31+14:00 12021-01-01"),
    ("dateTime", "2021-03-01T12:00:00 2021-03-01T24:00:00Z 2021-03-01T12:00:00.123-05:00"),
    ("dateTimeStamp", "2021-03-01T12:00:00Z"), ("time", "12:00:00 24:00:00 23:59:59.9Z"),
    ("gYear", "1962 -0044 12021 1962Z"), ("gYearMonth", "1962-03"), ("gMonth", "--03"), ("gMonthDay", "--02-29"),
    ("gDay", "---31"), ("duration", "P1Y P1Y2M3DT4H5M6.7S -P1D PT0S"), ("yearMonthDuration", "P1Y -P2M"),
    ("dayTimeDuration", "P1D PT1H"), ("hexBinary", "0aFF"), ("base64Binary", "aGk= aGVs YQ=="),
    ("anyURI", "https://example.org/é relative#part"), ("language", "be be-tarask"), ("normalizedString", "a"),
    ("token", "a"), ("NMTOKEN", "1a:b"), ("Name", "a:b Ж"), ("NCName", "a-1 Ж"), ("integer", "0 -15 +3 007"),
    ("nonNegativeInteger", "0"), ("positiveInteger", "1"), ("nonPositiveInteger", "0 -1"), ("negativeInteger", "-1"),
    ("long", "9223372036854775807"), ("int", "-2147483648"), ("short", "32767"), ("byte", "-128"),
    ("unsignedLong", "18446744073709551615"), ("unsignedInt", "4294967295"), ("unsignedShort", "65535"),
    ("unsignedByte", "255"),
]  # fmt: skip
BAD = [
    ("boolean", "yes True TRUE 01"), ("decimal", "1e3 . 1,5 INF"), ("double", "inf nan 1e e1 +NaN"), ("float", "1e1.5"),
    ("date", "2021-02-29 1900-02-29 2021-04-31 2021-1-1 2021-13-01 2021-00-01 21-01-01 2021-01-01+15:00"),
    ("dateTime", "2021-01-01 2021-01-01T12:00 2021-02-30T12:00:00 2021-03-01T24:00:01"),
    ("dateTimeStamp", "2021-03-01T12:00:00"), ("time", "25:00:00 12:00"), ("gYear", "196x 62 1962-03 01962"),
    ("gYearMonth", "2021-13 2021"), ("gMonth", "03 --13"), ("gMonthDay", "--02-30 --04-31"), ("gDay", "---32 01"),
    ("duration", "P PT P1S 1Y P1YT"), ("yearMonthDuration", "P1D P"), ("dayTimeDuration", "P1Y P"),
    ("hexBinary", "0 xy"), ("base64Binary", "aGk a==="), ("anyURI", "<a> a|b"), ("language", "b_y abcdefghi"),
    ("NMTOKEN", "a/b"), ("Name", "1a"), ("NCName", "a:b"), ("integer", "1.0 x ٣ 1e3"), ("nonNegativeInteger", "-1"),
    ("positiveInteger", "0"), ("nonPositiveInteger", "1"), ("negativeInteger", "0"), ("long", "9223372036854775808"),
    ("int", "2147483648"), ("short", "-32769"), ("byte", "128"), ("unsignedLong", "-1"), ("unsignedInt", "4294967296"),
    ("unsignedShort", "65536"), ("unsignedByte", "256"),
]  # fmt: skip


@pytest.mark.parametrize(("datatype", "values"), GOOD)
def test_a_form_of_the_datatype_is_no_fault(datatype: str, values: str) -> None:
    assert [value for value in values.split() if fault(datatype, value)] == []


@pytest.mark.parametrize(("datatype", "values"), BAD)
def test_what_is_no_form_of_the_datatype_is_a_fault(datatype: str, values: str) -> None:
    assert [value for value in values.split() if not fault(datatype, value)] == []


SPACES = [("token", " a"), ("token", "a  b"), ("token", "a\nb"), ("normalizedString", "a\tb"), ("anyURI", "a b")]


@pytest.mark.parametrize(("datatype", "value"), SPACES)
def test_white_space_that_a_datatype_does_not_have_is_a_fault(datatype: str, value: str) -> None:
    assert fault(datatype, value)


def test_every_datatype_of_the_table_is_tested() -> None:
    known = {*PATTERNS, *RANGES}
    assert {datatype for datatype, _ in GOOD} == known
    assert {datatype for datatype, _ in [*BAD, *SPACES]} == known


def test_a_long_number_and_a_datatype_that_is_not_known_are_left_alone() -> None:
    assert fault("integer", "1" * 100_000) == ""
    assert fault("string", "\x00") == ""
    assert fault("year", "x") == ""
