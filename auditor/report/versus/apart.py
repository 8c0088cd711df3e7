"""What others said, on a terminal: contested facts with both sides, and the services that others compiled.

Nothing here can draw a bar or write a figure of the compiled: there are facts, sources and replies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from auditor.model.comparison import Comparison, Dossier, Standing
from auditor.model.result import ReportedFact
from auditor.report.paper import Paper, Piece
from auditor.report.reported import method_text
from auditor.report.versus.facts import (
    NOT_ASKED,
    Sources,
    by_label,
    contested_of,
    contested_texts,
    fact_text,
    question_of,
    replies,
)
from auditor.report.versus.words import COMPILED, name_of
from auditor.report.wording import flat, listed, plural

_LABEL: Final = 22
_FEW: Final = 3


def put_contested(paper: Paper, comparison: Comparison) -> None:
    """Write every contested fact with what both sides say."""
    both: tuple[Standing | Dossier, ...] = (*comparison.standings, *comparison.dossiers)
    found = [(one, each) for one in both for each in contested_of(one)]
    if not found:
        return
    paper.blank()
    paper.put(Piece("Contested: both sides", "head"))
    for one, contested in found:
        head, *rest = contested_texts(comparison, one, contested)
        paper.prose(head, lead="  ")
        for text in rest:
            paper.prose(text, lead="    ")


def put_compiled(paper: Paper, comparison: Comparison, sources: Sources, *, verbose: bool) -> None:
    """Write the services that others compiled: what was reported of each, its reply, and the sources."""
    if not comparison.dossiers:
        return
    paper.blank()
    paper.prose(COMPILED, style="head")
    shown: list[int] = []
    for dossier in comparison.dossiers:
        paper.put(Piece(name_of(dossier, comparison), "head"))
        facts = facts_shown(comparison, dossier, verbose=verbose)
        shown += [one.number for one in sources.of(dossier, facts)]
        for label, told in by_label(facts).items():
            _put_facts(paper, comparison, dossier, sources, label, told, verbose=verbose)
        if len(dossier.facts) > len(facts):
            rest = plural(len(dossier.facts) - len(facts), "more fact")
            paper.prose(f"{rest} reported on other matters: --verbose shows them", lead="  ")
        for text in replies(comparison, dossier):
            paper.prose(text, lead="  ")
    _put_sources(paper, sources, shown)
    for text in methods(comparison):
        paper.prose(text, lead="  ")


def facts_shown(comparison: Comparison, dossier: Dossier, *, verbose: bool) -> tuple[ReportedFact, ...]:
    """Choose the facts to show: those on the matter in focus, or all."""
    if comparison.focus is None:
        return dossier.facts
    if not verbose:
        return dossier.focus
    named = {one.observation.fact for one in dossier.focus}
    return (*dossier.focus, *(one for one in dossier.facts if one.observation.fact not in named))


def _put_facts(
    paper: Paper,
    comparison: Comparison,
    dossier: Dossier,
    sources: Sources,
    label: str,
    facts: Sequence[ReportedFact],
    *,
    verbose: bool,
) -> None:
    lead = f"  {paper.pad(label, _LABEL)}"
    if not verbose and (label == NOT_ASKED or comparison.focus is None):
        addresses = listed([one.observation.fact for one in facts], most=_FEW)
        marks = sources.marks(dossier, facts)
        paper.prose(f"{plural(len(facts), 'fact')}: {addresses} {marks}".rstrip(), lead=lead)
        return
    for fact in facts:
        said = fact_text(comparison, fact)
        if verbose and question_of(comparison, fact.observation.fact) != fact.observation.fact:
            said += f" ({fact.observation.fact})"
        paper.prose(f"{said} {sources.marks(dossier, [fact])}".rstrip(), lead=lead)


def _put_sources(paper: Paper, sources: Sources, shown: Sequence[int]) -> None:
    cited = [one for one in sources.all if one.number in set(shown)]
    if cited:
        paper.put(Piece("Sources", "head"))
    for one in cited:
        lead, address = f"  [{one.number}] ", flat(one.evidence.source)
        if address and " " not in address and not paper.fits(lead, one.text):
            paper.prose(one.name, lead=lead)
            paper.put(" " * paper.cells(lead), Piece(address, keep=True))
        else:
            paper.prose(one.text, lead=lead)


def methods(comparison: Comparison) -> tuple[str, ...]:
    """Say who compiled which services, when and how; what several share is said once."""
    found: dict[str, list[str]] = {}
    for dossier in comparison.dossiers:
        compiled_by = dossier.audit.declaration.compiled_by
        if compiled_by is not None:
            found.setdefault(method_text(compiled_by), []).append(name_of(dossier, comparison))
    return tuple(f"{listed(names)}: compiled {text[:1].lower()}{text[1:]}" for text, names in found.items())
