"""Whom each measure of Ofcom's code on illegal content is for: its index, written out apart, against the editions.

The table below speaks of size, levels of risk and purposes in plain two-valued Python, and was written from what is
known of the code. It has no word for unknown: every service that it is tried on has answered everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import Any, Final

import pytest

from auditor.engine.audit import audit
from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.model.diagnostic import InputError
from auditor.model.facts import Facts
from auditor.model.finding import Status
from auditor.model.ruleset import Checked, Requirement, Ruleset
from auditor.model.truth import F, T
from auditor.model.vocabulary import Vocabulary
from auditor.source.library import builtin_editions, find
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from tests.support.facts import facts_of
from tests.support.rules import declaration, view_of

ID: Final = "ofcom-illegal-content"
VERSIONS: Final = ("1.0.0", "1.1.0", "1.2.0")
ACT: Final = "statutory_duties"
SERVICES: Final = 3000

# Table C by its rows, with the vocabulary's name for each.
ROWS: Final = {
    "terrorism": "terrorism",
    "csea": "csea",
    "hate": "hate",
    "harassment": "harassment",
    "coercive behaviour": "coercive_control",
    "intimate images": "intimate_image_abuse",
    "extreme pornography": "extreme_pornography",
    "exploitation of adults": "adult_sexual_exploitation",
    "trafficking": "human_trafficking",
    "immigration": "unlawful_immigration",
    "fraud": "fraud",
    "proceeds of crime": "proceeds_of_crime",
    "drugs": "drugs",
    "weapons": "weapons",
    "suicide": "suicide_self_harm",
    "interference": "foreign_interference",
    "animals": "animal_cruelty",
}
SUB_ROWS: Final = {"grooming": "csea_grooming", "images": "csea_image_material", "urls": "csea_url_material"}
OUTSIDE: Final = ("cyberflashing", "bullying", "pornography")
SURFACES: Final = (
    *("direct_messages", "group_messages", "community_channels", "public_posts", "comments", "livestreams"),
    *("voice_video_calls", "game_chat"),
)
BASELINE: Final = {"A2", "C1", "C2", "D1", "D2", "D7", "D9", "D10", "D11", "D12", "D13", "G1", "G3", "H1"}
ADDED_BY_LM: Final = {"A3", "A5", "A6", "A7", "C3", "C4", "C5", "C6", "C7", "C8", "D8"}
FROM_MEMORY: Final = {"E1", "J1", "J2", "J3"}
INDEX: Final = [
    *(f"A{n}" for n in range(1, 8)),
    *(f"C{n}" for n in range(1, 11)),
    *(f"D{n}" for n in range(1, 15)),
    *("E1", "F1", "F2", "G1", "G2", "G3", "H1", "J1", "J2", "J3"),
]
ENTRIES: Final = {"1.0.0": INDEX, "1.1.0": [*INDEX, "C14"], "1.2.0": [*INDEX, "C14", "C15", "C16"]}


@dataclass(frozen=True)
class Service:
    """What the index asks of a service, in its own words."""

    users: int
    risk: Mapping[str, str]
    likely_children: bool
    children_can_use: bool
    category_1: bool
    uk: bool
    media: bool
    purposes: tuple[str, ...]
    age_methods: tuple[str, ...]

    @property
    def large(self) -> bool:
        return self.users > 7_000_000

    @property
    def over_700k(self) -> bool:
        return self.users > 700_000

    @property
    def multi_risk(self) -> bool:
        return sum(self.mh(row) for row in ROWS) >= 2

    @property
    def lm(self) -> bool:
        return self.large or self.multi_risk

    @property
    def any_mh(self) -> bool:
        return any(self.mh(row) for row in (*ROWS, *SUB_ROWS))

    @property
    def file_share(self) -> bool:
        return "file_sharing" in self.purposes

    def mh(self, row: str) -> bool:
        return self.risk[row] in ("medium", "high")

    def high(self, row: str) -> bool:
        return self.risk[row] == "high"

    def high_or_large(self, row: str) -> bool:
        return self.high(row) or (self.large and self.mh(row))


def _everybody(_: Service) -> bool:
    return True


def _complaints_of_children(s: Service) -> bool:
    return s.likely_children and (s.large or s.any_mh)


def _grooming(s: Service) -> bool:
    return bool(s.age_methods) and s.high_or_large("grooming")


def _c9(s: Service) -> bool:
    return (s.large and s.mh("images")) or (s.high("images") and (s.over_700k or s.file_share))


def _c10(s: Service) -> bool:
    return (s.large and s.mh("urls")) or (s.high("urls") and s.over_700k)


def _c14(s: Service) -> bool:
    limbs = "pornography" in s.purposes or s.over_700k or s.file_share
    row = "intimate images"
    return s.media and ((s.large and s.mh(row)) or (s.high(row) and limbs))


def _c15(s: Service) -> bool:
    return any(s.high_or_large(row) for row in ("terrorism", "hate", "harassment", "interference"))


APPLIES: Final[dict[str, Callable[[Service], bool]]] = {
    **dict.fromkeys(BASELINE - {"D9"}, _everybody),
    **dict.fromkeys(ADDED_BY_LM, lambda s: s.lm),
    "D9": lambda s: not s.lm,
    "A1": lambda s: s.large,
    "A4": lambda s: s.large and s.multi_risk,
    "C9": _c9,
    "C10": _c10,
    "C14": _c14,
    "C15": _c15,
    "C16": lambda s: s.large and _c15(s),
    "D3": _complaints_of_children,
    "D4": lambda s: s.large or s.any_mh,
    "D5": _complaints_of_children,
    "D6": lambda s: s.large or s.any_mh,
    "D14": lambda s: s.large and s.mh("fraud"),
    "F1": _grooming,
    "F2": _grooming,
    "G2": lambda s: s.category_1,
}
OF_THE_ACT: Final[dict[str, Callable[[Service], bool]]] = {
    **dict.fromkeys(("OSA-9", "OSA-10", "OSA-10.2", "OSA-20A", "OSA-21", "OSA-23", "OSA-35"), _everybody),
    "OSA-35.2": lambda s: not s.children_can_use,
    "OSA-66": lambda s: s.uk,
    "OSA-66.2": lambda s: s.uk,
}


@cache
def _vocabulary() -> Vocabulary:
    return read_vocabulary()


@cache
def _edition(version: str) -> Ruleset:
    folder = next(one.folder for one in builtin_editions() if (one.id, one.number) == (ID, version))
    return read_ruleset(folder, _vocabulary())


@cache
def _compiled(version: str) -> tuple[Compiled, ...]:
    return compile_ruleset(_edition(version))


def _is_recalled(one: Requirement) -> bool:
    return one.source.checked is Checked.RECALLED


def _of_the_code(version: str) -> list[Requirement]:
    return [one for one in _edition(version).requirements if one.area != ACT]


def _random_service(random: Random) -> Service:
    """Make a service near the edges of the index: sizes at the thresholds, few kinds of harm above low."""
    risky = random.choice((0, 0, 1, 1, 2, 3, 20))
    raised = set(random.sample([*ROWS, *SUB_ROWS], risky))
    calm, risen = ("negligible", "low"), ("medium", "high")
    return Service(
        users=random.choice((0, 5_000, 699_999, 700_000, 700_001, 6_999_999, 7_000_000, 7_000_001, 40_000_000)),
        risk={row: random.choice(risen if row in raised else calm) for row in (*ROWS, *SUB_ROWS)},
        likely_children=random.random() < 0.5,
        children_can_use=random.random() < 0.5,
        category_1=random.random() < 0.5,
        uk=random.random() < 0.5,
        media=random.random() < 0.8,
        purposes=tuple(random.sample(("social_interaction", "pornography", "file_sharing", "other"), 2)),
        age_methods=tuple(random.sample(("self_declaration", "face_estimation", "other"), random.choice((0, 1, 2)))),
    )


def _declared(s: Service, random: Random) -> dict[str, Any]:
    """Say of a service what the vocabulary has facts for; what the index does not read is said at random."""
    levels = {name: s.risk[row] for row, name in (ROWS | SUB_ROWS).items()}
    levels |= {name: random.choice(("low", "high")) for name in OUTSIDE}
    kept = ("accounts", "connections", "suggestions", "connection_lists", "location_display", "profiles")
    return {
        "service": {
            "legal_status": ["uk_category_1"] if s.category_1 else ["uk_category_2a"],
            "principal_purposes": list(s.purposes),
            "uk_provider": s.uk,
        },
        "users": {
            "monthly_active": {"GB": s.users, "US": 90_000_000},
            "children": {"can_use": s.children_can_use, "likely_access": s.likely_children},
        },
        "surfaces": {name: {"offered": random.random() < 0.5, "public": random.random() < 0.5} for name in SURFACES},
        "functionality": {"media_sharing": s.media, **{name: random.random() < 0.5 for name in kept}},
        "moderation": {"uses_volunteers": random.random() < 0.5, "proactive_technology": random.random() < 0.5},
        "age_assurance": {"methods": list(s.age_methods)},
        "risk_assessment": {"levels": levels},
    }


def _applying(version: str, facts: Facts) -> Iterator[tuple[Requirement, bool]]:
    """Give each requirement that was not written from memory, and whether the program applies it."""
    view = view_of(facts)
    for one in _compiled(version):
        if _is_recalled(one.requirement):
            continue
        truth = T if one.applies is None else one.applies.truth(view, None)
        assert truth in (T, F), f"{one.requirement.id}: the service has answered everything"
        yield one.requirement, truth == T


def test_every_measure_applies_to_whom_the_index_says_it_does() -> None:
    random = Random(2026)
    seen: Counter[tuple[str, bool]] = Counter()
    for _ in range(SERVICES):
        service = _random_service(random)
        facts = facts_of(_declared(service, random), _vocabulary())
        for version in VERSIONS:
            for one, applies in _applying(version, facts):
                ask = OF_THE_ACT[one.id] if one.area == ACT else APPLIES[str(one.label)]
                assert applies == ask(service), f"{one.id} of {version}: {service}"
                seen[one.id, applies] += 1
    # the services tell every measure's two sides apart, so that no row was agreed with for want of trying
    ids = {id for id, _ in seen}
    everybody = {f"ICU-{one}" for one in BASELINE - {"D9"}} | {
        id for id, ask in OF_THE_ACT.items() if ask is _everybody
    }
    assert {id for id in ids if seen[id, True] < 50} == set()
    assert {id for id in ids if seen[id, False] < 50} == everybody


@pytest.mark.parametrize(("version", "entries"), [("1.0.0", 41), ("1.1.0", 42), ("1.2.0", 44)])
def test_the_whole_index_is_there(version: str, entries: int) -> None:
    labels = {str(one.label) for one in _of_the_code(version)}
    assert labels == set(ENTRIES[version])
    assert len(labels) == entries


@pytest.mark.parametrize("version", VERSIONS)
def test_each_entry_is_one_requirement_and_what_is_remembered_of_it_stands_apart(version: str) -> None:
    firm = Counter(str(one.label) for one in _of_the_code(version) if not _is_recalled(one))
    assert firm == Counter(set(ENTRIES[version]) - FROM_MEMORY)
    assert {one.id for one in _of_the_code(version)} >= {f"ICU-{label}" for label in ENTRIES[version]}
    assert all(_is_recalled(one) for one in _of_the_code(version) if one.label in FROM_MEMORY)


def _small_service(*, risks: tuple[str, ...] = (), users: int = 5_000) -> Service:
    return Service(
        users=users,
        risk={row: "medium" if row in risks else "low" for row in (*ROWS, *SUB_ROWS)},
        likely_children=False,
        children_can_use=True,
        category_1=False,
        uk=True,
        media=True,
        purposes=("social_interaction",),
        age_methods=(),
    )


def _measures(service: Service, version: str) -> set[str]:
    """Give the labels of the code's measures that an audit leaves standing, recalled ones among them."""
    ruleset, facts = _edition(version), facts_of(_declared(service, Random(1)), _vocabulary())
    # what only the measures from memory read
    more = {
        "functionality": {"content_recommender": False, "recommender_live_tests": False, "verified_labels": False}
    }
    facts = Facts(values={**facts.values, **facts_of(more, _vocabulary()).values}, places=facts.places)
    found = audit(
        declaration(facts),
        ruleset,
        _compiled(version),
        vocabulary=_vocabulary(),
        as_of=ruleset.in_force_from or date(2026, 6, 18),
        as_written=ruleset.in_force_from is None,
        include_recalled=True,
    )
    return {
        str(one.requirement.label)
        for one in found.findings
        if one.requirement.area != ACT and one.declared.status is not Status.NOT_APPLICABLE
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_a_small_service_of_low_risk_has_the_fourteen_of_the_regulators_own_checker(version: str) -> None:
    assert len(BASELINE) == 14
    assert _measures(_small_service(), version) == BASELINE


@pytest.mark.parametrize("version", VERSIONS)
def test_two_kinds_of_medium_risk_add_eleven_and_put_d8_for_d9(version: str) -> None:
    measures = _measures(_small_service(risks=("fraud", "drugs")), version)
    assert len(ADDED_BY_LM) == 11
    assert measures == BASELINE - {"D9"} | ADDED_BY_LM | {"D4", "D6"}


@pytest.mark.parametrize("version", VERSIONS)
def test_child_abuse_counts_once_and_does_count(version: str) -> None:
    several = _small_service(risks=("csea", "grooming", "images", "urls"))
    assert _measures(several, version) == BASELINE | {"D4", "D6"}
    assert _measures(_small_service(risks=("csea", "fraud")), version) >= ADDED_BY_LM


@pytest.mark.parametrize("version", VERSIONS)
def test_the_duties_of_the_act_admit_no_alternative(version: str) -> None:
    assert {one.id: one.alternatives for one in _edition(version).requirements} == {
        one.id: one.area != ACT for one in _edition(version).requirements
    }


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2025, 3, 17), "1.0.0"),
        (date(2026, 6, 20), "1.0.0"),
        (date(2026, 9, 29), "1.0.0"),
        (date(2026, 9, 30), "1.1.0"),
        (date(2030, 1, 1), "1.1.0"),
    ],
)
def test_which_edition_is_the_code_on_a_day(day: date, version: str) -> None:
    assert find(ID, day).edition.number == version


def test_before_its_first_day_the_code_is_not_found() -> None:
    with pytest.raises(InputError):
        find(ID, date(2025, 3, 16))


def test_in_june_2026_two_sets_of_amendments_were_pending() -> None:
    day = date(2026, 6, 20)
    pending = [_edition(version) for version in VERSIONS if not _edition(version).in_force(day)]
    assert [one.version for one in pending] == ["1.1.0", "1.2.0"]
    assert all(one.published is not None and one.published <= day for one in pending)
    assert all(one.history[0].stage == "submitted" for one in pending)
