"""Whatever a name is and however it is written: taken out, the text says the same but for it, in the same places."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from auditor.model.diagnostic import InputError
from auditor.register.people import FILL, names_in_result, put_back, taken_out
from auditor.report.jsontext import dump, dump_line
from auditor.source.characters import LINE_END
from auditor.source.document import Document, span_of
from auditor.source.persons import persons_in
from auditor.source.yamltree import read_yaml

REFUSED = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff"
# What YAML lets stand in a text, and what is hard in a name: marks of YAML itself, quotes, blanks, line ends.
CHARACTERS = st.one_of(
    st.sampled_from("ab \"'\\#:,-?|>[]{}&*!%@`\n\téß漢🜁\u00a0\u200f"),
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters=REFUSED),
)
NAMES = st.text(CHARACTERS, min_size=1, max_size=24)
WORDS = st.lists(st.text("abcdéß漢.'-", min_size=1, max_size=8), min_size=1, max_size=4)
STYLES = st.sampled_from(["double", "single", "escaped", "literal", "folded", "clipped", "numbered"])


def written(name: str, style: str) -> str:
    """Write a name as YAML, inside a map whose margin is two spaces."""
    match style:
        case "double":
            return json.dumps(name, ensure_ascii=False)
        case "escaped":
            return json.dumps(name)
        case "single":
            return "'" + name.replace("'", "''") + "'"
        case _:
            head = {"literal": "|", "folded": ">", "clipped": "|-", "numbered": "|2"}[style]
            return head + "\n" + "\n".join(f"    {line}" for line in LINE_END.split(name))


def document(names: tuple[str, str, str, str]) -> str:
    """Give a declaration with four names in it, and something after each."""
    attested, compiled, filed, sought = names
    return (
        f"declaration: 1\nattestation:\n  name: {attested}\n  role: head  # of safety\n"
        f"compiled_by:\n  on: 2026-01-01\n  name: {compiled}\n  method: read\n"
        f"challenges:\n- filed_by: {filed}\n  fact: grooming.any_detection\n"
        f"search:\n  csea: {{sought: {{by: {sought}, on: 2026-02-02}}}}\n"
    )


def without_names(data: Any) -> Any:
    """Give the data with a mark in place of each name."""
    match data:
        case dict():
            return {
                key: "*" if key in ("name", "filed_by", "by") and isinstance(value, str) else without_names(value)
                for key, value in data.items()
            }
        case list():
            return [without_names(one) for one in data]
        case _:
            return data


def places(read: Document) -> list[Any]:
    """Give where each key and value begins: all but how long a value is."""
    return [
        [span_of(one)[:4] for one in (marks.values() if isinstance(marks, dict) else marks)]
        for marks in read.marks.values()
    ]


def check(text: str) -> None:
    data = text.encode()
    try:
        before = read_yaml(data, "x.yaml")
    except InputError:
        assume(False)
    spots = persons_in(before, data)
    filled, names = taken_out(data, spots)
    assert put_back(filled, names) == data
    after = read_yaml(filled, "x.yaml")
    assert without_names(after.data) == without_names(before.data)
    assert sorted(map(repr, places(after))) == sorted(map(repr, places(before)))
    assert [*map(len, after.lines)] == [*map(len, before.lines)]
    assert not [one for one in _told(after.data) if set(one) - {FILL, *" \n\t"}]
    assert len(names) == len(spots) == len(_told(before.data))


def _told(data: Any) -> list[str]:
    challenge = data["challenges"][0]
    found = [data["attestation"]["name"], data["compiled_by"]["name"], challenge["filed_by"]]
    found.append(data["search"]["csea"]["sought"]["by"])
    return [one for one in found if isinstance(one, str)]


@given(st.tuples(NAMES, NAMES, NAMES, NAMES), st.tuples(STYLES, STYLES, STYLES))
@example(("O'Brien", 'a "b" \\', "é\n\n  b", "x"), ("single", "escaped", "folded"))
@example(("a\n   b", " leading", "\n\nlate", "x"), ("literal", "numbered", "clipped"))
def test_a_name_taken_out_leaves_everything_else_in_its_place(
    names: tuple[str, str, str, str], styles: tuple[str, str, str]
) -> None:
    *first, last = names
    shown = [written(name, style) for name, style in zip(first, styles, strict=True)]
    check(document((shown[0], shown[1], shown[2], written(last, "double"))))


@given(WORDS, st.sampled_from([" ", "\n    ", "\n\n     ", "  "]))
def test_a_plain_name_over_several_lines_is_found_whole(words: list[str], between: str) -> None:
    name = between.join(words)
    assume(words[0][0] not in "'-." and not any(one.startswith("#") for one in words))
    check(document((name, name, name, '"x"')))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_bytes_are_counted_with_the_mark_that_a_file_may_begin_with(mark: str) -> None:
    data = f'{mark}attestation: {{name: "Zoë", role: ñ}}\n'.encode()
    filled, (name,) = taken_out(data, persons_in(read_yaml(data, "x.yaml"), data))
    assert name.text == '"Zoë"'
    assert filled.decode() == f'{mark}attestation: {{name: "███", role: ñ}}\n'


def test_a_name_that_a_message_tells_is_taken_out_of_it_too() -> None:
    text = dump(
        {
            "audits": [{"declaration": {"attestation": {"name": "A. Roe"}}}],
            "diagnostics": [{"message": "filed by A. Roe, not A. Roebuck", "why": "A. Roe\n", "file": "A. Roe.yaml"}],
        }
    ).encode()
    filled, names = taken_out(text, names_in_result(text))
    told = json.loads(filled)["diagnostics"][0]
    assert told == {"message": "filed by ██████, not A. Roebuck", "why": "██████\n", "file": "A. Roe.yaml"}
    assert [one.field for one in names] == ["attestation", "diagnostics", "diagnostics"]


@given(NAMES, NAMES, NAMES, NAMES, st.booleans())
def test_a_result_says_the_same_but_for_the_names(
    attested: str, compiled: str, approver: str, hostile: str, flat: bool
) -> None:
    told = f'" , "approver": "{hostile}", "attestation": {{"name": "x"}}'
    data: Any = {
        "audits": [
            {
                "declaration": {
                    "file": told,
                    "compiled_by": {"name": compiled, "on": "2026-01-01", "method": hostile},
                    "attestation": {"name": attested, "role": None},
                },
                "findings": [
                    {"waiver": {"reason": told, "approver": approver}},
                    {"decision": {"reviewer": approver, "because": hostile}, "waiver": None},
                    {"missing": [{"asked": {"by": compiled, "on": None}}], "contested": [{"filed_by": attested}]},
                ],
            }
        ],
        "diagnostics": [{"message": f"filed by {attested}."}],
    }
    text = (dump_line(data) if flat else dump(data)).encode()
    filled, names = taken_out(text, names_in_result(text))
    assert put_back(filled, names) == text
    after = json.loads(filled)
    (audit,), (was,) = after["audits"], data["audits"]
    assert audit["declaration"]["file"] == told
    assert audit["declaration"]["compiled_by"]["method"] == hostile
    assert audit["findings"][0]["waiver"]["reason"] == told
    assert set(
        audit["declaration"]["compiled_by"]["name"]
        + audit["declaration"]["attestation"]["name"]
        + audit["findings"][0]["waiver"]["approver"]
        + audit["findings"][1]["decision"]["reviewer"]
        + audit["findings"][2]["missing"][0]["asked"]["by"]
        + audit["findings"][2]["contested"][0]["filed_by"]
    ) <= {FILL, " ", "\t"}
    assert was["findings"][1]["decision"]["because"] == audit["findings"][1]["decision"]["because"]
    assert after["diagnostics"][0].keys() == {"message"}
    assert len(filled.decode()) == len(text.decode())
    assert text.count(b"\n") == filled.count(b"\n")
