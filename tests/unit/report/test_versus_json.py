"""The comparison as JSON: its contract, its dictionary, and that what others compiled has no place for a figure."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from auditor.cli.schema import comparison_schema
from auditor.model.comparison import Mismatch, Stance, Unranked
from auditor.model.facts import Silence
from auditor.model.result import Reported
from auditor.model.ruleset import RulesetStatus
from auditor.report.versus.jsonv1 import render
from tests.support.comparing import RULES, SCENARIOS, comparison
from tests.support.versus_formats import ALL, ASKED, COMPILED, CONTESTED, EVERYBODY

GOLDEN = Path(__file__).parents[2] / "golden"
SCHEMA = comparison_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
JUDGED = {"score", "rank", "unranked", "verdict", "status", "stance", "position", "counts", "decisive", "shares"}


def read(one: Any) -> dict[str, Any]:
    document = json.loads(render(one))
    assert isinstance(document, dict)
    return document


@pytest.mark.parametrize("scenario", ALL)
def test_golden(scenario: str, update: bool) -> None:
    shown = render(ALL[scenario]()).encode("utf-8")
    path = GOLDEN / f"compare-{scenario}" / "expected.json"
    if update:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(shown)
    assert shown == path.read_bytes()


@pytest.mark.parametrize("scenario", ALL)
def test_it_follows_its_published_schema(scenario: str) -> None:
    VALIDATOR.validate(read(ALL[scenario]()))


def test_the_schema_is_a_schema_and_refuses_what_is_wrong() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    breaks: list[Callable[[dict[str, Any]], Any]] = [
        lambda it: it.pop("forced"),
        lambda it: it.update(score="100.00"),
        lambda it: it["standings"][0].update(medal="gold"),
        lambda it: it["standings"][0]["score"]["declared"].update(low=100),
        lambda it: it["standings"][0]["rank"].update(best=0),
        lambda it: it["standings"][0]["shares"].update(unanswered="1.5000"),
        lambda it: it["edition"].update(status="law"),
        lambda it: it.update(as_of="1 October 2026"),
    ]
    for break_it in breaks:
        broken = read(SCENARIOS["everyone"]())
        break_it(broken)
        assert not VALIDATOR.is_valid(broken)


@pytest.mark.parametrize("key", sorted(JUDGED | {"grade", "points", "credit", "findings", "place"}))
def test_nothing_can_be_added_to_what_others_compiled(key: str) -> None:
    document = read(SCENARIOS["compiled"]())
    VALIDATOR.validate(document)
    for target in (
        lambda it: it["dossiers"][0],
        lambda it: it["dossiers"][0]["facts"][0],
        lambda it: it["dossiers"][0]["facts"][0]["sources"][0],
        lambda it: it["dossiers"][0]["service"],
    ):
        broken = json.loads(json.dumps(document))
        target(broken)[key] = "100.00"
        assert not VALIDATOR.is_valid(broken)


@pytest.mark.parametrize("asked", ASKED)
def test_what_others_compiled_has_no_figure_whatever_is_asked(asked: str) -> None:
    document = read(comparison([*EVERYBODY, "oak"], **ASKED[asked]))
    assert [one["service"]["id"] for one in document["dossiers"]] == [*COMPILED, "oak"]
    assert not JUDGED & set(keys(document["dossiers"]))
    assert not {"gorse", "hazel", "oak"} & {one["service"]["id"] for one in document["standings"]}


def keys(value: Any) -> Iterator[str]:
    """Give every key in a JSON value."""
    if isinstance(value, dict):
        yield from value
        for one in value.values():
            yield from keys(one)
    elif isinstance(value, list):
        for one in value:
            yield from keys(one)


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Give every object of the contract's own schema."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for key, one in schema.items():
            if key != "diff":
                yield from nodes(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from nodes(one)


def test_every_property_is_described_and_every_object_is_closed() -> None:
    found = [one for one in nodes(SCHEMA) if "properties" in one]
    assert len(found) > 30
    for one in found:
        assert one["additionalProperties"] is False
        assert set(one["required"]) == set(one["properties"])
        for name, said in one["properties"].items():
            assert said.get("description", "").endswith("."), name


@pytest.mark.parametrize("scenario", ALL)
def test_keys_are_written_in_the_order_of_the_schema(scenario: str) -> None:
    document = read(ALL[scenario]())
    assert list(document) == SCHEMA["required"]
    for kind in ("standing", "dossier"):
        for one in document[f"{kind}s"]:
            assert list(one) == SCHEMA["$defs"][kind]["required"]


def test_what_is_given_in_another_order_comes_out_the_same() -> None:
    given = [*EVERYBODY, "cedar-2025", *CONTESTED[1:]]
    assert render(comparison(given)) == render(comparison(given[::-1]))


@pytest.mark.parametrize("scenario", ALL)
def test_a_score_is_rounded_once(scenario: str) -> None:
    for one in read(ALL[scenario]())["standings"]:
        for score in one["score"].values():
            for end in ("low", "high") if score else ():
                exact = Fraction(score["exact"][end])
                value = Decimal(exact.numerator) / Decimal(exact.denominator)
                assert score[end] == str(value.quantize(Decimal("0.01"), ROUND_HALF_UP))
                assert score["points"][end] == int(value.quantize(Decimal(1), ROUND_HALF_UP))


def test_both_sides_of_what_is_contested() -> None:
    document = read(comparison(CONTESTED))
    (maple,) = (one for one in document["standings"] if one["service"]["id"] == "maple")
    (told,) = maple["challenges"]
    assert (told["file_says"]["value"], told["says"]["value"]) == (True, False)
    assert (told["filed_by"], told["filed_on"], told["window"], told["open"]) == (
        "Example Charity",
        "2026-09-20",
        "2026-10-04",
        True,
    )
    assert told["reply"]["text"] == "We do. “Always”."
    (oak,) = document["dossiers"]
    fact = next(one for one in oak["facts"] if one["fact"] == "grooming.any_detection")
    assert (fact["state"], fact["value"], fact["contested_by"][0]["says"]["value"]) == ("contested", True, False)
    assert fact["contested_by"][0]["reply"] is None
    assert fact["sources"][0]["reply"]["text"] == "No comment"
    assert oak["reply"] == {"asked": "2026-09-02", "deadline": "2026-09-16", "answered": None, "text": None}


def test_the_ways_of_having_no_value_are_kept_apart() -> None:
    document = read(SCENARIOS["everyone"]())
    (gorse, hazel) = document["dossiers"]
    by_fact = {one["fact"]: one for one in (*gorse["focus"], *gorse["facts"])}
    assert by_fact["grooming.alerts_child"]["absence"] == "sought"
    declined = by_fact["reporting.child_abuse_response_time"]
    assert (declined["state"], declined["absence"], declined["asked"]["by"]) == (
        "declined",
        "declined",
        "The Regulator",
    )
    asked = {one["fact"]: one for one in hazel["focus"]}["grooming.alerts_child"]
    assert (asked["state"], asked["absence"], asked["asked"]) == ("not-asked", "not-answered", None)


def test_a_forced_comparison_says_so() -> None:
    forced, free = read(SCENARIOS["forced"]()), read(SCENARIOS["everyone"]())
    assert forced["forced"]
    assert [one["what"] for one in forced["obstacles"]] == ["coverage"]
    assert not free["forced"]
    assert not free["obstacles"]


def test_the_past_is_told_with_what_changed() -> None:
    (cedar,) = (one for one in read(SCENARIOS["past"]())["standings"] if one["service"]["id"] == "cedar")
    (before,) = cedar["earlier"]
    assert (before["as_of"], before["change"]) == ("2025-06-30", None)
    assert [one["requirement"] for one in cedar["change"]["requirements"]] == ["MDW-1", "MDW-4", "MDW-5"]


def test_the_scale_of_weights_changes_no_figure(tmp_path: Path) -> None:
    scaled = tmp_path / "meadow-rules" / "1.0.0"
    shutil.copytree(RULES, scaled)
    file = scaled / "requirements" / "meadow.yaml"
    requirements = yaml.safe_load(file.read_text("utf-8"))
    for one in requirements:
        one["weight"] = one.get("weight", 1) * 7
    file.write_text(yaml.safe_dump(requirements, sort_keys=False), "utf-8")
    before, after = read(SCENARIOS["everyone"]()), read(comparison(EVERYBODY, rules=scaled))
    assert before["edition"]["sha256"] != after["edition"]["sha256"]
    for old, new in zip(before["standings"], after["standings"], strict=True):
        for key in ("service", "rank", "unranked", "score", "verdict", "counts", "decisive", "shares", "position"):
            assert old[key] == new[key]


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (Unranked, ("standing", "unranked")),
        (Stance, ("answer", "stance")),
        (Reported, ("fact", "state")),
        (Silence, ("fact", "absence")),
    ],
)
def test_the_schema_knows_every_word(words: type[StrEnum], place: tuple[str, str]) -> None:
    definition, key = place
    listed = SCHEMA["$defs"][definition]["properties"][key]["enum"]
    assert [one for one in listed if one is not None] == [one.value for one in words]


def test_the_schema_knows_every_obstacle_and_kind_of_text() -> None:
    obstacle = SCHEMA["properties"]["obstacles"]["items"]["properties"]["what"]
    assert obstacle["enum"] == [one.value for one in Mismatch]
    assert SCHEMA["properties"]["edition"]["properties"]["status"]["enum"] == [one.value for one in RulesetStatus]
