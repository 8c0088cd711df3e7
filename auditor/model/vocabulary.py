"""The vocabulary: every fact a platform can be asked for, and its type.

Knows nothing of files: the reader builds these, rules and declarations are checked against them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Final, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from auditor.model.values import Number


class Kind(StrEnum):
    """What kind of thing stands at an address of a declaration."""

    GROUP = "group"
    YES_NO = "yes/no"
    NUMBER = "number"
    WORD = "word"
    LADDER = "ladder"
    TEXT = "text"
    DATE = "date"
    SET = "set"
    LIST = "list"
    BANDS = "bands"
    CLOSED_MAP = "closed map"
    OPEN_MAP = "open map"
    RECORD = "record"

    @property
    def with_article(self) -> str:
        """Name it in a sentence: `a set`, `an open map`."""
        return f"{'an' if self.value[0] in 'aeiou' else 'a'} {self.value}"


# The top-level key under which rulesets keep facts of their own, each under its id.
EXTENSIONS: Final = "extensions"

SCALARS: Final = frozenset({Kind.YES_NO, Kind.NUMBER, Kind.WORD, Kind.LADDER, Kind.TEXT, Kind.DATE})

# How many paths what is found at them is kept of, and the longest that it is kept of.
_KEPT: Final = 8192
_SHORT: Final = 256
Found = TypeVar("Found")


class FactType(Struct, frozen=True, kw_only=True):
    """What may stand at one address.

    `path` uses `*` for a map's key and for an item of a list (`surfaces.*.offered`). `fields` are the
    children of a group, of a record, and of each item of a list of objects or of bands. `item` is the
    type of a map's value (a scalar or a record) or of a list's text. `words` are a word's or a set's
    members, a ladder's from the least, a closed map's keys.
    """

    path: str
    kind: Kind
    title: str
    description: str = ""
    question: str = ""
    words: tuple[str, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)
    unit: str | None = None
    integer: bool = False
    minimum: Number | None = None
    maximum: Number | None = None
    or_none: bool = False
    scope: bool = False
    control: bool = False
    fields: Mapping[str, FactType] = field(default_factory=dict)
    item: FactType | None = None
    key_pattern: str | None = None

    @property
    def is_scalar(self) -> bool:
        """Whether this holds one value."""
        return self.kind in SCALARS

    def walk(self) -> Iterator[FactType]:
        """Give this type and all beneath it, in the vocabulary's order."""
        yield self
        for child in self.fields.values():
            yield from child.walk()
        if self.item is not None:
            yield from self.item.walk()


class Vocabulary(Struct, frozen=True, kw_only=True, eq=False):
    """All facts, by top-level group, with the digest of the files they were read from.

    Two are equal if they are one: what is looked up often is kept by it.
    """

    groups: Mapping[str, FactType]
    sha256: str

    def type_at(self, path: str) -> FactType | None:
        """Give the type at a declaration's own path, keys of maps and items of lists included."""
        return _type_at(self, path)

    def word_at(self, path: str) -> str | None:
        """Give the word, where `path` is one word of a set: it is answered with yes or no, and no list of words."""
        one = self.type_at(path)
        if one is None or one.kind is not Kind.SET or path.count(".") == one.path.count("."):
            return None
        return path.rpartition(".")[2]

    def question(self, path: str) -> str:
        """Give the question that asks for the fact at `path`, its map keys and the word of a set filled in.

        It is empty where nothing asks for it.
        """
        one, word = self.type_at(path), self.word_at(path)
        if one is None:
            return ""
        if word is not None:
            asked = self.question(path.rpartition(".")[0])
            return f"{asked} Is this among it: {one.meanings.get(word, word.replace('_', ' '))}?" if asked else ""
        if "{key}" not in one.question:
            return one.question
        segments = path.split(".")
        for end in range(len(segments) - 1, 0, -1):
            above = self.type_at(".".join(segments[:end]))
            if above is not None and above.kind in (Kind.CLOSED_MAP, Kind.OPEN_MAP):
                key = segments[end]
                return one.question.replace("{key}", above.meanings.get(key, key))
        return one.question

    @property
    def extensions(self) -> Mapping[str, FactType]:
        """The groups of facts that single rulesets added, by the ruleset's id."""
        home = self.groups.get(EXTENSIONS)
        return home.fields if home is not None else {}

    @property
    def shared(self) -> Vocabulary:
        """This vocabulary without the facts of single rulesets."""
        if EXTENSIONS not in self.groups:
            return self
        return replace(self, groups={name: one for name, one in self.groups.items() if name != EXTENSIONS})

    def extended(self, extensions: Iterable[FactType]) -> Vocabulary:
        """Give this vocabulary with rulesets' own facts; of two facts at one address the later one stands.

        The digest stays that of the shared vocabulary: a ruleset's own digest covers its own facts.
        """
        fields = dict(self.extensions)
        for one in extensions:
            name = one.path.rpartition(".")[2]
            fields[name] = _merged(fields[name], one) if name in fields else one
        if fields == self.extensions:
            return self
        home = FactType(
            path=EXTENSIONS,
            kind=Kind.GROUP,
            title="Facts of single rulesets",
            description="What a ruleset asks beyond the shared vocabulary, under the ruleset's id.",
            fields=fields,
        )
        return replace(self, groups={**self.groups, EXTENSIONS: home})

    def facts(self) -> Iterator[FactType]:
        """Give every type that can be answered (groups and records are only folders)."""
        for group in self.groups.values():
            for one in group.walk():
                if one.kind not in (Kind.GROUP, Kind.RECORD) and one.question:
                    yield one


def kept_by_path(look_up: Callable[[Vocabulary, str], Found]) -> Callable[[Vocabulary, str], Found]:
    """Keep what is found at paths, those that were asked for last, so that declarations share it.

    Declarations make paths up. One that is too long is looked up anew, and so what they leave behind stays small.
    """
    known = lru_cache(maxsize=_KEPT)(look_up)
    return lambda vocabulary, path: (known if len(path) <= _SHORT else look_up)(vocabulary, path)


@kept_by_path
def _type_at(vocabulary: Vocabulary, path: str) -> FactType | None:
    fields: Mapping[str, FactType] = vocabulary.groups
    one: FactType | None = None
    for segment in path.split("."):
        if one is not None and one.kind in (Kind.CLOSED_MAP, Kind.OPEN_MAP):
            one = one.item
        elif one is not None and one.kind in (Kind.LIST, Kind.BANDS):
            one = one.item or FactType(path=f"{one.path}.*", kind=Kind.RECORD, title=one.title, fields=one.fields)
        elif one is not None and one.kind is Kind.SET:
            return one
        else:
            one = fields.get(segment)
        if one is None:
            return None
        fields = one.fields
    return one


def _merged(one: FactType, other: FactType) -> FactType:
    """Put two editions' groups together, fact by fact; what is not a group is the other's alone."""
    if one.kind is not Kind.GROUP or other.kind is not Kind.GROUP:
        return other
    both = {name: _merged(one.fields[name], type_) for name, type_ in other.fields.items() if name in one.fields}
    return replace(other, fields={**one.fields, **other.fields, **both})


# Exact factors to the base unit of a family. Hours never turn into months: a month has no fixed length.
_FAMILIES: Final[Mapping[str, Mapping[str, Fraction]]] = {
    "time": {
        "seconds": Fraction(1, 60),
        "minutes": Fraction(1),
        "hours": Fraction(60),
        "days": Fraction(1440),
        "weeks": Fraction(10080),
    },
    "calendar": {"months": Fraction(1), "years": Fraction(12)},
}


def unit_named(word: str) -> str:
    """Give the vocabulary's spelling of a unit: `hour` and `hours` are one."""
    plural = word if word.endswith("s") else word + "s"
    return plural if any(plural in family for family in _FAMILIES.values()) else word


def convert(number: Number, unit: str, to: str) -> Fraction | None:
    """Give `number unit` in `to`, exactly; None where the two do not measure the same thing."""
    if unit == to:
        return Fraction(number)
    for family in _FAMILIES.values():
        if unit in family and to in family:
            return Fraction(number) * family[unit] / family[to]
    return None
