"""A declaration's data into flat facts, each with its place.

Led by the vocabulary, not by the data: what has the wrong shape was refused before and is passed over
here. Finds what a schema cannot say: days that are in no calendar, bands that end before they begin.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from auditor.model.dates import DateSpan, parse_date
from auditor.model.diagnostic import Diagnostic, Place
from auditor.model.facts import Absence, Facts, Silence
from auditor.model.truth import F, T, Truth
from auditor.model.values import NONE, Band, Bands, Items, Value, WordSet
from auditor.model.vocabulary import FactType, Kind
from auditor.source.document import Document, Path


def normalised(text: str) -> str:
    """Give a text in Unicode's composed form, so that equal texts compare equal."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


class Gatherer:
    """Collects facts, and what is wrong with them, from one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.values: dict[str, Value] = {}
        self.places: dict[str, Place] = {}
        self.absences: dict[str, Absence] = {}
        self.found: list[Diagnostic] = []

    def facts(self) -> Facts:
        """Give what was gathered."""
        return Facts(values=self.values, places=self.places, absences=self.absences)

    def group(
        self,
        raw: Mapping[str, Any],
        where: Path,
        fields: Mapping[str, FactType],
        prefix: str = "",
        *,
        container: object = None,
    ) -> None:
        """Gather the fields that are written in a mapping of the document.

        `container` is that mapping where `raw` is only a part of it.
        """
        home = raw if container is None else container
        for name, raw_value in raw.items():
            type_ = fields.get(name)
            if type_ is not None:
                self.entry(home, name, raw_value, (*where, name), type_, f"{prefix}{name}")

    def entry(self, container: object, step: str | int, raw: Any, where: Path, type_: FactType, path: str) -> None:
        """Gather what one entry of a container of the document says of the fact at `path`."""
        span = self.document.span_in(container, step)
        holds_more = isinstance(raw, dict | list)
        self.places[path] = self.document.place_of(span, step, key=holds_more)
        if raw is None:
            self.absences[path] = Absence(silence=Silence.NOT_ANSWERED, place=self.places[path])
        elif isinstance(raw, dict) and ("declined" in raw or "sought" in raw):
            self._silence(raw, path, where)
        else:
            self._stated(raw, where, type_, path)

    def _silence(self, raw: dict[str, Any], path: str, where: Path) -> None:
        word, silence = ("declined", Silence.DECLINED) if "declined" in raw else ("sought", Silence.SOUGHT)
        told = raw[word]
        if not isinstance(told, dict):
            return
        on = str(told.get("on", ""))
        if parse_date(on) is None:
            self.no_such_day(on, (*where, word, "on"))
        self.absences[path] = Absence(
            silence=silence,
            place=self.places[path],
            by=str(told.get("asked_by" if word == "declined" else "by", "")),
            on=on,
            source=str(told.get("source", "")),
        )

    def _stated(self, raw: Any, where: Path, type_: FactType, path: str) -> None:
        match type_.kind:
            case Kind.GROUP | Kind.RECORD:
                self.group(raw, where, type_.fields, f"{path}.")
            case Kind.CLOSED_MAP | Kind.OPEN_MAP:
                assert type_.item is not None
                if type_.kind is Kind.OPEN_MAP:
                    self.values[path] = Items(keys=tuple(raw))
                for key, value in raw.items():
                    self.entry(raw, key, value, (*where, key), type_.item, f"{path}.{key}")
            case Kind.SET:
                self._set(raw, path)
            case Kind.LIST:
                self._list(raw, where, type_, path)
            case Kind.BANDS:
                self._bands(raw, where, type_, path)
            case _:
                value = self._scalar(raw, where, type_)
                if value is not None:
                    self.values[path] = value

    def _scalar(self, raw: Any, where: Path, type_: FactType) -> Value | None:
        if raw == "none" and type_.or_none:
            return NONE
        if type_.kind is Kind.DATE:
            return self.date(raw, where)
        return normalised(raw) if isinstance(raw, str) else raw

    def date(self, raw: object, where: Path) -> DateSpan | None:
        """Read a date whose form is right; note one that is in no calendar."""
        span = parse_date(str(raw))
        if span is None:
            self.no_such_day(str(raw), where)
        return span

    def no_such_day(self, written: str, where: Path) -> None:
        """Note a date that does not exist."""
        self.found.append(
            self.document.diagnostic(
                "declaration.no-such-date",
                f"`{written}` is not in the calendar",
                where,
                help="write year, month and day, as `2026-03-01`",
            )
        )

    def _set(self, raw: Any, path: str) -> None:
        if isinstance(raw, dict):
            stated: dict[str, Truth] = {word: T if one else F for word, one in raw.items() if one is not None}
            self.values[path] = WordSet(words=stated, complete=False)
            for word in raw:
                self.places[f"{path}.{word}"] = self.document.place_of(
                    self.document.span_in(raw, word), word, key=False
                )
            return
        self.values[path] = WordSet(words=dict.fromkeys(raw, T), complete=True)
        for number, word in enumerate(raw):
            span = self.document.span_in(raw, number)
            self.places[f"{path}.{word}"] = self.document.place_of(span, number, key=False)

    def _list(self, raw: list[Any], where: Path, type_: FactType, path: str) -> None:
        keys: list[str] = []
        named = {one["id"] for one in raw if isinstance(one, dict) and isinstance(one.get("id"), str)}
        for number, one in enumerate(raw):
            key = str(number)
            if type_.item is None and "id" in one:
                key = one["id"]
                if key in keys:
                    self._twice(key, (*where, number, "id"), (*where, keys.index(key), "id"))
            while key in named and "id" not in one:  # it must not pass for another that bears its number as id
                key += "-"
            keys.append(key)
            place = self.document.place_of(self.document.span_in(raw, number), number, key=False)
            self.places[f"{path}.{key}"] = place
            if type_.item is not None:
                self.values[f"{path}.{key}"] = normalised(one)
            else:
                self.group(one, (*where, number), type_.fields, f"{path}.{key}.")
        self.values[path] = Items(keys=tuple(keys))

    def _twice(self, key: str, where: Path, first: Path) -> None:
        self.found.append(
            self.document.diagnostic(
                "declaration.duplicate-id",
                f"two entries of this list have the id `{key}`",
                where,
                why="a finding could not say which of them it is about",
                help="give each an id of its own",
                also=(self.document.place(first),),
            )
        )

    def _bands(self, raw: list[Any], where: Path, type_: FactType, path: str) -> None:
        bands: list[Band] = []
        used: set[str] = set()
        for number, one in enumerate(raw):
            ages = one.get("ages") or {}
            start, end = ages.get("from"), ages.get("to")
            if start is not None and end is not None and start > end:
                self.found.append(
                    self.document.diagnostic(
                        "declaration.band-reversed",
                        f"this band is from {start} to {end}, so that no age lies in it",
                        (*where, number, "ages"),
                        key=True,
                        help="write the younger age in `from`; both ends are inside",
                    )
                )
            base = key = str(number) if start is None or end is None else f"{start}-{end}"
            again = 2
            while key in used:
                key, again = f"{base}-{again}", again + 1
            used.add(key)
            bands.append(Band(key=key, start=start, end=end))
            span = self.document.span_in(raw, number)
            self.places[f"{path}.{key}"] = self.document.place_of(span, number, key=False)
            self.group(one, (*where, number), type_.fields, f"{path}.{key}.")
        self.values[path] = Bands(tuple(bands))
