"""A service described by others: what was reported, by whom, dated. Never a verdict, score or rank."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from auditor.model.declaration import CompiledBy
from auditor.model.evidence import Evidence
from auditor.model.facts import Silence
from auditor.model.result import Audit, Reported, ReportedFact, ReportedRequirement
from auditor.model.values import show
from auditor.report.bearing import at
from auditor.report.challenges import replies, source_reply
from auditor.report.contested import put_parts
from auditor.report.paper import Paper, Piece
from auditor.report.wording import REPORTED, citation, flat, listed, plural

NO_VERDICT: Final = "Compiled from published facts by someone other than the service: no verdict, no score, no rank."
SCOPE_HEAD: Final = "What the service is"
_STATE: Final = 16
_STYLES: Final[Mapping[Reported, str]] = {
    Reported.YES: "met",
    Reported.NO: "failed",
    Reported.CONTESTED: "open",
    Reported.STALE: "open",
    Reported.NOT_FOUND: "out",
    Reported.NO_SOURCE: "out",
    Reported.NOT_ASKED: "out",
}
ABSENT: Final = (Reported.NOT_FOUND, Reported.NO_SOURCE, Reported.NOT_ASKED)
"""The ways in which nothing is reported; facts of one way are named together, after all that is."""


def put_reported(paper: Paper, audit: Audit, compiled_by: CompiledBy) -> None:
    """Write the facts by requirement, area by area, then the sources."""
    paper.prose(NO_VERDICT)
    paper.prose(method_text(compiled_by))
    for text in replies(audit):
        paper.prose(text)
    numbers = source_numbers(audit)
    titles = {area.id: area.title for area in audit.ruleset.areas}
    area = ""
    shown: set[str] = set()
    if audit.reported_scope:
        paper.blank()
        paper.put(Piece(SCOPE_HEAD, "head"))
        _put_facts(paper, audit, audit.reported_scope, numbers, shown)
    for one in audit.reported:
        if one.requirement.area != area:
            area = one.requirement.area
            paper.blank()
            paper.put(Piece(titles.get(area, area), "head"))
        put_reported_requirement(paper, audit, one, numbers, shown)
    put_sources(paper, audit, numbers)
    paper.blank()
    paper.prose(reported_counts(audit))


def put_reported_requirement(
    paper: Paper,
    audit: Audit,
    reported: ReportedRequirement,
    numbers: Mapping[str, int],
    shown: set[str] | None = None,
) -> None:
    """Write what was reported for one requirement.

    With `shown`, what stands there already is only counted, and `shown` grows.
    """
    requirement = reported.requirement
    paper.prose(requirement.title, lead=Piece(f"  {requirement.id}  ", keep=True))
    if shown is None:
        paper.prose(f"{requirement.obligation.value}{paper.dot}{citation(requirement)}", lead="    ")
    _put_facts(paper, audit, reported.facts, numbers, shown)


def _put_facts(
    paper: Paper,
    audit: Audit,
    facts: Sequence[ReportedFact],
    numbers: Mapping[str, int],
    shown: set[str] | None,
) -> None:
    dates = {one.id: str(one.issued or "undated") for one in audit.declaration.evidence}
    new = []
    for one in facts:
        if shown is None or one.observation.fact not in shown:
            new.append(one)
        if shown is not None:
            shown.add(one.observation.fact)
    for one in new:
        if one.state not in ABSENT:
            _put_fact(paper, one, numbers, dates)
            for contested in at(audit, one.observation.fact) if one.state is Reported.CONTESTED else ():
                put_parts(paper, audit, contested, indent=4 + _STATE)
    above = len(facts) - len(new)
    if above:
        paper.put(Piece(f"    {paper.pad('as above', _STATE)}{plural(above, 'fact')}", "out"))
    for state, asked, named in absent_in(new):
        lead = Piece(f"    {paper.pad(REPORTED[state], _STATE)}", _STYLES.get(state, ""))
        paper.prose(listed(named) + (f", {asked}" if asked else ""), lead=lead)


def absent_in(facts: Sequence[ReportedFact]) -> Iterator[tuple[Reported, str, list[str]]]:
    """Name the facts of which nothing is reported: together those with the same state, of whom the same asked."""
    for state in ABSENT:
        absent = [one for one in facts if one.state is state]
        for asked in dict.fromkeys(map(asked_text, absent)):
            yield state, asked, [one.observation.fact for one in absent if asked_text(one) == asked]


def _put_fact(paper: Paper, reported: ReportedFact, numbers: Mapping[str, int], dates: Mapping[str, str]) -> None:
    observation = reported.observation
    said = observation.fact
    if observation.seen is not None and reported.state not in (Reported.YES, Reported.NO):
        said += f": {show(observation.seen, observation.unit)}"
    if reported.state is Reported.DECLINED and (asked := asked_text(reported)):
        said += f", {asked}"
    marks = [f"[{numbers[one]}] {dates[one]}" for one in observation.backed_by if one in numbers]
    lead = Piece("    " + paper.pad(REPORTED[reported.state], _STATE), _STYLES.get(reported.state, ""))
    together = ", ".join(marks)
    if paper.fits(lead, said, "  ", together):
        paper.sides([lead, said], together)
        return
    paper.prose(said, lead=lead)
    indent = paper.cells(lead)
    paper.flow(marks, lead=" " * indent, indent=indent, gap=", ")


def put_sources(paper: Paper, audit: Audit, numbers: Mapping[str, int]) -> None:
    """Write the sources with their dates, by the numbers used above."""
    by_id = {one.id: one for one in audit.declaration.evidence}
    if not numbers:
        return
    paper.blank()
    paper.put(Piece("Sources", "head"))
    for source, number in numbers.items():
        lead = f"  [{number}] "
        paper.prose(source_text(by_id[source]), lead=lead)
        if reply := source_reply(audit, by_id[source]):
            paper.prose(reply, lead=f"{' ' * len(lead)}= reply:   ")


def source_text(source: Evidence) -> str:
    """Name a source: publisher, title, date, address, and whether it was read."""
    issued = str(source.issued) if source.issued is not None else "undated"
    checked = "" if source.checked == "read" else "second-hand" if source.checked else ""
    return ", ".join(flat(part) for part in (source.issuer, source.title, issued, source.source, checked) if part)


def source_numbers(audit: Audit) -> dict[str, int]:
    """Number the sources that are cited, in the order of the facts."""
    known = {one.id for one in audit.declaration.evidence}
    cited = dict.fromkeys(
        source for fact in _all_facts(audit) for source in fact.observation.backed_by if source in known
    )
    return {source: number for number, source in enumerate(cited, start=1)}


def _all_facts(audit: Audit) -> Iterator[ReportedFact]:
    yield from audit.reported_scope
    for one in audit.reported:
        yield from one.facts


def method_text(compiled_by: CompiledBy) -> str:
    """Say who compiled it, when and how."""
    return f"By {flat(compiled_by.name)}, {compiled_by.on.isoformat()}: {flat(compiled_by.method)}"


def asked_text(fact: ReportedFact) -> str:
    """Say who asked, or who looked and when, where somebody did: `not found` alone says neither."""
    absence = fact.absence
    if absence is None or absence.silence is Silence.NOT_ANSWERED:
        return ""
    by = ", ".join(part for part in (absence.by, absence.on) if part)
    asked = "asked" if absence.silence is Silence.DECLINED else "looked for"
    return f"{asked} by {by}" if by else asked


def state_counts(audit: Audit) -> dict[Reported, int]:
    """Count facts by state, each fact once."""
    states = {fact.observation.fact: fact.state for fact in _all_facts(audit)}
    counts = dict.fromkeys(Reported, 0)
    for state in states.values():
        counts[state] += 1
    return counts


def reported_counts(audit: Audit) -> str:
    """Write the counts of facts by state."""
    counts = state_counts(audit)
    parts = [f"{count} {REPORTED[state]}" for state, count in counts.items() if count]
    return f"{plural(sum(counts.values()), 'fact')} looked at: {listed(parts)}."


def reported_answer(audit: Audit, fits: Callable[[str], bool] = bool) -> str:
    """Write the answer line: that there is none, and why, in the longest form that fits."""
    full = f"NO VERDICT: {audit.declaration.service.name} did not file this for itself."
    return full if fits(full) else "NO VERDICT: compiled by others."
