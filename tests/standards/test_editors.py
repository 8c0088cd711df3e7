"""The published schema in the programs for which it is made: an editor's language server, and check-jsonschema.

Neither is kept here. AUDITOR_YAML_LANGUAGE_SERVER names the command of the npm package yaml-language-server, and
AUDITOR_CHECK_JSONSCHEMA that of the Python package check-jsonschema; without them both are looked for on the path.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import EXAMPLES, auditor
from tests.support.language_server import LanguageServer

MODELINE = "# yaml-language-server: $schema=declaration.schema.json\n"
HEAD = f"{MODELINE}declaration: 1\nservice: {{name: X}}\n"
PUBLISHED = sorted((EXAMPLES / "published").glob("*.yaml"))


def command(variable: str, name: str) -> str | None:
    """Give a program by its variable, beside this interpreter, or from the path."""
    beside = Path(sys.executable).parent / name
    return os.environ.get(variable) or (str(beside) if beside.exists() else shutil.which(name))


SERVER = command("AUDITOR_YAML_LANGUAGE_SERVER", "yaml-language-server")
CHECKER = command("AUDITOR_CHECK_JSONSCHEMA", "check-jsonschema")
needs_server = pytest.mark.skipif(SERVER is None, reason="AUDITOR_YAML_LANGUAGE_SERVER names no yaml-language-server")
needs_checker = pytest.mark.skipif(CHECKER is None, reason="AUDITOR_CHECK_JSONSCHEMA names no check-jsonschema")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("editor")
    (home / "declaration.schema.json").write_bytes(auditor("schema", "declaration").stdout)
    return home


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[LanguageServer]:
    assert SERVER is not None
    with LanguageServer([SERVER], folder) as running:
        yield running


def completed(server: LanguageServer, name: str, text: str) -> dict[str, dict[str, Any]]:
    """Ask what could stand at the mark `|` of a text."""
    before, _, after = text.partition("|")
    address = server.open(f"{name}.yaml", before + after)
    line = before.count("\n")
    column = len(before.rpartition("\n")[2])
    return {one["label"]: one for one in server.completions(address, line, column)}


@needs_server
def test_a_key_is_completed_and_its_question_shown(server: LanguageServer) -> None:
    found = completed(server, "key", f"{HEAD}surfaces:\n  direct_messages:\n    gro|\n")
    one = found["grooming_detection"]
    assert one["insertText"] == "grooming_detection: "
    assert "Do automated tools look for grooming in direct messages?" in one["documentation"]
    subjects = completed(server, "subject", f"{HEAD}us|\n")
    assert subjects["users"]["insertText"] == "users:\n  "
    assert "bound" in subjects


@needs_server
def test_words_are_completed_with_what_they_mean(server: LanguageServer) -> None:
    found = completed(server, "word", f"{MODELINE}declaration: 1\nservice:\n  name: X\n  eu_company_size: |\n")
    assert "micro" in found
    assert "10 people" in found["micro"]["documentation"]
    kinds = completed(server, "set", f"{MODELINE}declaration: 1\nservice:\n  name: X\n  kinds:\n    - |\n")
    assert {"forum", "messaging"} <= kinds.keys()
    truths = completed(server, "truth", f"{HEAD}surfaces:\n  direct_messages:\n    offered: |\n")
    assert {"true", "false"} <= truths.keys()


@needs_server
def test_completing_a_key_answers_nothing(server: LanguageServer) -> None:
    found = completed(server, "claims", f"{HEAD}users:\n  |\n")
    assert found["minimum_age"]["insertText"] == "minimum_age: "
    assert all("true" not in one["insertText"] for one in found.values())


@needs_server
def test_a_slip_is_shown_where_it_stands_and_once(server: LanguageServer) -> None:
    text = f"{HEAD}surfaces:\n  direct_messages:\n    gromming_detection: true\n    offered: perhaps\n"
    found = server.faults(server.open("slip.yaml", text))
    told = sorted((one["range"]["start"]["line"], one["range"]["start"]["character"]) for one in found)
    assert told == [(5, 4), (6, 13)]
    assert any("gromming_detection" in one["message"] for one in found)


@needs_server
@pytest.mark.parametrize("example", ["harbour", "quiet-forum", "minimal"])
def test_a_good_declaration_shows_nothing(server: LanguageServer, example: str) -> None:
    text = (EXAMPLES / f"{example}.yaml").read_text(encoding="utf-8")
    assert server.faults(server.open(f"{example}.yaml", MODELINE + text)) == []


@needs_server
def test_a_template_shows_nothing(server: LanguageServer, folder: Path) -> None:
    assert auditor("init", "-o", folder / "template.yaml").status == 0
    text = (folder / "template.yaml").read_text(encoding="utf-8")
    assert text.startswith(MODELINE)
    assert server.faults(server.open("template.yaml", text)) == []


def checks(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    assert CHECKER is not None
    return subprocess.run([CHECKER, *map(str, arguments)], capture_output=True, check=False, timeout=120)


@needs_checker
def test_it_is_a_schema_by_another_program(folder: Path) -> None:
    assert checks("--check-metaschema", folder / "declaration.schema.json").returncode == 0


@needs_checker
def test_every_example_is_accepted(folder: Path) -> None:
    examples = [*sorted(EXAMPLES.glob("*.yaml")), *PUBLISHED]
    ran = checks("--schemafile", folder / "declaration.schema.json", *examples)
    assert ran.returncode == 0, ran.stdout.decode()


@needs_checker
@pytest.mark.parametrize(
    ("broken", "named"),
    [
        ("users: {minimum_age: old}", "minimum_age"),
        ("age_asurance: {}", "age_asurance"),
        ("service: {nme: X}", "nme"),
        ("service: {name: X, eu_company_size: huge}", "huge"),
        ("bound: [{fact: users.minimum_age, file: a.json, pointer: age}]", "pointer"),
    ],
)
def test_a_broken_one_is_refused(broken: str, named: str, folder: Path) -> None:
    path = folder / "broken.yaml"
    head = "declaration: 1\n" + ("" if "service" in broken else "service: {name: X}\n")
    path.write_text(f"{head}{broken}\n", encoding="utf-8")
    ran = checks("--schemafile", folder / "declaration.schema.json", path)
    assert ran.returncode == 1
    assert named in ran.stdout.decode()
