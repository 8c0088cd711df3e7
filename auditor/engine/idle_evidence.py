"""Evidence that was found and counts for nothing where it is looked for: too old, not yet issued, too weak."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain

from auditor.engine.backing import Limit, limit_of, usable_since
from auditor.engine.evaluate import Compiled
from auditor.engine.reads import Reads
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic, Severity
from auditor.model.evidence import Evidence
from auditor.model.ruleset import Requirement, Ruleset

_NAMED = 3


def idle_evidence(
    declaration: Declaration,
    ruleset: Ruleset,
    compiled: Sequence[Compiled],
    as_of: date,
    reads: Reads | None = None,
) -> tuple[Diagnostic, ...]:
    """Warn of each entry that a requirement looking at its facts cannot count on the day.

    `reads` is the index of `compiled`, for those who put many declarations to it.
    """
    reads = reads or Reads(compiled)
    # A reader gives all requirements that demand the same one demand: each is looked at once.
    demanded = [id(one.requirement.evidence) for one in compiled]
    limits: dict[int, Limit] = {}
    found = []
    for entry in declaration.evidence:
        if entry.fault:
            continue
        numbers = dict.fromkeys(chain.from_iterable(map(reads.readers, entry.supports)))
        demands = {demanded[number]: number for number in numbers}
        for demand, number in demands.items():
            if demand not in limits:
                limits[demand] = limit_of(compiled[number].requirement.evidence, as_of)
        since, rank = usable_since(entry, as_of), entry.assurance.rank
        asking = [one for one in demands if not limits[one].asserted]
        refused = [one for one in asking if since is None or not limits[one].allows(rank, since)]
        if refused:
            refusing = [compiled[number].requirement for number in numbers if demanded[number] in refused]
            found.append(_diagnostic(entry, refusing, ruleset, as_of, whole=len(refused) == len(asking)))
    return tuple(found)


def _diagnostic(
    entry: Evidence, refusing: Sequence[Requirement], ruleset: Ruleset, as_of: date, *, whole: bool
) -> Diagnostic:
    assert entry.issued is not None, "an undated entry has a fault of its own"
    rank, demands = entry.assurance.rank, {id(one.evidence): one.evidence for one in refusing}.values()
    aged = [one for one in demands if rank >= one.assurance.rank]
    if entry.issued.last > as_of:
        fault = "future"
        message = f"evidence `{entry.id}` is dated {entry.issued}, after the as-of date {as_of}"
        help = "a document cannot show what was so before it was issued"
    elif aged:
        fault = "stale"
        periods = dict.fromkeys(str(one.not_older_than) for one in aged)
        message = f"evidence `{entry.id}` of {entry.issued} is older than {' or '.join(periods)} on {as_of}"
        help = "renew the document and declare the new one"
    else:
        fault = "weak"
        message = f"evidence `{entry.id}` is only {entry.assurance.value}"
        help = "a document by someone other than the provider is needed"
    return Diagnostic(
        code=f"evidence.{fault}",
        message=message,
        place=entry.place,
        why=f"it counts for nothing under {ruleset.name}"
        if whole
        else f"it counts for nothing for {_ids(refusing)} of {ruleset.name}",
        help=help,
        severity=Severity.WARNING,
    )


def _ids(requirements: Iterable[Requirement]) -> str:
    ids = [one.id for one in requirements]
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    return ", ".join(ids[:_NAMED]) + more
