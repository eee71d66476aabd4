"""How a verb tells whoever asked what it is doing. The CLI draws it; tests and the API stay silent."""

from __future__ import annotations

from typing import Protocol


class Watcher(Protocol):
    """stage : a stage begins, or is taken from the cache. step : done of total within it.
    note : a detail that -v shows. warn : what whoever asked must hear, as that a correction was not applied."""

    def stage(self, name: str, detail: str = "", cached: bool = False) -> None: ...

    def step(self, done: int, total: int) -> None: ...

    def note(self, text: str) -> None: ...

    def warn(self, text: str) -> None: ...


class Silent:
    """Watches and says nothing."""

    def stage(self, name: str, detail: str = "", cached: bool = False) -> None:
        pass

    def step(self, done: int, total: int) -> None:
        pass

    def note(self, text: str) -> None:
        pass

    def warn(self, text: str) -> None:
        pass
