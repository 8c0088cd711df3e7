"""Each fault alone: what the key says of it is what a single reading says."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from auditor.cli.loading import contradictions_in
from auditor.engine.consistency import diagnostics
from auditor.model.diagnostic import InputError
from auditor.source.archives import Extractor
from auditor.source.declarations import read_declaration
from auditor.source.text import read_bytes
from auditor.source.vocabularies import read_vocabulary
from benchmarks.big_run.expected import has, wrong_with
from benchmarks.filings.broken import BROKEN, LARGE
from benchmarks.filings.bundles import BUNDLES
from benchmarks.filings.copies import COPIES
from benchmarks.filings.mistaken import MISTAKEN
from benchmarks.filings.oddfiles import ODD_FILES, OUTSIDE
from benchmarks.filings.papers import PAPERS
from benchmarks.filings.planting import Ground, Plant, Planted
from benchmarks.filings.population import Population
from benchmarks.filings.services import LAST_DAY
from benchmarks.filings.signals import SIGNALS
from benchmarks.population import write

WORDS = read_vocabulary()
ONE_BY_ONE = {**BROKEN, **LARGE, **MISTAKEN, **PAPERS, **SIGNALS}


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Population]:
    """Write a population in which nothing is planted."""
    folder = tmp_path_factory.mktemp("ordinary")
    population = Population(WORDS.shared, 60, 0, 5)
    write(population, folder)
    return folder, population


def planted(fault: str, folder: Path, population: Population, kinds: Mapping[str, Plant]) -> Planted:
    """Plant one fault on a ground of its own, and write it."""
    ground = Ground(WORDS.shared, 5, population.histories)
    one = kinds[fault](ground, ground.draw(fault, 0))
    assert one is not None
    for name, data in one.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    for name, target in one.links.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(target)
    for name in one.pipes:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(folder / name)
    return one


def said_of(path: Path) -> tuple[str, set[str]]:
    """Read one file alone; give what becomes of it, and the codes of what is said."""
    try:
        declaration, warnings = read_declaration(read_bytes(path, "x.yaml"), "x.yaml", path.parent, WORDS)
    except InputError as error:
        return "unusable", {one.code for one in error.diagnostics}
    contrary = diagnostics(contradictions_in(declaration, LAST_DAY), declaration.facts)
    return "audited", {one.code for one in (*warnings, *contrary)}


@pytest.mark.parametrize("fault", ONE_BY_ONE)
def test_a_fault_says_what_the_key_says(fault: str, ordinary: tuple[Path, Population], tmp_path: Path) -> None:
    one = planted(fault, tmp_path, ordinary[1], ONE_BY_ONE)
    state, codes = said_of(tmp_path / one.path)
    assert state == one.state, codes
    assert has(codes, one.codes), codes


@pytest.mark.parametrize("fault", COPIES)
def test_copies_are_what_they_claim_to_be(fault: str, ordinary: tuple[Path, Population]) -> None:
    folder, population = ordinary
    one = planted(fault, folder, population, COPIES)
    path = folder / one.path
    declaration, warnings = read_declaration(path.read_bytes(), "x.yaml", path.parent, WORDS)
    assert not [each for each in warnings if each.code.startswith("evidence.") and each.code != "evidence.stale"]
    if one.of:
        first = folder / one.of
        original, _ = read_declaration(first.read_bytes(), "x.yaml", first.parent, WORDS)
        assert original.service.id == declaration.service.id
        assert (original.sha256 == declaration.sha256) == (one.state == "duplicate")
        assert one.path > one.of or one.state == "superseded"
        assert one.state == "duplicate" or declaration.stated_on < original.stated_on  # type: ignore[operator]
    else:
        assert one.state == "audited"
        assert one.codes or one.ousts


@pytest.mark.parametrize("fault", ODD_FILES)
def test_odd_files_are_made_as_they_should_be(fault: str, ordinary: tuple[Path, Population], tmp_path: Path) -> None:
    (tmp_path / OUTSIDE).write_bytes((ordinary[0] / OUTSIDE).read_bytes())
    one = planted(fault, tmp_path, ordinary[1], ODD_FILES)
    path = tmp_path / one.path
    if "batch.link-outside" in one.codes:
        assert not path.resolve().is_relative_to(tmp_path / "filings")
        assert path.exists()
    elif one.as_root:
        assert said_of(path)[0] == one.as_root
        assert one.closed == (one.path,)
    else:
        assert said_of(path) == (one.state, set(one.codes))


@pytest.mark.parametrize("fault", BUNDLES)
def test_archives_are_refused_as_the_key_says(fault: str, ordinary: tuple[Path, Population], tmp_path: Path) -> None:
    folder, population = ordinary
    one = planted(fault, folder, population, BUNDLES)
    with pytest.raises(InputError) as refused:
        Extractor().extract(folder / one.path, one.path, tmp_path)
    assert {each.code for each in refused.value.diagnostics} == set(one.codes)


def test_signals_are_all_tagged_and_usable(ordinary: tuple[Path, Population]) -> None:
    folder, population = ordinary
    tags = {planted(fault, folder, population, SIGNALS).signal for fault in ("identical-prose", "threshold-hugging")}
    assert tags == {"prose-like-others", "hugs-thresholds"}


def test_a_later_filing_may_say_that_nothing_applies(ordinary: tuple[Path, Population]) -> None:
    folder, population = ordinary
    one = planted("sudden-not-applicable", folder, population, SIGNALS)
    path = folder / one.path
    declaration, _ = read_declaration(path.read_bytes(), "x.yaml", path.parent, WORDS)
    assert declaration.facts.values["users.children.can_use"] is False
    assert one.ousts[-1] < one.path


@pytest.mark.parametrize(
    ("size", "faults", "archives"), [(60, 20, False), (60, 30, True), (200, 100, True), (7, 0, False)]
)
def test_the_key_accounts_for_every_input(size: int, faults: int, archives: bool, tmp_path: Path) -> None:
    population = Population(WORDS.shared, size, faults, 3, archives=archives)
    write(population, tmp_path / "out")
    key = json.loads((tmp_path / "out" / "key.json").read_bytes())
    assert key == population.key()
    assert sum(key["states"].values()) == size
    assert len(key["planted"]) == faults
    for path, one in key["planted"].items():
        assert os.path.lexists(tmp_path / "out" / path), one
    assert not key["planted"].keys() & key["superseded"].keys()
    inputs = [path for path in (tmp_path / "out" / "filings").rglob("*") if path.suffix in (".yaml", ".yml", ".json")]
    packed = sum(len(one.names) for one in population.histories if "!" in one.names[0])
    refused = sum(path.startswith("archives/") for path in key["planted"])
    assert len(inputs) + packed + refused == size


@pytest.mark.parametrize(("user", "state"), [(0, "audited"), (1000, "unusable")])
def test_what_nobody_may_read_root_may(user: int, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    closed = {"fault": "unreadable", "state": "unusable", "codes": ["file.no-permission"], "as_root": "audited"}
    key = {"size": 1, "states": {"unusable": 1}, "planted": {"a": closed}, "superseded": {}}
    told = [{"code": "file.no-permission"}] if state == "unusable" else []
    line = {"kind": "input", "position": 0, "input": "a", "state": state, "of": None, "diagnostics": told}
    trailer = {"kind": "trailer", "given": 1, "complete": True, "counts": {state: 1}}
    assert list(wrong_with([line, trailer], key)) == []
    other = "audited" if state == "unusable" else "unusable"
    assert list(wrong_with([{**line, "state": other}, {**trailer, "counts": {other: 1}}], key))


def test_few_faults_are_of_many_sorts() -> None:
    population = Population(WORDS.shared, 60, 20, 3)
    dict(population.files())
    assert len({fault for fault, _ in population.planted.values()}) == 20
    assert {one.state for _, one in population.planted.values()} == {"audited", "unusable", "duplicate", "superseded"}


def test_what_is_not_as_the_key_says_is_told() -> None:
    """The checker itself: each thing that can be wrong with a run's lines is noticed."""
    key = {
        "size": 2,
        "states": {"audited": 1, "unusable": 1},
        "planted": {"b": {"fault": "tab", "state": "unusable", "codes": ["yaml.syntax"]}},
        "superseded": {},
    }

    def line(position: int, name: str, state: str, *codes: str) -> dict[str, object]:
        told = [{"code": code} for code in codes]
        return {"kind": "input", "position": position, "input": name, "state": state, "of": None, "diagnostics": told}

    def trailer(**counts: int) -> dict[str, object]:
        return {"kind": "trailer", "given": 2, "complete": True, "counts": counts}

    good = [line(0, "a", "audited"), line(1, "b", "unusable", "yaml.syntax"), trailer(audited=1, unusable=1)]
    assert list(wrong_with(good, key)) == []
    assert list(wrong_with([good[0], good[2]], key))
    assert list(wrong_with([good[1], good[0], good[2]], key))
    assert list(wrong_with([*good[:2], trailer(audited=2)], key))
    assert list(wrong_with([good[0], line(1, "b", "audited"), trailer(audited=2)], key))
    assert list(wrong_with([good[0], line(1, "b", "unusable", "yaml.tag"), good[2]], key))
    assert list(wrong_with([line(0, "a", "duplicate"), good[1], trailer(duplicate=1, unusable=1)], key))
