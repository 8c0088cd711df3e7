"""One node of a vocabulary file into the type of a fact, strictly checked."""

from __future__ import annotations

import re
from typing import Any, Final

from auditor.model.condition import RESERVED
from auditor.model.values import Number
from auditor.model.vocabulary import FactType, Kind
from auditor.source.cursor import Cursor, Faults
from auditor.source.names import did_you_mean
from auditor.source.paths import KEY

# What YAML 1.1 reads as something else: an editor would show another value than we read.
_MISREAD: Final = frozenset({"on", "off", "yes", "no", "y", "n", "none", "true", "false", "null"})
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
# What the keys of a map may look like. A ruleset may be a stranger's: of regular expressions only those are taken
# that fit a text in one way at most, so that none takes long.
_SIGNS: Final = r"(?:\[(?:A-Z|a-z|0-9|[A-Za-z0-9_])+-?\]|[A-Za-z0-9_-])"
_KEY_PATTERN: Final = re.compile(rf"\^(?:{_SIGNS}(?:\{{[1-9]\d?\}})?)*{_SIGNS}(?:\{{[1-9]\d?\}}|\+)?\$", re.ASCII)

_EVERY_NODE: Final = frozenset({"title", "description", "question", "scope", "control", "type"})
_KEYWORDS: Final = {
    Kind.GROUP: frozenset({"properties"}),
    Kind.RECORD: frozenset({"properties"}),
    Kind.YES_NO: frozenset[str](),
    Kind.NUMBER: frozenset({"minimum", "maximum", "unit", "or_none"}),
    Kind.WORD: frozenset({"enum", "meanings", "ordered"}),
    Kind.LADDER: frozenset({"enum", "meanings", "ordered"}),
    Kind.TEXT: frozenset({"minLength", "or_none"}),
    Kind.DATE: frozenset({"format", "or_none"}),
    Kind.SET: frozenset({"items", "meanings", "uniqueItems"}),
    Kind.LIST: frozenset({"items"}),
    Kind.BANDS: frozenset({"items", "bands"}),
    Kind.CLOSED_MAP: frozenset({"propertyNames", "meanings", "additionalProperties"}),
    Kind.OPEN_MAP: frozenset({"propertyNames", "additionalProperties"}),
}
_FOLDERS: Final = frozenset({Kind.GROUP, Kind.RECORD, Kind.CLOSED_MAP})


def refuse(faults: Faults, at: Cursor, message: str, *, key: bool = False, help: str = "") -> None:
    """Note a fault of a vocabulary file."""
    faults.add(at, "vocabulary.bad-fact", message, key=key, help=help)


def is_text(value: object) -> bool:
    """Whether a value is text with something in it."""
    return isinstance(value, str) and bool(value.strip())


class TypeReader:
    """Reads nodes into types, noting every fault and going on."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults

    def read(self, at: Cursor, path: str, name: str) -> FactType | None:
        """Read a named node and all beneath it."""
        if not _NAME.fullmatch(name):
            refuse(self.faults, at, f"`{name}` is not a name", key=True, help="lower case, digits and `_`")
        elif name in RESERVED or name in _MISREAD or name in ("declined", "sought"):
            refuse(self.faults, at, f"`{name}` is a word of the language and cannot name a fact", key=True)
        return self.node(at, path)

    def node(self, at: Cursor, path: str, *, item: bool = False) -> FactType | None:
        """Read one node; `item` for what a map or a list holds."""
        if not isinstance(at.value, dict):
            refuse(self.faults, at, f"`{path}` says nothing about itself", help="give it a title and a type")
            return None
        kind = self._kind(at, path, item=item)
        if kind is None:
            return None
        self._check_words_about_it(at, path, kind, item=item)
        raw = at.value
        words, meanings = self._words(at, path, kind)
        return FactType(
            path=path,
            kind=kind,
            title=_text(raw.get("title")),
            description=_text(raw.get("description")),
            question=_text(raw.get("question")),
            words=words,
            meanings=meanings,
            unit=raw.get("unit"),
            integer=raw.get("type") == "integer",
            minimum=self._number(at, path, "minimum") if kind is Kind.NUMBER else None,
            maximum=self._number(at, path, "maximum") if kind is Kind.NUMBER else None,
            or_none=raw.get("or_none") is True,
            scope=raw.get("scope") is True,
            control=raw.get("control") is True,
            fields=self._fields(at, path, kind),
            item=self._item(at, path, kind),
            key_pattern=self._key_pattern(at.child("propertyNames"), path) if kind is Kind.OPEN_MAP else None,
        )

    def _kind(self, at: Cursor, path: str, *, item: bool) -> Kind | None:
        raw = at.value
        assert isinstance(raw, dict)
        items, names = _mapping(raw.get("items")), _mapping(raw.get("propertyNames"))
        match raw.get("type"):
            case None | "string" if "enum" in raw:
                return Kind.LADDER if raw.get("ordered") is True else Kind.WORD
            case "boolean":
                return Kind.YES_NO
            case "integer" | "number":
                return Kind.NUMBER
            case "string":
                return Kind.DATE if raw.get("format") == "date" else Kind.TEXT
            case "array" if raw.get("bands") is True and items.get("type") == "object":
                return Kind.BANDS
            case "array" if "enum" in items:
                return Kind.SET
            case "array" if items.get("type") in ("string", "object"):
                return Kind.LIST
            case "object" if "enum" in names:
                return Kind.CLOSED_MAP
            case "object" if "pattern" in names:
                return Kind.OPEN_MAP
            case "object" if isinstance(raw.get("properties"), dict):
                return Kind.RECORD if item else Kind.GROUP
        refuse(
            self.faults,
            at,
            f"`{path}` is of no kind the vocabulary knows",
            key=True,
            help="give it an `enum`, or a `type`: boolean, integer, number, string, array, object",
        )
        return None

    def _check_words_about_it(self, at: Cursor, path: str, kind: Kind, *, item: bool) -> None:
        raw = at.value
        assert isinstance(raw, dict)
        wanted = ["title"]
        if not (item and kind is Kind.TEXT):
            wanted.append("description")
            if kind not in _FOLDERS:
                wanted.append("question")
        else:
            wanted.clear()
        for keyword in wanted:
            if not is_text(raw.get(keyword)):
                refuse(self.faults, at, f"`{path}` has no {keyword}", key=True, help=f"write `{keyword}:` in it")
        for key, inner in at.entries():
            if key not in _EVERY_NODE and key not in _KEYWORDS[kind]:
                refuse(
                    self.faults,
                    inner,
                    f"`{key}` says nothing about {kind.with_article}",
                    key=True,
                    help=did_you_mean(key, _EVERY_NODE | _KEYWORDS[kind]),
                )
        for flag in ("scope", "control", "or_none", "ordered", "bands", "uniqueItems"):
            if flag in raw and not isinstance(raw[flag], bool):
                refuse(self.faults, at.child(flag), f"`{flag}` is not yes or no", help="write `true`")
        if "unit" in raw and not (isinstance(raw["unit"], str) and _NAME.fullmatch(raw["unit"])):
            refuse(self.faults, at.child("unit"), "a unit is one lower-case word, in the plural")

    def _key_pattern(self, names: Cursor, path: str) -> str | None:
        pattern = _mapping(names.value)["pattern"]
        if isinstance(pattern, str) and _KEY_PATTERN.fullmatch(pattern):
            return pattern
        help = "write signs and sets of signs in a row, as `^[A-Z]{2}-[A-Z0-9]+$`; only the last may repeat at will"
        refuse(self.faults, names.child("pattern"), f"the keys of `{path}` have no plain pattern", help=help)
        return None

    def _number(self, at: Cursor, path: str, bound: str) -> Number | None:
        assert isinstance(at.value, dict)
        value = at.value.get(bound)
        if value is None and bound == "minimum":
            refuse(self.faults, at, f"the number `{path}` has no minimum", key=True, help="write `minimum: 0`")
        elif value is not None and (isinstance(value, str | bool | list | dict)):
            refuse(self.faults, at.child(bound), f"the {bound} of `{path}` is not a number")
            return None
        return value

    def _words(self, at: Cursor, path: str, kind: Kind) -> tuple[tuple[str, ...], dict[str, str]]:
        """Give a word's, a set's or a closed map's words, each checked, with their meanings."""
        if kind in (Kind.WORD, Kind.LADDER):
            home = at
        elif kind is Kind.SET:
            home = at.child("items")
        elif kind is Kind.CLOSED_MAP:
            home = at.child("propertyNames")
        else:
            return (), {}
        listed = home.child("enum")
        if not isinstance(listed.value, list) or not listed.value:
            refuse(self.faults, listed, f"`{path}` lists no words", help="write `enum: [a_word, another]`")
            return (), {}
        words: list[str] = []
        for one in listed.items():
            word = one.value
            if not isinstance(word, str) or not (_NAME if kind is not Kind.CLOSED_MAP else KEY).fullmatch(word):
                refuse(self.faults, one, f"`{path}` lists a word that is not in snake_case")
            elif word in _MISREAD:
                refuse(self.faults, one, f"many editors read the word `{word}` as something else")
            elif word in words:
                refuse(self.faults, one, f"`{path}` lists `{word}` twice")
            else:
                words.append(word)
        return tuple(words), self._meanings(at, path, words)

    def _meanings(self, at: Cursor, path: str, words: list[str]) -> dict[str, str]:
        meanings = at.get("meanings")
        if meanings is None:
            return {}
        result: dict[str, str] = {}
        for word, one in meanings.entries():
            if word not in words:
                refuse(
                    self.faults,
                    one,
                    f"`{word}` is no word of `{path}`",
                    key=True,
                    help=did_you_mean(word, words),
                )
            elif not is_text(one.value):
                refuse(self.faults, one, f"the meaning of `{word}` is not text")
            else:
                result[word] = _text(one.value)
        for word in words:
            if word not in result:
                refuse(self.faults, meanings, f"`{word}` has no meaning among those of `{path}`", key=True)
        return result

    def _fields(self, at: Cursor, path: str, kind: Kind) -> dict[str, FactType]:
        if kind in (Kind.GROUP, Kind.RECORD):
            home, beneath = at.child("properties"), path
        elif kind is Kind.BANDS or (kind is Kind.LIST and _type_of(at.child("items")) == "object"):
            items = at.child("items")
            properties = items.get("properties")
            if properties is None:
                refuse(self.faults, items, f"the items of `{path}` have no `properties`", key=True)
                return {}
            home, beneath = properties, f"{path}.*"
        else:
            return {}
        fields: dict[str, FactType] = {}
        for name, one in home.entries():
            if name == ("ages" if kind is Kind.BANDS else "id") and kind in (Kind.BANDS, Kind.LIST):
                if kind is Kind.BANDS:
                    refuse(self.faults, one, "`ages` is part of every band and is not written here", key=True)
                continue
            type_ = self.read(one, f"{beneath}.{name}", name)
            if type_ is not None:
                fields[name] = type_
        if not fields:
            refuse(self.faults, at, f"`{path}` has no facts in it", key=True)
        return fields

    def _item(self, at: Cursor, path: str, kind: Kind) -> FactType | None:
        if kind in (Kind.CLOSED_MAP, Kind.OPEN_MAP):
            held = at.get("additionalProperties")
            if held is None:
                refuse(self.faults, at, f"`{path}` does not say what its keys hold", key=True)
                return None
            item = self.node(held, f"{path}.*", item=True)
            if item is not None and not (item.is_scalar or (kind is Kind.CLOSED_MAP and item.kind is Kind.RECORD)):
                refuse(self.faults, held, f"the keys of `{path}` cannot hold {item.kind.with_article}", key=True)
            return item
        if kind is Kind.LIST and _type_of(at.child("items")) == "string":
            return self.node(at.child("items"), f"{path}.*", item=True)
        return None


def _type_of(at: Cursor) -> object:
    return at.value.get("type") if isinstance(at.value, dict) else None


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
