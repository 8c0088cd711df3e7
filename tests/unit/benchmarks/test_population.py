"""The invented register: the same from a seed, as varied as services are, and usable wherever nothing is planted."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from auditor.cli.loading import contradictions_in
from auditor.model.declaration import Declaration
from auditor.model.diagnostic import Diagnostic
from auditor.source.declarations import read_declaration
from auditor.source.vocabularies import read_vocabulary
from benchmarks.filings.filing import Filing, filings
from benchmarks.filings.population import Population
from benchmarks.filings.services import FIRST_DAY, LAST_DAY, service
from benchmarks.filings.sorts import SORTS
from benchmarks.population import main, write

ROOT = Path(__file__).parent.parent.parent.parent
SEED = 11
SERVICES = [service(SEED, number) for number in range(2000)]
WORDS = read_vocabulary()


@cache
def filed(services: int = 120) -> tuple[tuple[Filing, ...], ...]:
    """Give the filings of the first services."""
    return tuple(tuple(filings(WORDS.shared, SEED, one)) for one in SERVICES[:services])


def read(filing: Filing, folder: Path) -> tuple[Declaration, tuple[Diagnostic, ...]]:
    """Read a filing with its documents, as a single audit does."""
    for name, data in filing.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return read_declaration(filing.text.encode(), filing.path, folder, WORDS)


def made(size: int, faults: int, seed: int = SEED, *, archives: bool = False) -> dict[str, bytes]:
    """Give all files of a population."""
    return dict(Population(WORDS.shared, size, faults, seed, archives=archives).files())


def tree(folder: Path) -> str:
    """Digest all that stands in a folder: names, kinds, contents, targets of links."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        content = b""
        if path.is_symlink():
            content = os.fsencode(path.readlink())
        elif path.is_file() and os.access(path, os.R_OK):
            content = path.read_bytes()
        digest.update(f"{path.relative_to(folder)}\0{path.lstat().st_mode}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def test_the_command_gives_the_same_bytes_whatever_the_hash_order_and_the_day(tmp_path: Path) -> None:
    digests = set()
    for number, zone in enumerate(("UTC", "Asia/Tokyo")):
        out = tmp_path / str(number)
        ran = subprocess.run(
            [sys.executable, "benchmarks/population.py", out, "--size", "40", "--faults", "20", "--archives"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": str(number + 1), "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        )
        assert ran.stdout.startswith("40 inputs in ")
        digests.add(tree(out))
    assert len(digests) == 1


def test_another_seed_is_another_population() -> None:
    one, other = made(12, 0), made(12, 0, SEED + 1)
    assert one != other
    assert not one.keys() & other.keys() - {"outside.yaml"}


def test_a_larger_population_begins_with_the_smaller_one() -> None:
    small, large = made(20, 4), made(60, 4)
    ordinary = [name for name in small if "-10000" not in name and not name.endswith("outside.yaml")]
    assert len(ordinary) > 20
    # The last service of a smaller population may file less often, and what is planted stands on other services.
    assert sum(small[name] == large.get(name) for name in ordinary) > len(ordinary) * 0.7


def test_what_is_not_planted_is_usable_and_mostly_holds_together(tmp_path: Path) -> None:
    torn, whole = [], 0
    for filing in (one for history in filed() for one in history):
        declaration, _warnings = read(filing, tmp_path / filing.service.id)
        found = contradictions_in(declaration, LAST_DAY)
        whole += 1
        if "contradiction" in filing.careless:
            assert found
        elif found:
            torn.append(filing.path)
    assert whole > 130
    assert len(torn) <= whole * 0.06, torn


def test_documents_are_there_with_their_hashes(tmp_path: Path) -> None:
    entries = faults = 0
    for filing in (one for history in filed() for one in history):
        if "compiled" in filing.service.said:
            continue
        declaration, _warnings = read(filing, tmp_path / filing.service.id)
        entries += len(declaration.evidence)
        faults += sum(bool(one.fault) for one in declaration.evidence)
    assert entries > 100
    assert faults == 0


def test_carelessness_shows_where_the_key_says_so(tmp_path: Path) -> None:
    histories = filed(400)
    careless = Counter(done for history in histories for one in history for done in one.careless)
    assert careless.keys() == {
        *("contradiction", "percent-as-fraction", "hours-in-minutes"),
        *("no-attestation", "undated-attestation", "undated"),
    }
    for filing in (one for history in histories for one in history if one.careless):
        declaration, warnings = read(filing, tmp_path / filing.service.id)
        codes = {one.code for one in warnings}
        assert ("no-attestation" in filing.careless) == ("declaration.no-attestation" in codes)
        assert ("undated" in filing.careless) == (declaration.stated_on is None)


def test_services_are_of_every_size_and_mostly_small() -> None:
    users = sorted(one.users for one in SERVICES)
    assert users[0] < 100
    assert 2_000 < median(users) < 200_000
    assert sum(one > 10_000_000 for one in users) in range(1, 60)
    assert any("Friends of" in one.provider for one in SERVICES if one.users < 5_000)


def test_sorts_come_as_often_as_they_should() -> None:
    counts = Counter(one.sort.name for one in SERVICES)
    weights = sum(sort.weight for sort in SORTS)
    for sort in SORTS:
        wanted = len(SERVICES) * sort.weight / weights
        assert counts[sort.name] == pytest.approx(wanted, rel=0.3)


def test_children_can_use_most_services_and_not_all() -> None:
    share = sum(one.children for one in SERVICES) / len(SERVICES)
    assert 0.55 < share < 0.8
    assert {one.minimum_age for one in SERVICES} == {None, 8, 13, 16, 18}


def test_some_services_file_again_and_every_day_is_within_two_years() -> None:
    histories = filed(400)
    assert 0.12 < sum(len(one) > 1 for one in histories) / len(histories) < 0.35
    days = [one.stated_on for history in histories for one in history if one.stated_on is not None]
    assert min(days) >= FIRST_DAY
    assert max(days) <= LAST_DAY
    assert min(days) < date(2025, 1, 1)
    assert max(days) > date(2026, 7, 1)
    for history in histories:
        stated = [one.stated_on for one in history if one.stated_on is not None]
        assert stated == sorted(set(stated))


def test_a_later_filing_resembles_the_one_before() -> None:
    pairs = [history[:2] for history in filed(400) if len(history) > 1]
    for one, other in pairs:
        assert one.data["surfaces"] == other.data["surfaces"] or one.careless or other.careless
    assert any(one.data["reporting"] != other.data["reporting"] for one, other in pairs if "reporting" in one.data)


def test_how_much_is_answered_differs_widely() -> None:
    sizes = sorted(len(history[-1].text) for history in filed(400))
    assert sizes[len(sizes) // 10] < 5_000
    assert sizes[-len(sizes) // 50] > 9_000


@pytest.mark.parametrize("word", ["hostile", "compiled", "declines"])
def test_some_services_are_out_of_the_ordinary(word: str) -> None:
    share = sum(word in one.said for one in SERVICES) / len(SERVICES)
    assert 0.003 < share < 0.12


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SystemExit, match="is not empty"):
        write(Population(WORDS.shared, 2, 0, SEED), tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_more_faults_than_half_are_refused() -> None:
    with pytest.raises(ValueError, match="at most half"):
        Population(WORDS.shared, 10, 6, SEED)


def test_the_command_tells_what_must_come_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["population.py", str(tmp_path / "out"), "--size", "6", "--faults", "2"])
    main()
    told = capsys.readouterr().out
    assert told.startswith("6 inputs in ")
    assert "2 unusable" in told
