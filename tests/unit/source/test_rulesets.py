"""What is refused of an edition as a whole: scope, guards, rungs, parameters and definitions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.model.condition import Always
from auditor.model.diagnostic import Diagnostic, InputError
from auditor.model.ruleset import Ruleset
from auditor.source.rulesets import read_ruleset
from auditor.source.yamltree import read_yaml
from tests.support.vocabulary import VOCABULARY

CASES = Path(__file__).parents[2] / "cases" / "refusals" / "edition" / "edition.yaml"
HEAD = """\
ruleset: 1
id: sample
version: 1.0.0
title: Sample
summary: An edition for tests.
status: model
published: 2026-01-01
in_force_from: 2026-01-01
decided_by: [must]
scoring: {model: flat}
origins: {weights: design, credits: design, efforts: design}
documents: [{id: doc, title: Document}]
areas: [{id: one, title: One}]
parameters:
  size: {value: 5, origin: design, because: a test, readings: {strict: 7}}
definitions:
  large: {app.size: {above: {parameter: size}}}
"""
RULE = """\
- id: ONE-1
  title: Chat is on
  asks: Chat is on.
  obligation: must
  area: one
  source: {document: doc, clause: "1", checked: read}
  applies_when: large
  met_when: {app.chat: true}
  partly_met_when:
    - {credit: 0.5, when: {app.calls: true}}
    - {credit: 0.25, when: {app.rank: high}}
  evidence: {assurance: documented}
  remedy: {do: Turn it on., effort: 1}
"""


def _load(folder: Path, head: str = HEAD, rule: str = RULE) -> Ruleset:
    (folder / "requirements").mkdir()
    (folder / "ruleset.yaml").write_text(head, encoding="utf-8")
    (folder / "requirements" / "one.yaml").write_text(rule, encoding="utf-8")
    return read_ruleset(folder, VOCABULARY)


def _refused(folder: Path, head: str = HEAD, rule: str = RULE) -> tuple[Diagnostic, ...]:
    with pytest.raises(InputError) as refused:
        _load(folder, head, rule)
    found = [one for one in refused.value.diagnostics if one.is_error]
    assert all(one.place is not None and one.place.line for one in found)
    return tuple(found)


def _with(old: str, new: str, text: str) -> str:
    assert text.count(old) == 1
    return text.replace(old, new)


def test_the_sample_is_let_through(tmp_path: Path) -> None:
    assert _load(tmp_path).requirements[0].id == "ONE-1"


def test_always_is_the_one_way_to_say_every_service(tmp_path: Path) -> None:
    rule = _with("applies_when: large", "applies_when: always", RULE)
    rule = _with("{app.chat: true}", "large", rule)
    assert isinstance(_load(tmp_path, rule=rule).requirements[0].applies_when, Always)


def _cases() -> Iterator[Any]:
    cases: Any = read_yaml(CASES.read_bytes(), CASES.name).data
    for case in cases:
        yield pytest.param(case, id=case["refuses"])


@pytest.mark.parametrize("case", list(_cases()))
def test_edition_refused(case: dict[str, str], tmp_path: Path) -> None:
    texts = {"ruleset": HEAD, "requirements": RULE}
    texts[case["file"]] = _with(case["for"], case["put"], texts[case["file"]])
    codes = {one.code for one in _refused(tmp_path, texts["ruleset"], texts["requirements"])}
    assert case["code"] in codes if "code" in case else codes


COVERED = "{app.watched: {covers: {fact: app.contact}}}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("met_when: {app.chat: true}", f"met_when: {{if: {{some: {{of: app.contact}}}}, then: {COVERED}}}"),
        ("met_when: {app.chat: true}", f"met_when: {{if: [large, {{some: {{of: app.contact}}}}], then: {COVERED}}}"),
        ("applies_when: large", f"applies_when: [large, {{some: {{of: app.contact}}}}, {COVERED}]"),
    ],
)
def test_covers_with_a_guard_is_let_through(old: str, new: str, tmp_path: Path) -> None:
    assert _load(tmp_path, rule=_with(old, new, RULE))


def test_a_guard_in_scope_serves_the_whole_requirement(tmp_path: Path) -> None:
    rule = _with("applies_when: large", "applies_when: [large, {some: {of: app.contact}}]", RULE)
    rule = _with("met_when: {app.chat: true}", f"met_when: {COVERED}", rule)
    assert _load(tmp_path, rule=_with("when: {app.calls: true}", f"when: {{not: {COVERED}}}", rule))
