"""`bound:`: declared facts held against the product's own configuration.

A disagreement never changes a declaration: the entry keeps its fault, what it binds counts as not backed, and a
warning names both places.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeGuard

from auditor.model.dates import DateSpan, parse_date
from auditor.model.declaration import Bound
from auditor.model.diagnostic import Diagnostic, Place, Severity
from auditor.model.facts import Facts
from auditor.model.truth import F, T, Truth
from auditor.model.values import NONE, Items, Value, WordSet, show
from auditor.model.vocabulary import SCALARS, FactType, Kind, Vocabulary
from auditor.source.configuration import Configuration, Fault, Found
from auditor.source.crosschecks import unknown_fact
from auditor.source.declaration_schema import Schema, with_definitions
from auditor.source.document import Document, Tree
from auditor.source.expected import expected_by
from auditor.source.extensions import is_unread
from auditor.source.gathering import normalised
from auditor.source.paths import type_at
from auditor.source.scalars import NumberTooLong, Plain, plain_value, reads_as_text
from auditor.source.schema import accepts, check_shape

_LONGEST: Final = 40
_WORD: Final[Schema] = with_definitions({"type": ["boolean", "null"]})
_WHY: Final = (
    "what is bound to the product's configuration must be what the product does; until then it counts as not backed"
)
_AGREE: Final = "mend whichever is wrong: the declaration, or the configuration"


class BoundReader:
    """Reads the entries of one declaration, and looks at what they are bound to."""

    def __init__(self, document: Document, folder: Path | None, facts: Facts, vocabulary: Vocabulary) -> None:
        self.document, self.facts, self.vocabulary = document, facts, vocabulary
        self.configuration = Configuration(document.file, folder)
        self.found: list[Diagnostic] = []
        self._read: dict[tuple[str, str, str], Place] = {}

    def read(self, raw: dict[str, Any], number: int) -> Bound | None:
        """Read one entry whose shape is right; None where it cannot be about a fact."""
        fact = raw["fact"]
        if is_unread(fact, self.vocabulary):
            return None
        type_ = type_at(self.vocabulary, fact)
        at = ("bound", number, "fact")
        if type_ is None:
            self.found.append(unknown_fact(self.document, at, fact, self.vocabulary))
            return None
        word = type_.kind is Kind.SET and fact.count(".") > type_.path.count(".")
        if type_.kind not in (*SCALARS, Kind.SET) and (type_.kind is not Kind.LIST or type_.item is None):
            self.found.append(self._not_bindable(fact, number))
            return None
        schema = _WORD if word else expected_by(self.vocabulary).schema_of(type_)
        meanings: dict[str, Tree] = raw.get("value") or {}
        wrong = [
            one
            for key in meanings
            for one in check_shape(self.document, schema, "declaration", at=("bound", number, "value", key))
        ]
        if wrong:
            self.found.extend(wrong)
            return None
        if self._is_repeated(raw, number):
            return None
        seen = self.configuration.value(raw["file"], raw["pointer"])
        fault = seen if isinstance(seen, Fault) else self._fault(raw, seen, schema, type_)
        if fault is not None:
            self._warn(fault, fact, number)
        return Bound(
            fact=fact,
            file=raw["file"],
            pointer=raw["pointer"],
            place=self.document.place(("bound", number)),
            fault=fault.message if fault else "",
        )

    def _is_repeated(self, raw: dict[str, Any], number: int) -> bool:
        """Whether an entry before it binds the same fact to the same value; that is refused, at the second."""
        key = (raw["fact"], raw["file"], raw["pointer"])
        at = ("bound", number, "fact")
        if key not in self._read:
            self._read[key] = self.document.place(at)
            return False
        message = f"`{key[0]}` is bound twice to `{key[2]}` of `{key[1]}`"
        self.found.append(
            self.document.diagnostic(
                "declaration.repeated", message, at, help="keep one of the two", also=(self._read[key],)
            )
        )
        return True

    def _fault(self, raw: dict[str, Any], seen: Found, schema: dict[str, Any], type_: FactType) -> Fault | None:
        fact, there = raw["fact"], f"`{raw['pointer']}` of `{raw['file']}`"
        value, said = seen.value, _said(seen.value)
        if "value" in raw:
            key = _as_key(value)
            if key is None or key not in raw["value"]:
                help = "add it to `value:`, with what a declaration would say then"
                return Fault(
                    "no-meaning", f"{there} is {said}, and `value:` does not say what that means", help, seen.place
                )
            value = raw["value"][key]
            said += f", which means `{_brief(value)}`"
        if value is None or isinstance(value, dict) or not accepts(schema, value):
            message = f"{there} is {said}, which `{fact}` can never be"
            help = "say under `value:` what each value of the configuration means, or point at another one"
            if _is_quoted(value) and accepts(schema, _without_quotes(value)):
                help = f"write `{value}` without quotes there, or {help}"
            return Fault("other-type", message, help, seen.place)
        stated = self._stated(fact)
        if stated is None:
            message = f"`{fact}` is not stated, and {there} is {said}"
            return Fault("not-stated", message, "state the fact, or take it off `bound:`", seen.place)
        if self._agree(fact, stated, value):
            return None
        shown = show(stated) if not isinstance(stated, Items) else "another list"
        return Fault(
            "disagrees", f"`{fact}` is declared `{_brief(shown)}`, and {there} is {said}", _AGREE, seen.place
        )

    def _stated(self, fact: str) -> Value | None:
        stated = self.facts.values.get(fact)
        above, _, word = fact.rpartition(".")
        words = self.facts.values.get(above)
        if stated is None and isinstance(words, WordSet) and words.truth(word) in (T, F):
            return words.truth(word) == T
        return stated

    def _agree(self, fact: str, stated: Value, value: Tree) -> bool:
        match stated:
            case WordSet() if isinstance(value, list):
                wanted: dict[str, Truth] = dict.fromkeys(stated.words, F) | dict.fromkeys(map(str, value), T)
                return all(stated.truth(word) == truth for word, truth in wanted.items())
            case Items() if isinstance(value, list):
                texts = [self.facts.values.get(f"{fact}.{key}") for key in stated.keys]
                return texts == [normalised(str(one)) for one in value]
            case DateSpan():
                return stated == parse_date(str(value))
            case bool() | str():
                return type(stated) is type(value) and stated == (
                    normalised(value) if isinstance(value, str) else value
                )
            case int() | Decimal():
                return isinstance(value, int | Decimal) and not isinstance(value, bool) and stated == value
            case _:
                return stated is NONE and value == "none"

    def _warn(self, fault: Fault, fact: str, number: int) -> None:
        entry = self.document.place(("bound", number, "fact"))
        stated = self.facts.nearest_place(fact) if self._stated(fact) is not None else None
        place = stated if fault.code == "disagrees" and stated is not None else entry
        also: tuple[Place, ...] = tuple(
            one
            for one in (fault.place, entry)
            if one is not None and one != place and (one != entry or place == stated)
        )
        message = (
            fault.message
            if f"`{fact}`" in fault.message
            else f"`{fact}` cannot be held against its configuration: {fault.message}"
        )
        self.found.append(
            self.document.diagnostic_at(
                f"bound.{fault.code}", message, place, why=_WHY, help=fault.help, severity=Severity.WARNING, also=also
            )
        )

    def _not_bindable(self, fact: str, number: int) -> Diagnostic:
        return self.document.diagnostic(
            "declaration.not-bindable",
            f"`{fact}` is not one value, so it cannot be bound to one",
            ("bound", number, "fact"),
            why="a value of a configuration can be held against a single fact, a set of words or a list of texts",
            help="bind the facts inside it, each by its own path",
        )


def _as_key(value: Tree) -> str | None:
    """Write a value of a configuration as a key of `value:` would name it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case Decimal() if abs(value.adjusted()) > _LONGEST:
            return str(value)
        case int() | Decimal():
            return show(value)
        case str():
            return value
        case _:
            return None


def _is_quoted(value: Tree) -> TypeGuard[str]:
    """Whether it is a text that would be no text without its quotes."""
    return isinstance(value, str) and not reads_as_text(value)


def _without_quotes(text: str) -> Plain:
    """Give what a text would be without its quotes; a number that is too long stays one."""
    try:
        return plain_value(text)
    except NumberTooLong:
        return text


def _said(value: Tree) -> str:
    """Show a value; a text that looks like a number or a word of the language is called a text."""
    return f"the text `{_brief(value)}`" if _is_quoted(value) else f"`{_brief(value)}`"


def _brief(value: Tree) -> str:
    """Show a value that is short and plain; anything else could be a secret, and is only named."""
    match value:
        case dict():
            return "a mapping"
        case list():
            text = "[" + ", ".join(_brief(one) for one in value[:10]) + (", …]" if len(value) > 10 else "]")
        case str():
            text = value
        case _:
            text = _as_key(value) or ""
    return text if len(text) <= _LONGEST else "a longer value"
