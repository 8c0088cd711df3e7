"""Filings that are usable and yet should make a reviewer look twice. Each is tagged in the key as a signal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Final

from benchmarks.filings.addresses import copied, get, put
from benchmarks.filings.careless import contradict
from benchmarks.filings.coherence import Coherence
from benchmarks.filings.copies import dated
from benchmarks.filings.draw import Draw
from benchmarks.filings.filing import Filing, data_facts
from benchmarks.filings.planting import Ground, Plant, Planted, audited, shown

# What the model edition asks, exactly as much and no more.
_LIMITS: Final[Mapping[str, int | str]] = {
    "grooming.review_time": 24,
    "grooming.languages_share": 90,
    "reporting.acknowledgement_time": 24,
    "reporting.child_abuse_response_time": 24,
    "reporting.steps": 5,
    "referral.time_taken": 24,
    "moderation.child_safety_specialists": 1,
    "moderation.trained_share": 90,
    "livestreaming.stop_time": 15,
    "transparency.period": 12,
}
_PROSE: Final = (
    "Our dedicated, round-the-clock trust and safety team proactively reviews contact between adults and children "
    "using a combination of people and industry-leading tools, and acts on what it finds without undue delay."
)
_SWAPS: Final = (("dedicated", "committed"), ("tools", "technology"), ("acts on", "deals with"), ("finds", "sees"))


def _hugging(ground: Ground, _draw: Draw) -> Planted:
    filing = ground.fresh(lambda one: sum(get(one.data, path) is not None for path in _LIMITS) > 5)
    for path, limit in _LIMITS.items():
        value = get(filing.data, path)
        if isinstance(value, int | float) and not isinstance(value, bool) and value:
            put(filing.data, path, limit)
    return audited(filing, signal="hugs-thresholds")


def _prose(ground: Ground, draw: Draw) -> Planted:
    """Say of a measure what other services say of theirs, to the word or nearly so."""
    said = _PROSE
    for word, other in _SWAPS:
        said = said.replace(word, other) if draw.chance(0.3) else said
    filing = ground.fresh()
    filing.data["alternatives"] = [
        {"requirement": "internet-safety-strategy/GRM-01", "measure": said, "why": "It suits our members better."}
    ]
    return audited(filing, signal="prose-like-others")


def _same_documents(ground: Ground, _draw: Draw) -> Planted | None:
    """Deliver another service's documents as one's own."""
    other = ground.victim(lambda one: len(one.files) > 1)
    if other is None:
        return None
    filing = ground.fresh(lambda one: len(one.files) > 1)
    theirs = list(other.files.values())
    for number, entry in enumerate(filing.data["evidence"]):
        data = theirs[number % len(theirs)]
        filing.files[entry["file"]] = data
        entry["sha256"] = sha256(data).hexdigest()
    return audited(filing, of=shown(other), signal="documents-of-another")


def _day_before(ground: Ground, _draw: Draw) -> Planted:
    filing = ground.fresh(lambda one: len(one.files) > 1)
    assert filing.stated_on is not None
    for entry in filing.data["evidence"]:
        entry["issued"] = (filing.stated_on - timedelta(days=1)).isoformat()
    return audited(filing, signal="dated-just-before")


def _out_of_scope(ground: Ground, _draw: Draw) -> Planted | None:
    """File again, and say that no child can use the service any more."""
    filing = ground.victim(lambda one: get(one.data, "users.children.can_use") is True)
    if filing is None:
        return None
    later = dated(filing, 45)
    facts = data_facts(later.data)
    kept = {name: value for name, value in later.data.items() if name not in facts}
    facts = {**facts, "users": {**facts["users"], "children": {"can_use": False}}}
    fresh = replace(later, data={**kept, **copied(facts)})
    Coherence(ground.vocabulary).settle(fresh.data, ground.draw("settled", filing.service.number))
    return audited(fresh, signal="suddenly-not-applicable", ousts=ground.names(filing))


def _contrary(ground: Ground, draw: Draw) -> Planted:
    while True:
        filing: Filing = ground.fresh()
        if contradict(filing.data, ground.vocabulary, draw):
            return audited(filing, "consistency.*", signal="contradicts-itself")


SIGNALS: Final[Mapping[str, Plant]] = {
    "contradiction": _contrary,
    "threshold-hugging": _hugging,
    "evidence-day-before": _day_before,
    "sudden-not-applicable": _out_of_scope,
    "identical-prose": _prose,
    "borrowed-evidence": _same_documents,
}
