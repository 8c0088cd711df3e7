"""Ask every edition what it says on a theme. Pure: the day is given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from auditor.engine.force import why_not_in_force
from auditor.model.finding import Reason
from auditor.model.ruleset import Checked, Obligation, Requirement, Ruleset
from auditor.model.standing import Standing, validity_of
from auditor.model.survey import Saying, Survey
from auditor.model.themes import Theme

_STRENGTH: Final = {obligation: rank for rank, obligation in enumerate(Obligation)}


def survey(rulesets: Iterable[Ruleset], theme: Theme, as_of: date) -> Survey:
    """Ask the instruments among `rulesets`; what was published first stands first."""
    asked = [one for one in rulesets if one.kind == "scored"]
    return Survey(
        theme=theme, as_of=as_of, sayings=tuple(_saying(one, theme, as_of) for one in sorted(asked, key=_age))
    )


def _age(ruleset: Ruleset) -> tuple[date, str, tuple[int, ...]]:
    return ruleset.published or date.max, ruleset.id, tuple(map(int, ruleset.version.split(".")))


def _saying(ruleset: Ruleset, theme: Theme, as_of: date) -> Saying:
    standing, since = validity_of(ruleset).on(as_of)
    is_current = standing in (Standing.IN_FORCE, Standing.TRANSITION)
    sure: list[Requirement] = []
    recalled: list[Requirement] = []
    out_of_time: list[Requirement] = []
    for one in ruleset.requirements:
        if theme not in one.themes:
            continue
        if one.source.checked is Checked.RECALLED:
            recalled.append(one)
        elif is_current and _is_out_of_time(one, ruleset, as_of):
            out_of_time.append(one)
        else:
            sure.append(one)
    strongest = min((one.obligation for one in sure), key=_STRENGTH.__getitem__, default=None)
    return Saying(
        ruleset=ruleset,
        standing=standing,
        since=since,
        obligation=strongest,
        speaking=tuple(one for one in sure if one.obligation is strongest),
        weaker=tuple(one for one in sure if one.obligation is not strongest),
        recalled=tuple(recalled),
        out_of_time=tuple(out_of_time),
        excludes=tuple(one for one in ruleset.excludes if theme in one.themes),
    )


def _is_out_of_time(requirement: Requirement, ruleset: Ruleset, as_of: date) -> bool:
    """Whether a requirement's own days leave out a day on which its edition is in force."""
    reason = why_not_in_force(requirement, ruleset, as_of)
    return reason is not None and reason[0] is not Reason.TRANSITION
