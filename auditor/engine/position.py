"""Who does, who does not, who will not say: findings read as answers to one matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from auditor.model.comparison import Answered, Focus, Position, Stance
from auditor.model.contested import Contested, bears_on
from auditor.model.evidence import Assurance
from auditor.model.facts import Silence
from auditor.model.finding import Finding, Status
from auditor.model.result import Audit, ReportedFact
from auditor.model.ruleset import Requirement, Ruleset
from auditor.model.themes import Theme, words_of

# Of several answers the first of these that is given is the answer to the whole: one demand that is not met is not
# made good by others, and one that is open leaves the whole open.
_HEAVIEST: Final = (
    Stance.DOES_NOT,
    Stance.PARTLY,
    Stance.WILL_NOT_SAY,
    Stance.NOT_ANSWERED,
    Stance.CONTESTED,
    Stance.SAYS_IT_DOES,
    Stance.DOES,
    Stance.EXEMPTION_CONTESTED,
    Stance.SAYS_IT_DOES_NOT_APPLY,
    Stance.DOES_NOT_APPLY,
    Stance.NOT_IN_FORCE,
)
_NOT_ASKED: Final = (
    Stance.EXEMPTION_CONTESTED,
    Stance.SAYS_IT_DOES_NOT_APPLY,
    Stance.DOES_NOT_APPLY,
    Stance.NOT_IN_FORCE,
)
# Where anything is asked, a word that takes a service out of the rest weighs as much as one that it does something.
_BESIDE_DEEDS: Final = {
    Stance.EXEMPTION_CONTESTED: Stance.CONTESTED,
    Stance.SAYS_IT_DOES_NOT_APPLY: Stance.SAYS_IT_DOES,
}
_FIXED: Final = {
    Status.PARTLY_MET: Stance.PARTLY,
    Status.NOT_MET: Stance.DOES_NOT,
    Status.NOT_IN_FORCE: Stance.NOT_IN_FORCE,
}
# Backed, said and not all of it backed, contested: for what a service does, and for what takes it out.
_DEED: Final = (Stance.DOES, Stance.SAYS_IT_DOES, Stance.CONTESTED)
_EXEMPTION: Final = (Stance.DOES_NOT_APPLY, Stance.SAYS_IT_DOES_NOT_APPLY, Stance.EXEMPTION_CONTESTED)


def focus_on(ruleset: Ruleset, themes: Sequence[Theme], ids: Sequence[str]) -> Focus | None:
    """Choose the requirements of some themes, and single ones, in the ruleset's order; None where there is none."""
    chosen = tuple(
        one for one in ruleset.requirements if one.id in ids or any(theme in one.themes for theme in themes)
    )
    if not chosen:
        return None
    return Focus(
        title=", ".join([*map(words_of, themes), *ids]),
        theme=themes[0] if len(themes) == 1 and not ids else None,
        requirements=chosen,
        decisive=any(one.decisive for one in chosen),
    )


def position(focus: Focus, findings: Sequence[Finding], contested: Sequence[Contested]) -> Position:
    """Say where a service stands on the matter in focus, given the challenges to what it declares.

    What decides is weighed alone, where something does. Requirements that were not evaluated have no answer.
    """
    by_id = {one.requirement.id: one for one in findings}
    answers = tuple(
        Answered(finding=by_id[one.id], stance=stance_of(by_id[one.id], contested, one.evidence.assurance))
        for one in focus.requirements
        if one.id in by_id
    )
    weighed = [one for one in answers if one.finding.requirement.decisive or not focus.decisive]
    asked = [one for one in weighed if one.stance not in _NOT_ASKED]
    return Position(
        stance=heaviest(one.stance for one in weighed),
        answers=answers,
        asked=len(asked),
        does=sum(one.finding.declared.status is Status.MET for one in asked),
        backed=sum(one.stance is Stance.DOES for one in asked),
        declined=sum(_declined(one.finding) for one in asked),
    )


def heaviest(stances: Iterable[Stance]) -> Stance:
    """Give the answer to a whole from those to its parts; what has no part does not apply."""
    given = set(stances)
    if not given.issubset(_NOT_ASKED):
        given = {_BESIDE_DEEDS.get(one, one) for one in given}
    return next((one for one in _HEAVIEST if one in given), Stance.DOES_NOT_APPLY)


def stance_of(finding: Finding, contested: Sequence[Contested], asked: Assurance) -> Stance:
    """Read one finding as an answer, given what the edition asks of evidence.

    What is open is refused as soon as one fact that would settle it was: whoever says even less must not look better.
    Where the edition takes a service's word for evidence, the answer is no more than that word.
    """
    status = finding.declared.status
    if status in _FIXED:
        return _FIXED[status]
    if status is Status.UNDECIDED:
        return Stance.WILL_NOT_SAY if _declined(finding) else Stance.NOT_ANSWERED
    backed, said, disputed = _EXEMPTION if status is Status.NOT_APPLICABLE else _DEED
    if finding.backed.status is status and asked is not Assurance.ASSERTED:
        return backed
    against = any(one.counted and _rests_on(finding, one.challenge.fact) for one in contested)
    return disputed if against else said


def _declined(finding: Finding) -> bool:
    return any(one.absence.silence is Silence.DECLINED for one in finding.declared.missing)


def _rests_on(finding: Finding, fact: str) -> bool:
    return any(bears_on(fact, one.fact) for one in finding.declared.because)


def reported_on(focus: Focus | None, audit: Audit) -> tuple[ReportedFact, ...]:
    """Give what was reported of the facts that requirements in focus look at, each once."""
    wanted = () if focus is None else focus.requirements
    return _each_once(_facts_of(audit, wanted))


def reported_at_all(audit: Audit) -> tuple[ReportedFact, ...]:
    """Give every fact that something was reported of, or that somebody asked or looked for; scope facts last."""
    said = (*_facts_of(audit, [one.requirement for one in audit.reported]), *audit.reported_scope)
    return _each_once(one for one in said if _is_told(one))


def _facts_of(audit: Audit, requirements: Sequence[Requirement]) -> Iterator[ReportedFact]:
    ids = {one.id for one in requirements}
    return (fact for one in audit.reported if one.requirement.id in ids for fact in one.facts)


def _is_told(one: ReportedFact) -> bool:
    return one.absence is None or one.absence.silence is not Silence.NOT_ANSWERED


def _each_once(facts: Iterable[ReportedFact]) -> tuple[ReportedFact, ...]:
    return tuple({one.observation.fact: one for one in facts}.values())
