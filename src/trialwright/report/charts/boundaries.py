"""The boundaries of a sequential design over its information."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from trialwright.report.charts.canvas import COLOURS, INK, MARKERS, MUTED, canvas, light_grid, plain, svg


class Path(NamedTuple):
    """A simulated trial. z : at each look it had. shown : whether it ended by showing the effect."""

    z: Sequence[float]
    shown: bool


class Bound(NamedTuple):
    """name : for the legend. z : one value a look, None where there is none. group : sets colour and marker."""

    name: str
    z: Sequence[float | None]
    group: int


def boundaries(
    information: Sequence[float],
    bounds: Sequence[Bound],
    described: str,
    name: str = "boundaries",
    paths: Sequence[Path] = (),
) -> str:
    """The bounds on the z scale at each look's share of the information, as an <svg> element.

    information : shares in (0, 1], ascending. Values are printed beside their points. paths : simulated trials, drawn
    thin from no information on.
    """
    with canvas(*((7.8, 3.3) if paths else (6.4, 3.6))) as figure:
        axes = figure.add_subplot()
        axes.axhline(0.0, color=MUTED, linewidth=0.7)
        for path in paths:
            x = [0.0, *(100 * t for t in information[: len(path.z)])]
            axes.plot(
                x, [0.0, *path.z], color=MUTED, linewidth=0.8, alpha=0.7, zorder=1,
                linestyle="-" if path.shown else (0, (3, 2)),
            )  # fmt: skip
            axes.plot(
                x[-1:], path.z[-1:], color=MUTED, marker="o", markersize=3, zorder=1,
                markerfacecolor=MUTED if path.shown else "white",
            )  # fmt: skip
        if paths:
            axes.plot([], [], color=MUTED, linewidth=0.8, label="simulated trials that show the effect")
            axes.plot([], [], color=MUTED, linewidth=0.8, linestyle=(0, (3, 2)), label="that do not")
        for bound in bounds:
            points = [(100 * t, z) for t, z in zip(information, bound.z, strict=True) if z is not None]
            if not points:
                continue
            x, y = zip(*points, strict=True)
            colour = COLOURS[bound.group % len(COLOURS)]
            marker = MARKERS[bound.group % len(MARKERS)]
            axes.plot(
                x, y, color=colour, marker=marker, markersize=4.5, linewidth=1.2, label=plain(bound.name)
            )
            for at, z in points:
                aside = (
                    bool(paths) and at == 100 * information[-1]
                )  # where the paths end, the label gives way
                axes.annotate(
                    f"{z:.2f}",
                    (at, z),
                    (7, -3) if aside else (0, 5),
                    textcoords="offset points",
                    ha="left" if aside else "center",
                    color=INK,
                    fontsize=8,
                    bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 0.6},
                )
        axes.set_xticks([100 * t for t in information], [f"{100 * t:.3g} %" for t in information])
        axes.set_xlim(0, 106)
        axes.margins(y=0.14)
        axes.set_xlabel("information at the look")
        axes.set_title("z statistic")
        if paths:
            figure.legend(loc="outside upper left", ncols=4, fontsize=8)
        else:
            axes.legend(loc="best", fontsize=8)
        light_grid(axes)
        return svg(figure, name, described)
