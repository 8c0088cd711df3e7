"""What a person types for a fact, put as a declaration writes it. Nothing is added to what was typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from auditor.engine.candidates import written
from auditor.engine.questionnaire import Question
from auditor.model.values import Items
from auditor.model.vocabulary import FactType, Kind
from auditor.source.characters import as_json
from auditor.source.insertion import Written
from auditor.source.settings import Setting

_YES_NO: Final = {"y": "true", "yes": "true", "n": "false", "no": "false"}
_BAND: Final = re.compile(r"(\d{1,3})(?:\s*(?:-|–|to)\s*(\d{1,3}))?", re.ASCII)
_HOW: Final = {
    Kind.YES_NO: "yes or no",
    Kind.WORD: "one of these words, or its number",
    Kind.LADDER: "one of these words, from the least, or its number",
    Kind.SET: "words from this list or their numbers, with commas between them; none for none of them",
    Kind.BANDS: "the ages of each band, with commas between them, as 13-15, 16-17",
    Kind.OPEN_MAP: "a key and a value each, with commas between them, as GB: 1200",
}


class Typed(Struct, frozen=True):
    """What was typed, as FACT=VALUE takes it; `block` is how it reads best in a file, on several lines."""

    value: str
    block: tuple[str, ...] = ()


def how(question: Question) -> str:
    """Say how to answer."""
    type_ = question.type
    if question.yes_no:
        return _HOW[Kind.YES_NO]
    if type_.kind is Kind.LIST:
        return (
            "texts with semicolons between them" if type_.item else "a short name for each, with commas between them"
        )
    return _HOW.get(type_.kind, question.accepts)


def words_of(question: Question) -> tuple[str, ...]:
    """Give the words that may be chosen, numbered from 1 by whoever shows them."""
    chosen = question.type.kind in (Kind.WORD, Kind.LADDER, Kind.SET) and not question.yes_no
    return question.type.words if chosen else ()


def typed(text: str, question: Question) -> Typed:
    """Put what was typed as a declaration states it; what makes no sense is left for the reader to refuse."""
    type_ = question.type
    if question.yes_no:
        return Typed(_YES_NO.get(text.lower(), text))
    if type_.or_none and text == "none":
        return Typed(text)
    match type_.kind:
        case Kind.WORD | Kind.LADDER:
            return Typed(_chosen(text, type_))
        case Kind.NUMBER if type_.unit == "percent":
            return Typed(text.removesuffix("%").strip() or text)
        case Kind.TEXT:
            return Typed(as_json(text))
        case Kind.SET if not text.startswith(("[", "{")):
            return Typed(f"[{', '.join(_chosen(one, type_) for one in _listed(text, ','))}]")
        case Kind.LIST if not text.startswith("["):
            return _list(text, type_)
        case Kind.BANDS if not text.startswith("["):
            return _bands(text)
        case Kind.OPEN_MAP if not text.startswith("{"):
            return Typed(f"{{{text}}}")
        case _:
            return Typed(text)


def as_written(text: Typed, setting: Setting, question: Question, comment: Sequence[str]) -> Written:
    """Put an answer that the reader took in the form in which it goes into the file."""
    value = setting.values.get(question.fact)
    kind = question.type.kind
    flow = text.value
    if isinstance(value, Items) and kind is Kind.OPEN_MAP:
        pairs = (f"{as_json(key)}: {written(setting.values[f'{question.fact}.{key}'])}" for key in value.keys)
        flow = f"{{{', '.join(pairs)}}}"
    elif value is not None and kind not in (Kind.TEXT, Kind.LIST, Kind.BANDS):
        flow = written(value)
    return Written(flow=flow, block=text.block, comment=tuple(comment))


def _listed(text: str, mark: str) -> list[str]:
    return [] if text == "none" else [one.strip() for one in text.split(mark) if one.strip()]


def _chosen(text: str, type_: FactType) -> str:
    if text.isascii() and text.isdigit() and len(text) < 4 and 0 < int(text) <= len(type_.words):
        return type_.words[int(text) - 1]
    return text


def _list(text: str, type_: FactType) -> Typed:
    if type_.item is not None:
        return Typed(as_json(_listed(text, ";")))
    names = [as_json(one) for one in _listed(text, ",")]
    return Typed(f"[{', '.join(f'{{id: {one}}}' for one in names)}]", tuple(f"- id: {one}" for one in names))


def _bands(text: str) -> Typed:
    found = [_BAND.fullmatch(one) for one in _listed(text, ",")]
    ages = [f"ages: {{from: {int(one[1])}, to: {int(one[2] or one[1])}}}" for one in found if one is not None]
    if not ages or len(ages) < len(found):
        return Typed(text)
    return Typed(f"[{', '.join(f'{{{one}}}' for one in ages)}]", tuple(f"- {one}" for one in ages))
