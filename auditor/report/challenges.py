"""Contested facts with both sides, and replies: the words that every format takes from here.

Who is right is nobody's to say here. A text that comes from a file is flat; escaping is each format's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auditor.model.challenge import Challenge, CounterEvidence
from auditor.model.contested import Contested
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic, Severity
from auditor.model.evidence import Evidence
from auditor.model.finding import Finding
from auditor.model.result import Audit, Reported, ReportedRequirement
from auditor.model.values import show
from auditor.report.bearing import at, concerning, counted, facts_of
from auditor.report.replies import reply_text
from auditor.report.wording import flat, plural, sentence

HEAD: Final = "Contested"
MEANS: Final = (
    "contested = others filed evidence against it; as backed it counts as not known, and who is right is not decided"
)
_AS_BACKED: Final = "as backed the fact counts as not known, and who is right is not decided"


def parts(declaration: Declaration, one: Contested) -> tuple[tuple[str, str], ...]:
    """Give both sides, a name and a text for each part: declared, filed against it, evidence, reply."""
    first = "reported" if declaration.compiled_by is not None else "declared"
    return (
        (first, show(one.declared, one.unit)),
        ("contested", filed_text(one)),
        *(("evidence", evidence_text(each)) for each in one.challenge.evidence),
        ("reply", reply_to_challenge(declaration, one.challenge)),
    )


def filed_text(one: Contested) -> str:
    """Say who says otherwise, what, and since when."""
    challenge = one.challenge
    return f"{flat(challenge.filed_by)} says {show(challenge.says, one.unit)}, filed on {challenge.on.isoformat()}"


def evidence_text(one: CounterEvidence) -> str:
    """Name a publication: publisher, title, date, address."""
    return ", ".join(flat(part) for part in (one.publisher, one.title, str(one.issued), one.source) if part)


def resting_text(challenge: Challenge) -> str:
    """Name all publications that a challenge rests on."""
    return " and on ".join(map(evidence_text, challenge.evidence))


def reply_to_challenge(declaration: Declaration, challenge: Challenge) -> str:
    """Say what the service replied to a challenge, or until when it can."""
    said = reply_text(_name(declaration), challenge.reply)
    return said if challenge.reply is not None else f"{said}; time to reply: until {challenge.window.isoformat()}"


def both_sides(declaration: Declaration, one: Contested) -> str:
    """Give both sides in one sentence, without a full stop."""
    (_, declared), (_, filed), *_evidence, (_, reply) = parts(declaration, one)
    own = f"{_name(declaration)} declares {declared}"
    if declaration.compiled_by is not None:
        own = f"reported is {declared}"
    resting = resting_text(one.challenge)
    return f"contested: {one.challenge.fact}: {own}; {filed}, resting on {resting}; {reply}"


def finding_texts(audit: Audit, finding: Finding) -> list[str]:
    """Give both sides of every contested fact that a finding is about."""
    return [both_sides(audit.declaration, one) for one in concerning(audit, finding)]


def reported_texts(audit: Audit, reported: ReportedRequirement) -> list[str]:
    """Give both sides of every contested fact among those that were reported for a requirement."""
    facts = [one.observation.fact for one in reported.facts if one.state is Reported.CONTESTED]
    found = dict.fromkeys(one for fact in facts for one in at(audit, fact))
    return [both_sides(audit.declaration, one) for one in found]


def contested_text(audit: Audit) -> str:
    """Say how much is contested, and what that does; empty where nothing is."""
    facts = facts_of(counted(audit))
    if not facts:
        return ""
    if audit.declaration.compiled_by is not None:
        return f"{plural(len(facts), 'fact')} contested: both sides are shown, and who is right is not decided"
    they = "it counts" if len(facts) == 1 else "they count"
    number = plural(len(facts), "fact")
    return f"{number} contested by others: as backed {they} as not known, and who is right is not decided"


def later_text(audit: Audit) -> str:
    """Say how many challenges were filed after the as-of date; empty where none was."""
    later = sum(not one.counted for one in audit.contested)
    if not later:
        return ""
    return f"{plural(later, 'challenge')} filed after this day {'does' if later == 1 else 'do'} not count."


def replies(audit: Audit) -> tuple[str, ...]:
    """Say what a service replied to what others compiled, or that nobody asked it; nothing where it filed itself."""
    declaration = audit.declaration
    if declaration.compiled_by is None:
        return ()
    if declaration.reply is not None:
        return (sentence(reply_text(_name(declaration), declaration.reply)),)
    asked = [*(one.reply for one in declaration.evidence), *(one.challenge.reply for one in audit.contested)]
    return () if any(asked) else (sentence(reply_text(_name(declaration), None)),)


def all_replies(audit: Audit) -> tuple[str, ...]:
    """Give the replies to the whole and to each publication, for formats that do not show publications."""
    answered = [one for one in audit.declaration.evidence if one.reply is not None]
    to_sources = [f"To {publication(one)}: {source_reply(audit, one)}" for one in answered]
    return (*replies(audit), *map(sentence, to_sources))


def publication(source: Evidence) -> str:
    """Name a publication that a reply answers: publisher, title and day."""
    return ", ".join(flat(part) for part in (source.issuer, source.title, str(source.issued or "")) if part)


def source_reply(audit: Audit, source: Evidence) -> str:
    """Say what the service replied to one publication; empty where no reply to it was sought."""
    return "" if source.reply is None else reply_text(_name(audit.declaration), source.reply)


def contested_diagnostics(declaration: Declaration, contested: Sequence[Contested]) -> tuple[Diagnostic, ...]:
    """Tell of each contested fact, with both sides and the places of both."""
    return tuple(
        Diagnostic(
            code="challenge.contested",
            message=f"`{one.challenge.fact}` is {show(one.declared, one.unit)}, and {filed_text(one)}",
            place=one.place,
            why=f"the challenge rests on {resting_text(one.challenge)}",
            help=f"{reply_to_challenge(declaration, one.challenge)}; {_AS_BACKED}",
            severity=Severity.WARNING,
            also=(one.challenge.place,),
        )
        for one in contested
    )


def _name(declaration: Declaration) -> str:
    return flat(declaration.service.name)
