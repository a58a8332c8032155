from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from kgpub.archive import Archive, GraphFiles, TextFile, fingerprint, read
from kgpub.errors import ArchiveError

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = GraphFiles("https://example.org/letters", ("data/**/*.ttl", "data/*.nq"))
SHAPES = GraphFiles("https://example.org/shapes", ("shapes.ttl",), "shapes")
TEXT = TextFile("https://example.org/1", "texts/1.txt", "https://example.org/text", "https://example.org/letters")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "archive"
    for path in ("data/a.ttl", "data/deep/er/b.ttl", "data/c.nq", "shapes.ttl", "texts/1.txt", "kgpub.toml"):
        put(root, path, f"# {path}\n")
    return root


def put(root: Path, path: str, content: str | bytes) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())


def read_all(folder: Path) -> Archive:
    return read(folder, graphs=[LETTERS, SHAPES], texts=[TEXT], also=["kgpub.toml", "ledger.txt"])


def faults(archive: Archive) -> list[str]:
    return [f"{fault.severity} {fault.problem}" for fault in archive.faults]


def test_each_file_comes_with_its_graph_kind_and_content(folder: Path) -> None:
    found = read_all(folder)
    assert [(file.path, file.graph, file.kind, file.format.file_extension) for file in found.files] == [
        ("data/a.ttl", LETTERS.uri, "data", "ttl"),
        ("data/c.nq", LETTERS.uri, "data", "nq"),
        ("data/deep/er/b.ttl", LETTERS.uri, "data", "ttl"),
        ("shapes.ttl", SHAPES.uri, "shapes", "ttl"),
    ]
    assert found.files[0].content == b"# data/a.ttl\n"
    assert [(text.entry, text.text) for text in found.texts] == [(TEXT, "# texts/1.txt\n")]
    assert found.others == {"kgpub.toml": b"# kgpub.toml\n"}
    assert found.faults == ()


@pytest.mark.parametrize("path", ["data/.git/x.ttl", "data/.venv/x.ttl", "data/.kgpub/x.ttl", "data/.x.ttl"])
def test_what_begins_with_a_dot_is_never_read(folder: Path, path: str) -> None:
    put(folder, path, "not RDF")
    assert read_all(folder) == read_all(folder)
    assert path not in [file.path for file in read_all(folder).files]
    assert read_all(folder).faults == ()


def test_a_file_that_two_graphs_claim_belongs_to_neither(folder: Path) -> None:
    found = read(folder, graphs=[LETTERS, GraphFiles("https://example.org/b", ("data/a.*",))])
    assert "data/a.ttl" not in [file.path for file in found.files]
    graphs = "<https://example.org/letters> and <https://example.org/b>"
    message = f"this file belongs to two graphs, {graphs}; make the globs in kgpub.toml disjoint"
    assert faults(found) == [f"error data/a.ttl: {message}"]


def test_a_file_beside_others_that_no_graph_claims_is_told(folder: Path) -> None:
    put(folder, "data/deep/x.jsonld", "{}")
    put(folder, "data/notes.md", "no RDF, no matter")
    put(folder, "examples/y.ttl", "not below a folder of a glob")
    message = "no graph in kgpub.toml claims this file, so it is neither checked nor published"
    assert faults(read_all(folder)) == [f"warning data/deep/x.jsonld: {message}"]


def test_a_glob_that_fits_no_file_is_told(folder: Path) -> None:
    found = read(folder, graphs=[SHAPES, GraphFiles("https://example.org/x", ("nowhere/*.ttl",))])
    message = "no file fits this glob of the graph <https://example.org/x>; mend it or add the file"
    assert f"warning nowhere/*.ttl: {message}" in faults(found)


def test_a_claimed_file_of_no_known_format_is_told(folder: Path) -> None:
    found = read(folder, graphs=[GraphFiles("https://example.org/x", ("texts/*",))])
    message = "not a format that is read here; use one of .ttl, .trig, .nt, .nq, .jsonld, .rdf"
    assert faults(found) == [f"error texts/1.txt: {message}"]


def test_links_never_lead_out_of_the_archive(folder: Path, tmp_path: Path) -> None:
    put(tmp_path, "secret.ttl", "# secret\n")
    (folder / "data" / "out.ttl").symlink_to(tmp_path / "secret.ttl")
    (folder / "data" / "folder").symlink_to(tmp_path)
    (folder / "data" / "in.ttl").symlink_to(folder / "data" / "a.ttl")
    found = read_all(folder)
    assert [file.path for file in found.files if b"secret" in file.content] == []
    assert "data/in.ttl" in [file.path for file in found.files]
    assert faults(found) == [
        ("error data/folder: links to folders are not followed; list the folder itself under [[graphs]] in kgpub.toml"),
        "error data/out.ttl: this file is a link that leads out of the archive; keep the file inside",
    ]


def test_a_folder_of_a_glob_that_leads_out_is_refused(folder: Path, tmp_path: Path) -> None:
    put(tmp_path, "outside/x.ttl", "# secret\n")
    (folder / "linked").symlink_to(tmp_path / "outside")
    found = read(folder, graphs=[GraphFiles("https://example.org/x", ("linked/*.ttl",))])
    assert found.files == ()
    message = "this folder is a link that leads out of the archive; keep the files inside"
    assert f"error linked: {message}" in faults(found)


def test_what_is_no_plain_file_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "data" / "pipe.ttl")
    assert faults(read_all(folder)) == ["error data/pipe.ttl: this is not a plain file"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"one\ntw\xf6\n", "texts/1.txt:2: not UTF-8; save the text in UTF-8, since its offsets count code points"),
        (b"\xef\xbb\xbfone", "texts/1.txt: begins with a byte order mark, which shifts every offset; save it without"),
        (None, "texts/1.txt: there is no such file"),
    ],
    ids=["another encoding", "a byte order mark", "no file"],
)
def test_a_text_that_cannot_be_counted_in_is_told(folder: Path, content: bytes | None, fault: str) -> None:
    (folder / "texts" / "1.txt").unlink()
    if content is not None:
        put(folder, "texts/1.txt", content)
    (found,) = faults(read_all(folder))
    assert found.startswith(f"error {fault}")


def test_a_text_is_taken_to_the_letter(folder: Path) -> None:
    put(folder, "texts/1.txt", "a\r\nb\u2028é")
    assert read_all(folder).texts[0].text == "a\r\nb\u2028é"


def test_a_folder_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"there is no such folder; give the folder that holds kgpub\.toml"):
        read_all(tmp_path / "nowhere")


@pytest.mark.parametrize("path", ["data/a.ttl", "shapes.ttl", "texts/1.txt", "kgpub.toml", "ledger.txt"])
def test_the_fingerprint_changes_with_every_file_that_makes_a_release(folder: Path, path: str) -> None:
    before = fingerprint(read_all(folder))
    put(folder, path, "# changed\n")
    assert fingerprint(read_all(folder)) != before


def test_the_fingerprint_is_of_the_files_only(folder: Path, tmp_path: Path) -> None:
    before = fingerprint(read_all(folder))
    put(folder, "data/notes.md", "no matter")
    os.utime(folder / "data" / "a.ttl", (0, 0))
    moved = folder.rename(tmp_path / "elsewhere")
    assert fingerprint(read_all(moved)) == before


def test_the_fingerprint_changes_when_a_file_moves(folder: Path) -> None:
    before = fingerprint(read_all(folder))
    (folder / "data" / "a.ttl").rename(folder / "data" / "d.ttl")
    assert fingerprint(read_all(folder)) != before


def test_a_file_whose_name_is_not_utf_8_is_told_and_left_out(folder: Path) -> None:
    (folder / "data").mkdir(exist_ok=True)
    with open(os.fsencode(folder / "data") + b"/\xff.ttl", "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(b"<a:b> <a:b> <a:b> .")
    told = [found for found in faults(read_all(folder)) if "not UTF-8; give it another" in found]
    assert told == [r"error data/\xff.ttl: the name of this file is not UTF-8; give it another"]
