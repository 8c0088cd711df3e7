"""`auditor compare`, as its users run it: statuses, streams, saved results, and what is told of unusable input."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from auditor.report.comparison_registry import COMPARISON_FORMATS
from tests.e2e.running import AS_OF, Ran, auditor
from tests.support.filings import (
    CHILDREN,
    DETECTS,
    EVERYTHING,
    HOURS,
    REPORT,
    WARNS,
    challenge,
    compiled,
    filing,
)

RULES = Path(__file__).parents[1] / "fixtures" / "compare" / "meadow-rules" / "1.0.0"
BY = ("-r", RULES, *AS_OF)
THIN = {CHILDREN: True, REPORT: True}


def compare(*arguments: str | Path, **more: Any) -> Ran:
    ran = auditor("compare", *arguments, *BY, **more)
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran


def document(*arguments: str | Path, status: int = 0, **more: Any) -> dict[str, Any]:
    ran = compare(*arguments, "-f", "json", **more)
    assert ran.status == status, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def ranks(found: dict[str, Any]) -> dict[str, dict[str, int] | None]:
    return {one["service"]["id"]: one["rank"] for one in found["standings"]}


def saved(folder: Path, file: str, *more: str | Path, name: str = "saved.json", as_of: str = AS_OF[1]) -> Path:
    """Audit, and save the result."""
    path = folder / name
    ran = auditor("audit", file, "-r", RULES, "--as-of", as_of, "--fail-on", "never", *more, "-f", "json", "-o", path)
    assert ran.status in (0, 3), ran.stderr  # 3 where others compiled it: there is nothing for a gate
    return path


# -- statuses and streams ----------------------------------------------------------------------


def test_compared_is_success_whatever_was_found(tmp_path: Path) -> None:
    failing = filing(tmp_path, "failing", {**EVERYTHING, DETECTS: False, WARNS: False})
    ran = compare(failing, filing(tmp_path, "good"), compiled(tmp_path, "apart"))
    assert (ran.status, ran.stderr) == (0, "")
    assert ran.text.startswith("On grooming: who acts, who does not, who will not say\n")


@pytest.mark.parametrize("format", [one.value for one in COMPARISON_FORMATS])
def test_every_format_goes_to_standard_output_and_to_a_file_alike(format: str, tmp_path: Path) -> None:
    files = [filing(tmp_path, "a"), filing(tmp_path, "b"), compiled(tmp_path, "c")]
    piped = compare(*files, "-f", format)
    written = compare(*files, "-f", format, "-o", tmp_path / "page")
    assert (piped.status, written.status, written.stdout) == (0, 0, b"")
    assert (tmp_path / "page").read_bytes() == piped.stdout != b""


def test_several_formats_are_written_at_once(tmp_path: Path) -> None:
    pairs: list[str | Path] = []
    for format, row in COMPARISON_FORMATS.items():
        pairs += ["-f", format.value, "-o", tmp_path / f"{format.value}{row.suffix}"]
    assert compare(filing(tmp_path, "a"), *pairs).status == 0
    assert all(
        (tmp_path / f"{format.value}{row.suffix}").stat().st_size for format, row in COMPARISON_FORMATS.items()
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--lens", "groming"], "did you mean `grooming`"),
        (["--lens", "xyz"], "its areas are grooming, reporting, openness"),
        (["--who", "groming"], "did you mean `grooming`"),
        (["--who", "MDW-11"], "did you mean `MDW-1`"),
        (["--who", "qqqqqq"], "auditor ruleset find"),
        (["--who", "livestreaming"], "does not speak of livestreaming"),
        (["--min-answered", "101"], "101"),
        (["--min-answered", "many"], "many"),
        (["-f", "sarif"], "sarif"),
        (["-f", "json", "-o", "a", "-o", "b"], "2 outputs for 1 format"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_is_told_and_suggests(arguments: list[str], told: str, tmp_path: Path) -> None:
    ran = compare(filing(tmp_path, "a"), *arguments)
    assert (ran.status, ran.stdout) == (2, b"")
    assert told in " ".join(ran.stderr.replace("│", " ").split())


def test_without_any_input_the_usage_is_wrong() -> None:
    assert compare().status == 2


def test_themes_and_requirements_are_found_however_they_are_written(tmp_path: Path) -> None:
    file = filing(tmp_path, "a")
    for who in (["Grooming"], ["child-alerts,MDW-5"], ["child alerts", "--who", "MDW-5"]):
        found = document(file, "--who", *who)
        assert found["focus"] is not None
        assert [one["requirement"] for one in found["standings"][0]["position"]["answers"]]


def test_standard_input_is_one_of_the_services(tmp_path: Path) -> None:
    """Evidence of a file without a folder is not looked for, and the file itself is as good as any."""
    piped = Path(filing(tmp_path, "piped", backed=[])).read_bytes()
    found = document("-", filing(tmp_path, "b"), stdin=piped)
    assert ranks(found) == {"b": {"best": 1, "worst": 1}, "piped": {"best": 1, "worst": 2}}
    assert {one["declaration"]["file"] for one in found["standings"]} == {"b.yaml", "<stdin>"}


# -- input that cannot be used -----------------------------------------------------------------


def test_one_bad_file_among_good_ones_spoils_the_status_and_nothing_else(tmp_path: Path) -> None:
    good = [filing(tmp_path, "a"), filing(tmp_path, "b", {**EVERYTHING, DETECTS: False})]
    bad = tmp_path / "bad.yaml"
    bad.write_text("declaration: 1\nservice: {id: bad}\nnonsense: true\n", encoding="utf-8")
    missing = tmp_path / "missing.yaml"
    ran = compare(*good, bad, missing, "-f", "json")
    assert ran.status == 3
    assert "declaration.unknown-key" in ran.stderr
    assert "2 of 4 compared" in ran.stderr
    found = json.loads(ran.stdout)
    assert ranks(found) == {"a": {"best": 1, "worst": 1}, "b": {"best": 2, "worst": 2}}
    assert found["inputs"] == {"given": 4, "audited": 2, "unusable": 2}
    (mark,) = found["watermarks"]
    assert mark == "not compared, because it could not be used: bad.yaml, missing.yaml"
    for format in COMPARISON_FORMATS:
        assert "bad.yaml" in compare(*good, bad, "-f", format.value).text, format


def test_a_saved_result_that_cannot_be_read_is_one_bad_file(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"schema": "auditor.result/1", "audits": [}', encoding="utf-8")
    ran = compare(filing(tmp_path, "a"), broken, "-f", "json")
    assert ran.status == 3
    assert ranks(json.loads(ran.stdout)) == {"a": {"best": 1, "worst": 1}}
    assert "1 of 2 compared" in ran.stderr


def test_nothing_usable_makes_no_page(tmp_path: Path) -> None:
    ran = compare(tmp_path / "missing.yaml", "-f", "html", "-o", tmp_path / "page.html")
    assert ran.status == 3
    assert "nothing was compared" in ran.stderr
    assert not (tmp_path / "page.html").exists()


def test_one_file_named_twice_is_told_and_counted_once(tmp_path: Path) -> None:
    file = filing(tmp_path, "a")
    ran = compare(file, file, "-f", "json")
    assert ran.status == 0
    assert "file.given-twice" in ran.stderr
    assert len(json.loads(ran.stdout)["standings"]) == 1
    copied = compare(file, filing(tmp_path, "a", file="copy.yaml"), "-v")
    assert copied.status == 0
    assert "warning[compare.same-filing]" in copied.stderr
    assert compare(file, file, "-q").stderr == ""


def test_filings_of_one_service_need_a_day_each(tmp_path: Path) -> None:
    undated = filing(tmp_path, "a", {**EVERYTHING, HOURS: 20}, file="undated.yaml", stated_on=None)
    ran = compare(undated, filing(tmp_path, "a"), filing(tmp_path, "b"))
    assert (ran.status, ran.stdout) == (3, b"")
    assert "error[compare.filings-unordered]" in ran.stderr
    assert "undated.yaml" in ran.stderr


# -- saved results -----------------------------------------------------------------------------


def test_a_saved_result_stands_as_its_declaration_would(tmp_path: Path) -> None:
    one, other = filing(tmp_path, "a"), filing(tmp_path, "b", {**EVERYTHING, DETECTS: False, WARNS: None})
    declared = document(one, other, compiled(tmp_path, "c"))
    for files in (
        [saved(tmp_path, one), other, compiled(tmp_path, "c")],
        [one, saved(tmp_path, other, name="b.json"), saved(tmp_path, compiled(tmp_path, "c"), name="c.json")],
    ):
        found = document(*files)
        assert ranks(found) == ranks(declared)
        for ours, theirs in zip(found["standings"], declared["standings"], strict=True):
            for key in ("score", "verdict", "counts", "decisive", "shares", "areas", "position", "rank"):
                assert ours[key] == theirs[key], key
        (ours,), (theirs,) = found["dossiers"], declared["dossiers"]
        assert [(each["fact"], each["state"]) for each in ours["facts"]] == [
            (each["fact"], each["state"]) for each in theirs["facts"]
        ]


def test_what_is_contested_stays_so_in_a_saved_result(tmp_path: Path) -> None:
    file = filing(tmp_path, "a", challenges=[challenge(DETECTS, False)])
    other = filing(tmp_path, "b")
    declared, found = document(file, other), document(saved(tmp_path, file), other)
    for one in (declared, found):
        told = {each["service"]["id"]: each for each in one["standings"]}
        assert told["a"]["position"]["stance"] == "contested"
        assert told["b"]["position"]["stance"] == "does"
        assert (told["a"]["score"]["backed"]["low"], told["a"]["score"]["backed"]["high"]) == ("70.00", "100.00")
        assert ranks(one) == {"b": {"best": 1, "worst": 1}, "a": {"best": 1, "worst": 2}}


def test_saved_results_alone_say_by_which_rules_and_for_which_day(tmp_path: Path) -> None:
    by = ("-r", "internet-safety-strategy@3.0.0", "--as-of", "2026-09-01", "--fail-on", "never", "-f", "json")
    for name in ("harbour", "lantern"):
        assert auditor("audit", f"examples/{name}.yaml", *by, "-o", tmp_path / f"{name}.json").status == 0
    ran = auditor("compare", tmp_path / "harbour.json", tmp_path / "lantern.json", "-f", "json")
    assert ran.status == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert (found["as_of"], found["edition"]["id"], found["edition"]["version"]) == (
        "2026-09-01",
        "internet-safety-strategy",
        "3.0.0",
    )


def test_a_saved_result_of_other_rules_brings_no_service(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    by = ("-r", "nspcc-asks@1.1.0", *AS_OF, "--fail-on", "never", "-f", "json", "-o", other)
    assert auditor("audit", "examples/harbour.yaml", *by).status == 0
    ran = compare(filing(tmp_path, "a"), other)
    assert ran.status == 3
    assert "error[compare.other-ruleset]" in ran.stderr


def test_results_of_several_editions_and_days_are_refused_for_that_and_not_for_a_ruleset_nobody_named(
    tmp_path: Path,
) -> None:
    for name, edition, day in (("a", "1.0.0", "2026-10-01"), ("b", "1.1.0", "2026-10-02")):
        by = ("-r", f"nspcc-asks@{edition}", "--as-of", day, "--fail-on", "never", "-f", "json")
        file = filing(tmp_path, name)
        assert auditor("audit", file, *by, "-o", tmp_path / f"{name}.json").status == 0
    ran = auditor("compare", tmp_path / "a.json", tmp_path / "b.json")
    assert (ran.status, ran.stdout) == (3, b"")
    assert "internet-safety-strategy" not in ran.stderr
    assert "error[compare.day]: not judged for the same day: 2026-10-01, 2026-10-02 (a, b)" in ran.stderr
    assert "error[compare.rules]: not judged by the same rules: nspcc-asks 1.0.0" in ran.stderr
    assert "-->" not in ran.stderr
    assert ran.stderr.endswith("\n2 problems; nothing was compared.\n")


def test_results_that_share_no_ruleset_say_what_they_hold_and_why_another_is_looked_for(tmp_path: Path) -> None:
    for ruleset in ("nspcc-asks", "csea-voluntary-principles"):
        by = ("-r", ruleset, *AS_OF, "--fail-on", "never", "-f", "json", "-o", tmp_path / f"{ruleset}.json")
        assert auditor("audit", filing(tmp_path, "a"), *by).status == 0
    files = (tmp_path / "nspcc-asks.json", tmp_path / "csea-voluntary-principles.json")
    ran = auditor("compare", *files)
    assert "holds no audit against internet-safety-strategy; what it holds is nspcc-asks 1.1.0" in ran.stderr
    assert "there is not one that all saved results hold" in ran.stderr
    assert "there is not one" not in auditor("compare", *files, "-r", "internet-safety-strategy@3").stderr


def test_a_result_that_contradicts_itself_ends_everything(tmp_path: Path) -> None:
    path = saved(tmp_path, filing(tmp_path, "a", {**EVERYTHING, DETECTS: False}))
    spoiled = json.loads(path.read_text(encoding="utf-8"))
    (audit,) = spoiled["audits"]
    audit["score"]["backed"]["low"] = "99.00"
    path.write_text(json.dumps(spoiled, indent=2), encoding="utf-8")
    ran = compare(path, filing(tmp_path, "b"))
    assert (ran.status, ran.stdout) == (5, b"")


def refused(what: str, *files: str | Path) -> None:
    """Refused without force; with it, every format says what differs."""
    ran = compare(*files)
    assert (ran.status, ran.stdout) == (3, b"")
    assert f"error[compare.{what}]" in ran.stderr
    assert "--force" in ran.stderr
    assert "nothing was compared" in ran.stderr
    for format in COMPARISON_FORMATS:
        forced = compare(*files, "--force", "-f", format.value)
        assert forced.status == 0, forced.stderr
        assert "forced" in forced.text.casefold(), format
    found = document(*files, "--force")
    assert what in [one["what"] for one in found["obstacles"]]
    assert found["forced"]


def test_another_day_is_refused(tmp_path: Path) -> None:
    refused("day", saved(tmp_path, filing(tmp_path, "a"), as_of="2026-09-30"), filing(tmp_path, "b"))


def test_another_day_than_the_page_says_is_refused(tmp_path: Path) -> None:
    refused("day", saved(tmp_path, filing(tmp_path, "a"), as_of="2026-09-30"))


def test_requirements_from_memory_put_to_one_alone_are_refused(tmp_path: Path) -> None:
    rules = _with(tmp_path, "checked: read", "checked: recalled", last_only=True)
    one = tmp_path / "one.json"
    by = ("-r", rules, *AS_OF, "--include-recalled", "--fail-on", "never", "-f", "json", "-o", one)
    assert auditor("audit", filing(tmp_path, "a"), *by).status == 0
    for more, status in (([], 3), (["--include-recalled"], 0), (["--force"], 0)):
        ran = auditor("compare", one, filing(tmp_path, "b"), "-r", rules, *AS_OF, *more)
        assert ran.status == status, ran.stderr
        assert ("error[compare.scope]" in ran.stderr) is (status == 3)


def test_another_text_of_the_rules_is_refused(tmp_path: Path) -> None:
    rules = _with(tmp_path, "weight: 3", "weight: 4")
    one = tmp_path / "one.json"
    by = ("-r", rules, *AS_OF, "--fail-on", "never", "-f", "json", "-o", one)
    assert auditor("audit", filing(tmp_path, "a"), *by).status == 0
    refused("rules", one, filing(tmp_path, "b"))
    refused("rules", one)


def _with(folder: Path, old: str, new: str, *, last_only: bool = False) -> Path:
    """Write the fixture's edition with some words changed."""
    home = folder / "other" / "meadow-rules" / "1.0.0"
    (home / "requirements").mkdir(parents=True)
    (home / "ruleset.yaml").write_bytes((RULES / "ruleset.yaml").read_bytes())
    text = (RULES / "requirements" / "meadow.yaml").read_text(encoding="utf-8")
    assert old in text
    changed = new.join(text.rsplit(old, 1)) if last_only else text.replace(old, new)
    (home / "requirements" / "meadow.yaml").write_text(changed, encoding="utf-8")
    return home


def test_what_was_waived_counts_again_and_is_told(tmp_path: Path) -> None:
    file = filing(tmp_path, "a", {**EVERYTHING, HOURS: 60})
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text(
        "waivers:\n- {requirement: meadow-rules/MDW-4, service: a, reason: Later, approver: A. Person, "
        "granted: 2026-01-01, expires: 2027-01-01}\n",
        encoding="utf-8",
    )
    waived, plain = saved(tmp_path, file, "--waivers", waivers), saved(tmp_path, file, name="plain.json")
    assert json.loads(waived.read_text("utf-8"))["audits"][0]["score"]["backed"]["low"] == "100.00"
    other = filing(tmp_path, "b")
    found, expected = document(waived, other), document(plain, other)
    assert ranks(found) == ranks(expected) == {"b": {"best": 1, "worst": 1}, "a": {"best": 2, "worst": 2}}
    told = {one["service"]["id"]: one for one in found["standings"]}
    assert (told["a"]["set_aside"], told["a"]["score"]["backed"]["low"]) == (1, "80.00")
    assert found["watermarks"] == ["1 waiver or decision is set aside: services are compared by the rules alone"]


# -- coverage ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("least", "ranked"), [("50", False), ("20", True), ("20.5", False), ("0", True)])
def test_how_much_must_be_answered_can_be_said(least: str, ranked: bool, tmp_path: Path) -> None:
    """Of ten points of weight, two are answered."""
    files = [filing(tmp_path, "thin", THIN), filing(tmp_path, "b")]
    found = document(*files, "--min-answered", least)
    assert (ranks(found)["thin"] is not None) is ranked
    assert found["obstacles"] == []
    (one,) = [one for one in found["standings"] if one["service"]["id"] == "thin"]
    assert one["unranked"] == (None if ranked else "too-little-answered")


def test_a_forced_rank_is_marked_everywhere(tmp_path: Path) -> None:
    files = [filing(tmp_path, "thin", THIN), filing(tmp_path, "b")]
    assert ranks(document(*files))["thin"] is None
    found = document(*files, "--force")
    assert ranks(found)["thin"] == {"best": 1, "worst": 2}
    assert [one["what"] for one in found["obstacles"]] == ["coverage"]
    for format in COMPARISON_FORMATS:
        assert "forced" in compare(*files, "--force", "-f", format.value).text.casefold()


# -- the days a page is of, and contradictions that were found when a result was saved -----------


def two_days(folder: Path) -> tuple[Path, Path]:
    """Save two results, each for a day of its own; no day is asked for when they are compared."""
    return (
        saved(folder, filing(folder, "a"), name="a.json", as_of="2026-10-01"),
        saved(folder, filing(folder, "b"), name="b.json", as_of="2026-10-02"),
    )


def test_a_page_is_of_no_day_that_nobody_was_judged_for(tmp_path: Path) -> None:
    files = two_days(tmp_path)
    refusal = auditor("compare", *files, "-r", RULES)
    assert refusal.status == 3
    assert "not judged for the same day: 2026-10-01, 2026-10-02 (a, b)\n" in refusal.stderr
    told = auditor("compare", *files, "-r", RULES, "--force", "-f", "sentences").text
    assert "as of 2026-10-01 and 2026-10-02, over all areas" in told
    assert "read for 2026-10-01 and 2026-10-02" in auditor("compare", *files, "-r", RULES, "--force").text
    table = auditor("compare", *files, "-r", RULES, "--force", "-f", "csv").text
    found = [row for row in csv.DictReader(io.StringIO(table, newline="")) if row["row"] == "service"]
    days = {row["service"]: row["as_of"] for row in found}
    assert days == {"a": "2026-10-01", "b": "2026-10-02"}
    page = json.loads(auditor("compare", *files, "-r", RULES, "--force", "-f", "json").text)
    assert page["as_of"] == "2026-10-02"


def test_what_stands_beside_saved_results_is_judged_for_the_newest_of_their_days(tmp_path: Path) -> None:
    ran = auditor("compare", *two_days(tmp_path), filing(tmp_path, "c"), "-r", RULES, "--force", "-f", "json")
    found = {one["service"]["id"]: one["as_of"] for one in json.loads(ran.text)["standings"]}
    assert found == {"a": "2026-10-01", "b": "2026-10-02", "c": "2026-10-02"}


def test_a_day_that_none_was_judged_for_is_refused_as_that(tmp_path: Path) -> None:
    ran = auditor("compare", *two_days(tmp_path)[:1], "-r", RULES, "--as-of", "2026-10-03")
    assert ran.status == 3
    assert "judged for 2026-10-01, and not for 2026-10-03" in ran.stderr


def test_contradictions_stay_with_a_saved_result(tmp_path: Path) -> None:
    against = filing(tmp_path, "a", {**EVERYTHING, DETECTS: False})
    other = filing(tmp_path, "b")
    found = [compare(one, other, "-f", "sentences").text for one in (against, saved(tmp_path, against))]
    assert found[0] == found[1]
    assert "its own answers contradict each other: “`grooming.any_detection` is false" in found[1]
    codes = [one["code"] for one in document(saved(tmp_path, against), other)["diagnostics"]]
    assert codes == ["consistency.det-07"]


def test_the_file_of_a_product_that_disagrees_is_not_taken_for_a_fact(tmp_path: Path) -> None:
    fact = "surfaces.group_messages.grooming_detection"
    (tmp_path / "app.json").write_text('{"scan": false}', encoding="utf-8")
    (tmp_path / "a.yaml").write_text(
        "declaration: 1\nservice: {id: a, name: A}\nstated_on: 2026-09-01\n"
        "surfaces: {group_messages: {grooming_detection: true}}\n"
        f"bound: [{{fact: {fact}, file: app.json, pointer: /scan}}]\n",
        encoding="utf-8",
    )
    told = csv.DictReader(compare(tmp_path / "a.yaml", filing(tmp_path, "b"), "-f", "csv").text.splitlines())
    assert [row["fact"] for row in told if row["row"] == "contradiction"] == [fact]
