"""Parts of a proof that are not told yet whether they decide, and how they are put together and into words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from auditor.model.condition import Literal, Other, Over, Quantifier
from auditor.model.finding import Observation
from auditor.model.proof import Proof
from auditor.model.truth import F, T, Truth, U, negate

HELPS: Final = 1
HURTS: Final = -1
EITHER: Final = 0
# As many keys are named in one line.
_NAMED: Final = 4


class Part(Struct):
    """A part that is not told yet whether it decides.

    `sign` is -1 where the part above rests on the opposite of this one. `aim` changes the truth that parts are
    looked for with. `when` says when this decides, by the truth of the part above and its own, where that is not
    simply when they are alike. A spliced part stands aside: its own parts are shown in its place.
    """

    words: str
    declared: Truth
    backed: Truth
    sign: int = HELPS
    aim: int = HELPS
    label: str = ""
    spliced: bool = False
    when: Callable[[Truth, Truth], bool] | None = None
    observations: tuple[Observation, ...] = ()
    parts: list[Part] = field(default_factory=list)

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
            children=_joined_up(self._children(on_declared, on_backed)),
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


def covering(found: Sequence[Part], cover: Sequence[Truth]) -> list[tuple[Part, Truth]]:
    """Pair the parts found with the cover of the bands that may lie over."""
    return list(zip(found, [one for one in cover if one != F], strict=True))


def member_part(key: str, counts: Sequence[Part], satisfies: Part | None, *, every: bool) -> Part:
    """Put a member together: of `every` it is *does not count, or satisfies*, otherwise *counts and satisfies*."""
    parts = [*counts, *([] if satisfies is None else [satisfies])]
    signed = [(_signed(one, one.declared), _signed(one, one.backed)) for one in parts]
    choose = max if every else min
    counting = min((one.declared for one in counts), default=T)
    return Part(
        {F: "does not count", U: "may count"}.get(counting, ""),
        choose((declared for declared, _backed in signed), default=T),
        choose((backed for _declared, backed in signed), default=T),
        label=key,
        parts=parts,
    )


def _signed(part: Part, truth: Truth) -> Truth:
    return truth if part.sign > 0 else negate(truth)


def unless_open(above: Truth, mine: Truth) -> bool:
    """Decide where the part above is known, or both are open."""
    return above != U or mine == U


def where_not_false(above: Truth, mine: Truth) -> bool:
    """Decide with the part above, save where that is false."""
    return above != F and mine == above


def _joined_up(proofs: Iterable[Proof]) -> tuple[Proof, ...]:
    """Put what is said twice of one member together: that it counts, and that it satisfies."""
    found: dict[object, Proof] = {}
    for number, one in enumerate(proofs):
        key: object = one.label or number
        other = found.get(key)
        found[key] = one if other is None else _joined(other, one)
    return tuple(found.values())


def _joined(one: Proof, other: Proof) -> Proof:
    """Keep the truths of the one that decides; where both do and differ as backed, it is not backed."""
    children = list(one.children)
    for child in other.children:
        at = next((at for at, known in enumerate(children) if _alike(known, child)), None)
        if at is None:
            children.append(child)
        else:
            children[at] = _joined(children[at], child)
    first = one if one.decides or not other.decides else other
    differ = one.decides and other.decides and one.backed != other.backed
    return replace(
        first,
        backed=U if differ else first.backed,
        decides=one.decides or other.decides,
        children=tuple(children),
    )


def _alike(one: Proof, other: Proof) -> bool:
    return (one.label, one.words, one.observations) == (other.label, other.words, other.observations)


def backed_truth(declared: Truth, backed: Truth, side: int) -> Truth:
    """What helps must be backed; what hurts need not be. Where it could do either, only what is backed is seen."""
    if side == EITHER:
        return backed
    sure, admitted = (T, F) if side == HELPS else (F, T)
    return sure if backed == sure else admitted if declared == admitted else U


def inner_side(over: Over) -> int:
    """Say which way a member weighs: up, down under `at_most`, either under `exactly`."""
    return {"at_most": HURTS, "exactly": EITHER}.get(over.bound or "", HELPS)


def ages_in_words(ages: Sequence[int]) -> str:
    """Write `age 13`, `ages 13 to 15`, `ages 13, 16 to 17`."""
    runs: list[list[int]] = []
    for age in ages:
        if runs and runs[-1][-1] == age - 1:
            runs[-1].append(age)
        else:
            runs.append([age])
    said = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)
    return f"age {said}" if len(ages) == 1 else f"ages {said}"


def over_in_words(over: Over) -> str:
    """Say a quantifier in words."""
    path = over.of.path + _among(over)
    limit = ""
    if isinstance(over.limit, Literal):
        limit = over.limit.written
    elif isinstance(over.limit, Other):
        limit = over.limit.subject.path
    bound = (over.bound or "").replace("_", " ")
    match over.quantifier:
        case Quantifier.EVERY:
            return f"every one of {path}{' that counts' if over.where is not None else ''}"
        case Quantifier.SOME:
            return f"at least one of {path}"
        case Quantifier.COUNT:
            return f"{bound} {limit} of {path}"
        case _:
            return f"the total of {path} is {bound} {limit}"


def _among(over: Over) -> str:
    """Name the keys or words that count where those are not all; many are only counted, for all are drawn below."""
    if not over.keys or over.keys == over.of.type.words:
        return ""
    return f", of {len(over.keys)} named" if len(over.keys) > _NAMED else f" among {', '.join(over.keys)}"
