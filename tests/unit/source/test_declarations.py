"""From a declaration's text to flat facts, each with its place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from auditor.model.dates import parse_date
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic, InputError
from auditor.model.evidence import Assurance
from auditor.model.facts import Silence
from auditor.model.plaintext import slug
from auditor.model.truth import F, T
from auditor.model.values import NONE, Band, Bands, Items, WordSet
from auditor.source.canonical import digest
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary

VOCABULARY = read_vocabulary(Path(__file__).parent.parent.parent / "fixtures" / "vocabulary")
HEAD = (
    "declaration: 1\nservice: {name: Pond, provider: Pond Ltd}\nattestation: {name: A, role: B, date: 2026-01-01}\n"
)


def read(body: str, folder: Path | None = None, head: str = HEAD) -> tuple[Declaration, tuple[Diagnostic, ...]]:
    return read_declaration((head + body).encode(), "pond.yaml", folder, VOCABULARY)


def facts(body: str) -> dict[str, object]:
    return dict(read(body)[0].facts.values)


def test_the_smallest_declaration() -> None:
    declaration, warnings = read("", head="declaration: 1\nservice: {name: The Pond}\n")
    assert declaration.service.name == "The Pond"
    assert declaration.service.id == "pond"
    assert dict(declaration.facts.values) == {}
    assert [one.code for one in warnings] == ["declaration.no-attestation"]


def test_scalars() -> None:
    assert facts(
        "users: {children: true, minimum_age: none}\n"
        "risk: {completed: 2026-03, levels: {fraud: low}}\n"
        "surfaces: {comments: {review_time: 2.5, share_covered: 40.0}}\n"
        "contact: Zoe\u0308\n"
    ) == {
        "users.children": True,
        "users.minimum_age": NONE,
        "risk.completed": parse_date("2026-03"),
        "risk.levels.fraud": "low",
        "surfaces.comments.review_time": Decimal("2.5"),
        "surfaces.comments.share_covered": 40,
        "contact": "Zoë",
    }


def test_a_year_is_a_date() -> None:
    assert facts("risk: {completed: 2026}\n") == {"risk.completed": parse_date("2026")}


def test_sets_complete_and_partial() -> None:
    head = "declaration: 1\nservice: {name: Pond, kinds: %s}\n"
    whole = read("", head=head % "[forum, messaging]")[0].facts.values["service.kinds"]
    part = read("", head=head % "{forum: true, messaging: false, social_network: null}")[0].facts.values[
        "service.kinds"
    ]
    assert whole == WordSet(words={"forum": T, "messaging": T}, complete=True)
    assert part == WordSet(words={"forum": T, "messaging": F}, complete=False)


def test_maps_lists_and_bands() -> None:
    assert facts(
        "users: {monthly_active: {GB: 5, IE: null}}\n"
        "teams: [{id: night, size: 3, languages: [en, cy]}, {size: 0}]\n"
        "defaults:\n"
        "  - {ages: {from: 13, to: 15}, messages_from: nobody}\n"
        "  - {ages: {from: 13, to: 15}, messages_from: anyone}\n"
        "  - {ages: {from: 16}}\n"
    ) == {
        "users.monthly_active": Items(keys=("GB", "IE")),
        "users.monthly_active.GB": 5,
        "teams": Items(keys=("night", "1")),
        "teams.night.size": 3,
        "teams.night.languages": Items(keys=("0", "1")),
        "teams.night.languages.0": "en",
        "teams.night.languages.1": "cy",
        "teams.1.size": 0,
        "defaults": Bands(
            (
                Band(key="13-15", start=13, end=15),
                Band(key="13-15-2", start=13, end=15),
                Band(key="2", start=16, end=None),
            )
        ),
        "defaults.13-15.messages_from": "nobody",
        "defaults.13-15-2.messages_from": "anyone",
    }


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 40])
def test_a_list_of_texts_has_each_under_its_number(count: int) -> None:
    said = [f"e\u0301{number}" for number in range(count)]
    read = facts(f"teams: [{{id: night, languages: [{', '.join(said)}]}}]\n")
    assert read.pop("teams.night.languages") == Items(keys=tuple(map(str, range(count))))
    del read["teams"]
    assert read == {f"teams.night.languages.{number}": f"\u00e9{number}" for number in range(count)}


@pytest.mark.parametrize("count", [121, 122, 5000])
def test_there_is_a_band_for_every_age_and_no_more(count: int) -> None:
    body = "defaults: [" + "{ages: {from: 13, to: 17}}, " * count + "]\n"
    if count <= 121:
        assert len(read(body)[0].facts.values["defaults"].bands) == count  # type: ignore[union-attr]
        return
    with pytest.raises(InputError) as caught:
        read(body)
    (found,) = caught.value.diagnostics
    assert (found.code, found.message) == ("declaration.too-much", f"`defaults` holds {count}")
    assert found.help == "at most 121 can stand here"


def test_an_item_without_an_id_does_not_pass_for_another() -> None:
    assert facts("teams: [{size: 1}, {id: '0', size: 2}]\n")["teams"] == Items(keys=("0-", "0"))


def test_empty_collections_are_answers_and_empty_maps_of_known_keys_are_not() -> None:
    assert facts("teams: []\nusers: {monthly_active: {}}\nsurfaces: {}\ndefaults: []\n") == {
        "teams": Items(keys=()),
        "users.monthly_active": Items(keys=()),
        "defaults": Bands(()),
    }


def test_silence_has_three_names() -> None:
    declaration, _ = read(
        "users: {children: null, minimum_age: {declined: {asked_by: Regulator, on: 2025-06, source: letter}}}\n"
        "contact: {sought: {by: us, on: 2025}}\nsurfaces: {declined: {asked_by: Press, on: 2024-01-01}}\n"
    )
    found = declaration.facts
    assert dict(found.values) == {}
    assert found.absence("users.children").silence is Silence.NOT_ANSWERED
    declined = found.absence("users.minimum_age")
    assert (declined.silence, declined.by, declined.on, declined.source) == (
        Silence.DECLINED, "Regulator", "2025-06", "letter",
    )  # fmt: skip
    assert (found.absence("contact").silence, found.absence("contact").on) == (Silence.SOUGHT, "2025")
    assert found.absence("surfaces.comments.offered").by == "Press"
    assert set(found.absences) == {"users.children", "users.minimum_age", "contact", "surfaces"}


def test_places_are_values_for_scalars_and_keys_for_containers() -> None:
    places = read("surfaces:\n  comments: {offered: true}\nteams:\n  - {id: a}\n")[0].facts.places

    def at(path: str) -> tuple[int, int, int]:
        return places[path].line, places[path].column, places[path].length

    assert at("surfaces") == (4, 1, 8)
    assert at("surfaces.comments") == (5, 3, 8)
    assert at("surfaces.comments.offered") == (5, 23, 4)
    assert at("teams") == (6, 1, 5)
    assert at("teams.a") == (7, 5, 0)
    assert at("service") == (2, 1, 7)


def test_every_value_has_a_place() -> None:
    body = (
        "users: {monthly_active: {GB: 5}}\nteams: [{id: a, languages: [en]}]\ndefaults: [{ages: {from: 1, to: 2}}]\n"
    )
    declaration, _ = read(body)
    assert set(declaration.facts.values) <= set(declaration.facts.places)


def test_the_digest_is_of_the_content() -> None:
    one, _ = read("users: {children: true, minimum_age: 13}\n")
    same, _ = read("# a comment\nusers:\n  minimum_age: 13.0\n  children: True\n")
    other, _ = read("users: {children: true, minimum_age: 14}\n")
    assert one.sha256 == same.sha256 != other.sha256
    assert digest({"b": Decimal("0.1"), "a": [1, None, True, 10**20]}) == (
        sha256(b'{"a":[1,null,true,100000000000000000000],"b":0.1}').hexdigest()
    )


def test_header() -> None:
    declaration, warnings = read(
        "stated_on: 2026-09-30\nalternatives: [{requirement: a-b/GRM-02.1, measure: m, why: w}]\n"
        "confidential: [surfaces.comments.detection, risk]\n"
        "planned: [{fact: surfaces.comments.review_time, value: none, from: 2027-03}]\n"
    )
    assert declaration.stated_on == date(2026, 9, 30)
    assert declaration.attestation is not None
    assert declaration.attestation.date == date(2026, 1, 1)
    assert declaration.alternatives[0].requirement == "a-b/GRM-02.1"
    assert declaration.confidential == ("surfaces.comments.detection", "risk")
    assert dict(declaration.facts.values) == {}
    assert warnings == ()


@pytest.mark.parametrize(
    ("issuer", "assurance"),
    [
        ("internal", Assurance.DOCUMENTED),
        ("POND LTD", Assurance.DOCUMENTED),
        ("Pond", Assurance.DOCUMENTED),
        ("Lake Laboratories", Assurance.INDEPENDENT),
        ("intern\u00adal", Assurance.DOCUMENTED),
        ("\uff29\uff2e\uff34\uff25\uff32\uff2e\uff21\uff2c", Assurance.DOCUMENTED),
        ("\u00ab  pond\u00a0 LTD. \u00bb", Assurance.DOCUMENTED),
        ("P\u200bond", Assurance.DOCUMENTED),
        ("'- -'", Assurance.DOCUMENTED),
        ("Pond Laboratories", Assurance.INDEPENDENT),
        ("\u6c60\u5b50", Assurance.INDEPENDENT),
        (None, Assurance.DOCUMENTED),
    ],
)
def test_evidence_that_counts(tmp_path: Path, issuer: str | None, assurance: Assurance) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.pdf").write_bytes(b"a")
    said = f"issuer: {issuer}, " if issuer else ""
    declaration, warnings = read(
        f"users: {{children: true}}\nevidence: [{{id: e, title: T, issued: 2026-07, {said}file: docs/a.pdf, "
        f'sha256: "{sha256(b"a").hexdigest().upper()}", supports: [users.*, service.kinds]}}]\n',
        tmp_path,
    )
    (one,) = declaration.evidence
    assert (one.fault, one.assurance, one.supports) == ("", assurance, ("users", "service.kinds"))
    assert one.covers("users.children")
    assert [each.code for each in warnings] == ["evidence.supports-nothing"]


def fault_of(folder: Path | None, file: str) -> str:
    declaration, warnings = read(
        "users: {children: true}\n"
        f"evidence: [{{id: e, title: T, issued: 2026, file: '{file}', supports: [users.*]}}]\n",
        folder,
    )
    assert declaration.evidence[0].fault
    return warnings[0].code.removeprefix("evidence.")


def test_evidence_outside_the_folder_is_not_looked_at(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "secret").write_bytes(b"s")
    (home / "link").symlink_to(tmp_path / "secret")
    (home / "folder").symlink_to(tmp_path)
    (home / "loop").symlink_to("loop")
    (home / "inside").write_bytes(b"i")
    (home / "fine").symlink_to("inside")
    assert fault_of(home, "link") == "outside-folder"
    assert fault_of(home, "folder/secret") == "outside-folder"
    assert fault_of(home, "../secret") == "outside-folder"
    assert fault_of(home, str(home / "inside")) == "outside-folder"
    assert fault_of(home, "loop") == "unreadable"
    assert fault_of(home, "fine") == "no-hash"
    assert fault_of(home, "inside/x") == "file-missing"
    assert fault_of(None, "inside") == "no-folder"


def test_large_evidence(tmp_path: Path) -> None:
    with (tmp_path / "big").open("wb") as one:
        one.truncate(64 * 1024 * 1024 + 1)
    assert fault_of(tmp_path, "big") == "too-large"


COMPILED = (
    "declaration: 1\nservice: {name: Pond, kinds: {forum: true}}\ncompiled_by: {name: A, on: 2026-01-01, method: m}\n"
)


def test_a_compiled_declaration_needs_sources_and_no_attestation() -> None:
    entry = "evidence: [{id: e, title: T, issuer: I, issued: 2025, source: S, checked: read, supports: [%s]}]\n"
    declaration, warnings = read(entry % "service.kinds.forum", head=COMPILED)
    assert declaration.compiled_by is not None
    assert declaration.evidence[0].fault == ""
    assert warnings == ()
    body = "contact: {declined: {asked_by: us, on: 2025}}\n"
    with pytest.raises(InputError) as caught:
        read(body + entry % "service.kinds.forum", head=COMPILED)
    assert [one.code for one in caught.value.diagnostics] == ["declaration.fact-without-source"]


def test_what_is_wrong_in_shape_hides_nothing_else() -> None:
    with pytest.raises(InputError) as caught:
        read("users: {children: maybe}\nrisk: {completed: 2026-02-30}\nconfidential: [fish]\n")
    assert [one.code for one in caught.value.diagnostics] == [
        "declaration.wrong-type",
        "declaration.no-such-date",
        "declaration.unknown-fact",
    ]


@pytest.mark.parametrize("text", ["[]", "a: 1", "just text", "{}", "null", "12", "cases: []", "{declaration: null}"])
def test_what_is_no_declaration(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read("", head=text)
    assert caught.value.diagnostics


@pytest.mark.parametrize(
    ("file", "id_"),
    [
        ("a/Big Pond.yaml", "big-pond"),
        ("<stdin>", "stdin"),
        ("x\\y.z.yaml", "y-z"),
        ("池.yaml", "service"),
        (".yaml", "yaml"),
    ],
)
def test_an_id_from_a_file_name(file: str, id_: str) -> None:
    assert slug(file) == id_
