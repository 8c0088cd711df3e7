"""What to answer next, and what will be in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from auditor.model.answers import Answer
from auditor.model.finding import Finding
from auditor.model.result import Audit, Track
from auditor.model.scorecard import Scorecard, Verdict
from auditor.report.failing import absence_text, turn_text, worth_text
from auditor.report.highlights import coming, coming_counts, failed, in_force_text, later_words, verdict_on
from auditor.report.page.elements import Markup, Node, code, element, inside, joined, said, together
from auditor.report.page.pieces import folded, heading, mark, place
from auditor.report.wording import STATUSES, decisive_noun, flat, plural, sentence

FIRST: Final = 5
WAITING: Final = 8


def answers(
    audit: Audit, card: Scorecard, anchors: Mapping[str, str], *, track: Track, level: int, anchor: str
) -> Markup | None:
    """Write what to answer next, the most telling first, and whether an answer can turn the verdict."""
    found = audit.answers
    if not found:
        return None
    deciding = sum(one.decides for one in found)
    noun = decisive_noun(audit.ruleset.decided_by, 1)
    verb = "decides" if deciding == 1 else "decide"
    rest = found[FIRST:]
    return element(
        "section",
        heading(level, "Answer next"),
        element(
            "p",
            f"{plural(len(found), 'answer')} missing, {deciding or 'none'} of them {verb} a {noun}.",
            _turning(audit, card, track),
        ),
        _list(found[:FIRST], anchors),
        folded(f"and {len(rest)} more", _list(rest, anchors, start=FIRST + 1), class_="more") if rest else None,
        id=anchor,
    )


def _turning(audit: Audit, card: Scorecard, track: Track) -> str | None:
    turning = sum(bool(one.turns) for one in audit.answers)
    if turning:
        return f" {plural(turning, 'answer')} can turn the verdict as declared alone."
    if verdict_on(card, track) is not Verdict.NOT_COMPLIANT:
        return None
    count = failed(card.decisive)
    noun = decisive_noun(audit.ruleset.decided_by, count)
    return f" No answer turns the verdict: {count} {noun} {'has' if count == 1 else 'have'} to be met first."


def _list(found: Sequence[Answer], anchors: Mapping[str, str], *, start: int = 1) -> Markup:
    return element(
        "ol", [_answer(one, anchors) for one in found], class_="answers", start=start if start > 1 else None
    )


def _answer(answer: Answer, anchors: Mapping[str, str]) -> Markup:
    question = flat(answer.question) or f"What is {answer.fact}?"
    ids = list(dict.fromkeys(answer.requirements))
    waiting = [inside(anchors[one], code(one)) if one in anchors else code(one) for one in ids[:WAITING]]
    more = f" and {len(ids) - WAITING} more" if len(ids) > WAITING else ""
    worth: list[Node] = [worth_text(answer), *(said(turn_text(one)) for one in answer.turns)]
    absence = absence_text(answer.absence)
    return element(
        "li",
        element("p", said(question), class_="question"),
        element(
            "p",
            joined([
                together(code(answer.fact), ": ", said(answer.accepts)) if answer.accepts else code(answer.fact),
                together("near ", place(answer.place)) if answer.place is not None else None,
            ]),
        ),
        element("p", joined([together("for ", joined(waiting, ", "), more), *worth]), class_="origin"),
        element("p", said(sentence(absence))) if absence else None,
    )  # fmt: skip


def later(audit: Audit, anchors: Mapping[str, str], *, level: int, anchor: str) -> Markup | None:
    """Write what will be in force, soonest first, and how it would come out today."""
    found = coming(audit)
    if not found:
        return None
    counted = "it" if len(found) == 1 else "them"
    return element(
        "section",
        heading(level, "Coming"),
        element(
            "p",
            f"{plural(len(found), 'rule')} {later_words(audit)}: nothing above counts {counted}. "
            f"Today: {coming_counts(found)}.",
        ),
        element("ul", [element("li", _later(audit, one, anchors)) for one in found], class_="coming"),
        id=anchor,
    )


def _later(audit: Audit, finding: Finding, anchors: Mapping[str, str]) -> Markup:
    requirement, would_be = finding.requirement, finding.would_be
    today: Node = None
    if would_be is not None:
        words = STATUSES[would_be.declared.status]
        today = together("today ", mark(words), " ", words.label)
    return together(
        inside(anchors[requirement.id], code(requirement.id)), " ", said(requirement.title),
        element("p", joined([in_force_text(audit, finding), today]), class_="origin"),
    )  # fmt: skip
