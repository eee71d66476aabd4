"""The verb design: simulate designs and choose among them, search, open one trial, or answer rpact's calls."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trialwright.cli.options import Engine, Json, Verbose, Workers

PlanPath = Annotated[
    Path | None,
    typer.Argument(
        metavar="[PLAN]", help="A plan folder, or a plan's file alone, by any name; or give --rpact."
    ),
]
TrialNumber = Annotated[
    int | None, typer.Option(metavar="N", help="Open simulated trial N of the run and read it step by step.")
]
OfDesign = Annotated[
    str | None,
    typer.Option(
        "--design",
        metavar="NAME",
        help="With --trial: which design, else the first; with --protocol: the one to state, else every one.",
    ),
]
Protocol = Annotated[
    bool,
    typer.Option(
        "--protocol",
        help="Also print the words for a protocol and the calls of R (rpact, gsDesign) that correspond; --json always "
        "has them, under `statements`.",
    ),
]
OfScenario = Annotated[
    str | None,
    typer.Option("--scenario", metavar="NAME", help="With --trial: which scenario; else the first."),
]
RpactCalls = Annotated[
    str | None,
    typer.Option(
        metavar="CALLS",
        help="Answer calls as users of R's rpact write them, such as getDesignGroupSequential(kMax=3), exactly and "
        "under its field names; several are separated by `;`.",
    ),
]
BoundaryFigure = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE.svg", help="With --rpact: draw the boundaries of the design that is answered."
    ),
]
Search = Annotated[
    bool,
    typer.Option(
        "--search",
        help="Search the plan's designs, cut-offs and sizes over its assumptions, as its `search:` says.",
    ),
]
SearchFolder = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="With --search: where its tables and figures go; FOLDER/search otherwise."
    ),
]


def design(
    folder: PlanPath = None,
    trial: TrialNumber = None,
    of_design: OfDesign = None,
    of_scenario: OfScenario = None,
    protocol: Protocol = False,
    rpact: RpactCalls = None,
    figure: BoundaryFigure = None,
    search: Search = False,
    out: SearchFolder = None,
    engine: Engine = "threads",
    workers: Workers = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Simulate a plan's designs under its scenarios and choose among them, open one simulated trial, or answer an rpact
    call. A plan with only question, trial.primary, scenarios, designs, limits and simulate needs no documents or patients."""
    if (folder is None) == (rpact is None) or (figure and rpact is None):
        raise typer.BadParameter("Give a plan folder, or --rpact with a call (and --figure with it).")
    if (search and folder is None) or (out and not search):
        raise typer.BadParameter("--search takes a plan folder, and --out goes with it.")
    _refuse_apart(folder, trial, of_design, of_scenario, protocol, search)
    if rpact is not None:
        return _answer(rpact, figure, json, verbose)
    assert folder is not None
    if search:
        return _search(folder, out, engine, workers, json, verbose)
    if trial is not None:
        return _open(folder, trial, of_design, of_scenario, json, verbose)
    return _compare(folder, protocol, of_design, engine, workers, json, verbose)


def _refuse_apart(
    folder: Path | None,
    trial: int | None,
    of_design: str | None,
    of_scenario: str | None,
    protocol: bool,
    search: bool,
) -> None:
    """Options that belong to another answer than the one that is asked for."""
    if (of_scenario and trial is None) or (trial is not None and folder is None):
        raise typer.BadParameter("--trial opens a trial of a plan; --design and --scenario go with it.")
    if of_design and trial is None and not protocol:
        raise typer.BadParameter(
            "--trial opens a trial of a plan, --protocol states one; --design goes with either."
        )
    if protocol and (folder is None or search or trial is not None):
        raise typer.BadParameter("--protocol states the designs of a plan: it goes with a plan alone.")
    if search and trial is not None:
        raise typer.BadParameter("--search and --trial ask for two answers: give one.")


def _answer(calls: str, figure: Path | None, json: bool, verbose: bool) -> None:
    from trialwright.app import exact
    from trialwright.cli import show, show_rpact

    with show.watching(json, verbose):
        answer = exact.answer(calls)
        drawing = exact.figure(answer) if figure else ""
    show_rpact.answer(answer, json)
    if figure:
        show_rpact.write_figure(figure, drawing)


def _search(
    folder: Path, out: Path | None, engine: str, workers: int | None, json: bool, verbose: bool
) -> None:
    from trialwright.app import searching
    from trialwright.cli import show, show_search

    with show.watching(json, verbose) as watch:
        searched = searching.run(folder, out, watch, engine, workers)
    show_search.search(*searched, json)


def _open(
    folder: Path, trial: int, of_design: str | None, of_scenario: str | None, json: bool, verbose: bool
) -> None:
    from trialwright.app import opening
    from trialwright.cli import show, show_trial

    with show.watching(json, verbose) as watch:
        opened = opening.open_trial(folder, trial, of_design, of_scenario, watch)
    show_trial.trial(opened, json)


def _compare(
    folder: Path,
    protocol: bool,
    of_design: str | None,
    engine: str,
    workers: int | None,
    json: bool,
    verbose: bool,
) -> None:
    from trialwright.app import verbs
    from trialwright.cli import show, show_designs, show_protocol

    with show.watching(json, verbose) as watch:
        found = verbs.design(folder, watch, engine, workers, of_design)
    if json:
        return show.out_json(found._asdict())
    show_designs.characteristics(found.characteristics, found.recommendation)
    if protocol:
        return show_protocol.statements(found.statements)
    show_protocol.hint()
