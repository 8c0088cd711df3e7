"""A declaration read again from its text and its result is what was read with its documents at hand."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.engine.replay import differences, inputs_of
from auditor.register.job import Edition, Job, rules_of
from auditor.register.judging import filed_of, judged
from auditor.source.asfound import found_in, read_as_found
from auditor.source.library import find
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from tests.support.filings import DETECTS, EVERYTHING, HOURS, REPORT, WARNS

DAY = date(2026, 10, 1)
FOLDER = find("internet-safety-strategy@3.0.0", DAY).edition.folder
EDITION = Edition(
    folder=str(FOLDER),
    sha256=read_ruleset(FOLDER, read_vocabulary()).sha256,
    asked="internet-safety-strategy@3.0.0",
)
JOB = Job(editions=(EDITION,), as_of=DAY, version="0")
FAULTS = ("none", "gone", "empty", "other", "no-hash", "undated", "no-file", "outside")
BINDINGS = ("agrees", "disagrees", "gone", "no-pointer", "other-type")


def entry(folder: Path, number: int, fault: str, supports: list[str]) -> dict[str, Any]:
    """Write a document with a fault, and give the entry that names it."""
    from hashlib import sha256

    text = f"document {number}".encode()
    found: dict[str, Any] = {
        "id": f"doc-{number}",
        "title": "A document",
        "supports": supports,
        "issued": "2026-09-01",
        "file": f"doc-{number}.md",
        "sha256": sha256(text).hexdigest(),
    }
    if fault != "gone":
        (folder / f"doc-{number}.md").write_bytes({"empty": b"", "other": b"else"}.get(fault, text))
    for key in {"no-hash": ["sha256"], "undated": ["issued"], "no-file": ["file", "sha256"]}.get(fault, []):
        del found[key]
    if fault == "outside":
        found["file"] = "../x.md"
    return found


def bound(folder: Path, number: int, how: str, fact: str) -> dict[str, Any]:
    value = {"agrees": True, "disagrees": False, "other-type": "maybe"}.get(how)
    if how != "gone":
        content = {} if how == "no-pointer" else {"on": value}
        (folder / f"conf-{number}.json").write_text(json.dumps(content), encoding="utf-8")
    return {"fact": fact, "file": f"conf-{number}.json", "pointer": "/on"}


@given(
    faults=st.lists(st.tuples(st.sampled_from(FAULTS), st.sampled_from(sorted(EVERYTHING))), max_size=6),
    ties=st.lists(st.tuples(st.sampled_from(BINDINGS), st.sampled_from([DETECTS, WARNS, REPORT])), max_size=3),
    stated=st.sets(st.sampled_from(sorted(EVERYTHING))),
    named=st.booleans(),
)
@settings(max_examples=20, deadline=None)
def test_nothing_is_lost_with_the_documents(
    faults: list[tuple[str, str]], ties: list[tuple[str, str]], stated: set[str], named: bool
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        content: dict[str, Any] = {
            "declaration": 1,
            "service": {"name": "Made", **({"id": "made"} if named else {})},
            "stated_on": "2026-09-01",
            "evidence": [entry(folder, at, fault, [fact]) for at, (fault, fact) in enumerate(faults)],
        }
        for fact in stated:
            inner = content
            for step in fact.split(".")[:-1]:
                inner = inner.setdefault(step, {})
            inner[fact.split(".")[-1]] = 12 if fact == HOURS else True
        facts = dict.fromkeys(fact for _how, fact in ties)
        content["bound"] = [
            bound(folder, at, next(how for how, each in ties if each == fact), fact) for at, fact in enumerate(facts)
        ]
        path = folder / "made.yaml"
        path.write_text(json.dumps(content, indent=1), encoding="utf-8")
        was, data = judged(JOB, rules_of(JOB.editions), (str(path), "made.yaml")), path.read_bytes()
    declaration, warnings = read_as_found(data, found_in(was.result), rules_of(JOB.editions).vocabulary)
    assert filed_of(declaration, warnings) == was.filed
    told = [one for one in json.loads(was.result)["diagnostics"] if one["code"].startswith("bound.")]
    assert len(declaration.unbound) == len(told)


VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc/~"), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES, VALUES)
def test_two_values_differ_nowhere_only_where_they_are_the_same(one: Any, other: Any) -> None:
    found = list(differences(one, other))
    assert bool(found) is (json.dumps(one, sort_keys=True) != json.dumps(other, sort_keys=True))
    assert not list(differences(one, one))


def test_the_inputs_of_a_result_held_against_itself_are_all_the_same() -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "made.yaml"
        path.write_text("declaration: 1\nservice: {name: Made}\n", encoding="utf-8")
        document = json.loads(judged(JOB, rules_of(JOB.editions), (str(path), "made.yaml")).result)
    assert {one.standing.value for one in inputs_of(document, document)} == {"same"}
