"""Where the program's own data lies: beside the package in a checkout, inside it once installed."""

from __future__ import annotations

import os
from pathlib import Path


def builtin_rulesets() -> Path:
    """Give the folder of the rulesets and the vocabulary that come with the program."""
    package = Path(__file__).parent.parent
    installed = package / "rulesets"
    return installed if installed.is_dir() else package.parent / "rulesets"


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
