"""No text of a stranger commands anything on GitHub: it starts no workflow command and ends none."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.model.diagnostic import Diagnostic, Place, Severity
from auditor.model.result import Result
from auditor.report import github
from tests.support.results import mixed

PIECES = st.one_of(
    st.sampled_from(["::error::", "##[error]x", "##[add-mask]", "##vso[x]", "::stop-commands::t", "%0A::error::x"]),
    st.sampled_from(list(":,%\r\n#[]=; \t\x0b\x0c\x1c\x1e\x85\u2028\u2029\x1b\ufeff\ud800")),
    st.text(max_size=4),
)
HARD = st.lists(PIECES, min_size=1, max_size=8).map("".join).filter(str.strip)


def with_text(text: str) -> Result:
    """Put a text wherever a stranger's text is shown."""
    result = mixed()
    (audit,) = result.audits
    declaration = replace(
        audit.declaration,
        file="x" + text,
        service=replace(audit.declaration.service, name=text, provider=text),
    )
    findings = []
    for one in audit.findings[:4]:
        because = tuple(
            replace(seen, fact=text, seen=text, wanted=text, place=Place("x" + text, 3, 4))
            for seen in one.declared.because
        )
        missing = tuple(replace(lacks, fact=text, question=text, place=None) for lacks in one.declared.missing)
        findings.append(
            replace(
                one,
                declared=replace(one.declared, because=because, missing=missing),
                alternative=text,
                requirement=replace(one.requirement, title=text),
            )
        )
    told = Diagnostic(
        code="a.b", message=text, why=text, help=text, place=Place("x" + text), severity=Severity.WARNING
    )
    return replace(
        result,
        audits=(replace(audit, declaration=declaration, findings=tuple(findings)),),
        diagnostics=(told,),
    )


def levels(line: str) -> list[str]:
    """Read a line as the runner does: the command up to the second pair of colons, its properties apart."""
    head = line[2:].partition("::")[0] if line.startswith("::") else ""
    name, _, properties = head.partition(" ")
    return [name, *(part.partition("=")[0] for part in properties.split(","))]


@given(HARD)
def test_no_text_starts_a_command_or_ends_one(text: str) -> None:
    usual, shown = github.render(with_text("harmless")), github.render(with_text(text))
    assert len(shown.split("\n")) == len(usual.split("\n"))
    assert len(shown.splitlines()) == len(usual.splitlines())
    for before, line in zip(usual.splitlines(), shown.splitlines(), strict=True):
        assert line.startswith("::") == before.startswith("::")
        assert line.startswith(("::", "auditor: "))
        assert not re.search(r"##\w*\[", line)
    assert list(map(levels, shown.splitlines())) == list(map(levels, usual.splitlines()))
