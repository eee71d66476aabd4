"""The forest plot: each trial's effect with its interval, the pooled mean, the range for a new trial."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from trialwright.report.charts.canvas import COLOURS, INK, MUTED, canvas, plain, svg
from trialwright.report.charts.ratio_axis import ratio_axis
from trialwright.report.scales import Reads

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LONGEST = 46  # letters of a label beside its mark
SHORT = 40  # letters of both sides that fit beside each other


class Row(NamedTuple):
    """One line. shape : "trial", "mean" or "predict". weight : 0..1, the share of the pool."""

    label: str
    mean: float
    low: float
    high: float
    text: str
    shape: str
    weight: float = 0.0


class Sides(NamedTuple):
    """A line that says what the two ends of the axis mean for the rows under it. left, right : words, or "" for none."""

    left: str
    right: str


def forest(
    rows: Sequence[Row | Sides], name: str, axis: str, reads: Reads, described: str, none: float = 0.0
) -> str:
    """rows : on the additive scale. reads : what the axis shows for it. none : no effect; shares have no line of it."""
    with canvas(7.6, 1.25 + 0.3 * len(rows)) as figure:
        axes = figure.subplots()
        if reads in ("difference", "ratio", "correlation"):
            axes.axvline(none, color=MUTED, linewidth=0.8)
        for at, row in enumerate(rows):
            if isinstance(row, Sides):
                _say(axes, -at, row)
            else:
                _draw(axes, -at, row)
        axes.set_yticks(
            [-i for i in range(len(rows))],
            [plain(r.label, LONGEST) if isinstance(r, Row) else "" for r in rows],
        )
        axes.set_ylim(-len(rows) + 0.4, 0.6)
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        if reads == "ratio":
            ends = [v for r in rows if isinstance(r, Row) for v in (r.low, r.high)]
            ratio_axis(axes, min(none, *ends), max(none, *ends))
        elif reads in ("logit", "arcsine", "correlation"):
            _turned_back(axes, reads)
        axes.set_xlabel(plain(axis, 100))
        right: Any = axes.secondary_yaxis("right")
        right.set_yticks([-i for i in range(len(rows))], [r.text if isinstance(r, Row) else "" for r in rows])
        right.tick_params(length=0)
        right.spines["right"].set_visible(False)
        return svg(figure, name, described)


def _say(axes: Axes, y: float, sides: Sides) -> None:
    """One line, or two where arms have long names, at the ends of the axis."""
    apart = 0.26 if len(sides.left) + len(sides.right) > SHORT else 0.0
    y -= 0.14  # nearer to the rows that it speaks of
    for x, text, align, up in ((0.0, sides.left, "left", apart), (1.0, sides.right, "right", -apart)):
        axes.text(
            x, y + up, plain(text, 2 * SHORT), transform=axes.get_yaxis_transform(), ha=align, va="center",
            fontsize=8, color=INK, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
        )  # fmt: skip


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
