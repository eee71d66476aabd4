"""The command line: a request in, an object out. Everything heavy is imported inside a command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="trialwright",
    help="Plans the next clinical trial from the evidence of the last ones.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 2 plan or command line, 3 document, 4 criterion, 5 patients, 6 design, 7 evidence, "
    "8 replay, 9 self-test, 70 defect, 130 interrupted. `trialwright VERB --help` says what each verb takes.",
)

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
    typer.Option(metavar="TABLE", help="A CSV or Parquet table, or synthetic:icu, synthetic:post_mi."),
]
CriteriaFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="A document with eligibility criteria, or plain lines.")
]
MappingFile = Annotated[str | None, typer.Option(help="A bundled mapping (physionet2012) or a mapping file.")]
IndexColumn = Annotated[
    str | None, typer.Option(metavar="COLUMN", help="The column with each patient's index date.")
]
FunnelOrder = Annotated[
    str | None,
    typer.Option(metavar="NUMBERS", help="The order of the funnel, as numbers of criteria: 3,1,2."),
]
GroupColumns = Annotated[
    list[str] | None,
    typer.Option(metavar="COLUMN", help="Count who is lost by age, sex or another column; repeatable."),
]
OnePatient = Annotated[
    str | None,
    typer.Option(metavar="PATIENT", help="Why one patient passes, fails or stays unknown, on the terminal."),
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


def _version(asked: bool) -> None:
    if asked:
        from trialwright import __version__

        typer.echo(f"trialwright {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Plans the next clinical trial from the evidence of the last ones."""


@app.command()
def plan(
    folder: Folder,
    today: Today = None,
    engine: Engine = "threads",
    workers: Workers = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Run the whole flow over a plan folder and write FOLDER/report; only what changed is recomputed."""
    from trialwright.app import plan as verb
    from trialwright.cli import show

    with show.watching(json, verbose) as watch:
        run = verb.run(folder, show.date(today) if today else None, watch, engine, workers)
    show.plan(run, json)


@app.command()
def read(
    paths: Paths,
    today: Today = None,
    concepts: ConceptsFile = None,
    criteria: Annotated[
        bool,
        typer.Option(
            "--criteria",
            help="Only the eligibility rules, said back in plain words, with what is not understood. What you confirm "
            "or correct is kept in PATH.criteria.yaml: a list of quote, read, by and when.",
        ),
    ] = False,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Read trial documents: every number with its sentence, every criterion as a tree."""
    from trialwright.app import verbs
    from trialwright.cli import show

    if criteria:
        from trialwright.cli import show_criteria

        return show_criteria.criteria(verbs.read_criteria(paths, concepts), json)
    with show.watching(json, verbose) as watch:
        readings, statuses = verbs.read(paths, show.date(today), concepts, watch)
    show.readings(readings, statuses, json)


@app.command()
def check(paths: Paths, json: Json = False, verbose: Verbose = False) -> None:
    """Recompute what documents report: consistent, explained by what, impossible, or not checkable."""
    from trialwright.app import verbs
    from trialwright.cli import show

    with show.watching(json, verbose) as watch:
        _, checks = verbs.check(paths, watch)
    show.checks(checks, json)


@app.command()
def pool(
    paths: Paths,
    endpoint: Annotated[str | None, typer.Option(help="Words that the results' endpoint contains.")] = None,
    scale: Annotated[
        str,
        typer.Option(
            help="mean_difference, log_odds_ratio, log_risk_ratio, log_hazard_ratio or risk_difference."
        ),
    ] = "mean_difference",
    method: Annotated[str, typer.Option(help="reml, dl, pm, ml, eb, he, hs, sj or common.")] = "reml",
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Pool an endpoint over documents, or every pool that a plan folder states."""
    from trialwright.app import verbs
    from trialwright.cli import show

    with show.watching(json, verbose) as watch:
        if endpoint:
            pooled, prior = verbs.pool(paths, endpoint, show.scale(scale), method, watch)
            found = ((pooled,), (prior,))
        else:
            found = verbs.pool_plan(paths[0], watch)
    show.pooled(*found, json)


@app.command()
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
    explain: OnePatient = None,
    show_small_cells: SmallCells = False,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Run eligibility criteria on patients: met, not met, unknown, the funnel, and what each criterion costs."""
    from trialwright.app import verbs
    from trialwright.cli import show, show_screening

    rules = criteria or Path()
    if explain:
        show.refuse_elsewhere(json)
    positions = show.positions(order)
    with show.watching(json, verbose) as watch:
        spec = {} if folder else show.patients_spec(patients, criteria, mapping, index, n)
        if explain:
            told = (
                verbs.explain_plan(folder, explain)
                if folder
                else verbs.explain(spec, rules, explain, seed, concepts)
            )
        else:
            found = (
                verbs.screen_plan(folder, watch, by or ())
                if folder
                else verbs.screen(spec, rules, seed, concepts, by or ())
            )
            shown = verbs.shareable(found[0], show_small_cells, positions)
    if explain:
        show_screening.patient(explain, told)
    else:
        show_screening.screening(found[0], shown, json)


@app.command(name="map")
def map_(
    table: Annotated[
        Path, typer.Argument(metavar="TABLE", help="A CSV, Parquet or DuckDB table of patients.")
    ],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The mapping file to write; TABLE.map.yaml otherwise.")
    ] = None,
    concepts: ConceptsFile = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Draft a mapping file by looking at a table; what is not sure is commented out."""
    from trialwright.app import verbs
    from trialwright.cli import show

    with show.watching(json, verbose):
        found = verbs.draft_mapping(table, out, concepts)
    show.mapping(*found, json)


@app.command()
def design(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PLAN]", help="A plan folder, or a plan's file alone, by any name; or give --rpact."
        ),
    ] = None,
    trial: Annotated[
        int | None,
        typer.Option(metavar="N", help="Open simulated trial N of the run and read it step by step."),
    ] = None,
    of_design: Annotated[
        str | None,
        typer.Option("--design", metavar="NAME", help="With --trial: which design; else the first."),
    ] = None,
    of_scenario: Annotated[
        str | None,
        typer.Option("--scenario", metavar="NAME", help="With --trial: which scenario; else the first."),
    ] = None,
    rpact: Annotated[
        str | None,
        typer.Option(
            metavar="CALLS",
            help="Answer calls as users of R's rpact write them, such as getDesignGroupSequential(kMax=3), exactly and "
            "under its field names; several are separated by `;`.",
        ),
    ] = None,
    figure: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.svg", help="With --rpact: draw the boundaries of the design that is answered."
        ),
    ] = None,
    search: Annotated[
        bool,
        typer.Option(
            "--search",
            help="Search the plan's designs, cut-offs and sizes over its assumptions, as its `search:` says.",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="With --search: where its tables and figures go; FOLDER/search otherwise."
        ),
    ] = None,
    engine: Engine = "threads",
    workers: Workers = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Simulate a plan's designs under its scenarios and choose among them, open one simulated trial, or answer an rpact
    call. A plan with only question, trial.primary, scenarios, designs, limits and simulate needs no documents or patients."""
    from trialwright.app import verbs
    from trialwright.cli import show, show_designs

    if (folder is None) == (rpact is None) or (figure and rpact is None):
        raise typer.BadParameter("Give a plan folder, or --rpact with a call (and --figure with it).")
    if (search and folder is None) or (out and not search):
        raise typer.BadParameter("--search takes a plan folder, and --out goes with it.")
    if ((of_design or of_scenario) and trial is None) or (trial is not None and folder is None):
        raise typer.BadParameter("--trial opens a trial of a plan; --design and --scenario go with it.")
    if rpact is not None:
        from trialwright.app import exact
        from trialwright.cli import show_rpact

        with show.watching(json, verbose):
            answer = exact.answer(rpact)
            drawing = exact.figure(answer) if figure else ""
        show_rpact.answer(answer, json)
        if figure:
            show_rpact.write_figure(figure, drawing)
        return
    assert folder is not None
    if search:
        from trialwright.app import searching
        from trialwright.cli import show_search

        with show.watching(json, verbose) as watch:
            searched = searching.run(folder, out, watch, engine, workers)
        return show_search.search(*searched, json)
    if trial is not None:
        from trialwright.app import opening
        from trialwright.cli import show_trial

        with show.watching(json, verbose) as watch:
            opened = opening.open_trial(folder, trial, of_design, of_scenario, watch)
        return show_trial.trial(opened, json)
    with show.watching(json, verbose) as watch:
        found = verbs.design(folder, watch, engine, workers)
    show_designs.characteristics(*found, json)


@app.command()
def report(
    folder: Folder,
    today: Today = None,
    engine: Engine = "threads",
    workers: Workers = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Write a plan's report and list its files; the same flow as `plan`, for scripts that want the files."""
    from trialwright.app import plan as verb
    from trialwright.cli import show

    with show.watching(json, verbose) as watch:
        run = verb.run(folder, show.date(today) if today else None, watch, engine, workers)
    show.report_files(run, json)


@app.command()
def explain(
    folder: Folder,
    what: Annotated[
        str, typer.Argument(metavar="ID", help="An id from the report or --json, or SCENARIO/DESIGN.")
    ],
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Walk a figure back to the assumption, the pooled estimate, the result and the sentence it rests on."""
    from trialwright.app import explain as verb
    from trialwright.cli import show

    with show.watching(json, verbose):
        steps = verb.explain(folder, what)
    show.lineage(steps, json)


@app.command()
def init(
    name: Annotated[Path, typer.Argument(metavar="NAME", help="The folder to make.")],
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Write a commented plan that runs unchanged, to start from."""
    from trialwright.app import verbs
    from trialwright.cli import show

    with show.watching(json, verbose):
        files = verbs.init(name)
    show.started(name, files, json)


@app.command()
def replay(
    folder: Folder,
    engine: Engine = "threads",
    workers: Workers = None,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Run a plan again from nothing and compare every byte with its report's manifest."""
    from trialwright.app import plan as verb
    from trialwright.cli import show

    with show.watching(json, verbose) as watch:
        files = verb.replay(folder, watch, engine, workers)
    show.replayed(files, json)


@app.command()
def selftest(json: Json = False, verbose: Verbose = False) -> None:
    """Recompute known figures on this machine, and run and replay a small plan."""
    from trialwright.app import selftest as verb
    from trialwright.cli import show

    with show.watching(json, verbose) as watch:
        trials = verb.selftest(watch)
    show.selftest(trials, json)


def run() -> None:
    """The console script: commands, with every error said in three lines and an exit code."""
    from trialwright.cli.exits import guarded

    sys.exit(guarded(app, sys.argv[1:]))
