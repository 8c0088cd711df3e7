"""Why a requirement came out as it did, as a tree: every part of its conditions, on both tracks.

Truths come from the compiled conditions themselves, part by part. What decided is told by the rule of the reasons
(language reference, section 9): of a part's own parts, those that have its truth. On the backed track what helps
must be backed and what hurts need not be, down to each comparison (section 11).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from auditor.engine import operators
from auditor.engine.backing import Tracks
from auditor.engine.comparisons import subject_reader
from auditor.engine.compile import Compiler
from auditor.engine.evaluate import Compiled
from auditor.engine.nodes import Node
from auditor.engine.view import Item, Reasons, View
from auditor.model.condition import (
    Age,
    Always,
    AtLeast,
    Condition,
    Connective,
    Group,
    IfThen,
    Literal,
    Named,
    Not,
    Other,
    Over,
    Quantifier,
    Test,
)
from auditor.model.finding import Observation
from auditor.model.proof import Proof, RequirementProof
from auditor.model.truth import F, T, Truth, U, negate
from auditor.model.values import Bands, Items, WordSet
from auditor.model.vocabulary import Kind

_HELPS: Final = 1
_HURTS: Final = -1
_EITHER: Final = 0
_GROUPS: Final = {
    Connective.ALL: "all of these",
    Connective.ANY: "one or more of these",
    Connective.NONE: "none of these",
}
_OLDEST: Final = 150


def prove(compiled: Compiled, tracks: Tracks) -> RequirementProof:
    """Give the proof of one requirement on one declaration."""
    requirement = compiled.requirement
    declared, backed = tracks.views(requirement.evidence)
    prover = _Prover(declared, backed)
    applies = None
    if not isinstance(requirement.applies_when, Always):
        claimed = compiled.applies is not None and compiled.applies.truth(declared, None) == F
        # A claim to be out of scope must be backed; that it is in scope, or may be, is read as declared.
        scope = prover if claimed else _Prover(declared, declared)
        applies = scope.proof(requirement.applies_when, _HURTS)
    return RequirementProof(
        requirement=requirement.id,
        applies=applies,
        met=prover.proof(requirement.met_when, _HELPS),
        rungs=tuple((rung.credit, prover.proof(rung.when, _HELPS)) for rung in requirement.rungs),
    )


@dataclass(slots=True)
class _Part:
    """A part that is not told yet whether it decides.

    `sign` is -1 where the part above rests on the opposite of this one. `aim` changes the truth that parts are
    looked for with. `when` says when this decides, by the truth of the part above and its own, where that is not
    simply when they are alike. A spliced part stands aside: its own parts are shown in its place.
    """

    words: str
    declared: Truth
    backed: Truth
    sign: int = _HELPS
    aim: int = _HELPS
    label: str = ""
    spliced: bool = False
    when: Callable[[Truth, Truth], bool] | None = None
    observations: tuple[Observation, ...] = ()
    parts: list[_Part] = field(default_factory=list)

    def decides(self, above: Truth, mine: Truth) -> bool:
        """Whether this is among the reasons of the part above, whose aim has been heeded."""
        if self.when is not None:
            return self.when(above, mine)
        return (mine if self.sign > 0 else negate(mine)) == above

    def proof(self, on_declared: bool, on_backed: bool) -> Proof:
        """Tell, from the top down, what decided on either track."""
        return Proof(
            words=self.words,
            declared=self.declared,
            backed=self.backed,
            label=self.label,
            decides=on_declared or on_backed,
            observations=self.observations,
            children=_merged(self._children(on_declared, on_backed)),
        )

    def _children(self, on_declared: bool, on_backed: bool) -> Iterator[Proof]:
        declared, backed = self._aimed(self.declared), self._aimed(self.backed)
        for part in self.parts:
            here = on_declared and part.decides(declared, part.declared)
            there = on_backed and part.decides(backed, part.backed)
            if part.spliced:
                yield from part._children(here, there)
            else:
                yield part.proof(here, there)

    def _aimed(self, truth: Truth) -> Truth:
        return truth if self.aim > 0 else negate(truth)


class _Prover:
    """Proves conditions on one declaration's two tracks."""

    def __init__(self, declared: View, backed: View) -> None:
        self._declared, self._backed = declared, backed
        self._compiler = Compiler()
        self._nodes: dict[int, Node] = {}

    def proof(self, condition: Condition, side: int) -> Proof:
        """Prove a condition that helps, or hurts, the platform."""
        return self._part(condition, None, side).proof(True, True)

    def _node(self, condition: Condition) -> Node:
        node = self._nodes.get(id(condition))
        if node is None:
            node = self._nodes[id(condition)] = self._compiler.condition(condition)
        return node

    def _truths(self, condition: Condition, item: Item | None, side: int) -> tuple[Truth, Truth]:
        node = self._node(condition)
        declared, backed = node.truth(self._declared, item), node.truth(self._backed, item)
        return declared, _on_backed(declared, backed, side)

    def _part(self, condition: Condition, item: Item | None, side: int) -> _Part:
        declared, backed = self._truths(condition, item, side)
        match condition:
            case Test():
                part = _Part("", declared, backed, observations=self._seen(condition, item))
            case Named(name=name, condition=inner):
                part = _Part(name.replace("_", " "), declared, backed)
                part.parts = [self._spliced(inner, item, side)]
            case Group(connective=connective, members=members):
                turned = connective is Connective.NONE
                part = _Part(_GROUPS[connective], declared, backed, aim=-1 if turned else 1)
                part.parts = [self._part(one, item, -side if turned else side) for one in members]
            case Not(member=member):
                part = _Part("it is not so that", declared, backed, aim=-1)
                part.parts = [self._part(member, item, -side)]
            case AtLeast(n=n, members=members):
                part = _Part(f"at least {n} of these", declared, backed)
                part.parts = [self._part(one, item, side) for one in members]
            case IfThen(condition=first, then=second):
                part = _Part("where the first holds, so must the second", declared, backed)
                part.parts = self._if_then(first, second, item, side)
            case Over():
                part = self._over(condition, item, side, declared, backed)
        return part

    def _spliced(self, condition: Condition, item: Item | None, side: int) -> _Part:
        """Prove a condition whose list of parts needs no heading of its own."""
        part = self._part(condition, item, side)
        part.spliced = isinstance(condition, Group) and condition.connective is Connective.ALL
        return part

    def _if_then(self, first: Condition, second: Condition, item: Item | None, side: int) -> list[_Part]:
        cause, effect = self._part(first, item, -side), self._part(second, item, side)
        cause.label, effect.label = "where", "then"
        cause.sign = -1

        def shown(above: Truth, mine: Truth) -> bool:
            """Show the `if` beside the `then` it sets, save where only the `then` is open."""
            return above == F or (above == U and mine == U) or (above == T and mine != U)

        cause.when = shown
        return [cause, effect]

    def _seen(self, condition: Condition, item: Item | None) -> tuple[Observation, ...]:
        reasons = Reasons(self._declared)
        self._node(condition).explain(self._declared, item, reasons, True)
        return reasons.observations

    def _over(self, over: Over, item: Item | None, side: int, declared: Truth, backed: Truth) -> _Part:
        words = _over_words(over)
        if over.quantifier is Quantifier.TOTAL:
            return _Part(words, declared, backed, observations=self._seen(over, item))
        inner = _inner_side(over)
        part = _Part(words, declared, backed, aim=-1 if over.bound == "at_most" else 1)
        length = self._length(over, item)
        aged = over.ages is not None
        members = self._ages(over, item, side) if aged else self._members(over, item, side, inner)
        part.parts = [*self._ends(over), *length, *members]
        if over.bound == "exactly":
            for one in members:
                one.when = _unless_open
        if over.quantifier is Quantifier.EVERY and over.if_none is False:
            part.parts.append(self._existence(over, item, side, length))
        return part

    def _existence(self, over: Over, item: Item | None, side: int, length: Sequence[_Part]) -> _Part:
        """Prove that some member counts; drawn with the members, which say that those that count satisfy."""
        members = []
        for one, counts in self._items(over, item, side):
            if over.where is not None:
                counts.append(self._spliced(over.where, one, side))
            members.append(_member(one.key, counts, None, every=False))
        some = _Part(
            "",
            max((one.declared for one in members), default=F),
            max((one.backed for one in (*members, *(each for each in length if each.backed == U))), default=F),
            spliced=True,
            parts=members,
        )
        for each in length:
            each.when = lambda above, mine: above == T or some.declared == F or (above == U and mine == U)
        return some

    def _members(self, over: Over, outer: Item | None, side: int, inner: int) -> list[_Part]:
        every = over.quantifier is Quantifier.EVERY
        where_side = side * (_HURTS if every else inner)
        parts = []
        for one, counts in self._items(over, outer, where_side):
            if over.where is not None:
                counts.append(self._spliced(over.where, one, where_side))
            for each in counts:
                each.sign = -1 if every else 1
            satisfies = None if over.satisfies is None else self._spliced(over.satisfies, one, side * inner)
            parts.append(_member(one.key, counts, satisfies, every=every))
        return parts

    def _items(self, over: Over, outer: Item | None, side: int) -> Iterable[tuple[Item, list[_Part]]]:
        source = subject_reader(over.of)
        base = source.path(outer)
        kind = over.of.type.kind
        if kind is Kind.CLOSED_MAP:
            for key in over.keys:
                yield Item(f"{base}.{key}", key), []
            return
        value = source.value(self._declared, outer)
        if kind is Kind.SET:
            sets = [source.value(view, outer) for view in (self._declared, self._backed)]
            stated = [one if isinstance(one, WordSet) else operators.UNSTATED_SET for one in sets]
            for word in over.keys:
                truth = stated[0].truth(word)
                reasons = Reasons(self._declared)
                fact = f"{base}.{word}" if truth == U and value is not None else base
                reasons.add(fact, f"includes {word}", truth)
                on_backed = _on_backed(truth, stated[1].truth(word), side)
                part = _Part("", truth, on_backed, observations=reasons.observations)
                yield Item(f"{base}.{word}", word, word), [part]
            return
        keys: Sequence[str] = ()
        if isinstance(value, Bands):
            keys = [band.key for band in value.bands]
        elif isinstance(value, Items):
            keys = value.keys
        for key in keys:
            yield Item(f"{base}.{key}", key), []

    def _length(self, over: Over, outer: Item | None) -> list[_Part]:
        """Show how many there are of a list, where more of them could change the answer."""
        if over.of.type.kind in (Kind.CLOSED_MAP, Kind.SET) or over.ages is not None:
            return []
        source = subject_reader(over.of)
        base, stated = source.path(outer), source.value(self._declared, outer) is not None
        reasons = Reasons(self._declared)
        truth = T if stated else U
        reasons.add(base, "how many there are", truth)
        known = source.value(self._backed, outer)
        whole = known is not None and not (isinstance(known, Items | Bands) and known.more)
        part = _Part("", truth, truth if whole else U, observations=reasons.observations)
        # where nothing is asked of its members, that there are any is all that decides
        asks = over.where is not None or over.satisfies is not None
        matters = _LENGTH_MATTERS[over.bound or over.quantifier.value] if asks else (T, F)
        part.when = lambda above, mine: above in matters if above != U else mine == U
        return [part]

    def _ends(self, over: Over) -> list[_Part]:
        parts = []
        for age in over.ages or ():
            if age.fact is not None:
                stated = self._declared.facts.values.get(age.fact.path)
                truth = U if stated is None else T
                reasons = Reasons(self._declared)
                reasons.add(age.fact.path, "an age", truth, unit=age.fact.type.unit, seen=stated)
                part = _Part("", truth, truth, observations=reasons.observations)
                part.when = _unless_open
                parts.append(part)
        return parts

    def _ages(self, over: Over, outer: Item | None, side: int) -> list[_Part]:
        """Prove for each run of ages that the same bands lie over."""
        ends = [self._age(end) for end in over.ages or ()]
        if None in ends or over.satisfies is None:
            return []
        start, end = (min(number, _OLDEST) for number in ends if number is not None)
        source = subject_reader(over.of)
        value = source.value(self._declared, outer)
        bands = value.bands if isinstance(value, Bands) else ()
        base = source.path(outer)
        side *= _inner_side(over)
        runs: dict[tuple[Truth, ...], list[int]] = {}
        for age in range(start, end + 1):
            runs.setdefault(tuple(operators.covered(band, age) for band in bands), []).append(age)
        parts = []
        for cover, ages in runs.items():
            label = _years(ages)
            if T not in cover:
                reasons = Reasons(self._declared)
                reasons.add(base, label, U)
                parts.append(_Part("no band speaks of them", U, U, label=label, observations=reasons.observations))
                continue
            found: list[_Part] = []
            extra: list[_Part] = []
            for band, covers in zip(bands, cover, strict=True):
                if covers != F:
                    item = Item(f"{base}.{band.key}", band.key)
                    part = self._spliced(over.satisfies, item, side)
                    if covers == U:
                        part.when = _where_not_false
                        extra.append(self._open_ends(item, part))
                    found.append(part)
            parts.append(
                _Part(
                    "",
                    min(one.declared if c == T else max(one.declared, U) for one, c in _covering(found, cover)),
                    min(one.backed if c == T else max(one.backed, U) for one, c in _covering(found, cover)),
                    label=label,
                    parts=[*found, *extra],
                )
            )
        return parts

    def _open_ends(self, band: Item, inside: _Part) -> _Part:
        """Show a band whose ends are not stated, where it is open whether an age lies in it."""
        reasons = Reasons(self._declared)
        reasons.add(band.path, "ages of this band", U)
        part = _Part("", U, U, observations=reasons.observations)
        part.when = lambda above, _mine: above == U and inside.declared != T
        return part

    def _age(self, age: Age) -> int | None:
        if age.fact is None:
            return age.number
        value = self._declared.facts.values.get(age.fact.path)
        return value if isinstance(value, int) else None


_LENGTH_MATTERS: Final = {
    "every": (T,),
    "some": (F,),
    "at_least": (F,),
    "at_most": (F,),  # its aim is turned: this is where it holds
    "exactly": (T, F),
}


def _covering(found: Sequence[_Part], cover: Sequence[Truth]) -> list[tuple[_Part, Truth]]:
    return list(zip(found, [one for one in cover if one != F], strict=True))


def _member(key: str, counts: Sequence[_Part], satisfies: _Part | None, *, every: bool) -> _Part:
    """Put a member together: of `every` it is *does not count, or satisfies*, otherwise *counts and satisfies*."""
    parts = [*counts, *([] if satisfies is None else [satisfies])]
    signed = [(_signed(one, one.declared), _signed(one, one.backed)) for one in parts]
    choose = max if every else min
    counting = min((one.declared for one in counts), default=T)
    return _Part(
        {F: "does not count", U: "may count"}.get(counting, ""),
        choose((declared for declared, _backed in signed), default=T),
        choose((backed for _declared, backed in signed), default=T),
        label=key,
        parts=parts,
    )


def _signed(part: _Part, truth: Truth) -> Truth:
    return truth if part.sign > 0 else negate(truth)


def _unless_open(above: Truth, mine: Truth) -> bool:
    return above != U or mine == U


def _where_not_false(above: Truth, mine: Truth) -> bool:
    return above != F and mine == above


def _merged(proofs: Iterable[Proof]) -> tuple[Proof, ...]:
    """Put what is said twice of one member together: that it counts, and that it satisfies."""
    found: dict[object, Proof] = {}
    for number, one in enumerate(proofs):
        key: object = one.label or number
        other = found.get(key)
        found[key] = one if other is None else _both(other, one)
    return tuple(found.values())


def _both(one: Proof, other: Proof) -> Proof:
    """Keep the truths of the one that decides; where both do and differ as backed, it is not backed."""
    children = list(one.children)
    for child in other.children:
        at = next((at for at, known in enumerate(children) if _same(known, child)), None)
        if at is None:
            children.append(child)
        else:
            children[at] = _both(children[at], child)
    first = one if one.decides or not other.decides else other
    differ = one.decides and other.decides and one.backed != other.backed
    return replace(
        first,
        backed=U if differ else first.backed,
        decides=one.decides or other.decides,
        children=tuple(children),
    )


def _same(one: Proof, other: Proof) -> bool:
    return (one.label, one.words, one.observations) == (other.label, other.words, other.observations)


def _on_backed(declared: Truth, backed: Truth, side: int) -> Truth:
    """What helps must be backed; what hurts need not be. Where it could do either, only what is backed is seen."""
    if side == _EITHER:
        return backed
    sure, admitted = (T, F) if side == _HELPS else (F, T)
    return sure if backed == sure else admitted if declared == admitted else U


def _inner_side(over: Over) -> int:
    return {"at_most": _HURTS, "exactly": _EITHER}.get(over.bound or "", _HELPS)


def _years(ages: Sequence[int]) -> str:
    """Write `age 13`, `ages 13 to 15`, `ages 13, 16 to 17`."""
    runs: list[list[int]] = []
    for age in ages:
        if runs and runs[-1][-1] == age - 1:
            runs[-1].append(age)
        else:
            runs.append([age])
    said = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)
    return f"age {said}" if len(ages) == 1 else f"ages {said}"


def _over_words(over: Over) -> str:
    path = over.of.path
    limit = ""
    if isinstance(over.limit, Literal):
        limit = over.limit.written
    elif isinstance(over.limit, Other):
        limit = over.limit.subject.path
    bound = (over.bound or "").replace("_", " ")
    match over.quantifier:
        case Quantifier.EVERY:
            whole = "" if not over.keys or over.keys == over.of.type.words else f", of {len(over.keys)} named"
            return f"every one of {path}{whole}{' that counts' if over.where is not None else ''}"
        case Quantifier.SOME:
            return f"at least one of {path}"
        case Quantifier.COUNT:
            return f"{bound} {limit} of {path}"
        case _:
            return f"the total of {path} {bound} {limit}"
