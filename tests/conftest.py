"""What every test shares: the switch that rewrites expected files."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update`: expected files are written anew, and the difference is read in review."""
    parser.addoption("--update", action="store_true", help="write expected files instead of comparing")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be written."""
    return bool(request.config.getoption("--update"))
