"""What is wrong is said in one clear message, with its place and what to do."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

import pytest

from tests.servers import copy_archive, kgpub, manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


BASE = "https://w3id.org/kgpub/"


def replace(path: str, old: str, new: str) -> Callable[[Path], None]:
    def change(archive: Path) -> None:
        file = archive / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new, 1))

    return change


def append(path: str, text: str) -> Callable[[Path], None]:
    def change(archive: Path) -> None:
        with (archive / path).open("a") as file:
            file.write(text)

    return change


def mint_twice(archive: Path) -> None:
    ledger = archive / "ledger.txt"
    line = next(line for line in ledger.read_text().splitlines() if " minted person/" in line)
    ledger.write_text(ledger.read_text() + line.replace(line[:10], "2020-01-01") + "\n")


CASES = [
    pytest.param(
        append("data/dataset.ttl", "\n<https://w3id.org/kgpub/x> a .\n"),
        1, r"data/dataset\.ttl:\d+:\d+: error \[syntax\]", id="a file that does not parse",
    ),
    pytest.param(
        replace("kgpub.toml", "languages =", "langauges ="),
        2, r"kgpub\.toml:\d+:\d+: .*langauges.*languages", id="an unknown key in kgpub.toml",
    ),
    pytest.param(
        replace("kgpub.toml", 'base = "https://w3id.org/kgpub/"', 'base = "w3id.org/kgpub"'),
        2, r"kgpub\.toml:\d+:\d+: .*base", id="a base that is no URI",
    ),
    pytest.param(
        replace("data/seed/7cace155.ttl", "oa:end 28", "oa:end 29"),
        1, r"data/seed/7cace155\.ttl:\d+:\d+: error \[shacl\] The offsets do not span", id="a wrong offset",
    ),
    pytest.param(
        replace("data/texts/7cace155.txt", "Dissent is not a crime!", "Dissent is not a crime?"),
        1, r"error \[shacl\] The text that is held has another checksum", id="a changed text",
    ),
    pytest.param(mint_twice, 1, r"ledger\.txt:\d+", id="a duplicate id"),
    pytest.param(
        append("data/dataset.ttl", f"\n<{BASE}source/none> a <{BASE}ns#SourceDocument> .\n"),
        1, r"data/dataset\.ttl:\d+:\d+: error \[shacl\]", id="a shape that fails",
    ),
    pytest.param(
        lambda archive: (archive / "kgpub.toml").unlink(),
        2, r"kgpub\.toml: there is no such file", id="no kgpub.toml",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    archive = copy_archive(tmp_path_factory.mktemp("built") / "kgpub")
    assert kgpub("build", archive).returncode == 0
    return archive


@pytest.mark.parametrize(("spoil", "status", "message"), CASES)
def test_a_fault_is_told_at_its_place_and_the_last_release_stays(
    built: Path, tmp_path: Path, spoil: Callable[[Path], None], status: int, message: str
) -> None:
    archive = copy_archive(tmp_path / "kgpub")
    (archive / ".kgpub").symlink_to(built / ".kgpub")
    before = manifest(archive)
    spoil(archive)
    for command in ("check", "build"):
        done = kgpub(command, archive)
        told = done.stdout + done.stderr
        assert done.returncode == status, told
        assert re.search(message, told), told
        assert "Traceback" not in told
    assert manifest(archive) == before


def test_a_port_in_use_is_told_with_what_to_do(built: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = kgpub("serve", built, "--port", str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert re.search(r"Cannot listen on http://127\.0\.0\.1:\d+/: Address already in use.*--port \d+", done.stderr)


def test_an_address_that_is_not_ours_is_told(built: Path) -> None:
    done = kgpub("serve", built, "--host", "192.0.2.1")
    assert done.returncode == 2
    assert "Cannot listen on http://192.0.2.1:8000/" in done.stderr


@pytest.mark.parametrize("arguments", [["serve", "--port", "70000"], ["nonsense"], ["build", "--nonsense"]])
def test_a_command_that_is_none_gives_2(arguments: list[str]) -> None:
    done = kgpub(*arguments)
    assert done.returncode == 2
    assert "Error:" in done.stderr
