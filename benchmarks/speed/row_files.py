"""A thousand files: our batch against programs that do the nearest job each can."""

from __future__ import annotations

import subprocess
from collections.abc import Collection, Sequence
from pathlib import Path

from benchmarks.speed.asked import Asked
from benchmarks.speed.goals import Goal, Row, shown
from benchmarks.speed.processes import auditor, batch, environment, process
from benchmarks.speed.ratios import Turn, interleaved, ratio

# What yamllint can say of that which our reader refuses.
_REFUSALS = "{rules: {key-duplicates: enable, truthy: enable, octal-values: enable, anchors: enable}}"
_TEMPLATE = """AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Declaration:
    Type: Custom::Declaration
    Properties:
      ServiceToken: arn:aws:lambda:eu-west-2:123456789012:function:declaration
"""
_OURS, _SOME, _ONE = "ours", "some", "one"
# As the row says; fewer say less of what both do once.
_FILES = 1000


def files(goal: Goal, asked: Asked) -> Row:
    """Measure one peer.

    We are given all files in each round. The peer, which needs minutes for them, is given some, and one alone; what
    it needs for all follows from the two, in a straight line.
    """
    name = goal.key.removeprefix("files-")
    if name in asked.peers.missing:
        return Row(goal=goal, why=asked.peers.missing[name])
    folder = asked.many(asked.files)
    given = sorted(folder.rglob("*.yaml"))[: asked.peer_files]
    command, statuses, given = _COMMANDS[name](asked, given)
    turns: dict[str, Turn] = {
        _OURS: process(batch(folder, [asked.ruleset]), asked.home, statuses=(0,)),
        _SOME: process([*command, *map(str, given)], asked.home, statuses=statuses),
        _ONE: process([*command, str(given[0])], asked.home, statuses=statuses),
    }
    took = interleaved(turns, asked.rounds)
    pairs = zip(took[_ONE], took[_SOME], strict=True)
    theirs = [for_all(one, some, given=len(given), files=asked.files) for one, some in pairs]
    figure = ratio(theirs, took[_OURS])
    row = Row(
        goal=goal,
        note=f"at the quickest {min(took[_OURS]):.1f} s for our {asked.files}; "
        f"{name} {min(took[_SOME]):.1f} s for {len(given)}, {min(took[_ONE]):.2f} s for one",
    )
    if asked.files < _FILES:
        row.why = f"only {asked.files} files were asked for: {shown(figure.median)}"
    else:
        row.figure = figure
    return row


def for_all(one: float, some: float, *, given: int, files: int) -> float:
    """Give the seconds for all files by those for one and for some: starting once, the rest in a straight line."""
    return one + (some - one) / (given - 1) * (files - 1)


Prepared = tuple[list[str], Collection[int], list[Path]]


def _check_jsonschema(asked: Asked, given: Sequence[Path]) -> Prepared:
    """Check against the schema of declarations that we publish ourselves."""
    schema = asked.home / "declaration.schema.json"
    said = subprocess.run(auditor("schema", "declaration"), env=environment(), capture_output=True, check=True)
    schema.write_bytes(said.stdout)
    return [asked.peers.program("check-jsonschema"), "--schemafile", str(schema)], (0,), list(given)


def _yamllint(asked: Asked, given: Sequence[Path]) -> Prepared:
    return [asked.peers.program("yamllint"), "-d", _REFUSALS], (0,), list(given)


def _cfn_lint(asked: Asked, given: Sequence[Path]) -> Prepared:
    """Give each declaration as the properties of a custom resource."""
    folder = asked.home / "templates"
    folder.mkdir(exist_ok=True)
    templates = []
    for path in given:
        lines = path.read_text(encoding="utf-8").splitlines()
        template = folder / path.name
        template.write_text(_TEMPLATE + "".join(f"      {one}\n" if one else "\n" for one in lines), encoding="utf-8")
        templates.append(template)
    return [asked.peers.program("cfn-lint")], (0,), templates


_COMMANDS = {"check-jsonschema": _check_jsonschema, "yamllint": _yamllint, "cfn-lint": _cfn_lint}
