"""What a saved result was made from, looked for today: options, rules, declarations and files of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typer
from msgspec import Struct, field
from msgspec.structs import replace

from auditor.cli.loading import Rules, rules_of
from auditor.engine.replay_traces import trace_file, traces
from auditor.model.diagnostic import InputError
from auditor.model.replay import Held, InputKind, Standing
from auditor.model.ruleset import Checked
from auditor.source.beside import is_file, is_folder

if TYPE_CHECKING:
    from auditor.model.result import Audit, Result
    from auditor.model.vocabulary import Vocabulary
    from auditor.source.inputs import Input

_GIVEN_BY: Final = {
    InputKind.WAIVERS: "--waivers",
    InputKind.DECISIONS: "--decisions",
    InputKind.CHALLENGES: "--challenges",
}


class Files(Struct, frozen=True, kw_only=True):
    """What the command line names: files that a result does not hold, and where things are that moved."""

    declarations: Sequence[str] = ()
    rulesets: Sequence[str] = ()
    waivers: str | None = None
    decisions: str | None = None
    challenges: str | None = None
    baseline: str | None = None

    def of(self, kind: InputKind) -> str | None:
        """Give the file of waivers, decisions or challenges."""
        name: str | None = getattr(self, kind.value)
        return name


class Gathered(Struct):
    """What was found for a replay, and what is not at hand."""

    missing: list[Held] = field(default_factory=list)
    rules: list[Rules] = field(default_factory=list)
    inputs: list[Input] = field(default_factory=list)
    include_recalled: bool = False
    respect_dates: bool = False
    public: bool = False

    def miss(self, kind: InputKind, name: str, recorded: str, found: str = "") -> None:
        """Note an input that is not at hand, and how it can be given."""
        self.missing.append(Held(kind=kind, name=name, standing=Standing.MISSING, recorded=recorded, found=found))


def gather(saved: Result, document: Any, files: Files, vocabulary: Vocabulary, *, filed: bool) -> Gathered:
    """Look for everything that the result was made from; with `filed`, declarations come out of a register."""
    found = Gathered(include_recalled=_recalled(saved), public=any(one.withheld is not None for one in saved.audits))
    per = len(saved.audits) // saved.inputs.audited if saved.inputs.audited else 0
    audits = saved.audits[:per]
    named = [] if filed else _named_rules(audits, saved, files, vocabulary)
    for audit in audits:
        _find_rules(found, audit, saved, vocabulary, named)
    if not filed:
        _find_declarations(found, saved, [one.declaration.file for one in saved.audits[:: per or 1]], files)
    for kind in sorted(traces(document)):
        if files.of(kind) is None:
            found.miss(kind, trace_file(document, kind) or kind.value, "left traces in it", _GIVEN_BY[kind])
    baseline = next((one.baseline for one in saved.audits if one.baseline is not None), None)
    if baseline is None and files.baseline is not None:
        raise typer.BadParameter("the result was held against no earlier one", param_hint="--baseline")
    if baseline is not None and not is_file(files.baseline or baseline.file):
        found.miss(InputKind.BASELINE, baseline.file, baseline.sha256, "--baseline")
    return found


def _recalled(saved: Result) -> bool:
    """Whether requirements encoded from memory were evaluated: none is found in a result otherwise."""
    return any(
        one.source.checked is Checked.RECALLED
        for audit in saved.audits
        for one in (*(each.requirement for each in audit.findings), *(each.requirement for each in audit.reported))
    )


def _named_rules(
    audits: Sequence[Audit], saved: Result, files: Files, vocabulary: Vocabulary
) -> list[tuple[Rules, bool]]:
    """Read the rulesets that were named, and say of each whether the result knows it by its digest.

    Raises InputError for one that cannot be read; one of which the result holds no audit is wrong usage.
    """
    found = []
    for spec in files.rulesets:
        one = _loaded(spec, saved.as_of, vocabulary)
        if all(audit.ruleset.id != one.ruleset.id for audit in audits):
            message = f"`{spec}` is {one.ruleset.id}, and the result holds no audit against it"
            raise typer.BadParameter(message, param_hint="--ruleset")
        found.append((one, any(audit.ruleset.sha256 == one.ruleset.sha256 for audit in audits)))
    return found


def _find_rules(
    found: Gathered,
    audit: Audit,
    saved: Result,
    vocabulary: Vocabulary,
    named: Sequence[tuple[Rules, bool]],
) -> None:
    """Find the edition that the result names: one that was named for it, else by its digest, else by its name."""
    wanted = audit.ruleset
    own = [(one, is_known) for one, is_known in named if one.ruleset.id == wanted.id]
    others = [one for one, is_known in own if not is_known]
    loaded = others[:1] or [*(one for one, _is_known in own), *_recorded(audit, saved.as_of, vocabulary)]
    if not loaded:
        found.miss(InputKind.RULESET, f"{wanted.id}@{wanted.version}", wanted.sha256, "--ruleset FOLDER")
        return
    rules = next((one for one in loaded if one.ruleset.sha256 == wanted.sha256), loaded[0])
    if rules.as_written and not _is_as_written(audit):
        found.respect_dates = True
        rules = replace(
            rules, as_written=False, watermarks=tuple(one for one in rules.watermarks if not _of_dates(one))
        )
    found.rules.append(replace(rules, asked=audit.asked))


def _loaded(spec: str, day: date, vocabulary: Vocabulary) -> Rules:
    """Read an edition; raises InputError where there is none of that name, or none that can be read."""
    from auditor.source.library import find

    return rules_of(find(spec, day), vocabulary)


def _recorded(audit: Audit, day: date, vocabulary: Vocabulary) -> Iterator[Rules]:
    """Read what goes by the names that the result has for an edition: the folder that was named, and its version."""
    wanted = audit.ruleset
    folder = [audit.asked] if "/" in audit.asked or is_folder(audit.asked) else []
    for spec in (*folder, f"{wanted.id}@{wanted.version}"):
        with suppress(InputError):
            one = _loaded(spec, day, vocabulary)
            if one.ruleset.id == wanted.id:
                yield one


def _is_as_written(audit: Audit) -> bool:
    """Whether dates were set aside: a mark says so, and something is then in force."""
    return any(map(_of_dates, audit.watermarks)) or any(one.in_force for one in audit.findings)


def _of_dates(watermark: str) -> bool:
    return watermark.endswith("read as written")


def _find_declarations(found: Gathered, saved: Result, audited: Sequence[str], files: Files) -> None:
    """Find the declarations, those that could not be used among them, under the names that they had."""
    from auditor.source.inputs import SHOWN_STDIN, Input

    unusable = dict.fromkeys(
        one.place.file
        for one in saved.diagnostics
        if one.is_error and one.place is not None and one.place.file not in audited
    )
    if len(unusable) != saved.inputs.unusable:
        found.miss(InputKind.INPUTS, "declarations", f"{saved.inputs.unusable} could not be used", "not named")
    names = [*audited, *unusable]
    if len(files.declarations) > len(names):
        found.miss(InputKind.DECLARATION, files.declarations[len(names)], "not in the result", "one too many")
    for number, name in enumerate(names):
        given = files.declarations[number] if number < len(files.declarations) else name
        path = Path(given)
        if not os.path.exists(path) and name in audited:  # noqa: PTH110  # a refusal is a no, too
            recorded = next(one.declaration.sha256 for one in saved.audits if one.declaration.file == name)
            found.miss(InputKind.DECLARATION, name, recorded, "--declaration FILE")
        folder = None if name == SHOWN_STDIN else path.parent
        found.inputs.append(Input(shown=name, path=path, folder=folder))
