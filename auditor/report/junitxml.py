"""JUnit's XML: suites and cases as data, and how they are written. Knows nothing of audits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from auditor.report.escape import visible
from auditor.report.outcomes import Test
from auditor.report.wording import flat

# What XML 1.0 cannot carry and `visible` leaves.
_NO_XML: Final = re.compile("[\ufffe\uffff]")


class Case(Struct, frozen=True, kw_only=True):
    """One test case: how it ended, in which of our words, and what there is to say."""

    classname: str
    name: str
    ended: Test
    type: str = ""
    message: str = ""
    lines: Sequence[str] = ()


class Suite(Struct, frozen=True, kw_only=True):
    """One suite, with what a reader must know of all its cases."""

    name: str
    cases: Sequence[Case]
    properties: Sequence[tuple[str, str]] = ()
    told: Sequence[str] = ()

    def ended(self, how: Test) -> int:
        """Count the cases that ended so."""
        return sum(one.ended is how for one in self.cases)


def written(suites: Sequence[Suite]) -> str:
    """Write the document."""
    counts = {
        "tests": sum(len(one.cases) for one in suites),
        "failures": sum(one.ended(Test.FAILURE) for one in suites),
        "errors": sum(one.ended(Test.ERROR) for one in suites),
    }
    head = _tag("testsuites", {"name": "auditor", **{name: str(count) for name, count in counts.items()}})
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', head]
    for suite in suites:
        lines += _suite(suite)
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _suite(suite: Suite) -> list[str]:
    counts = {
        "tests": len(suite.cases),
        "failures": suite.ended(Test.FAILURE),
        "errors": suite.ended(Test.ERROR),
        "skipped": suite.ended(Test.SKIPPED),
    }
    lines = ["  " + _tag("testsuite", {"name": suite.name, **{name: str(one) for name, one in counts.items()}})]
    if suite.properties:
        lines.append("    <properties>")
        lines += [
            "      " + _tag("property", {"name": name, "value": value}, empty=True)
            for name, value in suite.properties
        ]
        lines.append("    </properties>")
    for case in suite.cases:
        lines += _case(case)
    if suite.told:
        lines.append(f"    <system-out>{_text(suite.told)}</system-out>")
    return [*lines, "  </testsuite>"]


def _case(case: Case) -> list[str]:
    head = "    " + _tag("testcase", {"classname": case.classname, "name": case.name})
    if case.ended is Test.PASSED:
        inner = f"<system-out>{_text(case.lines)}</system-out>"
    else:
        attributes = {"type": case.type, "message": case.message}
        name = case.ended.value
        inner = f"{_tag(name, attributes)}{_text(case.lines)}</{name}>"
    return [head, f"      {inner}", "    </testcase>"]


def _tag(name: str, attributes: dict[str, str], *, empty: bool = False) -> str:
    written = "".join(f' {key}="{_escaped(value)}"' for key, value in attributes.items())
    return f"<{name}{written}{'/' if empty else ''}>"


def _text(lines: Iterable[str]) -> str:
    return "\n".join(map(_escaped, lines))


def _escaped(text: str) -> str:
    """Write a text on one line, with nothing in it that XML reads as its own or cannot carry."""
    shown = _NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", visible(flat(text)))
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        shown = shown.replace(sign, entity)
    return shown
