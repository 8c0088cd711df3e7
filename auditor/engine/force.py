"""Whether a requirement is law on the as-of date. Dates never stop evaluation; both ends are inside."""

from __future__ import annotations

from datetime import date

from auditor.model.finding import Reason
from auditor.model.ruleset import NEVER_IN_FORCE, Requirement, Ruleset


def why_not_in_force(requirement: Requirement, ruleset: Ruleset, as_of: date) -> tuple[Reason, date | None] | None:
    """Give the reason, and the day it turns on, or None for a requirement that is in force.

    In transition the day is the last of the transition; otherwise the first or last day in force.
    """
    if ruleset.status in NEVER_IN_FORCE or ruleset.in_force_from is None:
        return Reason.NOT_YET, ruleset.in_force_from
    spans = (
        (ruleset.in_force_from, ruleset.in_force_until),
        (requirement.starts, requirement.ends),
    )
    for starts, _ends in spans:
        if starts is not None and as_of < starts:
            return Reason.NOT_YET, starts
    for _starts, ends in spans:
        if ends is not None and ends < as_of:
            return Reason.ENDED, ends
    if ruleset.transition_until is not None and as_of <= ruleset.transition_until:
        return Reason.TRANSITION, ruleset.transition_until
    return None
