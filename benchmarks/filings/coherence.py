"""Makes answers follow from each other, as those of a filing that holds together do."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model.vocabulary import FactType, Kind, Vocabulary
from benchmarks.filings.addresses import Facts, get, put, remove
from benchmarks.filings.consequences import AFFIRMED, DENIED
from benchmarks.filings.draw import Draw


class Coherence:
    """Makes answers follow from each other, by the types of the vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def settle(self, facts: Facts, draw: Draw) -> None:
        """Make the answers hold together. Nothing is answered that was not."""
        while sum(self._deny(facts, *row) for row in DENIED.items()):
            pass
        for first, rest in AFFIRMED.items():
            for at in _places(facts, first):
                if get(facts, at) is True:
                    for path in _beside(facts, rest, at):
                        self._affirm(facts, path, draw)
        levels = get(facts, "risk_assessment.levels") or {}
        words = self.vocabulary.groups["risk_assessment"].fields["levels"].item.words  # type: ignore[union-attr]
        if levels.get("csea") in words:
            kinds = [words.index(level) for key, level in levels.items() if key.startswith("csea") and level in words]
            levels["csea"] = words[max(kinds)]
        most, some = get(facts, "moderation.headcount"), get(facts, "moderation.uk_headcount")
        if isinstance(most, int) and isinstance(some, int) and some > most:
            put(facts, "moderation.uk_headcount", most)

    def _deny(self, facts: Facts, first: str, rest: tuple[str, ...]) -> int:
        """Deny what follows; say how many answers that changed."""
        denied = [at for at in _places(facts, first) if is_denial(get(facts, at))]
        return sum(self.deny(facts, path) for at in denied for path in _beside(facts, rest, at))

    def deny(self, facts: Facts, path: str) -> bool:
        """Deny what is answered there; say whether that changed anything."""
        type_ = self.vocabulary.type_at(path)
        assert type_ is not None, path
        if type_.kind in (Kind.BANDS, Kind.CLOSED_MAP):
            remove(facts, path)
            return True
        no = denial(type_)
        if get(facts, path) == no:
            return False
        put(facts, path, no)
        return True

    def _affirm(self, facts: Facts, path: str, draw: Draw) -> None:
        if not is_denial(get(facts, path)):
            return
        type_ = self.vocabulary.type_at(path)
        assert type_ is not None, path
        match type_.kind:
            case Kind.YES_NO:
                put(facts, path, True)
            case Kind.SET:
                put(facts, path, [draw.pick(type_.words)])
            case Kind.LIST:
                put(facts, path, ["en"])
            case Kind.NUMBER:
                put(facts, path, draw.between(60, 100))
            case _:
                remove(facts, path)


def denial(type_: FactType) -> object:
    """Give the answer that says no, by a fact's type."""
    if type_.or_none:
        return "none"
    match type_.kind:
        case Kind.YES_NO:
            return False
        case Kind.NUMBER:
            return 0
        case Kind.WORD:
            return type_.words[0]
        case _:
            return []


def is_denial(value: object) -> bool:
    """Whether an answer says no."""
    return value is False or value == [] or value in ("none", "not_at_all") or (value == 0 and value is not None)


def _places(facts: Facts, path: str) -> list[str]:
    """Give the addresses of what is answered there, each member for `*`."""
    before, star, after = path.partition(".*.")
    if not star:
        return [path] if get(facts, path) is not None else []
    home = get(facts, before)
    keys = range(len(home)) if isinstance(home, list) else list(home or ())
    found = [f"{before}.{key}.{after}" for key in keys]
    return [one for one in found if get(facts, one) is not None]


def _beside(facts: Facts, paths: tuple[str, ...], at: str) -> Iterator[str]:
    """Give the addresses of what is answered: beside `at` where both are of the same members."""
    for path in paths:
        before, star, after = path.partition(".*.")
        same = star and at.startswith(before + ".") and at.count(".") > 1 and "*" not in at
        member = at[len(before) + 1 :].partition(".")[0] if same else ""
        # `surfaces.livestreams.offered` speaks of all child defaults, and of its own surface alone.
        yield from _places(facts, f"{before}.{member}.{after}" if member else path)
