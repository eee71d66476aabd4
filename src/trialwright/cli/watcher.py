"""Progress on standard error: a live bar on a terminal, a line a stage anywhere else."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

STAGE_WIDTH = 10


class Lines:
    """One line a stage, for logs and pipes. quiet : say nothing but warnings (--json without -v). warns : whether warnings are
    told here, and not with the answer."""

    def __init__(self, quiet: bool, verbose: bool, warns: bool = True) -> None:
        self.quiet, self.verbose, self.warns = quiet and not verbose, verbose, warns
        self.begun = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def stage(self, name: str, detail: str = "", cached: bool = False) -> None:
        if not self.quiet:
            seconds = f"{time.monotonic() - self.begun:6.1f} s  " if self.verbose else ""
            print(
                f"{seconds}{name:<{STAGE_WIDTH}}{detail}{'  (unchanged)' if cached else ''}", file=sys.stderr
            )

    def step(self, done: int, total: int) -> None:
        pass

    def note(self, text: str) -> None:
        if self.verbose:
            print(f"{'':<{STAGE_WIDTH}}{text}", file=sys.stderr)

    def warn(self, text: str) -> None:
        if self.warns:
            print(f"{'warning':<{STAGE_WIDTH}}{text}", file=sys.stderr)
        else:
            self.note(text)


class Bars(Lines):
    """A bar with time left for the stage under way, above it the stages that are done."""

    def __enter__(self) -> Self:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeRemainingColumn,
        )

        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.progress.start()
        self.task = self.progress.add_task("starting", total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()

    def stage(self, name: str, detail: str = "", cached: bool = False) -> None:
        text = f"{name:<{STAGE_WIDTH}}{detail}"
        self.progress.console.print(f"[dim]{text}  unchanged[/dim]" if cached else text, highlight=False)
        self.progress.reset(self.task, description=name, total=None)

    def step(self, done: int, total: int) -> None:
        self.progress.update(self.task, completed=done, total=total)

    def note(self, text: str) -> None:
        if self.verbose:
            self.progress.console.print(
                f"{'':<{STAGE_WIDTH}}{text}", style="dim", highlight=False, markup=False
            )

    def warn(self, text: str) -> None:
        if self.warns:
            self.progress.console.print(
                f"{'warning':<{STAGE_WIDTH}}{text}", highlight=False, markup=False, soft_wrap=True
            )
        else:
            self.note(text)


def watching(as_json: bool, verbose: bool, warns: bool = True) -> Lines:
    """The watcher that suits where standard error goes. warns : as Lines has it."""
    on_terminal = sys.stderr.isatty() and not as_json
    return Bars(False, verbose, warns) if on_terminal else Lines(as_json, verbose, warns)
