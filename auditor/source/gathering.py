"""A declaration's facts as they are gathered, and what a schema cannot say of them: days that are in no calendar."""

from __future__ import annotations

import unicodedata
from typing import Any

from auditor.model.dates import DateSpan, parse_date
from auditor.model.diagnostic import Diagnostic
from auditor.model.facts import Absence, Facts, Silence
from auditor.model.values import Value
from auditor.source.accepting import accepts
from auditor.source.declaration_schema import NO_ANSWER
from auditor.source.document import Document
from auditor.source.factplaces import Places


def normalised(text: str) -> str:
    """Give a text in Unicode's composed form, so that equal texts compare equal."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


class UnexpectedError(Exception):
    """A value has not the shape that the schema asks for."""


class Gatherer:
    """Collects the facts of one document, and what is wrong with them.

    Where the shape of the document has not been looked at yet it is `strict`, and raises `UnexpectedError`.
    """

    __slots__ = ("absences", "document", "found", "homes", "places", "strict", "values")

    def __init__(self, document: Document, *, strict: bool = False) -> None:
        self.document = document
        self.strict = strict
        self.values: dict[str, Value] = {}
        self.places = Places(document)
        self.homes = self.places.homes
        self.absences: dict[str, Absence] = {}
        self.found: list[Diagnostic] = []

    def facts(self) -> Facts:
        """Give what was gathered."""
        return Facts(values=self.values, places=self.places, absences=self.absences)

    def unexpected(self) -> None:
        """Stop at a value that has not the shape asked for, unless it is known to have it."""
        if self.strict:
            raise UnexpectedError

    def date(self, written: object, container: object, step: str | int) -> DateSpan | None:
        """Read a date whose form is right; note one that is in no calendar."""
        span = parse_date(written if isinstance(written, str) else str(written))
        if span is None:
            self.no_such_day(written, container, step)
        return span

    def no_such_day(self, written: object, container: object, step: str | int) -> None:
        """Note a date that is in no calendar."""
        self.found.append(
            self.document.diagnostic_at(
                "declaration.no-such-date",
                f"`{written}` is not in the calendar",
                self.document.place_in(container, step),
                help="write year, month and day, as `2026-03-01`",
            )
        )

    def silent(self, container: Any, step: str | int, raw: Any, path: str) -> None:
        """Note why a fact has no value: it is null, or says that it was declined or sought in vain."""
        document = self.document
        place = document.place_in(container, step, key=raw is not None)
        if raw is None:
            self.absences[path] = Absence(silence=Silence.NOT_ANSWERED, place=place)
            return
        if self.strict and not accepts(NO_ANSWER, raw):
            raise UnexpectedError
        word, silence, by = (
            ("declined", Silence.DECLINED, "asked_by") if "declined" in raw else ("sought", Silence.SOUGHT, "by")
        )
        told = raw[word]
        self.date(told["on"], told, "on")
        self.absences[path] = Absence(
            silence=silence, place=place, by=told[by], on=str(told["on"]), source=told.get("source", "")
        )
