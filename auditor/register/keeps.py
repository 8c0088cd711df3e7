"""What a batch asks of a register: the one seam between the two, so that either works without the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import Protocol

from auditor.model.batch import Latest, Other, Outcome, Recalled, State, Terms


class Keeps(Protocol):
    """Something that keeps what becomes of inputs, and knows what was kept before."""

    def begin(self, terms: Terms, given: int, now: datetime) -> int:
        """Note that a run begins over so many inputs; give its number."""
        ...

    def time(self, now: datetime) -> datetime:
        """Give the time as the records have it, which never runs backward, whatever the clock does."""
        ...

    def held(self, sha256s: Collection[str], terms: Terms) -> AbstractSet[str]:
        """Give those of the submissions that were audited by these terms before."""
        ...

    def recall(self, sha256s: Collection[str], terms: Terms, *, whole: bool) -> Mapping[str, Recalled]:
        """Give what was found of submissions that are held: summaries, in the order of the rulesets, and the result.

        The result is the JSON of auditor.result/1, names put back where they are still known; empty unless `whole`.
        """
        ...

    def latest(self, services: Collection[str], known_at: datetime, as_of: date) -> Mapping[str, Latest]:
        """Give the newest of the services' own filings, by the day that each states, as was known at that time.

        Days after `as_of`, and filings that others compiled, are not looked at; services without such a filing are
        left out.
        """
        ...

    def others(self, services: Collection[str], known_at: datetime) -> Mapping[str, AbstractSet[Other]]:
        """Give what was filed of each service; services without a filing are left out."""
        ...

    def called(self, services: Collection[str], known_at: datetime) -> Mapping[str, AbstractSet[str]]:
        """Give what the filings of each service call it, as `plaintext.called` says it.

        Services without a filing are left out.
        """
        ...

    def keep(self, run: int, outcomes: Sequence[Outcome], now: datetime) -> None:
        """Keep what became of these inputs, for good before this returns.

        The audit of one that is `known` is kept already, and only that it was given again is noted.
        """
        ...

    def end(self, run: int, counts: Mapping[State, int], now: datetime) -> None:
        """Note that the run came to its end, in order or not, with every input accounted for."""
        ...
