from __future__ import annotations

import pytest

from kgpub.config.toml_places import TomlPath, TomlPlaces

TEXT = '''\
# a comment with = and [brackets]
top = 1 # after
"quoted key".inner = """
several = "lines" ["""

[table."a.b"]   # header
list = [ "x", # [
  [1, 2], {k = '}', l = [3]},
  "é", ]
date = 1979-05-27 07:32:00
[[many]]
a = 1
[[many]]
[many.below]
b = 'c'
[[many.nested]]
d = -1.5e3
'''

PLACES: list[tuple[TomlPath, tuple[int, int], tuple[int, int]]] = [
    (("top",), (2, 1), (2, 7)),
    (("quoted key", "inner"), (3, 1), (3, 22)),
    (("table", "a.b"), (6, 1), (6, 1)),
    (("table", "a.b", "list"), (7, 1), (7, 8)),
    (("table", "a.b", "list", 0), (7, 1), (7, 10)),
    (("table", "a.b", "list", 1, 1), (7, 1), (8, 7)),
    (("table", "a.b", "list", 2, "k"), (8, 12), (8, 16)),
    (("table", "a.b", "list", 2, "l", 0), (8, 21), (8, 26)),
    (("table", "a.b", "list", 3), (7, 1), (9, 3)),
    (("table", "a.b", "date"), (10, 1), (10, 8)),
    (("many", 0, "a"), (12, 1), (12, 5)),
    (("many", 1), (13, 1), (13, 1)),
    (("many", 1, "below", "b"), (15, 1), (15, 5)),
    (("many", 1, "nested", 0, "d"), (17, 1), (17, 5)),
    (("many", 1, "missing"), (13, 1), (13, 1)),
    (("missing",), (1, 1), (1, 1)),
]


@pytest.mark.parametrize(("path", "key", "value"), PLACES, ids=[".".join(map(str, case[0])) for case in PLACES])
def test_keys_and_values_are_found_where_they_stand(
    path: TomlPath, key: tuple[int, int], value: tuple[int, int]
) -> None:
    places = TomlPlaces(TEXT)
    assert (places.key(path), places.value(path)) == (key, value)
