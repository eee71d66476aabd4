"""An endpoint analysed by another of its tests: what the test changes, and the file's own for the rest."""

from __future__ import annotations

import sys
from typing import Any


class Variant:
    """own : names of an endpoint's contract that differ, None for those it does not offer. base : the endpoint's module name."""

    def __init__(self, base: str, **own: Any) -> None:
        self._base, self._own = base, own

    @property
    def own(self) -> dict[str, Any]:
        return dict(self._own)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        # What computes both at once in the file computes the file's own measure, not another's.
        if name == "estimate_and_error" and "estimate" in self._own and name not in self._own:
            raise AttributeError(name)
        if name in self._own and self._own[name] is None:
            raise AttributeError(name)
        return self._own[name] if name in self._own else getattr(sys.modules[self._base], name)
