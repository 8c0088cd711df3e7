"""Which facts others contest otherwise than before, in a few words for a list of differences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from auditor.model.challenge import Challenge, Reply
from auditor.model.diagnostic import Place
from auditor.model.values import show

_NOWHERE: Final = Place("")


def challenged_otherwise(old: Iterable[Challenge], new: Iterable[Challenge]) -> Iterator[tuple[str, str, str, Place]]:
    """Give each such fact, how it was and how it is contested (empty where it is not), and where that stands."""
    before, after = _by_fact(old), _by_fact(new)
    for fact in sorted({*before, *after}):
        was, now = before.get(fact, []), after.get(fact, [])
        if list(map(_without_place, was)) == list(map(_without_place, now)):
            continue
        said, says = _told(was), _told(now)
        if said == says:
            says = f"{says}, with other evidence or another reply"
        yield fact, said, says, (*now, *was)[0].place


def reply_without_place(one: Reply | None) -> Reply | None:
    """Give a reply as it compares with another: wherever it stands."""
    return None if one is None else replace(one, place=_NOWHERE)


def _by_fact(challenges: Iterable[Challenge]) -> Mapping[str, list[Challenge]]:
    found: dict[str, list[Challenge]] = {}
    for one in sorted(challenges, key=lambda one: (one.on, one.filed_by, show(one.says))):
        found.setdefault(one.fact, []).append(one)
    return found


def _without_place(one: Challenge) -> Challenge:
    return replace(one, place=_NOWHERE, reply=reply_without_place(one.reply))


def _told(challenges: Sequence[Challenge]) -> str:
    return "; ".join(f"{one.filed_by} says {show(one.says)}, filed on {one.on.isoformat()}" for one in challenges)
