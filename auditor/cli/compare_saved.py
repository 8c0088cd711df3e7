"""The saved results among what `auditor compare` is given: what they say of the day and the rules to compare by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from auditor.cli.diff_sides import is_saved
from auditor.model.diagnostic import InputError

if TYPE_CHECKING:
    from auditor.model.result import Result
    from auditor.source.inputs import Input


class Saved(Struct, frozen=True, kw_only=True):
    """A saved result among the inputs, and its name in messages."""

    result: Result
    shown: str


def saved_among(inputs: Sequence[Input]) -> tuple[dict[Input, Saved], dict[Input, InputError]]:
    """Read the saved results among the inputs; give them, and what is wrong with those that cannot be used."""
    from auditor.cli.saved import read_saved

    found, faults = {}, {}
    for one in inputs:
        if one.path is None or not is_saved(str(one.path)):
            continue
        try:
            result, _shown, _digest = read_saved(str(one.path))
        except InputError as error:
            faults[one] = error
        else:
            found[one] = Saved(result=result, shown=one.shown)
    return found, faults


def newest_of(saved: Iterable[Saved]) -> date | None:
    """Give the newest day for which saved results were made: what stands beside them is judged for no third one."""
    return max((one.result.as_of for one in saved), default=None)


def ruleset_of(saved: Iterable[Saved]) -> str | None:
    """Give the newest edition of the one ruleset that all saved results hold; None where there is no such.

    Where they hold several editions of it, that these differ is then what is told.
    """
    held = [[each.ruleset for each in one.result.audits] for one in saved]
    common = set.intersection(*({each.id for each in these} for these in held)) if held else set()
    if len(common) != 1:
        return None
    (shared,) = common
    versions = {each.version for these in held for each in these if each.id == shared}
    return f"{shared}@{max(versions, key=_numbers)}"


def _numbers(version: str) -> list[tuple[int, str]]:
    """Give what puts versions in order, 1.10.0 after 1.9.0, whatever a saved result may call one."""
    return [(len(part), part) for part in version.split(".")]
