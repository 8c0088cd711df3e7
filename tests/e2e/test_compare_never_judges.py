"""Services that others compiled from published facts are never judged: in no format, by no flag, beside nobody.

Every format is made in every way that the command has, and read for anything that could be taken for a judgement of
such a service. The same reading finds plenty where a service filed for itself, so that it is not blind.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.report.comparison_registry import COMPARISON_FORMATS, ComparisonFormat
from tests.e2e.running import AS_OF, auditor
from tests.support.filings import (
    CHILDREN,
    DECLINED,
    DETECTS,
    EVERYTHING,
    HOURS,
    SOUGHT,
    WARNS,
    challenge,
    compiled,
    filing,
)

RULES = Path(__file__).parents[1] / "fixtures" / "compare" / "meadow-rules" / "1.0.0"
FLAGS: dict[str, tuple[str, ...]] = {
    "force": ("--force",),
    "least": ("--min-answered", "0"),
    "lens": ("--lens", "grooming"),
    "who": ("--who", "grooming,reporting,MDW-5"),
    "recalled": ("--include-recalled",),
    "dates": ("--respect-dates",),
}
NO_FLAG, EVERY_FLAG = (), tuple(FLAGS)
WAYS = [NO_FLAG, *((name,) for name in FLAGS), EVERY_FLAG]
# Each flag alone where it can do something; none of them and all of them everywhere.
RUNS = [(kind, flags) for kind in ("compiled-only", "mixed") for flags in WAYS] + [
    (kind, flags) for kind in ("one-alone", "saved") for flags in (NO_FLAG, EVERY_FLAG)
]
# Of these names nothing else on a page is made, so that wherever one stands a compiled service is meant.
ALL, NONE, OPEN = "Quillon", "Ravelin", "Tabard"
APART = (ALL, NONE, OPEN)
KEYS = {
    *("score", "rank", "ranks", "verdict", "counts", "credit", "stance", "position", "decisive", "shares", "areas"),
    *("findings", "status", "decisive_failures", "unranked", "points", "earlier", "change", "set_aside", "weight"),
}
COLUMNS = re.compile(
    r"rank|verdict|score|share|stance|status|reason|^(not_)?(met|applicable|in_force)$|partly_met|undecided|decisive"
    r"|set_aside|fingerprint|because|in_lens"
)
OF_THE_EDITION = "ruleset_status"
WORDS = re.compile(
    r"\d ?%|\bpoints?\b|\bscores?\b|\brank(ed|s)?\b|\bcompliant\b|\bcredits?\b|\bmeets?\b|\bdeclares?\b|\bbacked\b"
    r"|\bsays it does\b|\bdoes not\b|\bwill not say\b|\bfail(s|ed)?\b|\bout of\b|[█▓▒░✓✗]|\d of \d+\b(?! facts)",
    re.IGNORECASE,
)
DISCLAIMED = (
    "no verdict, no score, no rank",
    "such a service has no score and no rank",
    "no score and no rank",
    "without a verdict",
)
# What was forced is told in every sentence, and is about those who filed.
CAUTION = re.compile(r"In a comparison that was forced although the services cannot be compared \(.*?”\): ")
COLOURED = re.compile(r'class="[^"]*\b(met|failed|open|out|plain|bar|score|rank|points|yes|no|good|bad)\b[^"]*"')


def apart(folder: Path) -> list[str | Path]:
    """Write three: all that is asked is reported, none of it is, and every kind of silence with a challenge."""
    contested = [challenge(HOURS, 48)]
    silent = {**EVERYTHING, DETECTS: SOUGHT, WARNS: DECLINED, HOURS: 12}
    return [
        compiled(folder, ALL.lower(), service=_service(ALL)),
        compiled(
            folder, NONE.lower(), {CHILDREN: True, DETECTS: False, WARNS: False, HOURS: 90}, service=_service(NONE)
        ),
        compiled(folder, OPEN.lower(), silent, service=_service(OPEN), challenges=contested),
    ]


def _service(name: str) -> dict[str, str]:
    return {"id": name.lower(), "name": name, "provider": f"{name} Ltd"}


def filed(folder: Path) -> list[str | Path]:
    return [
        filing(folder, "alpha", name="Alpha"),
        filing(folder, "beta", {**EVERYTHING, HOURS: 90}, name="Beta", backed=[DETECTS]),
        filing(folder, "gamma", {CHILDREN: True}, name="Gamma"),
    ]


def saved(folder: Path, files: list[str | Path]) -> list[str | Path]:
    """Audit each, and give the saved results in place of the declarations."""
    made: list[str | Path] = []
    for one in files:
        path = folder / f"{Path(one).stem}.json"
        ran = auditor("audit", one, "-r", RULES, *AS_OF, "--fail-on", "never", "-f", "json", "-o", path)
        assert ran.status in (0, 3), ran.stderr  # 3 where others compiled it: there is nothing for a gate
        made.append(path)
    return made


def inputs(kind: str, folder: Path) -> list[str | Path]:
    match kind:
        case "compiled-only":
            return apart(folder)
        case "one-alone":
            return apart(folder)[:1]
        case "saved":
            return saved(folder, apart(folder))
        case _:
            return [*filed(folder), *apart(folder)]


def texts(folder: Path, files: list[str | Path], flags: tuple[str, ...]) -> dict[str, str]:
    """Make every format, those for people at a terminal in several ways."""
    by = [*files, "-r", RULES, *AS_OF, *(word for name in flags for word in FLAGS[name])]
    pairs: list[str | Path] = []
    for format in COMPARISON_FORMATS:
        pairs += ["-f", format.value, "-o", folder / f"{format.value}.out"]
    ran = auditor("compare", *by, *pairs)
    assert ran.status == 0, ran.stderr
    found = {format.value: (folder / f"{format.value}.out").read_text("utf-8") for format in COMPARISON_FORMATS}
    views = (
        ("plain", ("--plain", "-v")),
        ("verbose", ("-v", "--width", "60")),
        ("wide", ("--width", "200")),
    )
    for name, more in views if flags in (NO_FLAG, EVERY_FLAG) else ():
        ran = auditor("compare", *by, *more)
        assert ran.status == 0, ran.stderr
        found[name] = ran.text
    return found


@pytest.mark.parametrize(("kind", "flags"), RUNS, ids=lambda one: one if isinstance(one, str) else "+".join(one))
def test_nothing_that_judges_stands_with_a_compiled_service(
    kind: str, flags: tuple[str, ...], tmp_path: Path
) -> None:
    every = inputs(kind, tmp_path)
    found = texts(tmp_path, every, flags)
    for format, text in found.items():
        assert any(name in text for name in APART), format
        assert [*judgements(format, text, APART)] == [], format


def test_the_same_reading_finds_what_is_said_of_those_who_filed(tmp_path: Path) -> None:
    for format, text in texts(tmp_path, inputs("mixed", tmp_path), ()).items():
        assert [*judgements(format, text, ("Alpha", "Beta"))], format


def test_every_format_is_read() -> None:
    assert {one.value for one in COMPARISON_FORMATS} == {one.value for one in ComparisonFormat}
    assert {"terminal", "html", "json", "csv", "sentences"} == {one.value for one in ComparisonFormat}


# -- reading -----------------------------------------------------------------------------------


def judgements(format: str, text: str, names: tuple[str, ...]) -> Iterator[str]:
    """Give whatever could be taken for a judgement of services of these names."""
    match format:
        case "json":
            yield from _in_document(json.loads(text), {name.lower() for name in names})
        case "csv":
            yield from _in_table(text, {name.lower() for name in names})
        case "html":
            yield from _in_page(text, names)
        case "sentences" | "plain":
            yield from (word for line in _about(text, names) for word in _words(line))
        case _:
            yield from (word for part in _parts(text, names) for word in _words(part))


def _in_document(document: dict[str, Any], ids: set[str]) -> Iterator[str]:
    for one in document["standings"]:
        if one["service"]["id"] in ids:
            yield "standing"
    for one in document["dossiers"]:
        if one["service"]["id"] in ids:
            yield from KEYS & set(_keys(one))
    for one in document["obstacles"]:
        yield from ids & set(one["services"]) if one["what"] in ("coverage", "scope") else ()


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _keys(one)
    elif isinstance(value, list):
        for one in value:
            yield from _keys(one)


def _in_table(text: str, ids: set[str]) -> Iterator[str]:
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    judging = [key for key in rows[0] if COLUMNS.search(key) and key != OF_THE_EDITION]
    for row in rows:
        if row["service"] in ids:
            yield from (f"{key}: {row[key]}" for key in judging if row[key])


def _in_page(text: str, names: tuple[str, ...]) -> Iterator[str]:
    """Look into all drawings for a name, and into all parts and rows of tables that are a service's own."""
    body = text[text.index("<body") :]
    for part in re.findall(r"<(?:svg|figure)\b.*?</(?:svg|figure)>", body, re.DOTALL):
        if any(name in part for name in names):
            yield f"in a drawing: {part[:80]}"
    for part in re.findall(r"<article\b.*?</article>|<li>.*?</li>|<tr\b.*?</tr>", body, re.DOTALL):
        if not any(name in part for name in names):
            continue
        if "<svg" in part or "<meter" in part or "<progress" in part:
            yield "a drawing"
        yield from (one.group() for one in COLOURED.finditer(part))
        yield from _words(re.sub(r"<[^>]*>", " ", part))


def _about(text: str, names: tuple[str, ...]) -> Iterator[str]:
    return (line for line in text.splitlines() if any(name in line for name in names))


def _parts(text: str, names: tuple[str, ...]) -> Iterator[str]:
    """Give each line that names one, and where it is a heading all that is indented beneath it."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if not any(name in line for name in names):
            continue
        yield line
        for below in lines[number + 1 :]:
            if not below.startswith("  "):
                break
            yield below


def _words(text: str) -> Iterator[str]:
    text = CAUTION.sub("", text)
    for one in DISCLAIMED:
        text = text.replace(one, "")
    yield from (one.group() for one in WORDS.finditer(text))
