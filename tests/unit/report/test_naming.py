"""Two declarations of services that are called alike are told apart by their files, in every report of several."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace

from auditor.model.result import Result
from auditor.report.naming import service_names
from auditor.report.registry import Format, render
from tests.support.results import mixed, several


@pytest.fixture
def twins() -> Result:
    result = mixed()
    (audit,) = result.audits
    other = replace(audit, declaration=replace(audit.declaration, file="examples/other.yaml"))
    return replace(result, audits=(audit, other))


def test_a_file_is_named_only_where_the_name_is_not_enough(twins: Result) -> None:
    assert service_names(twins.audits) == ("Harbour (examples/harbour.yaml)", "Harbour (examples/other.yaml)")
    assert all("(" not in one for one in service_names(mixed().audits))
    apart = several().audits
    assert service_names(apart) == tuple(one.declaration.service.name for one in apart)


def test_a_page_links_to_each_by_another_text(twins: Result) -> None:
    page = render(Format.HTML, twins)
    texts = [re.sub(r"<[^>]*>", "", one) for one in re.findall(r"<(?:h2|li|th)\b.*?</(?:h2|li|th)>", page)]
    for file in ("examples/harbour.yaml", "examples/other.yaml"):
        called = f"Harbour ({file})"
        assert f"{called}, internet-safety-strategy 3.0.0" in texts  # on this page
        assert f"{called} · internet-safety-strategy 3.0.0" in texts  # its own heading
        assert called in texts  # the column of areas


def test_the_terminal_and_markdown_say_whose_failures_they_are(twins: Result) -> None:
    text = render(Format.TERMINAL, twins, width=120)
    assert "\nHarbour (examples/other.yaml) · internet-safety-strategy 3.0.0\n" in text
    assert "Harbour (examples/other.yaml)" in render(Format.MARKDOWN, twins).replace("`", "").replace("\\", "")
