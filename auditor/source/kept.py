"""What was read from the files that come with the program, kept beside the program's own compiled code.

Reading an edition strictly takes many times longer than auditing by it. So what a reader gave is kept, where Python
keeps compiled modules and on the same terms: whoever can write there can change the program itself. It is taken again
only under the digest of every byte it was read from and of the state of the code that read it; anything else is read
anew. Nothing is kept where Python may not keep compiled code, or cannot.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from typing import Final, TypeVar

from auditor import __version__

Read = TypeVar("Read")

_DIGEST: Final = sha256().digest_size
_OF_READERS: Final = ("model", "source")


def kept(name: str, sources: Callable[[], Sequence[str]], read: Callable[[], Read], *, under: str = "") -> Read:
    """Give what `read` gives of the files that `sources` lists, from where it was kept if not a byte has changed.

    `under` is what else it depends on. `read` may raise InputError; then nothing is kept, nor where the files or the
    code changed meanwhile.
    """
    try:
        key = _key(sources, under)
        place = Path(cache_from_source(__file__)).with_name(f"{name}.{sys.implementation.cache_tag}.kept")
    except (OSError, NotImplementedError):  # the reader says what is wrong with a file; or no code is kept either
        return read()
    found = _found(place, key)
    if found is not None:
        from pickle import loads

        return loads(found)  # type: ignore[no-any-return]  # what was put there under this key
    made = read()
    if not sys.dont_write_bytecode:
        from pickle import HIGHEST_PROTOCOL, dumps

        with suppress(OSError):
            if _readers() == _RUNNING and _key(sources, under) == key:
                _keep(place, key, dumps(made, HIGHEST_PROTOCOL))
    return made


def _readers() -> bytes:
    """Give what tells this state of the readers: of each file its size and second of change, as Python looks."""
    told = [__version__, sys.version]
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120  # paths of pathlib take longer than reading
    for part in _OF_READERS:
        with os.scandir(f"{package}/{part}") as entries:
            code = sorted((one.name, one.stat()) for one in entries if one.name.endswith(".py"))
        told.extend(f"{name} {state.st_size} {int(state.st_mtime)}" for name, state in code)
    return "\0".join(told).encode()


try:
    # Of the code that this process runs, which may be another than what lies there when something is to be kept.
    _RUNNING: bytes | None = _readers()
except OSError:  # without its files, as in an archive
    _RUNNING = None


def _key(sources: Callable[[], Sequence[str]], under: str) -> bytes:
    import yaml

    if _RUNNING is None:
        raise FileNotFoundError
    digest = sha256(_RUNNING)
    digest.update(f"\0{yaml.__version__}\0{under}".encode())
    for path in sources():
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123  # as above
            data = file.read()
        digest.update(f"\0{path}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.digest()


def _found(place: Path, key: bytes) -> bytes | None:
    """Give what is kept under the key, if it is whole."""
    try:
        with open(place, "rb", buffering=0) as file:  # noqa: PTH123  # as above
            data = file.read()
    except OSError:
        return None
    whole = data[_DIGEST * 2 :]
    return whole if data[: _DIGEST * 2] == key + sha256(whole).digest() else None


def _keep(place: Path, key: bytes, data: bytes) -> None:
    """Put it there at once or not at all, as several runs may do at a time."""
    beside = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(key + sha256(data).digest() + data)
        beside.replace(place)
    except OSError:
        with suppress(OSError):  # a disk that can only be read refuses even to remove what is not there
            beside.unlink(missing_ok=True)
