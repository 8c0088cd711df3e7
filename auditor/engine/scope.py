"""What applies: a view of an audit's findings, and what to answer where it cannot be told.

Nothing is judged again. Only the questions try answers, to say how many requirements each would settle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from msgspec.structs import replace

from auditor.engine.candidates import Candidates
from auditor.engine.evaluate import Compiled
from auditor.engine.view import View
from auditor.engine.what_if import with_answers
from auditor.model.dates import DateSpan
from auditor.model.declaration import Declaration
from auditor.model.facts import Facts
from auditor.model.finding import Finding, Missing, Observation, Reason, Role
from auditor.model.result import Audit
from auditor.model.ruleset import Ruleset
from auditor.model.scope import Applicability, Applied, Question, Scope, Since, Told
from auditor.model.truth import F, T, Truth, U
from auditor.model.values import Value, WordSet, show
from auditor.model.vocabulary import FactType, Kind, Vocabulary

_APPLICABILITY: Final[Mapping[Truth, Applicability]] = {
    T: Applicability.APPLIES,
    F: Applicability.DOES_NOT_APPLY,
    U: Applicability.CANNOT_TELL,
}
_SINCE: Final = "since"


def scope_of(
    audit: Audit, compiled: Mapping[str, Compiled], candidates: Candidates, vocabulary: Vocabulary, as_of: date
) -> Scope:
    """Say of each finding whether its requirement applies, area by area, and what to answer to know."""
    if audit.scorecard is None:
        return Scope(audit=audit, as_of=as_of, words={})
    declaration, ruleset = audit.declaration, audit.ruleset
    order = {area.id: number for number, area in enumerate(ruleset.areas)}
    findings = sorted(audit.findings, key=lambda one: order.get(one.requirement.area, len(order)))
    applied = tuple(_applied(one, ruleset, declaration) for one in findings)
    seen = {each.fact: each.seen for one in applied for each in (*one.judged.because, *one.judged_backed.because)}
    other = {each.fact for one in applied for each in one.since}
    other |= {each.fact for one in applied for each in one.judged.missing}
    seen |= {fact: declaration.facts.values.get(fact) for fact in sorted(other - seen.keys())}
    return Scope(
        audit=audit,
        as_of=as_of,
        requirements=applied,
        questions=_questions(findings, compiled, candidates, declaration.facts, as_of),
        words={fact: told(fact, value, vocabulary) for fact, value in seen.items()},
    )


def applicability(finding: Finding) -> Applicability:
    """Say whether a requirement applies as declared; of one that is not in force, whether it would."""
    judged = finding.declared if finding.would_be is None else finding.would_be.declared
    return _APPLICABILITY[judged.applies]


def _applied(finding: Finding, ruleset: Ruleset, declaration: Declaration) -> Applied:
    backed = finding.backed if finding.would_be is None else finding.would_be.backed
    named = f"{ruleset.id}/{finding.requirement.id}"
    one = Applied(
        finding=finding,
        applicability=applicability(finding),
        backed=backed.reason is not Reason.SCOPE_UNBACKED,
        measures=tuple(each for each in declaration.measures if each.requirement == named),
        alternative=next((each for each in declaration.alternatives if each.requirement == named), None),
    )
    if one.applicability is not Applicability.APPLIES:
        return one
    return replace(one, since=tuple(_since(one.judged.because, declaration.facts)))


def _since(because: Sequence[Observation], facts: Facts) -> Iterator[Since]:
    """Give the stated days from which what a finding rests on has been so: no other date is read as one."""
    held = [one.fact for one in because if one.truth == T]
    wanted = [fact for fact in held if _is_since(fact)] + [f"{fact}_{_SINCE}" for fact in held]
    for fact in dict.fromkeys(wanted):
        value = facts.values.get(fact)
        if isinstance(value, DateSpan):
            yield Since(fact=fact, day=value, place=facts.nearest_place(fact))


def _is_since(fact: str) -> bool:
    name = fact.rpartition(".")[2]
    return name == _SINCE or name.endswith(f"_{_SINCE}")


def _questions(
    findings: Sequence[Finding],
    compiled: Mapping[str, Compiled],
    candidates: Candidates,
    facts: Facts,
    as_of: date,
) -> tuple[Question, ...]:
    """Ask each fact once, first the one that settles most."""
    waiting: dict[tuple[str, str], list[tuple[Missing, Compiled]]] = {}
    for finding in findings:
        if not finding.in_force or applicability(finding) is not Applicability.CANNOT_TELL:
            continue
        for missing in finding.declared.missing:
            if missing.role is Role.SCOPE:
                rule = compiled[finding.requirement.id]
                waiting.setdefault((missing.fact, missing.accepts), []).append((missing, rule))
    found = [_question(asked, candidates, facts, as_of) for asked in waiting.values()]
    return tuple(sorted(found, key=lambda one: (-one.settles[1], -one.settles[0], -len(one.requirements))))


def _question(
    asked: Sequence[tuple[Missing, Compiled]], candidates: Candidates, facts: Facts, as_of: date
) -> Question:
    missing = asked[0][0]
    settled = []
    for answer in candidates.answers(missing.fact, missing.accepts):
        answered = with_answers(facts, answer)
        view = View(values=answered.values, facts=answered, as_of=as_of)
        settled.append(sum(rule.applies is not None and rule.applies.truth(view, None) != U for _one, rule in asked))
    return Question(
        fact=missing.fact,
        question=missing.question,
        accepts=missing.accepts,
        place=missing.place,
        requirements=tuple(rule.requirement.id for _one, rule in asked),
        settles=(min(settled, default=0), max(settled, default=0)),
        absence=missing.absence,
    )


def told(fact: str, value: Value | None, vocabulary: Vocabulary) -> Told:
    """Put a fact in words: its title with the keys it stands under, and its value."""
    type_ = vocabulary.type_at(fact)
    return Told(
        title=type_.title if type_ is not None else fact,
        keys=tuple(_keys(fact.split("."), vocabulary)),
        value=_value(value, type_),
    )


def _keys(segments: Sequence[str], vocabulary: Vocabulary) -> Iterator[str]:
    for end in range(1, len(segments)):
        above, key = vocabulary.type_at(".".join(segments[:end])), segments[end]
        if above is None:
            continue
        if above.kind in (Kind.CLOSED_MAP, Kind.SET):
            yield _word(key, above)
        elif above.kind is Kind.BANDS:
            yield f"ages {key}"
        elif above.kind in (Kind.OPEN_MAP, Kind.LIST):
            yield key


def _value(value: Value | None, type_: FactType | None) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    words = type_.words if type_ is not None else ()
    if type_ is not None and isinstance(value, WordSet):
        if not value.is_whole:  # the members alone would say of all others that they are none
            return ", ".join(f"{_word(one, type_)}: {_value(at, None)}" for one, at in value.stated.items())
        return ", ".join(_word(one, type_) for one in value.members) or "none"
    if type_ is not None and isinstance(value, str) and value in words:
        return _word(value, type_)
    return show(value, type_.unit if isinstance(type_, FactType) else None)


def _word(word: str, type_: FactType) -> str:
    return type_.meanings.get(word, word.replace("_", " "))
