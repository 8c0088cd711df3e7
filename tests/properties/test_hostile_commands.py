"""No text of anybody's acts in what a command says, through the whole program.

A folder of rules and filings in which every text is hostile, command by command, beside the same folder with harmless
texts: what each says is held to what its format promises, and to the shape that harmless texts give it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.running import Ran, auditor
from tests.support import hostile_world, neutral
from tests.support.nasty import BY_KIND

pytest.importorskip("cmarkgfm", reason="cmarkgfm is not installed (extra: test)")

SHORT = tuple(one for kind, texts in BY_KIND.items() if kind != "length" for one in texts)
RULES = ("-r", "hostile-rules/1.0.0", "--as-of", "2026-10-01")
EDITIONS = ("hostile-rules/1.0.0", "hostile-rules/1.1.0")
DAY = ("--as-of", "2026-10-01")
FIRST, SECOND, THIRD = (f"filed/{name}.yaml" for name in ("first", "second", "third"))
REGISTER = ("--register", "register.db")
TERMINAL = partial(neutral.hold_text, color=True)


def _shape(text: str) -> Any:
    return neutral.shape_of(neutral.hold_json(text))


def _widths(text: str) -> list[int]:
    return [len(row) for row in neutral.hold_csv(text)]


def _lines(text: str) -> Any:
    return neutral.shape_of(neutral.hold_ndjson(text))


# What is run first, for others to read.
BEFORE: tuple[tuple[str, ...], ...] = (
    ("audit", FIRST, *RULES, "-f", "json", "-o", "first.json"),
    ("audit", FIRST, "-r", EDITIONS[1], *DAY, "-f", "json", "-o", "later.json"),
    ("batch", "filed", *RULES, *REGISTER, "--workers", "1", "-o", "batch.ndjson"),
    ("register", "export", "register.db", "exported"),
)
# Commands with how their output is held; where that gives a shape, it is the one that harmless texts have.
COMMANDS: tuple[tuple[tuple[str, ...], Callable[[str], object]], ...] = (
    (("audit", FIRST, THIRD, *RULES, "--waivers", "waivers.yaml", "--verbose", "--color", "always"), TERMINAL),
    (("audit", FIRST, SECOND, *RULES, "--decisions", "decisions.yaml", "--plain", "--verbose"), neutral.hold_text),
    (("audit", FIRST, *RULES, "--baseline", "first.json", "-f", "json"), _shape),
    (("audit", FIRST, THIRD, *RULES, "-f", "ndjson"), _lines),
    (("audit", FIRST, THIRD, *RULES, "--waivers", "waivers.yaml", "-f", "csv"), _widths),
    (("audit", FIRST, THIRD, *RULES, "-f", "sarif"), neutral.hold_sarif),
    (("audit", FIRST, THIRD, *RULES, "--waivers", "waivers.yaml", "-f", "junit"), neutral.hold_xml),
    (("audit", FIRST, THIRD, *RULES, "-f", "github"), neutral.hold_github),
    (("audit", FIRST, THIRD, *RULES, "--waivers", "waivers.yaml", "-f", "html"), neutral.hold_html),
    (("audit", FIRST, "broken.yaml", *RULES, "-f", "json"), lambda text: bool(neutral.hold_json(text))),
    (("compare", FIRST, SECOND, THIRD, *RULES, "--challenges", "challenges.yaml", "--force"), neutral.hold_text),
    (("compare", FIRST, SECOND, THIRD, *RULES, "--force", "-f", "html"), neutral.hold_html),
    (("compare", FIRST, SECOND, THIRD, *RULES, "--force", "-f", "csv"), _widths),
    (("compare", FIRST, SECOND, THIRD, *RULES, "--force", "-f", "sentences"), neutral.hold_text),
    (("explain", FIRST, *RULES, "--verbose", "--color", "always"), TERMINAL),
    (("explain", FIRST, "--unanswered", *RULES), neutral.hold_text),
    (("explain", FIRST, "--rests-on", *RULES), neutral.hold_text),
    (("ask", FIRST, *RULES), neutral.hold_text),
    (("check", FIRST, "broken.yaml"), neutral.hold_text),
    (("report", "first.json", "-f", "markdown"), neutral.hold_markdown),
    (("diff", "first.json", "later.json", "--declarations", "filed"), neutral.hold_text),
    (("diff", FIRST, FIRST, "--old-ruleset", EDITIONS[0], "-r", EDITIONS[1], *DAY, "-f", "json"), _shape),
    (("what-if", FIRST, "--set", "grooming.alerts_child=true", *RULES), neutral.hold_text),
    (("replay", "first.json", "--declaration", FIRST, "--ruleset", EDITIONS[0], "--verbose"), neutral.hold_text),
    (("timeline", FIRST, *RULES, "--waivers", "waivers.yaml"), neutral.hold_text),
    (("timeline", FIRST, *RULES, "--waivers", "waivers.yaml", "-f", "json"), _shape),
    (("waiver", "list", "waivers.yaml", *DAY), neutral.hold_text),
    (("waiver", "check", "waivers.yaml", FIRST, *RULES), neutral.hold_text),
    (("decision", "list", "decisions.yaml"), neutral.hold_text),
    (("decision", "check", "decisions.yaml", FIRST), neutral.hold_text),
    (
        ("decision", "add", FIRST, "HST-3", "--refuse", "--reviewer", "R", "--because", "No", "-o", "d.yaml", *RULES),
        neutral.hold_text,
    ),
    (("triage", *REGISTER), neutral.hold_text),
    (("triage", *REGISTER, "-f", "json"), _shape),
    (("review", "HST-1", *REGISTER, "--color", "always"), TERMINAL),
    (("review", "HST-1", *REGISTER, "-f", "json"), _shape),
    (("register", "list", "register.db"), neutral.hold_text),
    (("register", "show", "register.db", "first", "-f", "html"), neutral.hold_html),
    (("register", "show", "register.db", "first", "--history"), neutral.hold_text),
    (("register", "trend", "register.db", "first"), neutral.hold_text),
    (("register", "trend", "register.db", "HST-1"), neutral.hold_text),
    (("register", "query", "register.db", "select * from submission"), neutral.hold_text),
    (("register", "query", "register.db", "select * from submission", "-f", "csv"), _widths),
    (("register", "query", "register.db", "select * from submission", "-f", "json"), _shape),
    (("ruleset", "show", EDITIONS[0]), neutral.hold_text),
    (("ruleset", "show", EDITIONS[0], "HST-3"), neutral.hold_text),
    (("ruleset", "lint", EDITIONS[0]), neutral.hold_text),
    (("ruleset", "test", EDITIONS[0]), neutral.hold_text),
    (("ruleset", "mutate", EDITIONS[0]), neutral.hold_text),
    (("ruleset", "scope", EDITIONS[0], "--for", FIRST, *DAY), neutral.hold_text),
    (("ruleset", "scope", EDITIONS[0], "--for", SECOND, *DAY, "-f", "record"), neutral.hold_markdown),
    (("ruleset", "diff", *EDITIONS, "--verbose"), neutral.hold_text),
    (("ruleset", "diff", *EDITIONS, "-f", "json"), _shape),
    (("ruleset", "impact", *EDITIONS, FIRST, SECOND, *DAY, "--verbose"), neutral.hold_text),
    (("ruleset", "crosswalk", *EDITIONS), neutral.hold_text),
)


class World:
    """The folder with its texts, and what each command says there, asked once."""

    def __init__(self, folder: Path, texts: Sequence[str]) -> None:
        self.folder = folder
        told: dict[str, str] = {}
        left = cycle(texts)

        def tell(text: str) -> str:
            if text not in told:
                told[text] = f"{next(left)} {text}"
            return told[text]

        hostile_world.make(folder, tell)
        self.ran = [auditor(*command, cwd=folder) for command in BEFORE]

    @cache  # noqa: B019  # a world lives as long as the tests do
    def says(self, *command: str) -> Ran:
        """Run a command there."""
        return auditor(*command, cwd=self.folder)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("harmless"), ["Plainly"])


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("hostile"), SHORT)


def test_the_folder_is_of_use(harmless: World, hostile: World) -> None:
    assert [one.status for one in harmless.ran] == [1, 1, 0, 0]
    assert [one.status for one in hostile.ran] == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("command", "hold"), COMMANDS, ids=lambda one: " ".join(one)[:60] if isinstance(one, tuple) else ""
)
def test_no_hostile_text_acts_in_what_a_command_says(
    command: tuple[str, ...], hold: Callable[[str], object], harmless: World, hostile: World
) -> None:
    plain, nasty = harmless.says(*command), hostile.says(*command)
    assert nasty.status == plain.status, nasty.stderr
    assert plain.status in (0, 1, 3, 4), plain.stderr
    assert hold(nasty.text) == hold(plain.text)
    for ran in (plain, nasty):
        neutral.hold_text(ran.stderr)
        assert "Traceback" not in ran.stderr


def test_what_is_exported_and_handed_on_is_held(hostile: World) -> None:
    assert _lines((hostile.folder / "batch.ndjson").read_text("utf-8"))
    tables = sorted((hostile.folder / "exported").glob("*.csv"))
    assert len(tables) > 5
    for path in tables:
        assert _widths(path.read_bytes().decode("utf-8"))


def test_the_version_in_a_saved_result_does_not_act(hostile: World) -> None:
    saved = json.loads((hostile.folder / "first.json").read_text("utf-8"))
    saved["tool"]["version"] = "\x1b[2J\u202e9\n::error::x"
    (hostile.folder / "saved.json").write_text(json.dumps(saved), "utf-8")
    ran = hostile.says("report", "saved.json")
    neutral.hold_text(ran.text)
    neutral.hold_text(ran.stderr)
    assert "\\x1b[2J\\u202e9\\x0a" in ran.stderr or ran.status != 1
    assert not any(line.startswith("::") for line in ran.stderr.splitlines())


def test_no_setting_acts_where_settings_are_shown(tmp_path: Path) -> None:
    (tmp_path / "auditor.toml").write_text('waivers = "\\u202ew\\u001b[2J"\nmin-score = 1\n', "utf-8")
    for format in ("terminal", "json"):
        ran = auditor("config", "-f", format, cwd=tmp_path)
        neutral.hold_text(ran.text)
        neutral.hold_text(ran.stderr)
        assert "min-score" in ran.text + ran.stderr


def test_no_text_moves_a_verdict(harmless: World, hostile: World) -> None:
    def outcome(world: World) -> Any:
        (audit,) = json.loads((world.folder / "first.json").read_text("utf-8"))["audits"]
        findings = [(one["requirement"], one["status"], one["backed"]["status"]) for one in audit["findings"]]
        return audit["verdict"], audit["score"], audit["counts"], audit["counts_backed"], findings

    assert outcome(hostile) == outcome(harmless)
    assert outcome(hostile)[0]["declared"] == "not-compliant"


@pytest.mark.parametrize(
    "command",
    [("audit", "broken.yaml", *RULES), ("check", "broken.yaml"), ("explain", "broken.yaml", *RULES)],
    ids=" ".join,
)
def test_what_is_broken_never_passes(command: tuple[str, ...], hostile: World) -> None:
    ran = hostile.says(*command)
    assert ran.status == 3, ran.stderr
    neutral.hold_text(ran.text)
    neutral.hold_text(ran.stderr)


NAMES = [one for one in SHORT if "/" not in one and "\0" not in one and len(one) < 40 and one.isascii()]
NAMES += ["\u202ety\u2066", "zero\u200b\ufeff", "\udcff\udc9b31m", "line\u2028end", "\U000e0041"]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder whose files have hostile names; every other one cannot be used."""
    folder = tmp_path_factory.mktemp("named")
    (folder / "filed").mkdir()
    for number, name in enumerate(NAMES):
        service = f"service: {{id: s{number}, name: S}}" if number % 2 else "service: {}"
        (folder / "filed" / f"{name}.yaml").write_text(f"declaration: 1\n{service}\n", "utf-8")
    return folder


@pytest.mark.parametrize(
    ("command", "hold"),
    [
        (("check", "filed"), neutral.hold_text),
        (("audit", "filed", *DAY), neutral.hold_text),
        (("audit", "filed", *DAY, "-f", "json"), neutral.hold_json),
        (("audit", "filed", *DAY, "-f", "sarif"), neutral.hold_sarif),
        (("audit", "filed", *DAY, "-f", "junit"), neutral.hold_xml),
        (("audit", "filed", *DAY, "-f", "github"), neutral.hold_github),
        (("audit", "filed", *DAY, "-f", "csv"), neutral.hold_csv),
        (("batch", "filed", *DAY, "--workers", "1"), neutral.hold_ndjson),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else "",
)
def test_no_name_of_a_file_acts(command: tuple[str, ...], hold: Callable[[str], object], named: Path) -> None:
    ran = auditor(*command, cwd=named)
    assert ran.status == (0 if command[0] == "batch" else 3), ran.stderr
    hold(ran.text)
    neutral.hold_text(ran.stderr)
