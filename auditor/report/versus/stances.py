"""What services answer to the matter in focus, in words: stances, who takes which, and what they mean on the whole.

Knows no width, colour or format, and escapes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auditor.model.comparison import Comparison, Stance, Standing
from auditor.report.wording import Words

# The mark is what a table cell holds: a word, so that no meaning hangs on colour.
STANCES: Final[Mapping[Stance, Words]] = {
    Stance.DOES: Words("does (documents found)", "yes+", "met", several="do (documents found)"),
    Stance.SAYS_IT_DOES: Words("says it does", "yes", "plain", several="say they do"),
    Stance.CONTESTED: Words("contested", "contested", "open"),
    Stance.PARTLY: Words("does in part", "partly", "open", several="do in part"),
    Stance.DOES_NOT: Words("does not", "no", "failed", several="do not"),
    Stance.WILL_NOT_SAY: Words("will not say", "declined", "open"),
    Stance.NOT_ANSWERED: Words("not answered", "?", "open"),
    Stance.EXEMPTION_CONTESTED: Words("exemption contested", "n/a?", "open"),
    Stance.SAYS_IT_DOES_NOT_APPLY: Words("says it does not apply", "n/a", "plain", several="say it does not apply"),
    Stance.DOES_NOT_APPLY: Words("does not apply (backed)", "n/a+", "out"),
    Stance.NOT_IN_FORCE: Words("not in force", "later", "out"),
}
STANCES_MEAN: Final[Mapping[Stance, str]] = {
    Stance.DOES: "the service says so, and documents of its own or of others were found for it",
    Stance.SAYS_IT_DOES: "the service says so, and not all of it is backed",
    Stance.CONTESTED: "the service says so, and somebody filed evidence to the contrary",
    Stance.PARTLY: "by its own words it does part of what is asked",
    Stance.DOES_NOT: "by its own words it does not do what is asked",
    Stance.WILL_NOT_SAY: "it was asked, and declined to say something that bears on this",
    Stance.NOT_ANSWERED: "its filing does not settle it, and no refusal is on record",
    Stance.EXEMPTION_CONTESTED: "the service says that this is not asked of it, and somebody filed evidence to the "
    "contrary",
    Stance.SAYS_IT_DOES_NOT_APPLY: "the service says that this is not asked of it, and not all of that is backed",
    Stance.DOES_NOT_APPLY: "the service says that this is not asked of it, and documents were found for that",
    Stance.NOT_IN_FORCE: "nothing is asked on this day",
}
# One part of several decides these, and a page must not say more of the whole than that.
_ON_SEVERAL: Final[Mapping[Stance, Words]] = {
    Stance.DOES_NOT: Words("does not do all of it", "no", "failed", several="do not do all of it"),
    Stance.PARTLY: Words("does some in part", "partly", "open", several="do some in part"),
    Stance.WILL_NOT_SAY: Words("will not say all of it", "declined", "open"),
    Stance.NOT_ANSWERED: Words("not all answered", "?", "open"),
}


def stance_words(stance: Stance, comparison: Comparison) -> Words:
    """Give the words for a stance on the whole matter in focus."""
    return _ON_SEVERAL.get(stance, STANCES[stance]) if on_several(comparison) else STANCES[stance]


def on_several(comparison: Comparison) -> bool:
    """Whether several things are asked, so that a stance on the whole has to be made of its parts."""
    return comparison.focus is not None and len(comparison.focus.requirements) > 1


ALWAYS_TOLD: Final = (Stance.DOES, Stance.SAYS_IT_DOES, Stance.DOES_NOT, Stance.WILL_NOT_SAY)
"""The stances that people ask for: that nobody takes one is an answer too."""


def count_text(standing: Standing) -> str:
    """Say how much of the matter in focus a service meets, as `5 of 8, 3 backed`; empty where one thing is asked."""
    position = standing.position
    if position is None or not position.asked or len(position.answers) < 2:
        return ""
    backed = f", {position.backed or 'none'} backed" if position.does else ""
    return f"{position.does} of {position.asked}{backed}"


def who_answers(comparison: Comparison) -> dict[Stance, tuple[Standing, ...]]:
    """Give who takes which stance, with those that nobody takes and people ask for; empty without a question."""
    found = by_stance(comparison)
    asked = ALWAYS_TOLD if comparison.focus is not None and comparison.standings else ()
    return {one: found.get(one, ()) for one in Stance if one in found or one in asked}


def by_stance(comparison: Comparison) -> dict[Stance, tuple[Standing, ...]]:
    """Give who takes which stance on the matter in focus, in the order of `Stance`; stances nobody takes left out.

    Whoever declined to say something stands among those who will not say, whatever else it says: no answer to one
    thing hides that another was refused.
    """
    found: dict[Stance, list[Standing]] = {one: [] for one in Stance}
    for one in comparison.standings:
        if one.position is not None:
            found[one.position.stance].append(one)
            if one.position.declined and one.position.stance is not Stance.WILL_NOT_SAY:
                found[Stance.WILL_NOT_SAY].append(one)
    return {stance: tuple(who) for stance, who in found.items() if who}


def whole_means(comparison: Comparison) -> str:
    """Say what a stance on several requirements means; empty where no more than one is asked."""
    if not on_several(comparison):
        return ""
    found = by_stance(comparison)
    said = [
        "Does = all that is asked of it. Does not = one thing at least that is asked is not done, whatever else is."
    ]
    if Stance.PARTLY in found:
        said.append(
            "Does some in part = nothing that is asked is left undone, and one thing at least is done in part only."
        )
    if Stance.WILL_NOT_SAY in found:
        said.append("Will not say = asked about one thing at least, and declined to say, whatever else it says.")
    if Stance.NOT_ANSWERED in found:
        said.append("Not answered = none of these, and one thing at least is left open.")
    said.append(
        "Beside each name: how much of what is asked it meets by its own words, and how much of that is backed."
    )
    return " ".join(said)
