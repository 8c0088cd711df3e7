"""Which command sits where. A command's module is imported when the command is called for, or help lists it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Annotated, Any, Final, NamedTuple

import typer
from typer.core import TyperGroup
from typer.main import get_group

from auditor import __version__
from auditor.cli.config import apply_configuration

AUDIT = "Audit"
MANY = "Many"
WHAT_CHANGES = "Change"
CHANGE = "Start"
RULES = "Rules"


class _Place(NamedTuple):
    """Where a command is: its panel of the help, its module if that has another name, and whether it is a group."""

    panel: str
    module: str = ""
    group: bool = False
    settings: dict[str, Any] | None = None


_COMMANDS: Final[Mapping[str, _Place]] = {
    "audit": _Place(AUDIT),
    "check": _Place(AUDIT),
    "report": _Place(AUDIT),
    "compare": _Place(MANY),
    "batch": _Place(MANY),
    "triage": _Place(MANY),
    "review": _Place(MANY),
    "explain": _Place(AUDIT),
    "ask": _Place(AUDIT),
    "diff": _Place(WHAT_CHANGES),
    "what-if": _Place(WHAT_CHANGES),
    "replay": _Place(WHAT_CHANGES),
    "timeline": _Place(WHAT_CHANGES),
    "config": _Place(
        CHANGE, module="config_show", settings={"allow_extra_args": True, "ignore_unknown_options": True}
    ),
    "lock": _Place(RULES),
    "init": _Place(CHANGE),
    "schema": _Place(RULES),
    "waiver": _Place(AUDIT, group=True),
    "decision": _Place(AUDIT, group=True),
    "register": _Place(MANY, group=True),
    "ruleset": _Place(RULES, group=True),
}
# What every error in the usage derives from; the framework gives it no name of its own.
_WRONG_USAGE: Final[Any] = typer.BadParameter.__base__
_DRAWING: Final[dict[str, Any]] = {"rich_markup_mode": "markdown", "pretty_exceptions_enable": False}


class _Commands(Mapping[str, Any]):
    """The commands by name, each built when it is first looked up."""

    def __init__(self) -> None:
        self._built: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._built:
            self._built[name] = _command(name, _COMMANDS[name])
        return self._built[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_COMMANDS)

    def __len__(self) -> int:
        return len(_COMMANDS)

    def __contains__(self, name: object) -> bool:
        return name in _COMMANDS


def _command(name: str, place: _Place) -> Any:
    from auditor.cli.overwriting import watch
    from auditor.cli.repeating import once

    module = import_module(f"auditor.cli.{place.module or name.replace('-', '_')}")
    alone = typer.Typer(**_DRAWING)
    if place.group:
        alone.add_typer(module.app, name=name, rich_help_panel=place.panel)
    else:
        function = getattr(module, f"{name.replace('-', '_')}_command")
        alone.command(name, rich_help_panel=place.panel, context_settings=place.settings)(function)
    command = get_group(alone).commands[name]
    watch(command)
    once(command)
    return command


@contextmanager
def _made_visible() -> Iterator[None]:
    """See to it that what acts or hides in somebody's words does neither where an error in the usage repeats them."""
    try:
        yield
    except _WRONG_USAGE as wrong:
        from auditor.report.escape import visible

        wrong.message = visible(wrong.message)
        raise


class _Whole(TyperGroup):
    """The program: a group whose commands are there when they are wanted."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{**given, "commands": _Commands()})

    def make_parser(self, context: Any) -> Any:
        """Make what reads the options before the command."""
        from auditor.cli.repeating import counting

        return counting(super().make_parser(context), context)

    def make_context(self, *given: Any, **more: Any) -> Any:
        """Read what stands before the command."""
        with _made_visible():
            return super().make_context(*given, **more)

    def invoke(self, *given: Any) -> Any:
        """Read what is given to the command, and run it."""
        with _made_visible():
            return super().invoke(*given)


app = typer.Typer(
    cls=_Whole,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    **_DRAWING,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"auditor {__version__}")
        raise typer.Exit


def _debug(wanted: bool) -> None:
    if wanted:
        os.environ["AUDITOR_DEBUG"] = "1"


@app.callback()
def auditor(
    context: typer.Context,
    config: Annotated[
        str | None,
        typer.Option(
            "--config",
            metavar="FILE",
            help="File of settings, or none for no file. Left out: the nearest auditor.toml, or pyproject.toml with "
            "a table tool.auditor, up to the repository's root.",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Print the version and stop.")
    ] = False,
    debug: Annotated[
        bool,
        typer.Option(
            "--debug", is_eager=True, callback=_debug, help="Show the trace of a fault of the program's own."
        ),
    ] = False,
) -> None:
    """Audit a platform's declared child-safety controls against versioned rulesets.

    Exit status: 0 gate met; 1 gate not met; 2 wrong usage; 3 an input could not be used, or there was nothing
    to audit; 4 cannot tell yet; 5 a lock or a saved result is not what it claims to be; 70 a fault of the program's
    own; 130 interrupted; 141 the reader went away.
    """
    apply_configuration(context, config)
