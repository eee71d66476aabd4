"""Chances as bars, one under the other."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.report.charts.canvas import COLOURS, INK, canvas, light_grid, plain, svg


def chances(steps: Sequence[tuple[str, float]], name: str, described: str) -> str:
    """A bar for each label and chance 0..1, with its percent beside it."""
    with canvas(7.2, 0.9 + 0.32 * len(steps)) as figure:
        axes = figure.subplots()
        light_grid(axes, "x")
        at = [-i for i in range(len(steps))]
        shares = [100 * chance for _, chance in steps]
        axes.barh(at, shares, height=0.6, color=COLOURS[0])
        for y, share in zip(at, shares, strict=True):
            axes.text(share + 1.2, y, f"{share:.1f} %", va="center", fontsize=8.5, color=INK)
        axes.set_yticks(at, [plain(what, 50) for what, _ in steps])
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, 108)
        axes.set_xlabel("Chance of a significant result, %")
        return svg(figure, name, described)
