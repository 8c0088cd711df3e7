"""Archives taken apart: what is whole comes out as it was, and what is hostile does not come out at all."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.model.diagnostic import InputError
from auditor.source import archives
from auditor.source.archives import Extractor, Limits, is_archive
from auditor.source.text import LIMIT

TARS = {".tar": "w", ".tar.gz": "w:gz", ".tgz": "w:gz", ".tar.bz2": "w:bz2", ".tar.xz": "w:xz"}
CONTENT = {"a.yaml": b"declaration: 1\n", "deep/er/b.json": b"{}", "evidence/ä.pdf": os.urandom(100_000)}


def zipped(
    path: Path, members: Iterable[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED
) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def tarred(path: Path, members: Iterable[tuple[tarfile.TarInfo, bytes]], mode: str = "w", **more: int) -> Path:
    with tarfile.open(path, mode, **more) as archive:  # type: ignore[call-overload]
        for info, data in members:
            if info.isreg() and not info.size:
                info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def extracted(path: Path, limits: Limits | None = None) -> dict[str, bytes]:
    into = path.parent / "into"
    into.mkdir()
    Extractor(limits).extract(path, path.name, into)
    return {one.relative_to(into).as_posix(): one.read_bytes() for one in into.rglob("*") if one.is_file()}


def refused(path: Path, limits: Limits | None = None) -> tuple[str, str]:
    """Give the code and the message of a refusal, having seen that nothing came out beside the folder."""
    before = {one.name for one in path.parent.iterdir()}
    with pytest.raises(InputError) as caught:
        extracted(path, limits)
    assert {one.name for one in path.parent.iterdir()} == before | {"into"}
    assert not any(one.is_symlink() for one in (path.parent / "into").rglob("*"))
    (one,) = caught.value.diagnostics
    assert one.place is not None
    assert one.place.file == path.name
    return one.code, one.message


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_a_zip_comes_out_as_it_was(tmp_path: Path, method: int) -> None:
    assert extracted(zipped(tmp_path / "x.zip", [("deep/", b""), *CONTENT.items()], method)) == CONTENT


@pytest.mark.parametrize("suffix", TARS)
@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_a_tar_comes_out_as_it_was(tmp_path: Path, suffix: str, form: int) -> None:
    members = [(tarfile.TarInfo(f"./{name}"), data) for name, data in CONTENT.items()]
    long = "/".join(["f" * 120] * 3) + ".yaml"
    members += [(tarfile.TarInfo(long), b"long")]
    path = tarred(tmp_path / f"x{suffix}", members, TARS[suffix], format=form)
    assert extracted(path) == {**CONTENT, long: b"long"}


@pytest.mark.parametrize(("pack", "suffix"), [(gzip.compress, "gz"), (bz2.compress, "bz2"), (lzma.compress, "xz")])
def test_several_streams_in_a_row_are_one(tmp_path: Path, pack: Callable[[bytes], bytes], suffix: str) -> None:
    data = tarred(tmp_path / "x.tar", [(tarfile.TarInfo(name), data) for name, data in CONTENT.items()]).read_bytes()
    path = tmp_path / f"y.tar.{suffix}"
    path.write_bytes(pack(data[:5000]) + pack(data[5000:]))
    assert extracted(path) == CONTENT


def test_names_in_utf8_without_its_mark_are_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", [("abcde.yaml", b"x")])
    path.write_bytes(path.read_bytes().replace(b"abcde.yaml", "ää1.yaml".encode()))
    assert list(extracted(path)) == ["ää1.yaml"]


NAMES = {
    "/etc/x.yaml": "leads out",
    "../x.yaml": "leads out",
    "a/../../x.yaml": "leads out",
    "a\\..\\x.yaml": "leads out",
    "C:/x.yaml": "leads out",
    "a\x1b[2J.yaml": "no file name",
    "a\nb.yaml": "no file name",
    "a\x85b.yaml": "no file name",
    "/".join("d" * 70) + "/x.yaml": "folders deep",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_out_or_hides_is_refused_in_a_zip(tmp_path: Path, name: str) -> None:
    code, message = refused(zipped(tmp_path / "x.zip", [("ok.yaml", b""), (name, b"x")]))
    assert code == "archive.bad-name"
    assert NAMES[name] in message


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_out_or_hides_is_refused_in_a_tar(tmp_path: Path, name: str) -> None:
    code, message = refused(tarred(tmp_path / "x.tar", [(tarfile.TarInfo(name), b"x")]))
    assert code == "archive.bad-name"
    assert NAMES[name] in message


def test_a_name_cut_by_nul_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", [("a.yaml#b.pdf", b"x")])
    path.write_bytes(path.read_bytes().replace(b"a.yaml#b", b"a.yaml\0b"))
    assert refused(path)[0] == "archive.bad-name"


def test_a_name_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", [("a-XX.yaml", b"x")])
    path.write_bytes(path.read_bytes().replace(b"a-XX", b"a-\xff\xfe"))
    assert refused(path)[0] == "archive.bad-name"


def test_a_tar_name_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("a-\udcff.yaml")
    assert refused(tarred(tmp_path / "x.tar", [(info, b"x")], format=tarfile.GNU_FORMAT))[0] == "archive.bad-name"


def info_of(kind: bytes, name: str = "x.yaml", target: str = "", size: int = 0) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, target, size
    return info


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (tarfile.SYMTYPE, "a link"),
        (tarfile.LNKTYPE, "a link"),
        (tarfile.CHRTYPE, "a device"),
        (tarfile.BLKTYPE, "a device"),
        (tarfile.FIFOTYPE, "a pipe"),
    ],
)
@pytest.mark.parametrize("target", ["/etc/passwd", "a.yaml"])
def test_what_is_no_file_is_refused_in_a_tar(tmp_path: Path, kind: bytes, word: str, target: str) -> None:
    path = tarred(tmp_path / "x.tar", [(tarfile.TarInfo("a.yaml"), b"a"), (info_of(kind, target=target), b"")])
    code, message = refused(path)
    assert (code, word in message, "`x.yaml`" in message) == ("archive.no-file", True, True)


@pytest.mark.parametrize(("mode", "word"), [(0o120777, "a link"), (0o020666, "a device"), (0o010666, "a pipe")])
def test_what_is_no_file_is_refused_in_a_zip(tmp_path: Path, mode: int, word: str) -> None:
    info = zipfile.ZipInfo("x.yaml")
    info.external_attr = mode << 16
    code, message = refused(zipped(tmp_path / "x.zip", [(info, b"/etc/passwd")]))
    assert (code, word in message) == ("archive.no-file", True)


@pytest.mark.parametrize(
    ("first", "second"), [("a.yaml", "a.yaml"), ("a.yaml", "./a.yaml"), ("a", "a/b"), ("a/b", "a")]
)
def test_a_member_that_comes_twice_is_refused(tmp_path: Path, first: str, second: str) -> None:
    members = [(tarfile.TarInfo(first), b"1"), (tarfile.TarInfo(second), b"2")]
    assert refused(tarred(tmp_path / "x.tar", members))[0] in ("archive.twice", "archive.cannot-extract")


def test_a_zip_member_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        path = zipped(tmp_path / "x.zip", [("a.yaml", b"1"), ("a.yaml", b"2")])
    assert refused(path)[0] == "archive.twice"


def test_an_encrypted_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", [("a.yaml", b"1")])
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert refused(path)[0] == "archive.encrypted"


def test_a_way_of_packing_that_takes_memory_at_will_is_refused(tmp_path: Path) -> None:
    assert refused(zipped(tmp_path / "x.zip", [("a.yaml", b"1")], zipfile.ZIP_LZMA))[0] == "archive.method"


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    limits = Limits(harmless=1 << 20)
    assert refused(zipped(tmp_path / "x.zip", [("a.yaml", bytes(8 << 20))]), limits)[0] == "archive.bomb"


def test_a_small_archive_may_be_packed_tightly(tmp_path: Path) -> None:
    assert len(extracted(zipped(tmp_path / "x.zip", [("a.yaml", bytes(8 << 20))]))["a.yaml"]) == 8 << 20


@pytest.mark.parametrize("suffix", [".tar.gz", ".tar.bz2", ".tar.xz"])
def test_a_bomb_of_what_is_passed_over_is_refused_too(tmp_path: Path, suffix: str) -> None:
    path = tarred(tmp_path / f"x{suffix}", [(tarfile.TarInfo("a.bin"), bytes(8 << 20))], TARS[suffix])
    assert refused(path, Limits(harmless=1 << 20, ratio=50))[0] == "archive.bomb"


def test_all_archives_of_a_run_have_one_bound(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", [("a.yaml", bytes(1000))])
    extractor = Extractor(Limits(total=2500))
    for number in (1, 2):
        (into := tmp_path / f"{number}").mkdir()
        extractor.extract(path, "x.zip", into)
    (into := tmp_path / "3").mkdir()
    with pytest.raises(InputError, match="come out of the archives"):
        extractor.extract(path, "x.zip", into)


@pytest.mark.parametrize("suffix", [".zip", ".tar"])
def test_too_many_members_are_refused(tmp_path: Path, suffix: str) -> None:
    names = [f"{number}.yaml" for number in range(11)]
    path = tmp_path / f"x{suffix}"
    if suffix == ".zip":
        zipped(path, [(name, b"") for name in names])
    else:
        tarred(path, [(tarfile.TarInfo(name), b"") for name in names])
    assert refused(path, Limits(members=10))[0] == "archive.too-many"


def test_a_list_of_members_that_is_too_long_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "NAMES", 400)
    path = zipped(tmp_path / "x.zip", [(f"{number}.yaml", b"") for number in range(10)])
    assert refused(path)[0] == "archive.too-many"


def test_a_size_told_in_the_long_form_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "x.zip", [("a.yaml", b"")])
    data = path.read_bytes()
    at = data.rindex(b"PK\x05\x06")
    long = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 1 << 40, 0)
    place = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    path.write_bytes(data[:at] + long + place + data[at:])
    assert refused(path)[0] == "archive.too-many"


@pytest.mark.parametrize("told", [0, 1, 10**6, 0xFFFFFFFE])
def test_a_size_that_is_not_so_is_not_believed(tmp_path: Path, told: int) -> None:
    path = zipped(tmp_path / "x.zip", [("a.yaml", b"declaration: 1\n" * 100)])
    data = bytearray(path.read_bytes())
    struct.pack_into("<L", data, data.index(b"PK\x01\x02") + 24, told)
    path.write_bytes(data)
    assert refused(path)[0] == "archive.broken"


@pytest.mark.parametrize("suffix", [".zip", *TARS])
def test_an_archive_that_ends_too_early_is_refused_wherever_it_ends(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    if suffix == ".zip":
        zipped(path, CONTENT.items())
    else:
        tarred(path, [(tarfile.TarInfo(name), data) for name, data in CONTENT.items()], TARS[suffix])
    data = path.read_bytes()
    for number, share in enumerate((0.0, 0.1, 0.5, 0.9)):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / path.name).write_bytes(data[: int(len(data) * share)])
        assert refused(folder / path.name)[0] in ("archive.broken", "archive.cannot-extract")


def test_a_tar_cut_between_two_members_is_refused(tmp_path: Path) -> None:
    path = tarred(tmp_path / "x.tar", [(tarfile.TarInfo(name), b"x") for name in ("a.yaml", "b.yaml")])
    path.write_bytes(path.read_bytes()[:1024])
    assert refused(path)[0] == "archive.broken"


def test_a_broken_header_in_the_middle_is_refused(tmp_path: Path) -> None:
    path = tarred(tmp_path / "x.tar", [(tarfile.TarInfo(name), b"x") for name in ("a.yaml", "b.yaml")])
    data = bytearray(path.read_bytes())
    data[1024 + 20] ^= 0xFF
    path.write_bytes(data)
    assert refused(path)[0] == "archive.broken"


def test_a_second_tar_behind_the_first_is_refused(tmp_path: Path) -> None:
    path = tarred(tmp_path / "x.tar", [(tarfile.TarInfo("a.yaml"), b"x")])
    path.write_bytes(path.read_bytes() * 2)
    assert refused(path)[0] == "archive.broken"


def test_a_sparse_member_is_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("x.yaml")
    info.pax_headers = {"GNU.sparse.map": "0,1", "GNU.sparse.size": str(1 << 50), "GNU.sparse.name": "x.yaml"}
    assert refused(tarred(tmp_path / "x.tar", [(info, b"x")], format=tarfile.PAX_FORMAT))[0] == "archive.sparse"


def test_an_endless_header_is_not_read(tmp_path: Path) -> None:
    info = tarfile.TarInfo("x.yaml")
    info.pax_headers = {"comment": "x" * (4 << 20)}
    assert (
        refused(tarred(tmp_path / "x.tar.gz", [(info, b"x")], "w:gz", format=tarfile.PAX_FORMAT))[0]
        == "archive.broken"
    )


def test_a_member_larger_than_any_document_comes_out_cut_so_that_its_reader_refuses_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "EVIDENCE_LIMIT", LIMIT)
    found = extracted(zipped(tmp_path / "x.zip", [("a.yaml", bytes(LIMIT + 5000))], zipfile.ZIP_STORED))
    assert len(found["a.yaml"]) == LIMIT + 1


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06", bytes(1024)])
@pytest.mark.parametrize("suffix", [".zip", ".tar.gz", ".tar.xz", ".tar.bz2"])
def test_what_is_no_archive_is_refused(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(content)
    assert refused(path)[0] in ("archive.broken", "archive.cannot-extract")


def test_a_pipe_by_the_name_of_an_archive_never_blocks(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.zip")
    assert refused(tmp_path / "x.zip")[0] == "file.not-regular"


def test_archives_are_known_by_their_names() -> None:
    assert [
        name for name in ("a.ZIP", "a.tar", "a.tar.gz", "a.tgz", "a.gz", "a.yaml", "zip") if is_archive(name)
    ] == [*("a.ZIP", "a.tar", "a.tar.gz", "a.tgz")]


@settings(max_examples=150)
@given(data=st.data())
def test_damage_is_refused_or_leaves_files_inside(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    suffix = data.draw(st.sampled_from([".zip", *TARS]))
    path = folder / f"x{suffix}"
    content = {"a.yaml": b"declaration: 1\n", "b/c.yaml": b"x" * 700}
    if suffix == ".zip":
        zipped(path, content.items())
    else:
        tarred(path, [(tarfile.TarInfo(name), one) for name, one in content.items()], TARS[suffix])
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(whole)
    codes = ["archive.none"]
    try:
        extracted(path, Limits(total=1 << 24))
    except InputError as error:
        codes = [one.code for one in error.diagnostics]
    assert all(one.startswith("archive.") for one in codes)
    assert {one.name for one in folder.iterdir()} == {path.name, "into"}
