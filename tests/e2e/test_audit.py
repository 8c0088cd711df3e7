"""The main job, from the shell: statuses, streams, reproducibility, and the story the project began with."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.e2e.running import AS_OF, EXAMPLES, ROOT, auditor, environment

PUBLISHED = sorted((EXAMPLES / "published").glob("*.yaml"))
RESULT_SCHEMA = json.loads((ROOT / "auditor/report/schemas/result-1.json").read_text(encoding="utf-8"))


def result(*arguments: str | Path) -> dict[str, Any]:
    """Audit as JSON and give the document, checked against its published schema."""
    document = json.loads(auditor("audit", *arguments, "-f", "json", "-q").stdout)
    jsonschema.validate(document, RESULT_SCHEMA, jsonschema.Draft202012Validator)
    return document


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["examples/lantern.yaml"], 0),
        (["examples/harbour.yaml"], 1),
        (["examples/harbour.yaml", "--fail-on", "never"], 0),
        (["examples/harbour.yaml", "--fail-on", "never", "--min-score", "10"], 0),
        (["examples/harbour.yaml", "--fail-on", "never", "--min-score", "85"], 4),
        (["examples/harbour.yaml", "--fail-on", "never", "--min-score", "85", "--undecided", "pass"], 0),
        (["examples/harbour.yaml", "--fail-on", "never", "--min-score", "99"], 1),
        (["examples/minimal.yaml"], 4),
        (["examples/minimal.yaml", "--undecided", "fail"], 1),
        (["examples/minimal.yaml", "--undecided", "pass"], 0),
        (["examples/minimal.yaml", "examples/harbour.yaml", "examples/lantern.yaml"], 1),
        (["examples/harbour.yaml", "no-such-file.yaml"], 3),
        (["no-such-file.yaml"], 3),
        (["examples"], 3),
        (["examples/harbour.yaml", "-r", "internet-safety-strateg"], 2),
        (["examples/harbour.yaml", "-r", "internet-safety-strategy@1"], 2),
        (["examples/harbour.yaml", "-r", "internet-safety-strategy@7.0.0"], 2),
        (["examples/harbour.yaml", "--min-score", "101"], 2),
        (["examples/harbour.yaml", "--as-of", "yesterday"], 2),
        (["examples/harbour.yaml", "-f", "json", "-o", "a", "-o", "b"], 2),
        (["examples/published/discord-2023.yaml"], 3),
        (["examples/published/discord-2023.yaml", "--fail-on", "never"], 3),
        (["examples/published/discord-2023.yaml", "examples/lantern.yaml"], 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_the_exit_status_is_the_gates(arguments: list[str], status: int) -> None:
    as_of = [] if "--as-of" in arguments else AS_OF
    ran = auditor("audit", *arguments, *as_of)
    assert ran.status == status, ran.stderr
    assert "Traceback" not in ran.stderr


def test_the_format_never_changes_the_status() -> None:
    for name, status in (("lantern", 0), ("harbour", 1), ("minimal", 4)):
        for more in ([], ["-f", "json"], ["--plain"]):
            assert auditor("audit", f"examples/{name}.yaml", *AS_OF, *more).status == status


def test_silence_on_grooming_passed_in_2018_and_fails_today(tmp_path: Path) -> None:
    """A service with no grooming detection at all: the story the project began with."""
    lantern = (EXAMPLES / "lantern.yaml").read_text(encoding="utf-8")
    shutil.copytree(EXAMPLES / "evidence", tmp_path / "evidence")
    silent = tmp_path / "silent.yaml"
    silent.write_text(
        lantern.replace("grooming_detection: true", "grooming_detection: false").replace(
            "any_detection: true", "any_detection: false"
        ),
        encoding="utf-8",
    )
    assert silent.read_text(encoding="utf-8") != lantern
    draft = result(silent, *AS_OF, "-r", "internet-safety-strategy@1.0.0")["audits"][0]
    today = result(silent, *AS_OF, "-r", "internet-safety-strategy@3.0.0")["audits"][0]
    assert draft["verdict"]["declared"] == "compliant"
    assert draft["watermarks"] == ["edition 1.0.0, draft, never in force, read as written"]
    assert today["verdict"]["declared"] == "not-compliant"
    failed = {one["requirement"] for one in today["findings"] if one["status"] == "not-met"}
    assert {"GRM-01", "GRM-02"} <= failed


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_service_compiled_by_others_is_never_judged(path: Path) -> None:
    for more in ([], ["--fail-on", "any", "--min-score", "1", "--track", "backed", "--include-recalled"]):
        arguments = ["-r", "internet-safety-strategy@3.0.0", "--as-of", "2023-10-16", *more]
        audit = result(path, *arguments)["audits"][0]
        assert audit["verdict"] == {"declared": None, "backed": None}
        assert audit["score"]["declared"] is None
        assert audit["score"]["backed"] is None
        assert audit["findings"] == []
        assert audit["counts"] is None
        for form in ([], ["--plain"]):
            ran = auditor("audit", path, *arguments, *form)
            assert ran.status == 3
            for word in ("COMPLIANT", "Score", "compliant:", "points"):
                assert word not in ran.text


@pytest.mark.parametrize(("day", "silent"), [("2023-10-31", "not-asked"), ("2023-01-01", "no-dated-source")])
def test_not_found_is_only_what_somebody_looked_for(day: str, silent: str) -> None:
    for path in PUBLISHED:
        audit = result(path, "-r", "internet-safety-strategy@3.0.0", "--as-of", day)["audits"][0]
        facts = [fact for one in audit["reported"] for fact in one["facts"]] + audit["reported_scope"]
        assert silent in {fact["state"] for fact in facts}
        for fact in facts:
            assert (fact["state"] == "not-found") == (fact["absence"] == "sought")
        found = any(fact["state"] == "not-found" for fact in facts)
        for form in ("terminal", "markdown", "html", "csv"):
            ran = auditor("audit", path, "-r", "internet-safety-strategy@3.0.0", "--as-of", day, "-f", form)
            assert ("not found" in ran.text) == found or form == "markdown"


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_every_reported_fact_shows_its_source_and_date(path: Path) -> None:
    audit = result(path, "-r", "internet-safety-strategy@3.0.0", "--as-of", "2023-10-16")["audits"][0]
    facts = [fact for one in audit["reported"] for fact in one["facts"]] + audit["reported_scope"]
    stated = [fact for fact in facts if fact["state"] not in ("not-found", "not-asked", "no-dated-source")]
    assert stated
    for fact in stated:
        assert fact["sources"], fact["fact"]
        assert all(source["issued"] and source["title"] and source["publisher"] for source in fact["sources"])


def test_the_smallest_declaration_says_what_to_answer_first() -> None:
    ran = auditor("audit", "examples/minimal.yaml", *AS_OF, "--width", "80")
    assert "ANSWER NEXT" in ran.text
    assert " 1 GRM-01 +62  Does the service offer livestreams?" in ran.text
    assert ran.text.splitlines()[-1].startswith("CANNOT TELL YET")


@pytest.mark.parametrize("name", ["harbour", "lantern", "quiet-forum", "minimal"])
def test_every_finding_has_a_witness_or_names_what_is_missing(name: str) -> None:
    for finding in result(f"examples/{name}.yaml", *AS_OF)["audits"][0]["findings"]:
        for judgement in (finding, finding["backed"]):
            if judgement["status"] == "undecided":
                assert judgement["missing"], finding["requirement"]
            else:
                assert judgement["because"], finding["requirement"]
                assert all(one["line"] for one in judgement["because"] if one["seen"] is not None)


def test_two_runs_give_the_same_bytes_whatever_surrounds_them(tmp_path: Path) -> None:
    runs = []
    for number, (zone, locale, seed, columns) in enumerate(
        [
            ("UTC", "C.UTF-8", "0", "80"),
            ("Pacific/Kiritimati", "tr_TR.UTF-8", "12345", "200"),
            ("EST5EDT", "C", "7", "40"),
        ]
    ):
        folder = tmp_path / f"place {number}"
        shutil.copytree(EXAMPLES, folder / "examples")
        runs.append(
            auditor(
                "audit",
                "examples/harbour.yaml",
                "examples/lantern.yaml",
                "examples/published/discord-2023.yaml",
                "-r",
                "internet-safety-strategy@1.0.0",
                "-r",
                "internet-safety-strategy@3",
                *AS_OF,
                "-f",
                "json",
                cwd=folder,
                env={"TZ": zone, "LC_ALL": locale, "PYTHONHASHSEED": seed, "COLUMNS": columns},
            ).stdout
        )
    assert len(runs[0]) > 10_000
    assert runs[0] == runs[1] == runs[2]
    assert str(tmp_path).encode() not in runs[0]


def test_an_absolute_argument_shows_no_folder_of_the_machine() -> None:
    document = result(EXAMPLES / "harbour.yaml", EXAMPLES / "published" / "discord-2023.yaml", *AS_OF)
    files = [audit["declaration"]["file"] for audit in document["audits"]]
    assert files == ["harbour.yaml", "published/discord-2023.yaml"]


def test_standard_input_is_a_declaration_too() -> None:
    ran = auditor("audit", "-", *AS_OF, "-f", "json", stdin=b"declaration: 1\nservice: {name: Piped}\n")
    assert ran.status == 4
    assert json.loads(ran.stdout)["audits"][0]["declaration"]["file"] == "<stdin>"


def test_a_file_holds_what_the_pipe_would(tmp_path: Path) -> None:
    piped = auditor("audit", "examples/harbour.yaml", *AS_OF)
    text, data = tmp_path / "report.txt", tmp_path / "report.json"
    ran = auditor("audit", "examples/harbour.yaml", *AS_OF, "-f", "terminal", "-o", text, "-f", "json", "-o", data)
    assert (ran.status, ran.stdout) == (1, b"")
    assert text.read_bytes() == piped.stdout
    assert json.loads(data.read_bytes())["gate"]["exit"] == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.json", "report.txt"]


def test_a_file_that_cannot_be_written_is_no_verdict(tmp_path: Path) -> None:
    ran = auditor("audit", "examples/harbour.yaml", *AS_OF, "-o", tmp_path / "no" / "report.txt")
    assert ran.status == 3
    assert "output.cannot-write" in ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_standard_output_is_the_report_and_nothing_else() -> None:
    ran = auditor("audit", "examples/harbour.yaml", "no-such-file.yaml", *AS_OF, "-f", "json")
    document = json.loads(ran.stdout)
    assert document["inputs"] == {"given": 2, "audited": 1, "unusable": 1}
    assert "no-such-file.yaml" in ran.stderr


def test_a_reader_that_leaves_gives_141() -> None:
    script = f"{sys.executable} -m auditor audit examples/harbour.yaml {' '.join(AS_OF)} -f json; echo $? >&2"
    ran = subprocess.run(
        ["bash", "-c", f"({script}) | true"], cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    assert ran.stderr.strip().splitlines()[-1] == "141", ran.stderr


def test_an_interrupt_gives_130() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", "audit", "-", *AS_OF],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        time.sleep(4)  # long enough that it waits for its input on any machine
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 130
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(
    ("fault", "status", "says"),
    [
        (ZeroDivisionError("a test broke this"), 70, "the program's own"),
        (SystemError("bad argument to internal function"), 70, "the program's own"),
        (MemoryError(), 3, "not enough memory"),
        (SystemError("error return without exception set"), 3, "not enough memory"),
    ],
    ids=["own", "system", "memory", "lost"],
)
def test_a_fault_of_our_own_is_70_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], fault: Exception, status: int, says: str
) -> None:
    from auditor.cli import loading, main

    def broken(*_arguments: object, **_options: object) -> None:
        raise fault

    monkeypatch.setattr(loading, "audit_one", broken)
    monkeypatch.setattr(sys, "argv", ["auditor", "audit", str(EXAMPLES / "minimal.yaml")])
    monkeypatch.setattr(signal, "signal", lambda *_arguments: None)
    with pytest.raises(SystemExit) as ended:
        main.run()
    assert ended.value.code == status
    told = capsys.readouterr()
    assert told.out == ""
    assert says in told.err
    assert "Traceback" not in told.err


def test_dumb_terminals_and_no_colour() -> None:
    for env in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {}):
        assert b"\x1b" not in auditor("audit", "examples/harbour.yaml", *AS_OF, env=env).stdout
    assert b"\x1b" in auditor("audit", "examples/harbour.yaml", *AS_OF, "--color", "always").stdout
    assert b"\x1b" in auditor("audit", "examples/harbour.yaml", *AS_OF, env={"FORCE_COLOR": "1"}).stdout


def test_a_dumb_terminal_changes_nothing_in_a_pipe() -> None:
    ran = [auditor("audit", "examples/harbour.yaml", *AS_OF, env={"TERM": term}) for term in ("dumb", "xterm")]
    assert ran[0].stdout == ran[1].stdout
    told = " ".join(auditor("audit", "--help", env={"COLUMNS": "200"}).text.split())
    assert "Left out: only on a terminal whose TERM is dumb." in told


@pytest.mark.parametrize("name", ["harbour", "lantern", "quiet-forum"])
@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_the_first_screen_holds_the_answer(name: str, width: int) -> None:
    ran = auditor("audit", f"examples/{name}.yaml", *AS_OF, "--width", str(width))
    lines = ran.text.splitlines()
    assert all(len(line) <= width or line.startswith("auditor explain ") for line in lines)
    if width < 80:
        return
    first = "\n".join(lines[:23])
    audit = result(f"examples/{name}.yaml", *AS_OF)["audits"][0]
    for area in audit["areas"]:
        assert area["title"] in first
    assert "All, as declared" in first
    assert "All, as backed" in first
    assert any(word in lines[3] for word in ("COMPLIANT", "CANNOT TELL YET"))
    assert lines[-1].lstrip().startswith(("COMPLIANT", "NOT COMPLIANT", "CANNOT TELL YET"))


def test_witnesses_carry_their_passes() -> None:
    """Take away what a pass rests on, and it is no pass any more."""
    from datetime import date

    from msgspec.structs import replace

    from auditor.engine.audit import audit as judge
    from auditor.engine.evaluate import compile_ruleset
    from auditor.model.finding import Status
    from auditor.source.declarations import read_declaration
    from auditor.source.library import builtin_editions
    from auditor.source.rulesets import read_ruleset
    from auditor.source.vocabularies import read_vocabulary

    vocabulary = read_vocabulary()
    tried = 0
    for edition in builtin_editions():
        ruleset = read_ruleset(edition.folder, vocabulary)
        compiled = compile_ruleset(ruleset)
        for name in ("harbour", "lantern", "quiet-forum"):
            path = EXAMPLES / f"{name}.yaml"
            declaration, _ = read_declaration(path.read_bytes(), path.name, path.parent, vocabulary)
            options: dict[str, Any] = {"vocabulary": vocabulary, "as_of": date(2026, 10, 1), "as_written": True}
            for number, finding in enumerate(judge(declaration, ruleset, compiled, **options).findings):
                if finding.declared.status is not Status.MET:
                    continue
                witness = {one.fact for one in finding.declared.because}
                values = {key: value for key, value in declaration.facts.values.items() if key not in witness}
                without = replace(declaration, facts=replace(declaration.facts, values=values))
                after = judge(without, ruleset, compiled, **options).findings[number]
                assert after.declared.status is not Status.MET, (edition.number, name, finding.requirement.id)
                tried += 1
    assert tried > 40
