"""`init` and `init --ask` as their users run them, with scripted answers."""

from __future__ import annotations

import os
import re
import signal
import struct
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from auditor.model.vocabulary import Kind
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary
from tests.e2e.running import AS_OF, EXAMPLES, ROOT, auditor, environment

VOCABULARY = read_vocabulary()
OWN = """\
# ours, and to stay so
declaration: 1
service: {id: forum, name: "Our Forum"}   # two spaces, kept
attestation: {name: Ann, role: owner, date: 2026-05-01}
users:
  # counted by hand
  minimum_age: 16
  children:
    can_use:    # open on purpose
"""


def stated(path: Path) -> dict[str, object]:
    return dict(read_declaration(path.read_bytes(), path.name, None, VOCABULARY)[0].facts.values)


def ask(folder: Path, *answers: str, options: tuple[str, ...] = ()) -> tuple[int, str, str]:
    typed = "".join(one + "\n" for one in answers).encode()
    ran = auditor("init", "--ask", *AS_OF, *options, cwd=folder, stdin=typed)
    return ran.status, ran.text, ran.stderr


@pytest.mark.parametrize("options", [(), ("--minimal",), ("-r", "all"), ("-r", "ofcom-children", "-r", "nspcc-asks")])
def test_a_template_is_a_declaration_that_claims_nothing(options: tuple[str, ...]) -> None:
    ran = auditor("init", *AS_OF, *options)
    assert ran.status == 0, ran.stderr
    assert max(map(len, ran.text.splitlines())) <= 110
    checked = auditor("check", "-", stdin=ran.stdout)
    assert checked.status == 0
    assert "0 facts stated" in checked.text
    audited = auditor("audit", "-", *AS_OF, *(options if "-r" in options else ()), stdin=ran.stdout)
    assert audited.status == 4


def test_in_a_template_what_decides_the_scope_comes_first_in_its_group() -> None:
    lines = auditor("init", *AS_OF, "-r", "all").text.splitlines()
    under = lines[lines.index("  direct_messages:  # direct messages") :]
    first = next(line.strip() for line in under if re.fullmatch(r"    \w+:", line))
    assert first == "offered:"
    groups = [line.removesuffix(":") for line in lines if re.fullmatch(r"[a-z_]+:", line) and line != "service:"]
    assert groups == [name for name in VOCABULARY.groups if name in groups]


def test_words_bands_and_who_asks_are_shown() -> None:
    text = auditor("init", *AS_OF, "-r", "all").text
    assert "#   - ages: {from: 13, to: 15}" in text
    assert "#   social_network: people make profiles and share with others" in text
    assert "; for ofcom-illegal-content)" in text
    assert "(as {GB: …}, each a whole\n" in text
    assert "# yaml-language-server: $schema" not in text.splitlines()[0]


def test_beside_a_schema_the_template_points_editors_at_it(tmp_path: Path) -> None:
    (tmp_path / "declaration.schema.json").write_text("{}", encoding="utf-8")
    assert auditor("init", "-o", "d.yaml", *AS_OF, cwd=tmp_path).status == 0
    first = (tmp_path / "d.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=declaration.schema.json"


def test_what_to_run_next_is_told_with_the_rules_and_the_day_that_were_asked_for(tmp_path: Path) -> None:
    ran = auditor("init", "-o", "our file.yaml", "-r", "au-bose@1.1.0", *AS_OF, cwd=tmp_path)
    assert "then run `auditor audit 'our file.yaml' -r au-bose@1.1.0 --as-of 2026-10-01`" in ran.stderr


def test_only_what_was_typed_is_written(tmp_path: Path) -> None:
    status, out, said = ask(tmp_path, "Our: Forum #1", "yes", "maybe", "?", "y", "b", "n", "-", "", "q")
    assert status == 0
    path = tmp_path / "declaration.yaml"
    assert stated(path) == {"surfaces.livestreams.offered": True, "users.children.can_use": False}
    assert 'name: "Our: Forum #1"' in path.read_text(encoding="utf-8")
    assert "`users.children.can_use` is `maybe`, which is not `true` or `false`" in said
    assert "Children can use the service" in said
    assert re.search(r"2 of about \d+\n", said)
    assert "; 2 skipped so far" in said
    assert re.search(r"\d+ questions fall away\.", said)
    assert re.search(r"declaration.yaml: 2 answered now, \d+ still open, 2 of them skipped\.\n", out)
    assert "`auditor check declaration.yaml`, then `auditor audit declaration.yaml --as-of 2026-10-01`" in out
    assert auditor("check", "-q", path).status == 0


def test_a_service_begins_with_an_id_that_waivers_can_name(tmp_path: Path) -> None:
    ask(tmp_path, "Our: Forum #1", "q")
    path = tmp_path / "declaration.yaml"
    assert '  id: "our-forum-1"  # by which waivers' in path.read_text(encoding="utf-8")
    waiver = ("--requirement", "internet-safety-strategy/GRM-04", "--reason", "r", "--approver", "a")
    ran = auditor("waiver", "add", "w.yaml", *waiver, "--expires", "2027-01-01", "--for", path, *AS_OF, cwd=tmp_path)
    assert (ran.status, ran.stderr.strip().partition(": ")[2]) == (
        0,
        "internet-safety-strategy/GRM-04 of our-forum-1 is waived until 2027-01-01",
    )
    path.unlink()
    ask(tmp_path, "☃", "q")
    assert "  # id: your-service  # by which waivers" in path.read_text(encoding="utf-8")
    assert "  # id: your-service  # by which waivers" in auditor("init", *AS_OF).text


def test_a_waiver_for_a_service_that_nobody_looked_at_says_on_what_it_rests(tmp_path: Path) -> None:
    waiver = ("--requirement", "internet-safety-strategy/GRM-04", "--reason", "r", "--approver", "a")
    asked = ("--expires", "2027-01-01", "--service", "declaration", *AS_OF)
    said = auditor("waiver", "add", "w.yaml", *waiver, *asked, cwd=tmp_path).stderr
    assert "is waived until 2027-01-01 wherever a declaration says `id: declaration` under `service:`" in said


def test_nothing_typed_claims_nothing(tmp_path: Path) -> None:
    status, out, _said = ask(tmp_path, *([""] * 400))
    assert status == 0
    assert stated(tmp_path / "declaration.yaml") == {}
    assert "0 answered now" in out


def test_without_one_answer_no_file_is_made(tmp_path: Path) -> None:
    status, out, _said = ask(tmp_path)
    assert (status, out) == (0, "Nothing was answered, and nothing was written.\n")
    assert not list(tmp_path.iterdir())


def test_an_own_file_is_resumed_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(OWN, encoding="utf-8")
    path.chmod(0o600)
    status, _out, said = ask(tmp_path, "yes", "no", options=("-o", "ours.yaml"))
    assert status == 0
    assert "only what it leaves open is asked" in said
    text = path.read_text(encoding="utf-8")
    kept = OWN.replace("can_use:    #", "can_use: false    #")
    lines = iter(text.splitlines())
    assert all(any(line == one for one in lines) for line in kept.splitlines()), text
    assert "   # two spaces, kept" in text
    assert stated(path).items() >= {"users.minimum_age": 16}.items()
    assert len(stated(path)) == 3
    assert path.stat().st_mode & 0o777 == 0o600
    again = ask(tmp_path, options=("-o", "ours.yaml"))
    assert path.read_text(encoding="utf-8") == text
    assert "0 answered now" in again[1]


def test_a_template_is_filled_in_where_it_is_open(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    assert auditor("init", "-o", path, *AS_OF).status == 0
    before = path.read_text(encoding="utf-8").splitlines()
    ask(tmp_path, "yes", "yes", options=("-o", "t.yaml"))
    after = path.read_text(encoding="utf-8").splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [new for _old, new in changed] == [f"{old} true" for old, _new in changed]
    assert len(changed) == 2


def test_every_kind_of_answer_can_be_given(tmp_path: Path) -> None:
    """Answer all that is asked by what the questions say; it ends, and the reader takes what it wrote."""
    path = tmp_path / "d.yaml"
    options = ("init", "--ask", "-r", "all", "-o", "d.yaml", *AS_OF)
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", *options],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment({"PYTHONPATH": str(ROOT)}),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    hows: set[str] = set()
    said = b""
    process.stdin.write(b"Everything\n")
    process.stdin.flush()
    first = True
    while one := process.stderr.read(1):
        said += one
        if not said.endswith(b"\n> "):
            continue
        if first:
            first, said = False, b""
            continue
        text = said.decode()
        assert "error[" not in text
        how = text.rstrip("\n> ").splitlines()[-1].strip(" ()")
        process.stdin.write(_answer(how, text).encode() + b"\n")
        process.stdin.flush()
        hows.add(how.split(",")[0])
        said = b""
    output = process.stdout.read().decode()
    for stream in (process.stdin, process.stdout, process.stderr):
        stream.close()
    assert process.wait() == 0
    assert "nothing is open any more" in output or " 0 of them skipped" in output
    values = stated(path)
    kinds = {type_.kind for fact in values if (type_ := VOCABULARY.type_at(fact)) is not None}
    assert kinds >= {Kind.YES_NO, Kind.NUMBER, Kind.DATE, Kind.SET, Kind.WORD, Kind.LADDER, Kind.BANDS, Kind.TEXT}
    assert "child_defaults.13-17.messages_from" in values
    assert len(hows) >= 8


def _answer(how: str, text: str) -> str:
    if how == "yes or no":
        return "no" if "accurate" in text else "yes"
    if how.startswith("the ages"):
        return "0-12, 13 to 17"
    if how.startswith("a key and a value"):
        return "GB: 1200, NO: 3"
    if how.startswith("texts"):
        return 'one: "x"; two # y'
    if how.startswith("a short name"):
        return "alpha, beta"
    if how.startswith("one of these"):
        return "1"
    if how.startswith("words from"):
        return "1, 2"
    if how.startswith("a date"):
        return "2026-03"
    return "a text: 'x' # y" if how.startswith("a text") else "12"


@pytest.mark.parametrize(
    "answer",
    [
        b"\xff\xfe",
        b"yes\x00",
        b"\x1b[31myes",
        b"{declined: {asked_by: A, on: 2026}}",
        b"null",
        b"x" * 200_000,
        b"[" * 9_000,
    ],
    ids=["not UTF-8", "NUL", "escape", "declined", "null", "long", "brackets"],
)
def test_hostile_answers_are_refused_and_shown_harmlessly(answer: bytes, tmp_path: Path) -> None:
    ran = auditor("init", "--ask", *AS_OF, cwd=tmp_path, stdin=b"F\n" + answer + b"\nyes\n")
    assert ran.status == 0
    assert stated(tmp_path / "declaration.yaml") == {"surfaces.livestreams.offered": True}
    assert "\x1b" not in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("name", [b"\x1b[31mred", b"a\x85b\xff"], ids=ascii)
def test_a_name_that_no_declaration_can_have_is_asked_for_again(name: bytes, tmp_path: Path) -> None:
    left = auditor("init", "--ask", "-o", "k.yaml", cwd=tmp_path, stdin=name + b"\nq\n")
    assert left.text == "Nothing was answered, and nothing was written.\n"
    assert not (tmp_path / "k.yaml").exists()
    assert "Name it in other words." in left.stderr
    assert "\x1b" not in left.stderr
    again = auditor("init", "--ask", "-o", "k.yaml", cwd=tmp_path, stdin=name + b"\nQuay\nq\n")
    assert "k.yaml: 0 answered now" in again.text
    assert 'name: "Quay"' in (tmp_path / "k.yaml").read_text("utf-8")


def test_a_name_that_turns_text_round_is_written_as_an_escape(tmp_path: Path) -> None:
    auditor("init", "--ask", "-o", "k.yaml", cwd=tmp_path, stdin="so\u202ereh\nq\n".encode())
    assert 'name: "so\\u202ereh"' in (tmp_path / "k.yaml").read_text("utf-8")
    assert auditor("check", "k.yaml", cwd=tmp_path).status == 0


def test_an_interruption_keeps_what_was_answered(tmp_path: Path) -> None:
    process, path = _begun(tmp_path)
    process.send_signal(signal.SIGINT)
    out, _said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"1 answered now" in out
    assert stated(path) == {"surfaces.livestreams.offered": True}
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_what_another_wrote_meanwhile_is_never_written_over(tmp_path: Path) -> None:
    process, path = _begun(tmp_path)
    path.write_text(OWN, encoding="utf-8")
    _out, said = process.communicate(b"yes\n", timeout=30)
    assert process.returncode == 3
    assert b"declaration.changed-meanwhile" in said
    assert path.read_text(encoding="utf-8") == OWN


def _begun(folder: Path) -> tuple[subprocess.Popen[bytes], Path]:
    """Begin a sitting and answer one question."""
    process = subprocess.Popen(
        [sys.executable, "-m", "auditor", "init", "--ask", *AS_OF],
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment({"PYTHONPATH": str(ROOT)}),
    )
    assert process.stdin is not None
    process.stdin.write(b"F\nyes\n")
    process.stdin.flush()
    path = folder / "declaration.yaml"
    until = time.monotonic() + 30
    while time.monotonic() < until and not (path.exists() and b"offered: true" in path.read_bytes()):
        time.sleep(0.05)
    return process, path


def test_what_cannot_be_answered_is_refused(tmp_path: Path) -> None:
    assert ask(tmp_path, options=("-o", "-"))[0] == 2
    assert ask(tmp_path, options=("--minimal",))[0] == 2
    (tmp_path / "bad.yaml").write_text("declaration: 1\nservice: {nme: X}\n", encoding="utf-8")
    assert ask(tmp_path, options=("-o", "bad.yaml"))[0] == 3
    published = next((EXAMPLES / "published").glob("*.yaml"))
    before = published.read_bytes()
    status, _out, said = ask(tmp_path, "yes", options=("-o", str(published)))
    assert (status, published.read_bytes()) == (3, before)
    assert "compiled by others" in said


def in_a_window(columns: int, *arguments: str, typed: str = "") -> str:
    """Run the program in a terminal so wide, and give what it shows."""
    pty, fcntl, termios = (pytest.importorskip(one) for one in ("pty", "fcntl", "termios"))
    leader, follower = pty.openpty()
    fcntl.ioctl(leader, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    os.write(leader, typed.encode())
    command = [sys.executable, "-m", "auditor", *arguments]
    ran = subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=environment())
    os.close(follower)
    shown = b""
    with suppress(OSError):  # so Linux tells that nobody is at the other end any more
        while part := os.read(leader, 65536):
            shown += part
    os.close(leader)
    ran.wait(60)
    return re.sub(r"\x1b\[[0-9;]*m", "", shown.decode()).replace("\r\n", "\n")


def test_in_a_window_no_word_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "d.yaml"
    path.write_text("declaration: 1\nservice: {name: A}\nusers: {minimum_agee: 13}\n", encoding="utf-8")
    asked = ("init", "--ask", "-o", str(tmp_path / "new.yaml"), *AS_OF)
    for columns, shown in (
        (60, in_a_window(60, "check", str(path))),
        (70, in_a_window(70, *asked, typed="A\n?\nmaybe\nq\n")),
    ):
        assert "no such file" not in shown
        wide = [line for line in shown.splitlines() if len(line) > columns]
        assert all(str(tmp_path) in line for line in wide), wide
    assert "= why:" in in_a_window(60, "check", str(path))
