"""What a ruleset's author is told beyond what the reader refuses: one table of checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from auditor.model.condition import (
    Always,
    Condition,
    Literal,
    Literals,
    Over,
    Quantifier,
    Test,
    children,
)
from auditor.model.diagnostic import Diagnostic, Place, Severity
from auditor.model.ruleset import Requirement, Ruleset, RulesetStatus
from auditor.model.vocabulary import Kind

Faults = Iterator[Diagnostic]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its code, what it is about in a sentence, and the function that looks."""

    code: str
    about: str
    look: Callable[[Ruleset, Path], Faults]


def lint(ruleset: Ruleset, folder: Path) -> tuple[Diagnostic, ...]:
    """Run every check over an edition that can be read."""
    return tuple(fault for check in CHECKS for fault in check.look(ruleset, folder))


def _fault(code: str, message: str, place: Place, *, why: str = "", help: str = "") -> Diagnostic:
    return Diagnostic(code=code, message=message, place=place, why=why, help=help, severity=Severity.WARNING)


def _path_is_identity(ruleset: Ruleset, folder: Path) -> Faults:
    whole = folder.resolve()
    found = f"{whole.parent.name}/{whole.name}"
    if found != f"{ruleset.id}/{ruleset.version}":
        yield _fault(
            "lint.path-differs",
            f"the folder is called `{found}` and the edition `{ruleset.id}/{ruleset.version}`",
            ruleset.place,
            why="people and the program find an edition by its folder",
            help=f"rename the folder to `{ruleset.id}/{ruleset.version}`",
        )


def _bare_numbers(ruleset: Ruleset, _folder: Path) -> Faults:
    for requirement in ruleset.requirements:
        for condition in _conditions(requirement):
            for test in _tests(condition):
                number = _bare_number(test)
                if number is not None:
                    yield _fault(
                        "lint.number-without-origin",
                        f"`{number}` stands in a condition of `{requirement.id}`",
                        test.place,
                        why="every number says whether it is the source's or ours",
                        help="put it under `parameters` with its `origin`, and write `{parameter: NAME}`",
                    )


def _bare_number(test: Test) -> str | None:
    match test.operand:
        case Literal(value=value, parameter=None, written=written) if not isinstance(value, bool | str):
            return written
        case Literals(written=several, parameter=None) if test.subject.type.kind is Kind.NUMBER:
            return ", ".join(several)
        case _:
            return None


def _no_remedy(ruleset: Ruleset, _folder: Path) -> Faults:
    for requirement in ruleset.requirements:
        if requirement.decisive and requirement.remedy is None:
            yield _fault(
                "lint.no-remedy",
                f"`{requirement.id}` decides the verdict and does not say how to meet it",
                requirement.place,
                help="write `remedy: {do: …, effort: …}`",
            )


def _sentences(ruleset: Ruleset, _folder: Path) -> Faults:
    for requirement in ruleset.requirements:
        if not requirement.asks.endswith("."):
            yield _fault(
                "lint.asks-no-sentence",
                f"what `{requirement.id}` asks does not end as a sentence",
                requirement.place,
                help="write one whole sentence, with a full stop",
            )
        if requirement.title.endswith("."):
            yield _fault(
                "lint.title-with-stop",
                f"the title of `{requirement.id}` ends with a full stop",
                requirement.place,
                help="titles are short claims, without one",
            )


def _weights(ruleset: Ruleset, _folder: Path) -> Faults:
    if ruleset.status is RulesetStatus.MODEL:
        return
    for requirement in ruleset.requirements:
        if requirement.weight != 1:
            yield _fault(
                "lint.weight-in-instrument",
                f"`{requirement.id}` weighs {requirement.weight}",
                requirement.place,
                why="an instrument that is not ours gives no weights, so that all weigh 1",
                help="leave `weight` out",
            )


def _empty_areas(ruleset: Ruleset, _folder: Path) -> Faults:
    used = {requirement.area for requirement in ruleset.requirements}
    parents = {area.parent for area in ruleset.areas}
    for area in ruleset.areas:
        if area.id not in used and area.id not in parents:
            yield _fault("lint.empty-area", f"area `{area.id}` has no requirement", ruleset.place)


def _dates(ruleset: Ruleset, _folder: Path) -> Faults:
    for requirement in ruleset.requirements:
        starts, ends = requirement.starts, requirement.ends
        if starts is not None and ends is not None and ends < starts:
            yield _fault(
                "lint.never-in-force",
                f"`{requirement.id}` ends on {ends}, before it begins on {starts}",
                requirement.place,
            )
        if ruleset.in_force_until is not None and starts is not None and starts > ruleset.in_force_until:
            yield _fault(
                "lint.never-in-force",
                f"`{requirement.id}` begins on {starts}, after the edition has ended",
                requirement.place,
            )


def _scope_facts(ruleset: Ruleset, _folder: Path) -> Faults:
    for requirement in ruleset.requirements:
        if isinstance(requirement.applies_when, Always):
            continue
        for test in _tests(requirement.applies_when):
            if not test.subject.type.scope:
                yield _fault(
                    "lint.scope-by-other-fact",
                    f"`{requirement.id}` is put out of scope by `{test.subject.path}`, which is no scope fact",
                    test.place,
                    why="only facts that the vocabulary marks `scope: true` can take a service out of a rule",
                    help="use a scope fact, or move the test into `met_when`",
                )


def _empty_passes(ruleset: Ruleset, _folder: Path) -> Faults:
    for requirement in ruleset.requirements:
        for condition in _conditions(requirement):
            for over in _overs(condition):
                if over.quantifier is Quantifier.EVERY and over.if_none is True:
                    yield _fault(
                        "lint.passes-on-nothing",
                        f"an `every` of `{requirement.id}` holds where there is no member",
                        over.place,
                        why="a pass should rest on something",
                        help="write `if_none: false`, and put the emptiness into `applies_when`",
                    )


def _conditions(requirement: Requirement) -> list[Condition]:
    scope = [] if isinstance(requirement.applies_when, Always) else [requirement.applies_when]
    return [*scope, requirement.met_when, *(rung.when for rung in requirement.rungs)]


def _tests(condition: Condition) -> Iterator[Test]:
    if isinstance(condition, Test):
        yield condition
    for child in children(condition):
        yield from _tests(child)


def _overs(condition: Condition) -> Iterator[Over]:
    if isinstance(condition, Over):
        yield condition
    for child in children(condition):
        yield from _overs(child)


CHECKS = (
    Check("lint.path-differs", "The folder is named by id and version.", _path_is_identity),
    Check("lint.number-without-origin", "Every number stands in a parameter with its origin.", _bare_numbers),
    Check("lint.no-remedy", "Every decisive requirement says how to meet it.", _no_remedy),
    Check("lint.asks-no-sentence", "Titles are claims and asks are sentences.", _sentences),
    Check("lint.weight-in-instrument", "Instruments that are not ours weigh all alike.", _weights),
    Check("lint.empty-area", "Every area has a requirement.", _empty_areas),
    Check("lint.never-in-force", "Every requirement has a day on which it is in force.", _dates),
    Check("lint.scope-by-other-fact", "Only scope facts take a service out of a rule.", _scope_facts),
    Check("lint.passes-on-nothing", "No requirement is met by emptiness.", _empty_passes),
)
