"""Simulated trials by block: what is random in each, the design run on them, the blocks added up in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from trialwright.design.designs import looks_of, selections_of
from trialwright.design.population import beta, eligible_beta
from trialwright.design.setting import Setting
from trialwright.design.sources import source_of
from trialwright.design.sources.account import Drawn
from trialwright.design.totals import Totals
from trialwright.design.trials import Trials
from trialwright.model.scenario import Scenario

Streams = Callable[[int], np.random.Generator]
Step = Callable[[int], None]

BLOCK = 1000  # replicates on one generator; a constant of the results, like the seed
_TOGETHER = 8  # blocks decided on in one call, at most: a matter of speed, no trial depends on it


def run(
    settings: Sequence[Setting], replicates: int, streams: Streams, step: Step, workers: int | None
) -> tuple[Totals, ...]:
    """Each setting over all replicates. step : called with the trials just done. Workers change no byte."""
    parts: list[list[Totals]] = [[] for _ in settings]
    jobs = [(i, first, n) for i, s in enumerate(settings) for first, n in batches(replicates, together(s))]
    for (i, _, n), made in zip(jobs, _in_order(settings, jobs, streams, workers), strict=True):
        parts[i].append(made)
        step(n)
    return tuple(map(Totals.joined, parts))


def together(setting: Setting) -> int:
    """Blocks in one batch at most: fewer where the endpoint's source keeps every patient."""
    return int(getattr(source_of(setting.endpoint), "TOGETHER", _TOGETHER))


def batches(replicates: int, most: int = _TOGETHER) -> list[tuple[int, int]]:
    """(first block, trials) of each batch: a function of the replicates alone, since sums depend on it."""
    blocks = -(-replicates // BLOCK)
    together = max(1, min(most, blocks // 4))
    return [
        (first, min(together * BLOCK, replicates - first * BLOCK)) for first in range(0, blocks, together)
    ]


def _in_order(
    settings: Sequence[Setting], jobs: Sequence[tuple[int, int, int]], streams: Streams, workers: int | None
) -> Iterator[Totals]:
    threads = workers or os.cpu_count() or 1
    if threads == 1 or len(jobs) == 1:
        yield from (batch(settings[i], first, n, streams) for i, first, n in jobs)
        return
    pool = ThreadPoolExecutor(threads)
    try:
        futures = [pool.submit(batch, settings[i], first, n, streams) for i, first, n in jobs]
        for future in futures:
            yield future.result()
    finally:
        pool.shutdown(cancel_futures=True)


def batch(setting: Setting, first: int, n: int, streams: Streams) -> Totals:
    """The design's trials in n replicates from block `first` on."""
    decided = setting.kind.run(setting.design, Trials(setting, drawn(setting.scenario, first, n, streams)))
    return Totals.of(decided, setting, len(looks_of(setting.design)), len(selections_of(setting.design)))


def drawn(scenario: Scenario, first: int, n: int, streams: Streams) -> Drawn:
    """Always for whole blocks, so that more replicates only add trials to those there were."""
    blocks = [_drawn(scenario, streams(first + i)) for i in range(-(-n // BLOCK))]
    return Drawn(*(np.concatenate(column)[:n] for column in zip(*blocks, strict=True)))


def _drawn(scenario: Scenario, rng: np.random.Generator) -> Drawn:
    keys = rng.integers(0, 2**64, BLOCK, dtype=np.uint64)
    counted = eligible_beta(scenario)
    eligible = np.full(BLOCK, scenario.eligible) if counted is None else rng.beta(*counted, BLOCK)
    marker = scenario.marker
    prevalence = np.full(BLOCK, (marker and marker.positive) or 0.0)
    if marker is not None and marker.positive is not None and marker.positive_n:
        prevalence = rng.beta(*beta(marker.positive, marker.positive_n), BLOCK)
    return Drawn(keys, eligible * scenario.consent, prevalence)
