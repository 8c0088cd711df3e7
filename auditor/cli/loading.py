"""From what the command line names to what the engine takes: rules and declarations, read once."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer
from msgspec import Struct

from auditor.cli.options import DEFAULT_RULESET
from auditor.model.diagnostic import InputError

if TYPE_CHECKING:
    from typing import Required, TypedDict, Unpack

    from auditor.engine.consistency import Contradiction
    from auditor.engine.evaluate import Compiled
    from auditor.engine.inquiry import Inquiry
    from auditor.engine.reads import Reads
    from auditor.model.challenge import Challenge
    from auditor.model.decision import Decision
    from auditor.model.declaration import Declaration
    from auditor.model.diagnostic import Diagnostic
    from auditor.model.result import Audit, Outside
    from auditor.model.ruleset import Ruleset
    from auditor.model.vocabulary import Vocabulary
    from auditor.model.waiver import Waiver
    from auditor.source.inputs import Input
    from auditor.source.library import Found

    class How(TypedDict, total=False):
        """How one declaration is audited; `found` are its contradictions where they are known already."""

        include_recalled: Required[bool]
        found: Sequence[Contradiction] | None
        waivers: Sequence[Waiver]
        decisions: Sequence[Decision]


CONSISTENCY: Final = "consistency"
ALL: Final = "all"


class Rules(Struct, frozen=True, kw_only=True):
    """One edition, ready to audit with; `asked` is the name it was found by, empty for the default."""

    folder: Path
    ruleset: Ruleset
    compiled: tuple[Compiled, ...]
    as_written: bool
    watermarks: tuple[str, ...]
    asked: str = ""


def load_rules(
    specs: Sequence[str] | None,
    as_of: date,
    vocabulary: Vocabulary,
    *,
    respect_dates: bool = False,
    any_kind: bool = False,
) -> list[Rules]:
    """Find, read and compile the editions asked for, each once, by the first of its names.

    Ends the program with status 2 where a name means no edition, or one that nothing is audited against
    (unless `any_kind`); raises InputError for one that cannot be read.
    """
    from auditor.cli.streams import show_diagnostics
    from auditor.source.library import find

    loaded: dict[str, Rules] = {}
    for spec in dict.fromkeys(specs or [DEFAULT_RULESET]):
        try:
            found = find(spec, as_of, respect_dates=respect_dates)
        except InputError as error:
            show_diagnostics(error.diagnostics)
            raise typer.Exit(2) from None
        rules = rules_of(found, vocabulary, asked=spec if specs else "")
        if rules.ruleset.kind != "scored" and not any_kind:
            show_diagnostics([_not_for_auditing(rules.ruleset)])
            raise typer.Exit(2)
        loaded.setdefault(rules.ruleset.sha256, rules)
    return list(loaded.values())


def rules_of(found: Found, vocabulary: Vocabulary, *, asked: str = "") -> Rules:
    """Read and compile an edition that was found; raises InputError where it cannot be read."""
    from auditor.engine.evaluate import compile_ruleset
    from auditor.source.builtin import edition
    from auditor.source.namesakes import marks_of

    folder = found.edition.folder
    ruleset = edition(folder, vocabulary)
    return Rules(
        folder=folder,
        ruleset=ruleset,
        compiled=compile_ruleset(ruleset),
        as_written=found.as_written,
        watermarks=marks_of(found, ruleset, vocabulary),
        asked=asked,
    )


def spread(specs: Sequence[str] | None, as_of: date) -> tuple[list[str] | None, tuple[Outside, ...]]:
    """Put the newest edition in force of each instrument in the place of `all`; give also those that have none."""
    from auditor.model.result import Outside
    from auditor.source.library import current

    if specs is None or ALL not in specs:
        return None if specs is None else list(specs), ()
    found, outside = current(as_of)
    if not found:
        raise InputError((_nothing_in_force(as_of),))
    named = {ALL: [f"{one.edition.id}@{one.edition.number}" for one in found]}
    others = (
        Outside(id=one.id, version=one.number, title=one.title, status=one.status, why=why) for one, why in outside
    )
    return [each for spec in specs for each in named.get(spec, [spec])], tuple(others)


def _nothing_in_force(as_of: date) -> Diagnostic:
    from auditor.model.diagnostic import Diagnostic, Place

    return Diagnostic(
        code="ruleset.none-in-force",
        message=f"no instrument is in force or current on {as_of}",
        place=Place("--ruleset"),
        why="`all` means every instrument's newest edition that is in force, or current, on the as-of date",
        help="`auditor ruleset list` shows all editions; name one as id@1.0.0 to read it as written",
    )


def vocabulary_with(rules: Iterable[Rules], vocabulary: Vocabulary) -> Vocabulary:
    """Add the own facts of the editions at hand: declarations are read with them."""
    editions = [one.ruleset for one in rules]
    if not any(one.extension for one in editions):
        return vocabulary
    from auditor.source.extensions import extended

    return extended(vocabulary, editions)


def _not_for_auditing(ruleset: Ruleset) -> Diagnostic:
    from auditor.model.diagnostic import Diagnostic, Place

    return Diagnostic(
        code="ruleset.not-for-auditing",
        message=f"`{ruleset.name}` looks for contradictions, and nothing is audited against it",
        place=Place("--ruleset"),
        why="every audit and every check runs it by itself",
        help="name another ruleset; `auditor check` shows contradictions alone",
    )


@cache
def consistency() -> Rules:
    """Read and compile the newest rules about contradictions that come with the program, once per run."""
    from auditor.source.builtin import builtin_vocabulary
    from auditor.source.library import Found, newest

    return rules_of(Found(edition=newest(CONSISTENCY), as_written=False), builtin_vocabulary())


def contradictions_in(declaration: Declaration, as_of: date) -> tuple[Contradiction, ...]:
    """Find what one declaration says against itself."""
    from auditor.engine.consistency import contradictions

    return contradictions(declaration.facts, consistency().compiled, as_of)


def audit_one(
    rules: Rules,
    declaration: Declaration,
    vocabulary: Vocabulary,
    as_of: date,
    *,
    reads: Reads | None = None,
    **how: Unpack[How],
) -> Audit:
    """Audit one declaration against one edition, and try out what is not answered.

    `reads` is the index of the rules where there is one.
    """
    from auditor.engine.trying import Trying

    judged, facts = _judged(rules, declaration, vocabulary, as_of, **how)
    tried = Trying(judged, rules.compiled, vocabulary=vocabulary, as_of=as_of, contradicted=facts, reads=reads)
    return tried.with_answers_tried()


def inquire(
    rules: Rules, declaration: Declaration, vocabulary: Vocabulary, as_of: date, **how: Unpack[How]
) -> Inquiry:
    """Audit one declaration against one edition, ready for further questions."""
    from auditor.engine.inquiry import Inquiry

    found = how.get("found")
    if found is None:
        found = how["found"] = contradictions_in(declaration, as_of)
    judged, facts = _judged(rules, declaration, vocabulary, as_of, **how)
    return Inquiry(
        judged,
        rules.compiled,
        vocabulary=vocabulary,
        as_of=as_of,
        contradicted=facts,
        found=found,
        waivers=how.get("waivers", ()),
        decisions=how.get("decisions", ()),
    )


def _judged(
    rules: Rules,
    declaration: Declaration,
    vocabulary: Vocabulary,
    as_of: date,
    *,
    include_recalled: bool,
    found: Sequence[Contradiction] | None = None,
    waivers: Sequence[Waiver] = (),
    decisions: Sequence[Decision] = (),
) -> tuple[Audit, frozenset[str]]:
    """Give the audit, and the facts that are contradicted, which count as unbacked."""
    from auditor.engine.audit import audit
    from auditor.engine.consistency import contradicted

    if found is None:
        found = contradictions_in(declaration, as_of)
    facts = contradicted(found, declaration, as_of)
    judged = audit(
        declaration,
        rules.ruleset,
        rules.compiled,
        vocabulary=vocabulary,
        as_of=as_of,
        as_written=rules.as_written,
        include_recalled=include_recalled,
        watermarks=rules.watermarks,
        contradicted=facts,
        waivers=waivers,
        decisions=decisions,
        asked=rules.asked,
    )
    return judged, facts


def read_input(
    one: Input, vocabulary: Vocabulary, challenges: Sequence[Challenge] = ()
) -> tuple[Declaration, tuple[Diagnostic, ...]]:
    """Read one declaration, with the warnings about it; raises InputError where it cannot be used.

    `challenges` came in a file of their own: those that dispute what it declares are put to those it holds.
    """
    from auditor.source.declarations import read_declaration
    from auditor.source.text import read_bytes, read_stream

    data = read_stream(sys.stdin.buffer) if one.path is None else read_bytes(one.path, one.shown)
    declaration, warnings = read_declaration(data, one.shown, one.folder, vocabulary)
    if not challenges:
        return declaration, warnings
    from auditor.source.contesting import attached

    declaration, idle = attached(declaration, challenges)
    return declaration, (*warnings, *idle)


def load_waivers(path: str | None) -> tuple[Waiver, ...]:
    """Read the file of waivers that was named, if any; raises InputError where it cannot be used."""
    if path is None:
        return ()
    from auditor.source.waivers import read_waivers

    return read_waivers(*named_file(path))


def load_decisions(path: str | None) -> tuple[Decision, ...]:
    """Read the file of decisions that was named, if any; raises InputError where it cannot be used."""
    if path is None:
        return ()
    from auditor.source.decisions import read_decisions

    return read_decisions(*named_file(path))


def load_challenges(path: str | None, vocabulary: Vocabulary) -> tuple[Challenge, ...]:
    """Read the file of challenges that was named, if any; raises InputError where it cannot be used.

    What they say is typed by the vocabulary, which holds the own facts of the rulesets at hand.
    """
    if path is None:
        return ()
    from auditor.source.challenges import read_challenges

    data, shown = named_file(path)
    return read_challenges(data, shown, vocabulary)


def named_file(path: str) -> tuple[bytes, str]:
    """Read a file that an option names, and give its name in messages."""
    from auditor.source.inputs import shown_name
    from auditor.source.text import read_bytes

    shown = Path(path).name if Path(path).is_absolute() else shown_name(path)
    return read_bytes(Path(path), shown), shown
