"""Which requirements of two editions belong together, and the name each change goes by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from auditor.model.ruleset import Requirement
from auditor.model.rulesetdiff import Change, ChangeKind, Effect

_NAMES: Final = {
    ChangeKind.SCOPE: ("scope-widened", "scope-narrowed"),
    ChangeKind.TEST: ("test-stronger", "test-weaker"),
    ChangeKind.PARTIAL: ("part-credit-harder", "part-credit-easier"),
    ChangeKind.EVIDENCE: ("evidence-stronger", "evidence-weaker"),
    ChangeKind.OBLIGATION: ("obligation-stronger", "obligation-weaker"),
    ChangeKind.DATES: ("dates-longer", "dates-shorter"),
    ChangeKind.ALTERNATIVES: ("alternatives-refused", "alternatives-allowed"),
    ChangeKind.DECIDED_BY: ("decided-by-more", "decided-by-less"),
}
_COMPARED: Final = frozenset(_NAMES)


def change(kind: ChangeKind, effect: Effect, *, moves: bool, **more: object) -> Change:
    """Make a change under the name that its kind and effect have."""
    name = kind.value
    if kind in _COMPARED and effect is not Effect.SAME:
        harder, easier = _NAMES[kind]
        unordered = f"{kind.value}-cannot-be-ordered"
        name = {Effect.ASKS_MORE: harder, Effect.ASKS_LESS: easier}.get(effect, unordered)
    return Change(kind=kind, effect=effect, name=name, moves=moves, **more)  # type: ignore[arg-type]  # its fields


class Pair(Struct, frozen=True):
    """One requirement as the two editions have it; None where one does not."""

    old: Requirement | None
    new: Requirement | None


def pairs(old: Sequence[Requirement], new: Sequence[Requirement]) -> list[Pair]:
    """Match the requirements of two editions: by declared renames first, then by id.

    In the order of the new edition, what was removed last. A rename is followed from whichever side declares it.
    """
    left = {one.id: one for one in old}
    names = {one.id for one in new}
    found: dict[str, Requirement] = {}
    for one in new:
        if one.formerly in left and one.formerly not in names:
            found[one.id] = left.pop(one.formerly)
    for one in [*left.values()]:
        if one.formerly in names and one.formerly not in found and one.formerly not in left and one.id not in names:
            found[one.formerly] = left.pop(one.id)
    for one in new:
        if one.id not in found and one.id in left:
            found[one.id] = left.pop(one.id)
    return [*(Pair(found.get(one.id), one) for one in new), *(Pair(one, None) for one in left.values())]
