"""What lies in the working directory and was put there by somebody else: it never becomes the rules."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.e2e.running import AS_OF, ROOT, auditor

RULES = ROOT / "rulesets"


def ruleset_of(home: Path, *arguments: str) -> tuple[str, str]:
    ran = auditor("audit", "declaration.yaml", *AS_OF, "-f", "json", *arguments, cwd=home)
    ruleset = json.loads(ran.stdout)["audits"][0]["ruleset"]
    return ruleset["id"], ruleset["sha256"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    shutil.copyfile(ROOT / "examples/minimal.yaml", tmp_path / "declaration.yaml")
    return tmp_path


@pytest.mark.parametrize(
    "name", ["internet-safety-strategy", "internet-safety-strategy@3", "internet-safety-strategy@3.0.0"]
)
def test_a_folder_never_takes_the_place_of_a_ruleset_of_the_program(home: Path, name: str) -> None:
    before, named = ruleset_of(home), ruleset_of(home, "-r", name)
    shutil.copytree(RULES / "csea-voluntary-principles/1.0.0", home / name)
    assert ruleset_of(home) == before
    assert ruleset_of(home, "-r", name) == named
    assert named[0] == before[0] == "internet-safety-strategy"
    assert ruleset_of(home, "-r", f"./{name}")[0] == "csea-voluntary-principles"


def test_a_folder_of_any_other_name_is_read(home: Path) -> None:
    shutil.copytree(RULES / "csea-voluntary-principles/1.0.0", home / "ours")
    assert ruleset_of(home, "-r", "ours")[0] == "csea-voluntary-principles"
