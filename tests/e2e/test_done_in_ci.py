"""A new repository with one declaration and the five documented lines: red, green, waived, ended, and parted ways.

The steps of the action are those of action.yml, run by bash as they stand; what GitHub itself does is not here.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e.running import EXAMPLES, auditor
from tests.support.pipelines import Action, ActionRun, snippet

FIXED, BROKEN = "child_contact_watched: true", "child_contact_watched: false"
LAST, AFTER = "2026-12-31", "2027-01-01"
BOUND = """
bound:
  - {fact: grooming.child_contact_watched, file: config/product.json, pointer: /safety/watch_contact}
"""


class Repository:
    """A repository that has just begun to be audited."""

    def __init__(self, folder: Path, action: Action) -> None:
        self.folder, self.action = folder, action
        (folder / ".git").mkdir(parents=True)
        (folder / ".github/workflows").mkdir(parents=True)
        (folder / ".github/workflows/safety.yml").write_text(snippet("github"), encoding="utf-8")
        shutil.copyfile(EXAMPLES / "lantern.yaml", folder / "declaration.yaml")
        shutil.copytree(EXAMPLES / "evidence", folder / "evidence")

    def write(self, name: str, text: str) -> None:
        """Write a file of the repository."""
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")

    def change(self, old: str, new: str) -> int:
        """Change the declaration in one place; give the line."""
        text = (self.folder / "declaration.yaml").read_text(encoding="utf-8")
        assert text.count(old) == 1
        self.write("declaration.yaml", text.replace(old, new))
        return text[: text.index(old)].count("\n") + 1

    def pipeline(self, as_of: str = "2026-10-01") -> ActionRun:
        """Do what the workflow says: there is a checkout, and then the action is used."""
        workflow: dict[str, Any] = yaml.safe_load((self.folder / ".github/workflows/safety.yml").read_bytes())
        checkout, audit = workflow["jobs"]["safety"]["steps"]
        assert checkout["uses"].startswith("actions/checkout@")
        assert audit["uses"].startswith("OWNER/auditor@")
        return self.action.run(self.folder, audit["with"], {"AUDITOR_AS_OF": as_of})


@pytest.fixture
def repository(tmp_path: Path, action: Action) -> Repository:
    """Give a repository whose declaration lacks one decisive rule."""
    made = Repository(tmp_path / "repository", action)
    made.change(FIXED, BROKEN)
    return made


def test_red_in_the_pull_request_with_file_line_and_remedy_and_green_after_the_fix(repository: Repository) -> None:
    line = repository.change(BROKEN, BROKEN)
    red = repository.pipeline()
    assert (red.status, red.outputs["verdict"]) == (1, "not-met")
    (annotation,) = red.commands("error")
    assert annotation.startswith(f"::error file=declaration.yaml,line={line},col=26,title=GRM-11 not met%3A ")
    remedy = re.search(r"%0Ado: (.+?)%0A", annotation)
    assert remedy is not None
    for told in ("GRM-11", f"declaration.yaml:{line}:26", remedy[1]):
        assert told in red.summary
    repository.change(BROKEN, FIXED)
    green = repository.pipeline()
    assert (green.status, green.outputs["verdict"], green.commands("error")) == (0, "met", [])


def test_green_under_a_waiver_until_the_day_after_it_ends(repository: Repository) -> None:
    ran = auditor(
        *("waiver", "add", "waivers.yaml", "--requirement", "internet-safety-strategy/GRM-11"),
        *("--for", "declaration.yaml", "--reason", "It is being built.", "--approver", "A. Example"),
        *("--granted", "2026-10-01", "--expires", LAST),
        cwd=repository.folder,
    )
    assert ran.status == 0, ran.stderr
    repository.write("auditor.toml", 'waivers = "waivers.yaml"\n')
    last, after = repository.pipeline(LAST), repository.pipeline(AFTER)
    assert (last.status, last.commands("error")) == (0, [])
    assert "Waived: GRM-11 until 2026-12-31" in " ".join(last.log.split())
    assert after.status == 1
    assert any("GRM-11 not met" in one for one in after.commands("error"))
    assert any("waiver.expired" in one for one in after.commands("warning"))


def test_red_again_when_the_configuration_and_the_declaration_part_ways(repository: Repository) -> None:
    repository.change(BROKEN, FIXED)
    text = (repository.folder / "declaration.yaml").read_text(encoding="utf-8")
    repository.write("declaration.yaml", text + BOUND)
    repository.write("config/product.json", '{"safety": {"watch_contact": true}}\n')
    together = repository.pipeline()
    assert together.status == 0, together.log
    repository.write("config/product.json", '{"safety": {"watch_contact": false}}\n')
    apart = repository.pipeline()
    assert (apart.status, apart.outputs["status"]) == (1, "1")
    (told,) = [one for one in apart.commands("warning") if "bound.disagrees" in one]
    line = repository.change(FIXED, FIXED)
    assert told.startswith(f"::warning file=declaration.yaml,line={line},")
    assert "config/product.json:1" in told
    assert any("auditor check" in one for one in apart.commands("error"))
    assert "config/product.json" in apart.summary
