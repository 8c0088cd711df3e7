"""The crosswalks that a command looks at: those that come with the program, and files of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.model.diagnostic import Diagnostic, InputError
from auditor.source.beside import is_file

if TYPE_CHECKING:
    from auditor.engine.gate import Exit
    from auditor.model.correspondence import Correspondence
    from auditor.model.ruleset import Ruleset


def is_crosswalk(spec: str) -> bool:
    """Whether a name on the command line is a file of relations and no edition."""
    return spec.endswith((".yaml", ".yml")) and Path(spec).name != "ruleset.yaml" and is_file(spec)


def own_relations(editions: Iterable[Ruleset]) -> list[Correspondence]:
    """Give the relations that requirements carry themselves."""
    return [relation for edition in editions for one in edition.requirements for relation in one.crosswalk]


def lint_crosswalks(
    files: Sequence[Path], editions: Sequence[Ruleset], folders: Iterable[Path]
) -> tuple[list[str], list[Diagnostic], list[Exit]]:
    """Look for faults in crosswalks and in what editions carry themselves, all together.

    `folders` are where the editions lie that were named; those around the files are looked for too. Gives what to
    say of each file, what was found, and the exit statuses.
    """
    from auditor.authoring.lint_crosswalks import CROSSWALK_CHECKS, lint_relations
    from auditor.engine.gate import Exit
    from auditor.report.wording import plural
    from auditor.source.crosswalks import Catalogue, read_crosswalk, shown_crosswalk

    own = own_relations(editions)
    relations = list(own)
    lines, exits, counts = [], [], {}
    found: list[Diagnostic] = []
    for path in files:
        shown = shown_crosswalk(path)
        try:
            read = read_crosswalk(path)
        except InputError as error:
            found.extend(error.diagnostics)
            lines.append(f"{shown}: cannot be read, {len(error.diagnostics)} found")
            exits.append(Exit.UNUSABLE)
            continue
        counts[shown] = len(read)
        relations.extend(read)
    if not relations:
        return lines, found, exits
    # one's own editions lie beside the file, or, as those of the program do, beside the folder it is in
    homes = [*folders, *(home for one in files for home in (one.resolve().parent.parent, one.resolve().parent))]
    try:
        faults = lint_relations(relations, Catalogue.around(homes))
    except InputError as error:  # an edition that is spoken of: what is related cannot be looked at without it
        return (
            [*lines, "crosswalks: an edition cannot be read"],
            [*found, *error.diagnostics],
            [*exits, Exit.UNUSABLE],
        )
    found.extend(faults)
    told = [(name, count, [one for one in faults if _is_in(one, name)]) for name, count in counts.items()]
    if own:
        beside = [one for one in faults if not any(_is_in(one, name) for name in counts)]
        told.append(("crosswalk of requirements", len(own), beside))
    for name, count, here in told:
        state = f"{len(here)} found" if here else "nothing found"
        lines.append(f"{name}: {state}; {plural(count, 'relation')}, {len(CROSSWALK_CHECKS)} checks")
        exits.append(Exit.NOT_MET if here else Exit.MET)
    return lines, found, exits


def _is_in(diagnostic: Diagnostic, file: str) -> bool:
    return diagnostic.place is not None and diagnostic.place.file == file
