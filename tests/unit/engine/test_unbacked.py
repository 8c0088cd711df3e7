"""Why a stated fact counts as unbacked: every way there is, and none that is not so."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from auditor.cli.loading import contradictions_in
from auditor.engine.contested import contested_in
from auditor.engine.unbacked import WhyUnbacked
from auditor.model.dates import Period, PeriodUnit
from auditor.model.declaration import Declaration
from auditor.model.evidence import Assurance
from auditor.model.ruleset import EvidenceDemand
from auditor.model.unbacked import Lack, Unbacked
from auditor.report.unbacked import settling_texts, unbacked_texts, wants_documents
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary
from tests.support.challenges import DM, challenge

VOCABULARY = read_vocabulary()
DAY = date(2026, 10, 1)
DOCUMENTED = EvidenceDemand(assurance=Assurance.DOCUMENTED)
YOUNG = EvidenceDemand(assurance=Assurance.DOCUMENTED, not_older_than=Period(12, PeriodUnit.MONTHS))
INDEPENDENT = EvidenceDemand(assurance=Assurance.INDEPENDENT, not_older_than=Period(12, PeriodUnit.MONTHS))
SURFACE = "surfaces.direct_messages"
FACTS = {
    "surfaces": {"direct_messages": {"offered": True, "grooming_detection": True}},
    "grooming": {"signals": ["language"]},
}


def declared(folder: Path, *evidence: dict[str, object], **facts: object) -> Declaration:
    (folder / "doc.md").write_text("a document", encoding="utf-8")
    (folder / "config.json").write_text('{"detection": false}', encoding="utf-8")
    digest = sha256(b"a document").hexdigest()
    entries = [
        {"kind": "policy", "title": "T", "issuer": "internal", "file": "doc.md", "sha256": digest, **one}
        for one in evidence
    ]
    data = json.dumps(
        {"declaration": 1, "service": {"name": "A", "provider": "A"}, **FACTS, **facts, "evidence": entries}
    )
    return read_declaration(data.encode(), "a.yaml", folder, VOCABULARY)[0]


def document(
    id: str = "doc", *, issued: str = "2026-09-01", supports: str = SURFACE, **more: str
) -> dict[str, object]:
    return {"id": id, "issued": issued, "supports": [supports], **more}


def why(one: Declaration, fact: str, demand: EvidenceDemand = YOUNG) -> Unbacked:
    found, contested = contradictions_in(one, DAY), contested_in(one, VOCABULARY, DAY)
    return WhyUnbacked(one, found, contested, DAY)(fact, demand)


def told(one: Unbacked) -> str:
    return "\n".join(unbacked_texts(one))


DETECTS = f"{SURFACE}.grooming_detection"
LACKS = [
    (document(issued="2025-09-30"), YOUNG, Lack.TOO_OLD, "too old: it is of 2025-09-30, more than 12 months before"),
    (document(issued="2026-10-02"), YOUNG, Lack.LATER, "is dated 2026-10-02, after 2026-10-01"),
    (document(), INDEPENDENT, Lack.TOO_WEAK, "not sure enough: it is documented, and independent is asked for"),
    (
        document(sha256="0" * 64),
        YOUNG,
        Lack.FAULT,
        "covers it and counts for nothing: the file is not the one that was declared",
    ),
    (document(file="gone.md"), YOUNG, Lack.FAULT, "counts for nothing: the file is not there"),
]


@pytest.mark.parametrize(("entry", "demand", "lack", "words"), LACKS)
def test_what_a_document_lacks(
    entry: dict[str, object], demand: EvidenceDemand, lack: Lack, words: str, tmp_path: Path
) -> None:
    found = why(declared(tmp_path, entry), DETECTS, demand)
    assert [(one.document.id, one.lacks) for one in found.short] == [("doc", (lack,))]
    assert not found.is_disputed
    assert wants_documents(found)
    assert words in told(found)


def test_a_document_can_lack_two_things(tmp_path: Path) -> None:
    found = why(declared(tmp_path, document(issued="2020-01-01")), DETECTS, INDEPENDENT)
    assert found.short[0].lacks == (Lack.TOO_OLD, Lack.TOO_WEAK)


def test_no_document_at_all(tmp_path: Path) -> None:
    assert told(why(declared(tmp_path), DETECTS)) == "no document names it"


def test_a_document_on_a_part_of_a_list_says_nothing_of_the_rest(tmp_path: Path) -> None:
    one = declared(tmp_path, document(supports="grooming.signals.language"))
    assert why(one, "grooming.signals").short[0].lacks == (Lack.IN_PART,)
    left_out = declared(tmp_path, document(supports="grooming.signals.age_gap"))
    assert why(left_out, "grooming.signals.age_gap").short[0].lacks == (Lack.LEFT_OUT,)


def test_a_contradiction_names_the_other_facts_and_where_they_stand(tmp_path: Path) -> None:
    surface = {"offered": True, "grooming_detection": True, "grooming_share_covered": 0}
    one = declared(tmp_path, document(), surfaces={"direct_messages": surface})
    found = why(one, DETECTS)
    (conflict,) = found.conflicts
    assert [other.fact for other in conflict.others] == [f"{SURFACE}.grooming_share_covered"]
    assert [entry.id for entry in found.enough] == ["doc"]
    assert not wants_documents(found)
    assert f"it contradicts {SURFACE}.grooming_share_covered, which is 0 percent at a.yaml:1:" in told(found)
    assert "(consistency.det-02)" in told(found)
    assert "document" not in told(found).replace("no document backs it before that is settled", "")
    assert list(settling_texts(found))


def test_a_contradicted_fact_that_nothing_else_backs_wants_a_document_too(tmp_path: Path) -> None:
    surface = {"offered": True, "grooming_detection": True, "grooming_share_covered": 0}
    found = why(declared(tmp_path, surfaces={"direct_messages": surface}), DETECTS)
    assert found.is_disputed
    assert told(found).splitlines()[-1] == "no document names it"


def test_a_configuration_that_says_otherwise(tmp_path: Path) -> None:
    bound = [{"fact": DETECTS, "file": "config.json", "pointer": "/detection"}]
    one = declared(tmp_path, document(), bound=bound)
    assert "does not agree with the product's configuration" in told(why(one, DETECTS))
    assert "/detection" in told(why(one, DETECTS))
    assert not why(one, f"{SURFACE}.offered").is_disputed


def test_a_challenge_names_who_filed_it_and_when_and_counts_from_its_day(tmp_path: Path) -> None:
    one = replace(declared(tmp_path, document()), challenges=(challenge(),))
    assert "it is contested: Example Charity says false, filed on 2026-09-20" in told(why(one, DM))
    early = WhyUnbacked(one, (), contested_in(one, VOCABULARY, date(2026, 9, 19)), date(2026, 9, 19))(DM, YOUNG)
    assert not early.is_disputed


def test_what_is_asserted_lacks_no_document(tmp_path: Path) -> None:
    found = why(declared(tmp_path), DETECTS, EvidenceDemand(assurance=Assurance.ASSERTED))
    assert not wants_documents(found)
    assert told(found) == ""
