"""The two sides of `auditor diff`: declarations audited here, and saved results, made anew where they can be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from auditor.model.diagnostic import Diagnostic, InputError, Place, Severity

if TYPE_CHECKING:
    from auditor.cli.loading import Rules
    from auditor.engine.changes import Auditor
    from auditor.engine.edits import Side
    from auditor.model.changes import Difference, SideFile
    from auditor.model.comparison import Conflict
    from auditor.model.decision import Decision
    from auditor.model.declaration import Declaration
    from auditor.model.result import Audit, Result
    from auditor.model.vocabulary import Vocabulary
    from auditor.model.waiver import Waiver


class Asked(Struct, frozen=True, kw_only=True):
    """What the command line says of one side; None where it leaves it open."""

    name: str
    rulesets: Sequence[str] | None
    as_of: date
    waivers: tuple[Waiver, ...]
    decisions: tuple[Decision, ...]
    challenges: str | None
    respect_dates: bool
    include_recalled: bool


class Held(Struct, frozen=True, kw_only=True):
    """One audit of a side. `side` is what it was made of, where that is at hand; `conflicts` those of its file."""

    audit: Audit
    as_of: date
    version: str
    side: Side | None = None
    conflicts: tuple[Conflict, ...] = ()


class Given(Struct, frozen=True, kw_only=True):
    """One side as it was given: what it is, its audits, and what there is to warn of."""

    file: SideFile
    held: tuple[Held, ...]
    warnings: tuple[Diagnostic, ...] = ()


def is_saved(name: str) -> bool:
    """Whether a file is a saved result and no declaration; one that cannot be read is left to whoever reads it."""
    from auditor.source.results import LIMIT
    from auditor.source.text import read_bytes

    try:
        data = read_bytes(Path(name), name, limit=LIMIT)
    except InputError:
        return False
    return data.lstrip().startswith(b"{") and b'"auditor.result/' in data


def rules_asked(asked: Asked, vocabulary: Vocabulary) -> list[Rules]:
    """Find and read the editions that one side is audited against."""
    from auditor.cli.loading import load_rules, spread

    named, _outside = spread(asked.rulesets, asked.as_of)
    return load_rules(named, asked.as_of, vocabulary, respect_dates=asked.respect_dates)


def declared_side(asked: Asked, rules: Sequence[Rules], vocabulary: Vocabulary, auditor: Auditor) -> Given:
    """Read a declaration and audit it against each edition."""
    from auditor import __version__
    from auditor.cli.loading import load_challenges, read_input
    from auditor.model.changes import SideFile
    from auditor.source.inputs import inputs_of

    inputs, repeated = inputs_of([asked.name])
    filed = load_challenges(asked.challenges, vocabulary)
    declaration, warnings = read_input(inputs[0], vocabulary, filed)
    sides = [_side(declaration, each, asked) for each in rules]
    return Given(
        file=SideFile(file=declaration.file, sha256=declaration.sha256, saved=False),
        held=tuple(Held(audit=auditor.audit(one), as_of=asked.as_of, version=__version__, side=one) for one in sides),
        warnings=(*repeated, *warnings),
    )


def _side(declaration: Declaration, rules: Rules, asked: Asked) -> Side:
    from auditor.engine.edits import Side

    return Side(
        declaration=declaration,
        ruleset=rules.ruleset,
        compiled=rules.compiled,
        as_written=rules.as_written,
        as_of=asked.as_of,
        waivers=asked.waivers,
        decisions=asked.decisions,
        watermarks=rules.watermarks,
        include_recalled=asked.include_recalled,
    )


def saved_side(saved: Result, shown: str, digest: str) -> Given:
    """Take the audits of a saved result as they are."""
    from auditor.model.changes import SideFile

    return Given(
        file=SideFile(file=shown, sha256=digest, saved=True),
        held=tuple(Held(audit=one, as_of=saved.as_of, version=saved.version) for one in saved.audits),
    )


def difference(old: Held, new: Held, auditor: Auditor) -> Difference:
    """Tell what changed between two audits: cause by cause where both can be made anew, otherwise at once."""
    from auditor.engine.changes import at_once, step_by_step
    from auditor.engine.edits_told import edits_told

    if old.side is not None and new.side is not None:
        return step_by_step(old.side, new.side, auditor)
    days = old.as_of, new.as_of
    edits = edits_told(old.audit, new.audit, days, (old.version, new.version))
    return at_once(old.audit, new.audit, edits, days)


def found_anew(given: Given, folder: str, vocabulary: Vocabulary, auditor: Auditor) -> Given:
    """Make the audits of a saved result anew from the declarations in a folder that have its digests.

    One that comes out otherwise than it was saved is left as it is, with a warning: a document or the program is not
    what it was.
    """
    from auditor.cli.loading import vocabulary_with

    rules = {one.audit.ruleset.name: _rules(one, vocabulary) for one in given.held}
    vocabulary = vocabulary_with([one for one in rules.values() if one is not None], vocabulary)
    declarations = _by_digest(folder, vocabulary, {one.audit.declaration.sha256 for one in given.held})
    held, warnings = [], []
    for one in given.held:
        declaration = declarations.get(one.audit.declaration.sha256)
        anew, why = _anew(one, declaration, rules[one.audit.ruleset.name], auditor)
        held.append(anew)
        if why and one.audit.scorecard is not None:
            warnings.append(_not_anew(given.file.file, one, why))
    return replace(given, held=tuple(held), warnings=(*given.warnings, *warnings))


def _rules(one: Held, vocabulary: Vocabulary) -> Rules | None:
    """Read the edition of a saved audit, if it comes with the program."""
    from auditor.cli.loading import load_rules
    from auditor.source.library import builtin_editions

    name = one.audit.ruleset.id, one.audit.ruleset.version
    folder = next((each.folder for each in builtin_editions() if (each.id, each.number) == name), None)
    return None if folder is None else load_rules([str(folder)], one.as_of, vocabulary, respect_dates=True)[0]


def _by_digest(folder: str, vocabulary: Vocabulary, wanted: set[str]) -> dict[str, Declaration]:
    from auditor.cli.loading import read_input
    from auditor.source.inputs import inputs_of

    paths = sorted(one for one in Path(folder).rglob("*") if one.suffix in (".yaml", ".yml", ".json"))
    found: dict[str, Declaration] = {}
    for one in inputs_of(paths)[0]:
        try:
            declaration, _warnings = read_input(one, vocabulary)
        except InputError:
            continue  # whatever else is in the folder is none of the declarations looked for
        if declaration.sha256 in wanted:
            found.setdefault(declaration.sha256, declaration)
    return found


def _anew(one: Held, declaration: Declaration | None, rules: Rules | None, auditor: Auditor) -> tuple[Held, str]:
    """Give an audit with what it was made of, or why that is not at hand."""
    from auditor import __version__
    from auditor.engine.edits import Side
    from auditor.model.ruleset import Checked

    saved = one.audit
    if declaration is None:
        return one, "no declaration with its digest is in the folder"
    if rules is None or rules.ruleset.sha256 != saved.ruleset.sha256:
        return one, f"there is no edition {saved.ruleset.name} of that content"
    side = Side(
        declaration=replace(declaration, challenges=saved.declaration.challenges),
        ruleset=rules.ruleset,
        compiled=rules.compiled,
        as_written=any(mark.endswith("read as written") for mark in saved.watermarks),
        as_of=one.as_of,
        waivers=tuple(finding.waiver for finding in saved.findings if finding.waiver is not None),
        decisions=tuple(one.decision.decision for one in saved.findings if one.decision is not None),
        include_recalled=Checked.RECALLED in saved.checked,
    )
    if _outcomes(auditor.audit(side)) != _outcomes(saved):
        return one, "it comes out otherwise now"
    return Held(audit=saved, as_of=one.as_of, version=__version__, side=side), ""


def _outcomes(audit: Audit) -> Any:
    card = audit.scorecard
    judged = [
        (one.requirement.id, *((each.status, each.credit) for each in (one.declared, one.backed)), one.waiver is None)
        for one in audit.findings
    ]
    return judged, card and card.score, card and card.verdict


def _not_anew(file: str, one: Held, why: str) -> Diagnostic:
    what = f"the audit of {one.audit.declaration.file} against {one.audit.ruleset.name}"
    return Diagnostic(
        code="diff.not-anew",
        message=f"{what} cannot be made anew: {why}",
        place=Place(file),
        why="without it several causes cannot be told apart",
        help="give the declaration and its documents as they were",
        severity=Severity.WARNING,
    )
