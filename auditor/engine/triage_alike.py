"""Reasons to look that show only beside all other filings: the same documents or prose, numbers at bounds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from typing import Final

from auditor.engine.nearly import Shingles, near_pairs, shingles_of, words_of
from auditor.model.plaintext import folded
from auditor.model.quoting import quoted
from auditor.model.triage import Measured, Profile, Signal, SignalKind

# Texts of so many words count, and are nearly the same from this likeness on.
WORDS_LEAST: Final = 12
ALIKE: Final = Fraction(3, 5)
# A text is held against so many others with a rare run in common, and so many likenesses are followed up.
TRIED: Final = 200
FOLLOWED: Final = 100
# A number is near a bound that it passes within this share of it. So many facts near, at least this share of those
# that pass a bound, and so many times the share in all other filings, are a signal.
NEAR: Final = Fraction(1, 50)
NEAR_LEAST: Final = 3
NEAR_SHARE: Final = Fraction(1, 2)
NEAR_TIMES: Final = 2
SHOWN: Final = 3
_QUOTED: Final = 12


def provider_of(profile: Profile) -> str:
    """Name who files, however it is spelled; a service that names no provider is its own."""
    provider = folded(profile.entry.provider or "")
    return f"provider {provider}" if provider else f"service {profile.entry.service}"


def alike(profiles: Sequence[Profile]) -> Mapping[str, tuple[Signal, ...]]:
    """Give the signals of filings that all filings together give, by the digest of each."""
    in_order = sorted(profiles, key=lambda one: (one.entry.service, one.entry.sha256))
    found: dict[str, list[Signal]] = defaultdict(list)
    for look in (_same_documents, _same_prose, _near_bounds):
        for profile, signal in look(in_order):
            found[profile.entry.sha256].append(signal)
    return {digest: tuple(signals) for digest, signals in found.items()}


def _same_documents(profiles: Sequence[Profile]) -> Iterator[tuple[Profile, Signal]]:
    holders: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for profile in profiles:
        for paper in profile.papers:
            if paper.sha256:
                holders[paper.sha256].append((provider_of(profile), f"{paper.id} of {profile.entry.service}"))
    providers = {one: Counter(provider for provider, _name in held) for one, held in holders.items()}
    for profile in profiles:
        own = provider_of(profile)
        evidence = []
        for paper in profile.papers:
            count = providers[paper.sha256].total() - providers[paper.sha256][own] if paper.sha256 else 0
            if count:
                first = islice((name for provider, name in holders[paper.sha256] if provider != own), SHOWN)
                more = f" and {count - SHOWN} more" if count > SHOWN else ""
                evidence.append(f"{paper.id} ({paper.sha256[:12]}): also {', '.join(first)}{more}")
        if evidence:
            said = f"{len(evidence)} of its documents are, byte for byte, documents of other providers"
            yield profile, Signal(kind=SignalKind.SAME_DOCUMENTS, said=said, evidence=tuple(evidence))


class _Texts:
    """All passages that are long enough, each text once, with who wrote it and what it is nearly the same as."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.holders: dict[Shingles, list[tuple[str, str, str]]] = defaultdict(list)
        for profile in profiles:
            who = provider_of(profile), profile.entry.service
            for passage in profile.passages:
                if len(words_of(passage.text)) >= WORDS_LEAST:
                    self.holders[shingles_of(passage.text)].append((*who, passage.where))
        sets = [*self.holders]
        self.near: dict[Shingles, list[tuple[Shingles, int]]] = defaultdict(list)
        for one, other, likeness in near_pairs(sets, ALIKE, most=FOLLOWED, tries=TRIED):
            percent = int(likeness * 100)
            self.near[sets[one]].append((sets[other], percent))
            self.near[sets[other]].append((sets[one], percent))

        self._told: dict[Shingles, tuple[list[tuple[int, str, str, str]], Counter[str]]] = {}

    def told(self, text: str, profile: Profile) -> str:
        """Say where other providers write the same or nearly, the likest first; empty where none does."""
        mine, own = shingles_of(text), provider_of(profile)
        if mine not in self.holders:
            return ""
        places, providers = self._told.get(mine) or self._places(mine)
        count = len(places) - providers[own]
        first = islice((one for one in places if one[3] != own), SHOWN)
        told = [f"{-percent} % alike in {service}, {where}" for percent, service, where, _provider in first]
        more = f"; and {count - SHOWN} more" if count > SHOWN else ""
        return "; ".join(told) + more

    def _places(self, mine: Shingles) -> tuple[list[tuple[int, str, str, str]], Counter[str]]:
        """Give where a text stands and where nearly, in order, and how often by provider."""
        places = sorted(
            (-percent, service, where, provider)
            for each, percent in ((mine, 100), *self.near.get(mine, ()))
            for provider, service, where in self.holders[each]
        )
        found = places, Counter(one[3] for one in places)
        if len(self.holders[mine]) > 1:  # what many filings say is put in order once
            self._told[mine] = found
        return found


def _same_prose(profiles: Sequence[Profile]) -> Iterator[tuple[Profile, Signal]]:
    texts = _Texts(profiles)
    for profile in profiles:
        told = [(one, texts.told(one.text, profile)) for one in profile.passages]
        evidence = tuple(f"{one.where}, {_beginning(one.text)}: {where}" for one, where in told if where)
        if evidence:
            said = f"{len(evidence)} of its texts stand, in the same words or nearly, in filings of other providers"
            yield profile, Signal(kind=SignalKind.SAME_PROSE, said=said, evidence=evidence)


def _beginning(text: str) -> str:
    words = text.split()
    return quoted(" ".join(words[:_QUOTED]) + (" …" if len(words) > _QUOTED else ""))


def is_near(one: Measured) -> bool:
    """Whether a number that passes a bound lies on it, or next to it."""
    return abs(one.number - one.bound) <= abs(one.bound) * NEAR


def _near_bounds(profiles: Sequence[Profile]) -> Iterator[tuple[Profile, Signal]]:
    counted = {profile.entry.sha256: _facts_near(profile) for profile in profiles}
    all_passing = sum(len(passing) for passing, _near in counted.values())
    all_near = sum(len(near) for _passing, near in counted.values())
    for profile in profiles:
        passing, near = counted[profile.entry.sha256]
        others = all_passing - len(passing)
        if len(near) < NEAR_LEAST or not others:
            continue
        share, usual = Fraction(len(near), len(passing)), Fraction(all_near - len(near), others)
        if share >= NEAR_SHARE and share >= NEAR_TIMES * usual:
            said = (
                f"{len(near)} of {len(passing)} numbers that pass a bound lie on it or within {int(NEAR * 100)} %; "
                f"in the other filings {int(usual * 100)} % do"
            )
            evidence = tuple(f"{one.fact}: {one.seen}, asked for {one.wanted}" for _fact, one in sorted(near.items()))
            yield profile, Signal(kind=SignalKind.NEAR_BOUNDS, said=said, evidence=evidence)


def _facts_near(profile: Profile) -> tuple[set[str], dict[str, Measured]]:
    """Give the facts whose numbers pass a bound, and those of them that are near one, each once."""
    near: dict[str, Measured] = {}
    for one in profile.measured:
        if is_near(one):
            near.setdefault(one.fact, one)
    return {one.fact for one in profile.measured}, near
