"""Where the program's own data lies: beside the package in a checkout, inside it once installed."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath


def builtin_rulesets() -> Path:
    """Give the folder of the rulesets and the vocabulary that come with the program."""
    package = Path(__file__).parent.parent
    installed = package / "rulesets"
    return installed if installed.is_dir() else package.parent / "rulesets"


def shown_folder(folder: Path) -> str:
    """Give the name of an edition's folder in messages: as it was given, so that what stands below it can be opened.

    One that comes with the program goes by id and version, wherever the program lies.
    """
    if folder.parent.parent == builtin_rulesets():
        return f"{folder.parent.name}/{folder.name}"
    return folder.as_posix()


def shown_file(shown: str, *names: str) -> str:
    """Give the name in messages of a file below a folder that is shown so."""
    return PurePosixPath(shown, *names).as_posix()


def yaml_files(folder: str | Path) -> list[str]:
    """Give the paths of the YAML files of a folder, in order; none where there is no such folder."""
    try:
        with os.scandir(folder) as entries:
            return sorted(one.path for one in entries if one.name.endswith(".yaml"))
    except OSError:
        return []


def edition_files(name: str) -> list[str]:
    """Give the paths of the files of a name that editions which come with the program have, in order."""
    home = builtin_rulesets()
    found: list[str] = []
    with os.scandir(home) as instruments:
        for instrument in instruments:
            if instrument.is_dir():
                with os.scandir(instrument.path) as editions:
                    paths = [f"{one.path}/{name}" for one in editions if one.is_dir()]
                found.extend(path for path in paths if os.path.isfile(path))  # noqa: PTH113  # as fast as can be
    return sorted(found)
