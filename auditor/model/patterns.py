"""Regular expressions that are compiled when they are first used: most runs need few of them, and each takes time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from re import compile as pattern
else:

    class _Pattern:
        def __init__(self, text: str | bytes, flags: int) -> None:
            self._given = text, flags

        def __getattr__(self, name: str) -> Any:
            if name.startswith("__"):
                raise AttributeError(name)
            found = self.__dict__[name] = getattr(re.compile(*self._given), name)
            return found

    def pattern(text: str | bytes, flags: int = 0) -> _Pattern:
        """Give what behaves as the compiled expression does, and compiles it when it is first asked for anything."""
        return _Pattern(text, flags)


__all__ = ["pattern"]
