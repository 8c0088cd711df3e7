"""What time alone changes: day by day, with what turns and why; what is announced stands apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from auditor.model.declaration import Declaration
from auditor.model.finding import Outcome, Reason, Status
from auditor.model.result import Audit, Track
from auditor.model.scorecard import Verdict
from auditor.model.timeline import Announced, Moment, Timeline, Turn
from auditor.report.changes_words import waived_where
from auditor.report.escape import visible
from auditor.report.highlights import verdict_on
from auditor.report.paper import Paper, Piece
from auditor.report.reported import NO_VERDICT
from auditor.report.wording import (
    BACKED_MEANS,
    REASONS,
    STATUSES,
    VERDICTS,
    as_track,
    flat,
    listed,
    plural,
    score_said,
    sentence,
    to_ascii,
)

TURNS: Final = 6
_TRACKS: Final = (Track.DECLARED, Track.BACKED)
_NONE: Final = "no edition is in force or current"


def draw(lines: Sequence[Timeline], declaration: Declaration, *, paper: Paper, verbose: bool) -> str:
    """Write each timeline beneath the other; the last line of each is its answer."""
    for line in lines:
        paper.blank()
        _put_head(paper, declaration, line)
        if declaration.compiled_by is not None:
            paper.prose(NO_VERDICT)
            continue
        for number, moment in enumerate(line.moments):
            paper.blank()
            _put_moment(paper, moment, line.moments[number - 1] if number else None, verbose=verbose)
        for one in line.announced:
            paper.blank()
            _put_announced(paper, one, verbose=verbose)
        paper.blank()
        paper.prose(BACKED_MEANS + ".")
        paper.blank()
        paper.prose(answer(line), style="head")
    return paper.text()


def say(lines: Sequence[Timeline], declaration: Declaration, *, ascii: bool, verbose: bool) -> str:
    """Say the same, one sentence a line."""
    said = [visible(flat(one)) for line in lines for one in _sentences(line, declaration, verbose=verbose)]
    text = "\n".join(one for one in said if one) + "\n"
    return to_ascii(text) if ascii else text


def answer(line: Timeline) -> str:
    """Say when a verdict turns by itself, if it does."""
    pairs = list(zip(line.moments, line.moments[1:], strict=False))
    changes = sum(bool(after.turns) or _counted(before.audit) != _counted(after.audit) for before, after in pairs)
    days = [f"{as_track(track)} on {listed(turned)}" for track in _TRACKS if (turned := _days_turned(line, track))]
    upto = f" up to {line.until}" if line.until else ""
    if not changes:
        return f"{'NO VERDICT AND NO SCORE' if pairs else 'NOTHING'} CHANGES BY ITSELF{upto}."
    if days:
        return f"THE VERDICT TURNS BY ITSELF {'; '.join(days)}{upto}."
    return f"NO VERDICT TURNS BY ITSELF{upto}: on {plural(changes, 'day')} single requirements or scores change."


def _counted(audit: Audit | None) -> object:
    """Give what is judged of the whole; a note on how an edition stands is none of it."""
    card = audit.scorecard if audit is not None else None
    if audit is None or card is None:
        return None
    totals = (card.verdict, card.score, card.verdict_without_waivers, card.score_without_waivers)
    return audit.ruleset.sha256, *totals


def _asked(line: Timeline) -> str:
    """Say what it is read against: the name as it was asked for, or the edition's where that was a folder."""
    found = next((one.audit.ruleset for one in line.moments if one.audit is not None), None)
    return line.asked if found is None or line.asked.partition("@")[0] == found.id else found.name


def _days_turned(line: Timeline, track: Track) -> list[str]:
    return [
        after.day.isoformat()
        for before, after in zip(line.moments, line.moments[1:], strict=False)
        if _verdict(before.audit, track) is not _verdict(after.audit, track)
    ]


def _verdict(audit: Audit | None, track: Track) -> Verdict | None:
    return None if audit is None or audit.scorecard is None else verdict_on(audit.scorecard, track)


def _put_head(paper: Paper, declaration: Declaration, line: Timeline) -> None:
    service = declaration.service
    who = paper.dot.join(flat(part) for part in (service.name, service.provider) if part)
    paper.sides([Piece(who, "head")], _asked(line))
    stated = f"facts of {declaration.stated_on}" if declaration.stated_on else "facts undated"
    until = f" to {line.until}" if line.until else " on"
    paper.sides([paper.dot.join((declaration.file, stated))], f"from {line.start}{until}")


def _totals(audit: Audit, track: Track, to: str) -> str:
    card = audit.scorecard
    assert card is not None, "a service that is not judged has no timeline"
    score = card.score.declared if track is Track.DECLARED else card.score.backed
    return f"{VERDICTS[verdict_on(card, track)].label} {as_track(track)} ({score_said(score, to=to)})"


def _put_moment(paper: Paper, moment: Moment, before: Moment | None, *, verbose: bool) -> None:
    audit = moment.audit
    if audit is None:
        paper.put(Piece(f"{moment.day}  ", keep=True), _NONE)
    else:
        verdict = VERDICTS[verdict_on(audit.scorecard, Track.DECLARED)] if audit.scorecard else None
        lead = Piece(
            f"{moment.day}  {verdict.mark if verdict else '-'} ", verdict.style if verdict else "", keep=True
        )
        totals = f"{_totals(audit, Track.DECLARED, paper.to)}{paper.dot}{_totals(audit, Track.BACKED, paper.to)}"
        paper.prose(totals, lead=lead)
        if before is None or _edition(before.audit) != _edition(audit):
            paper.prose(_edition(audit), lead="            ")
        for mark in audit.watermarks if before is None or _marks(before.audit) != _marks(audit) else ():
            paper.prose(flat(mark), lead="          ! ", style="open")
    for text in _verdict_turns(before, moment):
        paper.prose(text, lead="            ", style="failed")
    for why in moment.why:
        paper.prose(sentence(why), lead="            ")
    _put_turns(paper, moment.turns, verbose=verbose)


def _edition(audit: Audit | None) -> str:
    return _NONE if audit is None else audit.ruleset.name


def _marks(audit: Audit | None) -> tuple[str, ...]:
    return () if audit is None else audit.watermarks


def _verdict_turns(before: Moment | None, after: Moment) -> Iterator[str]:
    if before is None or before.audit is None or after.audit is None:
        return
    for track in _TRACKS:
        old, new = _verdict(before.audit, track), _verdict(after.audit, track)
        if old is not None and new is not None and old is not new:
            yield f"The verdict {as_track(track)} turns from {VERDICTS[old].label} to {VERDICTS[new].label}."


def _alike(turns: Sequence[Turn], *, verbose: bool) -> tuple[list[list[Turn]], int]:
    """Put together those that turn alike and for the same reason, decisive ones first; and how many are not shown."""
    groups: dict[tuple[bool, str, tuple[str, ...]], list[Turn]] = {}
    for one in turns:
        groups.setdefault((not one.requirement.decisive, _turned_text(one), one.why), []).append(one)
    ordered = [groups[key] for key in sorted(groups, key=lambda key: key[0])]
    shown = ordered if verbose else ordered[:TURNS]
    return shown, len(turns) - sum(map(len, shown))


def _put_turns(paper: Paper, turns: Sequence[Turn], *, verbose: bool) -> None:
    shown, more = _alike(turns, verbose=verbose)
    for group in shown:
        first = group[0]
        ids = [one.requirement.id for one in group]
        paper.prose(f"{_turned_text(first)}: {listed(ids)}", lead=Piece(f"          {_mark(first)} ", _style(first)))
        if first.why:
            paper.prose(listed(first.why, most=2), lead="            ")
    if more:
        paper.prose(f"and {more} more (--verbose)", lead="            ")


def _turned(turn: Turn) -> Status | None:
    """Give the status to draw a turn by: the one that moved."""
    before, after = turn.before, turn.after
    if after is None:
        return None
    return after.backed if before is not None and before.declared is after.declared else after.declared


def _mark(turn: Turn) -> str:
    status = _turned(turn)
    return STATUSES[status].mark if status else "-"


def _style(turn: Turn) -> str:
    status = _turned(turn)
    return STATUSES[status].style if status else ""


def _turned_text(turn: Turn) -> str:
    before, after = turn.before, turn.after
    if before is None or after is None:
        new = after or before
        assert new is not None, "a turn has one side at least"
        return f"{'new here,' if before is None else 'no longer here, was'} {_status(new.declared, new)}"
    if before.counts is not after.counts:
        said, waived = ("waived", after) if before.counts else ("counts again", before)
        return said + waived_where(waived)
    if before.declared is not after.declared or before.reason is not after.reason:
        return f"{_status(before.declared, before)}, then {_status(after.declared, after)}"
    if before.backed is not after.backed:
        return f"as backed {_backed(before)}, then {_backed(after)}"
    settled = after.declared in (Status.MET, Status.NOT_APPLICABLE, Status.NOT_IN_FORCE)
    return f"still {_status(after.declared, after)}, other part credit{' as backed' if settled else ''}"


def _status(status: Status, outcome: Outcome) -> str:
    reason = outcome.reason
    if status is Status.NOT_IN_FORCE and reason in (Reason.NOT_YET, Reason.TRANSITION, Reason.ENDED):
        return REASONS[reason]
    return STATUSES[status].label


def _backed(outcome: Outcome) -> str:
    if outcome.backed is Status.UNDECIDED and outcome.declared is not Status.UNDECIDED:
        return "not backed"
    return STATUSES[outcome.backed].label


def _put_announced(paper: Paper, one: Announced, *, verbose: bool) -> None:
    paper.prose("announced, not in place", lead=Piece(f"{one.day}  · ", "open", keep=True))
    for plan in one.plans:
        paper.prose(f"{plan.fact}, at {plan.place}", lead="            ")
    paper.prose(_announced_text(one), lead="            ")
    _put_turns(paper, one.turns, verbose=verbose)


def _announced_text(one: Announced) -> str:
    old, new = _verdict(one.audit, Track.DECLARED), _verdict(one.would_be, Track.DECLARED)
    assert old is not None, "what is announced is looked at for services that are judged"
    assert new is not None
    if not one.turns:
        return "If all announced until then were done and declared, nothing would come out otherwise."
    verdict = (
        f"stay {VERDICTS[new].label}" if old is new else f"turn from {VERDICTS[old].label} to {VERDICTS[new].label}"
    )
    return f"If all announced until then were done and declared, the verdict as declared would {verdict}."


def _sentences(line: Timeline, declaration: Declaration, *, verbose: bool) -> Iterator[str]:
    service = declaration.service
    yield sentence(", ".join(part for part in (service.name, service.provider) if part))
    yield f"File {declaration.file}, read against {_asked(line)} from {line.start}" + (
        f" to {line.until}." if line.until else " on."
    )
    if declaration.compiled_by is not None:
        yield NO_VERDICT
        return
    for number, moment in enumerate(line.moments):
        before = line.moments[number - 1] if number else None
        if moment.audit is None:
            yield f"{moment.day}: {_NONE}."
        else:
            said = ", ".join(_totals(moment.audit, track, " to ") for track in _TRACKS)
            yield f"{moment.day}: {said}; {moment.audit.ruleset.name}."
            if before is None or _marks(before.audit) != _marks(moment.audit):
                yield from (sentence(mark) for mark in moment.audit.watermarks)
        yield from _verdict_turns(before, moment)
        yield from (sentence(why) for why in moment.why)
        yield from _turn_sentences(moment.turns, verbose=verbose)
    for one in line.announced:
        facts = listed([plan.fact for plan in one.plans])
        yield f"{one.day}: announced, not in place: {facts}."
        yield _announced_text(one)
        yield from _turn_sentences(one.turns, verbose=verbose)
    yield sentence(BACKED_MEANS)
    yield answer(line)


def _turn_sentences(turns: Sequence[Turn], *, verbose: bool) -> Iterator[str]:
    shown, more = _alike(turns, verbose=verbose)
    for group in shown:
        why = f"; {listed(group[0].why, most=2)}" if group[0].why else ""
        yield sentence(f"{_turned_text(group[0])}: {listed([one.requirement.id for one in group])}{why}")
    if more:
        yield f"And {more} more."
