"""Why a document does not have the shape of its schema: the slow validator's errors as diagnostics.

The words for people are in `schemawords`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators

from auditor.model.diagnostic import Diagnostic
from auditor.model.plaintext import SEEN
from auditor.source.accepting import Schema, at_the_end
from auditor.source.document import Document, Path
from auditor.source.names import nearest
from auditor.source.schemawords import (
    WHY_UNKNOWN,
    Mismatch,
    in_words,
    listed,
    out_of_range,
    told,
    wrong_form,
    wrong_type,
)


def mismatches(document: Document, schema: Schema, thing: str, at: Path, what: str) -> Iterator[Diagnostic]:
    """Give what is wrong with the part of a document at a path, as `check_shape` tells it."""
    reader = _Mismatches(document, schema, thing, at, what)
    return (one for error in errors(schema, document.value(at)) for one in reader.of(error))


def errors(schema: Schema, data: object) -> Iterator[Any]:
    """Give the slow validator's errors, which know where they are."""

    def pattern(validator: Any, wanted: str, instance: object, schema: object) -> Iterator[ValidationError]:
        del validator, schema
        if isinstance(instance, str) and not re.search(at_the_end(wanted), instance, re.ASCII):
            yield ValidationError(f"{instance!r} does not match {wanted!r}")

    extend: Any = validators.extend
    strict = extend(Draft202012Validator, {"pattern": pattern})
    found: Iterator[Any] = strict(schema).iter_errors(data)
    return found


class _Mismatches:
    """Turns a validator's errors into diagnostics of one document."""

    def __init__(self, document: Document, schema: Schema, thing: str, at: Path, what: str) -> None:
        self.document = document
        self.schema = schema
        self.thing = thing
        self.at = at
        self.what = what

    def of(self, error: Any) -> Iterator[Diagnostic]:
        """Give the diagnostics of one error, most often one."""
        path: Path = (*self.at, *error.absolute_path)
        if "propertyNames" in list(error.absolute_schema_path)[-2:-1]:
            yield from self._bad_key(error, path)
            return
        match error.validator:
            case "additionalProperties":
                yield from self._unknown_keys(error, path)
            case "required":
                yield from self._missing(error, path)
            case "anyOf" | "oneOf":
                yield from self._alternatives(error, path)
            case "uniqueItems":
                yield from self._repeated(error, path)
            case _:
                yield self._one(path, self._mismatch(error))

    def _one(self, path: Path, mismatch: Mismatch, *, key: bool = False) -> Diagnostic:
        container = isinstance(self.document.value(path), dict | list)
        return self.document.diagnostic(
            f"{self.thing}.{mismatch.fault}",
            mismatch.message,
            path,
            key=key or container,
            why=mismatch.why,
            help=mismatch.help,
        )

    def _to_fill(self, error: Any) -> str:
        """Say what to do about something empty: what has to be there cannot be left out."""
        steps: list[str | int] = list(error.absolute_schema_path)[:-1]
        holder: Any = self.schema
        if "properties" in steps[-2:-1] and "$ref" not in steps:
            for step in steps[:-2]:
                holder = holder[step]
            if steps[-1] in holder.get("required", ()):
                return "write something in it"
        return "write something in it, or leave it out"

    def _name(self, path: Path) -> str:
        names = [str(step) for step in path]
        return f"`{'.'.join(names)}`" if names else f"a {self.what}"

    def _mismatch(self, error: Any) -> Mismatch:
        name, seen, schema = self._name((*self.at, *error.absolute_path)), error.instance, error.schema
        match error.validator:
            case "type":
                return wrong_type(name, seen, schema)
            case "enum" | "const":
                return listed(name, seen, schema)
            case "pattern" if error.validator_value == SEEN:
                said = "holds nothing that can be seen" if seen else "is empty"
                return Mismatch("empty", f"{name} {said}", help=self._to_fill(error))
            case "pattern":
                return wrong_form(name, seen, schema)
            case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
                return out_of_range(name, seen, schema)
            case "minLength" | "minItems" | "minProperties":
                said = "holds too little" if seen else "is empty"
                return Mismatch("empty", f"{name} {said}", help=self._to_fill(error))
            case "maxItems" | "maxLength" | "maxProperties":
                most = f"at most {error.validator_value} can stand here"
                return Mismatch("too-much", f"{name} holds {len(seen)}", help=most)
            case _:
                return Mismatch("bad-shape", f"{name} is not {in_words(schema)}")

    def _unknown_keys(self, error: Any, path: Path) -> Iterator[Diagnostic]:
        known = list(error.schema.get("properties", {}))
        for key in error.instance:
            if key in known:
                continue
            near = nearest(key, (one for one in known if one not in error.instance)) or nearest(key, known)
            if near:
                help = f"did you mean `{near}`?"
            elif known:
                help = "known here: " + ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
            else:
                help = "nothing can stand here"
            inside = self._name(path) if path else f"a {self.what}"
            message = f"`{key}` is not known in {inside}"
            yield self._one((*path, key), Mismatch("unknown-key", message, WHY_UNKNOWN, help), key=True)

    def _missing(self, error: Any, path: Path) -> Iterator[Diagnostic]:
        # One error for each missing key; its name is in no field of its own but in the message.
        for key in error.schema["required"]:
            if key not in error.instance and error.message.startswith(f"'{key}' is a required"):
                wanted = error.schema.get("properties", {}).get(key, {})
                message = f"{self._name(path)} has no `{key}`" if path else f"`{key}` is missing"
                form = f"{key}: {wanted['const']}" if "const" in wanted else f"{key}:"
                help = f"write `{form}`" + ("" if "const" in wanted else f" with {in_words(wanted)}")
                yield self._one(path, Mismatch("missing-key", message, help=help), key=True)

    def _bad_key(self, error: Any, path: Path) -> Iterator[Diagnostic]:
        key = str(error.instance)
        names = error.schema
        if "enum" in names:
            near = nearest(key, names["enum"])
            help = f"did you mean `{near}`?" if near else "known here: " + ", ".join(names["enum"][:12])
        else:
            help = told(names) or f"keys here look like `{names.get('pattern', 'a_name')}`"
        yield self._one((*path, key), Mismatch("bad-key", f"`{key}` cannot be a key here", help=help), key=True)

    def _alternatives(self, error: Any, path: Path) -> Iterator[Diagnostic]:
        """Report the alternative that fits best: the one whose faults lie deepest."""
        branches: dict[int, list[Any]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        typed = [one for one in branches.values() if not any(_is_of_another_type(inner) for inner in one)]
        if len(typed) == 1:
            for inner in typed[0]:
                yield from self.of(inner)
            return
        yield self._one(path, Mismatch("wrong-type", f"{self._name(path)} is not {in_words(error.schema)}"))

    def _repeated(self, error: Any, path: Path) -> Iterator[Diagnostic]:
        seen: list[object] = []
        for number, one in enumerate(error.instance):
            if one in seen:
                message = f"`{one}` is listed twice" if isinstance(one, str) else "the same entry is listed twice"
                yield self._one((*path, number), Mismatch("repeated", message, help="keep one of the two"))
            seen.append(one)


def _is_of_another_type(error: Any) -> bool:
    """Whether the error says that the value is of another sort altogether, at the top of an alternative."""
    return not error.relative_path and error.validator in ("type", "const", "enum")
