"""A comparison as sentences to quote: one a line, plain text, each whole in itself.

A line says who, by which edition and of what kind, for which day, of how many, and what it rests on, so that what is
cut out of the file is no more certain than what stays in it. Lines that begin with # are about the file.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model.comparison import Comparison
from auditor.report.versus.claims import claims
from auditor.report.versus.quotes import Frame, edition_of
from auditor.report.versus.reports import reports
from auditor.report.versus.unbacked import contradictions_on_record
from auditor.report.versus.words import days_text
from auditor.report.wording import BACKED_MEANS, plural


def render(comparison: Comparison) -> str:
    """Write the lines about the file, then the sentences in the order of the page."""
    return "".join(f"{one}\n" for one in (*(f"# {each}" for each in _head(comparison)), *sentences(comparison)))


def sentences(comparison: Comparison) -> tuple[str, ...]:
    """Give the sentences: services that filed for themselves in their order, then those that others compiled."""
    frame = Frame(comparison)
    told = [each for one in comparison.standings for each in claims(frame, one)]
    for one in comparison.dossiers:
        told += [*reports(frame, one), *contradictions_on_record(frame, one)]
    return tuple(told)


def _head(comparison: Comparison) -> Iterator[str]:
    filed, compiled = len(comparison.standings), len(comparison.dossiers)
    ruleset, frame = comparison.ruleset, Frame(comparison)
    yield (
        f"Sentences to quote: {plural(filed, 'service')} that filed for themselves, {compiled} compiled by others, "
        f"side by side by {edition_of(ruleset)}, as of {days_text(comparison)}, {frame.areas()}."
    )
    yield (
        "To cite: quote a line whole, and name "
        f"auditor {comparison.version}, compare, {ruleset.id} {ruleset.version}, SHA-256 {ruleset.sha256}, "
        f"as of {days_text(comparison)}."
    )
    yield "What stands between “ and ” is a name, a title or a text from a file, and is the file's own."
    yield f"{BACKED_MEANS}; declared = the service's own word."
    yield "What others reported of a service is a report, not a finding; such a service has no score and no rank."
    if comparison.obstacles:
        yield "FORCED: these services were put side by side although they cannot be compared; each line says why."
