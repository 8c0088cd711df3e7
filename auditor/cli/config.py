"""Where options get their values: flags before the environment, before a file of settings, before the default.

The framework asks a context for defaults before it takes an option's own. That is where this module answers, so that
commands declare each option once and know nothing of files. Nothing is read for a command that heeds no key, and
nothing more is imported where there is neither a file nor a variable.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Never, TypeVar

import typer
from msgspec import Struct

from auditor.cli.config_keys import PREFIX, heeded, key_of
from auditor.model.diagnostic import Diagnostic, InputError, Place

if TYPE_CHECKING:
    from auditor.source.settings_file import SettingsFile

Formats = TypeVar("Formats")
Outputs = TypeVar("Outputs")


class Origin(StrEnum):
    """Where a value came from."""

    FLAG = "flag"
    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


class Given(Struct, frozen=True, kw_only=True):
    """A value as its option takes it, where it was given, and for a setting the file that says it."""

    value: Any
    origin: Origin
    place: Place
    file: SettingsFile | None = None

    def wrong(self, key: str, number: int, message: str) -> Diagnostic:
        """Say at its place what is wrong with an entry of a setting or variable that holds several."""
        if self.file is None:
            return Diagnostic(code="config.wrong-value", message=f"`{self.place.file}`: {message}")
        raw = self.file.values[key]
        at = list(raw)[number] if isinstance(raw, dict) else number
        return self.file.fault("wrong-value", f"`{key}`: {message}", self.file.place(key, at))


class Configured(Struct, frozen=True, kw_only=True):
    """What was configured, by key; the file it came from; variables that look like ours and are not."""

    values: Mapping[str, Given]
    file: str | None = None
    foreign: tuple[str, ...] = ()


class Configuration:
    """What was configured, read once; faults end the program with status 2, as a wrong flag would."""

    def __init__(self, app: Any, named: str | None) -> None:
        self.app, self.named = app, named
        self._found: Configured | None = None

    def read(self) -> Configured:
        """Read what the environment and a file give."""
        if self._found is None:
            try:
                self._found = self._read()
            except InputError as error:
                from auditor.cli.streams import show_diagnostics

                show_diagnostics(error.diagnostics, done="nothing was done")
                raise typer.Exit(2) from None
        return self._found

    @property
    def file(self) -> str:
        """Name the file, where one was read."""
        return self._found.file or "" if self._found is not None else ""

    def _read(self) -> Configured:
        from auditor.cli.config_files import NO_FILE, find_file

        named = self.named or os.environ.get(f"{PREFIX}CONFIG")
        found = None if named == NO_FILE else find_file(named)
        if found is None and not any(name.startswith(PREFIX) for name in os.environ):
            return Configured(values={})
        from auditor.cli.config_values import configured

        return configured(self.app, found)


class Defaults(dict[str, Any]):
    """The defaults of commands, by their names; of a group's commands, another of these."""

    def __init__(self, configuration: Configuration, group: Any, path: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.configuration, self._group, self._path = configuration, group, path

    def get(self, name: str, default: Any = None) -> Any:
        """Give the defaults of a command of this group; there is nothing else here."""
        command, path = self._group.commands.get(name), (*self._path, name)
        if command is None:
            return default
        if hasattr(command, "commands"):
            return Defaults(self.configuration, command, path)
        keys = heeded(self.configuration.app, command, path)
        own = {str(one.name): one.default for one in command.params}
        return {name: _Later(self.configuration, key, own[name]) for name, key in keys.items()}


class _Later(tuple[()]):
    """The value of one parameter, read when the framework calls for it.

    Help does not call: it shows what holds where an option is left out, whatever is configured and even where a file
    is broken. It takes this for an empty tuple, of which it shows nothing.
    """

    def __new__(cls, *_: Any) -> _Later:
        return super().__new__(cls)

    def __init__(self, configuration: Configuration, key: str, default: Any) -> None:
        self._configuration, self._key, self._default = configuration, key, default

    def __call__(self) -> Any:
        given = self._configuration.read().values.get(self._key)
        return self._default if given is None else given.value


def apply_configuration(context: typer.Context, named: str | None) -> None:
    """Let every command ask here for what its flags do not give; `named` is a file, or `none`."""
    app = context.command
    context.default_map = Defaults(Configuration(app, named), app)


def named_settings(context: typer.Context) -> str:
    """Give what `--config` named, for commands to be run by the same settings; empty where it was left out."""
    return _configuration(context).named or ""


def none_of_these(context: typer.Context) -> str:
    """Give what `--config` has to name for a command that is to heed as little of a file as this one."""
    from auditor.cli.config_files import NO_FILE

    return NO_FILE if _configuration(context).read().file else ""


def settings_read(context: typer.Context) -> str:
    """Give the name of the file of settings that this command has read; empty where it needed none."""
    return _configuration(context).file


def _configuration(context: typer.Context) -> Configuration:
    root: Any = context.find_root()
    configuration: Configuration = root.default_map.configuration
    return configuration


def refuse_entry(context: typer.Context, parameter: str, number: int, message: str) -> Never:
    """End the program for one of several values, blaming whoever gave it: the flag, a variable or a file.

    The diagnostic and the status, 2, are those of any other fault in settings.
    """
    param = next(one for one in context.command.params if one.name == parameter)
    key = key_of(param)
    given = None if _is_flag(context, parameter) else _configuration(context).read().values.get(key)
    if given is None:
        raise typer.BadParameter(message, param_hint=param.opts[0])
    refuse_setting(given.wrong(key, number, message))


def refuse_setting(wrong: Diagnostic) -> Never:
    """End the program for a setting that cannot be."""
    from auditor.cli.streams import show_diagnostics

    show_diagnostics((wrong,), done="nothing was done")
    raise typer.Exit(2)


def of_one_origin(
    context: typer.Context, formats: Formats | None, outputs: Outputs | None
) -> tuple[Formats | None, Outputs | None]:
    """Take formats and outputs from one place: a flag for one leaves out what was configured for the other."""
    by_flag = [_is_flag(context, name) for name in ("formats", "outputs")]
    if any(by_flag):
        return (formats if by_flag[0] else None), (outputs if by_flag[1] else None)
    return formats, outputs


def _is_flag(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"
