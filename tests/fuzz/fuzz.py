"""Coverage-guided fuzzing of one target, with atheris: `python -m tests.fuzz.fuzz TARGET [libFuzzer options]`.

Finds go to tests/fuzz/corpus/<target>-<what>.bin, where test_corpus.py runs them for ever after.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["auditor"]):
    from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).parent.parent.parent
SEEDS = {
    "yaml": ["examples/*.yaml", "rulesets/vocabulary/*.yaml"],
    "declaration": ["examples/*.yaml", "examples/published/*.yaml"],
    "requirements": ["rulesets/*/*/requirements/*.yaml"],
    "result": ["tests/golden/*/expected.json"],
}


def main() -> None:
    """Fuzz until something is found, or until the options say stop."""
    target = sys.argv[1]
    seeds = Path(sys.argv[0]).parent / ".seeds" / target if len(sys.argv) < 3 else Path(sys.argv[2])
    seeds.mkdir(parents=True, exist_ok=True)
    for pattern in SEEDS[target]:
        for path in ROOT.glob(pattern):
            (seeds / f"{path.parent.name}-{path.name}").write_bytes(path.read_bytes())
    atheris.Setup([sys.argv[0], str(seeds), *sys.argv[3:]], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
