"""Near misses: which known name a slip of the pen most likely meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """Give the known name nearest to `word`, or None where nothing is near."""
    if len(word) > 100:
        return None
    folded = {_fold(one): one for one in sorted(candidates, reverse=True)}
    found = get_close_matches(_fold(word), folded, n=1, cutoff=0.7)
    return folded[found[0]] if found else None


def _fold(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Give `did you mean …?`, or nothing."""
    near = nearest(word, candidates)
    return f"did you mean `{near}`?" if near else ""
