"""`docs/triage.md` against the constants that it tells."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from auditor.engine import review, triage, triage_alike, triage_alone
from auditor.model.triage import SignalKind, TermName
from auditor.report.triage_words import BUT, FORMULA

PAGE = " ".join((Path(__file__).parents[3] / "docs" / "triage.md").read_text(encoding="utf-8").split())
WRITTEN = {Fraction(1, 4): "¼", Fraction(1, 2): "½", Fraction(3, 4): "¾"}
COUNTED = {2: "two", 3: "three"}


def written(value: Fraction) -> str:
    return WRITTEN.get(value, str(value))


@pytest.mark.parametrize(
    "told",
    [
        FORMULA,
        f"not stated, 0 to {int(triage.USERS_UNKNOWN.high):,}",
        f"{written(triage.MADE_FOR_CHILDREN.low)} to {triage.MADE_FOR_CHILDREN.high} where the service is made",
        f"{written(triage.CHILDREN_USE_IT.low)} to {written(triage.CHILDREN_USE_IT.high)} where children can use it",
        f"0 to {written(triage.CHILDREN_UNKNOWN.high)} where that is not stated",
        f"0 to {written(triage.NO_CHILDREN_CLAIMED.high)} where it is said that they cannot",
        ", ".join(f"{level} {written(value)}" for level, value in triage.LEVELS.items()),
        ", ".join(f"`{one}`" for one in triage.RISKS),
        f"{COUNTED[triage_alone.FRESH_LEAST]} or more, are of the {triage_alone.FRESH_DAYS} days before",
        "a fifth of the weight" if Fraction(1, 5) == triage_alone.OUT_OF_SCOPE else "another share",
        f"{COUNTED[triage_alone.MORE_EXCUSES]} or more than in the filing before",
        f"text of {triage_alike.WORDS_LEAST} words or more",
        f"both have {int(triage_alike.ALIKE * 100)} % or more",
        f"held against up to {triage_alike.TRIED} such others",
        f"up to {triage_alike.FOLLOWED} likenesses",
        f"{COUNTED[triage_alike.NEAR_LEAST]} numbers or more lie on a bound that they pass, or within "
        f"{int(triage_alike.NEAR * 100)} %",
        f"more than {float(review.FAR)} by the robust score, {float(review.FACTOR)} × its distance",
        f"over {review.NUMBERS_LEAST} numbers or more",
        f"{int(review.RARE * 100)} % of the filings or fewer say so, of {review.FILINGS_LEAST} or more",
    ],
)
def test_the_page_tells_every_number_as_it_is(told: str) -> None:
    assert told in PAGE


def test_every_signal_and_every_term_has_its_row_and_its_harmless_reading() -> None:
    assert set(BUT) == set(SignalKind)
    table = PAGE.partition("| signal | given where | |---|---| ")[2].partition("The search for alike")[0]
    assert table.count(" | |") + 1 == len(SignalKind)
    assert all(f"| {one.value} |" in PAGE for one in TermName)
