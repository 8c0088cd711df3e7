"""What import-linter cannot say: purity, and what a cold start may load."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "auditor"
SOURCES = sorted(PACKAGE.rglob("*.py"))
IMPURE = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("time", "time"),
    ("os", "environ"),
    ("os", "getenv"),
    ("sys", "exit"),
    ("sys", "stdout"),
    ("sys", "stderr"),
    ("sys", "argv"),
    ("Path", "cwd"),
}
OPENERS = {"open", "read_text", "read_bytes", "write_text", "write_bytes"}


def layer(path: Path) -> str:
    """Give the layer a file belongs to; the package's own two files are the command line's."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else "cli"


def nodes(path: Path) -> Iterator[ast.AST]:
    yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_touches_the_world(path: Path) -> None:
    if layer(path) == "cli":
        return
    for node in nodes(path):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            assert (node.value.id, node.attr) not in IMPURE, f"{path}:{node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"print", "exit", "input"}, f"{path}:{node.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_are_opened_in_source_the_register_and_cli_alone(path: Path) -> None:
    if layer(path) in {"cli", "register", "source"}:
        return
    for node in nodes(path):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert name not in OPENERS, f"{path}:{node.lineno}"


def goes_on(handler: ast.ExceptHandler) -> bool:
    """Whether a handler hands on what it caught, as one does that only cleans up."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_a_broad_except_that_swallows_stands_in_one_place_only() -> None:
    found = [
        str(path.relative_to(PACKAGE))
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
        and not goes_on(node)
    ]
    assert found == ["cli/main.py"]


def modules_loaded_by(code: str) -> set[str]:
    """Give the modules that a fresh interpreter has loaded after `code`, in an environment that sets nothing."""
    script = f"import sys\n{code}\nsys.stderr.write('\\n'.join(sys.modules))"
    unset = ("PYTHONDONTWRITEBYTECODE", "AUDITOR_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(unset)}
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=PACKAGE.parent, env=env
    )
    return set(ran.stderr.splitlines())


def loaded_by(code: str) -> set[str]:
    """Give the packages that a fresh interpreter has loaded after running `code`."""
    return {name.partition(".")[0] for name in modules_loaded_by(code)}


def test_the_command_line_loads_nothing_heavy_before_it_is_needed() -> None:
    heavy = {"yaml", "jsonschema", "jsonschema_rs", "rich", "rfc8785", "pydantic"}
    assert not loaded_by("import auditor.cli.app") & heavy


# Of the command line, all that one audit as JSON may load: no other command's module is among them.
OF_AN_AUDIT = {
    *("app", "audit", "auditing", "completing", "config", "config_files", "config_keys", "gate_options", "loading"),
    *("options", "outputs", "overwriting", "rendering", "repeating", "streams"),
}


def test_a_json_audit_loads_what_it_needs_and_nothing_else() -> None:
    code = (
        "from auditor.cli.app import app\n"
        "sys.argv = ['auditor', 'audit', 'examples/harbour.yaml', '--as-of', '2026-10-01', '-f', 'json', '-q']\n"
        "try:\n    app()\nexcept SystemExit as end:\n    assert end.code == 1, end.code"
    )
    modules_loaded_by(code)  # what the rules say is kept, and need not be read again
    loaded = modules_loaded_by(code)
    foreign = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names
    assert {one for one in foreign if not one.startswith("_")} <= {
        *("auditor", "typer", "annotated_doc", "shellingham", "yaml", "cython_runtime", "msgspec"),
        "typing_extensions",  # by msgspec, where another package has brought it
    }
    assert {name.removeprefix("auditor.cli.") for name in loaded if name.startswith("auditor.cli.")} <= OF_AN_AUDIT
    assert not any(name.startswith(("auditor.authoring", "auditor.register")) for name in loaded)
    readers_of_rules = {"rulesets", "ruleset_schema", "conditions", "facttypes", "vocabularies", "mismatches"}
    assert not {f"auditor.source.{name}" for name in readers_of_rules} & loaded
    asking = {"inquiry", "proof", "proof_parts", "rests_on", "scope", "baseline", "outcomes", "sheets", "gates"}
    assert not {f"auditor.engine.{name}" for name in asking} & loaded
    worded = {"wording", "smallprint", "challenges", "since", "replies", "escape"}
    assert not {f"auditor.report.{name}" for name in worded} & loaded
    assert not {"auditor.model.correspondence", "auditor.model.scope", "auditor.model.proof"} & loaded
    assert "dataclasses" not in loaded  # compiles six functions for each class that is imported
