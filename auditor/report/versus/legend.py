"""The small print of a comparison, a sentence each: what figures, ranks, shares and labels mean, and every input."""

from __future__ import annotations

from typing import Final

from auditor.model.comparison import Comparison, Dossier, Standing
from auditor.report.bearing import counted
from auditor.report.challenges import MEANS as CONTESTED_MEANS
from auditor.report.versus.words import share_text
from auditor.report.wording import BACKED_MEANS, plural, sentence

NOT_COMPARED: Final = (
    "Services that did not file for themselves stand apart: what others reported of them is shown with its sources, "
    "and is not compared with anything."
)
NOT_ASKED_MEANS: Final = "Not asked = the file records no question to the service and no answer."
STALE_MEANS: Final = "Stale = every source was published more than 12 months before the day of this page."
SOUGHT_MEANS: Final = (
    "Looked for, not found = somebody looked for a published answer and found none that can be relied on."
)
ORDER: Final = (
    "In order of what is backed for certain, in whole points, then of what may yet be backed, then of name; equal "
    "points share a place. Who has no rank comes last, in order of how much of the score is answered, then of name."
)
RANKS: Final = (
    "A rank is the best and the worst place possible: open answers and documents that are missing decide within."
)


def set_aside_text(comparison: Comparison) -> str:
    """Say how many waivers and decisions were set aside; empty where there are none."""
    count = sum(one.set_aside for one in comparison.standings)
    if not count:
        return ""
    return f"{plural(count, 'waiver or decision', 'waivers and decisions')} set aside: all are judged without them."


def inputs_text(comparison: Comparison) -> str:
    """Account for every input."""
    inputs = comparison.inputs
    lost = f", {inputs.unusable} unusable: the messages beside this page say why" if inputs.unusable else ""
    return f"{plural(inputs.given, 'input')} given, {inputs.audited} used{lost}."


def ranks_apart(comparison: Comparison) -> str:
    """Say who has no rank, and why as a rule."""
    return (
        f"No rank where less than {share_text(comparison.least_answered)} of the score as declared is answered, "
        "where too little of it rests on what is asked of all who are ranked, or where nothing counts."
    )


def shares_mean() -> tuple[str, ...]:
    """Explain the three shares, a sentence each."""
    return (
        "Unanswered = the part of the score, as declared, that hangs on facts without an answer.",
        "Not applicable = the part of the weight that falls out by what the service says of itself.",
        "Unbacked scope = the part of it that falls out on a claim which nothing backs.",
    )


def legend(comparison: Comparison) -> tuple[str, ...]:
    """Give the small print that every format for people carries, a sentence each."""
    texts: list[str] = []
    if comparison.standings:
        texts = [
            f"Backed: {BACKED_MEANS.removeprefix('backed = ')}.",
            ORDER,
            RANKS,
            ranks_apart(comparison),
            *shares_mean(),
        ]
    both: tuple[Standing | Dossier, ...] = (*comparison.standings, *comparison.dossiers)
    if any(counted(one.audit) for one in both):
        texts.append(sentence(CONTESTED_MEANS))
    if comparison.dossiers:
        texts += [NOT_COMPARED, NOT_ASKED_MEANS, SOUGHT_MEANS, STALE_MEANS]
    return (*(one for one in texts if one), inputs_text(comparison))
