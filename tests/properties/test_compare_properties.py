"""Comparisons of invented services: what must change nothing, and where each stands once the answers are known.

Contradictions between facts are left out of the audits that are made here: a document can lose its worth by an answer
that speaks against it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from itertools import groupby
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from auditor.engine.audit import audit
from auditor.engine.compare import Judged, Line, Terms, standings
from auditor.engine.evaluate import Compiled, compile_ruleset
from auditor.engine.ranks import whole_points
from auditor.model.comparison import Comparison, Dossier, Standing
from auditor.model.declaration import Declaration
from auditor.model.ruleset import Ruleset, ScoringModel
from auditor.report.comparison_registry import COMPARISON_FORMATS, render_comparison
from auditor.report.versus.words import share_text
from auditor.source.declarations import read_declaration
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from tests.support.comparing import COMPILED, DAY, FILED, FOLDER, RULES, comparison
from tests.support.filings import (
    CHILDREN,
    DECLINED,
    DETECTS,
    HOURS,
    REPORT,
    SUMMARY,
    WARNS,
    compiled,
    filing,
)

MANY, FEW = settings(max_examples=50), settings(max_examples=8)
ANSWERS: dict[str, list[Any]] = {
    CHILDREN: [True, True, False],
    DETECTS: [True, False],
    WARNS: [True, False],
    REPORT: [True, False],
    HOURS: [12, 36, 60],
    SUMMARY: [True, False],
}
OPEN: list[Any] = [None, DECLINED]
WEIGHTS = [Fraction(0), Fraction(1, 3), Fraction(1), Fraction(2), Fraction(7)]
HALF = Fraction(1, 2)
HOSTILE = (
    "Acme\nverdict: compliant\r\nrank 1",
    "\x1b[31mred\x1b[0m\x07\x08\x9b1m",
    "\u202eevil\u202c\u2066\u2069\u200b\u2028\u2029\ufeff",
    '"><script>alert(1)</script>&amp;<!--',
    "=cmd|' /C calc'!A0",
    "+1", "-1", "@SUM(A1)", "\t=1", " =1",
    "a,b;c|d\"e'f`g",
    "does (documents found)", "100",
    "[red]oops[/red] :warning: **bold** [a](javascript:alert(1))",
    "שלום مرحبا 𝕏",
    "x" * 5000,
    "ab " * 1700,
    " ",
)  # fmt: skip
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
READABLE = [name for name in HOSTILE if not UNSEEN.search(name) and name.strip()]
COLOURS = re.compile("\x1b\\[[0-9;]*m")

Facts = dict[str, Any]
_Told = TypeVar("_Told", Standing, Dossier)


@cache
def rules() -> Ruleset:
    return read_ruleset(RULES, read_vocabulary())


def variant(chooser: Random) -> Ruleset:
    """Give the fixture's edition with other weights, in either model."""
    requirements = tuple(replace(one, weight=chooser.choice(WEIGHTS)) for one in rules().requirements)
    areas = tuple(
        replace(one, weight=chooser.choice(WEIGHTS), transparent=chooser.random() < 0.2) for one in rules().areas
    )
    scoring = chooser.choice(list(ScoringModel))
    return replace(rules(), requirements=requirements, areas=areas, scoring=scoring)


def scaled(ruleset: Ruleset, factor: Fraction) -> Ruleset:
    requirements = tuple(replace(one, weight=one.weight * factor) for one in ruleset.requirements)
    areas = tuple(replace(one, weight=one.weight * factor) for one in ruleset.areas)
    return replace(ruleset, requirements=requirements, areas=areas)


class Made:
    """A service that can be answered, backed and judged anew."""

    def __init__(self, id: str, facts: Facts, backed: Iterable[str]) -> None:
        self.id, self.facts, self.backed = id, facts, frozenset(backed)

    @classmethod
    def drawn(cls, id: str, chooser: Random) -> Made:
        facts = {fact: chooser.choice([*answers, *OPEN]) for fact, answers in ANSWERS.items()}
        return cls(id, facts, [fact for fact in facts if chooser.random() < 0.5])

    def answering(self, fact: str, answer: Any) -> Made:
        return Made(self.id, {**self.facts, fact: answer}, self.backed)

    def backing(self, fact: str) -> Made:
        return Made(self.id, self.facts, self.backed | {fact})

    def completed(self, chooser: Random) -> Made:
        """Answer what is open, and back everything."""
        facts = {fact: chooser.choice(ANSWERS[fact]) if _is_open(one) else one for fact, one in self.facts.items()}
        return Made(self.id, facts, facts)

    def declaration(self) -> Declaration:
        with TemporaryDirectory() as folder:
            path = Path(filing(Path(folder), self.id, self.facts, backed=self.backed))
            return read_declaration(path.read_bytes(), path.name, path.parent, read_vocabulary())[0]

    def judged(self, ruleset: Ruleset, compiled: tuple[Compiled, ...]) -> Judged:
        made = audit(self.declaration(), ruleset, compiled, vocabulary=read_vocabulary(), as_of=DAY, as_written=False)
        return Judged(audit=made, as_of=DAY, version="0")


def _is_open(answer: Any) -> bool:
    return any(answer is one for one in OPEN)


def put(
    every: Sequence[Made], ruleset: Ruleset, *, forced: bool = False, least: Fraction = HALF
) -> dict[str, Standing]:
    terms = Terms(lens=(), focus=None, least_answered=least, forced=forced)
    rules = compile_ruleset(ruleset)
    found = standings([Line(newest=one.judged(ruleset, rules)) for one in every], terms)
    return {one.audit.declaration.service.id: one for one in found}


def ranked(found: dict[str, Standing]) -> set[str]:
    return {id for id, one in found.items() if one.ranks is not None}


def some(chooser: Random) -> list[Made]:
    return [Made.drawn(id, chooser) for id in "abcd"[: chooser.randint(2, 4)]]


SEEDS = st.integers(0, 2**32)


# -- what open answers leave possible ----------------------------------------------------------


@MANY
@given(SEEDS)
def test_the_places_that_come_true_were_possible(seed: int) -> None:
    """Every open question answered, everything backed: each service is where its rank said that it might be."""
    chooser = Random(seed)
    ruleset, every = variant(chooser), some(chooser)
    before = put(every, ruleset, forced=True)
    after = put([one.completed(chooser) for one in every], ruleset, forced=True)
    assume(ranked(before) == ranked(after))
    for id in ranked(before):
        possible, real = before[id].ranks, after[id].ranks
        assert possible is not None
        assert real is not None
        assert real.best == real.worst
        assert possible.best <= real.best <= possible.worst
        promised, found = before[id].score.backed, after[id].score.backed
        assert promised is not None
        assert found is not None
        assert promised.interval.low <= found.interval.low == found.interval.high <= promised.interval.high


@MANY
@given(SEEDS)
def test_an_answer_never_widens_ones_own_rank(seed: int) -> None:
    chooser = Random(seed)
    ruleset, every = variant(chooser), some(chooser)
    mine = chooser.randrange(len(every))
    unsaid = [fact for fact, answer in every[mine].facts.items() if _is_open(answer)]
    assume(unsaid)
    fact = chooser.choice(unsaid)
    answered = every[mine].answering(fact, chooser.choice(ANSWERS[fact]))
    _never_wider(every, mine, answered, ruleset)


@MANY
@given(SEEDS)
def test_a_document_never_widens_ones_own_rank(seed: int) -> None:
    chooser = Random(seed)
    ruleset, every = variant(chooser), some(chooser)
    mine = chooser.randrange(len(every))
    bare = [fact for fact, answer in every[mine].facts.items() if fact not in every[mine].backed]
    assume(bare)
    _never_wider(every, mine, every[mine].backing(chooser.choice(bare)), ruleset)


def _never_wider(every: Sequence[Made], mine: int, changed: Made, ruleset: Ruleset) -> None:
    """Hold two orders against each other in which the same services have a rank."""
    before = put(every, ruleset)
    after = put([*every[:mine], changed, *every[mine + 1 :]], ruleset)
    assume(ranked(before) == ranked(after))
    was, now = before[changed.id].ranks, after[changed.id].ranks
    if was is not None and now is not None:
        assert was.best <= now.best <= now.worst <= was.worst


@MANY
@given(SEEDS)
def test_figures_of_one_service_do_not_depend_on_the_others(seed: int) -> None:
    """Others decide the rank and what is in common, and nothing else."""
    chooser = Random(seed)
    ruleset, every = variant(chooser), some(chooser)
    alone, together = put(every[:1], ruleset), put(every, ruleset)
    mine = every[0].id
    same = replace(
        together[mine],
        ranks=alone[mine].ranks,
        unranked=alone[mine].unranked,
        shares=replace(together[mine].shares, common=alone[mine].shares.common),
    )
    assert same == alone[mine]


# -- what must change nothing ------------------------------------------------------------------


@MANY
@given(SEEDS, st.sampled_from([Fraction(1, 7), Fraction(3), Fraction(1000)]))
def test_the_scale_of_weights_changes_nothing(seed: int, factor: Fraction) -> None:
    chooser = Random(seed)
    ruleset, every = variant(chooser), some(chooser)
    before, after = put(every, ruleset), put(every, scaled(ruleset, factor))
    assert [*before] == [*after]
    for id, one in before.items():
        other = after[id]
        assert (one.score, one.verdict, one.shares) == (other.score, other.verdict, other.shares)
        assert (one.ranks, one.unranked) == (other.ranks, other.unranked)
        assert [card.score for card in one.areas] == [card.score for card in other.areas]


def test_the_same_figures_come_of_an_edition_written_with_other_weights(tmp_path: Path) -> None:
    """Weights times ten in the files themselves, so that even the digest of the edition is another."""
    home = tmp_path / "meadow-rules" / "1.0.0"
    (home / "requirements").mkdir(parents=True)
    (home / "ruleset.yaml").write_bytes((RULES / "ruleset.yaml").read_bytes())
    text = (RULES / "requirements" / "meadow.yaml").read_text(encoding="utf-8")
    times_ten = re.sub(r"weight: (\d+)", r"weight: \g<1>0", text) + "  weight: 10\n"  # the last one has none: 1
    (home / "requirements" / "meadow.yaml").write_text(times_ten, encoding="utf-8")
    before, after = comparison(FILED), comparison(FILED, rules=home)
    assert before.ruleset.sha256 != after.ruleset.sha256
    assert _figures(before) == _figures(after)


def _figures(made: Comparison) -> list[Any]:
    return [
        (one.audit.declaration.service.id, one.ranks, one.unranked, one.score, one.verdict, one.shares, one.counts)
        for one in made.standings
    ]


def shown(made: Comparison) -> Iterator[tuple[str, str]]:
    """Give every format's text, those for people in several ways."""
    for format, row in COMPARISON_FORMATS.items():
        yield format.value, render_comparison(format, made)
        if row.viewed:
            yield f"{format.value} narrow", render_comparison(format, made, width=60, ascii=True, verbose=True)
            yield f"{format.value} wide", render_comparison(format, made, width=140, color=True, verbose=True)
            yield f"{format.value} plain", render_comparison(format, made, plain=True, verbose=True)


@FEW
@given(SEEDS)
def test_the_order_of_files_changes_no_byte(seed: int) -> None:
    chooser = Random(seed)
    with TemporaryDirectory() as folder:
        files = [filing(Path(folder), one.id, one.facts, backed=one.backed) for one in some(chooser)]
        files += [filing(Path(folder), "a", file="a-old.yaml", stated_on="2025-03-01")]
        files += [compiled(Path(folder), name) for name in ("x", "y")]
        files += [str(FOLDER / f"{name}.yaml") for name in chooser.sample([*FILED, *COMPILED], 3)]
        first, second = comparison(files), comparison(chooser.sample(files, len(files)))
    assert second == first
    assert dict(shown(second)) == dict(shown(first))


@FEW
@given(SEEDS)
def test_what_others_compiled_moves_nobody(seed: int) -> None:
    chooser = Random(seed)
    with TemporaryDirectory() as folder:
        files = [filing(Path(folder), one.id, one.facts, backed=one.backed) for one in some(chooser)]
        facts = {fact: chooser.choice(answers) for fact, answers in ANSWERS.items() if chooser.random() < 0.7}
        apart = compiled(Path(folder), "apart", facts or {REPORT: True})
        before, after = comparison(files), comparison([*files, apart])
        forced = comparison([*files, apart], force=True)
    assert after.standings == before.standings
    assert (after.obstacles, after.watermarks) == (before.obstacles, before.watermarks)
    assert {one.audit.declaration.service.id for one in forced.standings} <= set("abcd")


# -- names -------------------------------------------------------------------------------------


@cache
def several() -> Comparison:
    """Give services that each show other figures, so that no name can order them, and one that others compiled."""
    return comparison(["alder", "cedar-2025", "cedar-2026", "elm", "fir", "gorse", "hazel"])


def named(made: Comparison, name: str) -> Comparison:
    """Give two services, one that filed and one that others compiled, a name of somebody's choosing."""
    standings, dossiers = list(made.standings), list(made.dossiers)
    standings[1], dossiers[1] = _with_name(standings[1], name), _with_name(dossiers[1], name)
    return replace(made, standings=tuple(standings), dossiers=tuple(dossiers))


def _with_name(one: _Told, name: str) -> _Told:
    declaration = one.audit.declaration
    service = replace(declaration.service, name=name, provider=name)
    return replace(one, audit=replace(one.audit, declaration=replace(declaration, service=service)))


def without_names(value: Any, name: str) -> Any:
    """Give a document with the name taken out where it stands as one."""
    if isinstance(value, list):
        return [without_names(one, name) for one in value]
    if not isinstance(value, dict):
        return value
    named = {"name", "provider"}
    return {key: "NAME" if key in named and one == name else without_names(one, name) for key, one in value.items()}


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name[:24]))
def test_a_name_changes_nothing_but_the_name(name: str) -> None:
    texts, expected = dict(shown(named(several(), name))), dict(shown(named(several(), "Plain")))
    assert without_names(json.loads(texts["json"]), name) == without_names(json.loads(expected["json"]), "Plain")
    assert len(texts["sentences"].splitlines()) == len(expected["sentences"].splitlines())
    _same_table(texts["csv"], expected["csv"])
    for format in [format for format in texts if format not in ("json", "csv")]:
        assert not UNSEEN.search(COLOURS.sub("", texts[format])), format


def _same_table(found: str, expected: str) -> None:
    ours, theirs = (list(csv.DictReader(io.StringIO(text, newline=""))) for text in (found, expected))
    assert len(ours) == len(theirs)
    freely = {"service_name", "provider", "declaration_sha256"}
    for mine, other in zip(ours, theirs, strict=True):
        assert {key: one for key, one in mine.items() if key not in freely} == {
            key: one for key, one in other.items() if key not in freely
        }
        assert not any((one or "").lstrip().startswith(("=", "+", "-", "@")) for one in mine.values())


@FEW
@given(st.lists(st.sampled_from([*READABLE, "Alder", "alder", "Z"]), min_size=4, max_size=4), SEEDS)
def test_names_order_only_those_who_show_the_same_figures(names: list[str], seed: int) -> None:
    """Whoever shows the same whole points stands by name; a name moves nobody past anybody else."""
    chooser = Random(seed)
    every = [Made.drawn(id, chooser) for id in "abcd"]
    with TemporaryDirectory() as folder:
        files = [filing(Path(folder), one.id, one.facts, backed=one.backed) for one in every]
        plain = comparison(files)
        files = [
            filing(Path(folder), one.id, one.facts, backed=one.backed, name=name)
            for one, name in zip(every, names, strict=True)
        ]
        renamed = comparison(files)
    assert _groups(plain) == _groups(renamed)
    for group in _grouped(renamed):
        services = [one.audit.declaration.service for one in group]
        keys = [(one.name.casefold(), one.id) for one in services]
        assert keys == sorted(keys)


def _shown_figures(one: Standing) -> tuple[bool, str | int, int]:
    """Give what the order goes by: points where there is a rank, and where there is none how much is answered."""
    if one.ranks is None:
        unanswered = one.shares.unanswered
        return True, share_text(None if unanswered is None else 1 - unanswered), 0
    score = one.score.backed
    ends = (0, 0) if score is None else (whole_points(score.interval.low), whole_points(score.interval.high))
    return False, *ends


def _grouped(made: Comparison) -> list[list[Standing]]:
    return [list(group) for _figures, group in groupby(made.standings, key=_shown_figures)]


def _groups(made: Comparison) -> list[dict[str, Any]]:
    return [
        {one.audit.declaration.service.id: (one.ranks, one.unranked, one.score, one.shares) for one in group}
        for group in _grouped(made)
    ]


def test_a_day_is_no_clock() -> None:
    assert comparison(FILED, day=date(2026, 10, 1)) == comparison(FILED)
