"""The order of triage as a table, a row a filing: for spreadsheets, RFC 4180, UTF-8, no byte order mark.

Columns are added at the end, never renamed or moved; `docs/triage.md` is their dictionary. As in every table,
nothing in a cell is calculated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from auditor.model.finding import Interval
from auditor.model.triage import Ranked, TermName, Triage
from auditor.report.csvtable import table
from auditor.report.numbers import decimals
from auditor.report.triage_words import PLACES, SHORT_NAMES, review_text, signal_text

_TERMS: Final = {one: one.value.replace(" ", "_") for one in TermName}
COLUMNS: Final[Mapping[str, str]] = {
    "place": "Its place in the order; equal priorities share one.",
    "service": "The service's id.",
    "service_name": "Its name.",
    "provider": "Who provides it.",
    "kinds": "The kinds of the service.",
    "submission": "The digest of the file as it was filed.",
    "stated_on": "Of which day the facts are.",
    "as_of": "The day on which the rules were read.",
    "ruleset": "The ruleset's id.",
    "ruleset_version": "Its edition.",
    "verdict": "The verdict as declared.",
    "verdict_backed": "The verdict as backed by evidence.",
    "priority_low": "The least that the priority can be, with four decimals. These numbers are the program's own.",
    "priority_high": "The most.",
    **{
        f"{name}_{end}": said
        for term, name in _TERMS.items()
        for end, said in (
            ("low", f"The least that the term `{term.value}` can be."),
            ("high", "The most."),
            ("assumed", "Whether it rests, in part or whole, on an assumption: `true` or `false`."),
        )
    },
    "not_met_as_backed": "Decisive requirements that are not met as backed, those that weigh most first.",
    "partly_met_as_backed": "Those that are met in part as backed.",
    "undecided_as_backed": "Those that are undecided as backed: they are not backed, or not answered.",
    "signals": "The kinds of reasons to look. None is a finding.",
    "signals_in_words": "The same in words, each with what else may stand behind it.",
    "reviews": "What reviewers decided; it stands beside the verdict and changes nothing in it.",
}


def render_csv(triage: Triage) -> str:
    """Write the first of the order, its head first; what others compiled is in no order, and has no row."""
    return table(tuple(COLUMNS), map(_row, triage.shown))


def _row(one: Ranked) -> dict[str, str]:
    entry = one.entry
    row = {
        "place": str(one.place),
        "service": entry.service,
        "service_name": entry.name,
        "provider": entry.provider or "",
        "kinds": "; ".join(one.kinds),
        "submission": entry.sha256,
        "stated_on": entry.stated_on.isoformat() if entry.stated_on else "",
        "as_of": entry.as_of.isoformat() if entry.as_of else "",
        "ruleset": entry.ruleset,
        "ruleset_version": entry.version,
        "verdict": entry.verdict.value if entry.verdict else "",
        "verdict_backed": entry.verdict_backed.value if entry.verdict_backed else "",
        **_ends("priority", one.priority),
        **{f"{name}_as_backed": "; ".join(one.short.get(status, ())) for status, name in SHORT_NAMES.items()},
        "signals": "; ".join(signal.kind.value for signal in one.signals),
        "signals_in_words": "; ".join(map(signal_text, one.signals)),
        "reviews": "; ".join(review_text(review, entry.sha256) for review in one.reviews),
    }
    for term in one.terms:
        name = _TERMS[term.name]
        row |= {**_ends(name, term.value), f"{name}_assumed": "true" if term.assumed else "false"}
    return row


def _ends(name: str, value: Interval) -> dict[str, str]:
    return {f"{name}_low": decimals(value.low, PLACES), f"{name}_high": decimals(value.high, PLACES)}
