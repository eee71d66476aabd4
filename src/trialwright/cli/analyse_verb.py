"""The verb of a trial's own data: analyse."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trialwright.cli.options import Json, Verbose


def analyse(
    place: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER_OR_PLAN", help="A plan's folder or its file, with a section `analysis`."
        ),
    ],
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Run the planned analysis on a trial's data: table, CONSORT counts, sentence, figures, the call in R."""
    from trialwright.app import analysing
    from trialwright.cli import show, show_analysis

    with show.watching(json, verbose):
        found = analysing.run(place)
    show_analysis.analysis(found.analysis, found.figures, json)
