"""What a comparison looks at, as the command line names it: areas, and the question put to all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from auditor.model.themes import Theme

if TYPE_CHECKING:
    from auditor.model.comparison import Focus
    from auditor.model.ruleset import Ruleset


def _words(given: Sequence[str] | None) -> list[str]:
    return list(dict.fromkeys(word.strip() for one in given or () for word in one.split(",") if word.strip()))


def areas_named(given: Sequence[str] | None, ruleset: Ruleset) -> tuple[str, ...]:
    """Give the areas to look at, in the ruleset's order."""
    from auditor.source.names import did_you_mean

    wanted, known = _words(given), [one.id for one in ruleset.areas]
    for one in wanted:
        if one not in known:
            near = did_you_mean(one, known) or f"its areas are {', '.join(known)}"
            raise typer.BadParameter(f"`{one}` is no area of {ruleset.name}; {near}", param_hint="--lens")
    return tuple(one for one in known if one in wanted)


def focus_named(given: Sequence[str] | None, ruleset: Ruleset) -> Focus | None:
    """Read the question; grooming where none is put, if the ruleset speaks of it."""
    from auditor.engine.position import focus_on
    from auditor.source.names import did_you_mean

    wanted = _words(given)
    if not wanted:
        return focus_on(ruleset, [Theme.GROOMING], [])
    themes, ids = [], []
    known, requirements = [one.value for one in Theme], [one.id for one in ruleset.requirements]
    for one in wanted:
        name = one.casefold().replace("-", "_").replace(" ", "_")
        if one in requirements:
            ids.append(one)
        elif name in known:
            themes.append(Theme(name))
        else:
            near = did_you_mean(one, [*known, *requirements]) or "`auditor ruleset find` lists the themes"
            message = f"`{one}` is neither a theme nor a requirement of {ruleset.name}; {near}"
            raise typer.BadParameter(message, param_hint="--who")
    found = focus_on(ruleset, themes, ids)
    if found is None:
        raise typer.BadParameter(f"{ruleset.name} does not speak of {', '.join(wanted)}", param_hint="--who")
    return found
