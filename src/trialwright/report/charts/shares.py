"""Shares of simulated trials as stacked bars: where trials stop, what they select."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from trialwright.report.charts.canvas import COLOURS, INK, canvas, light_grid, plain, svg

_FEWEST = 0.06  # of the bar's length: a smaller part has no room for its number


class Bar(NamedTuple):
    """label : of the bar. shares : one for each part, in 0..1. gap : whether it starts a group."""

    label: str
    shares: Sequence[float | None]
    gap: bool = False


class Part(NamedTuple):
    """colour : of the report's palette. light : how far towards white, 0..1. hatched : for grey print."""

    name: str
    colour: int
    light: float = 0.0
    hatched: bool = False


def shares(bars: Sequence[Bar], parts: Sequence[Part], axis: str, described: str, name: str) -> str:
    """One bar a design, its parts in order from the left; every part of 6 % or more has its number on it."""
    from matplotlib.patches import Patch

    rows = (len(parts) + 2) // 3
    with canvas(7.8, 0.9 + 0.2 * rows + 0.3 * len(bars) + 0.16 * sum(b.gap for b in bars)) as figure:
        axes = figure.subplots()
        places, y = [], 0.0
        for bar in bars:
            y += 1.0 + (0.5 if bar.gap and places else 0.0)
            places.append(y)
        for place, bar in zip(places, bars, strict=True):
            left = 0.0
            for part, share in zip(parts, bar.shares, strict=True):
                if not share:
                    continue
                colour = _mixed(COLOURS[part.colour % len(COLOURS)], part.light)
                axes.barh(
                    place, 100 * share, left=100 * left, height=0.74, color=colour, edgecolor="white",
                    linewidth=0.8, hatch="///" if part.hatched else None,
                )  # fmt: skip
                if share >= _FEWEST:
                    dark = part.light < 0.3 and not part.hatched
                    axes.text(
                        100 * (left + share / 2), place, f"{100 * share:.0f}", ha="center", va="center",
                        fontsize=8, color="white" if dark else INK,
                    )  # fmt: skip
                left += share
        axes.set_yticks(places, [plain(b.label, 46) for b in bars])
        axes.invert_yaxis()
        axes.set_xlim(0, 100)
        axes.set_xlabel(axis)
        axes.spines["left"].set_visible(False)
        light_grid(axes, "x")
        axes.tick_params(axis="y", length=0)
        handles = [
            Patch(
                facecolor=_mixed(COLOURS[p.colour % len(COLOURS)], p.light), edgecolor="white", linewidth=0.8,
                hatch="///" if p.hatched else None, label=plain(p.name, 44),
            )
            for p in parts
        ]  # fmt: skip
        figure.legend(handles=handles, loc="outside upper left", ncols=min(3, len(parts)), fontsize=8)
        return svg(figure, name, described)


def _mixed(colour: str, light: float) -> tuple[float, float, float]:
    """A colour mixed with white."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c + (1 - c) * light for c in parts)
    return red, green, blue
