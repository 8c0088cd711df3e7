"""Every scenario in every format, byte for byte. Rewrite with `--update`, then read the difference."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from auditor.model.result import Result
from auditor.report import jsonv1
from auditor.report.registry import FORMATS, Format, render
from tests.support.results import SCENARIOS

GOLDEN = Path(__file__).parents[2] / "golden"
SCHEMA = json.loads((Path(jsonv1.__file__).parent / jsonv1.SCHEMA_FILE).read_text("utf-8"))


def as_is(format: Format) -> Callable[[Result], str]:
    """Give the renderer of a format that knows no views."""
    return lambda result: render(format, result)


VIEWS: dict[str, Callable[[Result], str]] = {
    **{row.suffix.lstrip("."): as_is(format) for format, row in FORMATS.items() if not row.viewed},
    "60.txt": lambda result: render(Format.TERMINAL, result, width=60),
    "80.txt": lambda result: render(Format.TERMINAL, result, width=80),
    "120.txt": lambda result: render(Format.TERMINAL, result, width=120),
    "200.txt": lambda result: render(Format.TERMINAL, result, width=200),
    "ascii.txt": lambda result: render(Format.TERMINAL, result, width=80, ascii=True),
    "plain.txt": lambda result: render(Format.TERMINAL, result, plain=True),
}
ONLY_MIXED: dict[str, Callable[[Result], str]] = {
    "color.txt": lambda result: render(Format.TERMINAL, result, width=80, color=True),
    "verbose.txt": lambda result: render(Format.TERMINAL, result, width=80, verbose=True),
}
CASES = [(scenario, view, draw) for scenario in SCENARIOS for view, draw in VIEWS.items()] + [
    ("mixed", view, draw) for view, draw in ONLY_MIXED.items()
]


@pytest.mark.parametrize(
    ("scenario", "view", "draw"), CASES, ids=[f"{scenario}-{view}" for scenario, view, _ in CASES]
)
def test_golden(scenario: str, view: str, draw: Callable[[Result], str], update: bool) -> None:
    shown = draw(SCENARIOS[scenario]()).encode("utf-8")
    path = GOLDEN / scenario / f"expected.{view}"
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(shown)
    assert shown == path.read_bytes()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_json_follows_its_published_schema(scenario: str) -> None:
    document = json.loads((GOLDEN / scenario / "expected.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)


def test_schema_is_a_schema_and_refuses_what_is_wrong() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    document = jsonv1.document(SCENARIOS["mixed"]())
    for break_it in (
        lambda it: it.pop("gate"),
        lambda it: it["audits"][0]["verdict"].update(declared="failed"),
        lambda it: it["audits"][0]["score"]["declared"].update(low=56.45),
        lambda it: it["audits"][0]["findings"][0].pop("because"),
        lambda it: it["audits"][0]["counts"].pop("undecided"),
        lambda it: it.update(as_of="1 October 2026"),
    ):
        broken = json.loads(jsonv1.render(SCENARIOS["mixed"]()))
        break_it(broken)
        assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(broken)
    assert next(iter(document)) == "schema"
