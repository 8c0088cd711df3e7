"""One row per service and requirement, for spreadsheets and databases: RFC 4180, UTF-8, no byte order mark.

Columns are added at the end, never renamed or moved; `docs/formats.md` is their dictionary. A spreadsheet takes what
begins like a formula for one, wherever it comes from, so such text gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from auditor.model.evidence import Evidence
from auditor.model.facts import Silence
from auditor.model.finding import Finding, Interval, Judgement, Status, silence_of
from auditor.model.result import Audit, ReportedRequirement, Result, Track
from auditor.model.ruleset import Requirement
from auditor.model.scorecard import Score, Scorecard
from auditor.report.challenges import all_replies, finding_texts, reported_texts
from auditor.report.escape import visible
from auditor.report.numbers import decimals, exact
from auditor.report.outcomes import word
from auditor.report.pointing import deciding, place_of
from auditor.report.wording import REPORTED, SILENCES, decision_text, flat, seen_text

COLUMNS: Final[Mapping[str, str]] = {
    "as_of": "The day on which the rules were read.",
    "service": "The service's id.",
    "service_name": "Its name.",
    "provider": "Who provides it.",
    "declaration": "The file of the declaration.",
    "compiled_by": "Who wrote the declaration from published facts; empty where the provider did.",
    "ruleset": "The ruleset's id.",
    "ruleset_version": "Its edition.",
    "ruleset_status": "What kind of text it is: `act`, `statutory_code`, `model` and so on.",
    "watermarks": "What a reader must know of the whole result.",
    "verdict": "The edition's verdict as declared; the same in each of its rows.",
    "verdict_backed": "The verdict as backed by evidence.",
    "score_low": "The least score as declared over all that is undecided; empty where nothing counts.",
    "score_high": "The greatest.",
    "score_backed_low": "The least score as backed.",
    "score_backed_high": "The greatest.",
    "verdict_without_waivers": "The verdict as declared if no waiver held; empty where nothing is waived.",
    "verdict_without_waivers_backed": "The same, as backed.",
    "score_without_waivers_low": "The least score as declared if no waiver held; empty where nothing is waived.",
    "score_without_waivers_high": "The greatest.",
    "score_without_waivers_backed_low": "The least score as backed if no waiver held.",
    "score_without_waivers_backed_high": "The greatest.",
    "verdict_without_decisions": "The verdict as declared if no alternative counted as met; empty where none does.",
    "verdict_without_decisions_backed": "The same, as backed.",
    "score_without_decisions_low": "The least score as declared if none did.",
    "score_without_decisions_high": "The greatest.",
    "score_without_decisions_backed_low": "The least score as backed if none did.",
    "score_without_decisions_backed_high": "The greatest.",
    "requirement": "The requirement's id.",
    "label": "The instrument's own number for it.",
    "title": "Its title.",
    "area": "The area's id.",
    "obligation": "The clause's own verb.",
    "decisive": "Whether it decides the verdict: `true` or `false`.",
    "status": "How it came out as declared.",
    "in_words": "The same, in the words people read; of what is undecided, whether the service declined to say it.",
    "status_backed": "How it came out as backed.",
    "reason": "Why it is undecided or not in force, as declared.",
    "reason_backed": "The same, as backed.",
    "credit_low": "The least credit as declared, from 0 to 1; empty where it does not apply or is not in force.",
    "credit_high": "The greatest.",
    "credit_backed_low": "The least credit as backed.",
    "credit_backed_high": "The greatest.",
    "weight": "How much it weighs, exactly.",
    "gives_low": "The points of the score that meeting it adds, at the low end.",
    "gives_high": "The same at the high end.",
    "since": "The day it came into force, will, or ended, where it is not in force.",
    "would_be": "What it would come to if it were in force.",
    "file": "Where to look first: the file.",
    "line": "The line; empty where nothing is written yet.",
    "column": "The column.",
    "fact": "The first fact that the status rests on.",
    "seen": "What was declared there.",
    "wanted": "What is wanted there.",
    "further_facts": "How many further facts it rests on.",
    "unanswered": "The facts that would settle it, as declared.",
    "unbacked": "The facts that would settle it, as backed.",
    "remedy": "What to do.",
    "effort": "How much effort that is, from 1 to 13.",
    "alternative": "A measure of its own that the provider declares instead.",
    "decision": "What reviewers decided on that, and whether it counts as met.",
    "waived_until": "The last day on which a waiver keeps it from counting.",
    "waiver_reason": "Why it is waived.",
    "waiver_approver": "Who approved that.",
    "since_baseline": "How it stands against the baseline as declared; empty where there is none.",
    "since_baseline_backed": "The same, as backed.",
    "source": "The document the requirement comes from.",
    "clause": "The clause.",
    "checked": "How surely the source was read: `read`, `secondary` or `recalled`.",
    "fingerprint": "What stays the same for this service and requirement from run to run.",
    "reported": "What others reported, fact by fact, of a service that is not judged.",
    "reported_sources": "By whom, and when.",
    "contested": "Both sides of each contested fact that it rests on or lacks: declared or reported, filed, replied.",
    "reply": "What the service said of what others compiled, or that nobody asked it; empty where it filed itself.",
    "score_may_be_empty": "Whether it is open, as declared, that anything counts: if nothing does, there is no "
    "score, whatever `score_low` says; empty where nothing counts.",
    "score_backed_may_be_empty": "The same, as backed, for `score_backed_low`.",
}

_NO_CREDIT: Final = (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE)

# What a spreadsheet takes for the beginning of a formula, in the widths it accepts; white space, quotation marks
# and marks without a width may stand before it. A semicolon ends a cell where the decimal sign is a comma.
_FORMULA: Final = re.compile(
    r"(^|[;|])"
    '(?=[\\s"\u2018-\u201f\u2000-\u200f\u2060-\u2064\ufeff]*'
    "[-=+@\uff0b\uff0d\uff1d\uff20\ufe62\ufe63\ufe66\ufe6b\u2212])"
)


def neutral(text: str) -> str:
    """Give the text on one line, so that no spreadsheet calculates it and nothing in it hides."""
    return _FORMULA.sub(r"\1'", visible(flat(text)))


def render(result: Result) -> str:
    """Write the table, its head first; each line ends as RFC 4180 wants it."""
    return table(tuple(COLUMNS), rows(result))


def table(names: Sequence[str], found: Iterable[Mapping[str, str]]) -> str:
    """Write rows under the names of their columns; a cell that a row leaves out is empty."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(names)
    for row in found:
        writer.writerow([neutral(row.get(name, "")) for name in names])
    return written.getvalue()


def rows(result: Result) -> Iterator[dict[str, str]]:
    """Give each row by the names of its columns; what is empty is left out."""
    for audit in result.audits:
        head = {"as_of": result.as_of.isoformat(), **_audit(audit)}
        for finding in audit.findings:
            yield {**head, **_requirement(finding.requirement), **_finding(audit, finding)}
        sources = {one.id: one for one in audit.declaration.evidence}
        for reported in audit.reported:
            both = {"contested": "; ".join(reported_texts(audit, reported))}
            yield {**head, **_requirement(reported.requirement), **_reported(reported, sources), **both}


def _audit(audit: Audit) -> dict[str, str]:
    declaration, service, card = audit.declaration, audit.declaration.service, audit.scorecard
    row = {
        "service": service.id,
        "service_name": service.name,
        "provider": service.provider or "",
        "declaration": declaration.file,
        "compiled_by": declaration.compiled_by.name if declaration.compiled_by else "",
        "ruleset": audit.ruleset.id,
        "ruleset_version": audit.ruleset.version,
        "ruleset_status": audit.ruleset.status.value,
        "watermarks": "; ".join(audit.watermarks),
        "reply": " ".join(all_replies(audit)),
    }
    if card is None:
        return row
    return {
        **row,
        "verdict": card.verdict.declared.value,
        "verdict_backed": card.verdict.backed.value,
        **marked_cells("score", card.score.declared),
        **marked_cells("score_backed", card.score.backed),
        **(_unwaived(card) if any(one.waiver is not None for one in audit.findings) else {}),
        **(_undecided_on(card) if any(one.accepted for one in audit.findings) else {}),
    }


def _undecided_on(card: Scorecard) -> dict[str, str]:
    verdicts, scores = card.verdict_without_decisions, card.score_without_decisions
    return {
        "verdict_without_decisions": verdicts.declared.value,
        "verdict_without_decisions_backed": verdicts.backed.value,
        **score_cells("score_without_decisions", scores.declared),
        **score_cells("score_without_decisions_backed", scores.backed),
    }


def _unwaived(card: Scorecard) -> dict[str, str]:
    verdicts, scores = card.verdict_without_waivers, card.score_without_waivers
    return {
        "verdict_without_waivers": verdicts.declared.value,
        "verdict_without_waivers_backed": verdicts.backed.value,
        **score_cells("score_without_waivers", scores.declared),
        **score_cells("score_without_waivers_backed", scores.backed),
    }


def score_cells(name: str, score: Score | None) -> dict[str, str]:
    """Give both ends of a score, with two decimals; nothing where nothing counts."""
    return {} if score is None else _ends(name, score.interval)


def marked_cells(name: str, score: Score | None) -> dict[str, str]:
    """Give the same, and whether it may be no score at all."""
    if score is None:
        return {}
    return {**score_cells(name, score), f"{name}_may_be_empty": "true" if score.may_be_empty else "false"}


def _ends(name: str, interval: Interval) -> dict[str, str]:
    return {f"{name}_low": decimals(interval.low, 2), f"{name}_high": decimals(interval.high, 2)}


def _requirement(requirement: Requirement) -> dict[str, str]:
    return {
        "requirement": requirement.id,
        "label": requirement.label or "",
        "title": requirement.title,
        "area": requirement.area,
        "obligation": requirement.obligation.value,
        "decisive": "true" if requirement.decisive else "false",
        "source": requirement.source.document.title,
        "clause": requirement.source.clause,
        "checked": requirement.source.checked.value,
    }


def _finding(audit: Audit, finding: Finding) -> dict[str, str]:
    requirement, waiver = finding.requirement, finding.waiver
    row = {
        "in_words": _in_words(audit, finding),
        **_judgement("", finding.declared),
        **_judgement("_backed", finding.backed),
        "weight": exact(requirement.weight),
        **({} if finding.gives is None else _ends("gives", finding.gives)),
        "since": finding.since.isoformat() if finding.since else "",
        "would_be": finding.would_be.declared.status.value if finding.would_be else "",
        **_place(audit, finding),
        "unanswered": _facts(finding.declared),
        "unbacked": _facts(finding.backed),
        "alternative": finding.alternative or "",
        "decision": decision_text(finding) if finding.alternative else "",
        "fingerprint": finding.fingerprint,
        "contested": "; ".join(finding_texts(audit, finding)),
    }
    if requirement.remedy is not None:
        row |= {"remedy": requirement.remedy.do, "effort": str(requirement.remedy.effort)}
    if finding.baseline is not None:
        row["since_baseline"] = finding.baseline.declared.value
        row["since_baseline_backed"] = finding.baseline.backed.value
    if waiver is not None:
        row |= {
            "waived_until": waiver.expires.isoformat(),
            "waiver_reason": waiver.reason,
            "waiver_approver": waiver.approver,
        }
    return row


def _in_words(audit: Audit, finding: Finding) -> str:
    """Name the status; a row has no other place to tell that the service was asked and declined to say."""
    refused = silence_of(finding.declared) is Silence.DECLINED
    return SILENCES[Silence.DECLINED] if refused else word(audit, finding)


def _judgement(track: str, judgement: Judgement) -> dict[str, str]:
    row = {
        f"status{track}": judgement.status.value,
        f"reason{track}": judgement.reason.value if judgement.reason else "",
    }
    return row if judgement.status in _NO_CREDIT else row | _ends(f"credit{track}", judgement.credit)


def _facts(judgement: Judgement) -> str:
    return "; ".join(dict.fromkeys(one.fact for one in judgement.missing))


def _place(audit: Audit, finding: Finding) -> dict[str, str]:
    place = place_of(audit, finding, Track.DECLARED)
    row = {"file": place.file, "line": str(place.line or ""), "column": str(place.column or "")}
    seen = deciding(finding, Track.DECLARED)
    if seen:
        row |= {"fact": seen[0].fact, "seen": seen_text(seen[0]), "wanted": seen[0].wanted}
        row["further_facts"] = str(len(seen) - 1)
    return row


def _reported(reported: ReportedRequirement, sources: Mapping[str, Evidence]) -> dict[str, str]:
    said: list[str] = []
    named: dict[str, str] = {}
    for one in reported.facts:
        seen = one.observation
        value = "" if seen.seen is None else f", {seen_text(seen)}"
        said.append(f"{seen.fact}: {REPORTED[one.state]}{value}")
        named |= {by: _source(sources[by]) for by in seen.backed_by if by in sources}
    return {"reported": "; ".join(said), "reported_sources": "; ".join(named.values())}


def _source(source: Evidence) -> str:
    return ", ".join(part for part in (source.issuer, source.title, str(source.issued or "")) if part)
