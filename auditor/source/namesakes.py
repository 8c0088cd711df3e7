"""Editions that stand under the name of one that comes with the program, and say something else."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from auditor.model.ruleset import Ruleset
from auditor.model.vocabulary import Vocabulary
from auditor.source.builtin import edition
from auditor.source.library import Found, builtin_editions

_SHOWN: Final = 12


def marks_of(found: Found, ruleset: Ruleset, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Give the watermarks that an edition brings, however it was found: whose name it bears, and its dates."""
    return tuple(filter(None, (namesake(ruleset, found.edition.folder, vocabulary), found.watermark)))


def namesake(ruleset: Ruleset, folder: Path, vocabulary: Vocabulary) -> str:
    """Give what every report must say of an edition that only bears a built-in one's name; nothing of all others.

    A pass by rules that somebody edited must not read as a pass by the edition whose id and version they kept.
    """
    own = [one for one in builtin_editions() if one.id == ruleset.id]
    if not own or any(one.folder == folder for one in own):
        return ""
    same = next((one for one in own if one.number == ruleset.version), None)
    digest = f"the digest {ruleset.sha256[:_SHOWN]}"
    if same is None:
        return f"no {ruleset.name} comes with the auditor: {digest} is of somebody's own rules"
    if edition(same.folder, vocabulary).sha256 == ruleset.sha256:
        return ""
    return f"not the {ruleset.name} that comes with the auditor: {digest} is of rules that somebody changed"
