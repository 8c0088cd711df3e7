"""`auditor replay`: a saved result made again from what it was made from."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from auditor.cli.options import (
    RULES,
    ColorOption,
    PlainOption,
    VerboseOption,
    View,
    ViewOption,
    WidthOption,
    parse_day,
)
from auditor.cli.register_options import FILTERS, KnownAtOption
from auditor.cli.views import show_view
from auditor.model.diagnostic import InputError
from auditor.model.replay import Held, InputKind, Standing

if TYPE_CHECKING:
    from auditor.cli.replay_run import Source

INPUTS: Final = "Inputs"


def _file(option: str, help: str) -> Any:
    return typer.Option(option, metavar="FILE", help=help, rich_help_panel=INPUTS)


def replay_command(
    result: Annotated[
        str,
        typer.Argument(
            metavar="RESULT",
            help="A result saved by `auditor audit --format json`; - is standard input. With --register: a "
            "submission's digest, or a service's id for its newest filing.",
            show_default=False,
        ),
    ],
    declarations: Annotated[
        list[str] | None,
        _file(
            "--declaration",
            "Where a declaration is today, in the order of the result. Repeatable. Left out: where it was.",
        ),
    ] = None,
    register: Annotated[
        str | None,
        _file(
            "--register", "Replay a result that this register keeps, from what it keeps. Left out: a saved result."
        ),
    ] = None,
    rulesets: Annotated[
        list[str] | None,
        typer.Option(
            "--ruleset",
            "-r",
            metavar="ID[@VERSION]|FOLDER",
            help="Where a ruleset is today; with --register, which audit of the submission. Repeatable. Left out: "
            "where it was, or the newest audit.",
            rich_help_panel=RULES,
        ),
    ] = None,
    as_of: Annotated[
        date | None,
        typer.Option(
            "--as-of",
            metavar="YYYY-MM-DD",
            parser=parse_day,
            help="With --register: the audit by the rules of that day. Left out: of the newest.",
            rich_help_panel=FILTERS,
        ),
    ] = None,
    known_at: KnownAtOption = None,
    waivers: Annotated[str | None, _file("--waivers", "Waivers that it was made with. Left out: none.")] = None,
    decisions: Annotated[str | None, _file("--decisions", "Decisions that it was made with. Left out: none.")] = None,
    challenges: Annotated[
        str | None, _file("--challenges", "Challenges in a file of their own. Left out: none.")
    ] = None,
    baseline: Annotated[
        str | None, _file("--baseline", "The earlier result it was held against. Left out: where it was.")
    ] = None,
    format: ViewOption = View.TERMINAL,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Make a saved result again, and compare every byte.

    The day and the options are taken from the result, declarations and rules from where they are. It gives the same
    bytes, or names the input that differs: the declaration, a document, a ruleset, the vocabulary, the release, or a
    file of waivers, decisions or challenges. Where no input differs it shows the first place that does.

    Exit status: 0 the same bytes; 2 wrong usage; 3 an input is not at hand, or cannot be used; 5 an input differs, or
    the result does.

    Example: auditor replay result.json --declaration examples/harbour.yaml
    """
    from auditor.cli.replay_inputs import Files
    from auditor.cli.replay_run import replayed
    from auditor.cli.streams import show_diagnostics
    from auditor.engine.gate import Exit

    if register is None and (as_of is not None or known_at is not None):
        given = "--as-of" if as_of is not None else "--known-at"
        raise typer.BadParameter("it chooses a result in a register; name that with --register", param_hint=given)
    if register is not None and (declarations or baseline):
        given = "--declaration" if declarations else "--baseline"
        raise typer.BadParameter("with --register, what was filed is taken from there", param_hint=given)
    files = Files(
        declarations=declarations or (),
        rulesets=rulesets or (),
        waivers=waivers,
        decisions=decisions,
        challenges=challenges,
        baseline=baseline,
    )
    try:
        source = _saved(result) if register is None else _kept(register, result, known_at, rulesets, as_of)
        found = replayed(source, files)
    except InputError as error:
        show_diagnostics(error.diagnostics, done="nothing was replayed")
        raise typer.Exit(Exit.UNUSABLE) from None
    show_view("replay", found, format=format, color=color, width=width, plain=plain, verbose=verbose)
    if found.same and not found.of(Standing.DIFFERS):
        raise typer.Exit(Exit.MET)
    raise typer.Exit(Exit.UNUSABLE if found.of(Standing.MISSING) else Exit.INTEGRITY)


def _saved(name: str) -> Source:
    """Read a saved result's bytes."""
    import sys
    from pathlib import Path

    from auditor.cli.replay_run import Source
    from auditor.source.inputs import SHOWN_STDIN, STDIN, shown_name
    from auditor.source.results import LIMIT
    from auditor.source.text import read_bytes, read_stream

    if name == STDIN:
        return Source(shown=SHOWN_STDIN, data=read_stream(sys.stdin.buffer, limit=LIMIT))
    shown = shown_name(name)
    return Source(shown=shown, data=read_bytes(Path(name), shown, limit=LIMIT))


def _kept(
    file: str, submission: str, known_at: datetime | None, rulesets: list[str] | None, as_of: date | None
) -> Source:
    """Take a result and what it is about out of a register, and look whether both are what was put in."""
    from auditor.cli.register_options import register_at
    from auditor.cli.register_show import chosen, the_digest
    from auditor.cli.replay_run import Source

    with register_at(file) as opened:
        from auditor.register.kept import kept

        digest = the_digest(opened, submission, known_at, hint="RESULT")
        ruleset = rulesets[0] if rulesets else None
        found = kept(opened, chosen(opened, digest, known_at, ruleset, as_of, hint="RESULT"))
    held = []
    if found.nameless:
        held.append(
            Held(
                kind=InputKind.NAMES,
                name="names of persons",
                standing=Standing.MISSING,
                recorded="kept apart",
                found="taken out of the register",
            )
        )
    else:
        for kind, name, wanted, data in (
            (InputKind.SUBMISSION, "result as it was kept", found.result_sha256, found.result),
            (InputKind.DECLARATION, "text as it was kept", found.content_sha256, found.content),
        ):
            digest = sha256(data).hexdigest()
            if digest != wanted:
                held.append(Held(kind=kind, name=name, standing=Standing.DIFFERS, recorded=wanted, found=digest))
    return Source(shown=submission, data=found.result, content=found.content, held=tuple(held))
