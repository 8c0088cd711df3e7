"""Whether a requirement is law on the as-of date. Dates never stop evaluation; both ends are inside."""

from __future__ import annotations

from datetime import date

from auditor.model.finding import Reason
from auditor.model.ruleset import NEVER_IN_FORCE, Requirement, Ruleset


def why_edition_not_in_force(ruleset: Ruleset, as_of: date) -> tuple[Reason, date | None] | None:
    """Give the reason, and the day it turns on, for requirements without dates; None where the edition is in force.

    In transition the day is the last of the transition; otherwise the first or last day in force.
    """
    return _why_not(ruleset, None, None, as_of)


def why_not_in_force(requirement: Requirement, ruleset: Ruleset, as_of: date) -> tuple[Reason, date | None] | None:
    """Give the same for one requirement."""
    return _why_not(ruleset, requirement.starts, requirement.ends, as_of)


def _why_not(
    ruleset: Ruleset, starts: date | None, ends: date | None, as_of: date
) -> tuple[Reason, date | None] | None:
    if ruleset.status in NEVER_IN_FORCE or ruleset.in_force_from is None:
        return Reason.NOT_YET, ruleset.in_force_from
    for first in (ruleset.in_force_from, starts):
        if first is not None and as_of < first:
            return Reason.NOT_YET, first
    for last in (ruleset.in_force_until, ends):
        if last is not None and last < as_of:
            return Reason.ENDED, last
    if ruleset.transition_until is not None and as_of <= ruleset.transition_until:
        return Reason.TRANSITION, ruleset.transition_until
    return None
