"""How all single tests of an edition come out for a declaration, on both tracks: a sheet with a truth for each.

A test of one fact is asked once, however many conditions hold it, and what it said of a value is remembered. The
tests stand in the order of the facts' addresses, so that all tests beneath an address are one stretch of the sheet:
what a document supports is taken over from the declared sheet to the backed one by the stretch.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from auditor.engine.backing import Tracks, limit_of, usable_since
from auditor.engine.truths import subject_reader, truth_function
from auditor.engine.view import View
from auditor.model.condition import FactSubject, Operand, Other, Test
from auditor.model.dates import DateSpan
from auditor.model.facts import Facts
from auditor.model.ruleset import EvidenceDemand
from auditor.model.truth import Truth
from auditor.model.values import NoneStated, Value, WordSet
from auditor.model.vocabulary import SCALARS, Kind

# Of each fact so many values are remembered, none longer than so much.
_VALUES_KEPT: Final = 64
_LONGEST: Final = 64
_GREATEST: Final = 1_000_000_000
_TOO_LONG: Final = object()
_NO_FACTS: Final = Facts(values={}, places={})

Key = tuple[str, str, Operand]


def is_of_one_fact(test: Test) -> bool:
    """Whether nothing decides a test but the value of one fact, and the day."""
    of_keys = test.operator == "declared" and test.subject.type.kind is Kind.CLOSED_MAP
    return isinstance(test.subject, FactSubject) and not isinstance(test.operand, Other) and not of_keys


def key_of(test: Test) -> Key:
    """Give what makes tests of one fact the same, wherever they are written."""
    return test.subject.path, test.operator, test.operand


def on_both(declared: int, backed: int) -> int:
    """Make one number of the truths on both tracks, or of as many as are written in the bytes of numbers."""
    return 3 * declared + backed


# Tables to translate a sheet by, to the truths on one track.
AS_DECLARED: Final = bytes([both // 3 % 3 for both in range(256)])
AS_BACKED: Final = bytes([both % 3 for both in range(256)])


def _mask(first: int, last: int) -> int:
    """Give all bits of a stretch of a sheet that is read as one number."""
    return (1 << 8 * last) - (1 << 8 * first)


class _Fact:
    """All tests of one fact: those of each demand for evidence one after the other."""

    __slots__ = ("_as_of", "_path", "_tests", "first", "known", "last", "mask", "parts")

    def __init__(self, path: str, first: int, as_of: date) -> None:
        self._path, self._as_of = path, as_of
        self._tests: list[Callable[[View], Truth]] = []
        self.first = self.last = first
        self.mask = 0
        self.parts: list[tuple[int, int, int]] = []
        # What the tests said of values; of None what they say where nothing is stated.
        self.known: dict[Any, bytes] = {}

    def take(self, demand: int, tests: Iterable[Test]) -> None:
        """Put in the tests of the next demand, before any is asked."""
        first = self.last
        for test in tests:
            truth = truth_function(test, subject_reader(test.subject), None)
            self._tests.append(lambda view, truth=truth: truth(view, None))  # type: ignore[misc]
        self.last = self.first + len(self._tests)
        self.mask = _mask(self.first, self.last)
        self.parts.append((demand, first, self.last))

    def answers(self, value: Value | None) -> bytes:
        """Give the truth of each test for a value; None stands for no value."""
        key = _key(value)
        answers = self.known.get(key)
        if answers is None:
            view = View(values={} if value is None else {self._path: value}, facts=_NO_FACTS, as_of=self._as_of)
            answers = bytes([test(view) for test in self._tests])
            if key is not _TOO_LONG and len(self.known) < _VALUES_KEPT:
                self.known[key] = answers
        return answers


def _key(value: Value | None) -> Any:
    """Give what a value is remembered by: of few bytes, and the same for two values only where they are."""
    match value:
        case None | bool() | NoneStated() | DateSpan():
            return value
        case WordSet():
            return value.complete, *value.words.items()
        case str():
            return value if len(value) <= _LONGEST else _TOO_LONG
        case int():
            return value if -_GREATEST < value < _GREATEST else _TOO_LONG
    return _TOO_LONG


class Sheets:
    """The tests of one edition, numbered, each once for every demand under which it is asked, on one day."""

    def __init__(self, asked: Mapping[EvidenceDemand, Iterable[Test]], as_of: date) -> None:
        self.demands = tuple(asked)
        self.numbers: list[dict[Key, int]] = [{} for _ in self.demands]
        by_path: dict[tuple[str, ...], list[dict[Key, Test]]] = {}
        for demand, tests in enumerate(asked.values()):
            for test in tests:
                segments = tuple(test.subject.path.split("."))
                by_path.setdefault(segments, [{} for _ in self.demands])[demand].setdefault(key_of(test), test)
        self._facts: dict[str, _Fact] = {}
        self._order = sorted(by_path)
        self._starts = [0]
        for segments in self._order:
            path, first = ".".join(segments), self._starts[-1]
            fact = self._facts[path] = _Fact(path, first, as_of)
            for demand, mine in enumerate(by_path[segments]):
                if mine:
                    self.numbers[demand].update(zip(mine, range(fact.last, fact.last + len(mine)), strict=True))
                    fact.take(demand, mine.values())
            self._starts.append(fact.last)
        self._unstated = _number(b"".join([fact.answers(None) for fact in self._facts.values()]))
        types = {test.subject.path: test.subject.type for tests in asked.values() for test in tests}
        # Values of sets and lists have no hash, and are looked up otherwise.
        self._look_up = [(path, fact, types[path].kind in SCALARS) for path, fact in self._facts.items()]
        # By the address of something that a document may support: the stretch of all tests beneath it, as a mask.
        addresses = {segments[:length] for segments in self._order for length in range(1, len(segments) + 1)}
        self._beneath = {".".join(segments): self._stretch(segments) for segments in addresses}
        self._limits = [(self._asked_under(number), limit_of(one, as_of)) for number, one in enumerate(self.demands)]
        self._as_of = as_of

    def __len__(self) -> int:
        return self._starts[-1]

    def _stretch(self, above: tuple[str, ...]) -> int:
        length = len(above)
        first = bisect_left(self._order, above, key=lambda one: one[:length])
        last = bisect_right(self._order, above, key=lambda one: one[:length])
        return _mask(self._starts[first], self._starts[last])

    def _asked_under(self, demand: int) -> int:
        parts = [part for fact in self._facts.values() for part in fact.parts if part[0] == demand]
        return sum(_mask(first, last) for _demand, first, last in parts)

    def sheet(self, tracks: Tracks) -> bytearray:
        """Ask every test of a declaration on both tracks, and give for each what `on_both` makes of its truths."""
        stated = tracks.facts.values.get
        answers = [fact.known.get(stated(path)) if plain else None for path, fact, plain in self._look_up]
        in_parts: list[tuple[_Fact, str, Value]] = []
        for at, known in enumerate(answers):
            if known is None:
                path, fact, plain = self._look_up[at]
                value = stated(path)
                answers[at] = fact.answers(value)
                if value is not None and not plain:
                    in_parts.append((fact, path, value))
        stands, unstated = self._standing(tracks), self._unstated
        declared = _number(b"".join(answers))  # type: ignore[arg-type]  # all are there now
        backed = unstated ^ (declared ^ unstated) & stands
        for fact, path, value in in_parts:
            if fact.mask & ~stands and tracks.may_stand_in_part(path, value):
                backed = self._with_part(tracks, fact, path, value, stands, backed)
        return bytearray(on_both(declared, backed).to_bytes(len(self), "little"))

    def _standing(self, tracks: Tracks) -> int:
        """Give the mask of the tests whose facts stand whole on the backed track."""
        # what the documents that count under the same demands support, by the mask of these demands
        supported: dict[int, int] = {}
        stands = 0
        for demand, limit in self._limits:
            stands |= demand if limit.asserted else 0
        beneath, as_of = self._beneath, self._as_of
        for entry in tracks.evidence:
            since, rank = usable_since(entry, as_of), entry.assurance.rank
            if since is None:
                continue
            counting = 0
            for demand, limit in self._limits:
                if limit.allows(rank, since):
                    counting |= demand
            for path in entry.supports:
                supported[counting] = supported.get(counting, 0) | beneath.get(path, 0)
        for counting, stretches in supported.items():
            stands |= counting & stretches
        for path in tracks.contradicted:
            stands &= ~beneath.get(path, 0)
            above = path.rpartition(".")[0]
            while above:
                fact = self._facts.get(above)
                stands &= -1 if fact is None else ~fact.mask
                above = above.rpartition(".")[0]
        return stands

    def _with_part(self, tracks: Tracks, fact: _Fact, path: str, value: Value, stands: int, backed: int) -> int:
        """Ask the tests of a fact that stands in part, under the demands where it does not stand whole."""
        for demand, first, last in fact.parts:
            cut = None if stands >> 8 * first & 1 else tracks.cut(self.demands[demand], path, value)
            if cut is not None:
                answers = fact.answers(cut)[first - fact.first : last - fact.first]
                backed = backed & ~_mask(first, last) | _number(answers) << 8 * first
        return backed


def _number(answers: bytes) -> int:
    return int.from_bytes(answers, "little")
