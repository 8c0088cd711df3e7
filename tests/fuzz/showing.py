"""What is fuzzed of showing: any bytes as the texts of results, comparisons and messages act in no format.

The bytes are cut into texts, which go round the texts of a scenario in turn; every format is then held to what it
promises, and its shape to that of the same scenario with harmless texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from msgspec.structs import replace

from auditor.engine.audit import audit
from auditor.model.comparison import Comparison
from auditor.model.diagnostic import Diagnostic, InputError, Place
from auditor.model.result import Result
from auditor.report.comparison_registry import COMPARISON_FORMATS, ComparisonFormat, render_comparison
from auditor.report.diagnostics import render_diagnostics
from auditor.report.gfm import cell, code, prose, told
from auditor.report.registry import FORMATS, Format, render
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary
from tests.fuzz import judging
from tests.support import comparing, neutral, results
from tests.support.disputing import disputed
from tests.support.hostile_world import quoted
from tests.support.retelling import _retold as retold

HARMLESS = "some plain words"
LONG = 60
# Facts, identifiers and kinds: closed words, which no file can write otherwise.
WORD = re.compile(r"[a-z0-9_.*-]+")
VIEWS: tuple[dict[str, Any], ...] = (
    {"width": 100},
    {"width": 60, "ascii": True, "verbose": True},
    {"width": 120, "color": True, "verbose": True},
    {"plain": True, "verbose": True},
)
RESULTS = ("mixed", "several", "waived", "compiled", "contested", "since-baseline")
COMPARISONS = ("everyone", "past", "compiled", "with both sides")
HOLDING: dict[str, Callable[[str], object]] = {
    "json": lambda text: neutral.shape_of(neutral.hold_json(text)),
    "ndjson": lambda text: neutral.shape_of(neutral.hold_ndjson(text)),
    "csv": lambda text: [len(row) for row in neutral.hold_csv(text)],
    "sarif": neutral.hold_sarif,
    "junit": neutral.hold_xml,
    "github": neutral.hold_github,
    "markdown": neutral.hold_markdown,
    "html": neutral.hold_html,
}


def texts_of(data: bytes) -> list[str]:
    """Cut bytes into texts that are not empty; a nought ends one."""
    return [one.decode("utf-8", "surrogateescape") or "x" for one in data.split(b"\0")]


def telling(texts: list[str]) -> Callable[[str], str]:
    """Give what puts texts around each text, the same around the same; words by which things are found stay."""
    known: dict[str, str] = {}

    def tell(text: str) -> str:
        if not text or WORD.fullmatch(text):
            return text
        if text not in known:
            one = texts[len(known) % len(texts)]
            # An address with a blank in it is a link in no format.
            known[text] = f"{text} {one}" if text.startswith("http") else f"{one}{text}{one}"
        return known[text]

    return tell


@cache
def scenario(name: str) -> Result | Comparison:
    """Make a result or a comparison, once."""
    if name in RESULTS:
        return results.SCENARIOS[name]()
    return disputed() if name == "with both sides" else comparing.SCENARIOS[name]()


def ways(one: Result | Comparison) -> list[tuple[str, dict[str, Any]]]:
    """Give every format that it can be shown in, those for people in several ways."""
    rows = FORMATS if isinstance(one, Result) else COMPARISON_FORMATS
    return [(name.value, view) for name, row in rows.items() for view in (VIEWS if row.viewed else VIEWS[:1])]


def text_of(one: Result | Comparison, format: str, view: dict[str, Any]) -> str:
    """Show it in a format."""
    if isinstance(one, Result):
        return render(Format(format), one, **view)
    return render_comparison(ComparisonFormat(format), one, **view)


def held(one: Result | Comparison, format: str, view: dict[str, Any]) -> object:
    """Show it in a format, hold that to its promises, and give its shape where it promises one."""
    text = text_of(one, format, view)
    if format in HOLDING:
        return HOLDING[format](text)
    neutral.hold_text(text, color=bool(view.get("color")))
    return None


@cache
def harmless(name: str, number: int) -> object:
    """Give the shape of a scenario with harmless texts, in one of the ways it can be shown."""
    one = retold(scenario(name), telling([HARMLESS]))
    return held(one, *ways(one)[number])


def hold(name: str, texts: list[str], number: int | None = None) -> None:
    """Hold a scenario with these texts in every way it can be shown, or in one of them."""
    one = retold(scenario(name), telling(texts))
    found = list(enumerate(ways(one)))
    for at, (format, view) in found if number is None else [found[number % len(found)]]:
        same(format, held(one, format, view), harmless(name, at), texts)


def same(format: str, shape: Any, wanted: Any, texts: list[str]) -> None:
    """Hold a shape to that of harmless texts."""
    if format == "github":  # a file whose name cannot be carried has no place
        assert [one[0] for one in shape] == [one[0] for one in wanted]
        assert all(set(one) <= set(two) for one, two in zip(shape, wanted, strict=True))
    elif format == "markdown" and max(map(len, texts)) > LONG:  # what is very long is left to other formats
        assert set(shape) <= set(wanted) | {("p", (), None), "/p"}
    else:
        assert shape == wanted, format


def fuzz_report(data: bytes) -> None:
    """Show a result with any texts in a format; the first two bytes say which."""
    hold(RESULTS[_byte(data, 0) % len(RESULTS)], texts_of(data[2:]), _byte(data, 1))


def fuzz_comparison(data: bytes) -> None:
    """Show a comparison with any texts in a format; the first two bytes say which."""
    hold(COMPARISONS[_byte(data, 0) % len(COMPARISONS)], texts_of(data[2:]), _byte(data, 1))


def _byte(data: bytes, at: int) -> int:
    return data[at] if at < len(data) else 0


def fuzz_message(data: bytes) -> None:
    """Draw a message with any texts: its lines and colours are the program's own."""
    texts = (texts_of(data) + ["a"] * 5)[:5]
    one, excerpt, file, why, help = texts
    place = Place(file, 1 + len(excerpt), 1 + len(one), len(why))
    message = Diagnostic(
        code="a.b", message=one, place=place, excerpt=excerpt, why=why, help=help, also=(Place(file),)
    )
    plain = render_diagnostics((message,), color=False)
    neutral.hold_text(plain)
    assert neutral.SGR.sub("", render_diagnostics((message,), color=True)) == plain
    neutral.hold_text(render_diagnostics((message,), color=True), color=True)


def fuzz_comment(data: bytes) -> None:
    """Put any text where a comment on GitHub has one: no element comes of it."""
    text = data.decode("utf-8", "surrogateescape")
    for write in (prose, told, code):
        held = neutral.hold_markdown(f"- Said: {write(text)} and more.\n  - {write(text)}\n")
        assert [one if isinstance(one, str) else one[0] for one in held] == _LIST  # type: ignore[index]
    row = neutral.hold_markdown(f"| a | b |\n| - | - |\n| {cell(text)} | {cell(text)} |\n")
    assert [one for one in row if isinstance(one, tuple) and one[0] == "td"] == [("td", (), None)] * 2


_LIST = ["ul", "li", "ul", "li", "/li", "/ul", "/li", "/ul"]
_TEMPLATE = """declaration: 1
service: {{id: "{0}", name: "{1}", provider: "{2}"}}
stated_on: 2026-09-01
users: {{children: {{can_use: true}}}}
grooming: {{any_detection: true, alerts_child: {{declined: {{asked_by: "{3}", on: 2026-03-01, source: "{4}"}}}}}}
evidence:
  - {{id: a, kind: policy, title: "{5}", issuer: "{6}", issued: 2026-08-01, source: "{7}", supports: [grooming]}}
attestation: {{name: "{8}", role: "{9}", date: 2026-09-01}}
"""


def fuzz_filing(data: bytes) -> None:
    """File any texts, and show what comes of the filing in every format."""
    texts = texts_of(data)
    filled = _TEMPLATE.format(*(quoted(texts[at % len(texts)])[1:-1] for at in range(10)))
    try:
        declaration, warnings = read_declaration(filled.encode(), "fuzzed.yaml", None, read_vocabulary())
    except InputError as error:
        judging.told(error.diagnostics)
        return
    rules = judging.editions()[0]
    made = audit(
        declaration, rules.ruleset, rules.compiled, vocabulary=read_vocabulary(), as_of=judging.AS_OF, as_written=True
    )
    one = replace(results.make_result(made), diagnostics=warnings)
    for format, view in ways(one):
        held(one, format, view)


assert set(HOLDING) | {"terminal", "sentences"} == {one.value for one in (*Format, *ComparisonFormat)}
