"""What the architecture promises beyond the layers that lint-imports checks."""

from __future__ import annotations

import ast

import pytest

from tests.servers import REPOSITORY

SOURCE = REPOSITORY / "src" / "kgpub"
MODULES = sorted(SOURCE.rglob("*.py"))


def imported(path: str) -> dict[str, set[str]]:
    """Give the names that a file of the package imports, by module; `*` for the module itself."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(ast.parse((SOURCE / path).read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.setdefault(node.module, set()).update(alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                found.setdefault(alias.name, set()).add("*")
    return found


def test_only_the_store_reads_a_store() -> None:
    """`check` has an empty one, to learn how the store would spell a literal."""
    readers = {
        module.relative_to(SOURCE).parts[0]
        for module in MODULES
        if "Store" in imported(str(module.relative_to(SOURCE))).get("pyoxigraph", set())
        or "pyoxigraph.Store" in module.read_text()
    }
    assert readers - {"check"} == {"store"}


@pytest.mark.parametrize("word", ["utils", "util", "helpers", "helper", "common", "base", "manager", "handler"])
def test_no_module_has_a_name_that_says_nothing(word: str) -> None:
    assert [str(module) for module in MODULES if word in module.relative_to(SOURCE).with_suffix("").parts] == []


def test_the_engine_process_has_no_web_code_in_it() -> None:
    seen: set[str] = set()
    waiting = {"kgpub.store.embedded.__main__"}
    while waiting:
        name = waiting.pop()
        seen.add(name)
        path = SOURCE.parent.joinpath(*name.split("."))
        file = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
        for module, names in imported(str(file.relative_to(SOURCE))).items():
            candidates = {module, *(f"{module}.{entry}" for entry in names)}
            waiting |= {entry for entry in candidates if entry.startswith("kgpub") and _is_module(entry)} - seen
    assert {name.split(".")[1] for name in seen if name != "kgpub"} <= {"store", "rdf", "durable", "errors"}


def _is_module(name: str) -> bool:
    path = SOURCE.parent.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()
