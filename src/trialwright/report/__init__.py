"""The last stage: one run's Findings in, the report's files out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trialwright.model.design import OperatingCharacteristics
    from trialwright.model.findings import DesignStatement, Findings
    from trialwright.model.search import Search


def render(findings: Findings, progress: Callable[[str], None] | None = None) -> dict[str, bytes]:
    """The report as relative path → bytes, sorted by path, for `app` to write.

    index.html (self-contained), tables/*.csv and *.parquet, figures/*.svg with a *.csv of the numbers
    behind each. The same findings give the same bytes. progress : called with a few words per part.
    """
    from trialwright.report.page import render as render_page

    return render_page(findings, progress)


def search_files(found: Search) -> dict[str, bytes]:
    """A design search as file name → bytes: tables (CSV, Parquet) and figures (SVG). The same search gives the same bytes."""
    from trialwright.report.searched import search_files as write

    return write(found)


def figure(of: Sequence[OperatingCharacteristics] | DesignStatement) -> dict[str, str]:
    """The report's pictures of designs as name → SVG text: "stopping" and "selection" of operating characteristics
    that have such, "boundaries" of what `design.state` gives for a design with several looks."""
    from trialwright.report.designs import pictures

    return pictures(of)
