"""Which conditions are let through, and what is said of those that are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from auditor.model.condition import RESERVED, Group, Named, Over
from auditor.model.condition import Test as Comparison  # pytest takes any class named Test for its own
from auditor.source.conditions import ConditionReader, check_definition_name
from auditor.source.cursor import Cursor, Faults
from auditor.source.subjects import Setting
from auditor.source.yamltree import read_yaml
from tests.support.rules import Refused, parameter, read, read_text
from tests.support.vocabulary import VOCABULARY

CASES = Path(__file__).parents[2] / "cases" / "refusals"
GIVEN = {"size": 5, "two": 2, "teen": 13, "quick": "4 hours", "harms": ["fraud", "hate"]}
DEFINED = "{large: {app.size: {above: 5}}, dutiful: {if: {app.chat: true}, then: {app.calls: true}}}"


def _cases() -> Iterator[Any]:
    for file in sorted(CASES.glob("*.yaml")):
        cases: Any = read_yaml(file.read_bytes(), file.name).data
        for case in cases:
            yield pytest.param(case, id=f"{file.stem}: {case['refuses']}")


def _read(case: dict[str, Any], rule: str) -> Any:
    consistency = case.get("kind") == "consistency"
    setting = Setting(scope=case.get("scope", False), consistency=consistency)
    definitions = case.get("definitions", DEFINED)
    return read_text(rule, parameters=GIVEN, definitions=definitions, setting=setting, consistency=consistency)


@pytest.mark.parametrize("case", list(_cases()))
def test_refusal(case: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        _read(case, case["rule"])
    (fault,) = refused.value.found
    assert fault.code == case["code"]
    assert fault.place is not None
    assert f"{fault.place.line}:{fault.place.column}" == case["at"]
    assert fault.excerpt
    said = fault.message + fault.help
    assert case.get("help", "") in fault.help
    assert not any(word in said for word in ("None", "True", "False", "Decimal", "dict", "{'", "['")), said


@pytest.mark.parametrize("case", list(_cases()))
def test_what_is_near_a_refusal_is_let_through(case: dict[str, Any]) -> None:
    assert _read({**case, "definitions": DEFINED}, case["accepts"]) is not None


def test_every_code_of_the_readers_has_a_case() -> None:
    source = Path(ConditionReader.__module__.replace(".", "/")).parent
    root = Path(__file__).parents[3]
    modules = ("conditions", "comparisons", "quantifiers", "subjects", "operands")
    written = "".join((root / source / f"{name}.py").read_text(encoding="utf-8") for name in modules)
    codes = set(re.findall(r'"(ruleset\.[a-z-]+)"', written))
    shown = {case.values[0]["code"] for case in _cases()}
    assert codes - shown == {"ruleset.bad-name", "ruleset.too-deep"}  # shown by tests of their own below
    assert shown <= codes


def test_every_fault_is_found_in_one_run() -> None:
    with pytest.raises(Refused) as refused:
        read_text("any: [{app.chat: 1}, {app.size: x}, {all: [nothing, {app.kind: {has: social}}]}]")
    assert [one.code for one in refused.value.found] == [
        "ruleset.wrong-operand",
        "ruleset.wrong-operand",
        "ruleset.unknown-definition",
        "ruleset.wrong-operator",
    ]


def test_a_list_of_one_is_its_member() -> None:
    assert isinstance(read([{"app.chat": True}]), Comparison)
    assert isinstance(read([{"app.chat": True}, {"app.calls": True}]), Group)


def test_a_definition_keeps_its_name() -> None:
    found = read("large", definitions={"large": {"app.size": {"above": 5}}})
    assert isinstance(found, Named)
    assert found.name == "large"


def test_members_of_a_quantifier_are_written_out() -> None:
    written = {"every": {"of": "risk.levels", "among": "all", "except": ["csea"], "satisfies": {"it": "low"}}}
    found = read(written)
    assert isinstance(found, Over)
    assert found.keys == ("fraud", "hate", "drugs")


def test_words_may_stand_in_any_order_on_the_other_side() -> None:
    assert read({"app.kind": {"in": {"fact": "app.kinds"}}}) is not None


def test_a_total_inside_an_item_may_be_compared_with_a_field_of_it() -> None:
    total = {"total": {"of": "users.monthly", "at_most": {"its": "size"}}}
    assert read({"some": {"of": "teams", "satisfies": total}}) is not None


@pytest.mark.parametrize("name", [*sorted(RESERVED), "app", "Large", "large-one", "1st", "l\u00e4rge"])
def test_names_a_definition_cannot_have(name: str) -> None:
    faults = Faults()
    at = Cursor.top(read_yaml(b"app.chat: true", "ruleset.yaml"))
    assert not check_definition_name(name, at, VOCABULARY, faults)
    assert [one.code for one in faults.found] == ["ruleset.bad-name"]


def test_a_definition_may_have_any_other_name() -> None:
    faults = Faults()
    at = Cursor.top(read_yaml(b"app.chat: true", "ruleset.yaml"))
    assert check_definition_name("large_2", at, VOCABULARY, faults)
    assert not faults.found


@pytest.mark.parametrize("last_first", [True, False])
@pytest.mark.parametrize("length", [40, 2000])
def test_definitions_nested_too_deep_are_refused(length: int, *, last_first: bool) -> None:
    names = [f"d{index}" for index in range(length)]
    chain: dict[str, Any] = {name: {"not": below} for below, name in pairwise(names)}
    chain = {"d0": {"app.chat": True}} | chain
    if last_first:
        chain = dict(reversed(chain.items()))
    with pytest.raises(Refused) as refused:
        read(names[-1], definitions=chain)
    assert "ruleset.too-deep" in {one.code for one in refused.value.found}


def test_definitions_nested_within_bounds_are_let_through() -> None:
    chain: dict[str, Any] = {"d0": {"app.chat": True}} | {
        f"d{index + 1}": {"not": f"d{index}"} for index in range(30)
    }
    assert read("d30", definitions=chain) is not None


def test_a_rule_that_doubles_at_every_definition_is_refused_at_once() -> None:
    chain: dict[str, Any] = {"d0": {"app.chat": True}} | {
        f"d{index + 1}": {"all": [f"d{index}"] * 2} for index in range(30)
    }
    with pytest.raises(Refused):
        read("d30", definitions=chain)


def test_a_reader_tells_what_was_used() -> None:
    at = Cursor.top(read_yaml(b"[large, {app.size: {below: {parameter: size}}}]", "rules.yaml"))
    defined = Cursor.top(read_yaml(DEFINED.encode(), "ruleset.yaml"))
    reader = ConditionReader(
        vocabulary=VOCABULARY,
        parameters={"size": parameter("size", 5)},
        faults=Faults(),
        raw_definitions=dict(defined.entries()),
    )
    assert reader.condition(at, Setting()) is not None
    assert (reader.used_definitions, reader.used_parameters) == ({"large"}, {"size"})


@pytest.mark.parametrize(
    ("condition", "message", "help"),
    [
        (
            {"app.kinds": ["social"]},
            "`app.kinds` is tested for a list",
            "write `has_all: [...]`, `has_any: [...]` or `has_none: [...]`",
        ),
        ({"app.kind": ["social"]}, "`app.kind` is tested for a list", "write `in: [...]`"),
        (
            {"app.chat": [True]},
            "`app.chat` is tested for a list",
            "test it for one value; several tests stand in a list under `any`",
        ),
        (
            {"app.review": None},
            "`app.review` is tested for null",
            "write `exists: false` where it has to be none, else the value that it has to have",
        ),
        ({"app.chat": None}, "`app.chat` is tested for null", "write the value that it has to have"),
        (
            {"app.name": {"matches": ""}},
            "`matches` has no pattern",
            "write signs, with `*` for any number of others and `?` for one: `*@*.?*`",
        ),
        (
            {"app.review": {"at_most": {"parameter": "most"}}},
            "parameter `most`, `5`, has no unit, and `app.review` is measured in hours",
            "write `5 hours` at rules.yaml:1:1",
        ),
    ],
)
def test_what_is_refused_is_named_and_the_help_works(condition: object, message: str, help: str) -> None:
    with pytest.raises(Refused) as refused:
        read(condition, parameters={"most": 5})
    assert [(one.message, one.help) for one in refused.value.found] == [(message, help)]
