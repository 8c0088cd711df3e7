"""The template of a declaration: an entry of a list, once it is one, has its questions as comments."""

from __future__ import annotations

from auditor.authoring.template import template
from auditor.source.library import newest
from auditor.source.rulesets import read_ruleset
from auditor.source.vocabularies import read_vocabulary
from auditor.source.yamltree import read_yaml


def test_no_comment_stands_in_a_comment_and_an_entry_can_be_uncommented() -> None:
    vocabulary = read_vocabulary()
    edition = newest("nspcc-asks")
    text = template([read_ruleset(edition.folder, vocabulary)], vocabulary, minimal=False)
    assert not [line for line in text.splitlines() if "# #" in line]
    lines = text.splitlines()
    start = lines.index("#   - ages: {from: 13, to: 15}")
    end = lines.index("child_defaults:")
    entry = [line.removeprefix("#") for line in lines[start:end]]
    read = read_yaml("\n".join(["child_defaults:", *entry]).encode(), "declaration.yaml").data
    assert isinstance(read, dict)
    (band,) = read["child_defaults"]  # type: ignore[misc]  # a list with one entry
    assert set(band) > {"ages"}
    assert {value for key, value in band.items() if key != "ages"} == {None}
