"""The whole register, one service at a time: ordinary filings, then what is planted among them, then the key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import cycle
from typing import Any, Final

from auditor.model.vocabulary import Vocabulary
from benchmarks.filings.broken import BROKEN, LARGE
from benchmarks.filings.bundles import BUNDLES, as_tar_gz, as_zip
from benchmarks.filings.copies import COPIES
from benchmarks.filings.filing import filings
from benchmarks.filings.mistaken import MISTAKEN
from benchmarks.filings.oddfiles import ODD_FILES, OUTSIDE
from benchmarks.filings.papers import PAPERS
from benchmarks.filings.planting import ARCHIVES, FILINGS, Ground, History, Plant, Planted, history_of, written
from benchmarks.filings.services import service
from benchmarks.filings.signals import SIGNALS

Kinds = Mapping[str, Plant]
# In which order sorts of faults are planted, over and over; each goes through its own faults in order.
_TURNS: Final[tuple[Kinds, ...]] = (
    *(BROKEN, MISTAKEN, COPIES, PAPERS, SIGNALS),
    *(BROKEN, COPIES, ODD_FILES, MISTAKEN, BROKEN),
    *(PAPERS, SIGNALS, BUNDLES, COPIES, MISTAKEN),
)
_LARGE_EVERY: Final = 60
# One service in so many sends everything in one archive.
_BUNDLED: Final = 50
_MAKERS: Final = {"all-01.zip": as_zip, "all-02.tar.gz": as_tar_gz}


class Population:
    """A register of `size` inputs, `faults` of them planted, from a seed: the same for the same three.

    With `archives` some services, and some faults, come in archives. Filings are drawn while their files are given,
    and not kept, so that a register of any size can be made.
    """

    def __init__(
        self, vocabulary: Vocabulary, size: int, faults: int, seed: object, *, archives: bool = False
    ) -> None:
        if not 0 <= faults <= size // 2:
            raise ValueError("at most half of the inputs can be planted")
        self.vocabulary, self.size, self.faults, self.seed = vocabulary, size, faults, seed
        self.archives = archives
        self.histories: list[History] = []
        self.planted: dict[str, tuple[str, Planted]] = {}
        self._bundles: dict[str, list[tuple[str, bytes]]] = {}

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Give every file with its path below the population's folder: ordinary ones, then what is planted."""
        yield from self._ordinary()
        ground = Ground(self.vocabulary, self.seed, [one for one in self.histories if "!" not in one.names[0]])
        kinds = self._kinds()
        while len(self.planted) < self.faults:
            fault, plant = next(kinds)
            one = plant(ground, ground.draw(fault, len(self.planted)))
            if one is not None and one.path not in self.planted:
                self.planted[one.path] = (fault, one)
                yield from one.files.items()
                # What is written need not be kept.
                self.planted[one.path] = (fault, replace(one, files={}))
        for name, members in self._bundles.items():
            yield f"{ARCHIVES}/{name}", _MAKERS[name](members)

    def _ordinary(self) -> Iterator[tuple[str, bytes]]:
        """Draw services until there are as many filings as are wanted; the last one may file less often."""
        wanted, number = self.size - self.faults, 0
        while wanted:
            filed = filings(self.vocabulary, self.seed, service(self.seed, number))[-wanted:]
            found = [file for filing in filed for file in written(filing)]
            if number == 0:
                yield OUTSIDE, found[0][1]
            bundle = self._bundle(number)
            if bundle is None:
                self.histories.append(history_of(filed))
                yield from found
            else:
                self.histories.append(history_of(filed, f"{ARCHIVES}/{bundle}!/"))
                members = self._bundles.setdefault(bundle, [])
                members += [(path.removeprefix(f"{FILINGS}/"), data) for path, data in found]
            wanted -= len(filed)
            number += 1

    def _bundle(self, number: int) -> str | None:
        """Name the archive that a service sends its filings in."""
        turn, sends = divmod(number, _BUNDLED)
        return list(_MAKERS)[turn % len(_MAKERS)] if self.archives and sends == 1 else None

    def _kinds(self) -> Iterator[tuple[str, Plant]]:
        wheels = {id(kinds): cycle(kinds.items()) for kinds in (*_TURNS, LARGE)}
        for number, kinds in enumerate(cycle(_TURNS), start=1):
            if number % _LARGE_EVERY == 0:
                yield next(wheels[id(LARGE)])
            if kinds is not BUNDLES or self.archives:
                yield next(wheels[id(kinds)])

    def key(self) -> dict[str, Any]:
        """Say what must come of every input, once all files were given.

        What is planted, what is superseded, and of all the rest that it is audited. `given` are the arguments of the
        run, in their order; paths are below the population's folder.
        """
        superseded: dict[str, str] = {}
        for history in self.histories:
            superseded |= history.superseded
        for path, (_fault, planted) in self.planted.items():
            superseded |= dict.fromkeys(planted.ousts, path)
        careless = {
            name: list(done)
            for history in self.histories
            for name, done in zip(history.names, history.careless, strict=True)
            if done
        }
        states = Counter(one.state for _, one in self.planted.values())
        states["superseded"] += len(superseded)
        states["audited"] += self.size - self.faults - len(superseded)
        archives = {path for path in self.planted if path.startswith(ARCHIVES)}
        archives |= {f"{ARCHIVES}/{name}" for name in self._bundles}
        return {
            "seed": self.seed,
            "size": self.size,
            "faults": self.faults,
            "given": [FILINGS, *sorted(archives)],
            "states": dict(sorted(states.items())),
            "planted": {path: one.told(fault) for path, (fault, one) in sorted(self.planted.items())},
            "superseded": dict(sorted(superseded.items())),
            "careless": dict(sorted(careless.items())),
        }
