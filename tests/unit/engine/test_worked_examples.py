"""The worked examples of the language reference (13.1 to 13.3; 13.4 stands with the operators)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import pytest

from auditor.engine.audit import audit
from auditor.engine.compile import Compiler
from auditor.engine.evaluate import compile_ruleset
from auditor.model.facts import Facts
from auditor.model.finding import Finding, Role, Status
from auditor.model.truth import F, T, Truth, U
from auditor.model.vocabulary import Kind
from tests.support.facts import facts_of
from tests.support.rules import AS_OF, declaration, evidence, read, reasons_of, requirement, ruleset, truth_of
from tests.support.vocabulary import vocabulary

YES: Final = {"kind": Kind.YES_NO}
SUBKINDS: Final = ("csea_grooming", "csea_image_csam", "csea_csam_urls")
HARMS: Final = ("terrorism", "csea", "hate", "harassment", "coercion", "drugs", "weapons", "suicide", "fraud")
MORE: Final = (
    "exploitation",
    "trafficking",
    "abuse",
    "proceeds",
    "immigration",
    "foreign",
    "extreme",
    "animal_welfare",
)
TABLE_C: Final = (*HARMS, *SUBKINDS, *MORE)
SURFACES: Final = ("direct_messages", "comments", "livestreams", "group_chat", "profiles")

VOCABULARY: Final = vocabulary(
    {
        "risk": {
            "levels": {
                "kind": Kind.CLOSED_MAP,
                "words": TABLE_C,
                "item": {"kind": Kind.LADDER, "words": ("negligible", "low", "medium", "high")},
            }
        },
        "users": {
            "monthly_active": {
                "kind": Kind.OPEN_MAP,
                "key_pattern": "^[A-Z]{2}$",
                "item": {"kind": Kind.NUMBER, "integer": True, "minimum": 0},
            }
        },
        "surfaces": {
            "kind": Kind.CLOSED_MAP,
            "words": SURFACES,
            "item": {"offered": YES, "adults_can_contact_children": YES, "grooming_detection": YES},
        },
        "functionality": {"direct_messages": YES, "connections": YES, "location_display": YES},
        "child_defaults": {
            "kind": Kind.BANDS,
            "fields": {
                "messages_from": {"kind": Kind.WORD, "words": ("nobody", "connections", "anyone")},
                "location_visible": YES,
            },
        },
    }
)


def _facts(data: dict[str, Any]) -> Facts:
    return facts_of(data, VOCABULARY)


# -- 13.1 --------------------------------------------------------------------------------------

PARAMETERS: Final = {"table_c": list(TABLE_C), "large_users": 7_000_000}
DEFINITIONS: Final = {
    "large": {"users.monthly_active.GB": {"above": {"parameter": "large_users"}}},
    "multi_risk": {
        "count": {
            "of": "risk.levels",
            "among": {"parameter": "table_c"},
            "except": list(SUBKINDS),
            "satisfies": {"it": {"at_least": "medium"}},
            "at_least": 2,
        }
    },
}
COUNTED: Final = [one for one in TABLE_C if one not in SUBKINDS]
CSEA: Final = {"csea": "medium"}
LOW: Final = dict.fromkeys(TABLE_C, "low")


def _levels(*harms: str) -> set[str]:
    return {f"risk.levels.{one}" for one in harms}


def _without(*harms: str) -> set[str]:
    return _levels(*(one for one in COUNTED if one not in harms))


@pytest.mark.parametrize(
    ("levels", "truth", "named"),
    [
        (LOW | CSEA | dict.fromkeys(SUBKINDS, "medium"), F, _without("csea")),
        (CSEA | {"fraud": "high"}, T, _levels("csea", "fraud")),
        (CSEA, U, _without("csea")),
        (LOW | CSEA | {"fraud": None}, U, _levels("fraud")),
        (LOW | {"fraud": None}, F, _without("fraud")),
    ],
    ids=["sub-kinds do not count", "two are enough", "silence is not low", "one is open", "one cannot help"],
)
def test_multi_risk(levels: dict[str, str | None], truth: Truth, named: set[str]) -> None:
    assert len(COUNTED) == 17
    node = Compiler().condition(
        read("multi_risk", parameters=PARAMETERS, definitions=DEFINITIONS, vocabulary=VOCABULARY)
    )
    facts = _facts({"risk": {"levels": levels}})
    assert truth_of(node, facts) == truth
    assert {one.fact for one in reasons_of(node, facts)} == named


def test_large_or_multi_risk() -> None:
    written = {"any": ["large", "multi_risk"]}
    node = Compiler().condition(read(written, parameters=PARAMETERS, definitions=DEFINITIONS, vocabulary=VOCABULARY))
    large = _facts({"users": {"monthly_active": {"GB": 9_000_000}}})
    assert truth_of(node, large) == T
    assert [one.fact for one in reasons_of(node, large)] == ["users.monthly_active.GB"]
    small = _facts({"users": {"monthly_active": {"GB": 5_000}}})
    assert truth_of(node, small) == U
    assert len(reasons_of(node, small)) == 17


# -- 13.2 --------------------------------------------------------------------------------------

EVERY_SURFACE: Final = {
    "every": {
        "of": "surfaces",
        "among": "all",
        "where": [{"its.offered": True}, {"its.adults_can_contact_children": True}],
        "satisfies": {"its.grooming_detection": True},
        "if_none": False,
    }
}
ALL_THREE: Final = ("offered", "adults_can_contact_children", "grooming_detection")
GOOD: Final = dict.fromkeys(ALL_THREE, True)


def _named(surface: str, *fields: str) -> set[str]:
    return {f"surfaces.{surface}.{field}" for field in fields}


def _off(*surfaces: str) -> set[str]:
    return {f"surfaces.{one}.offered" for one in surfaces}


@pytest.mark.parametrize(
    ("stated", "truth", "named"),
    [
        ({"direct_messages": GOOD}, T, _named("direct_messages", *ALL_THREE) | _off(*SURFACES[1:])),
        (
            {"direct_messages": GOOD, "comments": {"offered": True}},
            U,
            _named("comments", *ALL_THREE[1:]),
        ),
        (
            {"direct_messages": GOOD, "comments": {"offered": True, "grooming_detection": False}},
            U,
            _named("comments", "adults_can_contact_children"),
        ),
        (
            {"direct_messages": GOOD, "comments": GOOD | {"grooming_detection": False}},
            F,
            _named("comments", *ALL_THREE),
        ),
        ({}, F, _off(*SURFACES)),
    ],
    ids=["all watched", "one open", "one open, not watched", "one not watched", "none offered"],
)
def test_grooming_detection_on_every_surface(stated: dict[str, Any], truth: Truth, named: set[str]) -> None:
    node = Compiler().condition(read(EVERY_SURFACE, vocabulary=VOCABULARY))
    facts = _facts({"surfaces": {one: stated.get(one, {"offered": False}) for one in SURFACES}})
    assert truth_of(node, facts) == truth
    assert {one.fact for one in reasons_of(node, facts)} == named


# -- 13.3 --------------------------------------------------------------------------------------

TEENS: Final = {"of": "child_defaults", "ages": {"from": 13, "to": 17}}
CLOSED: Final = {"every": TEENS | {"satisfies": {"its.messages_from": {"in": ["nobody", "connections"]}}}}
MET: Final = [
    {"if": [{"functionality.direct_messages": True}, {"functionality.connections": True}], "then": CLOSED},
    {
        "if": {"functionality.location_display": True},
        "then": {"every": TEENS | {"satisfies": {"its.location_visible": False}}},
    },
]
PARTLY: Final = {"some": TEENS | {"satisfies": {"its.location_visible": False}}}
ON: Final = dict.fromkeys(("direct_messages", "connections", "location_display"), True)


def _band(start: int, end: int, messages: str, *, visible: bool) -> dict[str, Any]:
    return {"ages": {"from": start, "to": end}, "messages_from": messages, "location_visible": visible}


YOUNG: Final = _band(13, 15, "nobody", visible=False)
OLDER: Final = _band(16, 17, "connections", visible=False)
ADULT: Final = _band(18, 120, "anyone", visible=True)


def _judged(bands: list[Any] | None, *supports: str) -> Finding:
    facts = _facts({"functionality": ON, "child_defaults": bands})
    rule = requirement(met=read(MET, vocabulary=VOCABULARY), rungs=[("1/2", read(PARTLY, vocabulary=VOCABULARY))])
    edition = ruleset([rule])
    found = audit(
        declaration(facts, [evidence(*supports)] if supports else []),
        edition,
        compile_ruleset(edition),
        vocabulary=VOCABULARY,
        as_of=AS_OF,
        as_written=False,
    )
    return found.findings[0]


@pytest.mark.parametrize(
    ("bands", "status", "credit", "missing"),
    [
        ([YOUNG, OLDER, ADULT], Status.MET, (1, 1), []),
        ([YOUNG], Status.UNDECIDED, ("1/2", 1), [("child_defaults", "ages 16 to 17")]),
        ([_band(13, 15, "anyone", visible=False)], Status.PARTLY_MET, ("1/2", "1/2"), []),
        (None, Status.UNDECIDED, (0, 1), [("child_defaults", "ages 13 to 17")]),
    ],
    ids=["safe", "nothing on the older", "messages from anyone", "not stated"],
)
def test_safe_defaults_for_every_child(
    bands: list[Any] | None, status: Status, credit: tuple[Any, Any], missing: list[tuple[str, str]]
) -> None:
    found = _judged(bands).declared
    assert found.status is status
    assert (found.credit.low, found.credit.high) == tuple(map(Fraction, credit))
    assert [(one.fact, one.accepts) for one in found.missing] == missing
    assert all(one.role is Role.CONTENT for one in found.missing)
    assert bool(found.because) is (status is not Status.UNDECIDED)


def test_safe_defaults_with_evidence_for_one_band() -> None:
    found = _judged([YOUNG, OLDER, ADULT], "child_defaults.13-15", "functionality")
    assert found.declared.status is Status.MET
    assert found.backed.status is Status.UNDECIDED
    assert (found.backed.credit.low, found.backed.credit.high) == (Fraction(1, 2), 1)
    assert [(one.fact, one.role) for one in found.backed.missing] == [
        ("child_defaults.16-17.messages_from", Role.EVIDENCE),
        ("child_defaults.16-17.location_visible", Role.EVIDENCE),
    ]
