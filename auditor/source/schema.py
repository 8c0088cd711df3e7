"""Shape: a document against a JSON Schema, every mismatch as a diagnostic at the right key or value.

A fast validator accepts; only what it refuses is looked at again, by the one that can say why: see `mismatches`.
"""

from __future__ import annotations

from itertools import islice
from typing import Final

from auditor.model.diagnostic import Diagnostic, Place
from auditor.source.accepting import Schema as Schema
from auditor.source.accepting import accepts as accepts
from auditor.source.document import Document, Path

SHOWN: Final = 50


def check_shape(
    document: Document,
    schema: Schema,
    thing: str = "ruleset",
    *,
    at: Path = (),
    what: str = "",
) -> tuple[Diagnostic, ...]:
    """Give what is wrong with the shape of a document, or of the part of it at a path.

    `thing` begins the codes (`ruleset.unknown-key`); `what` names a whole in messages, for readers who do
    not know the word.
    """
    data = document.value(at)
    if accepts(schema, data):
        return ()
    # What says why costs more to import than a whole audit: only refused documents pay for it.
    from auditor.source.mismatches import mismatches

    wrong = mismatches(document, schema, thing, at, what or thing)
    # One too many says that there are more; the rest is not even looked for, since each costs time.
    found = list(dict.fromkeys(islice(wrong, SHOWN + 1)))
    if not found:  # the two validators differ: never let a refused document through
        found.append(document.diagnostic(f"{thing}.bad-shape", f"this is not the shape of a {what or thing}", at))
    return shortened(found, thing)


def shortened(found: list[Diagnostic], thing: str) -> tuple[Diagnostic, ...]:
    """Keep every warning and the first fifty errors, and say that there are more."""
    code = f"{thing}.more-problems"
    errors = [one for one in found if one.is_error and one.code != code]
    warnings = [one for one in found if not one.is_error]
    if len(errors) <= SHOWN and len(errors) + len(warnings) == len(found):
        return tuple(found)
    kept = errors[:SHOWN]
    last = max((one.place for one in kept if one.place), key=lambda at: (at.line, at.column))
    more = Diagnostic(
        code=code,
        message="more problems are not shown",
        place=Place(last.file, last.line, last.column + 1),
        help="mend the ones above first",
    )
    return (*warnings, *kept, more)
