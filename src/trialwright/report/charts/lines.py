"""Curves of simulated figures: the explorer's panels, over cut-offs or over designs, and the power curve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from trialwright.report.charts.canvas import COLOURS, INK, MARKERS, MUTED, canvas, light_grid, plain, svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class Curve(NamedTuple):
    """x positions, values, and the ends of a vertical bar at each (None where there is none).

    group : index that sets the colour, named `name` in a legend. family : of designs, index that sets marker and line where
    there are several; family_name : in a legend, "" where there is but one.
    """

    name: str
    group: int
    x: Sequence[float]
    y: Sequence[float]
    low: Sequence[float | None]
    high: Sequence[float | None]
    family: int = 0
    family_name: str = ""


_CROWDED = 26  # characters of all texts of an axis, past which they would run into one another
_LINES: tuple[Any, ...] = ("-", (0, (5, 2)), (0, (1.5, 1.5)), (0, (5, 2, 1.5, 2)), (0, (9, 3)), (0, (3, 1.5)))


class Panel(NamedTuple):
    """title : the figure with its unit. limit : a line the plan may not cross. top : fixed upper end."""

    title: str
    curves: Sequence[Curve]
    limit: float | None = None
    top: float | None = None


def threshold(
    panels: Sequence[Panel], ticks: Sequence[str], axis: str, chosen: int | None, described: str
) -> str:
    """One panel a figure over the same cut-offs, evenly spaced. chosen : the recommended position.

    A faint line per position, hidden until the reader picks it, is named cursor-PANEL-POSITION.
    """
    with canvas(max(2.72 * len(panels), 6.0), 3.2) as figure:
        row = figure.subplots(1, len(panels), squeeze=False)[0]
        for number, (axes, panel) in enumerate(zip(row, panels, strict=True)):
            for position in range(len(ticks)):
                line = axes.axvline(position, color=INK, linewidth=1.1, alpha=0.55, zorder=1)
                line.set_gid(f"cursor-{number}-{position}")
            if chosen is not None:
                axes.axvspan(chosen - 0.28, chosen + 0.28, color="#eef3f6", zorder=0, linewidth=0)
            _draw(axes, panel, dodge=0.07)
            axes.set_xticks(range(len(ticks)), [plain(t, 14) for t in ticks])
            if sum(map(len, ticks)) > _CROWDED:
                axes.tick_params(axis="x", labelrotation=90)
            axes.set_xlim(-0.5, len(ticks) - 0.5)
        figure.supxlabel(plain(axis, 90), fontsize=9, color=INK)
        _legend(figure, row[0], [c for p in panels for c in p.curves])
        return svg(figure, "threshold", described)


def designs(panels: Sequence[Panel], names: Sequence[str], chosen: int | None, described: str) -> str:
    """One panel a figure, a row a design, the first at the top: designs have no order that a line could follow.

    chosen and the hidden lines are as in `threshold`.
    """
    groups = len({c.group for p in panels for c in p.curves})
    rows = len(names)
    with canvas(max(2.72 * len(panels), 6.0), 1.15 + rows * (0.22 + 0.14 * groups)) as figure:
        row = figure.subplots(1, len(panels), squeeze=False, sharey=True)[0]
        for number, (axes, panel) in enumerate(zip(row, panels, strict=True)):
            for position in range(rows):
                line = axes.axhline(position, color=INK, linewidth=1.1, alpha=0.55, zorder=1)
                line.set_gid(f"cursor-{number}-{position}")
            if chosen is not None:
                axes.axhspan(chosen - 0.45, chosen + 0.45, color="#eef3f6", zorder=0, linewidth=0)
            _rows(axes, panel, step=0.62 / max(groups, 1))
            axes.set_yticks(range(rows), [plain(n, 26) for n in names])
            axes.tick_params(axis="y", length=0)
            axes.set_ylim(rows - 0.5, -0.5)
        _legend(figure, row[0])
        return svg(figure, "threshold", described)


def _rows(axes: Axes, panel: Panel, step: float) -> None:
    light_grid(axes, "x")
    count = len({c.group for c in panel.curves})
    for curve in panel.curves:
        colour = COLOURS[curve.group % len(COLOURS)]
        at = [v + step * (curve.group - (count - 1) / 2) for v in curve.x]
        for y, low, high in zip(at, curve.low, curve.high, strict=True):
            if low is not None and high is not None:
                axes.plot([low, high], [y, y], color=colour, linewidth=1.6, alpha=0.45, solid_capstyle="butt")
        marker = MARKERS[curve.group % len(MARKERS)]
        axes.plot(
            curve.y,
            at,
            color=colour,
            linestyle="",
            marker=marker,
            markersize=4.5,
            label=plain(curve.name, 44),
        )
    _scale(axes, panel, "x")


def power(panel: Panel, described: str) -> str:
    """Power against patients enrolled."""
    with canvas(6.4, 3.3) as figure:
        axes = figure.subplots()
        _draw(axes, panel, dodge=0.0)
        axes.set_xlabel("Patients enrolled")
        handles, labels = axes.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside right upper", fontsize=8.5)
        return svg(figure, "power", described)


def _draw(axes: Axes, panel: Panel, dodge: float) -> None:
    light_grid(axes)
    step = min(dodge, 0.62 / max(len(panel.curves), 1))
    for number, curve in enumerate(panel.curves):
        shift = step * (number - (len(panel.curves) - 1) / 2)
        x = [v + shift for v in curve.x]
        look = _look(curve)
        for at, low, high in zip(x, curve.low, curve.high, strict=True):
            if low is not None and high is not None:
                axes.plot(
                    [at, at],
                    [low, high],
                    color=look["color"],
                    linewidth=1.6,
                    alpha=0.45,
                    solid_capstyle="butt",
                )
        axes.plot(x, curve.y, linewidth=1.4, label=plain(curve.name, 44), **look)
    _scale(axes, panel, "y")


def _look(curve: Curve) -> dict[str, Any]:
    """Colour by group; marker and line by family where there are several, else by group too. Every second family is hollow."""
    colour = COLOURS[curve.group % len(COLOURS)]
    if not curve.family_name:
        return {"color": colour, "marker": MARKERS[curve.group % len(MARKERS)], "markersize": 4.5}
    return _of_family(curve, colour)


def _of_family(curve: Curve, colour: str) -> dict[str, Any]:
    return {
        "color": colour,
        "marker": MARKERS[curve.family % len(MARKERS)],
        "markersize": 5.5,
        "markerfacecolor": "white" if curve.family % 2 else colour,
        "linestyle": _LINES[curve.family % len(_LINES)],
    }


def _scale(axes: Axes, panel: Panel, which: str) -> None:
    """The title, the scale from 0, and the line of the limit. which : the axis of the values, x or y."""
    axes.set_title(panel.title if panel.limit is None else f"{panel.title}\n(limit {panel.limit:,g}: dashed)")
    ends, line = (axes.set_ylim, axes.axhline) if which == "y" else (axes.set_xlim, axes.axvline)
    if panel.limit is not None:
        line(panel.limit, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
    most = (axes.get_ylim if which == "y" else axes.get_xlim)()[1]
    ends(0, panel.top or most * (1.04 if panel.limit is None else 1.08))


def _legend(figure: object, axes: Axes, curves: Sequence[Curve] = (), across: int = 4) -> None:
    """Each curve; of several families the colours first, then what tells the families apart."""
    from matplotlib.lines import Line2D

    families = {c.family_name: c for c in curves if c.family_name}
    if families:
        of_groups = {plain(c.name, 44): Line2D([], [], color=_look(c)["color"], linewidth=3) for c in curves}
        of_families = {plain(n, 44): Line2D([], [], **_of_family(c, MUTED)) for n, c in families.items()}
        unique: dict[str, Any] = {**of_groups, **of_families}
    else:
        handles, labels = axes.get_legend_handles_labels()
        unique = dict(zip(labels, handles, strict=True))
    columns = min(across, len(unique), max(1, 100 // (8 + max(map(len, unique)))))
    figure.legend(  # type: ignore[attr-defined]
        unique.values(), unique.keys(), loc="outside upper left", ncols=columns, fontsize=8.5
    )
