"""Files that are no plain text files, and text that is no plain text. None may block, crash or be believed."""

from __future__ import annotations

import io
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.model.diagnostic import InputError
from auditor.source import characters
from auditor.source.text import decode, read_bytes, read_stream


def refusal(code: str, path: Path, **limits: int) -> str:
    """Read a file that must be refused quickly with this one code; give the message."""
    started = time.process_time()
    with pytest.raises(InputError) as caught:
        read_bytes(path, "shown.yaml", **limits)
    assert time.process_time() - started < 2
    (one,) = caught.value.diagnostics
    assert one.code == code
    assert one.place is not None
    assert one.place.file == "shown.yaml"
    assert str(path.parent) not in one.message + one.help + one.why
    return one.message


@pytest.fixture
def short(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a short path: names of sockets are limited to about a hundred bytes."""
    before = Path.cwd()
    folder = tmp_path_factory.mktemp("s")
    os.chdir(folder)
    yield folder
    os.chdir(before)


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * 3_000_000)
    assert read_bytes(path, "a.yaml") == b"x" * 3_000_000


def test_a_link_to_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a: 1")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    assert read_bytes(tmp_path / "b.yaml", "b.yaml") == b"a: 1"


def test_missing(tmp_path: Path) -> None:
    refusal("file.missing", tmp_path / "none.yaml")
    (tmp_path / "a").write_bytes(b"")
    refusal("file.missing", tmp_path / "a" / "b.yaml")


def test_a_link_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    refusal("file.unreadable", tmp_path / "a.yaml")


def test_a_name_that_is_none(tmp_path: Path) -> None:
    refusal("file.unreadable", tmp_path / "a\0b.yaml")
    refusal("file.unreadable", tmp_path / ("x" * 5000))


def test_a_folder(tmp_path: Path) -> None:
    refusal("file.directory", tmp_path)


def test_a_pipe_nobody_writes_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "a pipe" in refusal("file.not-regular", tmp_path / "pipe")


def test_a_socket(short: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("s")
        assert "a socket" in refusal("file.not-regular", short / "s")


def test_a_device() -> None:
    assert "a device" in refusal("file.not-regular", Path("/dev/zero"))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1")
    path.chmod(0)
    refusal("file.no-permission", path)


def test_no_permission_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    refusal("file.no-permission", path)


def test_a_file_that_vanishes_after_it_was_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1")
    really = os.open

    def vanish(name: Path, flags: int) -> int:
        name.unlink()
        return really(name, flags)

    monkeypatch.setattr(os, "open", vanish)
    refusal("file.missing", path)


def test_a_pipe_put_in_a_files_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1")
    really = os.open

    def swap(name: Path, flags: int) -> int:
        name.unlink()
        os.mkfifo(name)
        return really(name, flags)

    monkeypatch.setattr(os, "open", swap)
    refusal("file.not-regular", path)


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    with path.open("wb") as one:
        one.truncate(1 << 40)  # a terabyte of nothing
    assert "8 MiB" in refusal("file.too-large", path)
    path.write_bytes(b"x" * 100)
    refusal("file.too-large", path, limit=99)
    assert len(read_bytes(path, "a.yaml", limit=100)) == 100


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x")
    really = os.read

    def grow(descriptor: int, size: int) -> bytes:
        with path.open("ab") as one:
            one.write(b"x" * 100_000)
        return really(descriptor, size)

    monkeypatch.setattr(os, "read", grow)
    refusal("file.too-large", path, limit=1_000_000)


def test_standard_input_is_bounded() -> None:
    assert read_stream(io.BytesIO(b"a: 1")) == b"a: 1"
    with pytest.raises(InputError) as caught:
        read_stream(io.BytesIO(b"x" * 101), limit=100)
    assert caught.value.diagnostics[0].code == "file.too-large"
    with pytest.raises(InputError), Path(os.devnull).open("wb") as closed:
        read_stream(closed)  # type: ignore[arg-type]  # a stream that cannot be read


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_other_encodings_are_named(encoding: str) -> None:
    with pytest.raises(InputError) as caught:
        decode("declaration: 1\n".encode(encoding), "a.yaml")
    (one,) = caught.value.diagnostics
    assert one.code == "file.encoding"
    assert encoding[:6].upper() in one.message


def test_one_byte_order_mark_is_dropped() -> None:
    assert decode(b"\xef\xbb\xbfa: 1", "a.yaml") == "a: 1"
    with pytest.raises(InputError):
        decode(b"\xef\xbb\xbf\xef\xbb\xbfa: 1", "a.yaml")


@pytest.mark.parametrize(
    ("data", "line", "column", "length"),
    [
        (b"a\n\xffb", 2, 1, 1),
        ("é\r\nüx".encode() + b"\xc3\xc3 ok", 2, 3, 2),
        (b"a\r\nb\nc\x7f", 3, 2, 1),
        ("a\nb\x85c".encode(), 2, 2, 1),
        ("a\r\n\u2028".encode(), 2, 1, 1),
        ("\u2029".encode(), 1, 1, 1),
        ("é\r\n# \u202e".encode(), 2, 3, 1),
        ("a: \u2066".encode(), 1, 4, 1),
        (b"a\r\nb\rc\rd", 2, 2, 1),
        (b"a\r", 1, 2, 1),
        (b"ab\xed\xa0\x80", 1, 3, 3),
        ("x\x80".encode(), 1, 2, 1),
        (b"\x1b[2J", 1, 1, 1),
    ],
)
def test_each_fault_has_its_place(data: bytes, line: int, column: int, length: int) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "a.yaml")
    place = caught.value.diagnostics[0].place
    assert place is not None
    assert (place.line, place.column, place.length) == (line, column, length)


@pytest.mark.parametrize("fine", ["tab\t", "é😀", "nbsp\xa0", "a\r\nb\n", "–“”", "\u200e\u200fשלום\u061c", "\u200d"])
def test_ordinary_text_passes(fine: str) -> None:
    assert decode(fine.encode(), "a.yaml") == fine


def test_many_faults_are_counted_and_quick() -> None:
    started = time.process_time()
    with pytest.raises(InputError) as caught:
        decode(b"\xff \x01" * 1_000_000, "a.yaml")
    assert time.process_time() - started < 2
    assert len(caught.value.diagnostics) == characters.SHOWN_FAULTS + 1
    assert caught.value.diagnostics[-1].code == "file.more-faults"
