"""What YAML means here, and where it stands."""

from __future__ import annotations

import gc
import time
from contextlib import suppress
from decimal import Decimal

import pytest
import yaml

from auditor.model.diagnostic import InputError
from auditor.report.diagnostics import render_diagnostics
from auditor.source import yamltree
from auditor.source.canonical import digest
from auditor.source.yamltree import DEPTH_LIMIT, NODE_LIMIT, Document, read_yaml


def read(text: str) -> Document:
    return read_yaml(text.encode(), "a.yaml")


def codes(text: str | bytes) -> list[str]:
    """Give the codes of a text that must be refused within two seconds."""
    started = time.process_time()
    with pytest.raises(InputError) as caught:
        read_yaml(text if isinstance(text, bytes) else text.encode(), "a.yaml")
    assert time.process_time() - started < 2
    found = caught.value.diagnostics
    assert all(len(one.message) < 1000 and one.place is not None for one in found)
    assert len(render_diagnostics(found, color=False)) < 100_000
    assert time.process_time() - started < 2
    return [one.code for one in found]


@pytest.fixture(params=["libyaml", "pure Python"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a test with the C parser's events and with the pure-Python parser's."""
    if request.param == "pure Python":
        monkeypatch.setattr(yamltree, "_PARSER", yaml.SafeLoader)
    return str(request.param)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("TRUE", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-0", 0),
        ("+12", 12),
        ("24.0", 24),
        ("1e3", 1000),
        ("1.50", Decimal("1.5")),
        (".5", Decimal("0.5")),
        ("5.", 5),
        ("-1.25e-2", Decimal("-0.0125")),
        ("999999999999999", 999999999999999),
        ("1e15", 10**15),
    ],
)
def test_plain_words_and_numbers(written: str, value: object, either_parser: str) -> None:
    data = read(f"a: {written}\n").data
    assert isinstance(data, dict)
    assert data["a"] == value
    assert type(data["a"]) is type(value)


@pytest.mark.parametrize(
    "written",
    ["yes", "on", "NO", "y", "tRUE", "12:30", "0777", "00", "0x1F", "0o17", "1_000", ".inf", ".nan", "1e", "+",
     ".", "1.2.3", "2026-03-01", "=", "<<x", "1,5", "٣"],
)  # fmt: skip
def test_everything_else_is_text(written: str, either_parser: str) -> None:
    assert read(f"a: {written}\n").data == {"a": written}


def test_quotes_and_blocks_make_text(either_parser: str) -> None:
    assert read("a: \"1\"\nb: 'true'\nc: |\n  null\nd: >-\n  1\n").data == {
        "a": "1",
        "b": "true",
        "c": "null\n",
        "d": "1",
    }


@pytest.mark.parametrize(
    "written", ["1234567890123456", "1e16", "1e-16", "0.1234567890123456", "9" * 5000, "1e" + "9" * 5000]
)
def test_numbers_that_others_would_round_are_refused(written: str) -> None:
    assert codes(f"a: {written}\nb: [{written}]\n") == ["yaml.number-too-long"] * 2


def test_json_is_yaml() -> None:
    assert read('{"a": [1, 2.5, "x", null, true], "b": {"c": "\\u00e9\\/"}}').data == {
        "a": [1, Decimal("2.5"), "x", None, True],
        "b": {"c": "é/"},
    }


def test_places_of_keys_and_values(either_parser: str) -> None:
    document = read("a: 1\n\"bé\": 'two'\nc:\n  - x\n  - {d: long text, e: [1, 2]}\nf: |\n  text\n")

    def at(*path: str | int, key: bool = False) -> tuple[int, int, int]:
        place = document.place(path, key=key)
        return place.line, place.column, place.length

    assert at("a") == (1, 4, 1)
    assert at("a", key=True) == (1, 1, 1)
    assert at("bé") == (2, 7, 5)
    assert at("bé", key=True) == (2, 1, 4)
    assert at("c", key=True) == (3, 1, 1)
    assert at("c", 0) == (4, 5, 1)
    assert at("c", 1) == (5, 5, 0)
    assert at("c", 1, "d") == (5, 9, 9)
    assert at("c", 1, "e", 1) == (5, 27, 1)
    assert at("f")[:2] == (6, 4)
    assert at() == (1, 1, 0)
    assert at("c", 1, "missing") == (5, 5, 0)
    assert document.line(1) == "a: 1"
    assert document.line(99) is None


def test_lines_are_counted_as_editors_count_them(either_parser: str) -> None:
    document = read("a: 1\r\nb: 2\nc: 3\r\nd: 4\n")
    assert [document.place((key,)).line for key in "abcd"] == [1, 2, 3, 4]
    assert [document.line(number) for number in (1, 2, 3, 4)] == ["a: 1", "b: 2", "c: 3", "d: 4"]


def test_all_problems_in_one_run(either_parser: str) -> None:
    text = "a: &x 1\nb: *x\na: 2\n1: 3\nc: !t 4\n<<: {}\nd: 12345678901234567\n---\ne: 1\n"
    assert codes(text) == [
        "yaml.anchor",
        "yaml.alias",
        "yaml.duplicate-key",
        "yaml.key-not-text",
        "yaml.tag",
        "yaml.merge-key",
        "yaml.number-too-long",
        "yaml.second-document",
    ]


def test_all_problems_of_a_plain_text_in_one_run(either_parser: str) -> None:
    text = 'a: 12345678901234567\na: 2\n"\\x07": 3\nb: "\\x08"\n1: 3\nc: [1, *x]\n<<: 12345678901234567\n'
    assert codes(text) == [
        "yaml.number-too-long",
        "yaml.duplicate-key",
        "yaml.control-character",
        "yaml.control-character",
        "yaml.key-not-text",
        "yaml.alias",
        "yaml.merge-key",
        "yaml.number-too-long",
    ]


def test_places_beside_a_key_that_wants_a_closer_look(either_parser: str) -> None:
    document = read('a: b\n"1": word\n  again\nc: {"true": "x\n  y", d: \'z\'}\n')
    assert document.data == {"a": "b", "1": "word again", "c": {"true": "x y", "d": "z"}}
    spans = [document.span_in(document.data, key) for key in ("a", "1", "c")]
    assert spans == [(0, 0, 0, 3, 1), (1, 0, 1, 5, 10), (3, 0, 3, 3, 0)]
    inner = document.value(("c",))
    assert [document.span_in(inner, key) for key in ("true", "d")] == [(3, 4, 3, 12, 0), (4, 6, 4, 9, 3)]


@pytest.mark.parametrize(("written", "short"), [("1.5", True), ("0.00001", False), ("12e15", False), ("-1e2", True)])
def test_numbers_that_canonical_json_writes_otherwise_are_noticed(written: str, short: bool) -> None:
    document = read(f"a: [1, {written}, true]\n")
    assert document.short is short
    assert digest(document.data, short=document.short) == digest(document.data)


def test_a_duplicate_names_both_places() -> None:
    with pytest.raises(InputError) as caught:
        read("a: 1\nb: 2\n'a': 3\n")
    (one,) = caught.value.diagnostics
    assert one.place is not None
    assert (one.place.line, one.place.column, one.place.length) == (3, 1, 3)
    assert [place.line for place in one.also] == [1]


def test_depth(either_parser: str) -> None:
    assert read("[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT).data != []
    assert codes("[" * (DEPTH_LIMIT + 1) + "]" * (DEPTH_LIMIT + 1)) == ["yaml.too-deep"]


def test_nodes() -> None:
    fits = NODE_LIMIT - 1
    data = read("[" + "a," * fits + "]").data
    assert isinstance(data, list)
    assert len(data) == fits
    assert codes("[" + "a," * (fits + 1) + "]") == ["yaml.too-many-nodes"]
    assert codes("\n".join(f"k{n}: 1" for n in range(NODE_LIMIT // 2 + 1))) == ["yaml.too-many-nodes"]


@pytest.mark.parametrize("ending", ["", "\n...\n", "\n# the end\n", "\n...\n\n# the end", "\n...\n# x\n...\n"])
def test_endings_that_are_no_second_document(ending: str, either_parser: str) -> None:
    assert read(f"---\na: 1{ending}").data == {"a": 1}


@pytest.mark.parametrize("more", ["---\n", "...\nb: 1\n", "--- x", "...\n%YAML 1.2\n---\nb: 1\n", "...\n[\n"])
def test_second_documents(more: str, either_parser: str) -> None:
    assert codes(f"a: 1\n{more}") == ["yaml.second-document"]


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 100_000,
        "{a: " * 100_000,
        "- " * 100_000,
        "? " * 100_000,
        "a: &a [x]\n" + "".join(f"a{n}: &a{n} [{'*a,' * 50}]\n" for n in range(2000)),
        "%TAG !a! b\n" * 300_000 + "---\na: 1\n",
        "a: 1\n...\n" + "".join(f"%TAG !a{n}! b\n" for n in range(300_000)),
        "a: 1\n" * 200_000,
        "a: " + "9" * 7_000_000,
        '"' + "a" * 7_000_000,
        "*a " * 100_000,
        "a: !" + "x" * 1_000_000 + " 1",
        ("? " + "k" * 2_000_000 + "\n: 1\n") * 2,
        "[:" + ",:" * 1_000_000 + "]",
        "{" * 64 + "a" * 5000,
        "\t\t\t",
        'a: "\\U00110000"',
        "%YAML 1." + "9" * 5000 + "\n---\na: 1\n",
        "a: 1\n%YAML 1." + "9" * 5000 + "\n---\na: 1\n",
        "a\x00b",
    ],
    ids=range(20),
)
def test_hostile_texts_are_refused_quickly(hostile: str) -> None:
    assert codes(hostile)


def test_an_empty_file_is_told_from_null() -> None:
    assert codes("") == codes("# hi\n") == codes("\n\n") == ["yaml.empty"]
    assert read("null").data is None


@pytest.mark.parametrize("text", ["a: 1\n", "a: [\n", "a: *b\n"])
@pytest.mark.parametrize("collecting", [True, False])
def test_the_collector_is_left_as_it_was(text: str, collecting: bool) -> None:
    (gc.enable if collecting else gc.disable)()
    try:
        with suppress(InputError):
            read_yaml(text.encode(), "a.yaml")
        assert gc.isenabled() == collecting
    finally:
        gc.enable()
