"""The vocabulary and the editions that come with the program, read once and kept: see `kept`.

The readers themselves are imported only where something has to be read.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from auditor.model.ruleset import Ruleset
from auditor.model.vocabulary import Vocabulary
from auditor.source.kept import kept
from auditor.source.places import builtin_rulesets, edition_files, yaml_files

# The file, beside `ruleset.yaml`, in which an edition defines facts of its own.
EXTENSION_FILE: Final = "vocabulary.yaml"


@cache
def builtin_vocabulary() -> Vocabulary:
    """Give the vocabulary that comes with the program, with the own facts of the rulesets that come with it."""

    def read() -> Vocabulary:
        from auditor.source.vocabularies import read_builtin

        return read_builtin()

    def files() -> list[str]:
        return [*yaml_files(builtin_rulesets() / "vocabulary"), *edition_files(EXTENSION_FILE)]

    return kept("vocabulary", files, read)


def edition(folder: Path, vocabulary: Vocabulary) -> Ruleset:
    """Read the edition in `folder`, as `read_ruleset` does; one that comes with the program is kept."""

    def read() -> Ruleset:
        from auditor.source.rulesets import read_ruleset

        return read_ruleset(folder, vocabulary)

    if folder.parent.parent != builtin_rulesets() or vocabulary is not builtin_vocabulary():
        return read()

    def files() -> list[str]:
        return [*yaml_files(folder), *yaml_files(folder / "requirements")]

    return kept(f"{folder.parent.name}-{folder.name}", files, read, under=vocabulary.sha256)
