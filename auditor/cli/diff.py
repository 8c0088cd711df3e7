"""`auditor diff`: what changed between two audits, and what did it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer
from msgspec.structs import replace

from auditor.cli.audit import WaiversOption
from auditor.cli.options import (
    RULES,
    AsOfOption,
    ChallengesOption,
    ColorOption,
    DecisionsOption,
    PlainOption,
    QuietOption,
    RecalledOption,
    RespectDatesOption,
    RulesetsOption,
    VerboseOption,
    View,
    ViewOption,
    WidthOption,
    parse_day,
    today,
)

if TYPE_CHECKING:
    from auditor.cli.diff_sides import Asked, Given, Held
    from auditor.cli.loading import Rules
    from auditor.model.changes import Diff, Incomparable
    from auditor.model.result import Result

_NONE = "none"
_Entry = TypeVar("_Entry")

OldSideArgument = Annotated[
    str, typer.Argument(metavar="OLD", help="A declaration, or a result saved as JSON.", show_default=False)
]
NewSideArgument = Annotated[
    str, typer.Argument(metavar="NEW", help="A declaration, or a result saved as JSON.", show_default=False)
]
OldRulesetsOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ID[@VERSION]",
        help="Rulesets that OLD is audited against, where it is a declaration. Repeatable. Left out: as --ruleset.",
        rich_help_panel=RULES,
    ),
]
OldAsOfOption = Annotated[
    date | None,
    typer.Option(
        metavar="YYYY-MM-DD",
        parser=parse_day,
        help="Day for which OLD is read, where it is a declaration. Left out: as --as-of.",
        rich_help_panel=RULES,
    ),
]
OldWaiversOption = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Waivers of OLD, where it is a declaration; `none` for none. Left out: as --waivers.",
        rich_help_panel=RULES,
    ),
]
OldDecisionsOption = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Decisions of OLD, where it is a declaration; `none` for none. Left out: as --decisions.",
        rich_help_panel=RULES,
    ),
]
DeclarationsOption = Annotated[
    str | None,
    typer.Option(
        metavar="FOLDER",
        help="Where the declarations of saved results are looked for, by digest. Left out: results stand alone.",
        rich_help_panel=RULES,
    ),
]


def diff_command(
    old: OldSideArgument,
    new: NewSideArgument,
    rulesets: RulesetsOption = None,
    old_ruleset: OldRulesetsOption = None,
    as_of: AsOfOption = None,
    old_as_of: OldAsOfOption = None,
    waivers: WaiversOption = None,
    old_waivers: OldWaiversOption = None,
    decisions: DecisionsOption = None,
    old_decisions: OldDecisionsOption = None,
    challenges: ChallengesOption = None,
    declarations: DeclarationsOption = None,
    respect_dates: RespectDatesOption = False,
    include_recalled: RecalledOption = False,
    format: ViewOption = View.TERMINAL,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Tell what changed between two audits, and what did it.

    Each change of a verdict, a score or a requirement is put down to the rules, time, evidence, an edit or a waiver.
    In this order the old inputs give way to the new ones, and each time the audit is made anew, so that the parts add
    up exactly. A file of challenges is for NEW alone: OLD has those that stand in it. Two saved results hold no
    declarations: where several things changed between them, what each did cannot be told apart, unless --declarations
    names a folder that has them.

    Exit status: 0 told; 2 wrong usage; 3 an input could not be used, or the two are incomparable; 5 a saved result
    contradicts itself.

    Example: auditor diff examples/harbour.yaml examples/harbour.yaml --old-as-of 2026-10-01 --as-of 2027-10-01
    """
    from auditor.cli.diff_sides import Asked, is_saved
    from auditor.cli.loading import load_decisions, load_waivers
    from auditor.cli.streams import tell_warnings
    from auditor.engine.gate import Exit
    from auditor.source.beside import is_folder

    saved = is_saved(old), is_saved(new)
    _refuse_idle(
        saved,
        of_old={"ruleset": old_ruleset, "as-of": old_as_of, "waivers": old_waivers, "decisions": old_decisions},
        of_new={"ruleset": rulesets, "as-of": as_of, "waivers": waivers, "decisions": decisions},
    )
    if challenges is not None and saved[1]:
        raise typer.BadParameter("a saved result has its challenges in it", param_hint="--challenges")
    if declarations is not None and not any(saved):
        raise typer.BadParameter("neither of the two is a saved result", param_hint="--declarations")
    if declarations is not None and not is_folder(declarations):
        raise typer.BadParameter(f"`{declarations}` is no folder", param_hint="--declarations")
    asked = Asked(
        name=new,
        rulesets=rulesets,
        as_of=as_of or today(),
        waivers=load_waivers(waivers),
        decisions=load_decisions(decisions),
        challenges=challenges,
        respect_dates=respect_dates,
        include_recalled=include_recalled,
    )
    before = replace(
        asked,
        name=old,
        rulesets=old_ruleset or rulesets,
        as_of=old_as_of or asked.as_of,
        waivers=asked.waivers if old_waivers is None else _named(old_waivers, load_waivers),
        challenges=None,
        decisions=asked.decisions if old_decisions is None else _named(old_decisions, load_decisions),
    )
    diff = _diff(before, asked, saved, declarations)
    tell_warnings(diff.diagnostics, quiet=quiet, verbose=verbose)
    _emit(diff, format, color=color, width=width, plain=plain, verbose=verbose)
    raise typer.Exit(Exit.MET if diff.differences else Exit.UNUSABLE)


def _named(file: str, load: Callable[[str], tuple[_Entry, ...]]) -> tuple[_Entry, ...]:
    return () if file == _NONE else load(file)


def _refuse_idle(saved: tuple[bool, bool], *, of_old: Mapping[str, object], of_new: Mapping[str, object]) -> None:
    """Refuse what would do nothing: a saved result has its rules, its day and its waivers in it."""
    idle = [f"--old-{name}" for name, given in of_old.items() if given and saved[0]]
    idle += [f"--{name}" for name, given in of_new.items() if given and all(saved)]
    for name in idle:
        raise typer.BadParameter("a saved result has its rules, its day and its waivers in it", param_hint=name)


def _diff(old: Asked, new: Asked, saved: tuple[bool, bool], folder: str | None) -> Diff:
    from auditor.cli.diff_sides import declared_side, difference, found_anew, rules_asked, saved_side
    from auditor.cli.loading import consistency, vocabulary_with
    from auditor.cli.saved import read_saved
    from auditor.engine.changes import Auditor
    from auditor.model.changes import Diff
    from auditor.model.diagnostic import by_place
    from auditor.source.vocabularies import read_vocabulary

    vocabulary = read_vocabulary()
    results = [read_saved(one.name) if is_saved else None for one, is_saved in zip((old, new), saved, strict=True)]
    asked = [_as_the_other(one, other) for one, other in zip((old, new), reversed(results), strict=True)]
    rules: list[list[Rules]] = [
        [] if result is not None else rules_asked(one, vocabulary) for one, result in zip(asked, results, strict=True)
    ]
    vocabulary = vocabulary_with([each for many in rules for each in many], vocabulary)
    auditor = Auditor(vocabulary, consistency().compiled)
    given: list[Given] = []
    for one, result, editions in zip(asked, results, rules, strict=True):
        if result is None:
            given.append(declared_side(one, editions, vocabulary, auditor))
            continue
        side = saved_side(*result)
        given.append(side if folder is None else found_anew(side, folder, vocabulary, auditor))
    differences, incomparable = [], []
    for pair in _pairs(given[0].held, given[1].held):
        if isinstance(pair, tuple):
            differences.append(difference(*pair, auditor))
        else:
            incomparable.append(pair)
    warnings = dict.fromkeys(warning for one in given for warning in one.warnings)
    return Diff(
        old=given[0].file,
        new=given[1].file,
        differences=tuple(differences),
        incomparable=tuple(incomparable),
        diagnostics=tuple(sorted(warnings, key=by_place)),
    )


def _as_the_other(asked: Asked, other: tuple[Result, str, str] | None) -> Asked:
    """Audit a declaration that faces a saved result against what that one was, unless rulesets are named."""
    if asked.rulesets is not None or other is None:
        return asked
    names = [one.asked for one in other[0].audits if one.asked]
    return replace(asked, rulesets=list(dict.fromkeys(names)) or None)


def _pairs(old: Sequence[Held], new: Sequence[Held]) -> Iterator[tuple[Held, Held] | Incomparable]:
    """Put audits of one service against one instrument together; what has no counterpart is incomparable."""
    from auditor.model.changes import Incomparable

    groups: dict[tuple[str, str], tuple[list[Held], list[Held]]] = {}
    for number, side in enumerate((old, new)):
        for one in side:
            about = one.audit.declaration.service.id, one.audit.ruleset.id
            groups.setdefault(about, ([], []))[number].append(one)
    for (service, ruleset), (before, after) in groups.items():
        why = _why_not(before, after)
        if why:
            yield Incomparable(service=service, ruleset=ruleset, why=why)
        else:
            yield before[0], after[0]


def _why_not(old: Sequence[Held], new: Sequence[Held]) -> str:
    if not old or not new:
        return f"it is in {'OLD' if old else 'NEW'} alone"
    if len(old) > 1 or len(new) > 1:
        return "a side has several audits of it, and which belong together is left open"
    if any(one.audit.scorecard is None for one in (*old, *new)):
        return "its facts were compiled by others than the service, and such a one is never judged"
    return ""


def _emit(diff: Diff, format: View, **drawing: object) -> None:
    from auditor import __version__
    from auditor.cli.streams import emit, look

    if format is View.JSON:
        from auditor.report.changes_json import render as render_json

        emit(render_json(diff, __version__))
        return
    from auditor.report.changes import render, render_plain

    drawn = look(**drawing)  # type: ignore[arg-type]  # the options of the same names
    if drawn.plain:
        emit(render_plain(diff, ascii=drawn.ascii, verbose=drawn.verbose))
    else:
        emit(render(diff, width=drawn.width, color=drawn.color, ascii=drawn.ascii, verbose=drawn.verbose))
