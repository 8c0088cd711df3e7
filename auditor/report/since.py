"""What an audit and its findings have become since a baseline, in words that every format for people uses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auditor.model.finding import BaselineState, Finding, Status
from auditor.model.result import Audit, Track
from auditor.report.wording import STATUSES, listed, plural

STATES: Final[Mapping[BaselineState, str]] = {
    BaselineState.WORSE: "worse",
    BaselineState.NEW: "new",
    BaselineState.STILL_OPEN: "still open",
    BaselineState.SCOPE_CHANGED: "in or out of scope",
    BaselineState.BETTER: "better",
    BaselineState.UNCHANGED: "unchanged",
}
_NAMED: Final = (BaselineState.WORSE, BaselineState.NEW, BaselineState.STILL_OPEN)
_MOST: Final = 4
_DIGITS: Final = 12


def state_of(finding: Finding, track: Track) -> BaselineState | None:
    """Give what a finding has become on a track; None where there is no baseline. A waiver that ended is worse."""
    since = finding.baseline
    if since is None:
        return None
    return BaselineState.WORSE if since.lapsed else since.declared if track is Track.DECLARED else since.backed


def baseline_text(audit: Audit, track: Track) -> str:
    """Say what the baseline was and what became of its findings; empty where there is none."""
    baseline = audit.baseline
    if baseline is None:
        return ""
    head = f"Baseline of {baseline.as_of.isoformat()} ({baseline.file}, sha256 {baseline.sha256[:_DIGITS]})"
    if baseline.incomparable:
        return f"{head}: incomparable, {baseline.incomparable}. Nothing is excused."
    found: dict[BaselineState, list[str]] = {}
    for one in audit.findings:
        state = state_of(one, track)
        if state is not None:
            found.setdefault(state, []).append(one.requirement.id)
    said = []
    for state, words in STATES.items():
        ids = found.get(state, [])
        if ids:
            said.append(f"{len(ids)} {words}" + (f" ({listed(ids, most=_MOST)})" if state in _NAMED else ""))
    if baseline.gone:
        said.append(f"{len(baseline.gone)} gone ({listed(baseline.gone, most=_MOST)})")
    return f"{head}: {plural(len(audit.findings), 'rule')}, {listed(said)}. The gate passes over what is no worse."


def since_text(finding: Finding, track: Track) -> str:
    """Say what a finding was in the baseline and what that makes of it; empty where there is no baseline."""
    since, state = finding.baseline, state_of(finding, track)
    if since is None or state is None:
        return ""
    was = since.was if track is Track.DECLARED else since.was_backed
    if was is None:
        return "new: the baseline has no such finding"
    if since.lapsed:
        return f"worse than in the baseline: {STATUSES[was].label}, and set aside there; it counts again"
    return _SAID[state].format(was=_was(was))


def _was(status: Status) -> str:
    return STATUSES[status].label


_SAID: Final[Mapping[BaselineState, str]] = {
    BaselineState.NEW: "new: the baseline has no such finding",
    BaselineState.UNCHANGED: "unchanged since the baseline: {was}",
    BaselineState.WORSE: "worse than in the baseline: it was {was}",
    BaselineState.BETTER: "better than in the baseline: it was {was}",
    BaselineState.STILL_OPEN: "still open: it was {was} in the baseline, and silence is no repair",
    BaselineState.SCOPE_CHANGED: "in the baseline it was {was}",
}
