"""What the invented register is written with: every form of a text is read back as the same data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.source.vocabularies import read_vocabulary
from auditor.source.yamltree import read_yaml
from benchmarks.filings.addresses import get, leaves, put, remove
from benchmarks.filings.coherence import Coherence
from benchmarks.filings.draw import Draw
from benchmarks.filings.services import HOSTILE
from benchmarks.filings.yamltext import as_json, as_yaml

_CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"
)
_KEY = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
_ODD = st.sampled_from(["none", "null", "no", "2026-03-01", "12:30", "", *HOSTILE])
_ONE = st.none() | st.booleans() | st.integers(-1000, 10**9) | st.text(_CHARACTERS) | _ODD
_DATA = st.dictionaries(
    _KEY,
    st.recursive(
        _ONE, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEY, inner, max_size=3), max_leaves=8
    ),
    min_size=1,
    max_size=5,
)


@given(_DATA)
def test_every_form_is_the_same_data(data: dict[str, Any]) -> None:
    for text in (as_yaml(data), as_yaml(data, braces=True), as_json(data)):
        assert read_yaml(text.encode(), "x.yaml").data == data


def test_chance_is_the_same_for_the_same_name() -> None:
    one, same, other = Draw(1, "a"), Draw(1, "a"), Draw(1, "b")
    drawn = [one.below(1000) for _ in range(20)]
    assert drawn == [same.below(1000) for _ in range(20)]
    assert drawn != [other.below(1000) for _ in range(20)]
    # These numbers are those of all machines: where they differ, so does every population.
    assert drawn[:5] == [688, 55, 989, 501, 535]


@pytest.mark.parametrize("skill", [0.0, 0.5, 1.0])
def test_skill_makes_numbers_small(skill: float) -> None:
    draw = Draw(skill)
    mean = sum(draw.low(skill) for _ in range(500)) / 500
    assert mean == pytest.approx(1 / (2 + int(skill * 3.5)), abs=0.05)


def test_addresses_reach_into_lists() -> None:
    facts: dict[str, Any] = {"child_defaults": [{"ages": {"from": 13}}]}
    put(facts, "child_defaults.0.ages.to", 17)
    put(facts, "users.children.can_use", True)
    remove(facts, "users.nothing.there")
    assert get(facts, "child_defaults.0.ages.to") == 17
    assert get(facts, "users.children.none") is None
    assert dict(leaves(facts)) == {
        "child_defaults.0.ages.from": 13,
        "child_defaults.0.ages.to": 17,
        "users.children.can_use": True,
    }
    remove(facts, "child_defaults")
    assert facts == {"users": {"children": {"can_use": True}}}


def test_what_follows_from_a_denial_is_denied_and_nothing_else() -> None:
    facts: dict[str, Any] = {
        "surfaces": {
            "livestreams": {"offered": False, "report_button": True, "csea_detection_since": "2025-01-01"},
            "comments": {
                "offered": True,
                "report_button": True,
                "grooming_detection": True,
                "grooming_share_covered": 0,
            },
        },
        "livestreaming": {"moderation": ["after"], "stop_time": 5},
        "referral": {"channels": [], "covers_kinds": ["grooming"], "time_taken": 5},
        "child_defaults": [{"livestreams_seen_by": "anyone"}],
        "risk_assessment": {"completed": "none", "levels": {"csea": "high"}, "written_record": True},
    }
    facts["surfaces"]["comments"]["grooming_share_covered"] = 0
    Coherence(read_vocabulary()).settle(facts, Draw("settled"))
    assert facts["surfaces"]["livestreams"] == {
        "offered": False,
        "report_button": False,
        "csea_detection_since": "none",
    }
    assert facts["surfaces"]["comments"]["report_button"] is True
    assert facts["surfaces"]["comments"]["grooming_share_covered"] >= 60
    assert facts["livestreaming"] == {"moderation": [], "stop_time": "none"}
    assert facts["referral"] == {"channels": [], "covers_kinds": [], "time_taken": "none"}
    assert facts["child_defaults"] == [{"livestreams_seen_by": "nobody"}]
    assert facts["risk_assessment"] == {"completed": "none", "written_record": False}
