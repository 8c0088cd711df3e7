"""What a new edition does to a register's services as JSON, `auditor.wide-impact/1`: `schemas/wide-impact-1.json`."""

from __future__ import annotations

from typing import Final

from auditor.model.impact import Outcome
from auditor.model.scorecard import Verdict
from auditor.model.wide_impact import BOUNDS, TRACKS, Class, FlipTally, Named, Shift, Spread, WideImpact
from auditor.report.changes_json import diagnostic_json
from auditor.report.impact_json import tally_json
from auditor.report.jsontext import Json, dump
from auditor.report.register_words import moment_json
from auditor.report.rulesetdiff_json import change_json, edition_json
from auditor.report.wide_impact_words import points_text

SCHEMA: Final = "auditor.wide-impact/1"


def render_json(impact: WideImpact, version: str) -> str:
    """Write the impact; `version` is the program's own."""
    return dump(document(impact, version))


def document(impact: WideImpact, version: str) -> dict[str, Json]:
    """Give the impact as plain JSON values."""
    raised, large = impact.diff.version, impact.large
    return {
        "schema": SCHEMA,
        "tool": {"name": "auditor", "version": version},
        "as_of": impact.as_of.isoformat(),
        "as_written": impact.as_written,
        "known_at": moment_json(impact.known_at),
        "old": edition_json(impact.diff.old),
        "new": edition_json(impact.diff.new),
        "version": {"made": raised.made.value, "needed": raised.needed.value, "enough": raised.enough},
        "changes": [change_json(one) for one in impact.diff.changes],
        "sizes": {
            "bounds": [{"class": size.value, "below": below} for size, below in BOUNDS],
            "bounds_are": "design",
            "large": None
            if large is None
            else {
                "fact": large.fact,
                "least": large.least,
                "more_than": large.more_than,
                "parameter": large.parameter,
            },
        },
        "all": _class(impact.whole),
        "by_size": [_class(one) for one in impact.sizes],
        "by_kind": [_class(one) for one in impact.kinds],
        "causes": [tally_json(one, impact.diff) for one in impact.tallies],
        "flips": [_flip(one) for one in impact.flips],
        "turned": _named(impact.turned),
        "first_affected": _named(impact.first),
        "no_longer_affected": _named(impact.last),
        "diagnostics": [diagnostic_json(one) for one in impact.diagnostics],
        "inputs": {
            "given": impact.given,
            "judged": impact.judged,
            "compiled": impact.compiled,
            "not_kept": _named(impact.unkept),
            "unusable": impact.unusable,
        },
    }


def _class(one: Class) -> dict[str, Json]:
    return {
        "class": one.name or "all",
        "services": one.services,
        "services_with_turns": one.turned,
        "services_with_flips": one.flipped,
        "flips": one.flips,
        "first_affected": one.first,
        "no_longer_affected": one.last,
        "asked_for_the_first_time": one.asked,
        "verdicts": {
            track.value: [
                {"old": old.value, "new": new.value, "services": one.verdicts[track][old, new]}
                for old in Verdict
                for new in Verdict
                if (old, new) in one.verdicts[track]
            ]
            for track in TRACKS
        },
        "score": {track.value: _shift(one.shifts[track]) for track in TRACKS},
    }


def _shift(shift: Shift | None) -> Json:
    if shift is None:
        return None
    return {
        "services": shift.services,
        "old": _spread(shift.old),
        "new": _spread(shift.new),
        "moved": {"low": _spread(shift.low), "high": _spread(shift.high)},
    }


def _spread(spread: Spread) -> dict[str, Json]:
    return {
        "least": points_text(spread.least),
        "quarter": points_text(spread.quarter),
        "median": points_text(spread.median),
        "three_quarters": points_text(spread.three_quarters),
        "greatest": points_text(spread.greatest),
    }


def _flip(tally: FlipTally) -> dict[str, Json]:
    flip = tally.flip
    return {
        "requirement": flip.requirement,
        "formerly": flip.formerly,
        "decisive": flip.decisive,
        "old": _outcome(flip.old),
        "new": _outcome(flip.new),
        "cause": flip.cause,
        "services": tally.services,
    }


def _outcome(one: Outcome | None) -> Json:
    return None if one is None else {"declared": one.declared.value, "backed": one.backed.value}


def _named(named: Named) -> dict[str, Json]:
    return {"count": named.count, "first": [{"id": id, "name": name} for id, name in named.some]}
