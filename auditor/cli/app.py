"""Which command sits where."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from auditor import __version__
from auditor.cli import (
    ask,
    audit,
    batch,
    check,
    compare,
    config_show,
    decision,
    diff,
    explain,
    init,
    lock,
    register,
    replay,
    report,
    review,
    ruleset,
    schema,
    timeline,
    triage,
    waiver,
    what_if,
)
from auditor.cli.config import apply_configuration

AUDIT = "Audit"
MANY = "Many"
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


app.command("audit", rich_help_panel=AUDIT)(audit.audit_command)
app.command("check", rich_help_panel=AUDIT)(check.check_command)
app.command("report", rich_help_panel=AUDIT)(report.report_command)
app.command("compare", rich_help_panel=MANY)(compare.compare_command)
app.command("batch", rich_help_panel=MANY)(batch.batch_command)
app.command("triage", rich_help_panel=MANY)(triage.triage_command)
app.command("review", rich_help_panel=MANY)(review.review_command)
app.command("explain", rich_help_panel=AUDIT)(explain.explain_command)
app.command("ask", rich_help_panel=AUDIT)(ask.ask_command)
app.command("diff", rich_help_panel=WHAT_CHANGES)(diff.diff_command)
app.command("what-if", rich_help_panel=WHAT_CHANGES)(what_if.what_if_command)
app.command("replay", rich_help_panel=WHAT_CHANGES)(replay.replay_command)
app.command("timeline", rich_help_panel=WHAT_CHANGES)(timeline.timeline_command)
app.command(
    "config",
    rich_help_panel=CHANGE,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)(config_show.config_command)
app.command("lock", rich_help_panel=RULES)(lock.lock_command)
app.command("init", rich_help_panel=CHANGE)(init.init_command)
app.add_typer(waiver.app, name="waiver", rich_help_panel=AUDIT)
app.add_typer(decision.app, name="decision", rich_help_panel=AUDIT)
app.add_typer(register.app, name="register", rich_help_panel=MANY)
app.add_typer(ruleset.app, name="ruleset", rich_help_panel=RULES)
app.command("schema", rich_help_panel=RULES)(schema.schema_command)
