"""Sentences on services that others compiled: who reported what, when; who asked, who looked; who replied.

There is no word in here for a verdict, a score, a rank, or for what a service does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from auditor.model.challenge import Challenge, CounterEvidence
from auditor.model.comparison import Dossier, Standing
from auditor.model.contested import Contested
from auditor.model.evidence import Evidence
from auditor.model.facts import Absence, Silence
from auditor.model.result import Reported, ReportedFact
from auditor.report.escape import quoted, visible
from auditor.report.replies import reply_text
from auditor.report.versus.facts import by_label
from auditor.report.versus.quotes import LONGEST, Frame, and_joined, name_of, on_file, service_of, valued
from auditor.report.versus.told import facts_told, filed, filed_against, question_of, sources_of
from auditor.report.wording import plural

REPORT: Final = "this is a report, not a finding"
_SAID: Final = (Reported.YES, Reported.NO, Reported.VALUE, Reported.STALE, Reported.CONTESTED)


def reports(frame: Frame, one: Dossier) -> Iterator[str]:
    """Give what can be said of a service that others compiled, the matter in focus first."""
    if one.focus and frame.comparison.focus is not None:
        yield _summary(frame, one, frame.comparison.focus.title)
    for fact in facts_told(one):
        absence = fact.absence
        if fact.state in _SAID:
            yield _reported(frame, one, fact)
        elif absence is not None and fact.state is Reported.DECLINED:
            yield _declined(frame, one, fact, absence)
        elif absence is not None and absence.silence is Silence.SOUGHT:
            yield _sought(frame, one, fact, absence)


def _summary(frame: Frame, one: Dossier, matter: str) -> str:
    found = [f"{len(facts)} {label}" for label, facts in by_label(one.focus).items()]
    return frame.sentence(
        f"on {quoted(matter, most=LONGEST)}, of the {plural(len(one.focus), 'fact')} that {frame.judged(one)}, looks "
        f"at, what is on record of {service_of(one)} is: {and_joined(found)}",
        "reports are not findings, and “not asked” means that no question and no answer is on record",
        _compiled(one),
        notes=one.audit.watermarks,
    )


def _reported(frame: Frame, one: Dossier, fact: ReportedFact) -> str:
    seen = fact.observation
    stale = fact.state is Reported.STALE
    publications = [_publication(each, one) for each in sources_of(one, fact)]
    day = one.as_of.isoformat()
    return frame.sentence(
        f"of {service_of(one)} it was reported by {and_joined(publications) or 'nobody on record'} that the answer "
        f"to {asked_as(frame, seen.fact)} {'was' if stale else 'is'} {valued(seen.seen, seen.unit)}",
        *(against(one, each) for each in filed_against(one, seen.fact)),
        f"{REPORT}"
        + (f", and more than 12 months old on {day}, so that it says nothing of that day" if stale else ""),
        _compiled(one),
        *_replies(one, sources_of(one, fact)),
        f"read against {frame.judged(one)}",
        notes=one.audit.watermarks,
    )


def _declined(frame: Frame, one: Dossier, fact: ReportedFact, absence: Absence) -> str:
    publications = [_publication(each, one) for each in sources_of(one, fact)]
    return frame.sentence(
        f"{service_of(one)} was asked{who_and_when(absence)}, and did not say, what the answer is to "
        f"{asked_as(frame, fact.observation.fact)}, as reported by {and_joined(publications) or 'nobody on record'}",
        REPORT,
        _compiled(one),
        *_replies(one, sources_of(one, fact)),
        f"read against {frame.judged(one)}",
        notes=one.audit.watermarks,
    )


def _sought(frame: Frame, one: Dossier, fact: ReportedFact, absence: Absence) -> str:
    return frame.sentence(
        f"an answer of {service_of(one)} to {asked_as(frame, fact.observation.fact)} was looked for"
        f"{who_and_when(absence)}, and none was found",
        "that none was found is not an answer, and no finding",
        _compiled(one),
        *_replies(one, ()),
        f"read against {frame.judged(one)}",
        notes=one.audit.watermarks,
    )


def asked_as(frame: Frame, fact: str, question: str = "") -> str:
    """Name a fact by its question, and by its address, which says what the question may leave out."""
    question = question_of(frame.comparison, fact) or question
    address = f"the fact {quoted(fact)}"
    return f"{quoted(question)} ({address})" if question else f"the question behind {address}"


def who_and_when(absence: Absence) -> str:
    """Say who asked or looked, on which day, and where that is told."""
    by = f" by {quoted(absence.by, most=LONGEST)}" if absence.by else ""
    on = f" on {visible(absence.on)}" if absence.on else ""
    return f"{by}{on}" + (f" ({quoted(absence.source)})" if absence.source else "")


def _publication(one: Evidence | CounterEvidence, of: Standing | Dossier) -> str:
    """Name a publication: publisher, title and day; whether it is the provider's own, and whether it was read."""
    publisher = one.issuer if isinstance(one, Evidence) else one.publisher
    second = isinstance(one, Evidence) and bool(one.checked) and one.checked != "read"
    own = bool(publisher) and publisher == of.audit.declaration.service.provider
    issued = "undated" if one.issued is None else str(one.issued)
    said = f"{quoted(one.title)}, {issued}{', second-hand' if second else ''}"
    return f"{quoted(publisher, most=LONGEST)} ({'its provider; ' if own else ''}{said})" if publisher else said


def contested_text(frame: Frame, one: Standing, contested: Contested) -> str:
    """Name the one fact that is contested, and tell what is said against it.

    A requirement may look at many facts: without the question, all that it asks would seem to be denied.
    """
    return against(one, contested, what=f"its answer to {asked_as(frame, contested.challenge.fact)}")


def against(one: Standing | Dossier, contested: Contested, *, what: str = "this") -> str:
    """Tell the challenger's side of a fact: who filed what, when, on what it rests, the reply and the time for one.

    `what` is the fact, where it is not named just before.
    """
    filed_one = contested.challenge
    rests = and_joined([_publication(each, one) for each in filed_one.evidence])
    reply = reply_text(name_of(one), filed_one.reply, to=" to this")
    return (
        f"{what} is contested: {quoted(filed_one.filed_by, most=LONGEST)} filed on {filed_one.on.isoformat()} that "
        f"the answer is {valued(filed_one.says, contested.unit)}, citing {rests or 'nothing'}, and {reply}"
        f"{_window(one, filed_one)}; neither is found to be true"
    )


def _window(one: Standing | Dossier, challenge: Challenge) -> str:
    """Say until when the service can reply; that the time for it is over, where it has said nothing."""
    until = challenge.window.isoformat()
    if challenge.can_reply(one.as_of):
        return f"; it can reply until {until}"
    return "" if challenge.reply is not None and challenge.reply.text else f"; the time to reply ended on {until}"


def _replies(one: Dossier, sources: Sequence[Evidence]) -> list[str]:
    """Give the replies to the file and to what a sentence rests on; that none was sought, where there is none."""
    name, file = name_of(one), one.audit.declaration.reply
    given = [] if file is None else [reply_text(name, file, to=" to the file")]
    given += [
        reply_text(name, each.reply, to=f" to {_publication(each, one)}")
        for each in sources
        if each.reply is not None
    ]
    return given or [reply_text(name, None)]


def _compiled(one: Dossier) -> str:
    by = one.audit.declaration.compiled_by
    told = f", and {quoted(by.name, most=LONGEST)} compiled it on {by.on.isoformat()}" if by else ""
    return f"{name_of(one)} did not file for itself{told}"


def challenged(frame: Frame, one: Standing) -> Iterator[str]:
    """Give both sides of each fact of a service that somebody contests, and the reply."""
    day = one.audit.declaration.stated_on
    for each in filed(one):
        challenge = each.challenge
        yield frame.sentence(
            f"by its own filing {on_file(day)}, {service_of(one)} declares {valued(each.declared, each.unit)} to "
            f"{asked_as(frame, challenge.fact)}, and {against(one, each)}",
            "as backed, what is contested counts as not known where it would help the service",
            f"judged by {frame.judged(one)}",
            notes=one.audit.watermarks,
        )
