"""One more entry at the end of a list: whatever the file looks like, it says the same and one thing more."""

from __future__ import annotations

import pytest

from auditor.model.diagnostic import InputError
from auditor.source.appending import with_entry
from auditor.source.yamltree import read_yaml

ENTRY = {"requirement": "a-b/X-1", "reason": 'it\'s: being # built, "now"', "granted": "2026-01-01", "accepted": True}
FILES = {
    "nothing": "",
    "a remark": "# head\n",
    "an empty list": "waivers: []\n",
    "an empty list, Windows": "waivers: []  # none yet\r\n# tail\r\n",
    "a key alone": "waivers:\n  # nobody yet\n",
    "braces": "waivers:\n  - {requirement: q, service: z}\n  # end",
    "at the margin": "# c\nwaivers:\n- requirement: q\n  on: z   # why\n\n- requirement: r\n  because: |\n    long\n",
    "brackets": "waivers: [{requirement: q}]",
    "brackets on lines": "waivers: [\n  {requirement: q},\n]\n",
    "JSON": '{"waivers": [\n  {"requirement": "q"}\n]}\n',
    "a text that keeps its line ends": "waivers:\n  - requirement: q\n    reason: >+\n      x\n\n\n# z\n",
    "a mark at each end": "\ufeffwaivers:\n   -  requirement: q\n...\n",
    "a dash alone": "waivers:\n  -\n    requirement: q\n",
    "a bracket in a remark": "waivers: [{requirement: q}]  # see [1]\n",
}


@pytest.mark.parametrize("text", FILES.values(), ids=list(FILES))
def test_the_file_says_the_same_and_one_thing_more(text: str) -> None:
    data = text.encode()
    made = with_entry(data, "w.yaml", "waivers", ENTRY)
    document = read_yaml(made, "w.yaml").data
    assert isinstance(document, dict)
    old = read_yaml(data, "w.yaml").data if text.strip().replace("# head", "") else {}
    assert isinstance(old, dict)
    before = old.get("waivers") or []
    assert document["waivers"] == [*before, ENTRY]  # type: ignore[misc]  # a list, or nothing
    kept = made.decode().splitlines()
    for line in text.splitlines():
        words = line.replace(" []", "").split("]")[0].rstrip(" ,}")
        assert any(words in one for one in kept), line
    assert ("\r\n" in made.decode()) is ("\r\n" in text)


@pytest.mark.parametrize(
    "text", ["plain", "true", "12:30", "0777", "- x", "a: b", "a #b", " lead", "x,]}", "línea", "é\t"]
)
def test_a_text_comes_back_as_it_was(text: str) -> None:
    made = with_entry(None, "w.yaml", "waivers", {"reason": text})
    assert read_yaml(made, "w.yaml").data == {"waivers": [{"reason": text}]}


def test_what_no_reader_would_take_is_not_written() -> None:
    with pytest.raises(InputError) as refused:
        with_entry(b"waivers: {a: b}\n", "w.yaml", "waivers", ENTRY)
    assert [one.code for one in refused.value.diagnostics] == ["file.no-place"]
    with pytest.raises(InputError):
        with_entry(None, "w.yaml", "waivers", {"reason": "\x00"})
