"""Globs, as kgpub.toml writes them."""

from __future__ import annotations

import pytest

from kgpub.paths import folder_of, is_rdf, matches, suffix_of


@pytest.mark.parametrize(
    ("glob", "fitting", "others"),
    [
        ("a.ttl", ("a.ttl",), ("b/a.ttl", "xa.ttl", "a.ttlx", "axttl", "")),
        ("*.ttl", ("a.ttl", ".ttl", "é ß.ttl"), ("b/a.ttl", "a.nt")),
        ("b/*.ttl", ("b/a.ttl",), ("a.ttl", "b/c/a.ttl", "c/b/a.ttl")),
        ("**/*.ttl", ("a.ttl", "b/a.ttl", "b/c/a.ttl"), ("a.nt", "b/a.nt")),
        ("b/**/a.ttl", ("b/a.ttl", "b/c/d/a.ttl"), ("a.ttl", "bc/a.ttl")),
        ("b/**", ("b", "b/c", "b/c/d.ttl"), ("bc", "c/b")),
        ("**", ("a", "a/b/c"), ()),
        ("b/*/*.ttl", ("b/c/a.ttl",), ("b/a.ttl", "b/c/d/a.ttl")),
        ("?.ttl", ("a.ttl", "é.ttl"), ("ab.ttl", "/.ttl", ".ttl")),
        ("[a-c]?.ttl", ("az.ttl",), ("dz.ttl", "a/.ttl")),
        ("[!a].ttl", ("b.ttl",), ("a.ttl", "/.ttl")),
        ("[.ttl", ("[.ttl",), ("a.ttl",)),
        ("[]]a", ("]a",), ("a",)),
        ("a**b", ("ab", "axyb"), ("a/b", "ax/yb")),
        ("./b//a.ttl", ("b/a.ttl",), ("a.ttl",)),
        ("B/A.ttl", ("B/A.ttl",), ("b/a.ttl",)),
        ("a+(b).ttl", ("a+(b).ttl",), ("aab.ttl",)),
    ],
)
def test_a_glob_fits_whole_paths(glob: str, fitting: tuple[str, ...], others: tuple[str, ...]) -> None:
    assert [path for path in (*fitting, *others) if matches(path, glob)] == [*fitting]


@pytest.mark.parametrize(
    ("glob", "folder"),
    [("a.ttl", ""), ("*.ttl", ""), ("b/c/*.ttl", "b/c"), ("b/**/c/*.ttl", "b"), ("b/[cd]/a.ttl", "b"), ("**", "")],
)
def test_all_that_fits_a_glob_lies_below_a_folder(glob: str, folder: str) -> None:
    assert folder_of(glob) == folder


@pytest.mark.parametrize(
    ("path", "suffix", "rdf"),
    [
        ("a.ttl", ".ttl", True),
        ("b.c/a.tar.nt", ".nt", True),
        ("b.ttl/a", "", False),
        (".ttl", "", False),
        ("b/.ttl", "", False),
        ("a.TTL", ".TTL", False),
        ("a.txt", ".txt", False),
    ],
)
def test_the_suffix_of_a_name_tells_rdf(path: str, suffix: str, *, rdf: bool) -> None:
    assert (suffix_of(path), is_rdf(path)) == (suffix, rdf)
