"""What the keys of a map may be asked to look like: a ruleset may be a stranger's, and brings its own facts."""

from __future__ import annotations

import re
from pathlib import Path
from time import monotonic

import pytest

from auditor.model.diagnostic import InputError
from auditor.source.declaration_schema import declaration_schema
from auditor.source.paths import type_at
from auditor.source.schema import accepts
from auditor.source.vocabularies import read_vocabulary

SUBJECT = """\
$schema: https://json-schema.org/draft/2020-12/schema
title: Ponds
description: Ponds, counted.
order: 1
properties:
  ponds:
    title: Ponds
    description: How many ponds there are.
    type: object
    properties:
      by_code:
        title: By code
        description: Ponds by code.
        question: How many ponds are there?
        type: object
        propertyNames: {{pattern: {}}}
        additionalProperties: {{title: Ponds, description: Ponds., question: How many?, type: integer, minimum: 0}}
"""


def read(home: Path, pattern: str):  # type: ignore[no-untyped-def]
    (home / "ponds.yaml").write_text(SUBJECT.format(pattern), encoding="utf-8")
    return read_vocabulary(home)


@pytest.mark.parametrize(
    ("pattern", "good", "bad"),
    [
        ("^[A-Z]{2}$", ("GB",), ("G", "GBR", "gb", "G1")),
        ("^[A-Z]{2}-[A-Z0-9]+$", ("GB-LND", "FR-2"), ("GB", "GB-", "GB-lnd")),
        ("^p[0-9_-]+$", ("p1", "p-_"), ("p", "1")),
    ],
)
def test_a_plain_pattern_is_taken(tmp_path: Path, pattern: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    vocabulary = read(tmp_path, f"'{pattern}'")
    schema = declaration_schema(vocabulary)
    for key in (*good, *bad):
        assert (type_at(vocabulary, f"ponds.by_code.{key}") is not None) == (key in good), key
        declared = {"declaration": 1, "service": {"name": "it"}, "ponds": {"by_code": {key: 1}}}
        assert accepts(schema, declared) == (key in good), key


@pytest.mark.parametrize(
    "pattern",
    [
        "'^(a+)+$'",
        "'^[a-z]+[a-z]+$'",
        "'^(a|aa)+$'",
        "'^.*$'",
        "'^a{999}$'",
        "'^a{2,1}$'",
        "'^[z-a]$'",
        "'^[^a]$'",
        "'^[a$'",
        "'('",
        "'[A-Z]{2}'",
        "'^$'",
        '"^[A-Z]{2}$\\n"',
        "'^[\\d]+$'",
        "5",
        "null",
        "[A-Z]",
    ],
)
def test_any_other_is_refused_and_nothing_hangs(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, pattern)
    assert [one.code for one in refused.value.diagnostics] == ["vocabulary.bad-fact"]
    assert refused.value.diagnostics[0].place.line == 16


def test_what_is_taken_is_matched_in_time_with_its_length(tmp_path: Path) -> None:
    """The worst that can be written: every part but the last has a fixed length."""
    pattern = "^" + "[a-z]{99}" * 20 + "[a-z]+$"
    assert read(tmp_path, f"'{pattern}'") is not None
    before = monotonic()
    assert re.search(pattern, "a" * 1_000_000 + "X") is None
    assert monotonic() - before < 5
