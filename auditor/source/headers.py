"""The first bytes of a file, which say what it is before anything else opens it."""

from __future__ import annotations

from pathlib import Path

from auditor.source.text import fault


def first_bytes(path: Path, count: int) -> bytes | None:
    """Give so many bytes from the beginning of a file; None where there is no file. Raises InputError."""
    shown = path.name
    if path.is_dir():
        raise fault("file.directory", f"`{shown}` is a folder", shown, help="name a file inside it")
    try:
        if not path.exists():
            return None
        if not path.is_file():
            raise fault("file.not-regular", f"`{shown}` is no regular file", shown)
        with path.open("rb") as file:
            return file.read(count)
    except PermissionError:
        raise fault(
            "file.no-permission",
            f"`{shown}` may not be read",
            shown,
            help="its permissions keep this user out: change them, or copy the file",
        ) from None
    except (OSError, ValueError) as error:
        raise fault("file.unreadable", f"`{shown}` cannot be read: {error}", shown) from None
