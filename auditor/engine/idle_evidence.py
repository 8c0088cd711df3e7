"""Evidence that was found and counts for nothing under an edition: too old, not yet issued, or too weak."""

from __future__ import annotations

from datetime import date

from auditor.engine.backing import counts
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic, Severity
from auditor.model.evidence import Assurance, Evidence
from auditor.model.ruleset import EvidenceDemand, Ruleset


def idle_evidence(declaration: Declaration, ruleset: Ruleset, as_of: date) -> tuple[Diagnostic, ...]:
    """Warn of each entry that no requirement of the edition can count on the day."""
    demands = {
        requirement.evidence
        for requirement in ruleset.requirements
        if requirement.evidence.assurance is not Assurance.ASSERTED
    }
    return tuple(
        _diagnostic(entry, demands, ruleset, as_of)
        for entry in declaration.evidence
        if not entry.fault and demands and not any(counts(entry, demand, as_of) for demand in demands)
    )


def _diagnostic(entry: Evidence, demands: set[EvidenceDemand], ruleset: Ruleset, as_of: date) -> Diagnostic:
    assert entry.issued is not None, "an undated entry has a fault of its own"
    if entry.issued.last > as_of:
        fault, message = (
            "future",
            f"evidence `{entry.id}` is dated {entry.issued}, after the as-of date {as_of}",
        )
        help = "a document cannot show what was so before it was issued"
    elif any(entry.assurance.rank >= demand.assurance.rank for demand in demands):
        age = max(
            (demand.not_older_than for demand in demands if demand.not_older_than is not None),
            key=lambda period: period.after(entry.issued.first),  # type: ignore[union-attr]
        )
        fault = "stale"
        message = f"evidence `{entry.id}` of {entry.issued} is older than {age} on {as_of}"
        help = "renew the document and declare the new one"
    else:
        fault, message = "weak", f"evidence `{entry.id}` is only {entry.assurance.value}"
        help = "a document by someone other than the provider is needed"
    return Diagnostic(
        code=f"evidence.{fault}",
        message=message,
        place=entry.place,
        why=f"it counts for nothing under {ruleset.name}",
        help=help,
        severity=Severity.WARNING,
    )
