"""Arguments and options that several verbs take, or that are too long to stand in one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="A plan: a folder with a plan.yaml.")]
Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Documents, folders of them, or a plan folder.")
]
Json = Annotated[
    bool, typer.Option("--json", help="Print the answer as JSON on standard output, and nothing else there.")
]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Show what is happening, and a traceback if it fails.")
]
Today = Annotated[
    str | None, typer.Option(metavar="YYYY-MM-DD", help="The date that recruitment status is judged on.")
]
ConceptsFile = Annotated[
    Path | None,
    typer.Option("--concepts", metavar="FILE", help="A dictionary of your own, on top of the built-in one."),
]

ScreenFolder = Annotated[
    Path | None, typer.Argument(metavar="[FOLDER]", help="A plan folder; or give --patients and --criteria.")
]
PatientTable = Annotated[
    str | None,
    typer.Option(
        metavar="TABLE",
        help="A CSV or Parquet table, omop:FOLDER, fhir:FOLDER, or synthetic:icu, synthetic:post_mi.",
    ),
]
CriteriaFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="A document with eligibility criteria, or plain lines.")
]
MappingFile = Annotated[str | None, typer.Option(help="A bundled mapping (physionet2012) or a mapping file.")]
IndexColumn = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help="The column with each patient's index date; of omop: and fhir:, as `last visit`.",
    ),
]
FunnelOrder = Annotated[
    str | None,
    typer.Option(metavar="NUMBERS", help="The order of the funnel, as numbers of criteria: 3,1,2."),
]
MovedLimit = Annotated[
    int | None,
    typer.Option(
        metavar="NUMBER",
        help="Instead: how many would be eligible at other limits of the criterion of this number.",
    ),
]
CurveFigure = Annotated[
    Path | None, typer.Option(metavar="FILE", help="With --curve: also draw it, as an SVG file.")
]
GroupColumns = Annotated[
    list[str] | None,
    typer.Option(metavar="COLUMN", help="Count who is lost by age, sex or another column; repeatable."),
]
OnePatient = Annotated[
    str | None,
    typer.Option(
        metavar="PATIENT",
        help="Why one patient passes, fails or stays unknown, on the terminal; without an id, patients to name.",
    ),
]
SmallCells = Annotated[
    bool, typer.Option("--show-small-cells", help="Print counts of 1-10 patients as they are.")
]

Engine = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Where trials are simulated: threads, processes, dask, or dask://HOST:PORT. The answer is the same.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(metavar="N", help="Threads, processes or local Dask workers; one a core otherwise."),
]
