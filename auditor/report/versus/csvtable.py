"""A comparison as one table for spreadsheets: RFC 4180, UTF-8, no byte order mark.

`versus_columns` is its dictionary. Each row is whole in itself: it says which edition it is read by, for which day,
and whether the comparison was forced. A row of a service that others compiled never has a figure or a judgement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor.model.changes import Difference
from auditor.model.comparison import Comparison, Standing
from auditor.model.finding import Finding, Status
from auditor.model.scorecard import AreaCard, Tracks
from auditor.report.changes_words import change_text
from auditor.report.csvtable import marked_cells, table
from auditor.report.versus.columns import DECISIVE, NAMES, RowKind
from auditor.report.versus.csvfacts import challenge_rows, contradiction_rows, dossier_rows, service_cells
from auditor.report.versus.jsonv1 import share
from auditor.report.versus.told import looked_at
from auditor.report.versus.words import warnings
from auditor.report.wording import citation, seen_text


def render(comparison: Comparison) -> str:
    """Write the table, its head first."""
    return table(NAMES, rows(comparison))


def rows(comparison: Comparison) -> Iterator[dict[str, str]]:
    """Give each row by the names of its columns, in the order of the page; what is empty is left out."""
    head = _head(comparison)
    for standing in comparison.standings:
        about = {**head, **service_cells(standing), "ruleset_sha256": standing.audit.ruleset.sha256}
        yield from ({**about, **one} for one in _standing(comparison, standing))
    for dossier in comparison.dossiers:
        about = {**head, **service_cells(dossier), "ruleset_sha256": dossier.audit.ruleset.sha256}
        yield from ({**about, **one} for one in dossier_rows(comparison, dossier))
    for obstacle in comparison.obstacles:
        yield {
            **head,
            "row": RowKind.OBSTACLE,
            "what": obstacle.what.value,
            "services": "; ".join(obstacle.services),
            "message": obstacle.message,
            "help": obstacle.help,
        }
    for watermark in comparison.watermarks:
        yield {**head, "row": RowKind.WATERMARK, "message": watermark}


def _head(comparison: Comparison) -> dict[str, str]:
    ruleset, focus = comparison.ruleset, comparison.focus
    return {
        "as_of": comparison.as_of.isoformat(),
        "ruleset": ruleset.id,
        "ruleset_version": ruleset.version,
        "ruleset_status": ruleset.status.value,
        "ruleset_sha256": ruleset.sha256,
        "lens": "; ".join(comparison.lens),
        "focus": focus.title if focus else "",
        "forced": yes(bool(comparison.obstacles)),
        "caution": "; ".join(warnings(comparison)),
    }


def yes(holds: bool) -> str:
    """Write a yes or no as XML Schema does."""
    return "true" if holds else "false"


def _standing(comparison: Comparison, one: Standing) -> Iterator[dict[str, str]]:
    yield {"row": RowKind.SERVICE, **_service(comparison, one)}
    for card in one.areas:
        yield {"row": RowKind.AREA, **_area(card)}
    stances = {each.finding.requirement.id: each.stance for each in one.position.answers} if one.position else {}
    titles = {each.id: each.title for each in one.audit.ruleset.areas}
    for finding in one.audit.findings:
        stance = stances.get(finding.requirement.id)
        yield {
            "row": RowKind.REQUIREMENT,
            **_requirement(finding),
            "area_title": titles.get(finding.requirement.area, ""),
            "in_focus": yes(stance is not None),
            "in_lens": yes(looked_at(one, finding)),
            "stance": stance.value if stance else "",
        }
    yield from challenge_rows(comparison, one)
    yield from contradiction_rows(one)
    for filing in one.earlier:
        declaration = filing.audit.declaration
        yield {
            "row": RowKind.FILING,
            "day": filing.as_of.isoformat(),
            "facts_of": declaration.stated_on.isoformat() if declaration.stated_on else "",
            "declaration": declaration.file,
            "declaration_sha256": declaration.sha256,
            "ruleset_sha256": filing.audit.ruleset.sha256,
            **_scores(filing.score),
            "changed": _changed(filing.change),
        }


def _service(comparison: Comparison, one: Standing) -> dict[str, str]:
    ranks, shares = one.ranks, one.shares
    row = {
        "ranked": str(comparison.ranked),
        "unranked": one.unranked.value if one.unranked else "",
        "verdict": one.verdict.declared.value,
        "verdict_backed": one.verdict.backed.value,
        **_scores(one.score),
        "share_unanswered": share(shares.unanswered) or "",
        "share_not_applicable": share(shares.not_applicable) or "",
        "share_on_unbacked_scope": share(shares.on_unbacked_scope) or "",
        "share_common": share(shares.common) or "",
        **_counts("", one.counts, "", tuple(Status)),
        **_counts("decisive_", one.decisive, "", DECISIVE),
        **_counts("decisive_", one.decisive_backed, "_backed", DECISIVE),
        "set_aside": str(one.set_aside),
        "stance": one.position.stance.value if one.position else "",
        "stance_declined": str(one.position.declined) if one.position else "",
        "changed": _changed(one.change),
    }
    return row if ranks is None else {**row, "rank_best": str(ranks.best), "rank_worst": str(ranks.worst)}


def _scores(score: Tracks) -> dict[str, str]:
    return {**marked_cells("score", score.declared), **marked_cells("score_backed", score.backed)}


def _counts(prefix: str, found: Mapping[Status, int], suffix: str, statuses: tuple[Status, ...]) -> dict[str, str]:
    return {f"{prefix}{one.value.replace('-', '_')}{suffix}": str(found.get(one, 0)) for one in statuses}


def _area(card: AreaCard) -> dict[str, str]:
    return {
        "area": card.area.id,
        "area_title": card.area.title,
        **_scores(card.score),
        **_counts("", card.counts, "", tuple(Status)),
        **_counts("decisive_", card.decisive, "", DECISIVE),
        **_counts("decisive_", card.decisive_backed, "_backed", DECISIVE),
    }


def _requirement(finding: Finding) -> dict[str, str]:
    wanted, declared, backed = finding.requirement, finding.declared, finding.backed
    places = [one.place for one in declared.because if one.place is not None]
    return {
        "requirement": wanted.id,
        "title": wanted.title,
        "area": wanted.area,
        "obligation": wanted.obligation.value,
        "decisive": yes(wanted.decisive),
        "status": declared.status.value,
        "status_backed": backed.status.value,
        "reason": declared.reason.value if declared.reason else "",
        "reason_backed": backed.reason.value if backed.reason else "",
        "because": "; ".join(dict.fromkeys(f"{one.fact}: {seen_text(one)}" for one in declared.because)),
        "place": str(places[0]) if places else "",
        "clause": citation(wanted),
        "fingerprint": finding.fingerprint,
    }


def _changed(change: Difference | None) -> str:
    if change is None:
        return ""
    return "; ".join(f"{one.requirement.id}: {change_text(one, 'to')}" for one in change.changes if one.remains)
