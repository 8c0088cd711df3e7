"""`auditor what-if`: what would come of other answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.cli.options import (
    AsOfOption,
    ChallengesOption,
    ColorOption,
    DeclarationArgument,
    RecalledOption,
    RespectDatesOption,
    RulesetsOption,
    WidthOption,
    today,
)

if TYPE_CHECKING:
    from auditor.engine.what_if import Change
    from auditor.model.facts import Facts
    from auditor.model.vocabulary import Vocabulary


def what_if_command(
    declaration: DeclarationArgument,
    settings: Annotated[
        list[str],
        typer.Option(
            "--set",
            metavar="FACT=VALUE",
            help="A fact and what it would be, as a declaration writes it; null is no answer. Repeatable.",
            show_default=False,
        ),
    ],
    rulesets: RulesetsOption = None,
    as_of: AsOfOption = None,
    respect_dates: RespectDatesOption = False,
    include_recalled: RecalledOption = False,
    challenges: ChallengesOption = None,
    color: ColorOption = "auto",
    width: WidthOption = None,
) -> None:
    """Show what other answers would change.

    Before and after on both tracks, and each requirement that flips. What is set is backed by nothing. The
    declaration itself is not changed.

    Example: auditor what-if examples/harbour.yaml --set surfaces.group_messages.grooming_detection=true
    """
    from auditor.cli.loading import contradictions_in, inquire
    from auditor.cli.opening import opened
    from auditor.cli.streams import emit, look
    from auditor.engine.what_if import changed
    from auditor.report.explain_what_if import render_what_if

    drawn = look(color=color, width=width, plain=False)
    read = opened(declaration, rulesets, as_of or today(), respect_dates=respect_dates, challenges=challenges)
    changes = _changes(settings, read.vocabulary, read.declaration.facts)
    read.tell()
    sides = [
        (one, contradictions_in(one, read.as_of)) for one in (read.declaration, changed(read.declaration, changes))
    ]
    texts = []
    for each in read.rules:
        before, after = (
            inquire(each, one, read.vocabulary, read.as_of, include_recalled=include_recalled, found=found).audit
            for one, found in sides
        )
        said = [one.setting for one in changes]
        texts.append(render_what_if(before, after, said, width=drawn.width, color=drawn.color, ascii=drawn.ascii))
    emit("\n".join(texts))


def _changes(settings: Sequence[str], vocabulary: Vocabulary, facts: Facts) -> list[Change]:
    """Read every setting; end with status 2 after telling of all that cannot be so."""
    from auditor.cli.streams import show_diagnostics
    from auditor.engine.what_if import Change
    from auditor.model.diagnostic import Diagnostic, InputError
    from auditor.source.settings import not_there, read_setting

    found: list[Diagnostic] = []
    changes: list[Change] = []
    for text in settings:
        try:
            one = read_setting(text, vocabulary)
        except InputError as error:
            found.extend(error.diagnostics)
            continue
        if (other := next((each for each in changes if _is_about(each.path, one.path)), None)) is not None:
            raise typer.BadParameter(
                f"`{text}` and `{other.setting}` set the same fact; set each once", param_hint="--set"
            )
        if (fault := not_there(one, facts)) is not None:
            found.append(fault)
        changes.append(Change(path=one.path, values=one.values, written=one.written))
    if found:
        show_diagnostics(found, done="nothing was audited")
        raise typer.Exit(2)
    return changes


def _is_about(path: str, other: str) -> bool:
    """Whether two facts are one, or one of them holds the other."""
    return f"{path}.".startswith(f"{other}.") or f"{other}.".startswith(f"{path}.")
