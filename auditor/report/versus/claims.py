"""Sentences on services that filed for themselves: figures, places, what fails, what is open, each by its own word.

Nothing in here says what a service does: it says what its filing declares, whether documents were found, and how the
edition's rules come out by that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from auditor.model.comparison import Filing, Standing, Unranked
from auditor.model.finding import Status
from auditor.model.scorecard import AreaCard, Tracks
from auditor.report.changes_words import change_text
from auditor.report.escape import quoted
from auditor.report.versus.answers import answers, failures, refusals
from auditor.report.versus.quotes import (
    Frame,
    and_joined,
    applies,
    left_open,
    name_of,
    on_file,
    ordinal,
    percent,
    points,
    service_of,
)
from auditor.report.versus.reports import challenged
from auditor.report.versus.told import looked_at
from auditor.report.versus.unbacked import as_backed, contradictions
from auditor.report.wording import VERDICTS, decisive_noun, plural, whole

BACKED: Final = (
    "backed means that a document was found, in date and with the right hash; nobody has checked that it is true"
)
_APPLY: Final = (Status.MET, Status.PARTLY_MET, Status.NOT_MET, Status.UNDECIDED)


def claims(frame: Frame, one: Standing) -> Iterator[str]:
    """Give what can be said of one service: figures first, then the matter in focus, failures, and its past."""
    yield _score(frame, one)
    yield _rank(frame, one)
    yield _verdict(frame, one)
    yield _shares(frame, one)
    yield from (_area(frame, one, card) for card in one.areas if card.score.backed is not None)
    yield from answers(frame, one)
    yield from failures(frame, one)
    yield from refusals(frame, one)
    yield from contradictions(frame, one)
    yield from challenged(frame, one)
    yield from _past(frame, one)


def _both(score: Tracks) -> str:
    return f"{points(score.declared)} as declared and {points(score.backed)} as backed"


def _of_how_many(counts: Mapping[Status, int]) -> str:
    apply = sum(counts.get(one, 0) for one in _APPLY)
    return f"{apply} of {plural(sum(counts.values()), 'requirement')} {applies(apply)} as declared"


def _filing(one: Standing) -> str:
    return f"its own filing {on_file(one.audit.declaration.stated_on)}"


def _score(frame: Frame, one: Standing) -> str:
    return frame.sentence(
        f"by {_filing(one)}, {service_of(one)} has {_both(one.score)}, {frame.areas()}, judged by "
        f"{frame.judged(one)}",
        _of_how_many(one.counts),
        left_open(one.score),
        BACKED,
        notes=one.audit.watermarks,
    )


def _rank(frame: Frame, one: Standing) -> str:
    among = f"judged by {frame.judged(one)}, {frame.areas()}"
    if one.ranks is None:
        return frame.sentence(
            f"by {_filing(one)}, {service_of(one)} has no rank, because {_why_unranked(frame, one)}",
            f"{plural(frame.comparison.ranked, 'service has', 'services have')} one, {among}",
            "what is not answered is not a no" if one.unranked is Unranked.TOO_LITTLE_ANSWERED else "",
            notes=_notes(frame, one),
        )
    count = frame.comparison.ranked
    best, worst = one.ranks.best, one.ranks.worst
    place = ordinal(best) if best == worst else f"between {ordinal(best)} and {ordinal(worst)}"
    ranked = f"{place} of {plural(count, 'ranked service')}" if count > 1 else "the only ranked service"
    return frame.sentence(
        f"by {_filing(one)}, {service_of(one)} is {ranked}, in the order of points backed for certain, of "
        f"which it has {_ends(one)[0]} ({points(one.score.backed)} as backed), {among}",
        *_others(frame, one),
        left_open(one.score),
        BACKED,
        notes=_notes(frame, one),
        beside=_beside(frame, one),
    )


def _notes(frame: Frame, one: Standing) -> list[str]:
    """Give what a reader must know of this service, and of the page as a whole."""
    whole_page = (each.text for each in frame.comparison.marks if not each.services)
    return list(dict.fromkeys((*one.audit.watermarks, *whole_page)))


def _beside(frame: Frame, one: Standing) -> list[str]:
    """Give what a reader must know of others that have a rank too; what is about anybody else is not told here."""
    others = {
        each.audit.declaration.service.id
        for each in frame.comparison.standings
        if each.ranks is not None and each is not one
    }
    return [each.text for each in frame.comparison.marks if not others.isdisjoint(each.services)]


def _why_unranked(frame: Frame, one: Standing) -> str:
    if one.unranked is Unranked.TOO_LITTLE_ANSWERED:
        return (
            f"{percent(one.shares.unanswered)} of its score as declared hangs on facts without an answer, and a rank "
            f"takes answers to {percent(frame.comparison.least_answered)} of it"
        )
    if one.unranked is Unranked.OTHER_SCOPE:
        return "too few of the requirements apply both to it and to the services that are ranked"
    return f"nothing counts as {'declared' if one.score.declared is None else 'backed'}"


def _others(frame: Frame, one: Standing) -> Iterator[str]:
    """Say with whom a place is shared, and with whom the order is open."""
    others = [each for each in frame.comparison.standings if each.ranks is not None and each is not one]
    mine = _ends(one)
    same = [name_of(each) for each in others if _ends(each) == mine]
    if same:
        yield f"the same figures as {and_joined(same)}: a tie"
    apart = [(name_of(each), _ends(each)) for each in others if _ends(each) != mine]
    over = [name for name, ends in apart if mine[1] > ends[0] and ends[1] > mine[0]]
    if over:
        yield f"open answers and missing documents leave open whether it stands above or below {and_joined(over)}"
    beneath = [name for name, ends in apart if ends[1] == mine[0]]
    if beneath:
        yield f"{and_joined(beneath)} may yet come level with it"
    above = [name for name, ends in apart if ends[0] == mine[1]]
    if above:
        yield f"it may yet come level with {and_joined(above)}"


def _ends(one: Standing) -> tuple[int, int]:
    score = one.score.backed
    return (-1, -1) if score is None else (whole(score.interval.low), whole(score.interval.high))


def _verdict(frame: Frame, one: Standing) -> str:
    found = one.decisive
    apply = sum(found.get(each, 0) for each in _APPLY)
    noun = decisive_noun(one.audit.ruleset.decided_by, apply)
    said = {each: found.get(each, 0) for each in _APPLY}
    return frame.sentence(
        f"by {_filing(one)}, the verdict on {service_of(one)} over the whole edition is "
        f"“{VERDICTS[one.verdict.declared].label}” as declared and “{VERDICTS[one.verdict.backed].label}” as backed, "
        f"judged by {frame.judged(one)}",
        f"of the {apply} {noun} that {applies(apply)}, {frame.areas()}, it comes out as meeting "
        f"{said[Status.MET]}, meeting {said[Status.PARTLY_MET]} in part, not meeting {said[Status.NOT_MET]} and "
        f"leaving {said[Status.UNDECIDED]} open as declared",
        *as_backed(
            frame, [each for each in one.audit.findings if each.requirement.decisive and looked_at(one, each)]
        ),
        BACKED,
        notes=one.audit.watermarks,
    )


def _shares(frame: Frame, one: Standing) -> str:
    shares, judged = one.shares, f"{frame.areas()}, judged by {frame.judged(one)}"
    hangs = f"{percent(shares.unanswered)} of the score as declared of {service_of(one)} hangs on"
    if shares.unanswered is None:
        hangs = f"{service_of(one)} has no score as declared, and none hangs on"
    return frame.sentence(
        f"by {_filing(one)}, {hangs} facts without an answer, {judged}",
        f"of the weight of all requirements asked on the day, {percent(shares.not_applicable)} does not apply as "
        f"declared; for {percent(shares.on_unbacked_scope)}, which is part of that, nothing backs what takes it out",
        "what is not answered is not a no",
        notes=one.audit.watermarks,
    )


def _area(frame: Frame, one: Standing, card: AreaCard) -> str:
    return frame.sentence(
        f"in the area {quoted(card.area.title)}, by {_filing(one)}, {service_of(one)} has "
        f"{_both(card.score)}, judged by {frame.judged(one)}"
        + (f", in a comparison {frame.areas()}" if frame.comparison.lens else ""),
        f"in this area {_of_how_many(card.counts)}",
        left_open(card.score),
        BACKED,
        notes=one.audit.watermarks,
    )


def _past(frame: Frame, one: Standing) -> Iterator[str]:
    """Tell each filing beside the one before it: figures and what came out otherwise, and never why."""
    newest = Filing(audit=one.audit, as_of=one.as_of, score=one.score, change=one.change)
    line = (*one.earlier, newest)
    for before, after in pairwise(line):
        changes = [each for each in after.change.changes if each.remains] if after.change else []
        told = and_joined([f"{each.requirement.id} from {change_text(each, 'to')}" for each in changes])
        yield frame.sentence(
            f"{service_of(one)} had {_both(before.score)} by its own filing "
            f"{on_file(before.audit.declaration.stated_on)}, judged for {before.as_of.isoformat()}, and has "
            f"{_both(after.score)} by its own filing {on_file(after.audit.declaration.stated_on)}, judged for "
            f"{after.as_of.isoformat()}, {frame.areas()}, by {frame.judged(one)}",
            f"{plural(len(changes), 'requirement')} came out otherwise" + (f": {told}" if told else ""),
            BACKED,
            notes=one.audit.watermarks,
        )
