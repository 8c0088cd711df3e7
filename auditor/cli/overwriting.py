"""No report goes over what its own command reads: looked at for every command with an output, before it runs.

What a declaration names is read too: its documents, and the product's own configuration. Only of a batch, which may
take very many declarations, none is opened for that.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from glob import iglob
from pathlib import Path
from typing import Any, Final

import typer
from msgspec import Struct

from auditor.cli.config import of_one_origin, settings_read
from auditor.model.diagnostic import InputError
from auditor.source.beside import is_folder, is_there

_FLAG: Final = "--output"
# What options and arguments call that which is read.
_DECLARATIONS: Final = frozenset({"DECLARATION", "DECLARATION…", "[DECLARATION…]"})
_FILES: Final = _DECLARATIONS | {"FILE", "RESULT", "REGISTER"}
_PATHS: Final = "PATH…"
_RULESETS: Final = frozenset({"ID[@VERSION]", "RULESET"})
_IN_A_RULESET: Final = frozenset({"ruleset.yaml", "requirements", "cases"})
_BY_BATCH: Final = (".yaml", ".yml", ".json")
_PATTERN: Final = frozenset("*?[")


class Spot(Struct, frozen=True):
    """Where a name leads to, and what stands there; None where nothing does yet."""

    real: str
    status: os.stat_result | None

    @classmethod
    def of(cls, name: str) -> Spot:
        """Follow a name; one that cannot be a file's is taken as it is written."""
        try:
            real = os.path.realpath(name)
        except (OSError, ValueError):
            real = name
        return cls(real, _status(name))

    def is_at(self, name: str) -> bool:
        """Whether another name leads here, be it by a link, by another spelling, or before anything stands here."""
        status = _status(name)
        if status is not None and self.status is not None and stat.S_ISREG(self.status.st_mode):
            return os.path.samestat(status, self.status)
        return (status is None) is (self.status is None) and Spot.of(name).real == self.real


def same_place(one: str, other: str) -> bool:
    """Whether two outputs are one; `-` is standard output."""
    return one == other if "-" in (one, other) else Spot.of(one).is_at(other)


def watch(command: Any) -> None:
    """Let a command, and those of a group, refuse to write over what it reads before it does anything."""
    for one in getattr(command, "commands", {}).values():
        watch(one)
    name = next((one.name for one in command.params if _FLAG in one.opts), None)
    if name is not None:
        run = command.invoke

        def invoke(context: Any) -> Any:
            _refuse_inputs(context, name)
            return run(context)

        command.invoke = invoke


def _refuse_inputs(context: Any, name: str) -> None:
    given = context.params
    written = given[name] if name != "outputs" else of_one_origin(context, given["formats"], given[name])[1]
    for output in _texts(written):
        place = Spot.of(output)
        if any(_is_read(place, *one) for one in _inputs(context, name)):
            message = f"`{output}` is read by this command, and would be written over; name another file"
            raise typer.BadParameter(message, context, param_hint=_FLAG)


def _inputs(context: Any, output: str) -> Iterator[tuple[str, str]]:
    """Give the names of all that is read, each with what the command calls it."""
    for param in context.command.params:
        if param.name != output and param.metavar in _FILES | _RULESETS | {_PATHS}:
            yield from ((one, param.metavar) for one in _texts(context.params[param.name]))
    if settings := settings_read(context):
        yield settings, "FILE"
    if context.params.get("locked"):
        from auditor.cli.lock import LOCK_FILE

        yield LOCK_FILE, "FILE"


def _texts(value: Any) -> Iterator[str]:
    """Give the names in a value, without the sign of a standard stream."""
    yield from (one for one in ([value] if isinstance(value, str) else value or ()) if one != "-")


def _is_read(place: Spot, name: str, word: str) -> bool:
    """Whether what stands at a place is read by this name: as a file, or as one of a folder or of a pattern."""
    if place.is_at(name):
        return True
    if place.status is None:
        return False
    if word in _DECLARATIONS:
        return any(map(place.is_at, _named_in(name)))
    if word in _FILES:
        return False
    if word == _PATHS and not place.real.casefold().endswith(_BY_BATCH):
        return False
    if word == _PATHS and _PATTERN & set(name) and not is_there(Path(name)):
        return any(map(place.is_at, iglob(name, recursive=True)))  # noqa: PTH207  # as `batch` reads it
    folder, file = Path(Spot.of(name).real), Path(place.real)
    if not is_folder(folder) or not file.is_relative_to(folder):
        return False
    if word == _PATHS:
        return True
    from auditor.source.builtin import EXTENSION_FILE

    return file.relative_to(folder).parts[0] in _IN_A_RULESET | {EXTENSION_FILE}


def _named_in(declaration: str) -> Iterator[str]:
    """Give the files that a declaration names; none of one that cannot be read, which its command tells."""
    from auditor.cli.diff_sides import is_saved
    from auditor.source.text import read_bytes
    from auditor.source.yamltree import read_yaml

    if is_saved(declaration):
        return
    try:
        data = read_yaml(read_bytes(Path(declaration), declaration), declaration).data
    except InputError:
        return
    for key in ("evidence", "bound"):
        entries = data.get(key) if isinstance(data, dict) else None
        for one in entries if isinstance(entries, list) else ():
            if isinstance(one, dict) and isinstance(file := one.get("file"), str):
                yield str(Path(declaration).parent / file)


def _status(name: str) -> os.stat_result | None:
    with suppress(OSError, ValueError):
        return os.stat(name)  # noqa: PTH116  # a name, which may be no path
    return None
