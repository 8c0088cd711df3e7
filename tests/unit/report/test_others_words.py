"""Reasons that people gave are shown as they wrote them: no capital, and no full stop that could be part of it."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from auditor.model.decision import Decision
from auditor.model.diagnostic import Place
from auditor.model.evidence import Assurance
from auditor.model.result import Result
from auditor.model.waiver import Waiver
from auditor.report import decisions, waivers
from auditor.report.registry import Format, render
from tests.support.results import waived

DAY = date(2026, 10, 1)
REASON = "iOS build lacks it; see SAFE-12"
WAIVER = Waiver(
    requirement="internet-safety-strategy/GRM-04",
    service="acme",
    reason=REASON,
    approver="mx. Example",
    granted=date(2026, 1, 1),
    expires=date(2027, 1, 1),
    place=Place("w.yaml", 2, 3),
)
DECISION = Decision(
    requirement="internet-safety-strategy/GRM-04",
    service="acme",
    accepted=True,
    reviewer="mx. Example",
    on=date(2026, 1, 1),
    because=REASON,
    assurance=Assurance.ASSERTED,
    text_sha256="0" * 64,
    place=Place("d.yaml", 2, 3),
)


@pytest.mark.parametrize(
    "shown",
    [
        waivers.render([(WAIVER, "")], DAY, width=100, color=False, ascii=False),
        waivers.render_plain([(WAIVER, "")], DAY, ascii=False),
        decisions.render([DECISION], DAY, width=100, color=False, ascii=False),
        decisions.render_plain([DECISION], DAY, ascii=False),
    ],
    ids=["waivers", "waivers-plain", "decisions", "decisions-plain"],
)
def test_lists_keep_the_words_of_others(shown: str) -> None:
    assert any(line.endswith(REASON) for line in shown.splitlines())


def with_reason(result: Result) -> Result:
    (audit,) = result.audits
    findings = tuple(
        replace(one, waiver=replace(one.waiver, reason=REASON)) if one.waiver is not None else one
        for one in audit.findings
    )
    return replace(result, audits=(replace(audit, findings=findings),))


def test_reports_keep_the_words_of_others() -> None:
    result = with_reason(waived())
    assert f": {REASON}\n" in render(Format.MARKDOWN, result)
    assert REASON in render(Format.HTML, result)
