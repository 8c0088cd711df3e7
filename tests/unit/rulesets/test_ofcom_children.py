"""The children's code: whom each measure is for, written out in two values, against what is encoded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any, Final

import pytest

from auditor.engine.evaluate import compile_ruleset, outline
from auditor.engine.view import View
from auditor.model.diagnostic import InputError
from auditor.model.ruleset import Checked, Obligation, RulesetStatus
from auditor.model.truth import T, U
from auditor.source.library import builtin_editions, find
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from tests.support.facts import facts_of

ID: Final = "ofcom-children"
VOCABULARY: Final = read_vocabulary()
EDITIONS: Final = {one.number: read_ruleset(one.folder, VOCABULARY) for one in builtin_editions() if one.id == ID}
COMPILED: Final = {number: compile_ruleset(one) for number, one in EDITIONS.items()}

# Kinds of content by class: the name of its risk, and of the rule in the terms.
PPC: Final = {
    "pornography": "pornography",
    "suicide_content": "suicide",
    "self_harm_content": "self_harm",
    "eating_disorders": "eating_disorders",
}
PC: Final = {
    "abusive_content": "abuse",
    "hateful_content": "hate",
    "bullying": "bullying",
    "violence_incitement": "violence_incitement",
    "violence_graphic": "violence_graphic",
    "violence_animals": "violence_animals",
    "harmful_substances": "harmful_substances",
    "dangerous_stunts": "dangerous_stunts",
}
RULES: Final = (*PPC.values(), *PC.values())
NDC: Final = ("body_stigma", "depressive_content")
ILLEGAL: Final = ("terrorism", "fraud", "csea", "hate")  # of the other code: they count for nothing here
CAPABLE: Final = {
    *("open_banking", "photo_identity", "face_estimation", "mobile_operator", "credit_card"),
    *("digital_identity", "email_estimation"),
}
METHODS: Final = (*sorted(CAPABLE), "self_declaration", "open_payment", "behaviour_estimation", "other")
DECIDES: Final = ("entry", "minimum_age", "harmful_content", "contact_defaults", "recommendations", "purchases")


@dataclass(frozen=True, kw_only=True)
class Service:
    """A service as the source speaks of one; everything is known."""

    likely: bool = True
    uk_users: int = 5_000
    category_1: bool = False
    purposes: tuple[str, ...] = ("social_interaction",)
    risk: dict[str, str] = field(default_factory=lambda: dict.fromkeys((*PPC, *PC, *NDC, *ILLEGAL), "low"))
    rule: dict[str, str] = field(default_factory=lambda: dict.fromkeys(RULES, "banned_for_all"))
    takedown_ok: bool = True
    methods: tuple[str, ...] = ()
    decides: tuple[str, ...] = ()

    def at_risk(self, kind: str) -> bool:
        return self.risk[kind] in ("medium", "high")

    def large(self) -> bool:
        return self.uk_users > 7_000_000

    def multi_risk(self) -> bool:
        return sum(self.at_risk(kind) for kind in (*PPC, *PC, *NDC)) >= 2

    def let_in(self, rule: str) -> bool:
        return self.rule[rule] != "banned_for_all" or not self.takedown_ok

    def b2(self) -> bool:
        return bool({"pornography", "suicide_self_harm_eating_disorders"} & set(self.purposes))

    def b3(self) -> bool:
        return "other_content_harmful_to_children" in self.purposes and any(map(self.at_risk, PC))

    def primary_let_in(self) -> bool:
        return any(self.let_in(rule) for rule in PPC.values())

    def priority_let_in(self) -> bool:
        return any(self.at_risk(kind) and self.let_in(rule) for kind, rule in PC.items())

    def uses_heaa(self) -> bool:
        targets = {"entry", "harmful_content", "recommendations"}
        return bool(CAPABLE & set(self.methods)) and bool(targets & set(self.decides))


Owed = Callable[[Service], bool]
ALL: Final = ("A2", "C1", "C2", "D1", "D2", "D7", "D10", "D13", "D14", "G1", "G3")
OWED: Final[dict[str, Owed]] = {
    **dict.fromkeys((f"PCU-{one}" for one in ALL), lambda s: True),
    **dict.fromkeys(("PCU-D9", "PCU-D12"), lambda s: not (s.large() or s.multi_risk())),
    "PCU-B1": Service.uses_heaa,
    "PCU-B4": lambda s: not s.b2() and s.primary_let_in(),
    "PCU-B5": lambda s: not s.b3() and s.priority_let_in(),
    "PCU-G2": lambda s: s.category_1,
    **dict.fromkeys(
        (f"HEAA-{n}" for n in range(1, 9)),
        lambda s: s.uses_heaa() or s.primary_let_in() or s.priority_let_in(),
    ),
}
"""What is known better than from memory, and whom it is for among services that children are likely to use."""

CHECKER: Final = "A2 B1 B4 C1 C2 D1 D2 D7 D9 D10 D12 D13 D14 G1 G2 G3"
"""What the regulator's own checker gives a small service with every kind low and primary content banned."""


def declared(service: Service) -> dict[str, Any]:
    return {
        "users": {"monthly_active": {"GB": service.uk_users}, "children": {"likely_access": service.likely}},
        "service": {
            "legal_status": ["uk_category_1"] if service.category_1 else ["uk_category_2b"],
            "principal_purposes": list(service.purposes),
        },
        "risk_assessment": {"levels": service.risk},
        "terms": {"content_rules": service.rule},
        "moderation": {"removal_feasible": service.takedown_ok},
        "age_assurance": {"methods": list(service.methods), "used_for": list(service.decides)},
    }


def applying(service: Service, number: str = "1.0.0") -> set[str]:
    """Give what applies, of what does not rest on memory; nothing may be left open."""
    facts = facts_of(declared(service), VOCABULARY)
    view = View(values=facts.values, facts=facts, as_of=date(2026, 11, 22))
    truths = {
        one.requirement.id: outline(one, view)[0]
        for one in COMPILED[number]
        if one.requirement.source.checked is not Checked.RECALLED
    }
    assert U not in truths.values()
    return {id for id, truth in truths.items() if truth == T}


def owed(service: Service) -> set[str]:
    return {id for id, rule in OWED.items() if service.likely and rule(service)}


def drawn(rng: Random) -> Service:
    """Draw a service; mostly quiet, so that single conditions decide."""
    quiet = rng.random() < 0.5
    levels = ("negligible", "low", "low", "low", "low", "low") + (() if quiet else ("medium", "high"))
    rules = ("banned_for_all",) * (20 if quiet else 4) + ("banned_for_children", "allowed")
    purposes = ("social_interaction", "pornography", "suicide_self_harm_eating_disorders", "file_sharing")
    plain = Service()
    risk = {kind: rng.choice(levels) for kind in plain.risk}
    if quiet:
        risk.update(dict.fromkeys(rng.sample(list(risk), rng.randint(0, 3)), "medium"))
    return Service(
        likely=rng.random() < 0.9,
        uk_users=rng.choice((0, 5_000, 700_001, 6_999_999, 7_000_000, 7_000_001, 40_000_000)),
        category_1=rng.random() < 0.3,
        purposes=tuple(rng.sample((*purposes, "other_content_harmful_to_children"), rng.randint(1, 2))),
        risk=risk,
        rule={kind: rng.choice(rules) for kind in plain.rule},
        takedown_ok=rng.random() < 0.8,
        methods=tuple(rng.sample(METHODS, rng.randint(0, 2))),
        decides=tuple(rng.sample(DECIDES, rng.randint(0, 2))),
    )


@pytest.mark.parametrize("number", EDITIONS)
def test_each_measure_is_for_whom_the_source_says(number: str) -> None:
    rng = Random(20250725)
    seen: dict[str, set[bool]] = {id: set() for id in OWED}
    for _ in range(3_000):
        service = drawn(rng)
        expected = owed(service)
        assert applying(service, number) == expected, service
        for id in OWED:
            seen[id].add(id in expected)
    assert all(each == {True, False} for each in seen.values())


def test_the_regulators_checker_leaves_thirteen() -> None:
    listed = {f"PCU-{one}" for one in CHECKER.split()}
    left = applying(Service())
    assert len(listed) == 16
    assert len(left) == 13
    assert listed - left == {"PCU-B1", "PCU-B4", "PCU-G2"}
    assert left < listed


@pytest.mark.parametrize(
    ("own_test", "service"),
    [
        ("PCU-B1", Service(methods=("photo_identity",), decides=("harmful_content",))),
        ("PCU-B4", Service(takedown_ok=False)),
        ("PCU-B4", Service(rule={**Service().rule, "suicide": "banned_for_children"})),
        ("PCU-G2", Service(category_1=True)),
    ],
)
def test_what_falls_away_comes_back_on_its_own_test(own_test: str, service: Service) -> None:
    more = applying(service) - applying(Service())
    assert {one for one in more if one.startswith("PCU-")} == {own_test}
    assert own_test not in applying(replace(service, likely=False))


def test_nothing_is_for_a_service_that_children_cannot_access() -> None:
    rng = Random(1)
    assert all(applying(replace(drawn(rng), likely=False)) == set() for _ in range(200))


@pytest.mark.parametrize("number", EDITIONS)
def test_what_is_not_in_the_table_rests_on_memory(number: str) -> None:
    known = {one.id for one in EDITIONS[number].requirements if one.source.checked is not Checked.RECALLED}
    assert known == set(OWED)


def test_the_draft_is_the_code_and_one_measure_more() -> None:
    code, draft = EDITIONS["1.0.0"], EDITIONS["1.1.0"]
    assert (code.status, draft.status) == (RulesetStatus.STATUTORY_CODE, RulesetStatus.DRAFT)
    before = {one.id: (one.title, one.asks, one.obligation) for one in code.requirements}
    after = {one.id: (one.title, one.asks, one.obligation) for one in draft.requirements}
    assert after.keys() - before.keys() == {"PCU-C11"}
    assert before.items() <= after.items()
    assert draft.in_force_from is None


def test_a_code_recommends_and_leaves_room_for_other_measures() -> None:
    for edition in EDITIONS.values():
        assert edition.decided_by == (Obligation.SHOULD,)
        assert {one.id for one in edition.requirements if one.obligation is not Obligation.SHOULD} == {"PCU-D14"}
        assert all(one.alternatives for one in edition.requirements)


@pytest.mark.parametrize(("day", "number"), [("2025-07-25", "1.0.0"), ("2026-11-22", "1.0.0")])
def test_the_code_is_in_force_and_the_draft_is_not(day: str, number: str) -> None:
    assert find(ID, date.fromisoformat(day)).edition.number == number
    assert find(f"{ID}@1.1.0", date.fromisoformat(day)).as_written


def test_before_its_day_there_is_no_code() -> None:
    with pytest.raises(InputError):
        find(ID, date(2025, 7, 24))
