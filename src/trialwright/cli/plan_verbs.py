"""The verbs of a whole plan: plan, report, explain, init, replay, selftest."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trialwright.cli.options import Engine, Folder, Json, Today, Verbose, Workers


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


def selftest(json: Json = False, verbose: Verbose = False) -> None:
    """Recompute known figures on this machine, and run and replay a small plan."""
    from trialwright.app import selftest as verb
    from trialwright.cli import show

    with show.watching(json, verbose) as watch:
        trials = verb.selftest(watch)
    show.selftest(trials, json)
