"""What others said of services, in words that all comparisons share: reports, sources, challenges, replies.

Facts with their sources and nothing else: there is no word here for a verdict, a score or a rank. Escapes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from auditor.model.challenge import Challenge
from auditor.model.comparison import Comparison, Dossier, Standing
from auditor.model.contested import Contested
from auditor.model.evidence import Evidence
from auditor.model.result import Reported, ReportedFact
from auditor.model.values import Value, show
from auditor.report.bearing import counted
from auditor.report.challenges import evidence_text
from auditor.report.replies import reply_text
from auditor.report.reported import ABSENT, asked_text, source_text
from auditor.report.versus.words import name_of
from auditor.report.wording import REPORTED, flat, sentence

SOUGHT: Final = "looked for, not found"
NOT_ASKED: Final = REPORTED[Reported.NOT_ASKED]
YES_NO: Final = {True: "yes", False: "no"}
REPORTED_LABELS: Final[Mapping[Reported, str]] = {
    **REPORTED,
    Reported.DECLINED: "declined to say",
    Reported.NOT_FOUND: SOUGHT,
    Reported.STALE: "reported value, stale",
}
STALE_YES: Final = "reported yes, stale"
STALE_NO: Final = "reported no, stale"
LABELS: Final = (
    *(REPORTED_LABELS[one] for one in Reported if one not in (*ABSENT, Reported.STALE)),
    STALE_YES,
    STALE_NO,
    REPORTED_LABELS[Reported.STALE],
    SOUGHT,
    NOT_ASKED,
    REPORTED_LABELS[Reported.NO_SOURCE],
)
"""Every label that a reported fact can have, in the order in which they are shown."""


def fact_label(fact: ReportedFact) -> str:
    """Say in a few words what is reported: `not asked` and `looked for, not found` are told apart."""
    seen = fact.observation.seen
    if fact.state is Reported.STALE and isinstance(seen, bool):
        return STALE_YES if seen else STALE_NO
    return REPORTED_LABELS[fact.state]


def question_of(comparison: Comparison, address: str) -> str:
    """Give the vocabulary's question for a fact; its address where it has none."""
    return flat(comparison.questions.get(address, "")).replace("*", "any of them") or address


def fact_text(comparison: Comparison, fact: ReportedFact) -> str:
    """Write a reported fact with its value, where it is more than yes and no, and who asked, where somebody did."""
    observation = fact.observation
    said = question_of(comparison, observation.fact)
    if isinstance(observation.seen, bool) and fact.state is Reported.CONTESTED:
        said += f" (reported {YES_NO[observation.seen]})"
    elif observation.seen is not None and not isinstance(observation.seen, bool):
        said += f"{'' if said.endswith('?') else ':'} {show(observation.seen, observation.unit)}"
    asked = asked_text(fact)
    return f"{said} ({asked})" if asked else said


def by_label(facts: Sequence[ReportedFact]) -> dict[str, tuple[ReportedFact, ...]]:
    """Sort reported facts by their label, in the order of `LABELS`; labels that no fact has are left out."""
    found: dict[str, list[ReportedFact]] = {one: [] for one in LABELS}
    for fact in facts:
        found[fact_label(fact)].append(fact)
    return {label: tuple(these) for label, these in found.items() if these}


def told_of(comparison: Comparison) -> dict[str, tuple[tuple[Dossier, tuple[ReportedFact, ...]], ...]]:
    """Give, by label, of which compiled service what is reported on the matter in focus.

    A service stands under each label that one of its facts has; one without a fact on the matter under `not asked`.
    """
    found: dict[str, list[tuple[Dossier, tuple[ReportedFact, ...]]]] = {one: [] for one in LABELS}
    for dossier in comparison.dossiers:
        for label, facts in (by_label(dossier.focus) or {NOT_ASKED: ()}).items():
            found[label].append((dossier, facts))
    return {label: tuple(these) for label, these in found.items() if these}


class Source(Struct, frozen=True):
    """A publication that is cited, and the number by which it is; services can share one."""

    number: int
    evidence: Evidence

    @property
    def name(self) -> str:
        """Name it without its address."""
        return source_text(replace(self.evidence, source=""))

    @property
    def text(self) -> str:
        """Name it: publisher, title, date, address, whether it was read."""
        return source_text(self.evidence)


class Sources:
    """The publications that compiled services rest on, numbered once for the whole page.

    What the matter in focus rests on comes first, so that its numbers do not change with what else is shown.
    """

    def __init__(self, comparison: Comparison) -> None:
        self.all: list[Source] = []
        self._by_text: dict[str, Source] = {}
        for facts in ("focus", "facts"):
            for dossier in comparison.dossiers:
                for fact in dossier.focus if facts == "focus" else dossier.facts:
                    for evidence in self._backing(dossier, fact):
                        self._number(evidence)

    def of(self, dossier: Dossier, facts: Sequence[ReportedFact]) -> tuple[Source, ...]:
        """Give the sources of these facts by number, each once."""
        found = {
            self._by_text[source_text(one)].number: self._by_text[source_text(one)]
            for fact in facts
            for one in self._backing(dossier, fact)
        }
        return tuple(found[number] for number in sorted(found))

    def marks(self, dossier: Dossier, facts: Sequence[ReportedFact]) -> str:
        """Write the numbers as `[1][4]`."""
        return "".join(f"[{one.number}]" for one in self.of(dossier, facts))

    def _number(self, evidence: Evidence) -> None:
        text = source_text(evidence)
        if text not in self._by_text:
            self._by_text[text] = Source(len(self.all) + 1, evidence)
            self.all.append(self._by_text[text])

    @staticmethod
    def _backing(dossier: Dossier, fact: ReportedFact) -> list[Evidence]:
        named = set(fact.observation.backed_by)
        return [one for one in dossier.audit.declaration.evidence if one.id in named]


def replies(comparison: Comparison, dossier: Dossier) -> tuple[str, ...]:
    """Say what a compiled service replied, to the file as a whole and to each source; or that nobody asked it."""
    name, declaration = name_of(dossier, comparison), dossier.audit.declaration
    to_sources = tuple(
        sentence(f"To {flat(one.issuer or one.title)}: {reply_text(name, one.reply)}")
        for one in declaration.evidence
        if one.reply is not None
    )
    if declaration.reply is None and to_sources:
        return to_sources
    return (sentence(reply_text(name, declaration.reply)), *to_sources)


def contested_of(one: Standing | Dossier) -> tuple[Contested, ...]:
    """Give what others filed against a service's facts by this day, each beside what is said there."""
    return counted(one.audit)


def contested_texts(comparison: Comparison, one: Standing | Dossier, contested: Contested) -> tuple[str, ...]:
    """Tell both sides of a contested fact, a sentence each: the service's, the challenger's, the reply."""
    name, challenge, unit = name_of(one, comparison), contested.challenge, contested.unit
    says = ", as reported" if isinstance(one, Dossier) else " says"
    rests = "; ".join(map(evidence_text, challenge.evidence))
    return (
        f"{question_of(comparison, challenge.fact)} {name}{says}: {plain(contested.declared, unit)}.",
        f"{flat(challenge.filed_by)} filed on {challenge.on.isoformat()}: {plain(challenge.says, unit)}. "
        f"It rests on {rests}.",
        f"{sentence(reply_text(name, challenge.reply))} {_window(name, challenge, one.as_of)}",
    )


def plain(value: Value | None, unit: str | None) -> str:
    """Write what is said of a fact in a word, where a word will do."""
    return "nothing" if value is None else YES_NO[value] if isinstance(value, bool) else show(value, unit)


def _window(name: str, challenge: Challenge, as_of: date) -> str:
    until = challenge.window.isoformat()
    return (
        f"{name} can reply until {until}." if challenge.can_reply(as_of) else f"The time to reply ended on {until}."
    )
