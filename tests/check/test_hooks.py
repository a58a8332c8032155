"""kgpub in pre-commit and in GitHub's workflows, as other archives use it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.repositories import committed, git

REPOSITORY = Path(__file__).parents[2]
ARCHIVES = Path(__file__).parent / "archives"
CONFIGURATION = """\
repos:
  - repo: {repository}
    rev: {revision}
    hooks:
      - id: kgpub-check
        language: system  # what is tested is this kgpub, not one that pip installs
      - id: kgpub-check-all
        language: system
"""


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment in which `kgpub` is this one, and pre-commit keeps nothing."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "kgpub").write_text(f'#!/bin/sh\nexec {sys.executable} -m kgpub "$@"\n')
    (programs / "kgpub").chmod(0o755)
    return os.environ | {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "PYTHONPATH": str(REPOSITORY / "src"),
        "PRE_COMMIT_HOME": str(tmp_path / "pre-commit"),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }


@pytest.fixture
def scratch(tmp_path: Path, environment: dict[str, str]) -> Path:
    """A repository with an archive, whose commits pre-commit checks with the hook of this repository."""
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    shutil.copy(REPOSITORY / ".pre-commit-hooks.yaml", hooks)
    committed(hooks, "hooks")
    scratch = tmp_path / "scratch"
    shutil.copytree(ARCHIVES / "duplicate-id", scratch)
    (scratch / "data" / "b.ttl").unlink()
    a = scratch / "data" / "a.ttl"
    a.write_text(a.read_text().replace("person:p00000cb a ex:Person . #", "#"))
    revision = git(hooks, "rev-parse", "HEAD").strip()
    configuration = CONFIGURATION.format(repository=hooks, revision=revision)
    (scratch / ".pre-commit-config.yaml").write_text(configuration)
    committed(scratch, "first")
    run(scratch, environment, sys.executable, "-m", "pre_commit", "install")
    return scratch


def run(folder: Path, environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=environment, text=True, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )


def commit(folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    git(folder, "add", "-A")
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    return run(folder, environment, "git", *identity, "commit", "-m", "a change")


def test_a_commit_with_a_fault_is_refused_at_its_line(scratch: Path, environment: dict[str, str]) -> None:
    shutil.copy(ARCHIVES / "duplicate-id" / "data" / "b.ttl", scratch / "data" / "b.ttl")
    done = commit(scratch, environment)
    assert done.returncode == 1
    assert "kgpub check..." in done.stdout
    assert "data/b.ttl:4:1: error [duplicate-id] person:p00000b3 is declared a second time" in done.stdout
    assert git(scratch, "rev-list", "--count", "HEAD").strip() == "1"


def test_a_commit_without_faults_is_made(scratch: Path, environment: dict[str, str]) -> None:
    (scratch / "data" / "c.ttl").write_text("<https://example.org/c> <https://example.org/ns#note> 'new' .\n")
    done = commit(scratch, environment)
    assert done.returncode == 0, done.stdout
    assert git(scratch, "rev-list", "--count", "HEAD").strip() == "2"


def test_a_commit_that_only_deletes_is_checked_too(scratch: Path, environment: dict[str, str]) -> None:
    (scratch / "shapes.ttl").unlink()
    done = commit(scratch, environment)
    assert done.returncode == 1
    assert "error [no-shapes]" in done.stdout


def test_what_is_not_staged_is_not_checked(scratch: Path, environment: dict[str, str]) -> None:
    shutil.copy(ARCHIVES / "duplicate-id" / "data" / "b.ttl", scratch / "data" / "b.ttl")
    (scratch / "data" / "a.ttl").write_text("nonsense")
    shapes = (scratch / "shapes.ttl").read_text()
    (scratch / "shapes.ttl").write_text(f"{shapes}# changed\n")
    git(scratch, "add", "shapes.ttl")
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    done = run(scratch, environment, "git", *identity, "commit", "-m", "a change")
    assert done.returncode == 0, done.stdout
    assert (scratch / "data" / "a.ttl").read_text() == "nonsense"


@pytest.mark.parametrize(
    ("arguments", "hooks"),
    [
        (("--all-files",), ["kgpub check"]),
        (("--from-ref", "HEAD~1", "--to-ref", "HEAD"), ["kgpub check"]),
        (("--hook-stage", "pre-push"), ["kgpub check (working tree)"]),
        (("--hook-stage", "manual"), ["kgpub check", "kgpub check (working tree)"]),
    ],
    ids=" ".join,
)
def test_what_is_committed_is_checked_where_no_commit_is_made(
    scratch: Path, environment: dict[str, str], arguments: tuple[str, ...], hooks: list[str]
) -> None:
    shutil.copy(ARCHIVES / "duplicate-id" / "data" / "b.ttl", scratch / "data" / "b.ttl")
    git(scratch, "add", "-A")
    git(scratch, "commit", "-q", "--no-verify", "-m", "past the hook")
    done = run(scratch, environment, sys.executable, "-m", "pre_commit", "run", *arguments)
    assert done.returncode == 1
    assert [line.partition("...")[0] for line in done.stdout.splitlines() if line.endswith("Failed")] == hooks
    assert done.stdout.count("data/b.ttl:4:1: error [duplicate-id]") == len(hooks)


def test_a_push_is_checked_though_something_else_is_staged(scratch: Path, environment: dict[str, str]) -> None:
    shutil.copy(ARCHIVES / "duplicate-id" / "data" / "b.ttl", scratch / "data" / "b.ttl")
    git(scratch, "add", "-A")
    git(scratch, "commit", "-q", "--no-verify", "-m", "past the hook")
    (scratch / "notes.txt").write_text("")
    git(scratch, "add", "notes.txt")
    run(scratch, environment, sys.executable, "-m", "pre_commit", "install", "--hook-type", "pre-push")
    git(scratch.parent, "init", "-q", "--bare", "remote")
    done = run(scratch, environment, "git", "push", "../remote", "main")
    assert done.returncode == 1
    assert "data/b.ttl:4:1: error [duplicate-id]" in done.stdout


@pytest.mark.parametrize(
    ("kind", "file"), [("manifest", ".pre-commit-hooks.yaml"), ("config", ".pre-commit-config.yaml")]
)
def test_what_is_written_for_pre_commit_is_valid(environment: dict[str, str], kind: str, file: str) -> None:
    done = run(REPOSITORY, environment, sys.executable, "-m", "pre_commit", f"validate-{kind}", file)
    assert (done.returncode, done.stdout) == (0, "")


def action() -> Any:  # noqa: ANN401 - a document of YAML
    return yaml.safe_load((REPOSITORY / "action.yml").read_text())


def test_the_action_shows_findings_beside_their_lines(tmp_path: Path, environment: dict[str, str]) -> None:
    (step,) = [step for step in action()["runs"]["steps"] if step["name"] == "Check"]
    inputs = {name: value["default"] for name, value in action()["inputs"].items()}
    inputs |= {"archive": "my letters", "arguments": "--select duplicate-id", "sarif": "report.sarif"}
    given = {name: inputs[value.removeprefix("${{ inputs.").removesuffix(" }}")] for name, value in step["env"].items()}
    shutil.copytree(ARCHIVES / "duplicate-id", tmp_path / "my letters")
    shell = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"])
    done = run(tmp_path, environment | given | {"RUNNER_TEMP": str(tmp_path)}, *shell)
    assert done.returncode == 1
    assert "my letters/data/b.ttl:4:1: error [duplicate-id]" in done.stdout
    assert "::error file=my letters/data/b.ttl,line=4," in done.stdout
    assert (tmp_path / "report.sarif").stat().st_size


def test_the_action_runs_nothing_that_stands_in_an_input() -> None:
    scripts = [step["run"] for step in action()["runs"]["steps"]]
    assert [script for script in scripts if "${{" in script] == []
