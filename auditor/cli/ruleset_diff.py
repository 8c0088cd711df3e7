"""`auditor ruleset diff`: what changed between two editions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from auditor.cli.options import (
    AsOfOption,
    ColorOption,
    PlainOption,
    VerboseOption,
    View,
    ViewOption,
    WidthOption,
    today,
)
from auditor.cli.views import show_view

if TYPE_CHECKING:
    from auditor.model.ruleset import Ruleset

OldArgument = Annotated[
    str, typer.Argument(metavar="OLD", help="The earlier edition: id@1.0.0 or a folder.", show_default=False)
]
NewArgument = Annotated[
    str, typer.Argument(metavar="NEW", help="The later edition of the same ruleset.", show_default=False)
]


def refuse_two_instruments(old: Ruleset, new: Ruleset) -> None:
    """End with status 2 where the two are not editions of one ruleset."""
    if old.id != new.id:
        raise typer.BadParameter(
            f"`{old.name}` and `{new.name}` are editions of two rulesets, and have no changes between them; "
            f"`auditor ruleset crosswalk {old.id} {new.id}` holds two rulesets against each other",
            param_hint="NEW",
        )


def diff_command(
    old: OldArgument,
    new: NewArgument,
    as_of: AsOfOption = None,
    format: ViewOption = View.TERMINAL,
    color: ColorOption = "auto",
    width: WidthOption = None,
    plain: PlainOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Tell every change between two editions of a ruleset.

    What asks more comes first, then what cannot be ordered, what asks less, and what is only named or worded
    otherwise. Parameters and definitions are followed into every requirement that reads them. It also says whether
    the version was raised enough: a last number alone is for corrections that move no status, verdict or score.

    Exit status: 0 told; 1 the version was not raised enough; 2 two rulesets; 3 an edition cannot be read.

    Example: auditor ruleset diff internet-safety-strategy@1.0.0 internet-safety-strategy@2.0.0
    """
    from auditor.cli.loading import load_rules
    from auditor.engine.gate import Exit
    from auditor.engine.rulesetdiff import diff
    from auditor.source.vocabularies import read_vocabulary

    day, vocabulary = as_of or today(), read_vocabulary()
    before, after = (load_rules([one], day, vocabulary, any_kind=True)[0].ruleset for one in (old, new))
    refuse_two_instruments(before, after)
    found = diff(before, after)
    drawing: dict[str, Any] = {"color": color, "width": width, "plain": plain, "verbose": verbose}
    show_view("rulesetdiff", found, format=format, json="rulesetdiff_json", **drawing)
    raise typer.Exit(Exit.MET if found.version.enough else Exit.NOT_MET)
