"""Coverage-guided fuzzing with atheris.

    python -m tests.fuzz.fuzz TARGET [libFuzzer options]     one target, until something is found
    python -m tests.fuzz.fuzz --all --seconds N              every target, N seconds each
    python -m tests.fuzz.fuzz --list                         the targets

What is learnt is kept in AUDITOR_FUZZ_FOLDER, or in a folder of the system's for temporary files, and never among the
files of the project. A find belongs, as small as it can be made, into tests/fuzz/corpus/<target>-<what>.bin, where
test_corpus.py puts it to its target for ever after.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
CORPUS = Path(__file__).parent / "corpus"
# Files of the project that a target may begin with, besides its own corpus.
SEEDS = {
    "yaml": ["examples/*.yaml", "rulesets/vocabulary/*.yaml"],
    "json": ["tests/golden/*/expected.json", "tests/golden/*/expected.sarif"],
    "toml": ["pyproject.toml", "tests/cases/config/*.toml"],
    "settings": ["tests/cases/config/*.toml"],
    "declaration": ["examples/*.yaml", "examples/published/*.yaml", "tests/fixtures/compare/*.yaml"],
    "answer": ["examples/*.yaml", "tests/fixtures/compare/*.yaml"],
    "requirements": ["rulesets/*/*/requirements/*.yaml", "tests/fixtures/*/*/*/requirements/*.yaml"],
    "ruleset": ["rulesets/*/*/ruleset.yaml", "tests/fixtures/*/*/*/ruleset.yaml"],
    "cases": ["rulesets/*/*/cases/*.yaml"],
    "extension": ["rulesets/*/*/vocabulary.yaml"],
    "mutants": ["rulesets/*/*/mutants.yaml"],
    "crosswalk": ["rulesets/crosswalks/*.yaml", "tests/cases/crosswalks/*.yaml"],
    "released": ["rulesets/RELEASED"],
    "vocabulary": ["rulesets/vocabulary/*.yaml"],
    "result": ["tests/golden/*/expected.json"],
}
LARGEST = {"result": 1 << 16, "json": 1 << 14}
USUAL = 1 << 13


def main() -> int:
    """Fuzz one target or all of them; 0 where nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.fuzz", allow_abbrev=False)
    parser.add_argument("target", nargs="?", help="what to fuzz; see --list")
    parser.add_argument("--all", action="store_true", help="fuzz every target, one after another")
    parser.add_argument("--seconds", type=int, default=60, help="how long each, with --all")
    parser.add_argument("--bare", action="store_true", help="begin with nothing, not with the project's own files")
    parser.add_argument("--list", action="store_true", help="print the targets and stop")
    asked, options = parser.parse_known_args()
    if not asked.all and not asked.list and asked.target is not None:
        _fuzz(asked.target, options, bare=asked.bare)
    from tests.fuzz.targets import TARGETS

    if asked.list:
        sys.stdout.write("\n".join(TARGETS) + "\n")
        return 0
    if not asked.all:
        parser.error("name a target, or say --all or --list")
    return max(_apart(target, asked.seconds, options, bare=asked.bare) for target in TARGETS)


def _apart(target: str, seconds: int, options: list[str], *, bare: bool) -> int:
    """Fuzz a target in a process of its own, which a find ends."""
    sys.stderr.write(f"\n== {target}\n")
    command = [sys.executable, "-m", "tests.fuzz.fuzz", target, f"-max_total_time={seconds}", "-print_final_stats=1"]
    ran = subprocess.run([*command, *(["--bare"] if bare else []), *options], cwd=ROOT, check=False)
    return int(ran.returncode != 0)


def _fuzz(target: str, options: list[str], *, bare: bool) -> None:
    import atheris

    with atheris.instrument_imports(include=["auditor"]):
        from tests.fuzz.targets import TARGETS

    if target not in TARGETS:
        sys.exit(f"there is no target {target}; there are {', '.join(TARGETS)}")
    learnt = _folder() / f"{target}{'-bare' if bare else ''}"
    learnt.mkdir(parents=True, exist_ok=True)
    folders = [str(learnt)]
    if not bare:
        begun = _folder() / "seeds" / target
        begun.mkdir(parents=True, exist_ok=True)
        _seed(target, begun)
        folders.append(str(begun))
    usual = [f"-artifact_prefix={_folder()}/{target}-found-", "-timeout=30", f"-max_len={LARGEST.get(target, USUAL)}"]
    atheris.Setup([sys.argv[0], *usual, *options, *folders], TARGETS[target])
    atheris.Fuzz()


def _folder() -> Path:
    """Give the folder for what is learnt and found."""
    named = os.environ.get("AUDITOR_FUZZ_FOLDER")
    return Path(named) if named else Path(tempfile.gettempdir()) / "auditor-fuzz"


def _seed(target: str, into: Path) -> None:
    """Put the corpus of a target and its files of the project where fuzzing begins."""
    for path in CORPUS.glob(f"{target}-*.bin"):
        (into / path.name).write_bytes(path.read_bytes())
    for pattern in SEEDS.get(target, ()):
        for path in sorted(ROOT.glob(pattern)):
            if path.stat().st_size <= LARGEST.get(target, USUAL):
                (into / "-".join(path.relative_to(ROOT).parts)).write_bytes(path.read_bytes())


if __name__ == "__main__":
    sys.exit(main())
