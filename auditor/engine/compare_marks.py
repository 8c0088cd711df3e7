"""What a whole comparison must say of itself: watermarks of its audits, and what is uneven between them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from auditor.model.comparison import Dossier, Mark, Standing
from auditor.model.dates import Period, PeriodUnit
from auditor.model.diagnostic import Diagnostic

APART = Period(12, PeriodUnit.MONTHS)


def watermarks(
    standings: Sequence[Standing], dossiers: Sequence[Dossier], errors: Sequence[Diagnostic]
) -> tuple[Mark, ...]:
    """Give the watermarks of all audits, each with the services it is about where not all are, and of the whole."""
    every: list[Standing | Dossier] = [*standings, *dossiers]
    marks = dict.fromkeys(mark for one in every for mark in one.audit.watermarks)
    found = [_of_some(mark, every) for mark in marks]
    found += _versions(every)
    found += _days_apart(standings)
    found += _undated(standings)
    found += _set_aside(standings)
    files = sorted({one.place.file for one in errors if one.place is not None})
    if files:
        found.append(Mark(text=f"not compared, because it could not be used: {', '.join(files)}"))
    return tuple(found)


def _of_some(mark: str, every: Sequence[Standing | Dossier]) -> Mark:
    marked = sorted(one.audit.declaration.service.id for one in every if mark in one.audit.watermarks)
    if len(marked) == len(every):
        return Mark(text=mark)
    return Mark(text=f"{', '.join(marked)}: {mark}", services=tuple(marked))


def _versions(every: Sequence[Standing | Dossier]) -> list[Mark]:
    versions = sorted({one.version for one in every})
    told = f"judged by different versions of the program: {', '.join(versions)}"
    return [Mark(text=told)] if len(versions) > 1 else []


def _days_apart(standings: Sequence[Standing]) -> list[Mark]:
    """Say where filings lie so far apart that they tell of different times."""
    dated = {one.audit.declaration.service.id: one.audit.declaration.stated_on for one in standings}
    days = {service: day for service, day in dated.items() if day is not None}
    if not days:
        return []
    oldest, newest = min(days.values()), max(days.values())
    if APART.after(oldest) >= newest:
        return []
    old = sorted(service for service, day in days.items() if APART.after(day) < newest)
    return [
        Mark(
            text=f"facts of different times: {_span(oldest, newest)}; more than 12 months older than the newest: "
            f"{', '.join(old)}"
        )
    ]


def _span(oldest: date, newest: date) -> str:
    return f"from {oldest} to {newest}"


def _undated(standings: Sequence[Standing]) -> list[Mark]:
    undated = sorted(one.audit.declaration.service.id for one in standings if one.audit.declaration.stated_on is None)
    return [Mark(text=f"facts of no stated day: {', '.join(undated)}", services=tuple(undated))] if undated else []


def _set_aside(standings: Sequence[Standing]) -> list[Mark]:
    number = sum(one.set_aside for one in standings)
    if not number:
        return []
    told = "1 waiver or decision is" if number == 1 else f"{number} waivers and decisions are"
    return [Mark(text=f"{told} set aside: services are compared by the rules alone")]
