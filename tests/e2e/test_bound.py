"""`bound:`: a declaration and the product's configuration held together, and what happens when they part ways."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from auditor.report.diagnostics import render_diagnostics
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary
from tests.e2e.running import AS_OF, auditor

VOCABULARY = read_vocabulary()

FACT = "surfaces.direct_messages.grooming_detection"
HEAD = """\
declaration: 1
service: {name: Acme}
attestation: {name: A, role: B, date: 2026-01-01}
users: {minimum_age: 13}
surfaces:
  direct_messages:
    offered: true
    grooming_detection: true
    grooming_detection_since: 2025-03
"""
FILES = {
    "a.yaml": "features:\n  grooming:\n    enabled: true\nage: 13\nmode: strict\nsince: 2025-03\nnothing:\n"
    "map: {a: 1}\n",
    "a.json": '{\n "features": {"grooming": {"enabled": true}}, "age": 13, "mode": "strict",\n'
    ' "a/b": [false, {"~": 13}]}\n',
    "a.toml": 'age = 13.0\nmode = "strict"\n[features.grooming]\nenabled = true\n',
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "r" / ".git").mkdir(parents=True)
    (tmp_path / "r" / "config").mkdir()
    (tmp_path / "r" / "audit").mkdir()
    for name, text in FILES.items():
        (tmp_path / "r" / "config" / name).write_text(text, encoding="utf-8")
    return tmp_path / "r"


def write(repository: Path, file: str, pointer: str, *, fact: str = FACT, value: str = "", head: str = HEAD) -> Path:
    entry = {"fact": fact, "file": file, "pointer": pointer}
    meaning = f", value: {value}" if value else ""
    path = repository / "audit" / "d.yaml"
    path.write_text(f"{head}bound:\n  - {json.dumps(entry)[:-1]}{meaning}}}\n", encoding="utf-8")
    return path


def check(repository: Path, file: str, pointer: str, **more: str) -> tuple[int, str]:
    """Check in this process, as `auditor check` does: its status and what it says."""
    path = write(repository, file, pointer, **more)
    _read, found = read_declaration(path.read_bytes(), "audit/d.yaml", path.parent, VOCABULARY)
    return int(any(one.code.startswith("bound.") for one in found)), render_diagnostics(found, color=False)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("fact", "pointer", "value"),
    [
        (FACT, "/features/grooming/enabled", ""),
        ("users.minimum_age", "/age", ""),
        (FACT, "/mode", "{strict: true, off: false}"),
        ("users.minimum_age", "/mode", "{strict: 13, off: none}"),
    ],
)
def test_what_agrees_passes(repository: Path, name: str, fact: str, pointer: str, value: str) -> None:
    assert check(repository, f"../config/{name}", pointer, fact=fact, value=value)[0] == 0


@pytest.mark.parametrize(
    ("fact", "name", "pointer"),
    [
        ("users.minimum_age", "a.json", "/a~1b/1/~0"),
        ("surfaces.direct_messages.grooming_detection_since", "a.yaml", "/since"),
    ],
)
def test_pointers_are_those_of_the_standard(repository: Path, fact: str, name: str, pointer: str) -> None:
    assert check(repository, f"../config/{name}", pointer, fact=fact)[0] == 0


@pytest.mark.parametrize(
    ("name", "place"),
    [("a.yaml", "config/a.yaml:3:14"), ("a.json", "config/a.json:2:39"), ("a.toml", "config/a.toml:4:11")],
)
def test_a_disagreement_names_both_places(repository: Path, name: str, place: str) -> None:
    file = repository / "config" / name
    file.write_text(file.read_text(encoding="utf-8").replace("true", "false"), encoding="utf-8")
    write(repository, f"../config/{name}", "/features/grooming/enabled")
    ran = auditor("check", "audit/d.yaml", cwd=repository)
    said = ran.stderr
    assert ran.status == 1
    assert "1 bound fact not as configured" in ran.text
    assert "bound.disagrees" in said
    assert "is declared `true`" in said
    assert "is `false`" in said
    assert "--> audit/d.yaml:8:25" in said
    assert f"also: {place}\n" in said
    assert "also: audit/d.yaml:11:" in said


@pytest.mark.parametrize(
    ("file", "pointer", "fact", "value", "code"),
    [
        ("../config/gone.json", "/age", FACT, "", "file-missing"),
        ("../config", "/age", FACT, "", "not-configuration"),
        ("../config/a.ini", "/age", FACT, "", "not-configuration"),
        ("../../out.json", "/age", FACT, "", "outside-repository"),
        ("/etc/hosts.json", "/age", FACT, "", "outside-repository"),
        ("C:/a.json", "/age", FACT, "", "outside-repository"),
        ("..\\config\\a.json", "/age", FACT, "", "outside-repository"),
        ("../.git/a.json", "/age", FACT, "", "outside-repository"),
        ("../link.json", "/age", FACT, "", "outside-repository"),
        ("../folder.json", "/age", FACT, "", "unreadable"),
        ("../broken.json", "/age", FACT, "", "unreadable"),
        ("../deep.json", "/age", FACT, "", "unreadable"),
        ("../deep.toml", "/age", FACT, "", "unreadable"),
        ("../bomb.yaml", "/a", FACT, "", "unreadable"),
        ("../config/a.json", "/agee", FACT, "", "pointer-missing"),
        ("../config/a.json", "/a~1b/01", FACT, "", "pointer-missing"),
        ("../config/a.json", "/a~1b/2", FACT, "", "pointer-missing"),
        ("../config/a.json", "/age/x", FACT, "", "pointer-missing"),
        ("../config/a.json", "", FACT, "", "other-type"),
        ("../config/a.json", "/age", FACT, "", "other-type"),
        ("../config/a.yaml", "/nothing", FACT, "", "other-type"),
        ("../config/a.yaml", "/map", FACT, "", "other-type"),
        ("../config/a.json", "/mode", FACT, "{off: false}", "no-meaning"),
        ("../config/a.json", "/mode", FACT, "{strict: false}", "disagrees"),
        ("../config/a.json", "/age", "users.statutory_minimum_age", "", "not-stated"),
    ],
)
def test_what_cannot_be_held_together_fails_too(
    repository: Path, file: str, pointer: str, fact: str, value: str, code: str
) -> None:
    (repository.parent / "out.json").write_text('{"age": 13}', encoding="utf-8")
    (repository / ".git" / "a.json").write_text('{"age": 13}', encoding="utf-8")
    (repository / "link.json").symlink_to(repository.parent / "out.json")
    (repository / "folder.json").mkdir()
    (repository / "broken.json").write_text('{"age": 13', encoding="utf-8")
    (repository / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    (repository / "deep.toml").write_text("a." * 100_000 + "b = 1", encoding="utf-8")
    (repository / "bomb.yaml").write_text("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", encoding="utf-8")
    status, said = check(repository, file, pointer, fact=fact, value=value)
    assert status == 1
    assert f"warning[bound.{code}]" in said
    assert f"`{fact}`" in said


def test_a_number_elsewhere_in_a_file_is_in_nobodys_way(repository: Path) -> None:
    (repository / "config" / "a.json").write_text('{"rate": 1.5e-3, "age": 13}', encoding="utf-8")
    assert check(repository, "../config/a.json", "/age", fact="users.minimum_age") == (0, "")


def test_without_a_repository_files_stay_in_the_declarations_folder(repository: Path) -> None:
    (repository / ".git").rmdir()
    assert "bound.outside-repository" in check(repository, "../config/a.json", "/age", fact="users.minimum_age")[1]
    (repository / "audit" / "a.json").write_text('{"age": 13}', encoding="utf-8")
    assert check(repository, "a.json", "/age", fact="users.minimum_age")[0] == 0


def test_from_standard_input_nothing_is_looked_for(repository: Path) -> None:
    text = f"{HEAD}bound: [{{fact: users.minimum_age, file: config/a.json, pointer: /age}}]\n"
    ran = auditor("check", "-", cwd=repository, stdin=text.encode())
    assert ran.status == 1
    assert "bound.no-folder" in ran.stderr


def test_sets_are_compared_word_by_word(repository: Path) -> None:
    (repository / "config" / "s.json").write_text(
        '{"kinds": ["messaging", "forum"], "other": ["forum"]}', encoding="utf-8"
    )
    head = HEAD.replace("{name: Acme}", "{name: Acme, kinds: [forum, messaging]}")
    assert check(repository, "../config/s.json", "/kinds", fact="service.kinds", head=head)[0] == 0
    assert "bound.disagrees" in check(repository, "../config/s.json", "/other", fact="service.kinds", head=head)[1]
    partly = HEAD.replace("{name: Acme}", "{name: Acme, kinds: {forum: true}}")
    assert check(repository, "../config/s.json", "/other", fact="service.kinds", head=partly)[0] == 0


def test_what_disagrees_is_not_backed_and_not_repaired(repository: Path) -> None:
    fact = "grooming.any_detection"
    report = repository / "audit" / "report.txt"
    report.write_text("a report", encoding="utf-8")
    digest = sha256(report.read_bytes()).hexdigest()
    dated = f"{{id: e, title: T, issuer: A, issued: 2026-08-01, file: report.txt, sha256: {digest}"
    head = HEAD.replace("13}", "13, children: {can_use: true}}")
    head = head.replace("    offered: true\n", "    offered: true\n    adults_can_reach_children: true\n")
    head += f"grooming: {{any_detection: true}}\nevidence: [{dated}, supports: [grooming, users, surfaces]}}]\n"
    write(repository, "../config/a.json", "/features/grooming/enabled", fact=fact, head=head)

    def audit() -> tuple[dict[str, Any], dict[str, Any]]:
        ran = auditor("audit", "audit/d.yaml", "-f", "json", *AS_OF, cwd=repository)
        result = json.loads(ran.stdout)
        return result, next(one for one in result["audits"][0]["findings"] if one["requirement"] == "GRM-01")

    agreed, finding = audit()
    assert (finding["status"], finding["backed"]["status"]) == ("met", "met")
    assert not [one for one in agreed["diagnostics"] if one["code"].startswith("bound.")]
    (repository / "config" / "a.json").write_text('{"features": {"grooming": {"enabled": false}}}', encoding="utf-8")
    parted, finding = audit()
    assert (finding["status"], finding["backed"]["status"]) == ("met", "undecided")
    told = [one for one in parted["diagnostics"] if one["code"] == "bound.disagrees"]
    assert [one["also"][0]["file"] for one in told] == ["config/a.json"]


def test_a_public_report_does_not_tell_what_is_confidential(repository: Path) -> None:
    (repository / "config" / "a.json").write_text('{"age": 21}', encoding="utf-8")
    head = f"{HEAD}confidential: [users.minimum_age]\n"
    assert check(repository, "../config/a.json", "/age", fact="users.minimum_age", head=head)[0] == 1
    ran = auditor("audit", "audit/d.yaml", "-f", "json", "--public", *AS_OF, cwd=repository)
    told = [one for one in json.loads(ran.stdout)["diagnostics"] if one["code"] == "bound.disagrees"]
    assert len(told) == 1
    assert "21" not in told[0]["message"]
    assert "13" not in told[0]["message"]


def test_long_values_of_a_configuration_are_not_quoted(repository: Path) -> None:
    secret = "s3cret" * 20
    (repository / "config" / "a.json").write_text(json.dumps({"age": secret}), encoding="utf-8")
    assert "s3cret" not in check(repository, "../config/a.json", "/age", fact="users.minimum_age")[1]


def test_a_text_that_looks_like_a_number_is_called_a_text(repository: Path) -> None:
    (repository / "config" / "a.yaml").write_text('age: "13"\nlong: "12345678901234567890"\n', encoding="utf-8")
    said = check(repository, "../config/a.yaml", "/age", fact="users.minimum_age")[1]
    assert "`/age` of `../config/a.yaml` is the text `13`, which `users.minimum_age` can never be" in said
    assert "= help: write `13` without quotes there, or say under `value:`" in said
    said = check(repository, "../config/a.yaml", "/long", fact="users.minimum_age")[1]
    assert "is the text `12345678901234567890`" in said
    assert "without quotes" not in said


def test_every_message_names_a_file_as_the_declaration_does(repository: Path) -> None:
    said = check(repository, "../config/a.yaml", "/typo", fact="users.minimum_age")[1]
    assert "nothing stands at `/typo` of `../config/a.yaml`: the file holds no `typo`" in said
    assert "also: config/a.yaml:1:1" in said


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (
            "{fact: users.minimum_age, file: a.json, pointer: /a}, "
            "{fact: users.minimum_age, file: a.json, pointer: /a}",
            "declaration.repeated]: `users.minimum_age` is bound twice to `/a` of `a.json`",
        ),
        ("{fact: users.minimum_agee, file: a.json, pointer: /age}", "declaration.unknown-fact"),
        ("{fact: surfaces.direct_messages, file: a.json, pointer: /age}", "declaration.not-bindable"),
        ("{fact: users.minimum_age, file: a.json, pointer: age}", "declaration.bad-form"),
        ("{fact: users.minimum_age, file: a.json, pointer: /a, value: {x: old}}", "declaration."),
        ("{fact: users.minimum_age, file: a.json}", "declaration.missing-key"),
    ],
)
def test_an_entry_that_says_nothing_is_an_error(repository: Path, entry: str, code: str) -> None:
    path = repository / "audit" / "d.yaml"
    path.write_text(f"{HEAD}bound: [{entry}]\n", encoding="utf-8")
    ran = auditor("check", "audit/d.yaml", cwd=repository)
    assert ran.status == 3
    assert f"error[{code}" in ran.stderr
