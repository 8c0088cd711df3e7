"""Settings and variables into the values that options take: everything is checked, and every fault has its place.

A value goes through its flag's own parser, whatever command asked, so that a fault shows at once and not on the day a
command first heeds the key.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Never

import typer

from auditor.cli.config import Configured, Given, Origin
from auditor.cli.config_files import FILE
from auditor.cli.config_keys import NOT_IN_A_FILE, OURS, PATHS, PREFIX, REPORTS, Key, Kind, known_keys
from auditor.cli.overwriting import Spot
from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.source.beside import is_folder

if TYPE_CHECKING:
    from auditor.cli.config_files import Found
    from auditor.source.settings_file import SettingsFile


_MOST: Final = 20
_DIGITS: Final = 60


class _Wrong(Exception):
    """A value that cannot be; the diagnostic says why."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class _NotSo(Exception):
    """A value that its flag's parser refuses, with which of several it is."""

    def __init__(self, said: str, at: int, word: str) -> None:
        super().__init__(said)
        self.said, self.at, self.word = said, at, word


def configured(app: Any, found: Found | None) -> Configured:
    """Check everything that is configured; raises InputError with all that is wrong."""
    keys = known_keys(app)
    faults: list[Diagnostic] = []
    settings = _from_file(keys, found, faults) if found is not None else {}
    variables, foreign = _from_environment(keys, faults)
    if faults:
        raise InputError(tuple(faults))
    if REPORTS & variables.keys():  # a format and its output belong together
        settings = {name: one for name, one in settings.items() if name not in REPORTS}
    file = None if found is None else found.settings.file
    return Configured(values={**settings, **variables}, file=file, foreign=foreign)


def _from_file(keys: Mapping[str, Key], found: Found, faults: list[Diagnostic]) -> dict[str, Given]:
    values = {}
    for name in found.settings.values:
        if len(faults) == _MOST:
            break
        try:
            if name not in keys or name in NOT_IN_A_FILE:
                _refuse_key(name, found.settings, keys)
            value = _based(keys[name], _written(keys[name], found.settings), found)
        except _Wrong as wrong:
            faults.append(wrong.diagnostic)
            continue
        values[name] = Given(
            value=value, origin=Origin.FILE, place=found.settings.key_place(name), file=found.settings
        )
    return values


def _refuse_key(name: str, file: SettingsFile, keys: Mapping[str, Key]) -> Never:
    place = file.key_place(name)
    if name in NOT_IN_A_FILE:
        flag, variable = keys[name].flag, keys[name].variable
        help = f"give `{flag}` or {variable} for one run, or pin the day with `auditor lock {flag}`"
        message = f"`{name}` cannot be set in a file"
        raise _Wrong(file.fault("not-in-a-file", message, place, why=NOT_IN_A_FILE[name], help=help))
    from auditor.source.names import did_you_mean

    is_table = name == "tool" and not file.table
    help = f"in {FILE} keys stand at the top, without `[tool.auditor]`" if is_table else did_you_mean(name, keys)
    help = help or f"there are {', '.join(one for one in keys if one not in NOT_IN_A_FILE)}"
    why = "unknown keys are refused, so that a slip of the pen cannot loosen the gate"
    raise _Wrong(file.fault("unknown-key", f"`{name}` is no setting", place, why=why, help=help))


def _written(key: Key, file: SettingsFile) -> Any:
    """Give a value of the file as the option takes it."""
    raw = file.values[key.name]
    value = _shaped(key.kind, raw)
    if value is None:
        message, help = f"`{key.name}` is not {key.kind.value}", f"write it as `{key.example}`"
        raise _Wrong(file.fault("wrong-type", message, file.place(key.name), help=help))
    try:
        _parse(key, value)
    except _NotSo as no:
        at: tuple[str | int, ...] = ()
        if key.kind is Kind.LIST:
            at = (no.at,)
        elif isinstance(raw, dict):
            at = (list(raw)[no.at],)
        message, help = f"`{key.name}`: {no.said}", _near(key, no.word)
        raise _Wrong(file.fault("wrong-value", message, file.place(key.name, *at), help=help)) from None
    return value


def _shaped(kind: Kind, value: Any) -> Any:
    """Give a value in the shape of its kind, numbers as texts; None where it has another."""
    match kind:
        case Kind.YES_NO:
            return value if isinstance(value, bool) else None
        case Kind.NUMBER:
            return str(value) if _is_number(value) else None
        case Kind.LIST:
            return value if isinstance(value, list) and all(isinstance(one, str) for one in value) else None
        case Kind.TABLE:
            if not isinstance(value, dict) or not all(map(_is_number, value.values())):
                return None
            return [f"{name}={number}" for name, number in value.items()]
        case _:
            return value if isinstance(value, str) else None


def _is_number(value: Any) -> bool:
    """Whether it is a number, and one that can be written in a few digits."""
    if isinstance(value, Decimal):
        return abs(value.adjusted()) < _DIGITS
    return isinstance(value, int) and not isinstance(value, bool) and value.bit_length() < _DIGITS


def _parse(key: Key, value: Any) -> None:
    """Put a value through the parser of its flag; raises _NotSo."""
    for number, one in enumerate(value if isinstance(value, list) else [value]):
        if one == "":
            raise _NotSo("an empty text says nothing; leave it out", number, "")
        try:
            key.param.type(one, key.param, None)
        except typer.BadParameter as error:
            raise _NotSo(_said(key, str(one)) or error.message, number, str(one)) from None


def _said(key: Key, written: str) -> str:
    """Say what a value is not, where the framework would say it for programmers."""
    if key.choices:
        return f"`{written}` is none of {', '.join(key.choices)}"
    if key.kind is Kind.YES_NO:
        return f"`{written}` is neither true nor false"
    if hasattr(key.param.type, "min"):
        least, most = key.param.type.min, key.param.type.max
        return f"`{written}` is no whole number" + (f" from {least}" if most is None else f" from {least} to {most}")
    return ""


def _near(key: Key, word: str) -> str:
    from auditor.source.names import did_you_mean

    return did_you_mean(word, key.choices)


def _based(key: Key, value: Any, found: Found) -> Any:
    """Let paths of a file start from its folder; reports may not be written outside of it."""
    folder = found.folder
    if key.name == "output":
        _keep_inside(value, found)
    if key.name in PATHS:
        return [_from(folder, one) for one in value] if isinstance(value, list) else _from(folder, value)
    if key.name == "ruleset":
        return [_from(folder, one) if _is_folder(folder, one) else one for one in value]
    return value


def _from(folder: Path, path: str) -> str:
    return path if path == "-" or Path(path).is_absolute() else os.path.relpath(folder / path)


def _is_folder(folder: Path, ruleset: str) -> bool:
    return "/" in ruleset or ruleset in (".", "..") or is_folder(folder / ruleset)


def _keep_inside(outputs: list[str], found: Found) -> None:
    for number, one in enumerate(outputs):
        if one != "-" and (fault := _beyond(one, found)):
            why = "a file of settings that came with a declaration could overwrite anything"
            help = "name a file in this folder or below it, or give `--output` on the command line"
            place = found.settings.place("output", number)
            raise _Wrong(found.settings.fault("outside", f"`output`: `{one}` {fault}", place, why=why, help=help))


def _beyond(output: str, found: Found) -> str:
    """Say how a report would get out of the folder of the settings, or at what other programs keep in it."""
    path = Path(output)
    if path.is_absolute() or ".." in path.parts:
        return "lies outside of the folder of this file"
    if any(part.startswith(".") for part in path.parts):
        return "is hidden: a name in it begins with a point"
    written = Spot.of(str(found.folder / path))
    if written.is_at(found.settings.file):
        return "is this file itself"
    if Path(written.real) != Path(Spot.of(str(found.folder)).real) / path:
        return "is a link, or leads through one"
    return ""


def _from_environment(keys: Mapping[str, Key], faults: list[Diagnostic]) -> tuple[dict[str, Given], tuple[str, ...]]:
    values, foreign = {}, []
    for variable in sorted(one for one in os.environ if one.startswith(PREFIX)):
        name, text = variable.removeprefix(PREFIX).lower(), os.environ[variable]
        if name in keys:
            if not text:  # as in a workflow that passes on what it was not given
                continue
            key = keys[name]
            value = _split(text) if key.kind in (Kind.LIST, Kind.TABLE) else text
            try:
                _parse(key, value)
            except _NotSo as no:
                faults.append(_wrong_variable(variable, "wrong-value", f": {no.said}", help=_near(key, no.word)))
                continue
            values[name] = Given(value=value, origin=Origin.ENVIRONMENT, place=Place(variable))
        elif name not in OURS:
            foreign.append(variable)
            _refuse_near_miss(variable, name, keys, faults)
    return values, tuple(foreign)


def _split(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _refuse_near_miss(variable: str, name: str, keys: Mapping[str, Key], faults: list[Diagnostic]) -> None:
    """Refuse a variable that is all but one of ours; others are some other program's."""
    from auditor.source.names import nearest

    near = nearest(name, keys)
    if near is not None:
        help = f"did you mean `{keys[near].variable}`?"
        faults.append(_wrong_variable(variable, "unknown-variable", " is no setting", help=help))


def _wrong_variable(variable: str, fault: str, message: str, *, help: str) -> Diagnostic:
    return Diagnostic(code=f"config.{fault}", message=f"`{variable}`{message}", help=help)
