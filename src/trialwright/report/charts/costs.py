"""What each criterion costs: its share of the patients excluded, and the part of it that it alone excludes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from trialwright.report.charts.canvas import INK, canvas, light_grid, plain, svg

_ALONE, _SHARED = "#0072B2", "#A9CDE3"


class Share(NamedTuple):
    """alone : patients whom only this criterion excludes. share : its Shapley value, alone included."""

    label: str
    alone: int
    share: float


def costs(bars: Sequence[Share], described: str) -> str:
    """A bar a criterion, in the order given. A patient whom b criteria exclude counts 1/b for each of them."""
    from matplotlib.patches import Patch

    with canvas(7.8, 1.0 + 0.34 * len(bars)) as figure:
        axes = figure.subplots()
        places = range(len(bars))
        axes.barh(places, [b.share for b in bars], height=0.66, color=_SHARED, linewidth=0)
        axes.barh(places, [b.alone for b in bars], height=0.66, color=_ALONE, linewidth=0)
        longest = max((b.share for b in bars), default=1.0)
        for y, bar in enumerate(bars):
            axes.text(bar.share + 0.01 * longest, y, f"{bar.share:,.0f}", va="center", fontsize=8, color=INK)
        axes.set_yticks(places, [plain(b.label, 44) for b in bars])
        axes.invert_yaxis()
        axes.set_xlim(0, longest * 1.1)
        axes.set_xlabel("Patients excluded")
        axes.xaxis.set_major_formatter(lambda v, _: f"{v:,.0f}")
        axes.spines["left"].set_visible(False)
        light_grid(axes, "x")
        axes.tick_params(axis="y", length=0)
        handles = [
            Patch(facecolor=_ALONE, label="it alone excludes them"),
            Patch(facecolor=_SHARED, label="its share of those whom others exclude too"),
        ]
        figure.legend(handles=handles, loc="outside upper left", ncols=2, fontsize=8)
        return svg(figure, "costs", described)
