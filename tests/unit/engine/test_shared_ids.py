"""Which declarations bear an id that is another service's too."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from auditor.engine.shared_ids import sharing
from auditor.model import declaration as module
from auditor.model.declaration import Declaration, Service
from auditor.model.plaintext import called
from tests.support.facts import facts_of
from tests.support.rules import declaration


def made(file: str, name: str, *, id: str = "a", said: bool = False) -> Declaration:
    service = Service(id=id, name=name, id_declared=said)
    return replace(declaration(facts_of({})), file=file, service=service)


def test_each_that_does_not_say_its_id_stands_beside_the_first_that_is_called_otherwise() -> None:
    one, again, other = made("1", "One"), made("2", "ONE"), made("3", "Other")
    said, apart = made("4", "Third", said=True), made("5", "Other", id="b")
    found = [(a.file, b.file) for a, b in sharing([one, again, other, said, apart])]
    assert found == [("1", "3"), ("2", "3"), ("3", "1")]
    assert list(sharing([one, again, apart])) == []


def test_many_filings_of_one_service_are_looked_at_a_few_times_each(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(name: str, provider: str | None) -> str:
        asked.append(name)
        return called(name, provider)

    monkeypatch.setattr(module, "called", counted)
    many = [made(str(number), "One") for number in range(100)]
    assert list(sharing(many)) == []
    assert len(list(sharing([*many, made("other", "Other")]))) == 101
    assert len(asked) < 10 * len(many)
