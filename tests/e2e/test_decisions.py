"""Decisions on declared alternatives: what counts as met, when, on which track, and what did nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.e2e.running import AS_OF, ROOT, Ran, auditor

MEGAPHONE = ROOT / "examples/megaphone.yaml"
RULES = ("-r", "ofcom-illegal-content@1.1")
SHA = "a5a6afeed854b60b84806ce23bd640e8db416c48c1c37f2e91b0792d96241b7b"
D6 = "ofcom-illegal-content/ICU-D6"


def entry(accepted: bool = True, on: str = "2026-09-20", sha: str = SHA, **changed: str) -> str:
    said = {
        "requirement": D6,
        "service": "megaphone",
        "accepted": str(accepted).lower(),
        "reviewer": "C. Example",
        "on": on,
        "because": "it reaches what D6 is for",
        "assurance": "documented",
        "text_sha256": sha,
        **changed,
    }
    return "  - {" + ", ".join(f"{key}: {value}" for key, value in said.items()) + "}\n"


def decided(tmp_path: Path, *entries: str) -> Path:
    path = tmp_path / "decisions.yaml"
    path.write_text("decisions:\n" + "".join(entries), encoding="utf-8")
    return path


def audit(path: Path | None, *more: str | Path, declaration: Path = MEGAPHONE) -> Ran:
    given = () if path is None else ("--decisions", path)
    return auditor("audit", declaration, *RULES, *AS_OF, *given, "-q", *more)


def saved(path: Path | None, **more: Any) -> dict[str, Any]:
    return json.loads(audit(path, "-f", "json", **more).stdout)


def finding(document: dict[str, Any], requirement: str = "ICU-D6") -> dict[str, Any]:
    return next(one for one in document["audits"][0]["findings"] if one["requirement"] == requirement)


def codes(document: dict[str, Any]) -> list[str]:
    return [one["code"] for one in document["diagnostics"] if one["code"].startswith("decision.")]


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    return saved(None)


def test_an_accepted_alternative_counts_as_met_and_no_status_changes(tmp_path: Path, plain: dict[str, Any]) -> None:
    document = saved(decided(tmp_path, entry()))
    before, after = plain["audits"][0], document["audits"][0]
    assert (finding(plain)["status"], finding(plain)["decision"]) == ("not-met", None)
    assert (finding(document)["status"], finding(document)["backed"]["status"]) == ("not-met", "not-met")
    decision = finding(document)["decision"]
    assert (decision["standing"], decision["backs"], decision["reviewer"]) == ("accepted", True, "C. Example")
    assert decision["text_sha256"] == decision["today_sha256"] == SHA
    assert after["counts"] == before["counts"]
    assert after["decisive"]["not-met"] == before["decisive"]["not-met"] - 1
    for track in ("declared", "backed"):
        assert float(after["score"][track]["low"]) > float(before["score"][track]["low"])
        assert after["score"]["without_decisions"][track] == before["score"][track]
    assert after["verdict_without_decisions"] == before["verdict"]
    assert codes(document) == []


@pytest.mark.parametrize(
    ("entries", "standing", "told"),
    [
        ((entry(accepted=False),), "refused", []),
        ((entry(on="2026-10-01"),), "accepted", []),
        ((entry(on="2026-10-02"),), "not-yet", ["decision.not-yet"]),
        ((entry(sha="0" * 63 + "a"),), "text-changed", ["decision.text-changed"]),
        ((entry(), entry(accepted=False, on="2026-09-25")), "refused", []),
        ((entry(accepted=False), entry(on="2026-09-25")), "accepted", []),
        ((entry(), entry(accepted=False, on="2026-09-25", sha="b" * 64)), "accepted", ["decision.unused"]),
        ((entry(service="harbour"),), None, ["decision.unused"]),
        ((entry(requirement="ofcom-illegal-content/ICU-D99"),), None, ["decision.unknown-target"]),
        ((entry(requirement="ofcom-illegal-content/ICU-D7"),), None, ["decision.unused"]),
    ],
)
def test_what_a_decision_comes_to(
    tmp_path: Path, plain: dict[str, Any], entries: tuple[str, ...], standing: str | None, told: list[str]
) -> None:
    document = saved(decided(tmp_path, *entries))
    decision = finding(document)["decision"]
    assert (decision and decision["standing"]) == standing
    assert codes(document) == told
    same = document["audits"][0]["score"] == plain["audits"][0]["score"]
    assert same is (standing != "accepted")


def test_a_text_that_differs_by_one_character_was_not_decided_on(tmp_path: Path) -> None:
    text = MEGAPHONE.read_text(encoding="utf-8").replace("in one bundle a week", "in one bundle a Week")
    declaration = tmp_path / "megaphone.yaml"
    declaration.write_text(text, encoding="utf-8")
    document = saved(decided(tmp_path, entry()), declaration=declaration)
    assert finding(document)["decision"]["standing"] == "text-changed"
    laid_out = MEGAPHONE.read_text(encoding="utf-8").replace("week, and the bundle", "week, and\n      the bundle")
    declaration.write_text(laid_out, encoding="utf-8")
    document = saved(decided(tmp_path, entry()), declaration=declaration)
    assert finding(document)["decision"]["standing"] == "accepted"


def test_it_is_shown_beside_the_status_with_reviewer_and_day(tmp_path: Path) -> None:
    said = "accepted by C. Example on 2026-09-20, counts as met"
    path = decided(tmp_path, entry())
    for form in ((), ("--plain",), ("-f", "markdown"), ("-f", "github"), ("-f", "csv"), ("-f", "junit")):
        assert said in " ".join(audit(path, *form).text.split()), form
    explained = auditor("explain", MEGAPHONE, *RULES, "ICU-D6", *AS_OF, "--decisions", path).text
    assert said in " ".join(explained.split())
    assert "NOT MET as declared and as backed: ICU-D6." in explained
    record = auditor(
        "ruleset", "scope", "ofcom-illegal-content@1.1", "--for", MEGAPHONE, "-f", "record", *AS_OF,
        "--decisions", path,
    )  # fmt: skip
    assert f"Alternative, {said}:" in record.text


def test_sarif_suppresses_what_a_reviewer_accepted(tmp_path: Path) -> None:
    log = json.loads(audit(decided(tmp_path, entry()), "-f", "sarif").stdout)
    results = log["runs"][0]["results"]
    (suppressed,) = [one for one in results if one.get("suppressions")]
    assert suppressed["ruleId"].endswith("ICU-D6")
    assert suppressed["suppressions"][0]["justification"] == "it reaches what D6 is for"


@pytest.mark.parametrize(
    "command",
    [("explain", MEGAPHONE, *RULES), ("ask", MEGAPHONE, *RULES), ("ruleset", "scope", RULES[1], "--for", MEGAPHONE)],
    ids=lambda command: command[0],
)
def test_no_question_passes_over_an_idle_decision(tmp_path: Path, command: tuple[str | Path, ...]) -> None:
    asked = (*command, *AS_OF, "--decisions")
    assert "decision." not in auditor(*asked, decided(tmp_path, entry())).stderr
    told = auditor(*asked, decided(tmp_path, entry(on="2026-12-01"))).stderr
    assert "decision.not-yet" in told
    assert "the decision on" in told


def test_a_saved_result_shows_the_decision_again(tmp_path: Path) -> None:
    path, result = decided(tmp_path, entry()), tmp_path / "result.json"
    assert audit(path, "-f", "json", "-o", result).status == 1
    for form in ("json", "csv", "markdown", "sarif"):
        assert auditor("report", result, "-f", form).text == audit(path, "-f", form).text, form


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (entry() * 2, "decision.repeated"),
        (entry(on="2026-02-30"), "decision.no-such-day"),
        (entry(assurance="asserted"), "decision.unknown-word"),
        (entry(text_sha256="abc"), "decision.bad-form"),
        (entry().replace("reviewer: C. Example, ", ""), "decision.missing-key"),
    ],
)
def test_a_broken_file_of_decisions_is_no_verdict(tmp_path: Path, content: str, code: str) -> None:
    ran = audit(decided(tmp_path, content))
    assert (ran.status, ran.stdout) == (3, b"")
    assert f"error[{code}" in ran.stderr


# -- the commands -------------------------------------------------------------------------------


def add(path: Path, requirement: str, *more: str) -> Ran:
    return auditor(
        "decision", "add", MEGAPHONE, requirement, *RULES, "--reviewer", "C. Example", "--because", "it does",
        "-o", path, "--as-of", "2026-09-20", *more,
    )  # fmt: skip


def test_the_digest_is_worked_out_and_never_typed(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    ran = add(path, "ICU-D6", "--accept")
    assert (ran.status, SHA in ran.text, "in one bundle a week" in ran.text) == (0, True, True)
    assert finding(saved(path))["decision"]["standing"] == "accepted"
    first = path.read_text(encoding="utf-8")
    assert add(path, D6, "--refuse", "--on", "2026-09-21").status == 0
    assert path.read_text(encoding="utf-8").startswith(first)
    assert finding(saved(path))["decision"]["standing"] == "refused"
    listed = auditor("decision", "list", path, *AS_OF).text
    assert listed.index("refused by C. Example") < listed.index("accepted by C. Example")
    document = json.loads(auditor("decision", "list", path, *AS_OF, "-f", "json").stdout)
    jsonschema.validate(document, json.loads(auditor("schema", "decision-list").stdout))
    assert document["decisions"][0]["accepted"] is False


def test_what_nobody_declares_or_accepts_cannot_be_decided_on(tmp_path: Path) -> None:
    path = tmp_path / "decisions.yaml"
    assert add(path, "ICU-D7", "--accept").status == 2
    assert add(path, "ICU-D6").status == 2
    assert add(path, "ICU-D6", "--accept", "--assurance", "asserted").status == 2
    assert not path.exists()


def test_check_fails_where_the_text_has_changed(tmp_path: Path) -> None:
    def check(*entries: str) -> Ran:
        return auditor("decision", "check", decided(tmp_path, *entries), MEGAPHONE, *RULES, *AS_OF)

    assert check(entry()).status == 0
    assert check(entry(on="2026-10-02")).status == 0
    ran = check(entry(requirement="no-such-thing/ICU-D6"))
    assert (ran.status, "no ruleset is called `no-such-thing`" in ran.stderr) == (1, True)
    ran = check(entry(sha="c" * 64))
    assert (ran.status, "[decision.text-changed]" in ran.stderr) == (1, True)
