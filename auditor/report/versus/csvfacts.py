"""The rows of a comparison's table that are about single facts: reports, their sources, challenges, replies.

No row made here has a figure or a judgement on the service.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.model.challenge import Reply
from auditor.model.comparison import Comparison, Dossier, Standing
from auditor.model.contested import Contested
from auditor.model.evidence import Evidence
from auditor.model.result import ReportedFact
from auditor.model.values import show
from auditor.report.versus.columns import RowKind
from auditor.report.versus.told import day_of_facts, facts_told, filed, places_of, question_of, sources_of


def service_cells(one: Standing | Dossier) -> dict[str, str]:
    """Give what every row of a service repeats: who it is, and what it rests on."""
    declaration, service = one.audit.declaration, one.audit.declaration.service
    compiled = declaration.compiled_by
    return {
        "as_of": one.as_of.isoformat(),
        "service": service.id,
        "service_name": service.name,
        "provider": service.provider or "",
        "basis": "compiled" if isinstance(one, Dossier) else "declared",
        "facts_of": _day(day_of_facts(one)),
        "compiled_by": compiled.name if compiled else "",
        "declaration": declaration.file,
        "declaration_sha256": declaration.sha256,
        "day": one.as_of.isoformat(),
    }


def dossier_rows(comparison: Comparison, one: Dossier) -> Iterator[dict[str, str]]:
    """Give the rows of a service that others compiled: itself, its facts, and what they rest on."""
    yield {"row": RowKind.SERVICE, **_reply(one.audit.declaration.reply)}
    for fact in facts_told(one):
        address = fact.observation.fact
        about = {"fact": address, "question": question_of(comparison, address)}
        yield {"row": RowKind.FACT, **about, **_fact(fact)}
        for source in sources_of(one, fact):
            yield {"row": RowKind.SOURCE, **about, **_source(source)}
    yield from challenge_rows(comparison, one)
    yield from contradiction_rows(one)


def challenge_rows(comparison: Comparison, one: Standing | Dossier) -> Iterator[dict[str, str]]:
    """Give the challenges filed against a service, both sides, each followed by the publications it rests on."""
    for contested in filed(one):
        each = contested.challenge
        about = {
            "fact": each.fact,
            "question": question_of(comparison, each.fact),
            "filed_by": each.filed_by,
            "filed_on": each.on.isoformat(),
        }
        yield {"row": RowKind.CHALLENGE, **about, **_challenge(contested)}
        for source in each.evidence:
            yield {
                "row": RowKind.SOURCE,
                **about,
                "publisher": source.publisher,
                "publication": source.title,
                "published": str(source.issued),
                "url": source.source,
            }


def contradiction_rows(one: Standing | Dossier) -> Iterator[dict[str, str]]:
    """Give what a service's file states against itself, or against the product it is bound to."""
    for each in one.conflicts:
        told = each.told
        yield {
            "row": RowKind.CONTRADICTION,
            "fact": "; ".join(each.facts),
            "place": "; ".join(map(str, places_of(each))),
            "message": f"{told.message}: {told.why}" if told.why else told.message,
            "help": told.help,
        }


def _challenge(contested: Contested) -> dict[str, str]:
    challenge = contested.challenge
    return {
        "value": "" if contested.declared is None else show(contested.declared),
        "unit": contested.unit or "",
        "says": show(challenge.says),
        "window": challenge.window.isoformat(),
        "place": "" if contested.place is None else str(contested.place),
        **_reply(challenge.reply),
    }


def _fact(fact: ReportedFact) -> dict[str, str]:
    seen, absence = fact.observation, fact.absence
    row = {
        "state": fact.state.value,
        "value": "" if seen.seen is None else show(seen.seen),
        "unit": seen.unit or "",
        "place": "" if seen.place is None else str(seen.place),
    }
    if absence is None:
        return row
    return {
        **row,
        "absence": absence.silence.value,
        "asked_by": absence.by,
        "asked_on": absence.on,
        "asked_source": absence.source,
    }


def _source(source: Evidence) -> dict[str, str]:
    return {
        "publisher": source.issuer,
        "publication": source.title,
        "published": str(source.issued or ""),
        "url": source.source,
        "checked": source.checked,
        **_reply(source.reply),
    }


def _reply(reply: Reply | None) -> dict[str, str]:
    if reply is None:
        return {"reply_sought": "false"}
    return {
        "reply_sought": "true",
        "reply_asked": reply.asked.isoformat(),
        "reply_deadline": reply.deadline.isoformat(),
        "reply_answered": _day(reply.answered),
        "reply": reply.text,
    }


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
