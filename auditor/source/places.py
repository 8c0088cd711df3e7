"""Where the program's own data lies: beside the package in a checkout, inside it once installed."""

from __future__ import annotations

from pathlib import Path


def builtin_rulesets() -> Path:
    """Give the folder of the rulesets and the vocabulary that come with the program."""
    package = Path(__file__).parent.parent
    installed = package / "rulesets"
    return installed if installed.is_dir() else package.parent / "rulesets"
