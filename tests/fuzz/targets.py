"""What is fuzzed: each target takes any bytes, and must end with an answer or a refusal that has a place."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.fuzz import keeping, reading, ruling, showing

TARGETS: Mapping[str, Callable[[bytes], None]] = {
    name.removeprefix("fuzz_"): target
    for module in (reading, ruling, keeping, showing)
    for name, target in vars(module).items()
    if name.startswith("fuzz_")
}
