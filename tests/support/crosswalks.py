"""Small editions to relate: two instruments, one corrected and one renewed, and rules about contradictions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from auditor.authoring.lint_crosswalks import lint_relations
from auditor.model.diagnostic import Diagnostic, InputError
from auditor.source.crosswalks import Catalogue, read_crosswalk

EDITIONS: Final = {
    ("sample", "1.0.0", "scored"): ("ONE-1", "ONE-2"),
    ("sample", "1.1.0", "scored"): ("ONE-1", "ONE-2"),
    ("other", "1.0.0", "scored"): ("ONE-1", "ONE-2"),
    ("other", "1.0.1", "scored"): ("ONE-1", "ONE-2", "ONE-3"),
    ("checks", "1.0.0", "consistency"): ("ONE-1",),
}


def relation(source: str, target: str, word: str, because: str = "Both ask for chat.") -> dict[str, Any]:
    """Give a relation as a file writes it."""
    return {"from": source, "to": target, "relation": word, "because": because}


def editions(home: Path) -> Path:
    """Write as much of the editions as a catalogue reads."""
    for (id, version, kind), requirements in EDITIONS.items():
        folder = home / id / version
        (folder / "requirements").mkdir(parents=True)
        head = {"ruleset": 1, "id": id, "version": version, "kind": kind, "status": "model", "title": "Title"}
        write(folder / "ruleset.yaml", head)
        write(folder / "requirements" / "one.yaml", [{"id": one} for one in requirements])
    return home


def crosswalk(home: Path, content: object, name: str = "made") -> Path:
    """Write a crosswalk beside the editions."""
    (home / "crosswalks").mkdir(exist_ok=True)
    return write(home / "crosswalks" / f"{name}.yaml", content)


def write(path: Path, content: object) -> Path:
    """Write a file, one entry a line."""
    path.write_text(json.dumps(content, indent=1, default=float), encoding="utf-8")
    return path


def found(*files: Path) -> tuple[Diagnostic, ...]:
    """Give everything that the reader and the checks find in crosswalks, looked at together."""
    try:
        relations = [one for path in files for one in read_crosswalk(path)]
    except InputError as error:
        return error.diagnostics
    return lint_relations(relations, Catalogue.around({path.parent.parent for path in files}))
