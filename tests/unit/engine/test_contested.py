"""What a challenge does: the fact is not known where it has to be backed, from the day of filing on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.cli.loading import Rules, consistency, contradictions_in, inquire, load_rules, vocabulary_with
from auditor.engine.backing import Tracks
from auditor.engine.changes import Auditor, step_by_step
from auditor.engine.consistency import contradicted
from auditor.engine.edits import Side
from auditor.engine.turning import turning_days
from auditor.engine.what_if import Change, changed
from auditor.engine.withhold import withhold
from auditor.model.challenge import Challenge, Reply
from auditor.model.changes import Cause
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Place
from auditor.model.evidence import Assurance
from auditor.model.facts import Facts
from auditor.model.finding import Finding, Reason, Status
from auditor.model.result import Audit, Reported
from auditor.model.ruleset import EvidenceDemand
from auditor.model.truth import F, T, U
from auditor.model.values import WITHHELD, WordSet
from auditor.model.vocabulary import Vocabulary
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary
from tests.support.challenges import challenge

AS_OF = date(2026, 10, 1)
FILED = date(2026, 9, 20)
EXAMPLES = Path(__file__).parents[3] / "examples"
LANGUAGES = "grooming.languages_share"  # GRM-14 rests on it alone, and a document backs it


@cache
def setting() -> tuple[Rules, Vocabulary]:
    rules = load_rules(["internet-safety-strategy@3"], AS_OF, read_vocabulary())[0]
    return rules, vocabulary_with([rules], read_vocabulary())


@cache
def example(file: str = "harbour.yaml") -> Declaration:
    path = EXAMPLES / file
    return read_declaration(path.read_bytes(), path.name, path.parent, setting()[1])[0]


def judged(challenges: Sequence[Challenge], as_of: date = AS_OF, declaration: Declaration | None = None) -> Audit:
    rules, vocabulary = setting()
    filed = replace(declaration or example(), challenges=tuple(challenges))
    return inquire(rules, filed, vocabulary, as_of, include_recalled=False).audit


def finding(audit: Audit, requirement: str = "GRM-14") -> Finding:
    return next(one for one in audit.findings if one.requirement.id == requirement)


def test_what_was_backed_is_not_known_any_more_and_the_declared_track_stays() -> None:
    before, after = finding(judged(())), finding(judged([challenge(LANGUAGES, 10)]))
    assert (before.declared.status, before.backed.status) == (Status.MET, Status.MET)
    assert after.declared == before.declared or after.declared.status is Status.MET
    assert (after.backed.status, after.backed.reason) == (Status.UNDECIDED, Reason.EVIDENCE_MISSING)
    assert LANGUAGES in [one.fact for one in after.backed.missing]


def test_it_counts_from_the_day_of_filing_on() -> None:
    day_before, day = (finding(judged([challenge(LANGUAGES, 10)], when)) for when in (FILED - timedelta(1), FILED))
    assert (day_before.backed.status, day.backed.status) == (Status.MET, Status.UNDECIDED)
    (before,), (after,) = (
        judged([challenge(LANGUAGES, 10)], when).contested for when in (FILED - timedelta(1), FILED)
    )
    assert (before.counted, after.counted) == (False, True)
    assert (after.declared, after.unit, after.challenge.says) == (96, "percent", 10)
    assert after.place is not None
    assert after.place.file == "harbour.yaml"


def test_an_admission_stays() -> None:
    admitted = "surfaces.group_messages.grooming_detection"
    plain, contested = judged(()), judged([challenge(admitted, True)])
    for before, after in zip(plain.findings, contested.findings, strict=True):
        assert after.declared.status is before.declared.status
        if before.backed.status in (Status.NOT_MET, Status.PARTLY_MET):
            assert after.backed.status is before.backed.status


def test_what_agrees_with_the_declaration_contests_nothing() -> None:
    audit = judged([challenge(LANGUAGES, 96)])
    assert audit.contested == ()
    assert audit.scorecard == judged(()).scorecard


def test_an_answer_that_is_changed_to_what_is_said_is_contested_no_more() -> None:
    declaration = replace(example(), challenges=(challenge(LANGUAGES, 10),))
    other = changed(declaration, [Change(path=LANGUAGES, values={LANGUAGES: 10})])
    assert contradicted((), declaration, AS_OF) >= {LANGUAGES}
    assert LANGUAGES not in contradicted((), other, AS_OF)


def test_not_even_an_assertion_stands() -> None:
    rules, _vocabulary = setting()
    declaration = replace(example(), challenges=(challenge(LANGUAGES, 10),))
    facts = contradicted(contradictions_in(declaration, AS_OF), declaration, AS_OF)
    tracks = Tracks(declaration.facts, declaration.evidence, AS_OF, facts)
    declared, backed = tracks.views(EvidenceDemand(assurance=Assurance.ASSERTED))
    assert LANGUAGES in declared.values
    assert LANGUAGES not in backed.values
    assert rules.compiled


@pytest.mark.parametrize("assurance", [Assurance.ASSERTED, Assurance.DOCUMENTED])
def test_of_a_set_only_the_contested_word_is_not_known(assurance: Assurance) -> None:
    facts = Facts(values={"a.set": WordSet({"one": T, "two": T, "no": F}, complete=True)}, places={})
    (entry,) = [replace(one, supports=("a",), fault="") for one in example().evidence[:1]]
    tracks = Tracks(facts, (entry,), AS_OF, frozenset({"a.set.two"}))
    _declared, backed = tracks.views(EvidenceDemand(assurance=assurance))
    kept = backed.values["a.set"]
    assert isinstance(kept, WordSet)
    assert [kept.truth(word) for word in ("one", "two", "no", "other")] == [T, U, F, F]


def test_the_day_of_filing_is_a_day_on_which_a_timeline_may_turn() -> None:
    rules, _vocabulary = setting()
    later = challenge(LANGUAGES, 10, on=date(2026, 11, 5))
    causes = turning_days(
        replace(example(), challenges=(later,)), rules.ruleset, rules.compiled, consistency().compiled, ()
    )
    (cause,) = [one for one in causes if one.day == later.on and one.requirement == "GRM-14"]
    assert "Example Charity" in cause.why
    assert [one.requirement for one in causes if "contested" in one.why and one.requirement == "DEF-01"] == []


def test_a_difference_puts_a_challenge_down_to_evidence_and_its_day_to_time() -> None:
    rules, vocabulary = setting()
    auditor = Auditor(vocabulary, consistency().compiled)
    plain = Side(
        declaration=example(),
        ruleset=rules.ruleset,
        compiled=rules.compiled,
        as_written=rules.as_written,
        as_of=AS_OF,
    )
    filed = replace(plain, declaration=replace(example(), challenges=(challenge(LANGUAGES, 10),)))
    told = step_by_step(plain, filed, auditor)
    assert [(one.cause, one.address) for one in told.edits] == [(Cause.EVIDENCE, f"challenges.{LANGUAGES}")]
    assert [(one.before, one.after) for one in told.edits] == [
        ("none", "Example Charity says 10, filed on 2026-09-20")
    ]
    (change,) = [one for one in told.changes if one.requirement.id == "GRM-14"]
    assert change.edits == (f"challenges.{LANGUAGES}",)
    earlier = replace(filed, as_of=FILED - timedelta(1))
    by_time = step_by_step(earlier, filed, auditor)
    assert {one.cause for one in by_time.edits} == {Cause.TIME}
    assert "GRM-14" in [one.requirement.id for one in by_time.changes]


def test_the_order_of_filing_in_does_not_matter() -> None:
    many = [challenge(LANGUAGES, 10), challenge(), challenge(LANGUAGES, 20, by="Another")]
    assert judged(many).contested == judged(many[::-1]).contested
    assert judged(many).findings == judged(many[::-1]).findings


def test_of_what_others_compiled_a_fact_is_contested_and_nothing_is_judged() -> None:
    compiled = example("published/discord-2023.yaml")
    fact = "surfaces.direct_messages.offered"
    audit = judged([challenge(fact, False, service="discord")], declaration=compiled)
    states = {
        one.observation.fact: one.state
        for one in (*audit.reported_scope, *(each for group in audit.reported for each in group.facts))
    }
    assert states[fact] is Reported.CONTESTED
    assert (audit.scorecard, audit.findings) == (None, ())
    before = judged([challenge(fact, False, service="discord", on=date(2026, 12, 1))], declaration=compiled)
    assert Reported.CONTESTED not in {
        one.state for one in (*before.reported_scope, *(each for group in before.reported for each in group.facts))
    }


def test_in_public_the_challenge_is_shown_and_the_declared_value_is_not() -> None:
    reply = Reply(asked=FILED, deadline=FILED, place=Place("c.yaml"), text="It is 96 and always was.")
    declaration = replace(example(), confidential=("grooming",))
    whole = judged([challenge(LANGUAGES, 10, reply=reply)], declaration=declaration)
    public = withhold(whole)
    (one,) = public.contested
    assert (one.declared, one.challenge.says, one.challenge.filed_by) == (WITHHELD, 10, "Example Charity")
    assert one.challenge.reply is not None
    assert one.challenge.reply.text == "withheld"
    assert public.declaration.challenges == (one.challenge,)
    assert public.scorecard == whole.scorecard
    (open_,) = withhold(judged([challenge(LANGUAGES, 10, reply=reply)])).contested
    assert (open_.declared, open_.challenge.reply) == (96, reply)
