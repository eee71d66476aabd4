"""The screening funnel: after each criterion, who is certain, who is possible, who is excluded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from trialwright.report.charts.canvas import INK, MUTED, canvas, plain, svg

_PARTS = (("certain", "#0072B2", "white"), ("possible", "#A9CDE3", INK), ("excluded", "#E3E6E8", INK))


class Bar(NamedTuple):
    """Counts that may be printed; None is one that may not."""

    label: str
    certain: int | None
    possible: int | None
    excluded: int | None


def funnel(bars: Sequence[Bar], patients: int, described: str) -> str:
    """Stacked bars, one a criterion in protocol order. What may not be printed is one hatched stretch:
    its length is what is left of the cohort, which a reader could work out anyway."""
    with canvas(7.8, 0.95 + 0.34 * len(bars)) as figure:
        axes = figure.subplots()
        for y, bar in enumerate(bars):
            _draw(axes, y, bar, patients)
        axes.set_yticks(range(len(bars)), [plain(b.label, 44) for b in bars])
        axes.invert_yaxis()
        axes.set_xlim(0, patients)
        axes.set_xlabel(f"Patients (of {patients:,})")
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        axes.xaxis.set_major_formatter(lambda v, _: f"{v:,.0f}")
        _legend(figure, any(None in bar[1:] for bar in bars))
        return svg(figure, "funnel", described)


def _draw(axes: object, y: int, bar: Bar, patients: int) -> None:
    barh, text = axes.barh, axes.text  # type: ignore[attr-defined]
    shown = {name: getattr(bar, name) for name, _, _ in _PARTS}
    rest = patients - sum(n for n in shown.values() if n is not None)
    left, hatched = 0, False
    for name, colour, ink in _PARTS:
        n = shown[name]
        if n is None:
            if not hatched and rest:
                barh(
                    y,
                    rest,
                    left=left,
                    height=0.66,
                    color="white",
                    edgecolor=MUTED,
                    hatch="////",
                    linewidth=0.6,
                )
                left += rest
            hatched = True
            continue
        barh(y, n, left=left, height=0.66, color=colour, linewidth=0)
        if n > 0.06 * patients:
            text(left + n / 2, y, f"{n:,}", ha="center", va="center", fontsize=8, color=ink)
        left += n


def _legend(figure: object, withheld: bool) -> None:
    from matplotlib.patches import Patch

    words = {
        "certain": "certain: passes all",
        "possible": "possible: fails none, some unknown",
        "excluded": "excluded",
    }
    handles = [Patch(facecolor=colour, label=words[name]) for name, colour, _ in _PARTS]
    if withheld:
        handles.append(
            Patch(facecolor="white", edgecolor=MUTED, hatch="////", label="small counts, not shown")
        )
    figure.legend(handles=handles, loc="outside upper left", ncols=4, fontsize=8)  # type: ignore[attr-defined]
