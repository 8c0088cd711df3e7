"""The words people read: one table each for statuses, verdicts, obligations and kinds of ruleset.

Also how scores are rounded to whole points. Knows no width, colour or format.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import floor
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from auditor.model.decision import Standing as Decided
from auditor.model.evidence import Assurance
from auditor.model.facts import Silence
from auditor.model.finding import Finding, Interval, Observation, Reason, Status
from auditor.model.result import Reported, Track
from auditor.model.ruleset import Checked, EvidenceDemand, Obligation, Requirement, Ruleset, RulesetStatus
from auditor.model.scorecard import Score, Tracks, Verdict
from auditor.model.standing import none_holds
from auditor.model.values import show
from auditor.report.numbers import decimals


class Words(Struct, frozen=True):
    """How one status or verdict is shown: words, mark, name of its style."""

    label: str
    mark: str
    style: str
    several: str = ""

    def after(self, count: int) -> str:
        """Give the words that follow a number."""
        return self.several if self.several and count != 1 else self.label


STATUSES: Final[Mapping[Status, Words]] = {
    Status.MET: Words("met", "✓", "met"),
    Status.PARTLY_MET: Words("partly", "✗", "open"),
    Status.NOT_MET: Words("not met", "✗", "failed"),
    Status.UNDECIDED: Words("not answered", "?", "open"),
    Status.NOT_APPLICABLE: Words("does not apply", "–", "out", several="do not apply"),
    Status.NOT_IN_FORCE: Words("not in force", "–", "out"),
}


def status_words(status: Status, ruleset: Ruleset) -> Words:
    """Give the words for a status under an edition: what a model asks may be not current, and is never in force."""
    words = STATUSES[status]
    return replace(words, label=none_holds(ruleset.status)) if status is Status.NOT_IN_FORCE else words


VERDICTS: Final[Mapping[Verdict, Words]] = {
    Verdict.COMPLIANT: Words("compliant", "✓", "met"),
    Verdict.NOT_COMPLIANT: Words("not compliant", "✗", "failed"),
    Verdict.CANNOT_TELL: Words("cannot tell yet", "?", "open"),
    Verdict.NOTHING_APPLIES: Words("nothing applies", "–", "out"),
}

REASONS: Final[Mapping[Reason, str]] = {
    Reason.SCOPE_UNKNOWN: "it is not known whether it applies",
    Reason.SCOPE_UNBACKED: "nothing backs that it does not apply",
    Reason.FACTS_MISSING: "answers are missing",
    Reason.EVIDENCE_MISSING: "what is declared is not backed",
    Reason.NOT_YET: "not yet asked",
    Reason.TRANSITION: "in transition",
    Reason.ENDED: "no longer asked",
}

REPORTED: Final[Mapping[Reported, str]] = {
    Reported.YES: "reported yes",
    Reported.NO: "reported no",
    Reported.VALUE: "reported value",
    Reported.CONTESTED: "contested",
    Reported.DECLINED: "declined",
    Reported.NOT_FOUND: "not found",
    Reported.NO_SOURCE: "no dated source",
    Reported.NOT_ASKED: "not asked",
    Reported.STALE: "stale",
}


class Standing(Struct, frozen=True):
    """What kind of text an edition is: in a sentence, and in one word."""

    words: str
    short: str


STANDINGS: Final[Mapping[RulesetStatus, Standing]] = {
    RulesetStatus.PROPOSAL: Standing("proposal, not law", "proposal"),
    RulesetStatus.CONSULTATION: Standing("consultation, not law", "consultation"),
    RulesetStatus.DRAFT: Standing("draft, not law", "draft"),
    RulesetStatus.ADVOCACY: Standing("advocacy, not law", "advocacy"),
    RulesetStatus.VOLUNTARY: Standing("voluntary, not law", "voluntary"),
    RulesetStatus.STATUTORY_GUIDANCE: Standing("statutory guidance", "guidance"),
    RulesetStatus.STATUTORY_CODE: Standing("statutory code", "code"),
    RulesetStatus.ACT: Standing("act", "act"),
    RulesetStatus.SUPERSEDED: Standing("superseded", "superseded"),
    RulesetStatus.REPEALED: Standing("repealed", "repealed"),
    RulesetStatus.MODEL: Standing("model, not law", "model"),
}

_OBLIGATIONS: Final[Mapping[Obligation, str]] = {
    Obligation.MUST: "must",
    Obligation.SHOULD: "should",
    Obligation.SEEK: "seek",
    Obligation.DEMAND: "demand",
    Obligation.MAY: "may",
}

CHECKED: Final[Mapping[Checked, str]] = {
    Checked.READ: "read at source",
    Checked.SECONDARY: "second-hand",
    Checked.RECALLED: "recalled, not checked",
}

SILENCES: Final[Mapping[Silence, str]] = {
    Silence.NOT_ANSWERED: "not answered",
    Silence.DECLINED: "declined when asked",
    Silence.SOUGHT: "looked for and not found",
}

MAY_BE_EMPTY: Final = "* it may be that nothing counts"
BACKED_MEANS: Final = "backed = document found, in date, hash right; nobody has checked that it is true"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: `1 rule`, `2 rules`."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def capital(text: str) -> str:
    """Give the text with a capital."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """Give a text of ours with a capital and a full stop; the words of others are shown as they wrote them."""
    return capital(ended(text))


def ended(text: str) -> str:
    """Give the words of others with a full stop where something follows them, and otherwise as they are."""
    text = text.strip()
    return text + ("" if text.endswith((".", "?", "!", ":", ".”", "?”", "!”")) else ".")


def backing_text(demand: EvidenceDemand) -> str:
    """Say what backs a requirement: `backed by evidence that is documented`; where no evidence is asked, the word."""
    if demand.assurance is Assurance.ASSERTED:
        return "backed by what is declared, with no evidence asked"
    age = f", not older than {demand.not_older_than}" if demand.not_older_than else ""
    return f"backed by evidence that is {demand.assurance.value}{age}"


def flat(text: str) -> str:
    """Give prose that was written over several lines as one."""
    return " ".join(part for part in text.replace("\n", " ").replace("\t", " ").split(" ") if part)


def decisive_noun(decided_by: Sequence[Obligation], count: int = 2) -> str:
    """Name what decides the verdict: `must`, `musts`, or `decisive rules` where it is several verbs."""
    if len(decided_by) == 1:
        word = _OBLIGATIONS[decided_by[0]]
        return word if count == 1 else word + "s"
    return "decisive rule" if count == 1 else "decisive rules"


def listed(words: Sequence[str], *, most: int | None = None) -> str:
    """Write `a, b, c`; with `most`, `a, b and 3 more`."""
    if most is not None and len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return ", ".join(words)


def whole(points: Fraction) -> int:
    """Round to whole points, half up."""
    return floor(points + Fraction(1, 2))


def score_text(score: Score | None, *, to: str = "–") -> str:
    """Write a score in whole points: `52–69`, `55` where both ends round to it, `n/a` over nothing.

    A star marks one that may be no score at all, because nothing is sure to count.
    """
    return "n/a" if score is None else _figure(score, to) + ("*" if score.may_be_empty else "")


def score_said(score: Score | None, *, of: str = "", to: str = "–") -> str:
    """Write a score where words have room: `0, or no score at all`; `of` follows the figure, as ` of 100 points`."""
    if score is None:
        return "n/a"
    return f"{_figure(score, to)}{of}{', or no score at all' if score.may_be_empty else ''}"


def any_starred(scores: Iterable[Tracks]) -> bool:
    """Whether any score bears the star, on either track, so that it has to be explained."""
    return any(one is not None and one.may_be_empty for both in scores for one in (both.declared, both.backed))


def _figure(score: Score, to: str) -> str:
    low, high = whole(score.interval.low), whole(score.interval.high)
    return str(low) if low == high else f"{low}{to}{high}"


def waived_text(finding: Finding) -> str:
    """Say that a finding is waived and until when, with the track where it needs no waiver on the other."""
    assert finding.waiver is not None
    return f"waived{' as backed' if finding.counts else ''} until {finding.waiver.expires.isoformat()}"


def decision_text(finding: Finding) -> str:
    """Say what became of a declared alternative: who decided what, when, and whether it counts."""
    reviewed = finding.decision
    if reviewed is None:
        return "not reviewed"
    by, on = flat(reviewed.decision.reviewer), reviewed.decision.on.isoformat()
    match reviewed.standing:
        case Decided.ACCEPTED:
            only = "" if finding.accepted_backed else " as declared, not as backed"
            return f"accepted by {by} on {on}, counts as met{only}"
        case Decided.REFUSED:
            return f"reviewed and refused by {by} on {on}"
        case Decided.CHANGED:
            return f"not reviewed as it stands: the text has changed since {by} decided on {on}"
        case Decided.LATER:
            return f"not reviewed by this day: {by} decided on {on}"


def alternative_text(finding: Finding) -> str:
    """Say which alternative is declared, and what became of it."""
    return f"an alternative measure is declared, {decision_text(finding)}: {finding.alternative}"


def points_text(gives: Interval | None, *, up_to: bool = False) -> str:
    """Write what something adds to the score, to a tenth of a point."""
    if gives is None:
        return "no points"
    low, high = (decimals(end, 1) for end in sorted((gives.low, gives.high)))
    if high == "0.0":
        return "no points"
    if up_to:
        return f"up to +{high}"
    if low == high:
        return f"+{high} points"
    return f"up to +{high} points" if low == "0.0" else f"+{low} to +{high} points"


def seen_text(observation: Observation) -> str:
    """Write what was seen, or in which of three ways there is no answer."""
    if observation.seen is None and observation.silence is not None:
        return SILENCES[observation.silence]
    return show(observation.seen, observation.unit)


def citation(requirement: Requirement) -> str:
    """Name the source of a requirement, with a mark where it was not read there."""
    source = requirement.source
    where = ", ".join(flat(part) for part in (source.document.title, source.clause) if part)
    return where if source.checked is Checked.READ else f"{where} ({CHECKED[source.checked]})"


def as_track(track: Track) -> str:
    """Say on which track: `as declared`, `as backed`."""
    return f"as {track.value}"


_TYPOGRAPHY: Final = str.maketrans(
    {
        "✗": "x",
        "✓": "v",
        "█": "#",
        "▓": "+",
        "▒": "~",
        "·": ".",
        "─": "-",
        "–": "-",
        "—": "-",
        "…": "...",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "→": "->",
        "≥": ">=",
        "≤": "<=",
        "×": "x",
        "÷": "/",
    }
)


def to_ascii(text: str) -> str:
    """Write our own signs in ASCII, and any other character as an escape."""
    return text.translate(_TYPOGRAPHY).encode("ascii", "backslashreplace").decode("ascii")
