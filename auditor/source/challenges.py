"""Read challenges: counter-evidence that others filed against declared facts.

They stand in the declaration itself or in a file of their own. What a challenge says is read as a declaration would
be, so that a slip is told in the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec.structs import replace

from auditor.model.challenge import Challenge, CounterEvidence
from auditor.model.diagnostic import Diagnostic, InputError, by_place
from auditor.model.values import Value
from auditor.model.vocabulary import FactType, Kind, Vocabulary
from auditor.source.challenge_schema import CHALLENGES
from auditor.source.crosschecks import unknown_fact
from auditor.source.document import Document, Path
from auditor.source.expected import expected_by
from auditor.source.extensions import is_unread
from auditor.source.factreaders import entry_of, read_entry
from auditor.source.gathering import Gatherer, normalised
from auditor.source.replies import read_day, read_reply
from auditor.source.schema import SHOWN, Schema, check_shape, shortened
from auditor.source.yamltree import read_yaml

KEY: Final = "challenges"
_THING: Final = "challenge"
_MANY_IN_ONE: Final = (Kind.GROUP, Kind.RECORD, Kind.LIST, Kind.BANDS, Kind.CLOSED_MAP, Kind.OPEN_MAP)
_YES_OR_NO: Final[Schema] = {"type": "boolean"}


def read_challenges(data: bytes, file: str, vocabulary: Vocabulary) -> tuple[Challenge, ...]:
    """Read every challenge of a file of its own; raises InputError with every fault."""
    document = read_yaml(data, file)
    wrong = check_shape(document, CHALLENGES, _THING, what="file of challenges")
    if wrong:
        raise InputError(wrong)
    found: list[Diagnostic] = []
    raw: Any = document.value((KEY,))
    read = entries(document, raw, vocabulary, found)
    if found:
        raise InputError(tuple(sorted(shortened(found, _THING), key=by_place)))
    return read


def entries(
    document: Document,
    raw: Sequence[dict[str, Any]],
    vocabulary: Vocabulary,
    found: list[Diagnostic],
    *,
    service: str | None = None,
) -> tuple[Challenge, ...]:
    """Read entries whose shape is right; faults are added to `found`.

    `service` is that of the declaration they stand in, and none of them may name another. A challenge to a fact of a
    ruleset that is not at hand is passed over, as such facts are.
    """
    read: dict[tuple[object, ...], Challenge] = {}
    for number, one in enumerate(raw):
        if len(found) > SHOWN:  # more are not shown, and each may cost a search for the nearest name
            break
        at: Path = (KEY, number)
        if service is not None and one.get("service", service) != service:
            found.append(_other_service(document, (*at, "service"), one["service"], service))
        if is_unread(one["fact"], vocabulary):
            continue
        challenge = _entry(document, one, at, vocabulary, found, service=one.get("service") or service or "")
        if challenge is None:
            continue
        mark = challenge.fact, challenge.service, challenge.filed_by, challenge.on
        if mark in read:
            found.append(_repeated(document, (*at, "fact"), challenge, read[mark]))
        read.setdefault(mark, challenge)
    return tuple(read.values())


def _entry(
    document: Document,
    raw: dict[str, Any],
    at: Path,
    vocabulary: Vocabulary,
    found: list[Diagnostic],
    *,
    service: str,
) -> Challenge | None:
    says = _says(document, raw, at, vocabulary, found)
    on, window = (read_day(document, raw[key], (*at, key), _THING, found) for key in ("date", "window"))
    if on is not None and window is not None and window < on:
        message = f"the window to reply ends on {window}, before it was filed on {on}"
        found.append(document.diagnostic("challenge.window-before-date", message, (*at, "window")))
    evidence = _evidence(document, raw["evidence"], found)
    reply = read_reply(document, raw["reply"], (*at, "reply"), found) if "reply" in raw else None
    if says is None or on is None or window is None:
        return None
    return Challenge(
        service=service,
        fact=raw["fact"],
        says=says,
        filed_by=normalised(raw["filed_by"]),
        on=on,
        window=window,
        evidence=evidence,
        place=document.place((*at, "fact")),
        reply=reply,
    )


def _evidence(
    document: Document, raw: Sequence[dict[str, Any]], found: list[Diagnostic]
) -> tuple[CounterEvidence, ...]:
    gatherer = Gatherer(document)
    read = []
    for one in raw:
        issued = gatherer.date(one["date"], one, "date")
        if issued is not None:
            publisher, title = normalised(one["publisher"]), normalised(one["title"])
            read.append(
                CounterEvidence(publisher=publisher, title=title, issued=issued, source=one.get("source", ""))
            )
    found.extend(replace(one, code="challenge.no-such-day") for one in gatherer.found)
    return tuple(read)


def _says(
    document: Document, raw: dict[str, Any], at: Path, vocabulary: Vocabulary, found: list[Diagnostic]
) -> Value | None:
    """Read what is said instead, by the type that the vocabulary gives the fact."""
    fact, says, where = raw["fact"], raw["says"], (*at, "says")
    type_ = expected_by(vocabulary).type_at(fact)
    if type_ is None:
        found.append(replace(unknown_fact(document, (*at, "fact"), fact, vocabulary), code="challenge.unknown-fact"))
        return None
    of_word = _is_word(fact, vocabulary)
    if type_.kind in _MANY_IN_ONE:
        found.append(_not_one_fact(document, (*at, "fact"), fact))
        return None
    if says is None or (isinstance(says, dict) and ("declined" in says or "sought" in says)):
        found.append(_no_value(document, where))
        return None
    schema = _YES_OR_NO if of_word else expected_by(vocabulary).schema_of(type_)
    wrong = check_shape(document, schema, _THING, at=where)
    found.extend(wrong)
    if wrong:
        return None
    return says if of_word else _gathered(document, raw, type_, found)


def _is_word(fact: str, vocabulary: Vocabulary) -> bool:
    above = expected_by(vocabulary).type_at(fact.rpartition(".")[0]) if "." in fact else None
    return above is not None and above.kind is Kind.SET


def _gathered(document: Document, raw: dict[str, Any], type_: FactType, found: list[Diagnostic]) -> Value | None:
    """Give the value as a declaration would state it, gathered apart."""
    apart = Gatherer(document)
    read_entry(apart, raw, "says", entry_of(type_, raw["fact"]))
    found.extend(replace(one, code="challenge.no-such-day") for one in apart.found)
    return apart.values.get(raw["fact"])


def _not_one_fact(document: Document, at: Path, fact: str) -> Diagnostic:
    return document.diagnostic(
        "challenge.not-one-fact",
        f"`{fact}` holds several facts",
        at,
        why="a challenge says of one fact that it is otherwise, and leaves the others as they are",
        help="name the fact in it that is disputed",
    )


def _no_value(document: Document, at: Path) -> Diagnostic:
    return document.diagnostic(
        "challenge.says-nothing",
        "it does not say what is so instead",
        at,
        why="two sides are shown, and a doubt alone is not one",
        help="write the value that the evidence shows",
    )


def _other_service(document: Document, at: Path, named: str, service: str) -> Diagnostic:
    return document.diagnostic(
        "challenge.other-service",
        f"it is about `{named}`, and this is the declaration of `{service}`",
        at,
        help="leave `service` out here, or put the challenge into a file of its own",
    )


def _repeated(document: Document, at: Path, one: Challenge, first: Challenge) -> Diagnostic:
    return document.diagnostic(
        "challenge.repeated",
        f"{one.filed_by} filed two challenges to `{one.fact}` of `{one.service}` on {one.on}",
        at,
        why="which of the two is meant is left open",
        help="keep one, and put all evidence into it",
        also=(first.place,),
    )
