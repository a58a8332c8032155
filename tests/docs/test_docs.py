"""Documentation is tested: what it names is there, what it shows runs."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kgpub import errors
from kgpub.cli.main import COMMANDS
from tests.servers import REPOSITORY, Server, copy_archive, kgpub, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

README = (REPOSITORY / "README.md").read_text()
PAGES = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(copy_archive(tmp_path_factory.mktemp("archive") / "kgpub")) as running:
        yield running


def here(example: str, server: Server) -> str:
    return example.replace("http://127.0.0.1:8000/", server.url)


def test_every_exception_stands_in_the_tree() -> None:
    classes = {
        name for name, kind in vars(errors).items() if inspect.isclass(kind) and issubclass(kind, errors.KgpubError)
    }
    drawn = set(re.findall(r"[├└]── (\w+)|^ {4}(\w+)$", errors.__doc__ or "", re.MULTILINE))
    assert {first or second for first, second in drawn} == classes


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme_and_explains_itself_with_examples(command: str) -> None:
    assert f"`kgpub {command}`" in README
    done = kgpub(command, "--help")
    assert done.returncode == 0
    assert "Examples:" in done.stdout
    assert f"kgpub {command}" in done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(REPOSITORY).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text())
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_the_curl_examples_of_the_readme_run(server: Server) -> None:
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("curl")]
    assert len(lines) >= 2
    for line in lines:
        done = subprocess.run(here(line, server), shell=True, capture_output=True, text=True, timeout=20, check=True)
        assert "ordre public" in done.stdout


def test_the_python_example_of_the_readme_runs(server: Server) -> None:
    (example,) = blocks("python")
    command = [sys.executable, "-W", "ignore", "-c", here(example, server)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert "Dzmitry Bunevich – Criminal Code of Belarus, Article 342, part 1" in done.stdout.splitlines()


def test_the_archive_of_the_readme_can_be_published(tmp_path: Path) -> None:
    (configuration,) = blocks("toml")
    data, shapes = blocks("turtle")
    (tmp_path / "data").mkdir()
    (tmp_path / "shapes").mkdir()
    for path, content in (("kgpub.toml", configuration), ("data/words.ttl", data), ("shapes/concepts.ttl", shapes)):
        (tmp_path / path).write_text(content)
    checked = kgpub("check", tmp_path)
    assert (checked.returncode, checked.stdout) == (0, "No faults found in 2 files\n")
    with serving(tmp_path) as server:
        page = server.get("rain", accept="text/html").text
        assert "<bdi>rain</bdi></h1>" in page
        assert "narrower" in page
        assert "About the data" in page


def test_nothing_in_the_package_knows_this_archive() -> None:
    source = REPOSITORY / "src" / "kgpub"
    ontology = (REPOSITORY / "ontology" / "kgpub.ttl").read_text()
    terms = set(re.findall(r"^kg:(\w+)", ontology, re.MULTILINE))
    assert len(terms) > 40
    distinctive = {term for term in terms if re.search(r"[a-z][A-Z]|^[A-Z]", term)}
    text = "\n".join(file.read_text() for file in source.rglob("*") if file.suffix in (".py", ".html", ".css"))
    text = re.sub(r'\b[A-Z_]+\("\w+"\)', "", text)  # terms of vocabularies that are everybody's
    assert {term for term in distinctive if re.search(rf"\b{term}\b", text)} == set()
    assert "w3id.org/kgpub" not in text
