"""What `auditor compare` is given: declarations and saved results, sorted into services and their filings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from msgspec.structs import replace

from auditor.cli.compare_filings import faults_of, refuse_shared_ids
from auditor.cli.compare_saved import Saved
from auditor.cli.diff_sides import Held, difference
from auditor.model.diagnostic import Diagnostic, InputError, Place, Severity, is_contradiction

if TYPE_CHECKING:
    from auditor.cli.loading import Rules
    from auditor.engine.changes import Auditor
    from auditor.engine.compare import Judged, Line
    from auditor.engine.edits import Side
    from auditor.model.challenge import Challenge
    from auditor.model.changes import Difference
    from auditor.model.comparison import Conflict
    from auditor.model.result import Audit
    from auditor.model.vocabulary import Vocabulary
    from auditor.source.inputs import Input

# How messages about contradictions name each fact, before what is said of it; files are named alike.
_NAMED: Final = re.compile("`([^`]+)` is ")


class Given(Struct):
    """What came of the inputs. `held` are audits; a saved result may bring several, or none of this ruleset."""

    given: int
    held: list[Held] = field(default_factory=list)
    unusable: int = 0
    errors: list[Diagnostic] = field(default_factory=list)
    warnings: list[Diagnostic] = field(default_factory=list)

    @property
    def audited(self) -> int:
        """How many inputs could be used."""
        return self.given - self.unusable


class Asked(Struct, frozen=True, kw_only=True):
    """What declarations are audited by; `public` leaves what is confidential out of messages.

    `named` says that the ruleset was asked for, and not chosen for want of another.
    """

    rules: Rules
    as_of: date
    vocabulary: Vocabulary
    auditor: Auditor
    challenges: Sequence[Challenge] = ()
    include_recalled: bool = False
    public: bool = False
    named: bool = True


def read_all(
    inputs: Sequence[Input], saved: Mapping[Input, Saved], faults: Mapping[Input, InputError], asked: Asked
) -> Given:
    """Audit the declarations and take the audits of saved results; whatever cannot be used is told and counted."""
    from auditor.engine.withhold import withhold_diagnostics

    given = Given(given=len(inputs))
    for one in inputs:
        try:
            if one in faults:
                raise faults[one]
            brought = _of_saved(saved[one], asked) if one in saved else [_audited(one, asked)]
        except InputError as error:
            told = error.diagnostics
            given.errors += withhold_diagnostics(told, None) if asked.public else told
            given.unusable += 1
            continue
        for held, warnings in brought:
            shown = withhold_diagnostics(warnings, held.audit.declaration) if asked.public else warnings
            given.held.append(replace(held, conflicts=_conflicts(warnings, shown)))
            given.warnings += shown
    return given


def _conflicts(warnings: Sequence[Diagnostic], shown: Sequence[Diagnostic]) -> tuple[Conflict, ...]:
    """Give what a file says against itself or its product, in the words that may be shown.

    Where those are withheld the facts are not named either: what contradicts a published fact is known by it.
    """
    from auditor.model.comparison import Conflict

    return tuple(
        Conflict(facts=_named_in(one) if told.message == one.message else (), told=told)
        for one, told in zip(warnings, shown, strict=True)
        if is_contradiction(one)
    )


def _named_in(contradiction: Diagnostic) -> tuple[str, ...]:
    """Give the facts that a message names; where the product disagrees it is one, and its file stands after it."""
    named = tuple(_NAMED.findall(contradiction.message))
    return named[:1] if contradiction.code.startswith("bound.") else named


def _of_saved(saved: Saved, asked: Asked) -> list[tuple[Held, list[Diagnostic]]]:
    """Give the audits of a saved result, each with what it warned of in that file."""
    wanted = asked.rules.ruleset.id
    found = [
        (
            Held(audit=one, as_of=saved.result.as_of, version=saved.result.version),
            [each for each in saved.result.diagnostics if _is_about(each, one)],
        )
        for one in saved.result.audits
        if one.ruleset.id == wanted
    ]
    if not found:
        held = ", ".join(dict.fromkeys(one.ruleset.name for one in saved.result.audits)) or "none at all"
        chosen = f": {wanted} where `--ruleset` names no other, and there is not one that all saved results hold"
        raise InputError(
            (
                Diagnostic(
                    code="compare.other-ruleset",
                    message=f"this result holds no audit against {wanted}; what it holds is {held}",
                    place=Place(saved.shown),
                    why=f"services are compared by one ruleset{'' if asked.named else chosen}",
                    help="name the ruleset that all of them were audited against with `--ruleset`",
                ),
            )
        )
    return found


def _is_about(told: Diagnostic, audit: Audit) -> bool:
    return not told.is_error and told.place is not None and told.place.file == audit.declaration.file


def _audited(one: Input, asked: Asked) -> tuple[Held, list[Diagnostic]]:
    from auditor import __version__
    from auditor.cli.loading import contradictions_in, read_input
    from auditor.engine.consistency import diagnostics
    from auditor.engine.edits import Side
    from auditor.engine.idle_evidence import idle_evidence

    rules, as_of = asked.rules, asked.as_of
    declaration, warnings = read_input(one, asked.vocabulary, asked.challenges)
    said = [
        *warnings,
        *diagnostics(contradictions_in(declaration, as_of), declaration.facts),
        *idle_evidence(declaration, rules.ruleset, rules.compiled, as_of),
    ]
    side = Side(
        declaration=declaration,
        ruleset=rules.ruleset,
        compiled=rules.compiled,
        as_written=rules.as_written,
        as_of=as_of,
        watermarks=rules.watermarks,
        include_recalled=asked.include_recalled,
    )
    return Held(audit=asked.auditor.audit(side), as_of=as_of, version=__version__, side=side), said


def lines_of(filed: Iterable[Held], auditor: Auditor) -> tuple[list[Line], list[Diagnostic]]:
    """Put the filings of each service together, newest last; raises InputError where their order is left open."""
    from auditor.engine.compare import Line

    services: dict[str, list[Held]] = {}
    warnings: list[Diagnostic] = []
    filed = list(filed)
    refuse_shared_ids(filed)
    for one in filed:
        about = services.setdefault(one.audit.declaration.service.id, [])
        twin = next((each for each in about if _content(each) == _content(one)), None)
        if twin is None:
            about.append(one)
        else:
            warnings.append(_given_twice(one, twin))
    wrong = [fault for held in services.values() for fault in faults_of(held)]
    if wrong:
        raise InputError(tuple(wrong))
    lines = []
    for held in services.values():
        held.sort(key=lambda one: one.audit.declaration.stated_on or date.min)
        warnings += _other_provider(held)
        *earlier, newest = _judged(held, auditor)
        lines.append(Line(newest=newest, earlier=tuple(earlier)))
    return lines, warnings


def _content(one: Held) -> tuple[str, date, str]:
    return one.audit.declaration.sha256, one.as_of, one.audit.ruleset.sha256


def _given_twice(one: Held, twin: Held) -> Diagnostic:
    declaration = one.audit.declaration
    return Diagnostic(
        code="compare.same-filing",
        message=f"the filing of `{declaration.service.id}` is the same as {twin.audit.declaration.file}",
        place=Place(declaration.file),
        why="one filing would count twice",
        help="it is counted once; name it once",
        severity=Severity.WARNING,
    )


def _other_provider(held: Sequence[Held]) -> list[Diagnostic]:
    """Warn where filings under one id name different providers: they may not be of one service at all."""
    providers = {one.audit.declaration.service.provider or "": one for one in held}
    if len(providers) < 2:
        return []
    newest = held[-1].audit.declaration
    return [
        Diagnostic(
            code="compare.provider-differs",
            message=f"filings of `{newest.service.id}` name different providers",
            place=Place(newest.file),
            why="filings are put together by `service.id`, whoever wrote them",
            help="give each service an id of its own, or correct the provider",
            severity=Severity.WARNING,
        )
    ]


def _judged(held: Sequence[Held], auditor: Auditor) -> list[Judged]:
    """Judge each earlier filing for its own day, by what is in force on the day of the newest, and tell each step."""
    if len(held) == 1:  # nothing to hold it against, and an audit more is the dearest thing here
        return [judged_of(held[0])]
    past = [_on_its_day(one, held[-1], auditor) for one in held[:-1]]
    steps = [None, *(difference(old, new, auditor) for old, new in pairwise([*past, _as_past(held[-1], auditor)]))]
    return [judged_of(one, step) for one, step in zip([*past, held[-1]], steps, strict=True)]


def judged_of(one: Held, change: Difference | None = None) -> Judged:
    """Give an audit of a side as what is put to an order; `change` is what the filing changed."""
    from auditor.engine.compare import Judged

    return Judged(audit=one.audit, as_of=one.as_of, version=one.version, change=change, conflicts=one.conflicts)


def _on_its_day(one: Held, newest: Held, auditor: Auditor) -> Held:
    day = one.audit.declaration.stated_on
    if one.side is None or day is None:
        return one
    side = replace(_all_in_force(one.side, newest), as_of=day)
    return replace(one, side=side, audit=auditor.audit(side), as_of=day)


def _as_past(newest: Held, auditor: Auditor) -> Held:
    if newest.side is None:
        return newest
    side = _all_in_force(newest.side, newest)
    return replace(newest, side=side, audit=auditor.audit(side))


def _all_in_force(side: Side, newest: Held) -> Side:
    """Keep what is in force on the day of the newest filing, and set dates aside: one yardstick for all its past."""
    in_force = {one.requirement.id for one in newest.audit.findings if one.in_force}
    kept = tuple(one for one in side.compiled if one.requirement.id in in_force)
    return replace(side, compiled=kept, as_written=True)
