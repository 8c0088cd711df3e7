"""`auditor register`: from a batch to lists, trends, queries and files; names put back, and taken out for good."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zlib
from pathlib import Path
from typing import Any

import pytest

from auditor.report.registry import FORMATS, Format
from tests.e2e.running import EXAMPLES, ROOT, Ran, auditor
from tests.support.contracts import held

NAMES = ("Nora Asker", "Nils Seeker", "Ada Attester", "Carl Challenger", "Jane Quoted")
COVE = """\
declaration: 1
service: {id: cove, name: "=cmd()", provider: Cove Ltd, kinds: [social_network]}
stated_on: 2026-09-01
grooming:
  any_detection: true
  alerts_child: {declined: {asked_by: Nora Asker, on: 2026-08-01}}
  alerts_moderators: {sought: {by: "Nils Seeker", on: 2026-08-02}}
attestation: {name: Ada Attester, role: Head, date: 2026-09-01}
challenges:
  - fact: grooming.any_detection
    says: false
    filed_by: >-
      Carl Challenger
    date: 2026-09-02
    window: 2026-09-20
    evidence:
      - {publisher: "P", title: "T", date: 2026-09-01}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a register of two filings of one service, another service, and a file of no use."""
    folder = tmp_path_factory.mktemp("register")
    filings = folder / "filings"
    filings.mkdir()
    (filings / "cove.yaml").write_text(COVE, encoding="utf-8")
    (filings / "bad.yaml").write_text('declaration: 1\nservice: {name: x}\n"Jane Quoted": 1\n', encoding="utf-8")
    (filings / "lantern.yaml").write_bytes((EXAMPLES / "lantern.yaml").read_bytes())
    for day, text in (("2026-10-01", COVE), ("2026-11-01", COVE.replace("2026-09-01", "2026-10-20", 1))):
        (filings / "cove.yaml").write_text(text, encoding="utf-8")
        ran = auditor("batch", "filings", "--register", "reg.db", "--as-of", day, "-q", cwd=folder)
        assert ran.status == 0, ran.stderr
    return folder


def register(folder: Path, command: str, *more: str | Path, file: str = "reg.db", color: bool = False) -> Ran:
    env = {"FORCE_COLOR": "1"} if color else {}
    return auditor("register", command, file, *more, cwd=folder, env=env)


def view(folder: Path, command: str, *more: str) -> Any:
    """Give a view as JSON, held to its contract."""
    ran = register(folder, command, *more, "-f", "json")
    assert ran.status == 0, ran.stderr
    return held(json.loads(ran.stdout), f"register-{'history' if command == 'show' else command}")


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    """Give a folder with a copy of the register, to change."""
    plain = sqlite3.connect(folder / "reg.db")
    plain.execute(f"VACUUM INTO '{tmp_path / 'reg.db'}'")
    plain.close()
    return tmp_path


def test_the_list_has_the_newest_filing_of_each_service(folder: Path) -> None:
    ran = register(folder, "list")
    assert (ran.status, ran.stderr) == (0, "")
    assert ran.text.rstrip().endswith("2 ENTRIES of 2 services.")
    found = view(folder, "list")
    assert found["schema"] == "auditor.register-list/1"
    assert [(one["service"]["id"], one["stated_on"], one["as_of"]) for one in found["entries"]] == [
        ("cove", "2026-10-20", "2026-11-01"),
        ("lantern", "2026-09-28", "2026-11-01"),
    ]
    every = view(folder, "list", "--all")
    assert (every["found"], len(every["entries"])) == (4, 4)
    some = register(folder, "list", "--all", "--limit", "1", "--plain").text.splitlines()
    assert some[-1] == "4 ENTRIES, 1 shown."
    assert some[0].startswith("The filing of cove, =cmd(), Cove Ltd: ")


def test_figures_are_those_of_the_audit_itself(folder: Path) -> None:
    audit = json.loads(
        auditor("audit", folder / "filings" / "lantern.yaml", "--as-of", "2026-11-01", "-f", "json").stdout
    )["audits"][0]
    (entry,) = view(folder, "list", "--service", "lantern")["entries"]
    assert entry["verdict"] == audit["verdict"]
    assert entry["counts"] == audit["counts"]
    for track in ("declared", "backed"):
        assert entry["score"][track] == {end: audit["score"][track][end] for end in ("low", "high", "may_be_empty")}
    rows = json.loads(
        register(
            folder, "query", "select requirement, status, status_backed, fingerprint from finding "
            "where service = 'lantern' and as_of = '2026-11-01'", "-f", "json",
        ).stdout
    )["rows"]  # fmt: skip
    assert sorted(map(tuple, rows)) == sorted(
        (one["requirement"], one["status"], one["backed"]["status"], one["fingerprint"]) for one in audit["findings"]
    )


@pytest.mark.parametrize("format", [*FORMATS], ids=str)
def test_a_submission_is_shown_in_every_format_as_its_result_would_be(
    folder: Path, tmp_path: Path, format: Format
) -> None:
    shown = register(folder, "show", "cove", "-f", format.value)
    assert (shown.status, shown.stderr) == (0, "")
    if format is Format.JSON:
        assert "Ada Attester" in shown.text
        return
    saved = tmp_path / "saved.json"
    saved.write_bytes(register(folder, "show", "cove", "-f", "json").stdout)
    assert shown.stdout == auditor("report", saved, "-f", format.value).stdout


def _to_the_second_where_they_differ(old: str, new: str) -> list[str]:
    """Give the older moment as people are told it, unless the newer one is within the same second."""
    assert old < new, "two runs, two moments"
    return [f"{old[:19]}Z"] if old[:19] != new[:19] else []


def test_a_submission_is_found_by_its_digest_day_and_moment(folder: Path) -> None:
    every = view(folder, "list", "--all", "--service", "cove")["entries"]
    new, old = every
    shown = json.loads(register(folder, "show", old["submission"][:10], "-f", "json").stdout)
    assert shown["audits"][0]["declaration"]["stated_on"] == "2026-09-01"
    assert json.loads(register(folder, "show", "lantern", "--as-of", "2026-10-01", "-f", "json").stdout)["as_of"] == (
        "2026-10-01"
    )
    for moment in (old["known_from"], *_to_the_second_where_they_differ(old["known_from"], new["known_from"])):
        then = register(folder, "show", "cove", "--known-at", moment, "-f", "json")
        assert json.loads(then.stdout)["audits"][0]["declaration"]["stated_on"] == "2026-09-01"
    assert register(folder, "show", "cove", "--as-of", "2020-01-01").status == 2
    assert register(folder, "show", "nobody").status == 2
    assert register(folder, "show", new["submission"], "--known-at", "2020-01-01").status == 2


def test_a_history_tells_every_input_that_was_the_submission(folder: Path) -> None:
    ran = register(folder, "show", "lantern", "--history", "--plain")
    assert ran.text.count("Given as filings/lantern.yaml") + ran.text.count("Given as lantern.yaml") == 2
    assert ran.text.rstrip().endswith("2 AUDITS, given 2 times.")
    found = view(folder, "show", "cove", "--history")
    assert (len(found["audits"]), len(found["inputs"]), found["other_filings"]) == (1, 1, 1)
    assert (
        "1 AUDIT, given 1 time; 1 further filing of the service."
        in register(folder, "show", "cove", "--history").text
    )
    assert register(folder, "show", "cove", "--history", "-f", "csv").status == 2


def test_the_text_of_a_declaration_is_given_back_byte_for_byte(folder: Path) -> None:
    shown = register(folder, "show", "cove", "--content")
    assert shown.stdout == (folder / "filings" / "cove.yaml").read_bytes()


def test_what_could_not_be_used_is_listed_and_told(folder: Path) -> None:
    (entry,) = view(folder, "list", "--state", "unusable")["entries"]
    assert (entry["run"], entry["service"], entry["codes"]) == (
        2,
        None,
        ["declaration.unknown-key"],
    )
    told = register(folder, "show", f"{entry['run']}:{entry['position']}")
    assert told.status == 0
    assert "error[declaration.unknown-key]" in told.text
    assert "Jane Quoted" in told.text
    assert register(folder, "show", "9:9").status == 2


def test_trends_of_a_service_a_requirement_and_both(folder: Path) -> None:
    ran = register(folder, "trend", "cove", "--plain")
    assert ran.text.splitlines()[1].startswith("Facts of 2026-09-01, submission ")
    assert ran.text.splitlines()[-1] == "2 AUDITS OF 2 FILINGS."
    shares = view(folder, "trend", "internet-safety-strategy/GRM-02")["shares"]
    assert [(one["as_of"], sum(one["declared"].values())) for one in shares] == [("2026-10-01", 2), ("2026-11-01", 2)]
    steps = view(folder, "trend", "GRM-02", "--service", "cove")["findings"]
    assert [one["stated_on"] for one in steps] == ["2026-09-01", "2026-10-20"]
    assert "2 AUDITS OF GRM-02." in register(folder, "trend", "GRM-02", "--service", "cove").text
    refused = register(folder, "trend", "nothing")
    assert refused.status == 2
    assert "no service or requirement `nothing`" in " ".join(refused.stderr.replace("│", " ").split())


def test_hostile_cells_act_nowhere(folder: Path) -> None:
    sql = "select name, char(27) || '[31m' as red, -2 as less, '-2' as text from submission where service = 'cove'"
    sql += " limit 1"
    drawn = register(folder, "query", sql, color=True).text
    assert "\\x1b[31m" in drawn
    assert "\x1b[31m" not in drawn
    rows = [*csv.reader(io.StringIO(register(folder, "query", sql, "-f", "csv").stdout.decode(), newline=""))]
    assert rows == [["name", "red", "less", "text"], ["'=cmd()", "\\x1b[31m", "-2", "'-2"]]
    assert view(folder, "query", sql)["rows"] == [["=cmd()", "\x1b[31m", -2, "-2"]]
    plain = register(folder, "query", sql, "--plain").text.splitlines()
    assert plain == ["name: =cmd(); red: \\x1b[31m; less: -2; text: -2.", "1 ROW."]


def test_a_query_is_bounded_and_refused_with_status_2(folder: Path) -> None:
    assert "3 ROWS and more" in register(folder, "query", "select * from finding", "--limit", "3").text
    refused = register(folder, "query", "delete from audit")
    assert (refused.status, refused.stdout) == (2, b"")
    assert "error[register.query]" in refused.stderr
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    assert "time is up" in register(folder, "query", endless, "--time-limit", "0.2").stderr


def test_a_table_for_programs_has_all_rows_and_one_that_was_to_be_cut_says_so(folder: Path) -> None:
    many = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1600) select i from n"
    for more in ((), ("--limit", "0")):
        ran = register(folder, "query", many, "-f", "csv", *more)
        assert (ran.status, ran.stderr) == (0, "")
        assert ran.stdout.decode().split() == ["i", *map(str, range(1, 1601))]
    cut = register(folder, "query", many, "-f", "csv", "--limit", "1599")
    assert len(cut.stdout.split()) == 1600
    assert cut.stderr == "1599 rows written, and there are more: --limit 0 gives all\n"
    assert register(folder, "query", many, "-f", "csv", "--limit", "1600").stderr == ""
    assert "1000 ROWS and more" in register(folder, "query", many).text
    assert "1600 ROWS." in register(folder, "query", many, "--limit", "0").text
    found = view(folder, "query", many)
    assert (len(found["rows"]), found["more"]) == (1000, True)
    found = view(folder, "query", many, "--limit", "0")
    assert (len(found["rows"]), found["more"]) == (1600, False)


@pytest.mark.parametrize("format", ["csv", "ndjson"])
def test_an_export_has_a_file_a_view_and_a_dictionary(folder: Path, tmp_path: Path, format: str) -> None:
    ran = register(folder, "export", tmp_path / "out", "--format", format)
    assert (ran.status, ran.stdout) == (0, b"")
    files = {one.name for one in (tmp_path / "out").iterdir()}
    views = ("submission", "audit", "finding", "message", "run", "run_input", "decision", "ruleset")
    assert files == {*(f"{view}.{format}" for view in views), "dictionary.csv"}
    dictionary = (tmp_path / "out" / "dictionary.csv").read_text(encoding="utf-8")
    told = [*csv.DictReader(io.StringIO(dictionary, newline=""))]
    finding = [one["column"] for one in told if one["view"] == "finding"]
    count = json.loads(register(folder, "query", "select count(*) from finding", "-f", "json").stdout)["rows"][0][0]
    text = (tmp_path / "out" / f"finding.{format}").read_text(encoding="utf-8")
    if format == "csv":
        rows = [*csv.DictReader(io.StringIO(text, newline=""))]
        assert "'=cmd()" in (tmp_path / "out" / "submission.csv").read_text(encoding="utf-8")
    else:
        rows = [json.loads(line) for line in text.splitlines()]
    assert len(rows) == count > 100
    assert [*rows[0]] == finding
    assert register(folder, "export", "-", "--format", format).text == text.replace("\r\n", "\n") or format == "csv"


def test_an_export_of_a_moment_holds_what_was_known_then(folder: Path) -> None:
    assert register(folder, "export", "-", "--view", "audit", "--known-at", "2020-01-01").text.count("\n") == 1
    assert register(folder, "export", "-", "--view", "audit", "--view", "run").status == 2


def everything_in(path: Path) -> bytes:
    """Give all bytes of a register, what is compressed in it unpacked too."""
    plain = sqlite3.connect(path)
    bodies = plain.execute("SELECT body FROM reg_text UNION ALL SELECT body FROM reg_result").fetchall()
    plain.close()
    return path.read_bytes() + b"".join(zlib.decompress(body) for (body,) in bodies)


def test_names_are_taken_out_for_good_and_nothing_else_changes(copied: Path) -> None:
    commands: tuple[tuple[str, ...], ...] = (
        ("list", "--all", "-f", "json"),
        ("trend", "cove", "-f", "json"),
        ("show", "cove", "--history", "-f", "json"),
        ("query", "select * from finding", "-f", "json"),
        ("query", "select * from audit", "-f", "json"),
        ("export", "-", "--view", "run_input"),
    )
    before = [register(copied, *one).stdout for one in commands]
    text, result = (register(copied, "show", "cove", *how).text for how in (("--content",), ("-f", "json")))
    assert all(name in text for name in NAMES[:4])
    refused = register(copied, "forget", "--all")
    assert (refused.status, refused.stdout) == (2, b"")
    assert "nothing was taken out: add --yes" in refused.stderr
    assert "can no longer be replayed" in refused.stderr
    assert register(copied, "forget", "--yes").status == 2
    assert register(copied, "forget", "--all", "--service", "cove", "--yes").status == 2
    done = register(copied, "forget", "--all", "--yes")
    assert done.status == 0
    assert "and 0 names of persons" in done.text
    assert int(done.text.partition(" ")[0]) > len(NAMES)
    assert [register(copied, *one).stdout for one in commands] == before
    after = register(copied, "show", "cove", "--content").text
    for name in NAMES[:4]:
        text = text.replace(name, "█" * len(name))
    assert after == text
    assert [*map(len, register(copied, "show", "cove", "-f", "json").text.splitlines())] == [
        *map(len, result.splitlines())
    ]
    for format in FORMATS:
        shown = register(copied, "show", "cove", "-f", format.value)
        assert shown.status == 0
        assert not any(name in shown.text for name in NAMES)
    assert not any(name in register(copied, "show", "1:0").text for name in NAMES)
    held = everything_in(copied / "reg.db") + b"".join(
        one.read_bytes() for one in copied.iterdir() if one.name != "reg.db"
    )
    assert not [name for name in NAMES if name.encode() in held]


def test_names_of_one_service_are_taken_out_alone(copied: Path) -> None:
    assert register(copied, "forget", "--service", "lantern", "--yes").status == 0
    assert "Ada Attester" in register(copied, "show", "cove", "-f", "json").text


def test_a_result_that_something_else_changed_is_refused(copied: Path) -> None:
    plain = sqlite3.connect(copied / "reg.db")
    plain.execute("DROP TRIGGER reg_result_no_update")
    for number, body in plain.execute("SELECT id, body FROM reg_result").fetchall():
        forged = zlib.decompress(body).replace(b'"declared": "cannot-tell"', b'"declared": "compliant"  ')
        plain.execute("UPDATE reg_result SET body = ? WHERE id = ?", (zlib.compress(forged), number))
    plain.commit()
    plain.close()
    refused = register(copied, "show", "cove")
    assert (refused.status, refused.stdout) == (5, b"")
    assert "result.contradiction" in refused.stderr


@pytest.mark.parametrize("command", ["list", "trend", "show", "query", "export", "forget"])
def test_a_file_that_is_no_register_is_refused(folder: Path, command: str) -> None:
    more = {"list": (), "query": ("select 1",), "forget": ("--all", "--yes"), "export": ("-",)}.get(
        command, ("cove",)
    )
    for file, code in (("filings/cove.yaml", "not-a-register"), ("none.db", "missing")):
        ran = register(folder, command, *more, file=file)
        assert (ran.status, ran.stdout) == (3, b"")
        assert f"error[register.{code}]" in ran.stderr
    assert (folder / "filings" / "cove.yaml").read_text(encoding="utf-8").startswith("declaration: 1")
    assert not (folder / "none.db").exists()


def test_a_moment_that_is_none_is_wrong_usage(folder: Path) -> None:
    for wrong in ("yesterday", "2026-13-01", "2026-01-01T99:00"):
        assert register(folder, "list", "--known-at", wrong).status == 2
    assert register(folder, "list", "--known-at", "2026-01-01T10:00").text.startswith(
        "0 ENTRIES, as the register knew it"
    )


def test_without_the_library_it_is_said_what_to_install(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "sqlalchemy.py").write_text(
        "raise ModuleNotFoundError('gone', name='sqlalchemy')\n", encoding="utf-8"
    )
    env = {"PYTHONPATH": f"{tmp_path}:{ROOT}"}
    ran = auditor("register", "list", folder / "reg.db", env=env)
    assert (ran.status, ran.stdout) == (2, b"")
    assert "pip install 'auditor[register]'" in ran.stderr
    assert auditor("check", "examples/minimal.yaml", env=env).status == 0
