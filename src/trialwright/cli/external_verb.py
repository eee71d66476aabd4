"""The verb of past controls: external."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated

import typer

from trialwright.cli.options import Json, Verbose


def external(
    place: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER_OR_PLAN", help="A plan's folder or its file, with a section `external`."
        ),
    ],
    lock: Annotated[
        bool,
        typer.Option(
            "--lock",
            help="Fix covariates, method and outcome now. Outcomes are compared only once that is done.",
        ),
    ] = False,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Compare the treated with controls from the past: balance first, outcomes once the covariates are locked."""
    from trialwright.app import comparing
    from trialwright.cli import show, show_external

    with show.watching(json, verbose):
        found = comparing.run(place, datetime.date.today(), lock)
    show_external.external(found.external, found.figures, json)
