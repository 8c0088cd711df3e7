"""`auditor ruleset impact --register`: what it counts is what the same declarations give as files, one by one."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.e2e.running import AS_OF, EXAMPLES, Ran, auditor

PAIRS = (
    ("ofcom-illegal-content@1.0.0", "ofcom-illegal-content@1.1.0"),
    ("nspcc-asks@1.0.0", "nspcc-asks@1.1.0"),
    ("internet-safety-strategy@1.0.0", "internet-safety-strategy@3.0.0"),
)
TRACKS = ("declared", "backed")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a register of all examples, of which some state facts of another day or lost a document.

    The files stay, so that they can be asked too; what is in the register must not need them.
    """
    folder = tmp_path_factory.mktemp("wide")
    shutil.copytree(EXAMPLES, folder / "filings")
    text = (EXAMPLES / "lantern.yaml").read_text(encoding="utf-8")
    bound = "bound:\n  - {fact: grooming.any_detection, file: product.json, pointer: /on}\n"
    (folder / "filings" / "lantern.yaml").write_text(text + bound, encoding="utf-8")
    (folder / "filings" / "product.json").write_text('{"on": "maybe"}', encoding="utf-8")
    first = next(one for one in sorted((folder / "filings" / "evidence" / "harbour").iterdir()) if one.is_file())
    first.write_text("another text", encoding="utf-8")
    for number in range(3):
        shutil.copy(EXAMPLES / "puddle.yaml", folder / "filings" / f"pond{number}.yaml")
        path = folder / "filings" / f"pond{number}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("id: puddle", f"id: pond{number}", 1))
    paths = [f"filings/{one.name}" for one in sorted((folder / "filings").glob("*.yaml"))]
    paths += [f"filings/published/{one.name}" for one in sorted((folder / "filings" / "published").glob("*.yaml"))]
    ran = auditor("batch", *paths, "--register", "reg.db", *AS_OF, "-q", cwd=folder)
    assert ran.status == 0, ran.stderr
    (folder / "away").mkdir()
    shutil.copy(folder / "reg.db", folder / "away")
    return folder


def wide(folder: Path, old: str, new: str, *more: str) -> tuple[Any, Ran]:
    """Ask the register, in a folder where nothing else is."""
    ran = auditor(
        "ruleset", "impact", old, new, "--register", "reg.db", *AS_OF, "-f", "json", *more, cwd=folder / "away"
    )
    document = json.loads(ran.stdout)
    Draft202012Validator(json.loads(auditor("schema", "wide-impact").stdout)).validate(document)
    return document, ran


def narrow(folder: Path, old: str, new: str, *more: str) -> Any:
    files = sorted((folder / "filings").glob("*.yaml")) + sorted((folder / "filings" / "published").glob("*.yaml"))
    ran = auditor(
        "ruleset",
        "impact",
        old,
        new,
        *[one.relative_to(folder) for one in files],
        *AS_OF,
        "-f",
        "json",
        *more,
        cwd=folder,
    )
    return json.loads(ran.stdout)


@pytest.mark.parametrize(("old", "new"), PAIRS)
@pytest.mark.parametrize("more", [(), ("--respect-dates",), ("--include-recalled",)], ids=str)
def test_it_counts_what_the_same_files_give(folder: Path, old: str, new: str, more: tuple[str, ...]) -> None:
    found, ran = wide(folder, old, new, *more)
    wanted = narrow(folder, old, new, *more)
    assert ran.status == 0, ran.stderr
    services = wanted["services"]
    whole = found["all"]
    assert (whole["services"], found["inputs"]["compiled"]) == (len(services), len(wanted["left_out"]))
    assert whole["flips"] == wanted["totals"]["flips"]
    assert whole["services_with_flips"] == wanted["totals"]["services_with_flips"]
    assert whole["services_with_turns"] == wanted["totals"]["services_with_turns"]
    assert found["causes"] == wanted["causes"]
    assert found["changes"] == wanted["changes"]
    for track in TRACKS:
        verdicts = Counter((one["verdict"][track]["old"], one["verdict"][track]["new"]) for one in services)
        assert {(one["old"], one["new"]): one["services"] for one in whole["verdicts"][track]} == verdicts
    flips = Counter(_key(flip) for one in services for flip in one["flips"])
    assert {_key(one): one["services"] for one in found["flips"]} == flips
    turned = sorted(one["service"]["id"] for one in services if one["turns"])
    assert [one["id"] for one in found["turned"]["first"]] == turned


def _key(flip: Any) -> str:
    return json.dumps([flip[one] for one in ("requirement", "formerly", "decisive", "old", "new", "cause")])


@pytest.mark.parametrize(
    ("old", "new", "more"), [(*PAIRS[0], ()), (*PAIRS[1], ("--respect-dates",)), (*PAIRS[2], ())]
)
def test_it_counts_what_two_audits_of_each_service_give(
    folder: Path, old: str, new: str, more: tuple[str, ...]
) -> None:
    """The naive way: two audits a service, and everything counted by hand."""
    found, _ran = wide(folder, old, new, *more)
    paths = [f"filings/{one.name}" for one in sorted((folder / "filings").glob("*.yaml"))]
    both = []
    for edition in (old, new):
        ran = auditor("audit", *paths, "-r", edition, *AS_OF, *more, "-f", "json", "-q", cwd=folder)
        both.append(
            {one["service"]["id"]: one for one in json.loads(ran.stdout)["audits"] if one["verdict"]["declared"]}
        )
    before, after = both
    assert found["all"]["services"] == len(before)
    for track in TRACKS:
        moved = sorted(
            _hundredths(after[one]["score"][track]["low"]) - _hundredths(before[one]["score"][track]["low"])
            for one in before
            if before[one]["score"][track] and after[one]["score"][track]
        )
        shift = found["all"]["score"][track]
        assert bool(shift) is bool(moved)
        if not moved:
            continue
        assert shift["services"] == len(moved)
        at = {"least": 1, "quarter": -(-len(moved) // 4), "median": -(-len(moved) // 2), "greatest": len(moved)}
        at["three_quarters"] = -(-len(moved) * 3 // 4)
        told = {name: _hundredths(value) for name, value in shift["moved"]["low"].items()}
        assert told == {name: moved[number - 1] for name, number in at.items()}
    asking = [
        {
            id: {
                one["requirement"]
                for one in audit["findings"]
                if one["status"] not in ("not-applicable", "not-in-force")
            }
            for id, audit in side.items()
        }
        for side in both
    ]
    first = sorted(id for id in before if asking[1][id] and not asking[0][id])
    assert [one["id"] for one in found["first_affected"]["first"]] == first


def _hundredths(points: str) -> int:
    return int(points.replace(".", ""))


def test_sizes_and_kinds_are_as_declared(folder: Path) -> None:
    found, _ran = wide(folder, *PAIRS[0])
    assert found["sizes"]["large"]["parameter"] == "large_users"
    assert sum(one["services"] for one in found["by_size"]) == found["all"]["services"]
    sizes = {one["class"]: one["services"] for one in found["by_size"]}
    assert sizes["large"] == 2
    assert {one["class"] for one in found["by_kind"]} > {"messaging", "not-stated"}
    other, _ran = wide(folder, *PAIRS[1])
    assert other["sizes"]["large"] is None
    assert "large" not in {one["class"] for one in other["by_size"]}


def test_any_number_of_workers_says_the_same(folder: Path) -> None:
    one, four = (wide(folder, *PAIRS[0], "--workers", number)[1].stdout for number in ("1", "4"))
    assert one == four


def test_it_answers_as_the_register_would_have(folder: Path) -> None:
    found, ran = wide(folder, *PAIRS[0], "--known-at", "2001-01-01")
    assert (ran.status, found["inputs"]["given"], found["all"]["services"]) == (3, 0, 0)
    text = auditor(
        *("ruleset", "impact", *PAIRS[0], "--register", "reg.db", "--known-at", "2001-01-01"), cwd=folder
    ).text
    assert "NOTHING WAS JUDGED" in text


def test_names_that_were_taken_out_change_nothing(folder: Path, tmp_path: Path) -> None:
    before, _ran = wide(folder, *PAIRS[2])
    (tmp_path / "away").mkdir()
    shutil.copy(folder / "reg.db", tmp_path / "away")
    assert auditor("register", "forget", "away/reg.db", "--all", "--yes", cwd=tmp_path).status == 0
    assert wide(tmp_path, *PAIRS[2])[0] == before


def test_people_read_it(folder: Path) -> None:
    ran = auditor("ruleset", "impact", *PAIRS[0], "--register", "reg.db", *AS_OF, "--width", "80", cwd=folder)
    assert ran.status == 0
    for part in ("ALL SERVICES", "BY SIZE", "BY KIND", "WHAT EACH CHANGE DID", "WHAT FLIPS", "this program's own"):
        assert part in ran.text
    assert all(len(line) <= 80 for line in ran.text.splitlines())
    plain = auditor("ruleset", "impact", *PAIRS[0], "--register", "reg.db", *AS_OF, "--plain", cwd=folder)
    assert plain.text.splitlines()[-1] == ran.text.splitlines()[-1]
    assert all(line.endswith((".", ":", "?")) for line in plain.text.splitlines())


def test_declarations_or_a_register_but_not_both(folder: Path) -> None:
    pair = PAIRS[0]
    assert auditor("ruleset", "impact", *pair, cwd=folder).status == 2
    assert auditor("ruleset", "impact", *pair, "filings/puddle.yaml", "--register", "reg.db", cwd=folder).status == 2
    assert auditor("ruleset", "impact", *pair, "filings/puddle.yaml", "--workers", "2", cwd=folder).status == 2
    assert auditor("ruleset", "impact", *pair, "--register", "none.db", cwd=folder).status == 3
    ran = auditor("ruleset", "impact", "nspcc-asks@1.0.0", pair[0], "--register", "reg.db", cwd=folder)
    assert ran.status == 2
