"""What instruments say on a theme, for programs: the contract `auditor.themes/1`, in `schemas/themes-1.json`."""

from __future__ import annotations

from datetime import date
from typing import Final

from auditor.model.ruleset import Requirement
from auditor.model.survey import Saying, Survey, Voice
from auditor.model.themes import TITLES, Theme
from auditor.report.jsontext import Json, dump

SCHEMA: Final = "auditor.themes/1"


def render_json(survey: Survey | None, as_of: date, version: str) -> str:
    """Write the list of themes, and with `survey` what each edition says on one of them."""
    return dump(
        {
            "schema": SCHEMA,
            "tool": {"name": "auditor", "version": version},
            "as_of": as_of.isoformat(),
            "themes": [{"id": one.value, "title": TITLES[one]} for one in Theme],
            "theme": None if survey is None else survey.theme.value,
            "editions": [] if survey is None else [_edition(one) for one in survey.sayings],
            "totals": None if survey is None else _totals(survey),
        }
    )


def _edition(saying: Saying) -> dict[str, Json]:
    ruleset = saying.ruleset
    return {
        "ruleset": {
            "id": ruleset.id,
            "version": ruleset.version,
            "title": ruleset.title,
            "status": ruleset.status.value,
            "sha256": ruleset.sha256,
        },
        "published": _day(ruleset.published),
        "standing": saying.standing.value,
        "since": _day(saying.since),
        "says": saying.voice.value,
        "speaking": [_requirement(one) for one in saying.speaking],
        "weaker": [_requirement(one) for one in saying.weaker],
        "out_of_time": [_requirement(one) for one in saying.out_of_time],
        "recalled": [_requirement(one) for one in saying.recalled],
        "excludes": [{"clause": one.clause, "because": one.because} for one in saying.excludes],
    }


def _requirement(requirement: Requirement) -> dict[str, Json]:
    source = requirement.source
    return {
        "requirement": requirement.id,
        "label": requirement.label,
        "title": requirement.title,
        "obligation": requirement.obligation.value,
        "source": {"document": source.document.id, "clause": source.clause, "checked": source.checked.value},
    }


def _totals(survey: Survey) -> dict[str, Json]:
    every, current = survey.voices(), survey.voices(current=True)
    return {
        "editions": {voice.value: every.get(voice, 0) for voice in Voice},
        "current": {voice.value: current.get(voice, 0) for voice in Voice},
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
