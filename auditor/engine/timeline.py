"""What comes of a declaration as time passes: audited on each day that may matter, and told where it differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from msgspec.structs import replace

from auditor.engine.what_if import Change, changed
from auditor.model.declaration import Declaration, Plan
from auditor.model.finding import Finding, outcome_of
from auditor.model.result import Audit
from auditor.model.timeline import Announced, Cause, Moment, Timeline, Turn

AuditOn = Callable[[Declaration, date], Audit | None]


def timeline(
    declaration: Declaration,
    audit_on: AuditOn,
    causes: Iterable[Cause],
    *,
    asked: str,
    start: date,
    until: date | None,
) -> Timeline:
    """Tell every day from `start` on which a finding, a verdict or a score changes, with what changed it.

    `audit_on` audits on a day, and gives None where no edition is in force; `causes` are all the days on which that
    may come out otherwise. What is announced is looked at apart and never changes a moment.
    """
    by_day: dict[date, list[Cause]] = {}
    for cause in causes:
        if start < cause.day and (until is None or cause.day <= until):
            by_day.setdefault(cause.day, []).append(cause)
    moments = [Moment(day=start, audit=audit_on(declaration, start))]
    for day in sorted(by_day):
        moment = _moment(moments[-1], day, audit_on(declaration, day), by_day[day])
        if moment is not None:
            moments.append(moment)
    announced = tuple(_announced(declaration, audit_on, start, until))
    return Timeline(asked=asked, start=start, until=until, moments=tuple(moments), announced=announced)


def _moment(last: Moment, day: date, audit: Audit | None, causes: Sequence[Cause]) -> Moment | None:
    turns = _turns(last.audit, audit, causes)
    if not turns and _outside(last.audit) == _outside(audit):
        return None
    if not _is_other(last.audit, audit):
        return Moment(day=day, audit=audit, turns=turns)
    general = tuple(dict.fromkeys(one.why for one in causes if one.requirement is None))
    own = tuple(replace(one, why=tuple(why for why in one.why if why not in general)) for one in turns)
    return Moment(day=day, audit=audit, why=general, turns=own)


def _is_other(before: Audit | None, after: Audit | None) -> bool:
    """Whether it is another edition, one where there was none, or one that stands otherwise than the day before."""
    if before is None or after is None:
        return before is not after
    if before.watermarks != after.watermarks:
        return True
    return before.ruleset.sha256 != after.ruleset.sha256 or _unforced(before) != _unforced(after)


def _unforced(audit: Audit) -> bool:
    return all(not one.in_force for one in audit.findings)


def _outside(audit: Audit | None) -> tuple[object, ...]:
    """Give all that a reader sees of the whole: edition, watermarks, verdicts, scores."""
    if audit is None:
        return ()
    card = audit.scorecard
    totals = (card.verdict, card.score, card.verdict_without_waivers, card.score_without_waivers) if card else ()
    return (audit.ruleset.id, audit.ruleset.version, audit.ruleset.sha256, audit.watermarks, *totals)


def _turns(before: Audit | None, after: Audit | None, causes: Sequence[Cause]) -> tuple[Turn, ...]:
    old, new = _by_id(before), _by_id(after)
    turns = []
    for id in old | new:
        was, now = old.get(id), new.get(id)
        if _seen(was) == _seen(now):
            continue
        finding = now or was
        assert finding is not None, "an id stands on one side at least"
        turns.append(
            Turn(
                requirement=finding.requirement,
                before=None if was is None else outcome_of(was),
                after=None if now is None else outcome_of(now),
                why=tuple(dict.fromkeys(one.why for one in causes if one.requirement in (None, id))),
            )
        )
    return tuple(turns)


def _by_id(audit: Audit | None) -> dict[str, Finding]:
    return {one.requirement.id: one for one in (audit.findings if audit is not None else ())}


def _seen(finding: Finding | None) -> object:
    """Give all that may turn of one requirement: how it came out, and what credit is still possible."""
    if finding is None:
        return None
    return outcome_of(finding), finding.declared.credit, finding.backed.credit, finding.would_be is not None


def _announced(declaration: Declaration, audit_on: AuditOn, start: date, until: date | None) -> Iterable[Announced]:
    """Look at each day for which something is announced, with all that is announced until then done.

    A day that is known only in part is read as its last: what is announced for March may come on the 31st.
    """
    days = sorted({max(start, one.start.last) for one in declaration.planned})
    for day in days:
        if until is not None and day > until:
            return
        audit = audit_on(declaration, day)
        done = [one for one in declaration.planned if one.start.last <= day]
        would_be = audit_on(changed(declaration, [_change(one) for one in done]), day)
        if audit is None or would_be is None:
            continue
        here = tuple(one for one in declaration.planned if max(start, one.start.last) == day)
        said = tuple(f"{one.fact} as announced" for one in here)
        turns = _turns(audit, would_be, [Cause(day=day, why=why) for why in said])
        yield Announced(day=day, plans=here, audit=audit, would_be=would_be, turns=turns)


def _change(plan: Plan) -> Change:
    return Change(path=plan.fact, values=plan.values)
