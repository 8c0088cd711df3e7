"""Where a declaration's facts stand, worked out for those that somebody asks about.

Most facts are read and never pointed at. So only the containers are kept, by the path of what they hold, and a place
is made when it is looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.model.diagnostic import Place
from auditor.source.document import Document

# A container of the document, and which of its entries are facts: None for all of them, or what to ask by key; for a
# list, the key of each of its items.
Home = tuple[Any, Any]


class Places(Mapping[str, Place]):
    """The place of every fact, and of the groups and collections that facts stand in, by path.

    `homes` are the containers, by path; the whole document's is empty. Whoever reads the facts adds to them.
    """

    __slots__ = ("_document", "_made", "_numbers", "homes")

    def __init__(self, document: Document) -> None:
        self.homes: dict[str, Home] = {}
        self._document = document
        self._numbers: dict[str, dict[str, int]] = {}
        self._made: dict[str, Place] = {}

    def __getitem__(self, path: str) -> Place:
        place: Place | None = self.get(path)
        if place is None:
            raise KeyError(path)
        return place

    def get(self, path: str, default: Any = None) -> Any:
        """Give the place of a path, or what is to be given where there is none; many are asked for in vain."""
        place = self._made.get(path)
        if place is None:
            entry = self._entry(path)
            if entry is None:
                return default
            container, step = entry
            kind = container[step].__class__
            place = self._document.place_in(container, step, key=kind is dict or kind is list)
            self._made[path] = place
        return place

    def __contains__(self, path: object) -> bool:
        return path in self._made or (isinstance(path, str) and self._entry(path) is not None)

    def __iter__(self) -> Iterator[str]:
        for above, (container, known) in self.homes.items():
            prefix = f"{above}." if above else ""
            if container.__class__ is list:
                yield from (prefix + key for key in self._numbered(above, known))
            else:
                yield from (prefix + key for key in container if known is None or known.get(key))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __reduce__(self) -> tuple[type[dict[str, Place]], tuple[dict[str, Place]]]:
        return dict, (dict(self),)

    def _entry(self, path: str) -> tuple[Any, str | int] | None:
        """Give the container and the key or number of what stands at a path; None where it is no fact."""
        above, _, step = path.rpartition(".")
        home = self.homes.get(above)
        if home is None:
            return None
        container, known = home
        if container.__class__ is list:
            number = self._numbered(above, known).get(step)
            return None if number is None else (container, number)
        return (container, step) if step in container and (known is None or known.get(step)) else None

    def _numbered(self, above: str, keys: Any) -> dict[str, int]:
        found = self._numbers.get(above)
        if found is None:
            found = self._numbers[above] = {key: number for number, key in enumerate(keys)}
        return found
