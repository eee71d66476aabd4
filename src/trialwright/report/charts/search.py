"""A design search drawn: the designs on two of their figures with the front among them, and the tornado of assumptions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from trialwright.report.charts.canvas import COLOURS, INK, MARKERS, MUTED, canvas, light_grid, plain, svg

if TYPE_CHECKING:
    from matplotlib.lines import Line2D

_FRONT, _OTHER, _CHOSEN = COLOURS[0], "#A9B4BE", COLOURS[1]


class Spot(NamedTuple):
    """x, y : figures; error : of y. family : index that sets the marker."""

    name: str
    x: float
    y: float
    error: float
    family: int
    on_front: bool
    within_limits: bool
    chosen: bool


class View(NamedTuple):
    """One panel: what its x axis shows, and the designs in it."""

    axis: str
    spots: Sequence[Spot]


class Bar(NamedTuple):
    """An assumption. low, high : the recommended design's power, %, over its range. stated : at the plan's value, None
    where it states none. turns : whether another design takes over within the range. words : the range itself."""

    name: str
    words: str
    low: float
    high: float
    stated: float | None
    turns: bool


def front(views: Sequence[View], families: Sequence[str], described: str) -> str:
    """Power against each other figure; a panel each. Hollow: outside the limits."""
    from matplotlib.ticker import MaxNLocator

    with canvas(max(2.9 * len(views), 6.0), 3.4) as figure:
        row = figure.subplots(1, len(views), squeeze=False, sharey=True)[0]
        for axes, view in zip(row, views, strict=True):
            light_grid(axes)
            for s in sorted(view.spots, key=lambda s: (s.chosen, s.on_front)):
                colour = _CHOSEN if s.chosen else _FRONT if s.on_front else _OTHER
                axes.errorbar(s.x, s.y, yerr=1.96 * s.error, color=colour, linewidth=0.8)
                axes.plot(
                    s.x,
                    s.y,
                    marker=MARKERS[s.family % len(MARKERS)],
                    color=colour,
                    markersize=7 if s.chosen else 4.5,
                    fillstyle="full" if s.within_limits else "none",
                )
            axes.set_xlabel(plain(view.axis, 40))
            axes.xaxis.set_major_locator(MaxNLocator(4))
            axes.xaxis.set_major_formatter(lambda v, _: f"{v:,.6g}")
        row[0].set_ylabel("Power, %")
        hollow = not all(s.within_limits for v in views for s in v.spots)
        handles = _marks(families, hollow)
        figure.legend(
            handles=handles, loc="outside upper left", ncols=4 if len(handles) > 6 else 6, fontsize=8
        )
        return svg(figure, "front", described)


def _marks(families: Sequence[str], hollow: bool) -> list[Line2D]:
    """For the legend. hollow : some mark is."""
    from matplotlib.lines import Line2D

    def mark(marker: str, colour: str, label: str, fillstyle: Literal["full", "none"] = "full") -> Line2D:
        return Line2D([], [], marker=marker, linestyle="", color=colour, fillstyle=fillstyle, label=label)

    colours = {_CHOSEN: "recommended", _FRONT: "none better in everything", _OTHER: "another is better"}
    return [
        *(mark("o", colour, label) for colour, label in colours.items()),
        *(mark(MARKERS[i % len(MARKERS)], MUTED, plain(f, 24)) for i, f in enumerate(families)),
        *([mark("o", MUTED, "outside the limits", "none")] if hollow else []),
    ]


def tornado(bars: Sequence[Bar], described: str) -> str:
    """The recommended design's power over the range of each assumption alone, in the order given."""
    from matplotlib.patches import Patch

    with canvas(7.4, 1.1 + 0.36 * len(bars)) as figure:
        axes = figure.subplots()
        for y, bar in enumerate(bars):
            colour = _CHOSEN if bar.turns else _FRONT
            axes.barh(y, bar.high - bar.low, left=bar.low, height=0.62, color=colour, linewidth=0)
            axes.text(bar.high + 0.6, y, plain(bar.words, 30), va="center", fontsize=8, color=INK)
            if bar.stated is not None:
                axes.plot([bar.stated] * 2, [y - 0.4, y + 0.4], color=INK, linewidth=1.2)
        axes.set_yticks(range(len(bars)), [plain(b.name, 34) for b in bars])
        axes.invert_yaxis()
        low, room = max(0.0, min(b.low for b in bars) - 5), max(b.high for b in bars) + 16
        axes.set_xlim(low, room)
        # The room beside the bars is for words: no power lies beyond 100.
        axes.set_xticks([t for t in axes.get_xticks() if low <= t <= min(100.0, room)])
        axes.set_xlabel("Power of the recommended design, %; the line: as stated")
        axes.spines["left"].set_visible(False)
        light_grid(axes, "x")
        axes.tick_params(axis="y", length=0)
        handles = [
            Patch(facecolor=_FRONT, label="the choice holds"),
            Patch(facecolor=_CHOSEN, label="another design would be chosen somewhere"),
        ]
        figure.legend(handles=handles, loc="outside upper left", ncols=2, fontsize=8)
        return svg(figure, "tornado", described)
