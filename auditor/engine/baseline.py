"""An audit held against an earlier one of the same edition: what each finding has become since.

Only what got worse fails. Silence is never a repair: what failed in the baseline and is not decided any more is still
open, and the gate cannot tell. A waiver that ended is not excused by the baseline that was saved while it held.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from msgspec.structs import replace

from auditor.model.diagnostic import Diagnostic, Place, Severity
from auditor.model.finding import BaselineState, Finding, Judgement, SinceBaseline, Status
from auditor.model.result import Audit, Baseline, Result

_FAILS: Final = (Status.NOT_MET, Status.PARTLY_MET)
_OUTSIDE: Final = (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE)
_RANKS: Final = {Status.NOT_MET: 0, Status.UNDECIDED: 1, Status.PARTLY_MET: 2, Status.MET: 3}


def state_of(old: Judgement, new: Judgement) -> BaselineState:
    """Say what one track's judgement has become."""
    was, now = old.status, new.status
    if now in _OUTSIDE or (was in _OUTSIDE and now is Status.MET):
        return BaselineState.UNCHANGED if was is now else BaselineState.SCOPE_CHANGED
    if was in _OUTSIDE:
        return BaselineState.WORSE
    if was in _FAILS and now is Status.UNDECIDED:
        return BaselineState.STILL_OPEN
    if was is now:
        return _by_credit(old, new)
    # what could not be told and now surely fails is worse, also where a part of it is met
    better = _RANKS[now] > _RANKS[was] and not (was is Status.UNDECIDED and now in _FAILS)
    return BaselineState.BETTER if better else BaselineState.WORSE


def _by_credit(old: Judgement, new: Judgement) -> BaselineState:
    if new.credit.low < old.credit.low or new.credit.high < old.credit.high:
        return BaselineState.WORSE
    return BaselineState.UNCHANGED if new.credit == old.credit else BaselineState.BETTER


def held_against(audit: Audit, saved: Result, *, file: str, sha256: str) -> Audit:
    """Give the audit with what each finding has become since a saved result.

    It comes back as it is where the saved result has nothing about this service and ruleset, or where nothing was
    judged. Another edition is another measure: the two are incomparable, and no finding is excused.
    """
    earlier = _earlier(audit, saved)
    if audit.scorecard is None or earlier is None:
        return audit
    baseline = Baseline(
        file=file,
        sha256=sha256,
        as_of=saved.as_of,
        version=earlier.ruleset.version,
        ruleset_sha256=earlier.ruleset.sha256,
        incomparable=_why_incomparable(audit, earlier),
    )
    if baseline.incomparable:
        return replace(audit, baseline=baseline)
    before = {one.fingerprint: one for one in earlier.findings}
    after = {one.fingerprint for one in audit.findings}
    return replace(
        audit,
        findings=tuple(replace(one, baseline=_since(before.get(one.fingerprint), one)) for one in audit.findings),
        baseline=replace(
            baseline, gone=tuple(one.requirement.id for mark, one in before.items() if mark not in after)
        ),
    )


def _earlier(audit: Audit, saved: Result) -> Audit | None:
    """Give the saved audit to look at: of the same edition where there is one, otherwise of the same ruleset.

    Where the id is only the file's name, name and provider have to agree; else they decide between several.
    """
    service = audit.declaration.service
    about = [one for one in saved.audits if _about(one) == _about(audit)]
    if not service.id_declared:
        about = [one for one in about if service.is_called(one.declaration.service)]

    def distance(one: Audit) -> tuple[bool, bool]:
        return not service.is_called(one.declaration.service), one.ruleset.sha256 != audit.ruleset.sha256

    return min(about, key=distance, default=None)


def _about(audit: Audit) -> tuple[str, str]:
    return audit.declaration.service.id, audit.ruleset.id


def _why_incomparable(audit: Audit, earlier: Audit) -> str:
    if earlier.scorecard is None:
        return "nothing was judged in the baseline: its facts were compiled by others"
    if earlier.ruleset.version != audit.ruleset.version:
        return f"the baseline is of edition {earlier.ruleset.version}, this audit of {audit.ruleset.version}"
    if earlier.ruleset.sha256 != audit.ruleset.sha256:
        return f"edition {audit.ruleset.version} has another content than in the baseline"
    return ""


def _since(old: Finding | None, new: Finding) -> SinceBaseline:
    if old is None:
        return SinceBaseline(declared=BaselineState.NEW, backed=BaselineState.NEW)
    return SinceBaseline(
        declared=state_of(old.declared, new.declared),
        backed=state_of(old.backed, new.backed),
        was=old.declared.status,
        was_backed=old.backed.status,
        lapsed=new.waiver is None and (old.waiver is not None or _is_no_longer_accepted(old, new)),
    )


def _is_no_longer_accepted(old: Finding, new: Finding) -> bool:
    """Whether an alternative counted in the baseline, on either track, and does not now."""
    return (old.accepted and not new.accepted) or (old.accepted_backed and not new.accepted_backed)


def idle_baseline(saved: Result, audits: Sequence[Audit], as_of: date, file: str) -> tuple[Diagnostic, ...]:
    """Warn of what the baseline could not be used for, and of one that is no earlier result."""
    return tuple(_idle(saved, audits, as_of, file))


def _idle(saved: Result, audits: Sequence[Audit], as_of: date, file: str) -> Iterator[Diagnostic]:
    known, run = {_about(one) for one in saved.audits}, {_about(one) for one in audits}
    if saved.as_of > as_of:
        message = f"the baseline is of {saved.as_of}, later than the as-of date {as_of}"
        yield _warning("later", message, file, "a baseline is an earlier result", "look at --as-of")
    for one in audits:
        if one.scorecard is None:
            continue
        name = f"{one.declaration.service.id} against {one.ruleset.id}"
        if one.baseline is None and _about(one) not in known:
            message = f"the baseline has nothing about {name}"
            yield _warning("nothing-about", message, file, _WHOLE, _AGAIN)
        elif one.baseline is None:
            message = f"{name} is of another service in the baseline: its name or its provider differs"
            yield _warning("other-service", message, file, f"{_FILE_NAME}; {_WHOLE}", _DECLARE)
        elif one.baseline is not None and one.baseline.incomparable:
            message = f"{name} is incomparable with the baseline: {one.baseline.incomparable}"
            yield _warning("incomparable", message, file, _WHOLE, _AGAIN)
    for service, ruleset in dict.fromkeys(_about(one) for one in saved.audits):
        if (service, ruleset) not in run:
            message = f"no audit of this run is about {service} against {ruleset}"
            yield _warning("unused", message, file, "that part of the baseline does nothing here", "")


_WHOLE: Final = "the gate is put to it as if there were no baseline: nothing is excused"
_FILE_NAME: Final = "the declaration does not say its `service.id`, and its file's name may be that of others too"
_DECLARE: Final = "write an `id:` under `service:` in the declaration, and save a new baseline"
_AGAIN: Final = "save a new baseline with `auditor audit … --format json --output baseline.json`"


def _warning(fault: str, message: str, file: str, why: str, help: str) -> Diagnostic:
    return Diagnostic(
        code=f"baseline.{fault}",
        message=message,
        place=Place(file),
        why=why,
        help=help,
        severity=Severity.WARNING,
    )
