"""Results saved and replayed in a folder, as tests of `auditor replay` do it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from tests.e2e.running import AS_OF, EXAMPLES, Ran, auditor


def harbour(folder: Path) -> Path:
    """Put one declaration and its documents into a folder."""
    shutil.copy(EXAMPLES / "harbour.yaml", folder)
    shutil.copytree(EXAMPLES / "evidence" / "harbour", folder / "evidence" / "harbour")
    return folder


def saved(folder: Path, *more: str | Path, file: str = "harbour.yaml") -> Path:
    """Audit, and save the result."""
    ran = auditor("audit", file, *AS_OF, *more, "-q", "-f", "json", "-o", "result.json", cwd=folder)
    assert ran.status in (0, 1, 3, 4), ran.stderr
    return folder / "result.json"


def replay(folder: Path, *more: str | Path, result: str = "result.json") -> Ran:
    """Replay what was saved, or something else."""
    return auditor("replay", result, *more, cwd=folder)


def told(folder: Path, *more: str | Path, result: str = "result.json") -> tuple[int, Any]:
    """Replay, and give the status and the JSON, held against its schema."""
    ran = replay(folder, *more, "-f", "json", result=result)
    document = json.loads(ran.stdout)
    Draft202012Validator(json.loads(auditor("schema", "replay").stdout)).validate(document)
    return ran.status, document


def named(document: Any, standing: str = "differs") -> list[str]:
    """Give the kinds of the inputs of one standing."""
    return sorted({one["kind"] for one in document["inputs"] if one["standing"] == standing})


def changed(path: Path, old: str, new: str) -> None:
    """Change a file in one place."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def document_of(folder: Path) -> Path:
    """Give one of the documents."""
    return next(one for one in sorted((folder / "evidence").rglob("*")) if one.is_file())
