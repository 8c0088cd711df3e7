"""One requirement judged on both tracks, from plain data."""

from __future__ import annotations

from typing import Any

from auditor.engine.audit import audit
from auditor.engine.evaluate import compile_ruleset
from auditor.model.finding import Finding
from tests.support.facts import facts_of
from tests.support.rules import AS_OF, declaration, evidence, read, requirement, ruleset
from tests.support.vocabulary import VOCABULARY


def judge(data: dict[str, Any], met: Any, *supports: str, applies: Any = None) -> Finding:
    """Judge one condition over these facts; `supports` are what a document backs."""
    rule = requirement(met=read(met), applies=None if applies is None else read(applies))
    edition = ruleset([rule])
    found = audit(
        declaration(facts_of(data), [evidence(*supports)] if supports else []),
        edition,
        compile_ruleset(edition),
        vocabulary=VOCABULARY,
        as_of=AS_OF,
        as_written=False,
    )
    return found.findings[0]
