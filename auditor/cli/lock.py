"""`auditor lock`, and what `--locked` looks at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from auditor import __version__
from auditor.cli.options import OUTPUT, AsOfOption, RespectDatesOption, RulesetsOption, today
from auditor.model.diagnostic import Diagnostic, Place

if TYPE_CHECKING:
    from auditor.cli.loading import Rules
    from auditor.model.declaration import Declaration
    from auditor.model.lock import Drift, Lock

LOCK_FILE: Final = "auditor.lock"


def lock_command(
    declarations: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DECLARATION…]", help="Declarations to pin too. Left out: none is."),
    ] = None,
    rulesets: RulesetsOption = None,
    as_of: AsOfOption = None,
    respect_dates: RespectDatesOption = False,
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE", help="Where it goes; - is stdout.", rich_help_panel=OUTPUT),
    ] = LOCK_FILE,
) -> None:
    """Pin what an audit stands on.

    Writes the program's version and the digests of rulesets, vocabulary and, where named, declarations; the day too
    if `--as-of` is given. `auditor audit --locked` then refuses to run on anything else, with status 5.

    Example: auditor lock -r internet-safety-strategy@3.0.0
    """
    from auditor.cli.loading import load_rules, read_input, spread, vocabulary_with
    from auditor.cli.options import DEFAULT_RULESET
    from auditor.cli.streams import emit, say
    from auditor.report.wording import plural
    from auditor.source.inputs import inputs_of
    from auditor.source.locks import lock_text
    from auditor.source.vocabularies import read_vocabulary

    day = as_of or today()
    vocabulary = read_vocabulary()
    named, _outside = spread(rulesets or [DEFAULT_RULESET], day)
    specs = list(dict.fromkeys(named or ()))
    rules = load_rules(specs, day, vocabulary, respect_dates=respect_dates)
    known = vocabulary_with(rules, vocabulary)
    inputs, _repeated = inputs_of(declarations or [])
    read = [read_input(one, known)[0] for one in inputs]
    emit(lock_text(found_lock(specs, rules, as_of, read)), output)
    if output != "-":
        parts = ["program", "vocabulary", plural(len(rules), "ruleset")]
        parts += [plural(len(read), "declaration")] if read else []
        parts += [f"the day {as_of}"] if as_of is not None else []
        pinned = f"{', '.join(parts[:-1])} and {parts[-1]}"
        say(f"wrote {output}: {pinned} are pinned; `auditor audit --locked` refuses anything else")


def found_lock(
    specs: Sequence[str], rules: Sequence[Rules], as_of: date | None, declarations: Sequence[Declaration]
) -> Lock:
    """Give the lock that these would have."""
    from auditor.cli.loading import consistency
    from auditor.model.lock import Lock, Pinned

    def pinned(asked: str, one: Rules) -> Pinned:
        return Pinned(asked=asked, id=one.ruleset.id, version=one.ruleset.version, sha256=one.ruleset.sha256)

    return Lock(
        tool=__version__,
        vocabulary=rules[0].ruleset.vocabulary_sha256,
        rulesets=tuple(pinned(asked, one) for asked, one in zip(specs, rules, strict=True)),
        consistency=pinned("consistency", consistency()),
        as_of=as_of,
        declarations=tuple((one.file, one.sha256) for one in declarations),
    )


def read_lock_file() -> Lock:
    """Read the lock in the folder the program runs in; raises InputError where it cannot be used."""
    from auditor.source.locks import read_lock
    from auditor.source.text import read_bytes

    return read_lock(read_bytes(Path(LOCK_FILE), LOCK_FILE), LOCK_FILE)


def refuse_drift(pinned: Lock, found: Lock) -> None:
    """End the program with status 5 where anything is not as it was pinned."""
    from auditor.cli.streams import show_diagnostics
    from auditor.engine.drift import drift
    from auditor.engine.gate import Exit

    differences = drift(pinned, found)
    if differences:
        show_diagnostics([_diagnostic(one) for one in differences], done="nothing was audited")
        raise typer.Exit(Exit.INTEGRITY)


def _diagnostic(one: Drift) -> Diagnostic:
    return Diagnostic(
        code="lock.drift",
        message=f"{one.what} is not as it was pinned",
        place=Place(LOCK_FILE),
        why=f"pinned: {one.pinned}; found: {one.found}",
        help=one.help,
    )
