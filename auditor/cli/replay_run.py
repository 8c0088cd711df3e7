"""A saved result made again from its inputs, and held against what it was."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from auditor import __version__
from auditor.cli.replay_inputs import Files, Gathered, gather
from auditor.engine.replay import differences, first_difference, inputs_of
from auditor.model.replay import Held, InputKind, Replay, Standing

if TYPE_CHECKING:
    from auditor.cli.auditing import By, Run
    from auditor.model.declaration import Declaration
    from auditor.model.diagnostic import Diagnostic
    from auditor.model.result import Result
    from auditor.model.vocabulary import Vocabulary


class Source(Struct, frozen=True, kw_only=True):
    """What is replayed: the bytes of a result and their name; for one in a register, how its declaration is read.

    `held` are inputs that were looked at already.
    """

    shown: str
    data: bytes
    content: bytes | None = None
    held: tuple[Held, ...] = ()


def replayed(source: Source, files: Files) -> Replay:
    """Make a result again; raises InputError where it is none, or a file that was named cannot be used."""
    from auditor.source.jsontree import read_json
    from auditor.source.results import read_result
    from auditor.source.vocabularies import read_vocabulary

    saved, document = read_result(source.data, source.shown)
    vocabulary = read_vocabulary()
    found = gather(saved, document.data, files, vocabulary, filed=source.content is not None)
    options = Held(
        kind=InputKind.OPTIONS, name="options", standing=Standing.RECORDED, recorded=_options(saved, found)
    )
    missing = (*(one for one in source.held if one.standing is Standing.MISSING), *found.missing)
    if missing:
        return _told(source, saved, (*missing, options))
    text = _again(saved, document.data, found, files, vocabulary, source)
    made = read_json(text, source.shown).data
    wrong = list(differences(document.data, made))
    return _told(
        source,
        saved,
        (*source.held, *inputs_of(document.data, made), options),
        made=sha256(text).hexdigest(),
        differences=len(wrong),
        first=first_difference(wrong),
    )


def _told(source: Source, saved: Result, inputs: tuple[Held, ...], **more: Any) -> Replay:
    return Replay(
        result=source.shown,
        saved=sha256(source.data).hexdigest(),
        made=more.pop("made", ""),
        size=len(source.data),
        inputs=inputs,
        saved_by=saved.version,
        made_by=__version__,
        **more,
    )


def _options(saved: Result, found: Gathered) -> str:
    """Say by which options the result was made, as it shows."""
    gate = saved.gate
    parts = [f"--as-of {saved.as_of}", f"--track {gate.track.value}", f"--fail-on {gate.fail_on.value}"]
    parts += [f"--undecided {gate.undecided.value}"]
    for name, value in (
        ("--min-score", gate.min_score),
        ("--max-undecided", gate.max_undecided),
        ("--max-unbacked", gate.max_unbacked),
    ):
        parts += [] if value is None else [f"{name} {value}"]
    parts += [f"--min-area {area}={least}" for area, least in gate.min_areas]
    for name, so in (
        ("--include-recalled", found.include_recalled),
        ("--respect-dates", found.respect_dates),
        ("--public", found.public),
    ):
        parts += [name] if so else []
    return " ".join(parts)


def _again(
    saved: Result, document: Any, found: Gathered, files: Files, vocabulary: Vocabulary, source: Source
) -> bytes:
    """Run the audit again by what was found, and give the result as it would be saved."""
    from auditor.cli.auditing import By, run_over
    from auditor.cli.loading import vocabulary_with
    from auditor.engine.gate import judge
    from auditor.engine.refold import terms_of
    from auditor.engine.withhold import withhold
    from auditor.report.jsonv1 import render

    vocabulary = vocabulary_with(found.rules, vocabulary)
    by = By(
        rules=found.rules,
        vocabulary=vocabulary,
        day=saved.as_of,
        include_recalled=found.include_recalled,
        public=found.public,
        **_files(document, files, vocabulary),
        outside=_outside(saved),
    )
    repeated = [one for one in saved.diagnostics if one.code == "file.given-twice"]
    run = run_over(found.inputs, repeated, by) if source.content is None else _from_register(source, by)
    _hold_against_baseline(run, saved, files)
    gate = judge(run.audits, terms_of(saved.gate), unusable=run.unusable)
    if found.public:
        run.audits = [withhold(one) for one in run.audits]
    return render(run.result(saved.as_of, gate)).encode("utf-8", "backslashreplace")


def _from_register(source: Source, by: By) -> Run:
    from auditor.cli.auditing import run_over
    from auditor.source.asfound import found_in, read_as_found
    from auditor.source.inputs import Input

    then, content = found_in(source.data), source.content or b""

    def reading(_one: Input) -> tuple[Declaration, tuple[Diagnostic, ...]]:
        return read_as_found(content, then, by.vocabulary)

    return run_over([Input(shown=then.file, path=None, folder=None)], [], by, reading=reading)


def _files(document: Any, files: Files, vocabulary: Vocabulary) -> dict[str, Any]:
    """Read the files of their own, under the names that they had."""
    from auditor.engine.replay_traces import trace_file
    from auditor.source.challenges import read_challenges
    from auditor.source.decisions import read_decisions
    from auditor.source.inputs import shown_name
    from auditor.source.text import read_bytes
    from auditor.source.waivers import read_waivers

    read: dict[str, Any] = {}
    for kind in (InputKind.WAIVERS, InputKind.DECISIONS, InputKind.CHALLENGES):
        name = files.of(kind)
        if name is None:
            continue
        shown = trace_file(document, kind) or shown_name(name)
        data = read_bytes(Path(name), shown)
        if kind is InputKind.CHALLENGES:
            read[kind.value] = read_challenges(data, shown, vocabulary)
        else:
            read[kind.value] = (read_waivers if kind is InputKind.WAIVERS else read_decisions)(data, shown)
    return read


def _outside(saved: Result) -> tuple[Any, ...]:
    """Say anew which instruments have no edition in force on the day, where all were asked for."""
    from auditor.cli.loading import ALL, spread

    return spread([ALL], saved.as_of)[1] if saved.outside else ()


def _hold_against_baseline(run: Run, saved: Result, files: Files) -> None:
    from auditor.cli.saved import read_saved
    from auditor.engine.baseline import held_against, idle_baseline

    baseline = next((one.baseline for one in saved.audits if one.baseline is not None), None)
    if baseline is None:
        return
    earlier, _shown, digest = read_saved(files.baseline or baseline.file)
    run.audits = [held_against(one, earlier, file=baseline.file, sha256=digest) for one in run.audits]
    run.warnings.extend(idle_baseline(earlier, run.audits, saved.as_of, baseline.file))
