"""What evidence supports is looked up quickly: what is told of it is what a closer look tells."""

from __future__ import annotations

from hypothesis import given

from auditor.model.diagnostic import Diagnostic, InputError
from auditor.source.declarations import _Reader, read_document
from auditor.source.document import Document
from auditor.source.expected import expected_by
from auditor.source.paths import known_paths
from auditor.source.supporting import _plainly_said, stated_paths
from tests.properties.test_shape import VOCABULARY, declarations


@given(declarations())
def test_what_is_plainly_said_is_stated_there_or_beneath(document: Document) -> None:
    reader = _Reader(document, VOCABULARY, strict=True)
    if not reader.accepts():
        return
    facts, homes = reader.gatherer.facts(), reader.gatherer.homes
    stated = list(stated_paths(facts))
    for path in {"service", *known_paths(VOCABULARY), *facts.places}:
        if _plainly_said(facts.values, homes, path):
            assert any(f"{one}.".startswith(f"{path}.") for one in stated)


def _told(document: Document) -> tuple[Diagnostic, ...]:
    try:
        return read_document(document, None, VOCABULARY)[1]
    except InputError as refused:
        return refused.diagnostics


@given(declarations())
def test_paths_that_were_met_before_are_told_of_alike(document: Document) -> None:
    expected_by(VOCABULARY)._types.clear()
    told = _told(document)
    assert _told(document) == told
    for part in ("service.kinds", "users", "surfaces.comments", "x"):
        expected_by(VOCABULARY).type_at(part)
    assert _told(document) == told
