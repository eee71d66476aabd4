"""How every figure is drawn and written: the same type, the same colours, the same bytes each time."""

from __future__ import annotations

import atexit
import io
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe & Ito 2008: told apart under every common colour vision deficiency and in grey print.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
MARKERS = ("o", "s", "^", "D", "v", "P")
INK, MUTED, RULE = "#1c2530", "#5b6773", "#d9dfe4"

_STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "trialwright",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # ships with matplotlib, so text is measured alike everywhere
    "font.size": 9,
    "axes.titlesize": 9.5,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "text.color": INK,
    "legend.frameon": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "hatch.linewidth": 0.6,
}


def _keep_matplotlib_from_writing_elsewhere() -> None:
    """Give matplotlib's font cache a folder that goes away again, unless the user has named one."""
    if not os.environ.get("MPLCONFIGDIR"):
        folder = tempfile.mkdtemp(prefix="trialwright-")
        os.environ["MPLCONFIGDIR"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


@contextmanager
def canvas(width: float, height: float) -> Iterator[Figure]:
    """A figure of so many inches, drawn under the report's style and no user's matplotlibrc."""
    _keep_matplotlib_from_writing_elsewhere()
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STYLE)
        figure = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasSVG(figure)
        yield figure


def svg(figure: Figure, name: str, described: str) -> str:
    """The figure as an <svg> element: no XML prologue, ids that no other figure on the page has.

    described : what a reader who cannot see it should know. Text stays text, in the reader's own
    sans-serif. No wider than it was drawn, so that type is of one size on the page. Call inside `canvas`.
    """
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>\s*", "", text, flags=re.S)
    text = re.sub(r"'DejaVu Sans'(, '[^']*'|, [\w-]+)*", "sans-serif", text)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r'href="#', f'href="#{name}-', text)
    text = text.replace("url(#", f"url(#{name}-")
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)
    widest = f"max-width: {figure.get_figwidth():g}in"
    return text.replace("<svg", f'<svg role="img" aria-label="{_attribute(described)}" style="{widest}"', 1)


def light_grid(axes: Axes, which: str = "y") -> None:
    """Grid lines behind the data in one direction, and no ticks that repeat them."""
    axes.set_axisbelow(True)
    axes.grid(axis=which, visible=True)  # type: ignore[arg-type]
    axes.tick_params(axis=which, length=0)  # type: ignore[arg-type]


def plain(text: str, longest: int = 60) -> str:
    """A label from a document or a plan: one line, not too long, no mathematics markup."""
    line = " ".join(text.split())
    line = line if len(line) <= longest else line[: longest - 1].rstrip() + "…"
    line = line.replace("$", r"\$")  # matplotlib reads $...$ as a formula
    return f" {line}" if line.startswith("_") else line  # and leaves _names out of a legend


def _attribute(text: str) -> str:
    for raw, safe in (("&", "&amp;"), ('"', "&quot;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(raw, safe)
    return " ".join(text.split())
