"""Challenges and replies as JSON values: part of `auditor.result/1`."""

from __future__ import annotations

from auditor.model.challenge import CounterEvidence, Reply
from auditor.model.contested import Contested
from auditor.model.values import WITHHELD
from auditor.report.jsonfindings import day_json, kind, length_json, place_json, seen
from auditor.report.jsontext import Json


def contested_json(one: Contested) -> dict[str, Json]:
    """Give both sides of a contested fact, and where each of them stands."""
    challenge = one.challenge
    return {
        "fact": challenge.fact,
        "says": seen(challenge.says),
        "kind": kind(challenge.says),
        "unit": one.unit,
        "filed_by": challenge.filed_by,
        "date": challenge.on.isoformat(),
        "window": challenge.window.isoformat(),
        "counted": one.counted,
        "evidence": [_evidence(each) for each in challenge.evidence],
        "reply": reply_json(challenge.reply),
        "declared": {
            "seen": seen(one.declared),
            "kind": kind(one.declared),
            "withheld": one.declared is WITHHELD,
            **place_json(one.place),
            "length": length_json(one.place),
        },
        **place_json(challenge.place),
        "length": length_json(challenge.place),
    }


def _evidence(one: CounterEvidence) -> dict[str, Json]:
    return {"publisher": one.publisher, "title": one.title, "date": str(one.issued), "source": one.source or None}


def reply_json(reply: Reply | None) -> Json:
    """Give when a service was asked for its side, and what it said; null where no reply was sought."""
    if reply is None:
        return None
    return {
        "asked": reply.asked.isoformat(),
        "deadline": reply.deadline.isoformat(),
        "text": reply.text or None,
        "answered": day_json(reply.answered),
        **place_json(reply.place),
        "length": length_json(reply.place),
    }
