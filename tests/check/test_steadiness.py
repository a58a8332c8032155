"""The same archive gives the same findings, to the letter and in the same order, in every process."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.check.test_shacl import CONFIG, PREFIXES, findings

if TYPE_CHECKING:
    from pathlib import Path

FAILING = " , ".join(
    f"[ sh:message 'No {number}.' ; sh:select '''SELECT $this {{ $this <https://example.org/ns#p> ?value .\n"
    f"FILTER(REGEX(?value, '({'?' * number}')) }}''' ]"
    for number in range(1, 7)
)
SHAPES = f"""\
ex:Broken a sh:NodeShape ; sh:targetClass ex:Thing ; sh:sparql {FAILING} .
ex:Whole a sh:NodeShape ; sh:targetClass ex:Thing ;
    sh:property [ sh:path ex:q ; sh:minCount 2 ; sh:or ( [ sh:datatype xsd:date ] [ sh:class ex:Thing ] ) ] ,
        [ sh:path ex:in ; sh:node [ sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:message "One q."@en ] ] ] .
"""
DATA = "".join(
    f'ex:thing{number} a ex:Thing ; ex:p "{number}" ; ex:q {number} ; ex:in [ ex:r 1 ] , [ ex:r 2 ] .\n'
    for number in range(250)
)


@pytest.mark.parametrize("processes", [1, 2, 5])
def test_chance_and_the_number_of_processes_make_no_difference(tmp_path: Path, processes: int) -> None:
    (tmp_path / "kgpub.toml").write_text(f"{CONFIG}\n[check]\nprocesses = {processes}\n", encoding="utf-8")
    for name, content in (("shapes", SHAPES), ("data", DATA), ("ontology", "")):
        (tmp_path / f"{name}.ttl").write_text(PREFIXES + content, encoding="utf-8")
    reports = {reported(tmp_path, seed) for seed in range(3)}
    assert len(reports) == 1
    (report,) = reports
    assert report.count("cannot be evaluated") == 1
    assert report.count("ex:q has 1 value, but needs at least 2") == 250


def reported(folder: Path, seed: int) -> str:
    command = [sys.executable, "-m", "kgpub", "check", str(folder), "--select", "shacl"]
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, timeout=120)
    assert (done.returncode, done.stderr) == (1, "")
    return done.stdout


ERRORS = {
    "a sum of what is no number": ("ex:p 'x'^^xsd:integer", "?value - 1 > 0"),
    "a division by nothing": ("ex:p 0", "1 / ?value > 0"),
    "a product of words": ("ex:p 'x'", "?value * 2 > 0"),
}


@pytest.mark.parametrize(("data", "condition"), ERRORS.values(), ids=ERRORS.keys())
def test_an_error_of_an_expression_is_false_and_hides_no_other_result(
    tmp_path: Path, data: str, condition: str
) -> None:
    query = f"SELECT $this ?value {{ $this <https://example.org/ns#p> ?value FILTER({condition}) }}"
    shapes = (
        f"ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:sparql [ sh:message 'So.' ; sh:select '''{query}''' ] ."
    )
    told = findings(tmp_path, shapes=shapes, data=f"ex:a a ex:Thing ; {data} . ex:b a ex:Thing ; ex:p 7 .")
    assert [item.focus for item in told] == ["ex:b"]
