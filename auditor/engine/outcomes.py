"""How an edition's requirements come out, remembered by how their tests come out.

Nothing decides a requirement but the truths of its tests, and the same few come again and again where many
declarations are judged: what the conditions make of them is asked once, and looked up from then on. Conditions that
ask more than single facts (quantifiers, one fact against another) are put to every declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import Any, Final, NamedTuple

from auditor.engine.backing import Tracks
from auditor.engine.compile import Compiler
from auditor.engine.evaluate import Compiled, compiled_with, truths_on, truths_on_both
from auditor.engine.nodes import Node
from auditor.engine.sheets import AS_BACKED, AS_DECLARED, Sheets, is_of_one_fact, key_of, on_both
from auditor.engine.standing import Outcome, Truths, outcome_of
from auditor.engine.view import Item, Reasons
from auditor.model.condition import Condition, Named, Over, Test, children
from auditor.model.finding import Judgement
from auditor.model.ruleset import EvidenceDemand
from auditor.model.truth import Truth

# Of each requirement so many different outcomes of its tests are remembered.
_PATTERNS_KEPT: Final = 128

Pattern = Callable[[bytearray], Any]


class _Definition(NamedTuple):
    """A definition under one demand: where its truth stands on a sheet, and what decides it.

    `node` is asked of a sheet; or of a track's view where there is no pattern of tests that decides it.
    """

    number: int
    demand: EvidenceDemand
    node: Node
    pattern: Pattern | None
    known: dict[Any, int]


class _Rule(NamedTuple):
    """A requirement, `compiled` to be asked of a sheet, and the pattern of the tests that decide it.

    Without a pattern it is compiled to be asked of a track's view.
    """

    compiled: Compiled
    pattern: Pattern | None
    known: dict[Any, Outcome]
    # The same for one track, which many outcomes on both have in common.
    truths: dict[Any, Truths]
    # What it can come to at all: a few dozen, as there are few conditions, and three truths.
    ways: dict[tuple[Truths, Truths], Outcome]


class Outcomes:
    """The outcomes of one edition's requirements on one day, for as many declarations as there are."""

    def __init__(self, compiled: Sequence[Compiled], as_of: date) -> None:
        asked: dict[EvidenceDemand, list[Test]] = {}
        for one in compiled:
            tests = asked.setdefault(one.requirement.evidence, [])
            tests += (test for condition in one.requirement.conditions for test in _tests(condition))
        self._sheets = Sheets(asked, as_of)
        self._definitions: list[_Definition] = []
        self._on_views = Compiler()
        on_sheets = {demand: _OnSheet(self, number) for number, demand in enumerate(self._sheets.demands)}
        self._rules = [self._rule(one, on_sheets[one.requirement.evidence]) for one in compiled]
        self._more = bytes(len(self._definitions))
        self._judgements: dict[Judgement, Judgement] = {}

    def _rule(self, compiled: Compiled, on_sheet: _OnSheet) -> _Rule:
        numbers = [on_sheet.decided_by(condition) for condition in compiled.requirement.conditions]
        if any(one is None for one in numbers):
            return _Rule(compiled, None, {}, {}, {})
        pattern = _pattern([number for one in numbers for number in one or ()])
        return _Rule(compiled_with(compiled.requirement, on_sheet), pattern, {}, {}, {})

    def number_of(self, test: Test, demand: int) -> int:
        """Say where on a sheet the truth of a test stands."""
        return self._sheets.numbers[demand][key_of(test)]

    def define(self, named: Named, demand: int, on_sheet: _OnSheet) -> int:
        """Give a definition its place on every sheet, after those that it uses itself."""
        decided = on_sheet.decided_by(named.condition)
        number = len(self._sheets) + len(self._definitions)
        if decided is None:
            node, pattern = self._on_views.condition(named), None
        else:
            node, pattern = on_sheet.condition(named.condition), _pattern(decided)
        self._definitions.append(_Definition(number, self._sheets.demands[demand], node, pattern, {}))
        return number

    def of(self, tracks: Tracks) -> list[Outcome]:
        """Judge every requirement on both tracks. The same judgement is the same object."""
        sheet = self._sheet(tracks)
        on_tracks: list[bytearray] = []
        found = []
        for rule in self._rules:
            pattern = rule.pattern
            if pattern is None:
                found.append(self._outcome(rule, *truths_on_both(rule.compiled, tracks)))
                continue
            key = pattern(sheet)
            known = rule.known.get(key)
            if known is None:
                on_tracks = on_tracks or [sheet.translate(track) for track in (AS_DECLARED, AS_BACKED)]
                _make_room(rule.known)
                declared, backed = (_truths_on(rule, pattern, one) for one in on_tracks)
                known = rule.known[key] = self._outcome(rule, declared, backed)
            found.append(known)
        return found

    def _sheet(self, tracks: Tracks) -> bytearray:
        """Ask all tests, and after them the definitions."""
        sheet = self._sheets.sheet(tracks)
        sheet += self._more
        for number, demand, node, pattern, known in self._definitions:
            if pattern is None:
                truths = [node.truth(view, None) for view in tracks.views(demand)]
                sheet[number] = on_both(*truths)
                continue
            key = pattern(sheet)
            both = known.get(key)
            if both is None:
                _make_room(known)
                truths = [_asked_of(node, sheet.translate(track)) for track in (AS_DECLARED, AS_BACKED)]
                both = known[key] = on_both(*truths)
            sheet[number] = both
        return sheet

    def _outcome(self, rule: _Rule, declared: Truths, backed: Truths) -> Outcome:
        known = rule.ways.get((declared, backed))
        if known is None:
            pair = outcome_of(declared, backed).judgements
            same = self._judgements
            judgements = same.setdefault(pair[0], pair[0]), same.setdefault(pair[1], pair[1])
            known = rule.ways[declared, backed] = Outcome(declared, backed, judgements)
        return known


class _OnSheet(Compiler):
    """Compiles conditions that are asked of a sheet, under one demand: the same connectives, and no quantifiers."""

    def __init__(self, outcomes: Outcomes, demand: int) -> None:
        super().__init__()
        self._outcomes, self._demand = outcomes, demand
        self._numbers: dict[str, int] = {}

    def test(self, test: Test) -> Node:
        return _place(self._outcomes.number_of(test, self._demand))

    def named(self, named: Named) -> Node:
        return _place(self._defined(named))

    def _defined(self, named: Named) -> int:
        if named.name not in self._numbers:
            self._numbers[named.name] = self._outcomes.define(named, self._demand, self)
        return self._numbers[named.name]

    def decided_by(self, condition: Condition) -> list[int] | None:
        """Give the numbers of what decides a condition; None where it asks for more than single facts."""
        if isinstance(condition, Named):
            return [self._defined(condition)]
        if isinstance(condition, Test):
            return [self._outcomes.number_of(condition, self._demand)] if is_of_one_fact(condition) else None
        if isinstance(condition, Over):
            return None
        found: list[int] = []
        for child in children(condition):
            numbers = self.decided_by(child)
            if numbers is None:
                return None
            found += numbers
        return found


def _place(number: int) -> Node:
    """Give what reads a truth off a sheet, which stands where closures of other conditions get a view."""

    def truth(sheet: Any, _item: Item | None) -> Truth:
        found: Truth = sheet[number]
        return found

    return Node(truth, _unexplained)


def _asked_of(node: Node, sheet: Any) -> Truth:
    """Ask a condition that was compiled to be asked of a sheet."""
    return node.truth(sheet, None)


def _unexplained(_view: Any, _item: Item | None, _reasons: Reasons, _positive: bool) -> None:
    raise AssertionError("reasons are found on views")  # pragma: no cover


def _pattern(numbers: Sequence[int]) -> Pattern:
    return itemgetter(*dict.fromkeys(numbers))


def _tests(condition: Condition) -> Iterator[Test]:
    """Give the tests of single facts that stand outside quantifiers."""
    if isinstance(condition, Test):
        if is_of_one_fact(condition):
            yield condition
    elif not isinstance(condition, Over):
        for child in children(condition):
            yield from _tests(child)


def _truths_on(rule: _Rule, pattern: Pattern, sheet: Any) -> Truths:
    """Put a requirement's conditions to one track's sheet, and remember what they make of these truths."""
    key = pattern(sheet)
    truths = rule.truths.get(key)
    if truths is None:
        _make_room(rule.truths)
        truths = rule.truths[key] = truths_on(rule.compiled, sheet)
    return truths


def _make_room(known: dict[Any, Any]) -> None:
    if len(known) >= _PATTERNS_KEPT:
        known.clear()
