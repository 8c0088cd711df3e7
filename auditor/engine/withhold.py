"""A public report: the same judgement, without the values that the declaration marks as confidential.

Only what is shown changes. Statuses, verdicts and scores stay, and with them what a reader can infer from a
status; the value of a confidential fact, who declined it, the keys that were chosen in a confidential list,
and whether a single test on it held are taken out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from auditor.model.answers import Answer
from auditor.model.challenge import Challenge, Reply
from auditor.model.changes import Edit
from auditor.model.contested import Contested
from auditor.model.dates import DateSpan
from auditor.model.decision import Reviewed
from auditor.model.declaration import Alternative, Declaration, Measure, Plan
from auditor.model.diagnostic import Diagnostic
from auditor.model.facts import Absence, Facts, Silence
from auditor.model.finding import Finding, Judgement, Missing, Observation, WouldBe
from auditor.model.result import Audit, Reported, ReportedFact, ReportedRequirement
from auditor.model.truth import U
from auditor.model.values import WITHHELD, Bands, Items, Value, WordSet, show

_WORD: Final = show(WITHHELD)
_ANY: Final = "*"
_ADDRESS: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_INCLUDES: Final = "includes "
_JUDGED_BY_VALUE: Final = (Reported.YES, Reported.NO)


def withhold(audit: Audit) -> Audit:
    """Take out what the declaration marks as confidential, and count the facts that are."""
    secrets = _Secrets(audit.declaration)
    withheld = replace(audit, withheld=secrets.count())
    if not secrets.paths:
        return withheld
    return replace(
        withheld,
        declaration=secrets.declaration(),
        findings=tuple(secrets.finding(one) for one in audit.findings),
        reported=tuple(
            ReportedRequirement(requirement=one.requirement, facts=secrets.reported(one.facts))
            for one in audit.reported
        ),
        reported_scope=secrets.reported(audit.reported_scope),
        answers=tuple(secrets.answer(one) for one in audit.answers),
        contested=tuple(secrets.contested(one) for one in audit.contested),
    )


def withhold_diagnostics(
    diagnostics: Iterable[Diagnostic], declaration: Declaration | None
) -> tuple[Diagnostic, ...]:
    """Take the same out of messages about a declaration, and the lines of it that they quote.

    Without a declaration (it could not be read) nobody knows what is confidential, so that only the code and
    the place of each fault are kept.
    """
    if declaration is None:
        return tuple(_unread(one) for one in diagnostics)
    secrets = _Secrets(declaration)
    return tuple(secrets.diagnostic(one) if secrets.paths else one for one in diagnostics)


def withhold_edits(edits: Iterable[Edit], declarations: Sequence[Declaration]) -> tuple[Edit, ...]:
    """Take the same out of what differs between filings; what one of them keeps confidential is so in all."""
    for secrets in map(_Secrets, declarations):
        if secrets.paths:
            edits = [secrets.edit(one) for one in edits]
    return tuple(edits)


def _unread(one: Diagnostic) -> Diagnostic:
    if one.place is None or not one.place.line:
        return one  # about the file as a whole: nothing of it is quoted
    return replace(
        one,
        message="withheld: it may quote what is confidential",
        why="",
        help="`auditor check` shows it whole",
        excerpt=None,
    )


class _Secrets:
    """What one declaration keeps confidential."""

    def __init__(self, declaration: Declaration) -> None:
        self._declaration = declaration
        self._facts = declaration.facts
        self.paths = frozenset(declaration.confidential)
        self._above = {above for path in self.paths for above in _upwards(path)}
        self._directly_above = {path.rpartition(".")[0] for path in self.paths}
        self._masks: dict[str, str] = {}
        values = [value for path, value in self._facts.values.items() if self._hides(path, value)]
        for plan in declaration.planned:
            values += [value for path, value in plan.values.items() if self._hides(path, value)]
        told = [one for path, one in self._facts.absences.items() if self._is_beneath(path)]
        texts = {text for one in values for text in _texts(one)}
        texts |= {text for one in told for text in (one.by, one.source) if text}
        self._texts = _pattern(texts)
        self._all = _pattern(texts | {text for one in values for text in _numbers(one)})

    def count(self) -> int:
        """Count the confidential facts of which something is said."""
        stated = sum(
            self._hides(path, value) and not _has_members(value) for path, value in self._facts.values.items()
        )
        silent = sum(
            one.silence is not Silence.NOT_ANSWERED and self._is_beneath(path)
            for path, one in self._facts.absences.items()
        )
        return stated + silent

    def declaration(self) -> Declaration:
        """Give the declaration as it may be shown; its digest stays that of the whole."""
        declaration, facts = self._declaration, self._facts
        return replace(
            declaration,
            facts=Facts(
                values=self._values(facts.values.items()),
                places={path: place for path, place in facts.places.items() if self._mask(path) == path},
                absences={path: self._absence(path, one) for path, one in facts.absences.items()},
            ),
            planned=tuple(self._plan(one) for one in declaration.planned),
            alternatives=tuple(self._alternative(one) for one in declaration.alternatives),
            measures=tuple(self._own_words(one) for one in declaration.measures),
            evidence=tuple(
                replace(
                    one, supports=tuple(dict.fromkeys(map(self._mask, one.supports))), reply=self._reply(one.reply)
                )
                for one in declaration.evidence
            ),
            challenges=tuple(map(self._challenge, declaration.challenges)),
            reply=self._reply(declaration.reply),
        )

    def contested(self, one: Contested) -> Contested:
        """Give a contested fact as it may be shown: what others filed whole, what is declared withheld.

        That it differs from what was filed a reader can infer, as from a status.
        """
        hidden = self._hides(one.challenge.fact, one.declared)
        return replace(one, challenge=self._challenge(one.challenge), declared=WITHHELD if hidden else one.declared)

    def _challenge(self, one: Challenge) -> Challenge:
        return replace(one, fact=self._mask(one.fact), reply=self._reply(one.reply))

    def _reply(self, one: Reply | None) -> Reply | None:
        """Give a reply as it may be shown: it is in the service's own words, and may name what is confidential."""
        return None if one is None else replace(one, text=self._text(one.text))

    def finding(self, finding: Finding) -> Finding:
        """Give a finding as it may be shown."""
        would_be = finding.would_be
        return replace(
            finding,
            declared=self._judgement(finding.declared),
            backed=self._judgement(finding.backed),
            would_be=would_be
            and WouldBe(declared=self._judgement(would_be.declared), backed=self._judgement(would_be.backed)),
            alternative=self._text(finding.alternative) if finding.alternative is not None else None,
            decision=finding.decision and self._reviewed(finding.decision),
        )

    def reported(self, facts: Sequence[ReportedFact]) -> tuple[ReportedFact, ...]:
        """Give reported facts as they may be shown: not even yes or no of those that are withheld."""
        shown = []
        for one in facts:
            fact = one.observation.fact
            observation = self._observation(one.observation)
            by_value = observation.seen is WITHHELD and one.state in _JUDGED_BY_VALUE
            shown.append(
                ReportedFact(
                    state=Reported.VALUE if by_value else one.state,
                    observation=observation,
                    absence=one.absence and self._absence(fact, one.absence),
                )
            )
        return tuple(shown)

    def answer(self, answer: Answer) -> Answer:
        """Give an open question as it may be shown."""
        fact = self._mask(answer.fact)
        return replace(
            answer,
            fact=fact,
            question=answer.question if fact == answer.fact else "",
            accepts=self._accepts(answer.fact, answer.accepts),
            absence=self._absence(answer.fact, answer.absence),
            turns=tuple(replace(one, settings=tuple(map(self._masked, one.settings))) for one in answer.turns),
        )

    def diagnostic(self, one: Diagnostic) -> Diagnostic:
        """Give a message as it may be shown, without the line that it quotes."""
        if one.place is not None and one.place.file == self._declaration.file:
            one = replace(one, excerpt=None)
        said = " ".join((one.message, one.why, one.help))
        named = (name.removesuffix(".*") for name in re.findall("`([^`]*)`", said))
        if not any(map(self._is_beneath, named)) and not self._texts.search(said):
            return one
        return replace(one, message="withheld: it speaks of confidential facts", why="", help="")

    def edit(self, one: Edit) -> Edit:
        """Give a difference as it may be shown: that it is there, and not between what."""
        path = one.address
        told = " ".join((one.before, one.after))
        if not (self._is_beneath(path) or path in self._above or self._all.search(told)):
            return replace(one, address=self._masked(path))
        return replace(one, address=self._mask(path), before=_WORD, after=_WORD)

    def _is_beneath(self, path: str) -> bool:
        return path in self.paths or any(above in self.paths for above in _upwards(path))

    def _hides(self, path: str, value: Value | None) -> bool:
        """Whether a value is confidential, or shows something confidential that stands directly beneath it."""
        if self._is_beneath(path):
            return True
        return path in (self._directly_above if isinstance(value, Items | Bands) else self._above)

    def _mask(self, path: str) -> str:
        """Give an address without the keys, items and words of what is confidential."""
        known = self._masks.get(path)
        if known is None:
            segments = path.split(".")
            for end in range(1, len(segments)):
                above = ".".join(path.split(".")[:end])
                chosen = isinstance(self._facts.values.get(above), Items | Bands | WordSet)
                if chosen and self._is_beneath(above):
                    segments[end] = _ANY
            known = self._masks[path] = ".".join(segments)
        return known

    def _masked(self, text: str) -> str:
        """Give a text with every address in it masked."""
        return _ADDRESS.sub(lambda match: self._mask(match[0]), text)

    def _text(self, text: str) -> str:
        return _WORD if self._all.search(text) else text

    def _values(self, values: Iterable[tuple[str, Value]]) -> dict[str, Value]:
        return {
            path: WITHHELD if self._hides(path, value) else value
            for path, value in values
            if self._mask(path) == path
        }

    def _plan(self, plan: Plan) -> Plan:
        if not self._is_beneath(plan.fact):
            return replace(plan, values=self._values(plan.values.items()))
        return replace(plan, fact=self._mask(plan.fact), values={self._mask(plan.fact): WITHHELD})

    def _alternative(self, one: Alternative) -> Alternative:
        return replace(one, measure=self._text(one.measure), why=self._text(one.why))

    def _reviewed(self, one: Reviewed) -> Reviewed:
        return replace(one, decision=replace(one.decision, because=self._text(one.decision.because)))

    def _own_words(self, one: Measure) -> Measure:
        return replace(one, in_place=self._text(one.in_place))

    def _absence(self, path: str, absence: Absence) -> Absence:
        """Keep which of the three kinds of silence it is, and nothing of who was told what."""
        if not self._is_beneath(path) or not (absence.by or absence.on or absence.source):
            return absence
        return replace(absence, by=_WORD, on="", source="")

    def _accepts(self, path: str, accepts: str) -> str:
        """Give what may be written; for ages that nothing is stated of, not which these are."""
        of_ages = accepts.startswith(("age ", "ages "))
        hidden = self._hides(path, self._facts.values.get(path)) or bool(self._all.search(accepts))
        return _WORD if of_ages and hidden else accepts

    def _judgement(self, judgement: Judgement) -> Judgement:
        seen: dict[tuple[str, str], Observation] = {}
        for one in map(self._observation, judgement.because):
            seen.setdefault((one.fact, one.wanted), one)
        missing: dict[tuple[str, str], Missing] = {}
        for each in map(self._missing, judgement.missing):
            missing.setdefault((each.fact, each.accepts), each)
        return replace(judgement, because=tuple(seen.values()), missing=tuple(missing.values()))

    def _observation(self, one: Observation) -> Observation:
        wanted = self._masked(one.wanted)
        if not self._hides(one.fact, one.seen):
            return replace(one, wanted=wanted)
        if one.seen is None and not self._is_word(one.fact):
            return replace(one, fact=self._mask(one.fact), wanted=wanted)
        if wanted.startswith(_INCLUDES):
            wanted = f"{_INCLUDES}one of its words"
        return replace(one, fact=self._mask(one.fact), wanted=wanted, seen=WITHHELD, truth=U, silence=None)

    def _is_word(self, path: str) -> bool:
        return isinstance(self._facts.values.get(path.rpartition(".")[0]), WordSet)

    def _missing(self, one: Missing) -> Missing:
        fact = self._mask(one.fact)
        return replace(
            one,
            fact=fact,
            question=one.question if fact == one.fact else "",
            accepts=self._accepts(one.fact, one.accepts),
            absence=self._absence(one.fact, one.absence),
        )


def _upwards(path: str) -> Iterator[str]:
    """Give every address above one, the nearest first."""
    while path := path.rpartition(".")[0]:
        yield path


def _has_members(value: Value) -> bool:
    """Whether what stands beneath says it: members are counted, not the list."""
    return bool(value.keys if isinstance(value, Items) else isinstance(value, Bands) and value.bands)


def _texts(value: Value) -> Iterator[str]:
    """Give the texts by which a value would be recognised."""
    match value:
        case str():
            yield value
        case WordSet():
            yield from value.words
        case Items():
            yield from (key for key in value.keys if not key.isdigit())


def _numbers(value: Value) -> Iterator[str]:
    """Give a number or a date as people would write it."""
    if isinstance(value, int | Decimal | DateSpan) and not isinstance(value, bool):
        yield show(value)


def _pattern(texts: Iterable[str]) -> re.Pattern[str]:
    """Give the pattern that finds any of the texts as whole words; of none it finds nothing."""
    longest_first = sorted((re.escape(one) for one in texts), key=lambda one: (-len(one), one))
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)" if longest_first else r"(?!)", re.IGNORECASE)
