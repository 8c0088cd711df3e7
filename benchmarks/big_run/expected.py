"""What must hold of a run's lines: every input in one state, counts that add up, and what the key says of each."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

STATES: Final = ("audited", "unusable", "duplicate", "superseded", "interrupted")

Line = Mapping[str, Any]


def lines_of(out: Path) -> list[Line]:
    """Read what a run wrote; a last line that was not finished is left out."""
    return [json.loads(line) for line in out.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]


def inputs_of(lines: Sequence[Line]) -> dict[str, Line]:
    """Give the lines of inputs, by the inputs' names."""
    return {one["input"]: one for one in lines if one["kind"] == "input"}


def wrong_with(lines: Sequence[Line], key: Mapping[str, Any]) -> Iterator[str]:
    """Tell everything that is not as the key says."""
    told = [one for one in lines if one["kind"] == "input"]
    inputs, trailer = inputs_of(lines), lines[-1]
    if [one["position"] for one in told] != list(range(key["size"])) or len(inputs) != key["size"]:
        yield f"{len(told)} lines of {len(inputs)} inputs, in place of {key['size']}, each once and in order"
    counts = Counter(one["state"] for one in told)
    if trailer["kind"] != "trailer" or not trailer["complete"] or trailer["given"] != key["size"]:
        yield f"the last line is {trailer}"
    elif dict(counts) != {state: count for state, count in trailer["counts"].items() if count}:
        yield f"the last line counts {trailer['counts']}, and there are {dict(counts)}"
    if set(counts) - set(STATES):
        yield f"there is no such state: {set(counts) - set(STATES)}"
    if dict(counts) != dict(states(key)):
        yield f"states are {dict(counts)}, and the key says {dict(states(key))}"
    for name, wanted in expected(key).items():
        yield from _wrong(name, inputs.get(name), wanted)
    for name in inputs.keys() - expected(key).keys():
        if inputs[name]["state"] != "audited":
            yield f"{name} is {inputs[name]['state']}, and nothing was planted there"


def expected(key: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Give what must come of every input of which the key speaks."""
    old = {name: {"state": "superseded", "of": of} for name, of in key["superseded"].items()}
    return {**key["planted"], **old}


def states(key: Mapping[str, Any]) -> Counter[str]:
    """Count the states that must come out, for whoever runs it: root may read everything."""
    found = Counter(key["states"])
    for one in key["planted"].values():
        if "as_root" in one and os.geteuid() == 0:
            found[one["state"]] -= 1
            found[one["as_root"]] += 1
    return +found


def _wrong(name: str, line: Line | None, wanted: Mapping[str, Any]) -> Iterator[str]:
    if line is None:
        yield f"{name} is not accounted for: {wanted}"
        return
    root = "as_root" in wanted and os.geteuid() == 0
    state = wanted["as_root"] if root else wanted["state"]
    if line["state"] != state:
        yield f"{name} is {line['state']}, and must be {state}: {wanted}"
    if state in ("duplicate", "superseded") and line["of"] != wanted["of"]:
        yield f"{name} is {state} of {line['of']}, and must be of {wanted['of']}"
    if state == "unusable" and not has(said(line), wanted.get("codes", ())):
        yield f"{name} says {sorted(said(line))}, and must say {wanted['codes']}"


def said(line: Line) -> set[str]:
    """Give the codes that a line, or a result, tells."""
    return {one["code"] for one in line["diagnostics"]}


def has(codes: set[str], wanted: Sequence[str]) -> bool:
    """Whether all that is wanted was said; a code that ends in `*` is whatever begins so."""
    return all(
        any(one == each or (each[-1] == "*" and one.startswith(each[:-1])) for one in codes) for each in wanted
    )
