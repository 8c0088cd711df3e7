"""Contradictions: what is planted is found, what is found is minimal, and its facts count as unbacked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.engine.audit import audit
from auditor.engine.backing import Tracks
from auditor.engine.consistency import Contradiction, contradicted, contradictions, diagnostics, least_sets
from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.model.condition import AsOf, Condition, children
from auditor.model.condition import Test as Comparison
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Severity
from auditor.model.evidence import Assurance
from auditor.model.facts import Facts
from auditor.model.finding import Status
from auditor.model.ruleset import EvidenceDemand, Ruleset
from auditor.model.values import Bands
from auditor.source.case_files import read_cases
from auditor.source.declarations import read_declaration
from auditor.source.library import find, newest
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary

ROOT = Path(__file__).parent.parent.parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("**/*.yaml"))
AS_OF = date(2026, 10, 1)


@cache
def rules() -> tuple[Ruleset, tuple[Compiled, ...]]:
    ruleset = read_ruleset(newest("consistency").folder, read_vocabulary())
    return ruleset, compile_ruleset(ruleset)


def found_in(facts: Facts) -> tuple[Contradiction, ...]:
    return contradictions(facts, rules()[1], AS_OF)


def read(path: Path) -> Declaration:
    declaration, _warnings = read_declaration(path.read_bytes(), path.name, path.parent, read_vocabulary())
    return declaration


def stated(text: str) -> Facts:
    whole = f"declaration: 1\nservice: {{name: Made}}\n{text}"
    declaration, _warnings = read_declaration(whole.encode(), "made.yaml", None, read_vocabulary())
    return declaration.facts


@cache
def lantern() -> Declaration:
    return read(ROOT / "examples" / "lantern.yaml")


@cache
def plants() -> tuple[tuple[str, Facts], ...]:
    """Give each case of the ruleset that breaks a rule: the rule, and facts that alone break it."""
    cases = read_cases(newest("consistency").folder, read_vocabulary(), "consistency")
    return tuple(
        (expected.requirement, case.declaration.facts)
        for case in cases
        for expected in case.expectations
        if expected.declared == "not-met"
    )


@cache
def declared_in_cases() -> tuple[Facts, ...]:
    """Give what the cases of the ruleset declare, those that keep the rules and those that break them."""
    cases = read_cases(newest("consistency").folder, read_vocabulary(), "consistency")
    return tuple(case.declaration.facts for case in cases)


def planted_in(facts: Facts, plant: Facts) -> Facts:
    """Put facts in the place of those that stand at the same addresses."""
    bands = tuple(path + "." for path, value in plant.values.items() if isinstance(value, Bands))
    kept = {path: value for path, value in facts.values.items() if not path.startswith(bands)}
    return Facts(values={**kept, **plant.values}, places={**facts.places, **plant.places})


def only(facts: Facts, paths: Iterable[str]) -> Facts:
    return Facts(values={path: facts.values[path] for path in paths}, places=facts.places)


def is_minimal(one: Contradiction, facts: Facts) -> bool:
    alone = found_in(only(facts, one.facts))
    shorter = (only(facts, (path for path in one.facts if path != left)) for left in one.facts)
    return bool(alone) and not any(found_in(rest) for rest in shorter)


def conditions_in(condition: Condition) -> Iterable[Condition]:
    yield condition
    for one in children(condition):
        yield from conditions_in(one)


def test_there_are_at_least_thirty_rules_and_each_has_a_case_that_breaks_it() -> None:
    ruleset, _compiled = rules()
    assert len(ruleset.requirements) >= 30
    assert {rule for rule, _facts in plants()} == {one.id for one in ruleset.requirements}


def test_no_rule_asks_what_day_it_is_and_none_excuses_itself() -> None:
    for rule in rules()[0].requirements:
        for one in conditions_in(rule.met_when):
            assert not isinstance(one, Comparison) or (one.operator != "within" and not isinstance(one.operand, AsOf))
    assert all(one.applies is None for one in rules()[1])


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda one: one.stem)
def test_no_example_contradicts_itself(path: Path) -> None:
    assert found_in(read(path).facts) == ()


def test_silence_contradicts_nothing() -> None:
    assert found_in(Facts(values={}, places={})) == ()


@pytest.mark.parametrize(
    ("rule", "plant"), [pytest.param(*one, id=f"{one[0]}-{n}") for n, one in enumerate(plants())]
)
def test_facts_that_break_a_rule_are_one_minimal_contradiction(rule: str, plant: Facts) -> None:
    found = found_in(plant)
    assert [one.rule.id for one in found] == [rule]
    assert is_minimal(found[0], plant)
    assert set(found[0].facts) == set(plant.values)


@settings(deadline=None)
@given(st.lists(st.integers(0, len(plants()) - 1), min_size=1, max_size=4, unique=True))
def test_what_is_planted_in_a_good_declaration_is_found_and_minimal(chosen: list[int]) -> None:
    facts, kept, taken = lantern().facts, [], set[str]()
    for index in chosen:
        _rule, plant = plants()[index]
        if taken.isdisjoint(plant.values):
            taken.update(plant.values)
            kept.append(plant)
            facts = planted_in(facts, plant)
    found = found_in(facts)
    for plant in kept:
        assert any(set(one.facts) <= set(plant.values) for one in found)
    assert all(is_minimal(one, facts) for one in found)


def test_two_bad_surfaces_are_two_contradictions() -> None:
    facts = stated(
        "surfaces:\n"
        "  comments: {offered: false, report_button: true, csea_detection: true}\n"
        "  livestreams: {offered: false, report_button: true}\n"
    )
    assert [one.facts for one in found_in(facts)] == [
        ("surfaces.comments.offered", "surfaces.comments.report_button"),
        ("surfaces.comments.offered", "surfaces.comments.csea_detection"),
        ("surfaces.livestreams.offered", "surfaces.livestreams.report_button"),
    ]


def test_every_bad_surface_is_found_however_many_there_are() -> None:
    names = read_vocabulary().groups["surfaces"].words
    flags = ("report_button", "csea_detection", "pre_moderated", "grooming_detection", "adults_can_reach_children")
    bad = "offered: false, " + ", ".join(f"{flag}: true" for flag in flags)
    facts = stated("surfaces:\n" + "".join(f"  {name}: {{{bad}}}\n" for name in names))
    found = {one.facts for one in found_in(facts)}
    for name in names:
        for flag in flags:
            pair = {f"surfaces.{name}.offered", f"surfaces.{name}.{flag}"}
            assert any(set(one) == pair for one in found), pair


def test_a_list_is_named_only_where_no_item_of_it_is() -> None:
    facts = stated(
        "functionality: {suggestions: false}\n"
        "users: {children: {can_use: false}}\n"
        "child_defaults: [{ages: {from: 13, to: 15}, shown_suggestions: true}]\n"
    )
    assert contradicted(found_in(facts)) == {
        "users.children.can_use",
        "child_defaults",
        "functionality.suggestions",
        "child_defaults.13-15.shown_suggestions",
    }
    assert [one.named for one in found_in(facts)] == [
        ("users.children.can_use", "child_defaults"),
        ("functionality.suggestions", "child_defaults.13-15.shown_suggestions"),
    ]


def test_a_contradiction_is_told_with_all_its_places() -> None:
    facts = stated("moderation:\n  headcount: 12\n  uk_headcount: 40\n")
    (one,) = diagnostics(found_in(facts), facts)
    assert one.code == "consistency.rpt-06"
    assert one.message == "`moderation.headcount` is 12 and `moderation.uk_headcount` is 40"
    assert one.severity is Severity.WARNING
    assert (str(one.place), [str(place) for place in one.also]) == ("made.yaml:4:14", ["made.yaml:5:17"])
    assert one.why
    assert one.help


# -- least sets ----------------------------------------------------------------------------

FACTS = ("a.x", "a.y", "b.x", "b.y", "c", "d")
FAMILIES = st.lists(st.frozensets(st.sampled_from(FACTS), min_size=1), min_size=1, max_size=5)


@settings(deadline=None)
@given(FAMILIES)
def test_all_least_sets_of_a_small_rule_are_found(family: list[frozenset[str]]) -> None:
    def broken_by(kept: Iterable[str]) -> bool:
        return any(one <= set(kept) for one in family)

    wanted = {one for one in family if not any(other < one for other in family)}
    assert {frozenset(one) for one in least_sets(FACTS, broken_by)} == wanted


@settings(deadline=None)
@given(FAMILIES, st.frozensets(st.sampled_from(FACTS), min_size=1, max_size=2))
def test_a_rule_that_facts_can_also_mend_still_gets_sets_that_nothing_can_be_left_out_of(
    family: list[frozenset[str]], menders: frozenset[str]
) -> None:
    def broken_by(kept: Iterable[str]) -> bool:
        return any(one <= set(kept) for one in family) and not menders <= set(kept)

    universe = [fact for fact in FACTS if fact not in menders]
    if broken_by(universe):
        for one in least_sets(universe, broken_by):
            assert broken_by(one)
            assert not any(broken_by(rest) for rest in combinations(one, len(one) - 1))


# -- the backed track ----------------------------------------------------------------------


def judged(facts: Facts, *, lift: bool) -> dict[str, tuple[Status, Status]]:
    vocabulary = read_vocabulary()
    ruleset = read_ruleset(find("internet-safety-strategy@3.0.0", AS_OF).edition.folder, vocabulary)
    result = audit(
        replace(lantern(), facts=facts),
        ruleset,
        compile_ruleset(ruleset),
        vocabulary=vocabulary,
        as_of=AS_OF,
        as_written=False,
        contradicted=frozenset() if lift else contradicted(found_in(facts)),
    )
    return {one.requirement.id: (one.declared.status, one.backed.status) for one in result.findings}


def test_a_fact_in_a_contradiction_is_backed_by_no_document() -> None:
    plant = stated("abuse_material: {hash_matching: true, matched_media: [images, videos], matched_share: 0}\n")
    facts = planted_in(lantern().facts, plant)
    with_it, without = judged(facts, lift=False), judged(facts, lift=True)
    assert {one: both[0] for one, both in with_it.items()} == {one: both[0] for one, both in without.items()}
    turned = {one for one, both in with_it.items() if both != without[one]}
    assert turned
    assert all(without[one][1] is not Status.UNDECIDED and with_it[one][1] is Status.UNDECIDED for one in turned)


def test_nothing_beneath_a_contradicted_fact_is_kept_and_the_ends_of_bands_are() -> None:
    declaration = lantern()
    facts = declaration.facts
    for assurance in (Assurance.ASSERTED, Assurance.DOCUMENTED):
        tracks = Tracks(facts, declaration.evidence, AS_OF, frozenset({"child_defaults", "service.kinds"}))
        declared, backed = tracks.views(EvidenceDemand(assurance=assurance))
        assert declared.values == facts.values
        bands = backed.values["child_defaults"]
        assert isinstance(bands, Bands)
        assert [(band.start, band.end, band.backed) for band in bands.bands] == [(13, 17, False)]
        assert not any(path.startswith("child_defaults.") for path in backed.values)
        assert "service.kinds" not in backed.values
        assert backed.backers("child_defaults.13-17.messages_from") == ()


def test_an_assertion_that_is_not_contradicted_stands() -> None:
    facts = lantern().facts
    declared, backed = Tracks(facts, (), AS_OF).views(EvidenceDemand(assurance=Assurance.ASSERTED))
    assert declared is backed
