"""The words of a comparison that all its formats share: stances, ranks, shares, warnings, legend, the answer.

Knows no width, colour or format, and escapes nothing: each format does that in its own way. What others reported or
filed is in `facts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from auditor.model.comparison import (
    Comparison,
    Dossier,
    Mismatch,
    Obstacle,
    Stance,
    Standing,
    Unranked,
)
from auditor.report.versus.stances import by_stance, stance_words
from auditor.report.wording import STANDINGS, decisive_noun, flat, listed, plural, whole

_NAMED: Final = 6
UNRANKED: Final[Mapping[Unranked, str]] = {
    Unranked.NOTHING_COUNTS: "nothing counts",
    Unranked.TOO_LITTLE_ANSWERED: "too little is answered",
    Unranked.OTHER_SCOPE: "too little in common with the others",
}
MISMATCHES: Final[Mapping[Mismatch, str]] = {
    Mismatch.RULES: "different rules",
    Mismatch.DAY: "different days",
    Mismatch.SCOPE: "different scope",
    Mismatch.COVERAGE: "too little answered",
}
FORCED: Final = "FORCED: these services were put side by side although they cannot be compared."
FILED: Final = "Filed by the services themselves"
COMPILED: Final = "Compiled by others from published facts: no verdict, no score, no rank"


def share_text(share: Fraction | None) -> str:
    """Write a share in whole percent, `n/a` where there is none; a part is never rounded away, nor to the whole."""
    if share is None:
        return "n/a"
    percent = whole(share * 100)
    if share > 0 and percent == 0:
        return "<1%"
    if share < 1 and percent == 100:
        return ">99%"
    return f"{percent}%"


def rank_text(standing: Standing, *, to: str = "–") -> str:
    """Write a rank as `1`, or as `2–3` where open answers decide; `none` without one."""
    ranks = standing.ranks
    if ranks is None:
        return "none"
    return str(ranks.best) if ranks.best == ranks.worst else f"{ranks.best}{to}{ranks.worst}"


def why_unranked(standing: Standing, least: Fraction) -> str:
    """Say why a service has no rank; empty where it has one."""
    if standing.ranks is not None or standing.unranked is None:
        return ""
    said, shares = UNRANKED[standing.unranked], standing.shares
    if standing.unranked is Unranked.TOO_LITTLE_ANSWERED and shares.unanswered is not None:
        return f"{said}: {share_text(1 - shares.unanswered)} of the score, and {share_text(least)} is asked for"
    if standing.unranked is Unranked.OTHER_SCOPE:
        return f"{said}: ranks are for services of which the same is asked"
    return said


def name_of(one: Standing | Dossier, among: Comparison | None = None) -> str:
    """Give the name by which people know the service, on one line; its id where it has none.

    Among services of which another has the same name, the id stands beside it.
    """
    service = one.audit.declaration.service
    name = flat(service.name) or service.id
    others: tuple[Standing | Dossier, ...] = () if among is None else (*among.standings, *among.dossiers)
    bears = (each.audit.declaration.service for each in others)
    shared = any(each.id != service.id and _plain(each.name) == _plain(name) for each in bears)
    return f"{name} ({service.id})" if shared else name


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def facts_of(one: Standing | Dossier) -> str:
    """Give the day of which a service's facts are."""
    stated_on = one.audit.declaration.stated_on
    return stated_on.isoformat() if stated_on is not None else "undated"


def stated_text(one: Standing | Dossier) -> str:
    """Say of which day a service's facts are."""
    return f"facts of {facts_of(one)}" if one.audit.declaration.stated_on is not None else "facts undated"


def edition_text(comparison: Comparison) -> str:
    """Name the edition."""
    return comparison.ruleset.name


def standing_text(comparison: Comparison) -> str:
    """Say what kind of text the edition is, as `model, not law`, and for which day it is read."""
    return f"{STANDINGS[comparison.ruleset.status].words}, read for {days_text(comparison)}"


def days_text(comparison: Comparison) -> str:
    """Give the day for which the edition is read; of a comparison that was forced over several, each of them."""
    both: tuple[Standing | Dossier, ...] = (*comparison.standings, *comparison.dossiers)
    days = {one.as_of for one in both} or {comparison.as_of}
    *others, last = (one.isoformat() for one in sorted(days))
    return f"{', '.join(others)} and {last}" if others else last


def capital(text: str) -> str:
    """Give the text on one line with a capital."""
    return flat(text)[:1].upper() + flat(text)[1:]


def question_text(comparison: Comparison) -> str:
    """Give the question that the page answers: its title."""
    if comparison.focus is not None:
        # Of a harm nobody may read that somebody does it: people act on it, or do not.
        return f"On {flat(comparison.focus.title)}: who acts, who does not, who will not say"
    count = len(comparison.standings) + len(comparison.dossiers)
    return f"{plural(count, 'service')} side by side"


def asked_of_all(comparison: Comparison) -> str:
    """Say which requirements the question is made of, and which of them decide; empty without a question."""
    focus = comparison.focus
    if focus is None:
        return ""
    count = len(focus.requirements)
    deciding = sum(one.decisive for one in focus.requirements) if focus.decisive else 0
    noun = decisive_noun(comparison.ruleset.decided_by, deciding)
    if count == 1:
        only = focus.requirements[0]
        kind = f"a {noun}" if deciding else "which does not decide its verdict"
        return f"Asked: {flat(only.title)} ({only.id} of {edition_text(comparison)}, {kind})."
    said = f"Asked: {plural(count, 'requirement')} of {edition_text(comparison)}"
    if not deciding:
        return f"{said}, which do not decide its verdict."
    if deciding == count:
        return f"{said}, all {noun}."
    return f"{said}; the answer weighs the {noun if deciding == 1 else f'{deciding} {noun}'} among them."


def lens_text(comparison: Comparison) -> str:
    """Say which areas the scores are taken over; empty where it is all of them."""
    if not comparison.lens:
        return ""
    titles = {one.id: flat(one.title) for one in comparison.ruleset.areas}
    return f"Scores, ranks and shares look at {', '.join(titles.get(one, one) for one in comparison.lens)} alone."


def obstacle_text(obstacle: Obstacle) -> str:
    """Say what stands in the way of a comparison, and between whom."""
    return f"{MISMATCHES[obstacle.what]}: {between_text(obstacle)}"


def between_text(obstacle: Obstacle) -> str:
    """Say what differs, and between which services, where the message does not end with them."""
    message, services = flat(obstacle.message), obstacle.services
    if not services or message.endswith(f": {listed(services)}"):
        return message
    return f"{message} ({listed(services, most=_NAMED)})"


def warnings(comparison: Comparison) -> tuple[str, ...]:
    """Give what a reader must know about the whole page, the gravest first."""
    forced = (FORCED,) if comparison.obstacles else ()
    return (*forced, *map(obstacle_text, comparison.obstacles), *map(flat, comparison.watermarks))


def answer_text(comparison: Comparison) -> str:
    """Give the whole in one line, the last of a page: who does, who does not, who will not say."""
    return " ".join(reversed(answer_parts(comparison)))


def answer_parts(comparison: Comparison) -> tuple[str, ...]:
    """Give the answer in sentences, what stands beside it first, for pages on which it takes several lines."""
    apart = len(comparison.dossiers)
    if not comparison.standings:
        return (f"NO VERDICT: {plural(apart, 'service')}, all compiled by others.",)
    beside = (f"Compiled by others, no verdict: {apart}.",) if apart else ()
    if comparison.focus is None:
        return (*beside, _first(comparison))
    counted = by_stance(comparison).items()
    said = ", ".join(_counted(stance, len(who), comparison) for stance, who in counted)
    return (*beside, f"On {flat(comparison.focus.title)}: {said}.")


def _counted(stance: Stance, count: int, comparison: Comparison) -> str:
    """Say how many take a stance; what does not apply is the matter, not the services."""
    match stance:
        case Stance.DOES_NOT_APPLY:
            return f"{count} to which it does not apply (backed)"
        case Stance.NOT_IN_FORCE:
            return f"{count} for which it is not in force"
        case Stance.EXEMPTION_CONTESTED:
            return f"{count} whose exemption is contested"
        case _:
            return f"{count} {stance_words(stance, comparison).after(count)}"


def _first(comparison: Comparison) -> str:
    first = [one for one in comparison.standings if one.ranks is not None and one.ranks.best == 1]
    if not first:
        return f"Nobody has a rank among {plural(len(comparison.standings), 'service')}."
    names = listed([name_of(one, comparison) for one in first], most=_NAMED)
    if len(first) == 1:
        return f"{names} is first of {comparison.ranked} ranked."
    return f"{names} may each be first of {comparison.ranked} ranked."
