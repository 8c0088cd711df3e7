"""A sequence that is worked out when it is first looked at: reasons cost more than verdicts, and few are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar, overload

One = TypeVar("One")


class Later(Sequence[One]):
    """A tuple to come. Equal to a sequence of the same members, and the same whenever it is looked at.

    What makes it must be pure: it may run much later, or never.
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], tuple[One, ...]]) -> None:
        self._make: Callable[[], tuple[One, ...]] | None = make
        self._made: tuple[One, ...] = ()

    def _all(self) -> tuple[One, ...]:
        make = self._make
        if make is not None:
            self._made, self._make = make(), None
        return self._made

    @overload
    def __getitem__(self, index: int) -> One: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[One, ...]: ...
    def __getitem__(self, index: int | slice) -> One | tuple[One, ...]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[One]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Later):
            return self._all() == other._all()
        return self._all() == other

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> Any:
        return tuple, (self._all(),)
