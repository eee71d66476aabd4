"""The command line: a request in, an object out. Everything heavy is imported inside a command."""

from __future__ import annotations

import gc
import sys
from typing import Annotated

import typer

from trialwright.cli.analyse_verb import analyse
from trialwright.cli.design_verb import design
from trialwright.cli.evidence_verbs import check, pool, read
from trialwright.cli.external_verb import external
from trialwright.cli.patient_verbs import Screen, map_, screen
from trialwright.cli.plan_verbs import explain, init, plan, replay, report, selftest

app = typer.Typer(
    name="trialwright",
    help="Plans the next clinical trial from the evidence of the last ones.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 2 plan or command line, 3 document, 4 criterion, 5 patients, 6 design, 7 evidence, "
    "8 replay, 9 self-test, 10 analysis, 70 defect, 130 interrupted. `trialwright VERB --help` says what each verb takes.",
)


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


for verb in (
    plan,
    read,
    check,
    pool,
    screen,
    map_,
    design,
    analyse,
    external,
    report,
    explain,
    init,
    replay,
    selftest,
):
    app.command(name=verb.__name__.rstrip("_"), cls=Screen if verb is screen else None)(verb)


def collect_rarely() -> None:
    """Looks for garbage after 20,000 new objects and not after 700: what a command makes is kept, and hardly ever refers
    to itself."""
    gc.set_threshold(20_000, 20, 20)


def run() -> None:
    """The console script: commands, with every error said in three lines and an exit code."""
    from trialwright.cli.exits import guarded

    collect_rarely()
    sys.exit(guarded(app, sys.argv[1:]))
