"""Survival curves by arm, each with its pointwise band, and the numbers at risk under the ticks of the time axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from trialwright.report.charts.canvas import COLOURS, INK, canvas, light_grid, plain, svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Arms differ by the line as well, for readers and printers without colour.
DASHES = ("-", (0, (5, 2)), (0, (1, 1.2)), (0, (6, 1.5, 1, 1.5)))


def survival(
    name: str,
    steps: Mapping[str, Sequence[tuple[float, float]]],
    bands: Mapping[str, Sequence[tuple[float, float, float]]],
    at_risk: Mapping[str, Sequence[tuple[float, int]]],
    axes_words: tuple[str, str],
    level: float,
    described: str,
) -> str:
    """steps, bands : arm → corners (time, survival), (time, low, high). at_risk : arm → (tick, patients). level : of
    the band, percent."""
    ticks = [t for t, _ in next(iter(at_risk.values()))]
    table = 0.34 + 0.17 * len(at_risk)
    with canvas(6.4, 3.3 + table) as figure:
        axes, below = figure.subplots(2, 1, sharex=True, height_ratios=[3.3, table])
        light_grid(axes)
        for k, arm in enumerate(steps):
            _arm(axes, k, arm, steps[arm], bands.get(arm, ()))
        axes.legend(
            loc="best", fontsize=8.5, title=f"Shaded: {level:g} % limits at each time", title_fontsize=8
        )
        axes.set_ylim(0, 1.02)
        end = max(p[-1][0] for p in steps.values())
        axes.set_xlim(-0.015 * end, 1.02 * end or 1)
        axes.set_xticks(ticks, [f"{t:g}" for t in ticks])
        axes.tick_params(axis="x", labelbottom=True)
        axes.set_xlabel(plain(axes_words[0], 90))
        axes.set_ylabel(plain(axes_words[1], 60))
        _numbers(below, at_risk)
        return svg(figure, name, described)


def _arm(
    axes: Axes,
    k: int,
    arm: str,
    steps: Sequence[tuple[float, float]],
    band: Sequence[tuple[float, float, float]],
) -> None:
    colour, dashes = COLOURS[k % len(COLOURS)], DASHES[k % len(DASHES)]
    if band:
        x, low, high = (list(v) for v in zip(*band, strict=True))
        axes.fill_between(x, low, high, color=colour, alpha=0.14, linewidth=0)
        for edge in (low, high):  # where two bands overlap, shades alone do not tell whose end it is
            axes.plot(x, edge, color=colour, linewidth=0.6, linestyle=dashes, alpha=0.8)
    axes.plot(*zip(*steps, strict=True), color=colour, linewidth=1.7, linestyle=dashes, label=plain(arm, 40))


def _numbers(axes: Axes, at_risk: Mapping[str, Sequence[tuple[float, int]]]) -> None:
    for k, row in enumerate(at_risk.values()):
        for t, patients in row:
            axes.text(t, -k, f"{patients}", ha="center", va="center_baseline", fontsize=8.5, color=INK)
    axes.set_yticks([-k for k in range(len(at_risk))], [plain(a, 24) for a in at_risk])
    axes.set_ylim(-len(at_risk) + 0.4, 0.6)
    axes.tick_params(length=0, labelbottom=False, labelsize=8.5)
    axes.tick_params(axis="y", pad=9)
    axes.set_title("Number at risk", fontsize=8.5, fontweight="normal", pad=2)
    for spine in axes.spines.values():
        spine.set_visible(False)
