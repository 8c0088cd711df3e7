"""Whatever is filed against a declaration, backed never exceeds declared, and what is taken back leaves no trace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.cli.loading import Rules, inquire, load_rules, vocabulary_with
from auditor.model.challenge import Challenge
from auditor.model.declaration import Declaration
from auditor.model.finding import Interval, Status
from auditor.model.result import Audit
from auditor.model.scorecard import Score
from auditor.model.truth import F, T
from auditor.model.values import Bands, Items, Value, WordSet
from auditor.model.vocabulary import Vocabulary
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary
from tests.support.challenges import challenge

AS_OF: Final = date(2026, 10, 1)
EXAMPLES: Final = Path(__file__).parents[2] / "examples"
FILES: Final = ("harbour.yaml", "lantern.yaml", "megaphone.yaml")


@cache
def setting() -> tuple[Rules, Vocabulary]:
    rules = load_rules(["internet-safety-strategy@3"], AS_OF, read_vocabulary())[0]
    return rules, vocabulary_with([rules], read_vocabulary())


@cache
def example(file: str) -> Declaration:
    path = EXAMPLES / file
    return replace(read_declaration(path.read_bytes(), file, path.parent, setting()[1])[0], challenges=())


@cache
def contestable(file: str) -> tuple[tuple[str, Value], ...]:
    """Give what may be filed against each fact, and against each word of a set: that it is otherwise."""
    found: list[tuple[str, Value]] = []
    for path, value in example(file).facts.values.items():
        if isinstance(value, WordSet):
            found += [(f"{path}.{word}", truth != T) for word, truth in value.words.items()]
            found.append((path, WordSet(dict.fromkeys(value.members, F), complete=False)))
        elif not isinstance(value, Items | Bands):
            found.append((path, _otherwise(value)))
    return tuple(found)


def _otherwise(value: Value) -> Value:
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else "otherwise"


@st.composite
def filings(draw: st.DrawFn) -> tuple[str, list[Challenge]]:
    file = draw(st.sampled_from(FILES))
    chosen = draw(st.lists(st.sampled_from(contestable(file)), max_size=12))
    days = st.sampled_from([date(2026, 9, 1), AS_OF, date(2026, 10, 2)])
    service = example(file).service.id
    return file, [
        challenge(fact, says, service=service, on=draw(days), by=f"Filer {number}")
        for number, (fact, says) in enumerate(chosen)
    ]


@cache
def plain(file: str) -> Audit:
    return judged(file, ())


def judged(file: str, challenges: Sequence[Challenge]) -> Audit:
    rules, vocabulary = setting()
    declaration = replace(example(file), challenges=tuple(challenges))
    return inquire(rules, declaration, vocabulary, AS_OF, include_recalled=False).audit


def within(one: Interval, other: Interval) -> bool:
    """Whether neither end lies above the other's."""
    return one.low <= other.low and one.high <= other.high


@given(filings())
@settings(max_examples=30, deadline=None)
def test_backed_never_exceeds_declared(filed: tuple[str, list[Challenge]]) -> None:
    file, challenges = filed
    audit, before = judged(file, challenges), plain(file)
    for mine, was in zip(audit.findings, before.findings, strict=True):
        assert (mine.declared.status, mine.declared.credit) == (was.declared.status, was.declared.credit)
        if mine.declared.status not in (Status.NOT_APPLICABLE, Status.NOT_IN_FORCE):
            assert within(mine.backed.credit, mine.declared.credit)
            assert mine.backed.credit.low <= was.backed.credit.low
        if was.backed.status in (Status.NOT_MET, Status.PARTLY_MET) and was.declared.status is was.backed.status:
            assert mine.backed.status in (was.backed.status, Status.NOT_MET)
    assert audit.scorecard is not None
    assert before.scorecard is not None
    assert audit.scorecard.score.declared == before.scorecard.score.declared
    declared, backed = _ends(audit.scorecard.score.declared), _ends(audit.scorecard.score.backed)
    assert within(backed, declared)
    assert backed.low <= _ends(before.scorecard.score.backed).low


def _ends(score: Score | None) -> Interval:
    assert score is not None
    return score.interval


@given(filings(), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_order_does_not_matter_and_what_is_not_filed_yet_changes_nothing(
    filed: tuple[str, list[Challenge]], random: object
) -> None:
    file, challenges = filed
    mixed = list(challenges)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    audit = judged(file, challenges)
    assert judged(file, mixed).findings == audit.findings
    assert judged(file, mixed).contested == audit.contested
    counted = [one for one in challenges if one.filed(AS_OF)]
    assert judged(file, counted).findings == audit.findings
    assert judged(file, [one for one in challenges if not one.filed(AS_OF)]).findings == plain(file).findings
