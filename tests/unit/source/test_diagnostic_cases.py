"""Each diagnostic code shows itself once, drawn as people see it: `tests/cases/diagnostics/<code>/`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from auditor.model.diagnostic import Diagnostic, InputError
from auditor.report.diagnostics import render_diagnostics, summary
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_documents, read_vocabulary
from auditor.source.yamltree import read_yaml

TESTS = Path(__file__).parent.parent.parent
SOURCE = TESTS.parent / "auditor" / "source"
CASES = sorted(path for path in (TESTS / "cases" / "diagnostics").iterdir() if path.is_dir())

# What no file in a checkout can show: made by the tests named here.
ELSEWHERE = {
    "declaration.no-place": "test_insertion",
    "file.changed": "test_changing_files",
    "file.directory": "test_text",
    "file.given-twice": "test_inputs",
    "file.missing": "test_text",
    "file.no-folder": "test_beside",
    "file.no-permission": "test_text",
    "file.no-place": "test_appending",
    "file.not-regular": "test_text",
    "file.too-large": "test_text",
    "file.unreadable": "test_text",
    "vocabulary.missing": "test_vocabularies",
    "yaml.too-many-nodes": "test_yamltree",
}


def diagnostics_of(folder: Path) -> tuple[Diagnostic, ...]:
    try:
        vocabulary = folder / "vocabulary.yaml"
        if vocabulary.exists():
            read_documents([read_yaml(vocabulary.read_bytes(), vocabulary.name)])
            return ()
        data = (folder / "input.yaml").read_bytes()
        return read_declaration(data, "input.yaml", folder, read_vocabulary(TESTS / "fixtures" / "vocabulary"))[1]
    except InputError as error:
        return error.diagnostics


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_it_shows_itself(folder: Path, update: bool) -> None:
    found = diagnostics_of(folder)
    outcome = "nothing was audited" if any(one.is_error for one in found) else "the audit goes on"
    drawn = f"{render_diagnostics(found, color=False)}\n{summary(found, outcome)}\n"
    expected = folder / "expected.txt"
    if update:
        expected.write_text(drawn, encoding="utf-8")
    assert folder.name in {one.code for one in found}
    assert drawn == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_it_has_a_place_and_speaks_no_python(folder: Path) -> None:
    for one in diagnostics_of(folder):
        assert one.place is not None
        text = re.sub("`[^`]*`", "", f"{one.message} {one.why} {one.help}")
        assert not re.search(r"\b(dict|NoneType|Decimal|str|int|bool|None|True|False|schema path)\b", text), text
        assert not one.message.endswith(".")
        assert "please" not in text.lower()
        assert "!" not in text


def test_every_code_has_a_case() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in SOURCE.glob("*.py"))
    codes = set(re.findall(r'"((?:file|yaml|declaration|evidence|vocabulary)\.[a-z0-9-]+)"', written)) - {
        "vocabulary.yaml"
    }
    shown = {path.name for path in CASES}
    assert codes - shown == set(ELSEWHERE)
    for code, where in ELSEWHERE.items():
        assert code in (Path(__file__).parent / f"{where}.py").read_text(encoding="utf-8")
