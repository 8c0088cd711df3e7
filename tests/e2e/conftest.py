"""What several end-to-end tests share."""

from __future__ import annotations

import pytest

from tests.support.pipelines import Action, copy_of_this_repository


@pytest.fixture(scope="session")
def action(tmp_path_factory: pytest.TempPathFactory) -> Action:
    """Give the GitHub Action as a runner has it: a copy of its files, and a folder for the job.

    The first run installs the auditor, by the action's own step, and the others find it installed.
    """
    temporary = tmp_path_factory.mktemp("runner")
    return Action(copy_of_this_repository(tmp_path_factory.mktemp("actions") / "auditor"), temporary)
