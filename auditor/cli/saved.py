"""Saved results that a command stands on: read whole, and refused where they contradict themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from auditor.model.diagnostic import Diagnostic
    from auditor.model.result import Audit, Result


def read_saved(name: str) -> tuple[Result, str, str]:
    """Give a saved result, the name to show and the SHA-256 of its file.

    Raises InputError where it cannot be used. Ends the program with status 5 where its figures do not follow from its
    own findings: nothing may be excused, or put down to a cause, by a file that was changed after it was saved.
    """
    from auditor.cli.report import contradictions
    from auditor.cli.streams import show_diagnostics
    from auditor.engine.gate import Exit
    from auditor.source.inputs import shown_name
    from auditor.source.results import LIMIT, read_result
    from auditor.source.text import read_bytes

    path = Path(name)
    shown = path.name if path.is_absolute() else shown_name(name)
    data = read_bytes(path, shown, limit=LIMIT)
    saved, document = read_result(data, shown)
    wrong = contradictions(saved, document)
    if wrong:
        show_diagnostics(wrong, done="nothing was compared")
        raise typer.Exit(Exit.INTEGRITY)
    return saved, shown, sha256(data).hexdigest()


def held_against_saved(audits: Sequence[Audit], name: str, day: date) -> tuple[list[Audit], tuple[Diagnostic, ...]]:
    """Give the audits with what each finding has become since a saved result, and what there is to warn of."""
    from auditor.engine.baseline import held_against, idle_baseline

    saved, shown, digest = read_saved(name)
    held = [held_against(one, saved, file=shown, sha256=digest) for one in audits]
    return held, idle_baseline(saved, held, day, shown)
