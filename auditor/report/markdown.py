"""A comment for a pull request, in GitHub's Markdown: the verdict on both tracks, then the worst findings first.

A comment is read in passing and may hold 65,536 characters: every list is short, says how many more there are and by
which command to see them, and is cut between findings and never within one. The first line is a mark without any text
from a file, by which a bot finds its own comment again. Texts of others are written so that nothing in them acts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from auditor.model.diagnostic import Diagnostic, is_contradiction
from auditor.model.finding import Status
from auditor.model.result import Audit, Outside, Result
from auditor.model.scorecard import Verdict
from auditor.report.gfm import cell, code, prose, told
from auditor.report.highlights import failed, unusable_text, verdict_on
from auditor.report.markdown_audit import audit_parts
from auditor.report.markdown_parts import Listing, Part, fit, named
from auditor.report.markdown_summary import both_tracks
from auditor.report.naming import service_names
from auditor.report.several import outside_text, several_answer
from auditor.report.smallprint import conditions_texts, gate_rule_text, is_of
from auditor.report.wording import BACKED_MEANS, VERDICTS, plural, score_said, sentence

LIMIT: Final = 65_536
ROWS: Final = 50
SECTIONS: Final = 10
MESSAGES: Final = 5
_WORST_FIRST: Final = (
    Verdict.NOT_COMPLIANT,
    Verdict.CANNOT_TELL,
    Verdict.COMPLIANT,
    Verdict.NOTHING_APPLIES,
)


def render(result: Result) -> str:
    """Write the comment."""
    return fit(list(_parts(result)), LIMIT)


def marker(result: Result) -> str:
    """Give the mark of the comment: the same for the same services and rulesets, whatever comes out."""
    about = sorted({f"{one.declaration.service.id}/{one.ruleset.id}" for one in result.audits})
    return f"<!-- auditor:comment:{hashlib.sha256(chr(10).join(about).encode()).hexdigest()[:16]} -->"


def _parts(result: Result) -> Iterator[Part]:
    yield marker(result)
    if not result.audits:
        yield "### Nothing was audited"
        yield "There is no verdict and no score."
    elif len(result.audits) == 1:
        yield from audit_parts(result, result.audits[0], most=10)
    else:
        yield from _several(result)
    if result.outside:
        lines = [f"- {prose(_outside(one))}" for one in result.outside[:ROWS]]
        yield Listing(head="", items=lines, more=lambda count: f"And {count} more.", of=len(result.outside))
    if unusable_text(result):
        yield f"**{prose(unusable_text(result))}**"
    if result.diagnostics:
        yield _messages(result)
    yield f"{BACKED_MEANS[:1].upper()}{BACKED_MEANS[1:]}."
    exit = f"Exit status {result.gate.exit}."
    yield Listing(head="", items=[prose(_gate(result))], more=lambda _: exit)


def _gate(result: Result) -> str:
    """Say which rule made the exit status, and what of it is not kept and stands in no section above."""
    above = _opened(result)
    rest = tuple(one for one in result.gate.conditions if not any(is_of(one, audit) for audit in above[:SECTIONS]))
    return " ".join((gate_rule_text(result.gate), *conditions_texts(replace(result.gate, conditions=rest))))


def _opened(result: Result) -> Sequence[Audit]:
    """Give the audits that have a section, the worst first: one alone, or those that have something to do."""
    if len(result.audits) == 1:
        return result.audits
    worst = sorted(result.audits, key=lambda one: _rank(result, one))
    return [
        one for one in worst if one.scorecard is None or _rank(result, one) < _WORST_FIRST.index(Verdict.COMPLIANT)
    ]


def _several(result: Result) -> Iterator[Part]:
    """Write a line for each audit, then a short section for each that has something to do."""
    called = service_names(result.audits)
    head, *rest = several_answer(result)
    yield f"### {prose(head.capitalize())}"
    if rest:
        yield prose(sentence("; ".join(rest)))
    yield Listing(
        head="| | Service | Ruleset | Verdict | As declared | As backed | Not met | Not answered |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        items=[_row(result, one, name) for one, name in list(zip(result.audits, called, strict=True))[:ROWS]],
        more=_more_rows,
        of=len(result.audits),
    )
    shown = _opened(result)
    for audit in shown[:SECTIONS]:
        yield from audit_parts(result, audit, most=3)
    if len(shown) > SECTIONS:
        yield f"{plural(len(shown) - SECTIONS, 'more audit has', 'more audits have')} something to look at."


def _rank(result: Result, audit: Audit) -> int:
    """Give the place in the order of looking: by verdict, and those without one last."""
    if audit.scorecard is None:
        return len(_WORST_FIRST)
    return _WORST_FIRST.index(verdict_on(audit.scorecard, result.gate.track))


def _row(result: Result, audit: Audit, name: str) -> str:
    service, card = audit.declaration.service, audit.scorecard
    who = cell(named(name, service.id))
    which = cell(named(audit.ruleset.name, audit.ruleset.id))
    if card is None:
        return f"| | {who} | {which} | compiled by others: no verdict | | | | |"
    mark = VERDICTS[verdict_on(card, result.gate.track)].mark
    numbers = (failed(card.decisive), card.decisive.get(Status.UNDECIDED, 0))
    cells = (
        mark,
        who,
        which,
        both_tracks(card, result.gate.track),
        score_said(card.score.declared),
        score_said(card.score.backed),
        *(str(one) for one in numbers),
    )
    return f"| {' | '.join(cells)} |"


def _outside(one: Outside) -> str:
    return named(f"{outside_text(one)}.")


def _more_rows(count: int) -> str:
    return f"And {count} more, which `auditor audit` shows with `--format terminal`."


def _messages(result: Result) -> Listing:
    errors_first = sorted(result.diagnostics, key=lambda one: (not one.is_error, not is_contradiction(one)))
    count = len(errors_first)
    return Listing(
        head=f"#### {plural(count, 'message')} about the input\n",
        items=[_message(one) for one in errors_first[:MESSAGES]],
        more=lambda rest: f"And {rest} more: `auditor check` shows them.",
        of=count,
    )


def _message(diagnostic: Diagnostic) -> str:
    where = f"{code(str(diagnostic.place))}: " if diagnostic.place is not None else ""
    said = f"- {where}{diagnostic.severity.value} {code(diagnostic.code)}: {told(sentence(diagnostic.message))}"
    return f"{said} {told(sentence(diagnostic.help))}" if diagnostic.help else said
