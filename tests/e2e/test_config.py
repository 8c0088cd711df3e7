"""Settings: which value holds, for every key; which file; what is refused, with its place; what `config` tells."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.main import get_command

from auditor.cli.app import app
from auditor.cli.config import apply_configuration
from auditor.cli.config_keys import NOT_IN_A_FILE, heeded, known_keys
from auditor.cli.config_schema import config_schema
from auditor.model.dates import parse_date
from tests.e2e.running import ROOT, auditor, environment

CASES = ROOT / "tests" / "cases" / "config"
COMMAND: Any = get_command(app)
KEYS = known_keys(COMMAND)
DAY = ("--as-of", "2026-10-01")


@dataclass(frozen=True)
class Row:
    """One key: what stands in the file, in the variable and on the command line, and what the audit is given then."""

    file: str | None
    variable: str
    flag: tuple[str, ...]
    given: tuple[Any, Any, Any]


def yes_no(flag: str) -> Row:
    return Row("true", "false", (flag,), (True, False, True))


def day(text: str) -> Any:
    span = parse_date(text)
    assert span is not None
    return span.first


TABLE = {
    "declarations": Row('["a.yaml"]', "b.yaml, c.yaml", ("d.yaml",), (["a.yaml"], ["b.yaml", "c.yaml"], ["d.yaml"])),
    "ruleset": Row('["one", "two"]', "three,four", ("-r", "five"), (["one", "two"], ["three", "four"], ["five"])),
    "as_of": Row(None, "2026-02-03", ("--as-of", "2026-04-05"), (None, day("2026-02-03"), day("2026-04-05"))),
    "respect_dates": yes_no("--respect-dates"),
    "include_recalled": yes_no("--include-recalled"),
    "waivers": Row('"a.yaml"', "b.yaml", ("--waivers", "c.yaml"), ("a.yaml", "b.yaml", "c.yaml")),
    "decisions": Row('"a.yaml"', "b.yaml", ("--decisions", "c.yaml"), ("a.yaml", "b.yaml", "c.yaml")),
    "challenges": Row('"a.yaml"', "b.yaml", ("--challenges", "c.yaml"), ("a.yaml", "b.yaml", "c.yaml")),
    "baseline": Row('"a.json"', "b.json", ("--baseline", "c.json"), ("a.json", "b.json", "c.json")),
    "locked": yes_no("--locked"),
    "track": Row('"backed"', "declared", ("--track", "backed"), ("backed", "declared", "backed")),
    "fail_on": Row('"any"', "never", ("--fail-on", "decisive"), ("any", "never", "decisive")),
    "min_score": Row("70.5", "60", ("--min-score", "50"), (Fraction(141, 2), Fraction(60), Fraction(50))),
    "min_area": Row(
        '{ grooming = 80, "x/y" = 7.5 }',
        "grooming=60, reporting=5",
        ("--min-area", "grooming=40"),
        (["grooming=80", "x/y=7.5"], ["grooming=60", "reporting=5"], ["grooming=40"]),
    ),
    "max_undecided": Row("5", "4", ("--max-undecided", "0"), (5, 4, 0)),
    "max_unbacked": Row("0", "4", ("--max-unbacked", "3"), (0, 4, 3)),
    "undecided": Row('"pass"', "fail", ("--undecided", "tell"), ("pass", "fail", "tell")),
    "format": Row('["json", "html"]', "csv", ("-f", "junit"), (["json", "html"], ["csv"], ["junit"])),
    "output": Row('["a.txt"]', "b.txt", ("-o", "c.txt"), (["a.txt"], ["b.txt"], ["c.txt"])),
    "public": yes_no("--public"),
    "color": Row('"always"', "never", ("--color", "auto"), ("always", "never", "auto")),
    "width": Row("120", "100", ("--width", "80"), (120, 100, 80)),
    "plain": yes_no("--plain"),
    "quiet": yes_no("--quiet"),
    "verbose": yes_no("--verbose"),
}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own, and an environment without our variables."""
    import os

    for name in [one for one in os.environ if one.startswith("AUDITOR_")]:
        monkeypatch.delenv(name)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@dataclass(frozen=True)
class Told:
    """What a run in this process wrote."""

    stdout: str
    stderr: str


def run(*arguments: str, status: int = 0) -> Told:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
        COMMAND.main(args=list(arguments), prog_name="auditor")
    for one in (out, err):
        one.seek(0)
    told = Told(out.read(), err.read())
    assert ended.value.code == status, told
    return told


def shown(*arguments: str) -> dict[str, Any]:
    document = json.loads(run("config", "-f", "json", "--", *arguments).stdout)
    return {one["key"]: one for one in document["values"]}


def received(*arguments: str, named: str | None = None) -> dict[str, Any]:
    """Give what the audit's function would be called with, by key."""
    root = COMMAND.make_context("auditor", ["audit"])
    apply_configuration(root, named)
    audit = COMMAND.commands["audit"]
    context = audit.make_context("audit", list(arguments), parent=root)
    return {name: _plain(context.params[key.param.name]) for name, key in KEYS.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value] or None
    return getattr(value, "value", value)


def test_the_table_has_every_option_of_the_audit() -> None:
    assert TABLE.keys() == KEYS.keys()


@pytest.mark.parametrize("key", TABLE)
def test_flags_win_over_the_environment_over_the_file_over_the_default(
    key: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, declarations = TABLE[key], () if key == "declarations" else ("x.yaml",)
    by_file, by_variable, by_flag = row.given
    default = _plain(KEYS[key].param.default)
    if key != "declarations":
        assert received(*declarations)[key] == default
    assert (shown()[key]["origin"], shown()[key]["where"]) == ("default", None)
    if row.file is not None:
        (here / "auditor.toml").write_text(f"# settings\n{key} = {row.file}\n", encoding="utf-8")
        assert received(*declarations)[key] == by_file != default
        assert (shown()[key]["origin"], shown()[key]["where"]) == ("file", "auditor.toml:2:1")
    monkeypatch.setenv(KEYS[key].variable, row.variable)
    assert received(*declarations)[key] == by_variable != by_file
    assert (shown()[key]["origin"], shown()[key]["where"]) == ("environment", f"AUDITOR_{key.upper()}")
    assert received(*declarations, *row.flag)[key] == by_flag != by_variable
    assert (shown(*row.flag)[key]["origin"], shown(*row.flag)[key]["where"]) == ("flag", KEYS[key].flag)


@pytest.mark.parametrize("path", sorted(CASES.glob("*.toml")), ids=lambda one: one.stem)
def test_a_fault_is_told_with_its_place(path: Path, here: Path, update: bool) -> None:
    (here / "auditor.toml").write_bytes(path.read_bytes())
    expected = path.with_suffix(".txt")
    for command in (["config", "--check"], ["audit", "x.yaml"], ["ruleset", "list"]):
        ran = run(*command, status=2)
        assert ran.stdout == ""
        if update:
            expected.write_text(ran.stderr, encoding="utf-8")
        assert ran.stderr == expected.read_text(encoding="utf-8")
    schema = config_schema(COMMAND)
    if not path.stem.startswith(("not-toml", "outside")) and "nan" not in path.stem:
        import tomllib

        assert not jsonschema.Draft202012Validator(schema).is_valid(tomllib.loads(path.read_text("utf-8")))


def test_every_sort_of_fault_has_its_case() -> None:
    source = "".join(one.read_text("utf-8") for one in (ROOT / "auditor" / "cli").glob("config_*.py"))
    told = "".join(one.read_text("utf-8") for one in CASES.glob("*.txt"))
    for fault in ("unknown-key", "wrong-type", "wrong-value", "not-in-a-file", "outside"):
        assert f'"{fault}"' in source
        assert f"error[config.{fault}]" in told


def test_help_and_commands_that_heed_nothing_work_beside_a_broken_file(here: Path) -> None:
    (here / "auditor.toml").write_text("nonsense", encoding="utf-8")
    run("audit", "--help")
    run("config", "--help")
    run("schema", "config")
    run("ruleset", "lint", "--checks")
    run("--config", "none", "config", "--check")


def test_the_nearest_file_holds_up_to_the_root_of_the_repository(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = here / "inner" / "deep"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    assert run("config", "--check").stdout == "there is no file of settings\n"
    (here / "auditor.toml").write_text("width = 90\n", encoding="utf-8")
    (inner / "pyproject.toml").write_text('[project]\nname = "auditor-of-another-sort"\n', encoding="utf-8")
    assert shown()["width"]["where"] == "../../auditor.toml:1:1"
    (here / "inner" / "pyproject.toml").write_text("[tool.auditor]\nwidth = 80\n", encoding="utf-8")
    assert shown()["width"]["where"] == "../pyproject.toml:2:1"
    (here / "inner" / "pyproject.toml").unlink()
    (here / "inner" / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")
    assert shown()["width"]["origin"] == "default"


def test_two_files_in_one_folder_are_refused(here: Path) -> None:
    (here / "auditor.toml").write_text("width = 90\n", encoding="utf-8")
    (here / "pyproject.toml").write_text("[tool.auditor]\nplain = true\n", encoding="utf-8")
    ran = run("config", status=2)
    assert "error[config.two-files]: `auditor.toml` and `pyproject.toml` both hold settings" in ran.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[tool]\nauditor = 3\n",
            "error[config.not-a-table]: `tool.auditor` is not a table\n  --> pyproject.toml:2:1",
        ),
        ("tool.auditor.fail_on = 'al'\n", "pyproject.toml:1:24"),
        ("[tool.auditor.min_area]\n'a' = 'b'\n", "error[config.wrong-type]: `min_area` is not a table of numbers"),
        ("[tool.auditor\n", "pyproject.toml:1:14"),
        ("[tool]\nauditor = {fail_onn = 'any'}\n", "pyproject.toml:2:12"),
    ],
)
def test_faults_in_a_shared_file_have_places_too(here: Path, text: str, said: str) -> None:
    (here / "pyproject.toml").write_text(text, encoding="utf-8")
    assert said in run("config", status=2).stderr


def test_a_file_can_be_named_and_left_out(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "auditor.toml").write_text("width = 90\n", encoding="utf-8")
    (here / "ci").mkdir()
    (here / "ci" / "strict.toml").write_text('fail_on = "any"\nwaivers = "w.yaml"\n', encoding="utf-8")
    ran = run("--config", "ci/strict.toml", "config")
    assert ran.stdout.startswith("ci/strict.toml\n")
    assert "ci/w.yaml" in ran.stdout
    assert received("x.yaml", named="none")["width"] is None
    monkeypatch.setenv("AUDITOR_CONFIG", "ci/strict.toml")
    assert shown()["fail_on"]["where"] == "ci/strict.toml:1:1"
    assert run("--config", "none", "config", "--check").stdout == "there is no file of settings\n"
    assert "there is no file `gone.toml`" in run("--config", "gone.toml", "config", status=2).stderr


def test_paths_start_from_the_folder_of_the_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "rules").mkdir()
    (here / "auditor.toml").write_text(
        'declarations = ["a.yaml", "-"]\nruleset = ["./rules", "rules", "all"]\n'
        'waivers = "w.yaml"\noutput = ["r/o.txt"]\n',
        encoding="utf-8",
    )
    (here / "sub").mkdir()
    monkeypatch.chdir(here / "sub")
    monkeypatch.setenv("AUDITOR_BASELINE", "b.json")
    found = received()
    assert found["declarations"] == ["../a.yaml", "-"]
    assert found["ruleset"] == ["../rules", "../rules", "all"]
    assert (found["waivers"], found["output"], found["baseline"]) == ("../w.yaml", ["../r/o.txt"], "b.json")


def test_variables_that_are_empty_misspelt_or_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDITOR_FAIL_ON", "")
    monkeypatch.setenv("AUDITOR_SERVER_URL", "of another program")
    assert shown()["fail_on"]["origin"] == "default"
    assert "not settings, and left alone: AUDITOR_SERVER_URL" in run("config").stdout
    monkeypatch.setenv("AUDITOR_FAIL_NO", "never")
    monkeypatch.setenv("AUDITOR_WIDTH", "wide")
    ran = run("audit", "x.yaml", status=2)
    assert ran.stderr == (
        "error[config.unknown-variable]: `AUDITOR_FAIL_NO` is no setting\n"
        "   = help: did you mean `AUDITOR_FAIL_ON`?\n\n"
        "error[config.wrong-value]: `AUDITOR_WIDTH`: `wide` is no whole number from 40 to 400\n\n"
        "2 problems; nothing was done.\n"
    )


def test_flags_of_config_are_those_of_the_audit() -> None:
    assert run("config", "--nonsense", status=2)
    assert run("config", "--min-score", "101", status=2)
    assert shown("x.yaml", "--plain")["declarations"]["value"] == ["x.yaml"]


def test_formats_and_outputs_come_from_one_place(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "auditor.toml").write_text('format = ["json"]\noutput = ["a.json"]\n', encoding="utf-8")
    assert [shown("-f", "csv")[key]["origin"] for key in ("format", "output")] == ["flag", "default"]
    monkeypatch.setenv("AUDITOR_OUTPUT", "b.txt")
    assert [shown()[key]["origin"] for key in ("format", "output")] == ["default", "environment"]


def test_what_a_command_heeds_is_what_it_would_mean_there() -> None:
    def of(*path: str) -> set[str]:
        command = COMMAND
        for name in path:
            command = command.commands[name]
        return set(heeded(COMMAND, command, path).values())

    assert of("audit") == KEYS.keys()
    assert {"declarations", "ruleset"} <= of("check")
    assert not {"declarations", "output"} & of("lock")
    assert not {"format", "output"} & (of("ask") | of("init") | of("timeline") | of("report"))
    assert {"ruleset", "waivers", "plain"} <= of("timeline")
    assert of("ruleset", "find") == {"as_of", "color", "width", "plain"}
    assert of("schema") == set()


def commands(group: Any = COMMAND, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    found = []
    for name, one in group.commands.items():
        found += commands(one, (*path, name)) if hasattr(one, "commands") else [((*path, name), one)]
    return found


@pytest.mark.parametrize(("path", "command"), commands(), ids=lambda one: " ".join(one) if type(one) is tuple else "")
def test_what_a_command_heeds_it_takes_as_the_audit_does(path: tuple[str, ...], command: Any) -> None:
    """An option of the same name that takes something else would be given what was never meant for it."""
    keys = heeded(COMMAND, command, path)
    for param in command.params:
        if param.name in keys:
            same = KEYS[keys[param.name]].param
            for trait in ("param_type_name", "nargs", "multiple", "is_flag"):
                assert getattr(param, trait, None) == getattr(same, trait, None), (path, param.name)
            assert type(param.type) is type(same.type)
            assert getattr(param.type, "choices", None) == getattr(same.type, "choices", None)


def test_the_page_about_settings_names_every_key() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    rows = "".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))
    assert {name for name in KEYS if f"`{name}`" not in rows} == set()


def test_the_schema_is_one_and_takes_what_the_program_takes() -> None:
    import tomllib

    schema = config_schema(COMMAND)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"].keys() == KEYS.keys() - NOT_IN_A_FILE.keys()
    whole = "\n".join(f"{key} = {row.file}" for key, row in TABLE.items() if row.file is not None)
    jsonschema.Draft202012Validator(schema).validate(tomllib.loads(whole))
    assert json.loads(run("schema", "config").stdout) == schema


def test_nothing_of_this_is_loaded_without_a_file_or_a_variable(here: Path) -> None:
    script = (
        "import sys\nfrom auditor.cli.app import app\nsys.argv = ['auditor', 'ruleset', 'list']\n"
        "try:\n    app()\nexcept SystemExit:\n    sys.stderr.write('\\n'.join(sys.modules))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=here, env=environment()
    )
    loaded = set(ran.stderr.split())
    assert "auditor.cli.config_files" in loaded
    assert not loaded & {"tomllib", "auditor.source.settings_file", "auditor.cli.config_values"}


# Whole runs --------------------------------------------------------------------------------------


def test_an_audit_runs_on_its_settings_alone(here: Path) -> None:
    (here / "quay.yaml").write_text(QUAY, encoding="utf-8")
    settings = '[tool.auditor]\ndeclarations = ["quay.yaml"]\nformat = ["json"]\nundecided = "pass"\n'
    (here / "pyproject.toml").write_text(settings, encoding="utf-8")
    ran = auditor("audit", *DAY, cwd=here)
    assert ran.status == 0, ran.stderr
    gate = json.loads(ran.stdout)["gate"]
    open_ = json.loads(ran.stdout)["audits"][0]["decisive"]["undecided"]
    assert (gate["undecided"], gate["max_undecided"]) == ("pass", None)
    (here / "pyproject.toml").write_text(f"{settings}max_undecided = {open_ - 1}\n", encoding="utf-8")
    ran = auditor("audit", *DAY, cwd=here)
    assert ran.status == 1, ran.stderr
    budget = next(one for one in json.loads(ran.stdout)["gate"]["conditions"] if one["what"] == "undecided")
    assert (budget["wanted"], budget["found"]["low"], budget["met"]) == (str(open_ - 1), str(open_), False)
    told = auditor("audit", *DAY, "-f", "terminal", "--plain", cwd=here).text
    assert f"Not met: {open_} decisive rules undecided as declared, asked {open_ - 1} or fewer." in told
    assert auditor("audit", *DAY, "--max-undecided", str(open_), cwd=here).status == 0
    assert auditor("--config", "none", "audit", *DAY, cwd=here).status == 2


QUAY = "declaration: 1\nservice: {id: quay, name: Quay}\n"


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["groming=80"], "`groming` is no area: internet-safety-strategy 3.0.0 has grooming, "),
        (["elsewhere/grooming=80"], "`elsewhere` is no ruleset of this audit; there is internet-safety-strategy"),
        (["internet-safety-strategy/groming=80"], "`groming` is no area"),
        (["grooming=80", "grooming=70"], "two least scores"),
        (["grooming"], "write it as AREA=N, such as grooming=80"),
        (["=80"], "AREA=N"),
        (["/grooming=80"], "AREA=N"),
        (["grooming=x"], "`x` is not a score"),
    ],
)
def test_an_area_that_cannot_be_is_wrong_usage(
    flags: list[str], said: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    (here / "quay.yaml").write_text(QUAY, encoding="utf-8")
    asked = [part for one in flags for part in ("--min-area", one)]
    assert said in run("audit", "quay.yaml", *DAY, *asked, status=2).stderr


def test_an_area_that_no_ruleset_has_is_wrong_in_a_file_too(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    (here / "quay.yaml").write_text(QUAY, encoding="utf-8")
    wrong = "`groming` is no area: internet-safety-strategy 3.0.0 has grooming"
    (here / "auditor.toml").write_text("[min_area]\ngrooming = 60\ngroming = 80\n", encoding="utf-8")
    for command in (("audit", "quay.yaml", *DAY), ("config", "--check")):
        said = run(*command, status=2).stderr
        assert f"error[config.wrong-value]: `min_area`: {wrong}" in said
        assert "--> auditor.toml:3:11\n" in said
        assert "--min-area" not in said
    (here / "auditor.toml").unlink()
    (here / "pyproject.toml").write_text("[tool.auditor]\nmin_area = {groming = 80}\n", encoding="utf-8")
    assert "--> pyproject.toml:2:23\n" in run("audit", "quay.yaml", *DAY, status=2).stderr
    (here / "pyproject.toml").unlink()
    monkeypatch.setenv("AUDITOR_MIN_AREA", "grooming=60,groming=80")
    for command in (("audit", "quay.yaml", *DAY), ("config", "--check")):
        assert f"error[config.wrong-value]: `AUDITOR_MIN_AREA`: {wrong}" in run(*command, status=2).stderr
    assert "--min-area" in run("config", "--check", "--min-area", "groming=80", status=2).stderr
    assert run("config", "--check", "--min-area", "grooming=80", status=0).stdout


def test_a_flag_for_the_format_leaves_out_the_output_of_the_file(here: Path) -> None:
    (here / "quay.yaml").write_text(QUAY, encoding="utf-8")
    (here / "auditor.toml").write_text('format = ["json"]\noutput = ["a.json"]\n', encoding="utf-8")
    assert "quay" in run("audit", "quay.yaml", *DAY, "-f", "csv", status=4).stdout
    assert not (here / "a.json").exists()
    assert run("audit", "quay.yaml", *DAY, status=4).stdout == ""
    assert json.loads((here / "a.json").read_text("utf-8"))["gate"]["exit"] == 4
