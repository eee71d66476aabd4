"""Lines over time or over a marker: adjusted means by visit, an effect with its band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trialwright.report.charts.canvas import COLOURS, MARKERS, MUTED, canvas, light_grid, plain, svg

Points = Sequence[tuple[float, float]]


def courses(name: str, lines: Mapping[str, Points], axes_words: tuple[str, str], described: str) -> str:
    """lines : label → points; "effect", "low" and "high" together are a curve with its band."""
    with canvas(6.4, 3.3) as figure:
        axes = figure.subplots()
        light_grid(axes)
        if {"effect", "low", "high"} <= lines.keys():
            x = [p[0] for p in lines["effect"]]
            low, high = ([p[1] for p in lines[k]] for k in ("low", "high"))
            axes.fill_between(x, low, high, color=COLOURS[0], alpha=0.18, linewidth=0)
            axes.plot(x, [p[1] for p in lines["effect"]], color=COLOURS[0], linewidth=1.6)
            axes.axhline(0, color=MUTED, linewidth=0.8)
        else:
            for k, (label, points) in enumerate(lines.items()):
                axes.plot(
                    [p[0] for p in points], [p[1] for p in points], color=COLOURS[k % len(COLOURS)], linewidth=1.5,
                    marker=MARKERS[k % len(MARKERS)], markersize=4.5, label=plain(label, 40),
                )  # fmt: skip
            axes.legend(loc="best", fontsize=8.5)
        axes.set_xlabel(plain(axes_words[0], 90))
        axes.set_ylabel(plain(axes_words[1], 60))
        return svg(figure, name, described)
