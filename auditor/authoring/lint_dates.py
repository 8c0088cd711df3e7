"""Checks of days: an edition's own, its requirements', and those of the editions beside it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from auditor.authoring.lint_draft import Draft, Faults, fault
from auditor.model.ruleset import NEVER_IN_FORCE, RulesetStatus
from auditor.model.standing import holding
from auditor.source.library import Edition

_STATUTORY: Final = (RulesetStatus.ACT, RulesetStatus.STATUTORY_CODE, RulesetStatus.STATUTORY_GUIDANCE)


def transition_outside(draft: Draft) -> Faults:
    """Look for a time of transition that does not lie in the edition's life."""
    ends, starts, until = (
        draft.ruleset.transition_until,
        draft.ruleset.in_force_from,
        draft.ruleset.in_force_until,
    )
    if ends is None:
        return
    if starts is None or ends < starts:
        said = "never begins" if starts is None else f"begins on {starts}"
    elif until is not None and ends > until:
        said = f"ends on {until}"
    else:
        return
    yield fault(
        "lint.transition-outside",
        f"the transition runs until {ends}, and the edition {said}",
        draft.place("transition_until"),
        help="a transition ends on a day on which the edition is in force",
    )


def published_after_start(draft: Draft) -> Faults:
    """Look for editions that bound people before they could read them."""
    published, starts = draft.ruleset.published, draft.ruleset.in_force_from
    if published is not None and starts is not None and published > starts:
        yield fault(
            "lint.published-after-start",
            f"it is {holding(draft.ruleset.status)} from {starts} and was published only on {published}",
            draft.place("published"),
            help="look both days up again",
        )


def draft_with_dates(draft: Draft) -> Faults:
    """Look for dates on a text that is never in force."""
    if draft.ruleset.status in NEVER_IN_FORCE and draft.ruleset.in_force_from is not None:
        yield fault(
            "lint.draft-with-dates",
            f"a {draft.ruleset.status.value} is never in force, and this one begins on {draft.ruleset.in_force_from}",
            draft.place("in_force_from"),
            help="leave `in_force_from` out, or give the status of the text that did come into force",
        )


def ended_without_end(draft: Draft) -> Faults:
    """Look for repealed and superseded texts that never end."""
    ended = (RulesetStatus.REPEALED, RulesetStatus.SUPERSEDED)
    if draft.ruleset.status in ended and draft.ruleset.in_force_until is None:
        yield fault(
            "lint.ended-without-end",
            f"the edition is {draft.ruleset.status.value} and does not say since when",
            draft.place("status"),
            why="without its last day it would be read as in force today",
            help="write `in_force_until: YYYY-MM-DD`, its last day",
        )


def never_in_force(draft: Draft) -> Faults:
    """Look for requirements that have no day."""
    first, last = draft.ruleset.in_force_from, draft.ruleset.in_force_until
    for one in draft.requirements:
        starts, ends = one.starts, one.ends
        if starts is not None and ends is not None and ends < starts:
            said = f"`{one.id}` ends on {ends}, before it begins on {starts}"
        elif starts is not None and last is not None and starts > last:
            said = f"`{one.id}` begins on {starts}, after the edition has ended on {last}"
        elif ends is not None and first is not None and ends < first:
            said = f"`{one.id}` ends on {ends}, before the edition begins on {first}"
        else:
            continue
        yield fault("lint.never-in-force", said, draft.place_of(one, "in_force"), help="look its days up again")


def idle_date(draft: Draft) -> Faults:
    """Look for a requirement's days that lie outside the edition's, and so do nothing."""
    first, last = draft.ruleset.in_force_from, draft.ruleset.in_force_until
    for one in draft.requirements:
        starts, ends = one.starts, one.ends
        if starts is not None and first is not None and starts <= first:
            said, key = f"`{one.id}` begins on {starts}, and the edition no earlier than {first}", "from"
        elif ends is not None and last is not None and ends >= last:
            said, key = f"`{one.id}` ends on {ends}, and the edition no later than {last}", "until"
        else:
            continue
        if not _reversed(starts, ends):
            yield fault(
                "lint.idle-date",
                said,
                draft.place_of(one, "in_force", key),
                why=f"a requirement is {holding(draft.ruleset.status)} only while its edition is",
                help="leave the day out",
            )


def _reversed(starts: date | None, ends: date | None) -> bool:
    return starts is not None and ends is not None and ends < starts


def editions_overlap(draft: Draft) -> Faults:
    """Look for days on which two editions of one status are in force; a correction stands in for what it corrects.

    An act and the guidance made under it are two texts of one instrument, and in force side by side.
    """
    for one, other in _neighbours(draft, draft.ruleset.status):
        if one.ends is None or (other.starts is not None and one.ends >= other.starts):
            until = f"until {one.ends}" if one.ends else "without end"
            yield fault(
                "lint.editions-overlap",
                f"edition {one.number} is {holding(one.status)} {until}, and {other.number} from {other.starts}",
                draft.place("in_force_until" if _is(one, draft) and one.ends else "in_force_from"),
                why=f"of texts of one status, one is {holding(one.status)} on a day",
                help=f"end {one.number} on the day before {other.starts}",
            )


def editions_gap(draft: Draft) -> Faults:
    """Look for days between two editions of a statutory text on which neither is in force."""
    if draft.ruleset.status not in _STATUTORY:
        return
    for one, other in _neighbours(draft):
        if one.ends is not None and other.starts is not None and one.ends + timedelta(days=1) < other.starts:
            yield fault(
                "lint.editions-gap",
                f"edition {one.number} ends on {one.ends}, and {other.number} begins only on {other.starts}",
                draft.place("in_force_until" if _is(one, draft) else "in_force_from"),
                why="in between no edition would be found, and nothing audited",
                help="look both days up again",
            )


def _neighbours(draft: Draft, status: RulesetStatus | None = None) -> list[tuple[Edition, Edition]]:
    """Give this edition with the one before it and the one after it, by the day on which they begin.

    Of an edition and its corrections (1.0.0, 1.0.1) the last stands for all. With a `status`, others are passed over.
    """
    lasts = {one.version[:2]: one for one in draft.editions if one.starts and one.status not in NEVER_IN_FORCE}
    alike = [one for one in lasts.values() if status in (None, one.status)]
    lived = sorted(alike, key=lambda one: one.starts or date.min)
    return [(one, other) for one, other in pairwise(lived) if _is(one, draft) or _is(other, draft)]


def _is(edition: Edition, draft: Draft) -> bool:
    return edition.number == draft.ruleset.version


def editions_out_of_order(draft: Draft) -> Faults:
    """Look for a version that was published before a lower one."""
    for one, other in pairwise(draft.editions):
        late = one.published is not None and other.published is not None and other.published < one.published
        if late and _is(other, draft):
            yield fault(
                "lint.editions-out-of-order",
                f"{other.number} was published on {other.published}, before {one.number} on {one.published}",
                draft.place("version"),
                help="number editions in the order in which they appeared",
            )
