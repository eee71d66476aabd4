"""Simulated trials by block: the kernel called, the tests and decisions made, the blocks put in order."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from trialwright.design.designs import design_type
from trialwright.design.lanes import Laid, lay
from trialwright.design.population import Population, eligible_beta
from trialwright.endpoints import endpoint
from trialwright.endpoints.outcome import Outcome
from trialwright.errors import DesignError
from trialwright.kernels import simulation
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import Scenario

Floats = NDArray[np.float64]
Streams = Callable[[int], np.random.Generator]
Progress = Callable[[int, int], None]

BLOCK = 1000  # replicates on one generator; a constant of the results, like the seed
_PATIENCE = 50  # a trial is given up after this many times the eligible patients it should need
_SHIFT_POINTS = 4097


class Trials(NamedTuple):
    """One design in one block of trials: counts of trials, and (trials,) arrays.

    effect : mean true effect in the enrolled; below : share of them usually below the cut-off.
    """

    rejected: int
    rejected_null: int
    within: int
    screened: NDArray[np.int64]
    months: Floats
    effect: Floats
    below: Floats

    @staticmethod
    def joined(blocks: Sequence[Trials]) -> Trials:
        """Blocks in order, as one."""
        return Trials(
            rejected=sum(b.rejected for b in blocks),
            rejected_null=sum(b.rejected_null for b in blocks),
            within=sum(b.within for b in blocks),
            screened=np.concatenate([b.screened for b in blocks]),
            months=np.concatenate([b.months for b in blocks]),
            effect=np.concatenate([b.effect for b in blocks]),
            below=np.concatenate([b.below for b in blocks]),
        )


class Setting(NamedTuple):
    """What every block of one run shares. All designs have one endpoint."""

    designs: tuple[Design, ...]
    scenario: Scenario
    limits: Limits
    laid: Laid
    marker: simulation.MarkerTable
    curve: simulation.CurveTable
    outcome: simulation.OutcomeTable
    most: int


def setting(designs: Sequence[Design], scenario: Scenario, limits: Limits) -> Setting:
    """Raises DesignError for a design, marker, curve or control that cannot be simulated."""
    population = Population(scenario.marker, scenario.effect)
    need = max(d.patients / population.checked_split(d.cutoff).prevalence for d in designs)
    outcome = endpoint(designs[0].endpoint).latent(scenario.control)
    return Setting(
        tuple(designs),
        scenario,
        limits,
        lay(designs),
        population.marker_table,
        population.curve_table,
        _outcome_table(outcome, population, scenario.dropout),
        1000 + math.ceil(_PATIENCE * need),
    )


def _outcome_table(outcome: Outcome, population: Population, dropout: float) -> simulation.OutcomeTable:
    effect = shift = np.empty(0)
    if outcome.shift is not None:
        seen = population.effects(population.nodes().log_x)
        margin = 0.25 * (seen.max() - seen.min()) + 1e-6
        effect = np.linspace(seen.min() - margin, seen.max() + margin, _SHIFT_POINTS)
        shift = outcome.shifted_by(effect)
    return simulation.OutcomeTable(outcome.sd, np.array(outcome.cuts), effect, shift, dropout)


def run(
    given: Setting, replicates: int, streams: Streams, progress: Progress | None, workers: int | None
) -> tuple[Trials, ...]:
    """Every design of the setting, over all replicates. The number of workers changes no byte."""
    sizes = [min(BLOCK, replicates - start) for start in range(0, replicates, BLOCK)]
    blocks, done = [], 0
    for made in _in_order(given, sizes, streams, workers or os.cpu_count() or 1):
        blocks.append(made)
        done += len(made[0].screened)
        if progress is not None:
            progress(done, replicates)
    return tuple(Trials.joined(of_design) for of_design in zip(*blocks, strict=True))


def _in_order(
    given: Setting, sizes: Sequence[int], streams: Streams, workers: int
) -> Iterator[tuple[Trials, ...]]:
    if workers == 1 or len(sizes) == 1:
        yield from (_block(given, k, n, streams) for k, n in enumerate(sizes))
        return
    pool = ThreadPoolExecutor(workers)
    try:
        futures = [pool.submit(_block, given, k, n, streams) for k, n in enumerate(sizes)]
        for future in futures:
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def _block(given: Setting, k: int, n: int, streams: Streams) -> tuple[Trials, ...]:
    keys, waiting, eligible = _draws(given.scenario, streams(k))
    tallies, counts, effect, given_up = simulation.simulate(
        keys[:n], eligible[:n], given.marker, given.curve, given.outcome, given.laid.lanes, given.most
    )
    if given_up:
        raise DesignError(
            f"{given_up} of {n} simulated trials could not fill: too few patients reach the cut-off.",
            where=f"scenario {given.scenario.name}",
            fix="Lower the cut-off, or bring more patients to estimate the marker from.",
        )
    # The wait for the last of S screened patients is Gamma(S); one uniform a trial serves all designs.
    months = (
        gammaincinv(counts[:, :, 1], waiting[:n, None]) / given.scenario.screened_per_month
        + given.scenario.followup_months
    )
    with np.errstate(invalid="ignore"):
        p: dict[tuple[str, int], Floats] = {
            (better, arm): _p_values(given.designs[0].endpoint, tallies, arm, better)
            for better in {d.better for d in given.designs}
            for arm in (simulation.EXPERIMENTAL, simulation.UNTREATED)
        }
    return tuple(
        _decide(given, d, looks, p, counts, effect, months)
        for d, looks in zip(given.designs, given.laid.looks, strict=True)
    )


def _draws(scenario: Scenario, rng: np.random.Generator) -> tuple[NDArray[np.uint64], Floats, Floats]:
    """Always for a whole block, so that more replicates only add trials to those there were."""
    keys = rng.integers(0, 2**64, BLOCK, dtype=np.uint64)
    waiting = rng.random(BLOCK)
    beta = eligible_beta(scenario)
    eligible = np.full(BLOCK, scenario.eligible) if beta is None else rng.beta(*beta, BLOCK)
    return keys, waiting, eligible * scenario.consent


def _p_values(name: str, tallies: Floats, arm: int, better: str) -> Floats:
    """(trials, sizes) one-sided p-values in the direction that is better."""
    control, experimental = tallies[:, :, simulation.CONTROL], tallies[:, :, arm]
    test = endpoint(name).p_value
    # "Lower is shown" is "control is higher", so the arms change places.
    return np.asarray(test(control, experimental) if better == "higher" else test(experimental, control))


def _decide(
    given: Setting,
    design: Design,
    looks: tuple[int, ...],
    p: dict[tuple[str, int], Floats],
    counts: NDArray[np.int64],
    effect: Floats,
    months: Floats,
) -> Trials:
    decide = design_type(design.type).evaluate
    at = list(looks)
    decided = decide(design, p[design.better, simulation.EXPERIMENTAL][:, at])
    null = decide(design, p[design.better, simulation.UNTREATED][:, at])
    rows, last = np.arange(len(counts)), np.array(at)[decided.look]
    enrolled = given.laid.lanes.sizes[last]
    screened, took = counts[rows, last, 1], months[rows, last]
    limits = given.limits
    within = np.full(len(rows), design.patients <= limits.patients)
    if limits.screened is not None:
        within &= screened <= limits.screened
    if limits.months is not None:
        within &= took <= limits.months
    return Trials(
        int(decided.rejected.sum()),
        int(null.rejected.sum()),
        int(within.sum()),
        screened,
        took,
        effect[rows, last] / enrolled,
        counts[rows, last, 2] / enrolled,
    )
