"""What applies: a view of an audit that agrees with it everywhere, and questions that settle what they say."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.engine.audit import audit
from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.engine.idle_claims import idle_claims
from auditor.engine.inquiry import Inquiry
from auditor.engine.scope import told
from auditor.engine.what_if import changed
from auditor.model.dates import parse_date
from auditor.model.declaration import CompiledBy, Declaration, Measure
from auditor.model.diagnostic import Place
from auditor.model.finding import Reason, Status
from auditor.model.ruleset import Ruleset
from auditor.model.scope import Applicability, Scope
from auditor.model.truth import T
from auditor.model.values import WordSet
from auditor.report.jsonfindings import finding_json
from auditor.source.declarations import read_declaration
from auditor.source.library import builtin_editions
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary

ROOT = Path(__file__).parents[3]
FIXTURES = ROOT / "tests" / "fixtures" / "scope"
TINY = FIXTURES / "tiny-code" / "1.0.0"
DAY = date(2026, 10, 1)
VOCABULARY = read_vocabulary()
NAMES = ("harbour", "lantern", "quiet-forum", "minimal")
EDITIONS = [one for one in builtin_editions() if one.id == "internet-safety-strategy"]


@cache
def edition(folder: Path) -> tuple[Ruleset, tuple[Compiled, ...]]:
    ruleset = read_ruleset(folder, VOCABULARY)
    return ruleset, compile_ruleset(ruleset)


@cache
def declared(path: Path) -> Declaration:
    return read_declaration(path.read_bytes(), path.name, path.parent, VOCABULARY)[0]


def inquire(
    declaration: Declaration, folder: Path = TINY, *, as_written: bool = False, include_recalled: bool = False
) -> Inquiry:
    ruleset, compiled = edition(folder)
    judged = audit(
        declaration,
        ruleset,
        compiled,
        vocabulary=VOCABULARY,
        as_of=DAY,
        as_written=as_written,
        include_recalled=include_recalled,
    )
    return Inquiry(judged, compiled, vocabulary=VOCABULARY, as_of=DAY)


def tiny() -> Scope:
    return inquire(declared(FIXTURES / "forum.yaml")).scope()


def ids(scope: Scope, applicability: Applicability) -> list[str]:
    return [one.finding.requirement.id for one in scope.of(applicability)]


@pytest.mark.parametrize("as_written", [True, False])
@pytest.mark.parametrize("folder", [one.folder for one in EDITIONS], ids=lambda folder: folder.name)
@pytest.mark.parametrize("name", NAMES)
def test_it_says_of_every_requirement_what_the_audit_says(name: str, folder: Path, as_written: bool) -> None:
    inquiry = inquire(declared(ROOT / "examples" / f"{name}.yaml"), folder, as_written=as_written)
    scope = inquiry.scope()
    by_id = {one.finding.requirement.id: one for one in scope.requirements}
    assert len(by_id) == len(scope.requirements) == len(inquiry.audit.findings)
    for finding in inquiry.audit.findings:
        said = finding_json(finding)
        judged = said["would_be"] or said
        assert isinstance(judged, dict)
        backed = judged["backed"]
        assert isinstance(backed, dict)
        one = by_id[finding.requirement.id]
        assert one.finding is finding
        if judged["status"] == Status.NOT_APPLICABLE.value:
            assert one.applicability is Applicability.DOES_NOT_APPLY
            assert one.backed is (backed["status"] == Status.NOT_APPLICABLE.value)
        elif judged["reason"] == Reason.SCOPE_UNKNOWN.value:
            assert one.applicability is Applicability.CANNOT_TELL
        else:
            assert one.applicability is Applicability.APPLIES
        assert finding.in_force is (said["status"] != Status.NOT_IN_FORCE.value)


def test_each_outcome_stands_in_its_place() -> None:
    scope = tiny()
    assert ids(scope, Applicability.APPLIES) == ["TC-A1", "TC-B1", "TC-B2", "TC-C1", "TD-1"]
    assert ids(scope, Applicability.CANNOT_TELL) == ["TC-E1", "TC-E2"]
    assert ids(scope, Applicability.DOES_NOT_APPLY) == ["TC-C2", "TC-D1"]
    assert [one.backed for one in scope.of(Applicability.DOES_NOT_APPLY)] == [True, False]
    waiting = [one for one in scope.requirements if not one.finding.in_force]
    assert [(one.finding.declared.reason, one.applicability) for one in waiting] == [
        (Reason.NOT_YET, Applicability.APPLIES),
        (Reason.ENDED, Applicability.DOES_NOT_APPLY),
    ]
    assert not scope.is_told
    assert scope.audit.left_out == {"recalled": 1}


def test_an_exemption_names_the_fact_and_its_line() -> None:
    (one,) = [one for one in tiny().requirements if one.finding.requirement.id == "TC-D1"]
    (seen,) = one.judged.because
    assert (seen.fact, seen.seen, seen.backed_by) == ("users.children.can_use", False, ())
    assert str(seen.place) == "forum.yaml:4:29"


def test_the_most_telling_question_comes_first() -> None:
    first, second = tiny().questions
    assert (first.fact, first.settles, first.requirements) == (
        "functionality.media_sharing",
        (1, 2),
        ("TC-E1", "TC-E2"),
    )
    assert (second.fact, second.settles, second.requirements) == ("functionality.link_sharing", (0, 1), ("TC-E2",))


@pytest.mark.parametrize("name", ["minimal", "quiet-forum"])
def test_every_question_settles_what_a_whole_audit_says(name: str) -> None:
    folder = EDITIONS[-1].folder
    inquiry = inquire(declared(ROOT / "examples" / f"{name}.yaml"), folder)
    scope = inquiry.scope()
    open_now = set(ids(scope, Applicability.CANNOT_TELL))
    for question in scope.questions:
        assert set(question.requirements) <= open_now
        counts = []
        for answer in inquiry.candidates.answers(question.fact, question.accepts):
            after = inquire(changed(inquiry.audit.declaration, answer), folder).scope()
            counts.append(len(open_now - set(ids(after, Applicability.CANNOT_TELL))))
        assert question.settles == (min(counts), max(counts)), question.fact
    asked = [(one.fact, one.accepts) for one in scope.questions]
    assert len(set(asked)) == len(asked)
    assert scope.is_told is not bool(asked)


def test_areas_stand_in_the_edition_s_order() -> None:
    areas = [one.finding.requirement.area for one in tiny().requirements]
    assert list(dict.fromkeys(areas)) == ["measures", "duties"]


def test_what_others_compiled_is_not_said_to_be_in_or_out() -> None:
    compiled = replace(
        declared(FIXTURES / "forum.yaml"), compiled_by=CompiledBy(name="Somebody", on=DAY, method="read")
    )
    scope = inquire(compiled).scope()
    assert (scope.requirements, scope.questions, dict(scope.words), scope.is_told) == ((), (), {}, False)


def test_since_is_only_what_a_fact_says() -> None:
    since = {one.finding.requirement.id: one.since for one in tiny().requirements}
    (one,) = since.pop("TC-C1")
    assert (one.fact, str(one.day)) == ("surfaces.comments.grooming_detection_since", "2025-06")
    assert set(since.values()) == {()}


def test_since_is_not_taken_from_what_is_not_in_place() -> None:
    base = declared(FIXTURES / "forum.yaml")
    fact = "surfaces.comments.grooming_detection"
    values = {**base.facts.values, fact: False}
    scope = inquire(replace(base, facts=replace(base.facts, values=values))).scope()
    (one,) = [one for one in scope.requirements if one.finding.requirement.id == "TC-C1"]
    assert one.finding.declared.status is Status.NOT_MET
    assert one.since == ()


def test_measures_and_alternatives_are_found_by_name() -> None:
    by_id = {one.finding.requirement.id: one for one in tiny().requirements}
    (measure,) = by_id["TC-A1"].measures
    assert (measure.in_place, measure.since) == (
        "T. Example, the chair, answers for safety.",
        parse_date("2025-03-17"),
    )
    alternative = by_id["TC-B1"].alternative
    assert alternative is not None
    assert alternative.why == "our members prefer it"
    assert by_id["TC-A1"].alternative is None


def test_a_measure_never_changes_a_finding() -> None:
    base = declared(FIXTURES / "forum.yaml")
    assert inquire(replace(base, measures=())).audit.findings == inquire(base).audit.findings


def test_a_requirement_that_is_not_there_is_named() -> None:
    ruleset, _compiled = edition(TINY)
    place = Place("forum.yaml", 9, 5)
    measures = tuple(
        Measure(requirement=name, in_place="a", since=None, place=place)
        for name in ("tiny-code/TC-Z9", "tiny-code/TC-A1", "another-code/TC-Z9")
    )
    base = replace(declared(FIXTURES / "forum.yaml"), measures=measures)
    (one,) = idle_claims(base, ruleset)
    assert (one.code, one.message, one.place) == (
        "declaration.unknown-requirement",
        "tiny-code 1.0.0 has no requirement `TC-Z9`",
        place,
    )
    renamed = replace(
        ruleset, requirements=tuple(replace(each, formerly="TC-Z9") for each in ruleset.requirements[:1])
    )
    assert idle_claims(replace(base, measures=measures[:1], alternatives=()), renamed)[0].help == (
        f"this edition calls it `{renamed.requirements[0].id}`"
    )


@pytest.mark.parametrize(
    ("fact", "value", "keys", "said"),
    [
        ("surfaces.comments.offered", True, ("comments and replies",), "yes"),
        ("users.children.can_use", False, (), "no"),
        ("users.monthly_active.GB", 240, ("GB",), "240"),
        ("child_defaults.13-15.location_visible", False, ("ages 13-15",), "no"),
        ("reporting.acknowledgement_time", 1, (), "1 hour"),
        ("service.kinds", WordSet({}, complete=True), (), "none"),
        ("governance.accountable_person", "T. Example", (), "T. Example"),
        ("users.minimum_age", None, (), "not answered"),
    ],
)
def test_facts_in_words(fact: str, value: object, keys: tuple[str, ...], said: str) -> None:
    words = told(fact, value, VOCABULARY)  # type: ignore[arg-type]
    assert (words.keys, words.value) == (keys, said)
    assert words.title


def test_words_of_a_set_are_told_by_their_meaning() -> None:
    actions = told("enforcement.actions", WordSet({"remove": T, "ban": T}, complete=True), VOCABULARY)
    assert actions.value == "take down content, close an account for good"
