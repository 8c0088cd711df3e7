"""One requirement in every filing of a register: how it came out, and what was said on the facts it looks at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from auditor.model.answering import Answered, Disputed, Instead, Seen
from auditor.model.facts import Silence
from auditor.model.finding import Status
from auditor.model.register import Entry
from auditor.model.values import show
from auditor.register.profiles import Raw, at, audit_of, bodies, is_number, users_of, words_of
from auditor.register.reading import Register
from auditor.register.writing import written
from auditor.report.wording import SILENCES


class Reading(Struct):
    """The answers to one requirement, read one after another; what the edition calls it comes with the first.

    `without` are filings whose edition has no such requirement.
    """

    requirement: str
    title: str = ""
    asks: str = ""
    without: list[Entry] = field(default_factory=list)

    def answers(self, register: Register, entries: Sequence[Entry]) -> Iterator[Answered]:
        """Give the answer of each filing that was asked."""
        for entry, result, content in bodies(register, entries):
            audit = audit_of(result, entry)
            findings = audit["findings"]
            found = next((one for one in findings if one["requirement"] == self.requirement), None)
            if found is None:
                self.without.append(entry)
                continue
            self.title = self.title or found["title"]
            self.asks = self.asks or found["asks"] or ""
            yield Answered(
                entry=entry,
                status=Status(found["status"]),
                backed=Status(found["backed"]["status"]),
                seen=_seen(found),
                kinds=words_of(at(content, "service.kinds")),
                users=users_of(content)[0],
                disputed=tuple(_disputed(entry, audit["declaration"]["challenges"], found["contested"])),
                instead=Instead(entry=entry, text=found["alternative"]) if found["alternative"] else None,
            )


def _disputed(entry: Entry, challenges: Sequence[Raw], contested: Sequence[str]) -> Iterator[Disputed]:
    """Give both sides of each fact that is contested; who filed it is a name, and left out."""
    for one in challenges:
        if one["counted"] and one["fact"] in contested:
            declared = one["declared"]
            yield Disputed(
                entry=entry,
                fact=one["fact"],
                declared=_value(declared["seen"], one["unit"]) if declared else SILENCES[Silence.NOT_ANSWERED],
                says=_value(one["says"], one["unit"]),
                filed=one["date"],
                replied=one["reply"] is not None,
            )


def _value(value: Any, unit: str | None) -> str:
    return show(value, unit) if is_number(value) else written(value)


def _seen(finding: Raw) -> tuple[Seen, ...]:
    """Give what was seen on each fact that decided it, and on each that is missing, by the facts' addresses."""
    found = {one["fact"]: _silent(one) for one in finding["missing"] if one["role"] != "evidence"}
    found |= {one["fact"]: _one(one) for one in finding["because"]}
    return tuple(found[fact] for fact in sorted(found))


def _silent(missing: Raw) -> Seen:
    return Seen(fact=missing["fact"], text=_silence(missing["absence"]))


def _silence(word: str | None) -> str:
    return SILENCES[Silence(word)] if word else SILENCES[Silence.NOT_ANSWERED]


def _one(observation: Raw) -> Seen:
    seen, fact, unit = observation["seen"], observation["fact"], observation["unit"]
    if seen is None:
        return Seen(fact=fact, text=_silence(observation["absence"]))
    if is_number(seen):
        return Seen(fact=fact, text=show(seen, unit), number=Fraction(seen))
    return Seen(fact=fact, text=written(seen))
