"""What triage and review say, whatever the format: numbers, terms, signals, and decisions of reviewers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from auditor.model.finding import Interval, Status
from auditor.model.register import Entry
from auditor.model.result import LATER_FACTS
from auditor.model.reviews import Opinion, Review
from auditor.model.triage import End, Ranked, Signal, SignalKind, Term, TermName
from auditor.report.escape import visible
from auditor.report.jsontext import Json
from auditor.report.numbers import decimals
from auditor.report.register_words import SHORT, are_later, facts_text
from auditor.report.wording import STATUSES, flat, listed, plural, sentence, whole

FORMULA: Final = "priority = " + " × ".join(one.value for one in TermName)
OURS: Final = (
    "These numbers are ours (origin: design): no law and no ruleset gives them. They put a reader's day in order, "
    "and say nothing of whether a service is safe."
)
NO_FINDING: Final = "A signal is a reason to look. It is not a finding, and there may be a good reason for it."
BESIDE: Final = "A reviewer's decision stands beside the verdict and changes nothing in it."
ORDER: Final[Mapping[End, str]] = {
    End.UPPER: "Ordered by the upper end: where harm may be greatest. There, what is not known counts at its worst.",
    End.LOWER: "Ordered by the lower end: what is sure at the least. There, what is not known counts at its least.",
}
# What else may stand behind a signal.
BUT: Final[Mapping[SignalKind, str]] = {
    SignalKind.CONTRADICTION: "one answer may be a slip",
    SignalKind.CONTESTED: "what others say may be wrong, or out of date",
    SignalKind.NEWEST_UNSURE: "one of them may correct the other",
    SignalKind.SAME_DOCUMENTS: "they may share an owner, a supplier or an auditor",
    SignalKind.SAME_PROSE: "a template or an adviser may stand behind them",
    SignalKind.FRESH_EVIDENCE: "documents are often renewed for a filing",
    SignalKind.NEAR_BOUNDS: "who aims at a rule may meet it exactly",
    SignalKind.OUT_OF_SCOPE: "the service may have changed",
    SignalKind.MORE_EXCUSES: "the service may do it in a better way",
    SignalKind.WENT_SILENT: "an answer may have been lost",
    SignalKind.OTHER_PROVIDER: "services are sold, and providers renamed",
}
OPINIONS: Final[Mapping[Opinion, str]] = {
    Opinion.ACCEPT: "accepted",
    Opinion.REJECT: "rejected",
    Opinion.LOOK: "to be looked at",
}
# Decisive requirements that are short of met, by what is known of them: their key, and the words for people.
SHORT_NAMES: Final[Mapping[Status, str]] = {
    Status.NOT_MET: "not_met",
    Status.PARTLY_MET: "partly_met",
    Status.UNDECIDED: "undecided",
}
_SHORT_WORDS: Final[Mapping[Status, str]] = {
    Status.NOT_MET: "not met as backed",
    Status.PARTLY_MET: "partly met as backed",
    Status.UNDECIDED: "not backed or not answered",
}
_NAMED: Final = 5
NAME_GONE: Final = "(name taken out)"
PLACES: Final = 4


def number_text(value: Fraction) -> str:
    """Write a number for people: whole from ten on, with two decimals below."""
    return f"{whole(value):,}" if value >= 10 or value.denominator == 1 else decimals(value, 2)


def interval_text(value: Interval, *, to: str) -> str:
    """Write an interval; one number where both ends are written alike."""
    low, high = number_text(value.low), number_text(value.high)
    return low if low == high else f"{low}{to}{high}"


def term_text(term: Term, *, to: str) -> str:
    """Say a term: its name, its value, what it rests on, and whether that is assumed."""
    assumed = ", assumed" if term.assumed else ""
    return f"{term.name.value} {interval_text(term.value, to=to)}{assumed}: {flat(term.said)}"


def signal_text(signal: Signal) -> str:
    """Say a signal, and what else may stand behind it."""
    return f"{flat(signal.said)} (but {BUT[signal.kind]})"


def review_text(review: Review, sha256: str) -> str:
    """Say what a reviewer decided, and whether it was on this filing."""
    by = flat(review.reviewer) or NAME_GONE
    other = "" if review.submission == sha256 else ", on another filing of the service"
    return (
        f"{flat(review.requirement)} {OPINIONS[review.opinion]} by {by} on {review.on}{other}, "
        f"because: {flat(review.because)}"
    )


def reviews_text(reviews: Sequence[Review], sha256: str) -> str:
    """Say what reviewers decided on a filing and others of its service, a line each."""
    lines = [sentence(f"reviewer: {review_text(one, sha256)}") for one in reviews]
    return "".join(f"{visible(one)}\n" for one in [*lines, BESIDE])


def decided_text(review: Review, declared: Status, backed: Status) -> str:
    """Say what was recorded, beside what, and that the latter stays."""
    about = f"{flat(review.service)} ({review.submission[:SHORT]})"
    lines = (
        sentence(f"Recorded for {about}: {review_text(review, review.submission)}"),
        f"Beside the finding: {STATUSES[declared].label} as declared, {STATUSES[backed].label} as backed. {BESIDE}",
    )
    return "".join(f"{visible(one)}\n" for one in lines)


def apart_lines(
    compiled: Sequence[Entry], unaudited: Sequence[Entry], ruleset: str, *, most: int, of: str = "order"
) -> list[str]:
    """Name the filings that stand outside an order, or what else they are left `of`, and say why."""
    lines = []
    if compiled:
        names = listed([flat(one.service) for one in compiled], most=most)
        lines.append(f"Compiled by others from published facts, never ranked or scored: {len(compiled)}: {names}.")
    if unaudited:
        names = listed([flat(one.service) for one in unaudited], most=most)
        by = ruleset or "any ruleset"
        lines.append(f"Newest filing not audited by {by}, so not in the {of}: {len(unaudited)}: {names}.")
    return lines


def editions_text(editions: Sequence[str]) -> str:
    """Say by which editions was judged, and that they differ where they do."""
    differ = " (not all filings were judged by the same rules of the same day)" if len(editions) > 1 else ""
    return listed(editions, most=4) + differ if editions else "no audit"


def ends_json(value: Interval) -> Json:
    """Give an interval with four decimals."""
    return {"low": decimals(value.low, PLACES), "high": decimals(value.high, PLACES)}


def short_json(entry: Entry) -> Json:
    """Name a filing."""
    return {"service": entry.service, "name": entry.name, "submission": entry.sha256}


def review_json(review: Review) -> Json:
    """Give what a reviewer decided; the name is null where it was taken out."""
    return {
        "submission": review.submission,
        "service": review.service,
        "ruleset": review.ruleset,
        "requirement": review.requirement,
        "decision": review.opinion.value,
        "reviewer": review.reviewer or None,
        "on": review.on.isoformat(),
        "because": review.because,
        "result_sha256": review.result_sha256,
    }


def filings_text(count: int) -> str:
    """Count filings."""
    return plural(count, "FILING", "FILINGS")


def short_lines(one: Ranked) -> Iterator[str]:
    """Name the decisive requirements that are short of met, what is sure apart from what nobody knows.

    First comes the watermark of facts that are younger than the rules.
    """
    if are_later(one.entry.stated_on, one.entry.as_of):
        yield f"{LATER_FACTS}: {facts_text(one.entry)}"
    for status, words in _SHORT_WORDS.items():
        if names := one.short.get(status):
            yield f"{words}: {listed(names, most=_NAMED)}"


def digest_text(entry: Entry) -> str:
    """Write the beginning of a submission's digest, by which commands know it."""
    return entry.sha256[:SHORT]
