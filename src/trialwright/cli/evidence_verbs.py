"""The verbs of documents: read, check, pool."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trialwright.cli.options import ConceptsFile, Json, Paths, Today, Verbose
from trialwright.errors import PlanError, SomeUnread


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
    try:
        with show.watching(json, verbose, warns=False) as watch:  # each document's stand with its reading
            readings, statuses = verbs.read(paths, show.date(today), concepts, watch)
    except SomeUnread as error:
        if not json:  # one answer stays one answer for a program
            show.readings(*error.answer, json)
        raise
    show.readings(readings, statuses, json)


def check(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH...", help="Documents, folders of them, or a plan folder."),
    ] = None,
    inject: Annotated[
        bool,
        typer.Option(
            "--inject",
            help="Put typed errors into the documents (into clean abstracts of our own where none is named) and tell which "
            "of them the checks notice.",
        ),
    ] = False,
    seed: Annotated[int, typer.Option(help="Seed of the errors that --inject makes.")] = 1,
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Recompute what documents report: consistent, explained by what, impossible, or not checkable; of a plan folder, with
    the price of each finding: the pooled effect and the next trial with the figure as printed and as corrected."""
    from trialwright.app import verbs
    from trialwright.cli import show, show_checks

    if inject:
        from trialwright.app.injection import verb
        from trialwright.cli import show_injected

        return show_injected.injected(verb.inject(paths or [], seed), json)
    if not paths:
        raise PlanError(
            "No document is named.", where="PATH...", fix="Name documents, a folder of them or a plan folder."
        )
    try:
        with show.watching(json, verbose) as watch:
            checks, prices = verbs.price(paths, watch)
    except SomeUnread as error:
        if not json:
            show_checks.checks(*error.answer, json)
        raise
    show_checks.checks(checks, prices, json)


def pool(
    paths: Paths,
    endpoint: Annotated[str | None, typer.Option(help="Words that the results' endpoint contains.")] = None,
    scale: Annotated[
        str,
        typer.Option(
            help="mean_difference, standardised_mean_difference, log_ratio_of_means, log_odds_ratio, log_peto_odds_ratio, "
            "log_risk_ratio, risk_difference, log_hazard_ratio, log_rate_ratio; of one arm logit_proportion, "
            "arcsine_proportion, freeman_tukey_proportion; of correlations fisher_z."
        ),
    ] = "mean_difference",
    arm: Annotated[
        str, typer.Option(help="Whose proportion it is, on a scale of one arm: experimental or control.")
    ] = "experimental",
    next_patients: Annotated[
        int | None,
        typer.Option(
            "--next",
            min=4,
            help="Patients of a next trial: its prior, its chance of success, what it would move.",
        ),
    ] = None,
    better: Annotated[
        str, typer.Option(help="With --next: higher or lower; the side of the pooled effect if not stated.")
    ] = "",
    method: Annotated[str, typer.Option(help="reml, dl, pm, ml, eb, he, hs, sj or common.")] = "reml",
    json: Json = False,
    verbose: Verbose = False,
) -> None:
    """Pool an endpoint over documents, or every pool that a plan folder states."""
    if better not in ("", "higher", "lower"):
        raise typer.BadParameter(f"{better} is neither higher nor lower.")
    from trialwright.app import verbs
    from trialwright.cli import show

    documents = [p for p in paths if p.exists() and not (p / "plan.yaml").is_file()]
    if not endpoint and (documents or len(paths) > 1) and paths[0].suffix not in (".yaml", ".yml"):
        raise typer.BadParameter(
            "documents are pooled by --endpoint; without it PATH is one plan folder, with a plan.yaml."
        )
    with show.watching(json, verbose) as watch:
        if endpoint:
            pooled, prior, fragile, left_out = verbs.pool(
                paths, endpoint, show.scale(scale), method, watch, arm
            )
            found = ((pooled,), (prior,), (fragile,) if fragile else (), left_out)
        else:
            found = verbs.pool_plan(paths[0], watch)
    outlooks = [verbs.outlook(p, next_patients, better) for p in found[0]] if next_patients else []
    show.pooled(*found[:3], json, outlooks, found[3])
