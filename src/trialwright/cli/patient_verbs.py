"""The verbs of patients: screen, map."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from trialwright.cli.options import (
    ConceptsFile,
    CriteriaFile,
    CurveFigure,
    FunnelOrder,
    GroupColumns,
    IndexColumn,
    Json,
    MappingFile,
    MovedLimit,
    OnePatient,
    PatientTable,
    ScreenFolder,
    SmallCells,
    Verbose,
)


class Screen(TyperCommand):
    """The command, in which --explain may stand without an id: it is then the empty word."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        out: list[str] = []
        for i, word in enumerate(args):
            after = args[i + 1] if i + 1 < len(args) else "-v"
            # An id may begin with a hyphen: some sites number patients below zero.
            bare = word == "--explain" and (after == "-v" or after.startswith("--"))
            out += [word, ""] if bare else [word]
        return super().parse_args(ctx, out)


def screen(
    folder: ScreenFolder = None,
    patients: PatientTable = None,
    criteria: CriteriaFile = None,
    mapping: MappingFile = None,
    index: IndexColumn = None,
    n: Annotated[int, typer.Option(help="Patients to generate, with synthetic:NAME.")] = 2000,
    seed: Annotated[int, typer.Option(help="Seed of a generator.")] = 1,
    concepts: ConceptsFile = None,
    order: FunnelOrder = None,
    by: GroupColumns = None,
    curve: MovedLimit = None,
    figure: CurveFigure = None,
    explain: OnePatient = None,
    show_small_cells: SmallCells = False,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Run eligibility criteria on patients: met, not met, unknown, the funnel, and what each criterion costs."""
    from trialwright.app import screening, sharing
    from trialwright.cli import show, show_screening

    rules = criteria or Path()
    if explain is not None:
        show.refuse_elsewhere(json)
    show_screening.refuse_beside(curve, figure, explain, order, by)
    positions = show.positions(order)
    with show.watching(json, verbose) as watch:
        spec = {} if folder else show.patients_spec(patients, criteria, mapping, index, n)
        if explain == "":
            some = screening.examples(folder, spec, rules, seed, concepts)
        elif explain:
            told = (
                screening.explain_plan(folder, explain)
                if folder
                else screening.explain(spec, rules, explain, seed, concepts)
            )
        elif curve is not None:
            every = screening.small_cells(folder, show_small_cells)
            along = screening.curve(folder, spec, rules, curve, seed, concepts, every)
        else:
            found = (
                screening.screen_plan(folder, watch, by or ())
                if folder
                else screening.screen(spec, rules, seed, concepts, by or ())
            )
            shown = sharing.shareable(found[0], screening.small_cells(folder, show_small_cells), positions)
    if explain == "":
        show_screening.examples(some)
    elif explain:
        show_screening.patient(explain, told)
    elif curve is not None:
        show_screening.along_limit(along, json, figure)
    else:
        show_screening.screening(found[0], shown, json)


def map_(
    table: Annotated[
        Path, typer.Argument(metavar="TABLE", help="A CSV, Parquet or DuckDB table of patients.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="The mapping file to write; otherwise the table's name with `.map.yaml` for its ending: `wide.map.yaml` of `wide.csv`.",
        ),
    ] = None,
    concepts: ConceptsFile = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Draft a mapping file by looking at a table; what is not sure is commented out."""
    from trialwright.app import screening
    from trialwright.cli import show

    with show.watching(json, verbose):
        found = screening.draft_mapping(table, out, concepts)
    show.mapping(*found, json)
