"""How sentences of a comparison name things, so that nothing from a file can be read as part of the claim.

Every text that comes from a file stands between “ and ”, and holds neither: what it says is the file's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from msgspec import Struct

from auditor.model.comparison import Comparison, Dossier, Standing
from auditor.model.ruleset import Requirement, Ruleset, RulesetStatus
from auditor.model.scorecard import Score, Tracks
from auditor.model.values import Value, show
from auditor.report.escape import quoted, visible
from auditor.report.versus.words import MISMATCHES
from auditor.report.wording import flat, plural, whole

LONGEST: Final = 120
"""How much of a name or a title stands in a sentence."""
STATUSES: Final = {
    RulesetStatus.PROPOSAL: "a proposal, not law",
    RulesetStatus.CONSULTATION: "a consultation, not law",
    RulesetStatus.DRAFT: "a draft, not law",
    RulesetStatus.ADVOCACY: "an advocacy text, not law",
    RulesetStatus.VOLUNTARY: "a voluntary text, not law",
    RulesetStatus.STATUTORY_GUIDANCE: "statutory guidance",
    RulesetStatus.STATUTORY_CODE: "a statutory code",
    RulesetStatus.ACT: "an act",
    RulesetStatus.SUPERSEDED: "a superseded text",
    RulesetStatus.REPEALED: "a repealed text",
    RulesetStatus.MODEL: "a model ruleset, not law",
}
_MOST: Final = 4
_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd"}


def ordinal(number: int) -> str:
    """Write 1st, 2nd, 3rd, 4th."""
    return f"{number}{'th' if number % 100 in (11, 12, 13) else _ENDINGS.get(number % 10, 'th')}"


def and_joined(parts: Sequence[str]) -> str:
    """Write `a`, `a and b`, `a, b and c`."""
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)


def told_few(parts: Sequence[str]) -> str:
    """Write the first of several, and how many further ones there are."""
    if len(parts) <= _MOST:
        return and_joined(parts)
    return f"{', '.join(parts[:_MOST])} and {plural(len(parts) - _MOST, 'further one')}"


def applies(count: int) -> str:
    """Say of so many requirements that they apply, or that it is open."""
    return f"{'applies' if count == 1 else 'apply'} or may apply"


def points(score: Score | None) -> str:
    """Write a score in whole points, as places are compared: `69 to 89 of 100 points`."""
    if score is None:
        return "no score"
    low, high = whole(score.interval.low), whole(score.interval.high)
    said = f"{low} of 100 points" if low == high else f"{low} to {high} of 100 points"
    return f"either no score at all or {said}" if score.may_be_empty else said


def left_open(score: Tracks) -> str:
    """Say on which tracks it is open whether anything counts at all; empty where something does, or nothing can."""
    tracks = (("declared", score.declared), ("backed", score.backed))
    named = [f"as {track}" for track, one in tracks if one is not None and one.may_be_empty]
    if not named:
        return ""
    return f"{and_joined(named)} it is open whether anything counts, and if nothing does, there is no score"


def percent(share: Fraction | None) -> str:
    """Write a share with two decimals, as machine formats hold it; a part is never rounded to none or to all."""
    if share is None:
        return "an undefined part"
    hundredths = whole(share * 10000)
    if share > 0 and hundredths == 0:
        return "less than 0.01%"
    if share < 1 and hundredths == 10000:
        return "more than 99.99%"
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def valued(value: Value | None, unit: str | None) -> str:
    """Write what is said of a fact; text, words and lists in quotation marks."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return quoted(show(value, unit))


def name_of(one: Standing | Dossier) -> str:
    """Give the service's name, in quotation marks; its id where it has none."""
    service = one.audit.declaration.service
    return quoted(service.name if flat(service.name) else service.id, most=LONGEST)


def service_of(one: Standing | Dossier) -> str:
    """Name the service in full: that it is a service, its name, and its id, which is what tells it from others."""
    return f"the service {name_of(one)} (id {quoted(one.audit.declaration.service.id, most=LONGEST)})"


def requirement_of(one: Requirement) -> str:
    """Name a requirement: id, title, the clause's own verb."""
    return f"{visible(one.id)} ({quoted(one.title)}, {one.obligation.value})"


def edition_of(ruleset: Ruleset) -> str:
    """Name an edition, and what kind of text it is."""
    return f"{visible(ruleset.id)} {visible(ruleset.version)} ({STATUSES[ruleset.status]})"


def on_file(day: date | None) -> str:
    """Say of which day facts are."""
    return "of no stated day" if day is None else f"of {day.isoformat()}"


class Frame(Struct, frozen=True):
    """What every sentence of one comparison has to carry so that it can stand alone."""

    comparison: Comparison

    def judged(self, one: Standing | Dossier) -> str:
        """Say by which edition and for which day a service is looked at."""
        return f"{edition_of(one.audit.ruleset)}, as of {one.as_of.isoformat()}"

    def sentence(self, *parts: str, notes: Sequence[str], beside: Sequence[str] = ()) -> str:
        """Put a sentence together: what is forced comes first, what a reader must know of it all, `notes`, last.

        `beside` is what must be known of other services that the sentence speaks of too.
        """
        said = "; ".join(part for part in parts if part)
        if self.comparison.obstacles:
            said = f"In a comparison that was forced although {self._obstacles()}: {said}"
        if notes:
            said = f"{said}; note: {'; '.join(quoted(one) for one in notes)}"
        if beside:
            said = f"{said}; note on others that are ranked: {'; '.join(quoted(one) for one in beside)}"
        return said[:1].upper() + said[1:] + "."

    def _obstacles(self) -> str:
        told = [f"{MISMATCHES[one.what]}: {quoted(one.message)}" for one in self.comparison.obstacles]
        return f"the services cannot be compared ({'; '.join(told)})"

    def areas(self) -> str:
        """Say which areas figures are of."""
        lens = self.comparison.lens
        if not lens:
            return "over all areas"
        titles = {one.id: quoted(one.title) for one in self.comparison.ruleset.areas}
        noun = "area" if len(lens) == 1 else "areas"
        return f"over the {noun} {and_joined([titles.get(one, quoted(one, most=LONGEST)) for one in lens])} alone"
