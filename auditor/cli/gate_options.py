"""The options of the gate that ask for more than a verdict, or for less: scores, budgets, a baseline."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Final, Never

import typer

from auditor.cli.options import GATE
from auditor.model.patterns import pattern

if TYPE_CHECKING:
    from auditor.engine.gate import AreaMinimum
    from auditor.model.ruleset import Ruleset

# plain decimals, and not too many: an exponent could ask for more digits than a machine holds
_SCORE: Final = pattern(r"[0-9]{1,3}(?:\.[0-9]{0,60})?|\.[0-9]{1,60}")


def parse_score(text: str) -> Fraction:
    """Read a score from 0 to 100 exactly."""
    score = Fraction(text) if _SCORE.fullmatch(text) else None
    if score is None or score > 100:
        raise typer.BadParameter(f"`{text}` is not a score; write a number from 0 to 100")
    return score


def parse_area_minimum(text: str) -> str:
    """Look whether a text is an area with its least score; what it means is read when the rulesets are known."""
    _parts(text)
    return text


def _parts(text: str) -> tuple[str, str, Fraction]:
    named, equals, points = text.rpartition("=")
    ruleset, slash, area = named.rpartition("/")
    if not equals or not area or (slash and not ruleset) or named != named.strip():
        raise typer.BadParameter(
            f"`{text}` is not an area with its least score; write it as AREA=N, such as grooming=80"
        )
    return ruleset, area, parse_score(points)


BaselineOption = Annotated[
    str | None,
    typer.Option(
        metavar="RESULT",
        help="An earlier result of the same editions, saved as JSON: only what got worse fails the gate. "
        "Left out: whatever fails, fails it.",
        rich_help_panel=GATE,
    ),
]
MinScoreOption = Annotated[
    Fraction | None,
    typer.Option(
        metavar="N",
        parser=parse_score,
        help="Least score; an interval that N lies in cannot tell. Left out: no score is asked for.",
        rich_help_panel=GATE,
    ),
]
MinAreaOption = Annotated[
    list[str] | None,
    typer.Option(
        "--min-area",
        metavar="AREA=N",
        parser=parse_area_minimum,
        help="Least score of an area, in every ruleset that has it; RULESET/AREA=N: in that one. Repeatable. "
        "Left out: none is asked for.",
        rich_help_panel=GATE,
    ),
]
MaxUndecidedOption = Annotated[
    int | None,
    typer.Option(
        "--max-undecided",
        metavar="N",
        min=0,
        help="Most decisive rules of an audit that may be undecided as declared; more fail the gate, whatever "
        "--undecided says. Left out: any number.",
        rich_help_panel=GATE,
    ),
]
MaxUnbackedOption = Annotated[
    int | None,
    typer.Option(
        "--max-unbacked",
        metavar="N",
        min=0,
        help="Most decisive rules of an audit that may be met as declared and not as backed; more fail the gate. "
        "Left out: any number.",
        rich_help_panel=GATE,
    ),
]


def area_minima(
    texts: Sequence[str] | None, rulesets: Sequence[Ruleset], refuse: Callable[[int, str], Never]
) -> tuple[AreaMinimum, ...]:
    """Read the least scores of areas; `refuse` is told which cannot be, such as an area that no ruleset here has."""
    from auditor.engine.gate import AreaMinimum

    minima: list[AreaMinimum] = []
    for number, text in enumerate(texts or ()):
        ruleset, area, least = _parts(text)
        one = AreaMinimum(area=area, least=least, ruleset=ruleset)
        if not any(one.is_of(each) for each in rulesets):
            refuse(number, _unknown(one, rulesets))
        if any(one.name == other.name for other in minima):
            refuse(number, f"`{one.name}` is given two least scores; give it one")
        minima.append(one)
    return tuple(minima)


def _unknown(one: AreaMinimum, rulesets: Sequence[Ruleset]) -> str:
    of_that_name = [each for each in rulesets if one.ruleset in ("", each.id)]
    if not of_that_name:
        return f"`{one.ruleset}` is no ruleset of this audit; there is {', '.join(each.id for each in rulesets)}"
    there = "; ".join(f"{each.name} has {', '.join(area.id for area in each.areas)}" for each in of_that_name)
    return f"`{one.area}` is no area: {there}"
