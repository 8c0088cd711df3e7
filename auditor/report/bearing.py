"""What bears on what in an audit: which challenges on a finding or a fact, which documents on anything. No words."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.model.contested import Contested, bears_on
from auditor.model.finding import Finding
from auditor.model.result import Audit


def counted(audit: Audit) -> tuple[Contested, ...]:
    """Give the challenges that had been filed by the as-of date."""
    return tuple(one for one in audit.contested if one.counted)


def concerning(audit: Audit, finding: Finding) -> tuple[Contested, ...]:
    """Give those that are about a fact on which a finding rests, or which it lacks, on one of the tracks."""
    contested = counted(audit)
    if not contested:
        return ()
    paths: set[str] = set()
    for track in (finding.declared, finding.backed):
        paths |= {one.fact for one in track.because} | {one.fact for one in track.missing}
    return tuple(one for one in contested if any(bears_on(one.challenge.fact, path) for path in paths))


def at(audit: Audit, path: str) -> tuple[Contested, ...]:
    """Give those that are about one fact."""
    return tuple(one for one in counted(audit) if bears_on(one.challenge.fact, path))


def facts_of(contested: Iterable[Contested]) -> list[str]:
    """Name the facts, each once."""
    return list(dict.fromkeys(one.challenge.fact for one in contested))


def evidence_used(audit: Audit) -> frozenset[str]:
    """Name the documents that back a test."""
    judgements = [judged for one in audit.findings for judged in (one.declared, one.backed)]
    return frozenset(by for one in judgements for observation in one.because for by in observation.backed_by)
