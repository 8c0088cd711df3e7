"""A small edition that lints clean, and the changes that a case makes to it."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from auditor.authoring.lint import lint
from auditor.model.diagnostic import Diagnostic, InputError
from auditor.model.vocabulary import FactType, Vocabulary
from auditor.source.rulesets import read_ruleset
from tests.support.vocabulary import VOCABULARY

_SCOPE: Final = {"app.kind", "app.kinds", "app.size", "app.contact", "users.monthly.*", "surfaces.*.offered"}
_NO_CONTROL: Final = {*_SCOPE, "app.total"}

HEAD: Final[dict[str, Any]] = {
    "ruleset": 1,
    "id": "sample",
    "version": "1.0.0",
    "title": "Sample",
    "summary": "An edition for tests.",
    "status": "model",
    "published": "2026-01-01",
    "in_force_from": "2026-01-01",
    "decided_by": ["must"],
    "scoring": {"model": "nested"},
    "origins": {"weights": "design", "credits": "design", "efforts": "design"},
    "documents": [{"id": "doc", "title": "Document", "publisher": "Office", "published": "2025"}],
    "areas": [{"id": "one", "title": "One"}],
    "parameters": {
        "size": {"value": 5, "origin": "design", "because": "A test.", "readings": {"strict": 7}},
        "age": {"value": "12 months", "origin": "source"},
    },
    "definitions": {"large": {"any": [{"app.size": {"above": {"parameter": "size"}}}, {"app.kind": "social"}]}},
}
ONE: Final[dict[str, Any]] = {
    "id": "ONE-1",
    "title": "Chat is on",
    "asks": "Turn chat on.",
    "obligation": "must",
    "area": "one",
    "themes": ["reporting"],
    "source": {"document": "doc", "clause": "1", "checked": "read"},
    "applies_when": "large",
    "met_when": {"app.chat": True},
    "partly_met_when": {"credit": 0.5, "when": {"app.calls": True}},
    "evidence": {"assurance": "documented", "not_older_than": {"parameter": "age"}},
    "remedy": {"do": "Turn it on.", "effort": 1},
    "weight": 2,
}
TWO: Final[dict[str, Any]] = {
    **{key: value for key, value in ONE.items() if key not in ("partly_met_when", "weight")},
    "id": "ONE-2",
    "title": "Messages are watched",
    "asks": "Watch messages.",
    "met_when": {"app.watched": {"has": "dm"}},
}
CASES: Final[dict[str, Any]] = {
    "cases": [{"title": "silence", "declares": {}, "expect": {"ONE-1": "undecided", "ONE-2": "undecided"}}]
}


def _flagged(type_: FactType) -> FactType:
    return replace(
        type_,
        scope=type_.path in _SCOPE,
        control=type_.path not in _NO_CONTROL,
        fields={name: _flagged(one) for name, one in type_.fields.items()},
        item=None if type_.item is None else _flagged(type_.item),
    )


FLAGGED: Final = Vocabulary(groups={name: _flagged(one) for name, one in VOCABULARY.groups.items()}, sha256="0" * 64)


def written(folder: Path, change: Mapping[str, Any]) -> Path:
    """Write the edition with a change, and give its folder.

    `ruleset`, `one` and `two` change keys of the head and of the two requirements, and maps of the head key by key;
    `drop` takes out keys (`one.remedy`); `cases` stands for the cases; `beside` lists heads of other editions;
    `released` is the register; `folder` is another name for the edition's own.
    """
    files = {"ruleset": copy.deepcopy(HEAD), "one": copy.deepcopy(ONE), "two": copy.deepcopy(TWO)}
    for name, content in files.items():
        _merge(content, change.get(name, {}), deep=name == "ruleset")
    for way in change.get("drop", ()):
        *steps, last = way.split(".")
        at: Any = files
        for step in steps:
            at = at[step]
        del at[last]
    home = folder / change.get("folder", "sample/1.0.0")
    for sub in ("requirements", "cases"):
        (home / sub).mkdir(parents=True)
    rules = change.get("requirements", [files["one"], files["two"]])
    _write(home / "ruleset.yaml", files["ruleset"])
    _write(home / "requirements" / "one.yaml", rules)
    _write(home / "cases" / "one.yaml", change.get("cases", CASES))
    if "released" in change:
        (folder / "RELEASED").write_text(change["released"], encoding="utf-8")
    for other in change.get("beside", ()):
        beside = folder / "sample" / str(other["version"])
        beside.mkdir(parents=True)
        _write(beside / "ruleset.yaml", {**HEAD, **other})
    return home


def found(home: Path) -> tuple[Diagnostic, ...]:
    """Give everything that the reader and the checks find."""
    try:
        ruleset = read_ruleset(home, FLAGGED)
    except InputError as error:
        return error.diagnostics
    return lint(ruleset, home)


def _merge(content: dict[str, Any], change: Mapping[str, Any], *, deep: bool) -> None:
    for key, value in change.items():
        if deep and isinstance(value, dict) and isinstance(content.get(key), dict):
            content[key].update(value)
        else:
            content[key] = value


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=1, default=float), encoding="utf-8")
