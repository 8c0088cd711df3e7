"""Which command sits where."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from auditor import __version__
from auditor.cli import ask, audit, check, explain, init, ruleset, schema, what_if

AUDIT = "Audit"
WHAT_CHANGES = "Change"
CHANGE = "Start"
RULES = "Rules"

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
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
    to audit; 4 cannot tell yet; 70 a fault of the program's own; 130 interrupted; 141 the reader went away.
    """


app.command("audit", rich_help_panel=AUDIT)(audit.audit_command)
app.command("check", rich_help_panel=AUDIT)(check.check_command)
app.command("explain", rich_help_panel=AUDIT)(explain.explain_command)
app.command("ask", rich_help_panel=AUDIT)(ask.ask_command)
app.command("what-if", rich_help_panel=WHAT_CHANGES)(what_if.what_if_command)
app.command("init", rich_help_panel=CHANGE)(init.init_command)
app.add_typer(ruleset.app, name="ruleset", rich_help_panel=RULES)
app.command("schema", rich_help_panel=RULES)(schema.schema_command)
