"""The forest plot: each trial's effect with its interval, the pooled mean, the range for a new trial."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from trialwright.report.charts.canvas import COLOURS, INK, MUTED, canvas, plain, svg
from trialwright.report.scales import Reads

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Row(NamedTuple):
    """One line. shape : "trial", "mean" or "predict". weight : 0..1, the share of the pool."""

    label: str
    mean: float
    low: float
    high: float
    text: str
    shape: str
    weight: float = 0.0


def forest(rows: Sequence[Row], name: str, axis: str, reads: Reads, described: str) -> str:
    """rows : on the additive scale. reads : what the axis shows for it. Shares have no line of no effect."""
    with canvas(7.6, 1.25 + 0.3 * len(rows)) as figure:
        axes = figure.subplots()
        if reads in ("difference", "ratio", "correlation"):
            axes.axvline(0, color=MUTED, linewidth=0.8)
        for at, row in enumerate(rows):
            _draw(axes, -at, row)
        axes.set_yticks([-i for i in range(len(rows))], [plain(r.label, 46) for r in rows])
        axes.set_ylim(-len(rows) + 0.4, 0.6)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        if reads == "ratio":
            _ratio_ticks(axes)
        elif reads in ("logit", "arcsine", "correlation"):
            _turned_back(axes, reads)
        axes.set_xlabel(plain(axis, 100))
        right: Any = axes.secondary_yaxis("right")
        right.set_yticks([-i for i in range(len(rows))], [r.text for r in rows])
        right.tick_params(length=0)
        right.spines["right"].set_visible(False)
        return svg(figure, name, described)


def _draw(axes: Axes, y: float, row: Row) -> None:
    if row.shape == "mean":
        corners = [(row.low, y), (row.mean, y + 0.24), (row.high, y), (row.mean, y - 0.24)]
        axes.fill(*zip(*corners, strict=True), color=COLOURS[0], linewidth=0)
    elif row.shape == "predict":
        axes.plot(
            [row.low, row.high], [y, y], color=COLOURS[0], linewidth=4, alpha=0.45, solid_capstyle="butt"
        )
    else:
        axes.plot([row.low, row.high], [y, y], color=INK, linewidth=1.1)
        axes.plot([row.mean], [y], marker="s", color=INK, markersize=3.5 + 6 * math.sqrt(row.weight))


def _ratio_ticks(axes: Axes) -> None:
    low, high = (math.exp(v) for v in axes.get_xlim())
    nice = [m * 10.0**p for p in range(-4, 5) for m in (1, 2, 5)]
    inside = [v for v in nice if low <= v <= high]
    if len(inside) < 3:
        inside = [v / 10 for v in range(1, 100) if low <= v / 10 <= high] or [1.0]
        inside = _apart(inside, 0.05 * math.log(high / low))
    axes.set_xticks([math.log(v) for v in inside], [f"{v:g}" for v in inside])


def _turned_back(axes: Axes, reads: Reads) -> None:
    """Ticks at round shares (percent) or correlations, where there is room."""
    low, high = axes.get_xlim()
    share = reads != "correlation"
    steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99]
    nice = steps if share else sorted({0.0, *steps[3:], *(-s for s in steps[3:])})
    at = {_forward(v, reads): v for v in nice}
    kept: list[float] = []
    for x in sorted(x for x in at if low <= x <= high):
        if not kept or x - kept[-1] >= 0.06 * (high - low):
            kept.append(x)
    if kept:
        axes.set_xticks(kept, [f"{100 * at[x]:g} %" if share else f"{at[x]:g}" for x in kept])


def _forward(value: float, reads: Reads) -> float:
    """The additive value of what is shown."""
    if reads == "logit":
        return math.log(value / (1 - value))
    return math.asin(math.sqrt(value)) if reads == "arcsine" else math.atanh(value)


def _apart(ticks: list[float], gap: float) -> list[float]:
    """The ticks whose labels have room: from 1 outwards, each a `gap` of logarithm from the last."""
    kept: list[float] = []
    for v in sorted(ticks, key=lambda v: abs(math.log(v))):
        if all(abs(math.log(v / k)) >= gap for k in kept):
            kept.append(v)
    return sorted(kept)
