"""What two audits alone tell of their inputs: they hold no facts, and only the waivers that were needed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from auditor.engine.edits import (
    NOWHERE,
    challenges_between,
    days_between,
    decided_text,
    digits,
    edit,
    evidence_between,
    recalled_text,
    rules_between,
    service_between,
    terms_of,
)
from auditor.model.changes import Cause, Edit
from auditor.model.decision import Decision
from auditor.model.result import Audit
from auditor.model.ruleset import Checked
from auditor.model.waiver import Waiver


def edits_told(old: Audit, new: Audit, days: tuple[date, date], versions: tuple[str, str]) -> tuple[Edit, ...]:
    """Give everything that can be told to differ."""
    found = [*rules_between(old.ruleset, new.ruleset)]
    recalled = [bool(one.checked.get(Checked.RECALLED)) for one in (old, new)]
    if recalled[0] is not recalled[1] and any(one.left_out.get("recalled") for one in (old, new)):
        found.append(edit(Cause.RULES, "recalled rules", recalled_text(recalled[0]), recalled_text(recalled[1])))
    found += days_between(*days)
    found += evidence_between(old.declaration.evidence, new.declaration.evidence)
    found += challenges_between(old.declaration.challenges, new.declaration.challenges)
    found += service_between(old.declaration.service, new.declaration.service)
    if old.declaration.sha256 != new.declaration.sha256:
        found.append(edit(Cause.EDIT, "declaration", digits(old.declaration), digits(new.declaration)))
    found += [*_waivers_told(old, new, days), *_decisions_told(old, new, days)]
    if versions[0] != versions[1]:
        found.append(edit(Cause.PROGRAM, "auditor", versions[0], versions[1]))
    return tuple(found)


def _waivers_told(old: Audit, new: Audit, days: tuple[date, date]) -> Iterator[Edit]:
    """Give the waivers and decisions that neither the day nor the other inputs account for.

    A waiver that ended or began between the two days is time's doing.
    """
    before, after = ({one.requirement.id: one.waiver for one in each.findings} for each in (old, new))
    for name in dict.fromkeys([*after, *before]):
        was, now = before.get(name), after.get(name)
        if _same(was, now) or not _needed(old, name) or not _needed(new, name):
            continue
        ended = now is None and was is not None and not was.in_time(days[1])
        begun = was is None and now is not None and not now.in_time(days[0])
        if not ended and not begun:
            there = now or was
            then, since = (terms_of([one] if one else []) for one in (was, now))
            yield edit(Cause.WAIVER, f"{new.ruleset.id}/{name}", then, since, there.place if there else None)


def _decisions_told(old: Audit, new: Audit, days: tuple[date, date]) -> Iterator[Edit]:
    before, after = (
        {one.requirement.id: one.decision for one in each.findings if one.alternative is not None}
        for each in (old, new)
    )
    for name in (one for one in after if one in before):
        was, now = (None if one is None else one.decision for one in (before[name], after[name]))
        if not _same(was, now) and (now is None or now.on <= days[0]):
            then, since = (decided_text([one] if one else []) for one in (was, now))
            yield edit(Cause.WAIVER, f"{new.ruleset.id}/{name}", then, since)


def _same(one: Waiver | Decision | None, other: Waiver | Decision | None) -> bool:
    if one is None or other is None:
        return one is other
    return replace(one, place=NOWHERE) == replace(other, place=NOWHERE)


def _needed(audit: Audit, requirement: str) -> bool:
    return any(one.requirement.id == requirement and one.has_something_to_waive for one in audit.findings)
