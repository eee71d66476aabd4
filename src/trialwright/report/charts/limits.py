"""The eligible count along one criterion's limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trialwright.report.charts.canvas import COLOURS, INK, MUTED, canvas, light_grid, plain, svg

if TYPE_CHECKING:
    from trialwright.model.screening import ThresholdCurve


def limits(curve: ThresholdCurve) -> str:
    """Certain patients, and the band of those who might be, at each limit; the one written is marked. An <svg> element."""
    x = [p.limit for p in curve.points]
    certain = [p.certain for p in curve.points]
    might = [p.certain + p.possible for p in curve.points]
    with canvas(6.4, 3.3) as figure:
        axes = figure.add_subplot()
        axes.fill_between(
            x, certain, might, color=COLOURS[0], alpha=0.2, linewidth=0, label="might be eligible"
        )
        axes.plot(x, might, color=COLOURS[0], linewidth=0.8)
        axes.plot(
            x, certain, color=COLOURS[0], marker="o", markersize=4, linewidth=1.4, label="certainly eligible"
        )
        axes.axvline(curve.written, color=INK, linewidth=0.9, linestyle=(0, (3, 2)), zorder=0)
        axes.annotate(
            "as written", (curve.written, 1), (4, -2), xycoords=("data", "axes fraction"),
            textcoords="offset points", va="top", fontsize=8, color=MUTED,
        )  # fmt: skip
        axes.set_ylim(bottom=0)
        axes.margins(y=0.14)
        axes.set_xlabel(plain(f"limit: {curve.concept} {curve.comparator} … {curve.unit}".strip(), 90))
        axes.set_title("patients")
        light_grid(axes)
        figure.legend(loc="outside right upper", fontsize=8.5)
        last = curve.points[-1]
        return svg(
            figure,
            f"limits-{curve.criterion + 1}",
            f"Eligible patients as the limit of {curve.name} moves from {x[0]:g} to {last.limit:g} {curve.unit}.",
        )
