"""Figures of a comparison with past controls: the balance that methods leave, and false claims over drift."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from trialwright.report.charts.canvas import COLOURS, MARKERS, MUTED, canvas, light_grid, plain, svg

Points = Sequence[tuple[float, float]]


def balance(
    covariates: Sequence[str],
    methods: Mapping[str, Sequence[float | None]],
    negligible: float,
    described: str,
) -> str:
    """Love's plot: each covariate's standardised difference in size, a mark for each method. The first is unweighted."""
    with canvas(7.2, 1.3 + 0.32 * len(covariates)) as figure:
        axes = figure.subplots()
        light_grid(axes, "y")
        axes.axvline(negligible, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        step = 0.6 / max(1, len(methods) - 1)
        for i, (name, differences) in enumerate(methods.items()):
            shown = [(abs(d), -row - 0.3 + step * i) for row, d in enumerate(differences) if d is not None]
            colour = COLOURS[i % len(COLOURS)]
            axes.plot(
                [x for x, _ in shown], [y for _, y in shown], linestyle="none", label=plain(name, 30), color=colour,
                marker=MARKERS[i % len(MARKERS)], markersize=5, markerfacecolor="none" if i == 0 else colour,
            )  # fmt: skip
        axes.set_yticks([-i for i in range(len(covariates))], [plain(c, 34) for c in covariates])
        axes.set_ylim(-len(covariates) + 0.5, 0.5)
        axes.set_xlim(0, None)
        axes.set_xlabel(f"Standardised difference, treated against controls (dashed: {negligible:g})")
        figure.legend(loc="outside right upper", fontsize=8.5)
        return svg(figure, "external-balance", described)


def claims(lines: Mapping[str, Points], nominal: float, unit: str, described: str) -> str:
    """Chance of a false claim of benefit in percent over drift, a line for each analysis."""
    with canvas(7.2, 3.2) as figure:
        axes = figure.subplots()
        light_grid(axes)
        axes.axhline(100 * nominal, color=MUTED, linewidth=1, linestyle=(0, (4, 3)))
        for i, (name, points) in enumerate(lines.items()):
            axes.plot(
                [x for x, _ in points], [100 * y for _, y in points], color=COLOURS[i % len(COLOURS)], linewidth=1.4,
                marker=MARKERS[i % len(MARKERS)], markersize=5, label=plain(name, 48),
            )  # fmt: skip
        axes.set_ylim(0, None)
        axes.set_title(f"False claims of benefit, % (dashed: {100 * nominal:g})")
        axes.set_xlabel(plain(f"Drift: how much worse past controls did than today's, {unit} a month", 90))
        figure.legend(loc="outside lower left", fontsize=8.5)
        return svg(figure, "external-claims", described)
