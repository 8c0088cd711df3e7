"""What applies, in words that every format for people shares: counts, reasons, questions, the answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from auditor.model.finding import Observation
from auditor.model.ruleset import Obligation
from auditor.model.scope import Applicability, Applied, Question, Scope
from auditor.model.standing import holding, none_holds, waiting_text
from auditor.model.values import show
from auditor.report.smallprint import left_out_text
from auditor.report.wording import flat, listed, plural

APPLICABILITIES: Final[Mapping[Applicability, str]] = {
    Applicability.APPLIES: "applies",
    Applicability.DOES_NOT_APPLY: "does not apply",
    Applicability.CANNOT_TELL: "cannot be told",
}
UNBACKED: Final = "unbacked"
NOT_SAID: Final = (
    "What kind of service it is stands here as reported. That a requirement applies is not said of a service that "
    "did not file for itself."
)
_MEASURES: Final = ("measure", "measures")
_NOUNS: Final[Mapping[Obligation, tuple[str, str]]] = {
    Obligation.MUST: ("duty", "duties"),
    Obligation.SHOULD: _MEASURES,
    Obligation.SEEK: ("principle", "principles"),
    Obligation.DEMAND: ("demand", "demands"),
    Obligation.MAY: _MEASURES,
}
_ALIKE: Final = 4


class Exempting(Struct, frozen=True, kw_only=True):
    """The facts that take requirements out, and those requirements: told once for all of them."""

    number: int
    backed: bool
    because: tuple[Observation, ...]
    requirements: tuple[Applied, ...]


def backing_text(observation: Observation) -> str:
    """Say which documents back what was seen, or that none does; it follows a value."""
    return f", backed by {listed(observation.backed_by)}" if observation.backed_by else f", {UNBACKED}"


def name_text(one: Applied) -> str:
    """Give a requirement's id, with the instrument's own number for it beside."""
    requirement = one.finding.requirement
    return f"{requirement.id} ({flat(requirement.label)})" if requirement.label else requirement.id


def state_text(scope: Scope, one: Applied) -> str:
    """Say in a few words whether a requirement applies, or when it is in force and what it would be."""
    if one.finding.in_force:
        said = APPLICABILITIES[one.applicability]
        if one.applicability is not Applicability.DOES_NOT_APPLY:
            return said
        return f"{said}, backed" if one.backed else f"{said}, {UNBACKED}"
    return f"{force_text(scope, one)}: {would_text(one)}"


def force_text(scope: Scope, one: Applied) -> str:
    """Say when a requirement that is not in force comes into force, or ended."""
    return waiting_text(scope.audit.ruleset, one.finding.declared.reason, one.finding.since)


def would_text(one: Applied) -> str:
    """Say what a requirement that is not in force would be."""
    if one.applicability is Applicability.DOES_NOT_APPLY:
        return "would not apply" if one.backed else f"would not apply, {UNBACKED}"
    return "would apply" if one.applicability is Applicability.APPLIES else APPLICABILITIES[one.applicability]


def exemptions(scope: Scope) -> tuple[Exempting, ...]:
    """Group what does not apply by the facts that say so; a requirement stands in one group alone."""
    groups: dict[tuple[object, ...], list[Applied]] = {}
    for one in scope.requirements:
        if one.applicability is Applicability.DOES_NOT_APPLY:
            because = tuple((each.fact, each.backed_by) for each in distinct(one.judged.because))
            groups.setdefault((one.backed, because), []).append(one)
    return tuple(
        Exempting(
            number=number,
            backed=found[0].backed,
            because=distinct(found[0].judged.because),
            requirements=tuple(found),
        )
        for number, found in enumerate(groups.values(), start=1)
    )


def exempting_text(one: Exempting) -> str:
    """Say whether an exemption is backed, also where the edition asks for no document."""
    if not one.backed:
        return UNBACKED
    return "backed" if any(each.backed_by for each in one.because) else "backed: no document is asked for"


def distinct(because: Sequence[Observation]) -> tuple[Observation, ...]:
    """Give each fact once, however often it was compared."""
    return tuple({one.fact: one for one in reversed(because)}.values())[::-1]


def alike(because: Sequence[Observation]) -> Iterator[tuple[str, tuple[Observation, ...]]]:
    """Give what is told in one line: a fact, or many that say the same and differ in one name of their address.

    With each goes its address, with `*` for the name in which they differ.
    """
    groups: dict[tuple[object, ...], list[Observation]] = {}
    for one in because:
        for pattern in _patterns(one.fact):
            groups.setdefault((pattern, show(one.seen), one.backed_by), []).append(one)
    told: set[str] = set()
    for one in because:
        if one.fact in told:
            continue
        pattern, together = one.fact, [one]
        for wider in _patterns(one.fact):
            found = groups[wider, show(one.seen), one.backed_by]
            if len(found) > max(len(together), _ALIKE - 1):
                pattern, together = wider, found
        told.update(each.fact for each in together)
        yield pattern, tuple(together)


def _patterns(fact: str) -> Iterator[str]:
    """Give the address with its last name left open, and with the one before."""
    segments = fact.split(".")
    for at in (-1, -2):
        if len(segments) >= 1 - at:
            yield ".".join([*segments[:at], "*", *(segments[at + 1 :] if at < -1 else ())])


def settles_text(question: Question, most: int | None = None) -> str:
    """Say of how many requirements an answer tells whether they apply."""
    low, high = question.settles
    ids = listed(question.requirements, most=most)
    waiting = len(question.requirements)
    if not high:
        return f"settles none alone, {waiting} wait for it and for others: {ids}"
    count = str(high) if low == high else f"{low} to {high}" if low else f"up to {high}"
    of = "" if high == waiting else f" of {waiting}"
    return f"settles {count}{of}: {ids}"


def stated_text(scope: Scope) -> str:
    """Say of which day the facts are."""
    stated_on = scope.audit.declaration.stated_on
    return f"facts of {stated_on.isoformat()}" if stated_on else "facts undated"


def count_texts(scope: Scope) -> list[str]:
    """Count everything once, then by obligation where there are several, then what was left out."""
    said = [f"{plural(len(scope.requirements), 'requirement')}: {listed(_counts(scope, scope.requirements))}."]
    groups = _by_obligation(scope)
    if len(groups) > 1:
        said += [f"{obligation.value}: {listed(_counts(scope, found))}." for obligation, found in groups.items()]
    later = [one for one in scope.requirements if not one.finding.in_force]
    if later:
        holds = holding(scope.audit.ruleset.status)
        said.append(f"Were those {holds} that are not: {listed(_would_counts(later))}.")
    left = left_out_text(scope.audit)
    return [*said, f"{left}."] if left else said


def _counts(scope: Scope, applied: Sequence[Applied]) -> list[str]:
    now = [one for one in applied if one.finding.in_force]
    out = [one for one in now if one.applicability is Applicability.DOES_NOT_APPLY]
    unbacked = sum(not one.backed for one in out)
    apply = sum(one.applicability is Applicability.APPLIES for one in now)
    untold = sum(one.applicability is Applicability.CANNOT_TELL for one in now)
    parts = [f"{apply or 'none'} {'applies' if apply == 1 else 'apply'}"]
    if untold:
        parts.append(f"{untold} cannot be told")
    if out:
        of_them = f" ({unbacked} {UNBACKED})" if unbacked else ""
        parts.append(f"{len(out)} {'does' if len(out) == 1 else 'do'} not apply{of_them}")
    if len(now) < len(applied):
        parts.append(f"{len(applied) - len(now)} {none_holds(scope.audit.ruleset.status)}")
    return parts


def _would_counts(later: Sequence[Applied]) -> list[str]:
    counted = Counter(map(would_text, later))
    return [f"{count} {words}" for words, count in counted.items()]


def _by_obligation(scope: Scope) -> dict[Obligation, list[Applied]]:
    groups: dict[Obligation, list[Applied]] = {}
    for one in scope.requirements:
        groups.setdefault(one.finding.requirement.obligation, []).append(one)
    return {each: groups[each] for each in Obligation if each in groups}


def answer_text(scope: Scope) -> str:
    """Give the whole answer: how many of each obligation apply, and what cannot be told."""
    return answer_texts(scope)[0]


def answer_texts(scope: Scope) -> tuple[str, ...]:
    """Give the answer, fullest first and shortest last, for the first that fits: what cannot be told never goes."""
    if scope.audit.scorecard is None:
        name = flat(scope.audit.declaration.service.name)
        return f"CANNOT BE TOLD: {name} did not file this for itself.", "CANNOT BE TOLD: compiled by others."
    if not scope.requirements:
        return ("NOTHING TO APPLY: no requirement of this edition was looked at.",)
    groups: dict[tuple[str, str], list[Applied]] = {}
    for one in scope.requirements:
        groups.setdefault(_NOUNS[one.finding.requirement.obligation], []).append(one)
    parts = []
    for nouns, found in groups.items():
        apply = sum(one.finding.in_force and one.applicability is Applicability.APPLIES for one in found)
        parts.append(f"{apply} of {plural(len(found), *nouns)}")
    head, last = parts[:-1], parts[-1]
    subject = f"{', '.join(head)} and {last}" if head else last
    verb = "applies" if len(parts) == 1 and subject.startswith("1 of") else "apply"
    rest = _counts(scope, scope.requirements)[1:]
    untold = [one for one in rest if one.endswith("cannot be told")]
    shorter = ([one.partition(" (")[0] for one in rest], untold)
    return tuple(f"{subject} {verb}{''.join(f', {one}' for one in said)}." for said in (rest, *shorter))
