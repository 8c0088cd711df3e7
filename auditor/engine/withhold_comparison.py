"""A comparison to publish: the same figures, without the values that a declaration marks as confidential."""

from __future__ import annotations

from msgspec.structs import replace

from auditor.engine.position import reported_at_all, reported_on
from auditor.engine.withhold import withhold, withhold_edits
from auditor.model.changes import Difference
from auditor.model.comparison import Comparison, Dossier, Filing, Focus, Position, Standing
from auditor.model.finding import Finding


def withhold_comparison(comparison: Comparison) -> Comparison:
    """Take out what each declaration marks as confidential, its own past included."""
    return replace(
        comparison,
        standings=tuple(_standing(one) for one in comparison.standings),
        dossiers=tuple(_dossier(one, comparison.focus) for one in comparison.dossiers),
    )


def _standing(one: Standing) -> Standing:
    shown = withhold(one.audit)
    by_id = {each.requirement.id: each for each in shown.findings}
    return replace(
        one,
        audit=shown,
        decisive_failures=tuple(_shown(each, by_id) for each in one.decisive_failures),
        position=one.position and _position(one.position, by_id),
        earlier=tuple(_filing(each) for each in one.earlier),
        change=_change(one.change),
    )


def _shown(finding: Finding, by_id: dict[str, Finding]) -> Finding:
    """Give the finding as it may be shown, waivers and decisions set aside as they were."""
    return replace(by_id[finding.requirement.id], waiver=finding.waiver, decision=finding.decision)


def _position(position: Position, by_id: dict[str, Finding]) -> Position:
    answers = tuple(replace(one, finding=_shown(one.finding, by_id)) for one in position.answers)
    return replace(position, answers=answers)


def _filing(one: Filing) -> Filing:
    return replace(one, audit=withhold(one.audit), change=_change(one.change))


def _change(change: Difference | None) -> Difference | None:
    if change is None:
        return None
    old, new = change.old, change.new
    edits = withhold_edits(change.edits, (old.declaration, new.declaration))
    return replace(change, old=withhold(old), new=withhold(new), edits=edits)


def _dossier(one: Dossier, focus: Focus | None) -> Dossier:
    shown = withhold(one.audit)
    return replace(one, audit=shown, focus=reported_on(focus, shown), facts=reported_at_all(shown))
