"""Places of facts are made when they are asked for, and are those that the document gives."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from auditor.source.declarations import read_document
from auditor.source.document import Document
from auditor.source.factplaces import Places
from auditor.source.vocabularies import read_vocabulary
from auditor.source.yamltree import read_yaml

EXAMPLE = Path(__file__).parent.parent.parent.parent / "examples" / "megaphone.yaml"


@pytest.fixture(scope="module")
def document() -> Document:
    return read_yaml(EXAMPLE.read_bytes(), EXAMPLE.name)


@pytest.fixture(scope="module")
def places(document: Document) -> Places:
    found = read_document(document, EXAMPLE.parent, read_vocabulary())[0].facts.places
    assert isinstance(found, Places)
    return found


def test_each_is_where_the_document_has_it(document: Document, places: Places) -> None:
    assert places["users.minimum_age"] == document.place(("users", "minimum_age"))
    assert places["users.children"] == document.place(("users", "children"), key=True)
    assert places["service.kinds.messaging"] == document.place(("service", "kinds", 3))
    assert places["users"] == document.place(("users",), key=True)


def test_only_facts_and_what_they_stand_in_have_one(places: Places) -> None:
    for path in ("", "declaration", "evidence", "service.name", "users.nothing", "nothing", "users.minimum_age.x"):
        assert path not in places
        with pytest.raises(KeyError):
            places[path]


def test_all_of_them_can_be_told_and_sent_elsewhere(places: Places) -> None:
    every = dict(places)
    assert len(every) == len(places) > 500
    assert all(path in places for path in every)
    assert pickle.loads(pickle.dumps(places)) == every
