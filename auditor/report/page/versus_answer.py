"""The first screen of a comparison: who does, who does not, who will not say; apart from it, what others reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from auditor.model.comparison import Comparison, Stance, Standing
from auditor.report.page.elements import Markup, element, inside, joined, said, together
from auditor.report.page.pieces import folded, heading, quiet
from auditor.report.page.versus_box import box
from auditor.report.page.versus_ids import Ids
from auditor.report.versus.facts import Sources
from auditor.report.versus.legend import NOT_ASKED_MEANS, STALE_MEANS
from auditor.report.versus.stances import (
    STANCES,
    STANCES_MEAN,
    count_text,
    on_several,
    who_answers,
    whole_means,
)
from auditor.report.versus.words import FILED, FORCED, asked_of_all, capital, obstacle_text
from auditor.report.wording import BACKED_MEANS, flat, sentence

# Of several requirements a stance is on the whole: the heaviest of its parts.
_OF_SEVERAL: Final[Mapping[Stance, str]] = {
    Stance.DOES: "all that is asked of it, by its own words, with documents found",
    Stance.SAYS_IT_DOES: "all that is asked of it, by its own words; not all of that, or of what takes it out of the "
    "rest, is backed",
    Stance.CONTESTED: "by its own words all of it, and evidence to the contrary was filed",
    Stance.PARTLY: "by its own words something that is asked is done in part only",
    Stance.DOES_NOT: "by its own words at least one thing that is asked is not done",
    Stance.WILL_NOT_SAY: "asked about at least one thing, and declined to say, whatever else it says",
    Stance.NOT_ANSWERED: "nothing is denied or declined, and at least one thing is left open",
}
# A stance on the whole that one part decides is never shown without that.
_BY_ONE_PART: Final[Mapping[Stance, str]] = {
    Stance.PARTLY: "in one thing at least",
    Stance.DOES_NOT: "in one thing at least",
    Stance.WILL_NOT_SAY: "on one thing at least",
    Stance.NOT_ANSWERED: "on one thing at least",
}
_ALL_MARKS: Final = 3
_SHOWN_MARKS: Final = 2


def banner(comparison: Comparison) -> Markup | None:
    """Write what a reader must know before anything else: that the comparison was forced, and what marks the page."""
    forced = None
    if comparison.obstacles:
        forced = element(
            "div",
            element("p", FORCED, class_="stamp"),
            element("ul", [element("li", said(sentence(obstacle_text(one)))) for one in comparison.obstacles]),
            class_="forced",
        )
    return together(forced, _marks(comparison)) if forced is not None or comparison.watermarks else None


def _marks(comparison: Comparison) -> Markup | None:
    """Write the watermarks; where there are many, the last of them open, and print shows them open."""
    marks = [element("li", said(sentence(flat(one)))) for one in comparison.watermarks]
    if not marks:
        return None
    if len(marks) <= _ALL_MARKS:
        return element("ul", marks, class_="watermarks")
    first, rest = marks[:_SHOWN_MARKS], marks[_SHOWN_MARKS:]
    more = folded(f"and {len(rest)} more that hold for this page", element("ul", rest), class_="more")
    return element("div", element("ul", first), more, class_="watermarks")


def answer(comparison: Comparison, ids: Ids, sources: Sources) -> Markup | None:
    """Write the answer of the page: stances of those who filed, and apart from them what was reported of others."""
    if comparison.focus is None:
        return None
    texts: list[str] = []
    if comparison.standings:
        texts += [asked_of_all(comparison), whole_means(comparison), sentence(BACKED_MEANS)]
    if comparison.dossiers:
        texts += [NOT_ASKED_MEANS, STALE_MEANS]
    return element(
        "section",
        _filed(comparison, ids),
        box(comparison, ids, sources),
        quiet(" ".join(one for one in texts if one)) if texts else None,
        id="answer",
        class_="who",
    )


def _filed(comparison: Comparison, ids: Ids) -> Markup | None:
    if not comparison.standings:
        return None
    several = on_several(comparison)
    return element(
        "div",
        heading(2, FILED),
        element(
            "dl", [_stance(one, who, ids, several) for one, who in who_answers(comparison).items()], class_="stances"
        ),
        class_="filed",
    )


def _stance(stance: Stance, who: Sequence[Standing], ids: Ids, several: bool) -> Markup:
    words = STANCES[stance]
    label = words.after(len(who) or 2)
    part = _BY_ONE_PART.get(stance) if several and who else None
    names = [_who(one, ids) for one in who]
    return element(
        "div",
        element(
            "dt",
            element("span", capital(label), class_=f"stance tone-{words.style}"),
            element("span", f", {part}", class_="part") if part else None,
            element("small", " ", means(stance, several=several)),
        ),
        element("dd", joined(names, ", ") if names else element("span", "nobody", class_="none")),
    )


def means(stance: Stance, *, several: bool) -> str:
    """Say what a stance on one requirement means, or on several as a whole."""
    return _OF_SEVERAL.get(stance, STANCES_MEAN[stance]) if several else STANCES_MEAN[stance]


def _who(one: Standing, ids: Ids) -> Markup:
    counted = count_text(one)
    return element(
        "span",
        inside(ids.part(one, "answers"), said(ids.name(one))),
        together(" ", element("small", f"({counted})")) if counted else None,
        class_="named",
    )
