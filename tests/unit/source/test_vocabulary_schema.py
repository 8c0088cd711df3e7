"""The file of a ruleset's own facts: what is documented is what is read, and the schema takes all that is read."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from auditor.authoring.cases import run_cases
from auditor.model.vocabulary import Kind
from auditor.source.case_files import read_cases
from auditor.source.cursor import Faults
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_extension, read_vocabulary
from auditor.source.vocabulary_schema import VOCABULARY
from auditor.source.yamltree import read_yaml

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "own-facts.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"<!-- example: (\S+) -->\n```yaml\n(.*?)```", PAGE, re.DOTALL))
FILES = [*sorted((ROOT / "rulesets" / "vocabulary").glob("*.yaml")), *ROOT.glob("tests/fixtures/**/vocabulary.yaml")]
HEAD = """\
ruleset: 1
id: play-code
version: 1.0.0
title: Play code
summary: A draft.
status: draft
published: 2026-01-01
decided_by: [must]
scoring: {model: flat}
origins: {weights: source, credits: source, efforts: design}
documents: [{id: doc, title: Document}]
areas: [{id: one, title: One}]
"""
RULE = """\
- id: PLAY-01
  title: The space is inspected every year
  asks: Have the space inspected every year.
  obligation: must
  area: one
  source: {document: doc, clause: "1", checked: read}
  applies_when: {extensions.play-code.tier: {at_least: sapling}}
  met_when: {extensions.play-code.inspected_on: {within: 12 months}}
  evidence: {assurance: documented}
"""


def plain(text: str) -> Any:
    return read_yaml(text.encode(), "vocabulary.yaml").data


def is_taken(content: Any) -> bool:
    return bool(Draft202012Validator(VOCABULARY).is_valid(content))


def is_read(content: Any) -> bool:
    faults = Faults()
    read_extension(read_yaml(json.dumps(content, default=float).encode(), "vocabulary.yaml"), "play-code", faults)
    return not faults.errors


def test_the_schema_is_one_and_takes_every_file_there_is() -> None:
    Draft202012Validator.check_schema(VOCABULARY)
    for path in FILES:
        errors = [*Draft202012Validator(VOCABULARY).iter_errors(plain(path.read_text(encoding="utf-8")))]
        assert errors == [], path


def test_the_documented_file_holds_every_kind_and_is_read() -> None:
    faults = Faults()
    group = read_extension(read_yaml(EXAMPLES["vocabulary.yaml"].encode(), "vocabulary.yaml"), "play-code", faults)
    assert faults.found == []
    assert group is not None
    assert is_taken(plain(EXAMPLES["vocabulary.yaml"]))
    kinds = {one.kind for one in group.fields.values()}
    assert kinds == set(Kind) - {Kind.GROUP, Kind.RECORD, Kind.WORD, Kind.BANDS}


def test_the_documented_cases_pass(tmp_path: Path) -> None:
    for name, text in {"ruleset.yaml": HEAD, "requirements/one.yaml": RULE, **EXAMPLES}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    vocabulary = read_vocabulary()
    run = run_cases(read_ruleset(tmp_path, vocabulary), vocabulary, read_cases(tmp_path, vocabulary))
    assert (run.mismatches, run.cases) == ((), 2)


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "no question": ("registered", {"question": None}),
    "no title": ("registered", {"title": None}),
    "no minimum": ("youngest_admitted", {"minimum": None}),
    "a maximum that is no number": ("youngest_admitted", {"maximum": "many"}),
    "a key of another kind": ("registered", {"minimum": 1}),
    "a flag that is no flag": ("registered", {"scope": "maybe"}),
    "a type there is not": ("registered", {"type": "tuple"}),
    "no words": ("tier", {"enum": []}),
    "a word that is none": ("tier", {"enum": ["Fine"]}),
    "a unit of two words": ("youngest_admitted", {"unit": "long years"}),
    "keys that hold nothing": ("warden_hours", {"additionalProperties": None}),
    "items of no shape": ("teams", {"items": {"type": "object"}}),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_the_reader_refuses_the_schema_refuses(name: str) -> None:
    content = copy.deepcopy(plain(EXAMPLES["vocabulary.yaml"]))
    fact, change = WRONG[name]
    node = content["properties"][fact]
    for key, value in change.items():
        if value is None:
            del node[key]
        else:
            node[key] = value
    assert (is_read(content), is_taken(content)) == (False, False)


def test_what_is_read_is_taken_with_any_key_left_out() -> None:
    """Whatever the reader takes the schema takes: every key of every documented fact left out in turn."""
    whole = plain(EXAMPLES["vocabulary.yaml"])
    tried = 0
    for fact, node in whole["properties"].items():
        for key in node:
            content = copy.deepcopy(whole)
            del content["properties"][fact][key]
            if is_read(content):
                tried += 1
                assert is_taken(content), (fact, key)
    assert tried > 10
