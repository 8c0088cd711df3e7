"""The validator that accepts and the one that explains are of one mind; refusals always say something."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

from auditor.model.diagnostic import InputError
from auditor.report.diagnostics import render_diagnostics
from auditor.source import accepting
from auditor.source.declaration_schema import declaration_schema
from auditor.source.declarations import _Reader, read_document
from auditor.source.document import Document
from auditor.source.mismatches import errors
from auditor.source.vocabularies import read_vocabulary
from auditor.source.yamltree import read_yaml

VOCABULARY = read_vocabulary(Path(__file__).parent.parent / "fixtures" / "vocabulary")
SCHEMA = declaration_schema(VOCABULARY)
COMPILED: Any = Draft202012Validator(SCHEMA)

LEAVES = st.sampled_from(
    ["true", "false", "yes", "null", "none", "0", "13", "-1", "1.5", "1e15", "low",
     "forum", "anyone", "2026", "2026-02-30",
     "2026-03-01", '"2026-03-01\\n"', "2026-3-1", "''", "x", "12:30", "[]",
     "{}", "[forum, forum]", "[forum]", "[x]", "[1]",
     "{forum: true}", "{forum: null}", "{declined: {asked_by: a, on: 2025}}", "{sought: {by: b}}", "{declined: 1}",
     "{from: 15, to: 13}", "{GB: 1}", "{gb: 1}", "{id: a.b}", "[{id: a}, {id: a}]", "{'': 1}", "٣"]
)  # fmt: skip
PATHS = st.sampled_from(
    ["service.name", "service.id", "service.kinds", "service.launched_on", "stated_on", "users", "users.children",
     "users.minimum_age", "users.monthly_active", "surfaces", "surfaces.comments", "surfaces.comments.review_time",
     "surfaces.x", "risk.completed", "risk.levels.fraud", "defaults", "teams", "contact", "planned", "alternatives",
     "evidence", "attestation", "attestation.date", "confidential", "compiled_by", "declaration", "x"]
)  # fmt: skip
ENTRIES = st.sampled_from(
    ["{fact: users.children, value: 1, from: 2027}", "1", "null", "users.children", "{id: A}",
     "{fact: surfaces.comments.detection, value: yes, from: 2027-13}", "{id: a, title: t, supports: [users]}",
     "{id: a, title: t, supports: ['*'], file: ../x}", "{ages: {from: 13, to: 15}, messages_from: x}",
     "{ages: null}", "{id: a, size: 1}", "{size: -1}"]
)  # fmt: skip


def _written(tree: dict[str, object]) -> str:
    return "{" + ", ".join(f"{k}: {_written(v) if isinstance(v, dict) else v}" for k, v in tree.items()) + "}"


@st.composite
def declarations(draw: st.DrawFn) -> Document:
    """Draw a document near a declaration: known keys, values that fit and that do not."""
    tree: dict[str, object] = {"declaration": 1, "service": {"name": "Pond"}}
    values = LEAVES | st.lists(ENTRIES, max_size=3).map(lambda many: "[" + ", ".join(many) + "]")
    for path in draw(st.lists(PATHS, max_size=6)):
        *above, last = path.split(".")
        node: dict[str, object] = tree
        for step in above:
            inner = node.get(step)
            if not isinstance(inner, dict):
                inner = node[step] = {}
            node = inner
        node[last] = draw(values)
    return read_yaml(_written(tree).encode(), "a.yaml")


@given(declarations())
def test_the_validators_agree(document: Document) -> None:
    said = not list(errors(SCHEMA, document.data))
    assert COMPILED.is_valid(document.data) == said
    assert accepting.walks(SCHEMA, document.data) <= said
    assert accepting.accepts(SCHEMA, document.data) == said


@given(declarations())
def test_the_readers_of_facts_accept_what_the_schema_accepts(document: Document) -> None:
    reader = _Reader(document, VOCABULARY, strict=True)
    has_shape = COMPILED.is_valid(document.data)
    if reader.accepts():
        assert has_shape
    elif has_shape:  # they know the calendar too, which the schema does not
        read = _Reader(document, VOCABULARY)
        read.read_facts()
        assert {one.code for one in read.gatherer.found} >= {"declaration.no-such-date"}


@given(declarations())
def test_a_declaration_that_is_accepted_is_read_alike_without_a_look_at_its_shape(document: Document) -> None:
    strict, trusting = _Reader(document, VOCABULARY, strict=True), _Reader(document, VOCABULARY)
    if strict.accepts():
        trusting.read_facts()
        assert strict.gatherer.facts() == trusting.gatherer.facts()
        assert strict.gatherer.found == trusting.gatherer.found


@given(declarations())
def test_a_declaration_is_read_or_refused_with_places(document: Document) -> None:
    try:
        declaration, found = read_document(document, None, VOCABULARY)
        assert not any(one.is_error for one in found)
        assert set(declaration.facts.values) <= set(declaration.facts.places)
        for path in declaration.facts.values:
            assert VOCABULARY.type_at(path) is not None, path
    except InputError as error:
        found = error.diagnostics
        assert any(one.is_error for one in found)
    assert all(one.place is not None and one.message for one in found)
    render_diagnostics(found, color=False)
