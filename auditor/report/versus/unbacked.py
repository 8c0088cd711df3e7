"""Sentences on what does not count as backed, and why: no document, a contradiction, a word that is all there is.

Each reason is told as what it is: nobody may read that a document is missing where one is there and does not count.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.model.comparison import Conflict, Dossier, Standing
from auditor.model.contested import bears_on
from auditor.model.evidence import Assurance
from auditor.model.finding import Finding, Missing, Role, Status
from auditor.report.escape import quoted, visible
from auditor.report.versus.quotes import LONGEST, Frame, and_joined, on_file, service_of, told_few
from auditor.report.versus.reports import asked_as, contested_text
from auditor.report.versus.told import filed_against, is_bound, places_of

NOBODY_CHECKED = "nobody has checked that it is true"


def as_backed(frame: Frame, findings: Sequence[Finding], *, means: bool = False) -> list[str]:
    """Say how findings come out as backed: met with documents, met by word alone, open, and why some are open.

    With `means`, what it is to be met as backed is said beside the number.
    """
    met = [one for one in findings if one.backed.status is Status.MET]
    by_word = sum(_asks_for_no_document(frame, one) for one in met)
    still_open = [one for one in findings if one.backed.status is Status.UNDECIDED]
    exempt = sum(one.declared.status is Status.NOT_APPLICABLE for one in still_open)
    number = len(met) - by_word
    told = f"as backed {len(met) or 'none'} {'comes' if len(met) < 2 else 'come'} out as met"
    if by_word:
        some = f"{by_word} of them " if number else ""
        told += f", {some}on the service's word alone, because the edition asks for no document there"
    said = [told]
    if means and number:
        whose = "the other" if by_word else "it"
        whose = whose if number == 1 else "the others" if by_word else "them"
        found = f"a document was found for {whose}" if number == 1 else f"documents were found for {whose}"
        said = [f"{told}, which means that {found}, in date and with the right hash, and that {NOBODY_CHECKED}"]
    if still_open:
        are = "is" if len(still_open) == 1 else "are"
        said.append(f"{len(still_open)} {are} open as backed{_exempt(exempt, len(still_open))}")
    return said


def _asks_for_no_document(frame: Frame, finding: Finding) -> bool:
    """Whether the edition takes a service at its word; a saved result does not say so, the edition does."""
    wanted = finding.requirement
    asked = next((one for one in frame.comparison.ruleset.requirements if one.id == wanted.id), wanted)
    return asked.evidence.assurance is Assurance.ASSERTED


def _exempt(exempt: int, of: int) -> str:
    if not exempt:
        return ""
    does = "does" if exempt == 1 else "do"
    which = "which" if exempt == of else f"{exempt} of which"
    return f", {which} {does} not apply as declared, and nothing backs that"


def why_unbacked(frame: Frame, one: Standing, finding: Finding) -> list[str]:
    """Say why what a finding rests on, as declared, does not all count as backed."""
    if finding.backed.status is finding.declared.status and _asks_for_no_document(frame, finding):
        return ["the edition asks for no document here, and this rests on the service's word alone"]
    lacking = list({each.fact: each for each in finding.backed.missing if each.role is Role.EVIDENCE}.values())
    conflicts = {id(each): each for fact in lacking for each in bearing(one, fact)}
    contests = {contested_text(frame, one, each): None for fact in lacking for each in filed_against(one, fact.fact)}
    bound = [each for each in lacking if is_bound(one, each.fact) and not bearing(one, each)]
    rest = [
        each for each in lacking if not bearing(one, each) and not filed_against(one, each.fact) and each not in bound
    ]
    said = [*_against(list(conflicts.values())), *contests]
    if bound:
        said.append(
            "what its product's own configuration says could not be read, or not be understood, to hold its answer "
            f"to {_facts(frame, bound)} against it"
        )
    # A saved result does not tell why: it may be too old or too weak, or what it is bound to could not be read.
    there = [each for each in rest if _has_document(one, each.fact)]
    if there:
        said.append(f"a document that was found for its answer to {_facts(frame, there)} does not count")
    if missing := [each for each in rest if each not in there]:
        said.append(f"no document that the edition accepts was found for its answer to {_facts(frame, missing)}")
    return said or ["not all of what it declares counts as backed"]


def _has_document(one: Standing, fact: str) -> bool:
    return any(each.covers(fact) and not each.fault for each in one.audit.declaration.evidence)


def _facts(frame: Frame, missing: Sequence[Missing]) -> str:
    return told_few([asked_as(frame, each.fact, each.question) for each in missing])


def bearing(one: Standing | Dossier, missing: Missing) -> tuple[Conflict, ...]:
    """Give the contradictions of a file that a fact takes part in."""
    return tuple(
        each
        for each in one.conflicts
        if any(bears_on(fact, missing.fact) for fact in each.facts)
        or (missing.place is not None and missing.place in (each.told.place, *each.told.also))
    )


def _against(conflicts: Sequence[Conflict]) -> Iterator[str]:
    product = [_told(each) for each in conflicts if _is_of_product(each)]
    itself = [_told(each) for each in conflicts if not _is_of_product(each)]
    if itself:
        yield f"its own answers contradict each other: {told_few(itself)}, so that none of these counts as backed"
    if product:
        yield f"its product's own configuration disagrees: {told_few(product)}, so that this does not count as backed"


def _is_of_product(conflict: Conflict) -> bool:
    return conflict.told.code.startswith("bound.")


def _told(conflict: Conflict) -> str:
    places = [visible(str(each)) for each in places_of(conflict)]
    return quoted(conflict.told.message) + (f" (at {and_joined(places)})" if places else "")


def contradictions(frame: Frame, one: Standing) -> Iterator[str]:
    """Give each contradiction in what a service filed for itself."""
    by = f"by its own filing {on_file(one.audit.declaration.stated_on)}, {service_of(one)}"
    for each in one.conflicts:
        bound = _is_of_product(each)
        against = "declares what its product's own configuration does not bear out" if bound else "contradicts itself"
        yield frame.sentence(
            f"{by} {against}: {_told(each)}",
            f"the rule is {quoted(each.told.why)}" if each.told.why and not bound else "",
            "this does not count as backed" if bound else "none of these answers counts as backed",
            f"read against {frame.judged(one)}",
            notes=one.audit.watermarks,
        )


def contradictions_on_record(frame: Frame, one: Dossier) -> Iterator[str]:
    """Give each contradiction in what others compiled of a service: a fault of the record, and nothing of it."""
    compiled_by = one.audit.declaration.compiled_by
    who = quoted(compiled_by.name, most=LONGEST) if compiled_by is not None else "others"
    when = f" on {compiled_by.on.isoformat()}" if compiled_by is not None else ""
    for each in one.conflicts:
        yield frame.sentence(
            f"what {who} compiled of {service_of(one)}{when} contradicts itself: {_told(each)}",
            "this is a fault of the record, and no finding on the service",
            f"read against {frame.judged(one)}",
            notes=one.audit.watermarks,
        )
