"""Running text on paper: wrapped at spaces, and what cannot be copied in pieces is never broken."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from auditor.report.paper import Paper, Piece

ADDRESS = "https://www.example.org/national/twitter-fined-over-child-safety-failures-20231015-p5ecda.html"


def lines(text: str, *, width: int, lead: str = "", most: int | None = None) -> list[str]:
    paper = Paper(width=width, color=False, ascii=False)
    paper.prose(text, lead=lead, most=most)
    return paper.text().splitlines()


@pytest.mark.parametrize("width", [40, 60, 80, 98, 120])
def test_a_web_address_is_never_broken(width: int) -> None:
    for lead in ("", "  [3] "):
        told = lines(f"The Example Times, Fined, 2023-10-15, {ADDRESS}, second-hand", width=width, lead=lead)
        assert sum(ADDRESS in line for line in told) == 1
        assert all(cell_len(line) <= width or line == f"{ADDRESS}," for line in told)
        assert told[-1].endswith("second-hand")


def test_an_address_too_long_for_a_line_stands_alone_from_its_beginning() -> None:
    assert lines(ADDRESS, width=60, lead="  [3] ") == ["  [3]", ADDRESS]
    assert lines(ADDRESS, width=60) == [ADDRESS]


def test_any_other_long_word_is_broken_to_fit() -> None:
    assert all(len(line) <= 60 for line in lines("a" * 200, width=60, lead="  "))


def test_a_cut_text_is_cut_with_its_address() -> None:
    assert all(len(line) <= 60 for line in lines(f"one two {ADDRESS} three", width=60, most=1))


@pytest.mark.parametrize("lead", ["    ", "  --> "])
@pytest.mark.parametrize("width", range(40, 52))
def test_what_is_kept_is_never_joined_to_a_sign_that_something_is_gone(lead: str, width: int) -> None:
    address = "https://example.org/a/long/address/of/a/source"
    paper = Paper(width=width, color=False, ascii=False)
    paper.put(lead, Piece(address, keep=True))
    (line,) = paper.text().splitlines()
    assert line.endswith(lead.strip() + " " * lead.endswith("> ") + address)
    assert "…" not in line
