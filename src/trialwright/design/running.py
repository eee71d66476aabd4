"""Simulated trials by block: what is random in each, the design run on them, the blocks added up in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from trialwright.design.calendar import openings
from trialwright.design.designs import looks_of, selections_of
from trialwright.design.failing import told
from trialwright.design.population import beta, eligible_beta
from trialwright.design.setting import Setting
from trialwright.design.sources import source_of
from trialwright.design.sources.account import Drawn
from trialwright.design.totals import Totals
from trialwright.design.trials import Trials
from trialwright.kernels.memory import keep_freed
from trialwright.model.scenario import Scenario

Streams = Callable[[int], np.random.Generator]
Step = Callable[[int], None]
Engine = Callable[[Callable[..., Any], Sequence[tuple[Any, ...]]], Iterator[Any]]


class Kept(Protocol):
    """Totals of batches by name."""

    def get(self, name: str) -> Totals | None: ...

    def put(self, name: str, totals: Totals) -> None: ...


BLOCK = 1000  # replicates on one generator; a constant of the results, like the seed
_TOGETHER = {"patient": 8, "statistic": 32}  # blocks decided on in one call, at most: no trial depends on it


def run(
    settings: Sequence[Setting],
    replicates: int,
    streams: Streams,
    step: Step,
    engine: Engine | None = None,
    kept: Kept | None = None,
    first: int = 0,
) -> tuple[Totals, ...]:
    """Each setting over all replicates, of the blocks from `first` on. step : called with the trials just done.

    engine : gives the batches' totals in their order, wherever it works them out; here, one after another, where None.
    kept : batches that an earlier run finished, and where those of this one go. Neither changes a byte.
    """
    jobs = [
        (i, first + block, n) for i, s in enumerate(settings) for block, n in batches(replicates, together(s))
    ]
    names = [f"{settings[i].key}-{block}-{n}" for i, block, n in jobs]
    found = [kept.get(name) if kept else None for name in names]
    todo = [
        (settings[i], block, n, streams) for (i, block, n), f in zip(jobs, found, strict=True) if f is None
    ]
    made = iter((engine or one_after_another)(batch, todo))
    sums: list[Totals | None] = [None] * len(settings)
    for (i, _, n), name, part in zip(jobs, names, found, strict=True):
        if part is None:
            part = next(made)
            if kept:
                kept.put(name, part)
        so_far = sums[i]
        sums[i] = part if so_far is None else so_far + part
        step(n)
    return tuple(s for s in sums if s is not None)


def one_after_another(function: Callable[..., Any], pieces: Sequence[tuple[Any, ...]]) -> Iterator[Any]:
    """The engine that needs none."""
    return (function(*piece) for piece in pieces)


def together(setting: Setting) -> int:
    """Blocks in one batch at most: fewer where the endpoint's source keeps every patient."""
    return int(getattr(source_of(setting.endpoint), "TOGETHER", _TOGETHER[setting.level]))


def batches(replicates: int, most: int = _TOGETHER["patient"]) -> list[tuple[int, int]]:
    """(first block, trials) of each batch: a function of the replicates alone, since sums depend on it."""
    blocks = -(-replicates // BLOCK)
    together = max(1, min(most, blocks // 4))
    return [
        (first, min(together * BLOCK, replicates - first * BLOCK)) for first in range(0, blocks, together)
    ]


def batch(setting: Setting, first: int, n: int, streams: Streams) -> Totals:
    """The design's trials in n replicates from block `first` on. Raises DesignError with the design's and the scenario's
    names."""
    keep_freed()
    with told(setting.design.name, setting.scenario.name):
        decided = setting.kind.run(
            setting.design, Trials(setting, drawn(setting.scenario, first, n, streams))
        )
        return Totals.of(decided, setting, len(looks_of(setting.design)), len(selections_of(setting.design)))


def drawn(scenario: Scenario, first: int, n: int, streams: Streams) -> Drawn:
    """Always for whole blocks, so that more replicates only add trials to those there were."""
    counted, marker = eligible_beta(scenario), scenario.marker
    positive = (marker and marker.positive) or 0.0
    keys, eligible, prevalence = np.empty(n, np.uint64), np.empty(n), np.empty(n)
    opened = np.empty((n, scenario.sites))
    eligible.fill(scenario.eligible * scenario.consent)
    prevalence.fill(positive)
    for at in range(0, n, BLOCK):
        rng, block = streams(first + at // BLOCK), slice(at, at + BLOCK)
        of_block = min(BLOCK, n - at)
        keys[block] = _keys(rng)[:of_block]
        if counted is not None:
            eligible[block] = (rng.beta(*counted, BLOCK) * scenario.consent)[:of_block]
        if marker is not None and positive and marker.positive_n:
            prevalence[block] = rng.beta(*beta(positive, marker.positive_n), BLOCK)[:of_block]
        if scenario.sites:
            opened[block] = openings(scenario, BLOCK, rng)[:of_block]
    return Drawn(keys, eligible, prevalence, opened)


def _keys(rng: np.random.Generator) -> NDArray[np.uint64]:
    """(BLOCK,) of 64 random bits. Asked of the bit generator they are the same and come three times as fast, where it
    has 64 at a time."""
    if isinstance(rng.bit_generator, np.random.MT19937):
        return rng.integers(0, 2**64, BLOCK, dtype=np.uint64)
    return np.asarray(rng.bit_generator.random_raw(BLOCK))
