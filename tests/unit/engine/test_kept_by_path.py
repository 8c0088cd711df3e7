"""What is kept of paths that declarations make up: little, whatever they say."""

from __future__ import annotations

from auditor.model.vocabulary import Vocabulary, kept_by_path
from tests.support.vocabulary import VOCABULARY


def test_a_path_is_looked_up_once_and_a_long_one_whenever_it_is_asked_for() -> None:
    asked: list[str] = []

    @kept_by_path
    def length(_vocabulary: Vocabulary, path: str) -> int:
        asked.append(path)
        return len(path)

    for path in ("a.b", "a" * 256, "a" * 257) * 3:
        assert length(VOCABULARY, path) == len(path)
    assert sorted(map(len, asked)) == [3, 256, 257, 257, 257]


def test_two_vocabularies_that_say_the_same_are_asked_each_for_itself() -> None:
    other = Vocabulary(groups={}, sha256=VOCABULARY.sha256)
    path = next(VOCABULARY.facts()).path
    assert VOCABULARY.type_at(path) is not None
    assert other.type_at(path) is None


def test_a_vocabulary_that_knows_a_rulesets_facts_already_stays_itself() -> None:
    assert VOCABULARY.extended([]) is VOCABULARY
    more = VOCABULARY.extended([VOCABULARY.groups[next(iter(VOCABULARY.groups))]])
    assert more.extended(more.extensions.values()) is more
    assert more.extended([]) is more
