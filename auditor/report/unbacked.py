"""Why a fact counts as unbacked, in words that every format takes from here.

Each format hands in how it writes an address, a place or a value (`code`) and running text (`text`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from msgspec import Struct

from auditor.model.evidence import Assurance
from auditor.model.unbacked import Conflict, Lack, Said, Short, Unbacked
from auditor.model.values import show
from auditor.report.challenges import filed_text, resting_text
from auditor.report.wording import flat

UNTIL: Final = "no document backs it before that is settled"


class Written(Struct, frozen=True):
    """How a format writes what is named, and what is said."""

    code: Callable[[str], str] = str
    text: Callable[[str], str] = str


PLAIN: Final = Written()


def unbacked_texts(why: Unbacked) -> Iterator[str]:
    """Give every reason: what stands against the fact first, then what its documents lack, or that there are none."""
    yield from (f"{one}; {UNTIL}" for one in against_texts(why))
    if wants_documents(why):
        yield from document_texts(why)


def against_texts(why: Unbacked, written: Written = PLAIN) -> Iterator[str]:
    """Say what stands against a fact: other facts of the declaration, its configuration, challenges."""
    yield from (_conflict(one, written) for one in why.conflicts)
    for bound in why.bound:
        yield f"it does not agree with the product's configuration: {_ours(bound.fault, written)}"
    for one in why.contested:
        said = f"{filed_text(one)}, resting on {resting_text(one.challenge)}"
        yield f"it is contested: {written.text(said)}"


def _conflict(conflict: Conflict, written: Written) -> str:
    rule = conflict.rule
    broken = f"{_ours(rule.asks, written).removesuffix('.')} (consistency.{rule.id.lower()})"
    if not conflict.others:
        return f"it cannot be so by itself: {broken}"
    return f"it contradicts {' and '.join(_said(one, written) for one in conflict.others)}: {broken}"


def _ours(text: str, written: Written) -> str:
    """Write a sentence of our own: its backticks name things on a terminal, and would be escaped elsewhere."""
    return flat(text) if written is PLAIN else written.text(flat(text).replace("`", ""))


def _said(one: Said, written: Written) -> str:
    where = f" at {written.code(str(one.place))}" if one.place is not None else ""
    return f"{written.code(one.fact)}, which is {written.code(show(one.value, one.unit))}{where}"


def wants_documents(why: Unbacked) -> bool:
    """Whether a document is wanted, at once or when what stands against the fact is settled."""
    return why.demand.assurance is not Assurance.ASSERTED and not why.enough


def document_texts(why: Unbacked, written: Written = PLAIN) -> Iterator[str]:
    """Say of each document that names a fact what it lacks, or that none names it."""
    for one in why.short:
        lacks = " and ".join(_lack(lack, one, why) for lack in one.lacks)
        covers = "" if {Lack.IN_PART, Lack.LEFT_OUT} & set(one.lacks) else "covers it and "
        yield f"document {written.code(one.document.id)} {covers}{lacks}"
    if not why.short:
        yield "no document names it"


def _lack(lack: Lack, one: Short, why: Unbacked) -> str:
    document, demand = one.document, why.demand
    match lack:
        case Lack.FAULT:
            return f"counts for nothing: {document.fault.replace('-', ' ') or 'it does not say when it was issued'}"
        case Lack.LATER:
            return f"is dated {document.issued}, after {why.as_of}"
        case Lack.TOO_OLD:
            return f"is too old: it is of {document.issued}, more than {demand.not_older_than} before {why.as_of}"
        case Lack.TOO_WEAK:
            return f"is not sure enough: it is {document.assurance.value}, and {demand.assurance.value} is asked for"
        case Lack.IN_PART:
            return "covers only a part of it"
        case Lack.LEFT_OUT:
            return "names it, but what a list leaves out is shown only by a document on the whole list"


def settling_texts(why: Unbacked, written: Written = PLAIN) -> Iterator[str]:
    """Say what would settle what stands against a fact."""
    for remedy in dict.fromkeys(one.rule.remedy.do for one in why.conflicts if one.rule.remedy is not None):
        yield _ours(remedy, written).rstrip(".")
    if why.bound:
        yield "mend whichever is wrong: the declaration, or the configuration"
    for one in why.contested:
        if one.challenge.reply is not None and one.challenge.reply.text:
            yield "correct the declaration, or settle it with those who filed it: a reply to them is on record"
        else:
            until = one.challenge.window.isoformat()
            yield f"correct the declaration, or answer the challenge: time to reply was set until {until}"
