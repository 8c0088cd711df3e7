"""Challenges and replies of a saved result: both sides, as they were shown."""

from __future__ import annotations

from auditor.model.challenge import Challenge, CounterEvidence, Reply
from auditor.model.contested import Contested
from auditor.source.document import Path
from auditor.source.savedparts import Raw, Saved, place_of, sure_place


def contested_of(saved: Saved, raw: Raw, at: Path, *, service: str) -> Contested:
    """Read one contested fact; what is said and what is declared are values of one sort."""
    says = saved.value(raw["says"], raw["kind"], (*at, "says"))
    if says is None:
        saved.refuse((*at, "says"), "wrong-kind", "a challenge says what is so instead")
    declared = raw["declared"]
    return Contested(
        challenge=Challenge(
            service=service,
            fact=raw["fact"],
            says=says,
            filed_by=raw["filed_by"],
            on=saved.day(raw["date"], (*at, "date")),
            window=saved.day(raw["window"], (*at, "window")),
            evidence=tuple(
                _evidence(saved, one, (*at, "evidence", number)) for number, one in enumerate(raw["evidence"])
            ),
            place=sure_place(raw),
            reply=reply_of(saved, raw["reply"], (*at, "reply")),
        ),
        declared=saved.value(declared["seen"], declared["kind"], (*at, "declared", "seen")),
        place=place_of(declared),
        unit=raw["unit"],
        counted=raw["counted"],
    )


def _evidence(saved: Saved, raw: Raw, at: Path) -> CounterEvidence:
    issued = saved.span(raw["date"], (*at, "date"))
    assert issued is not None, "its shape has been checked"
    return CounterEvidence(publisher=raw["publisher"], title=raw["title"], issued=issued, source=raw["source"] or "")


def reply_of(saved: Saved, raw: Raw, at: Path) -> Reply | None:
    """Read a reply, if one was sought."""
    if raw is None:
        return None
    return Reply(
        asked=saved.day(raw["asked"], (*at, "asked")),
        deadline=saved.day(raw["deadline"], (*at, "deadline")),
        place=sure_place(raw),
        text=raw["text"] or "",
        answered=saved.day_or_none(raw["answered"], (*at, "answered")),
    )
