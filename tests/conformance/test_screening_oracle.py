"""The engine's verdicts and the row-wise oracle's agree on every patient and criterion."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from trialwright import screen
from trialwright.screen import oracle, run

_FILE = Path(__file__).parents[1] / "fixtures" / "screening.py"
_SPEC = importlib.util.spec_from_file_location("conformance_screening", _FILE)
assert _SPEC
assert _SPEC.loader
made = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(made)


@pytest.mark.parametrize("seed", range(4))
def test_engine_and_oracle_agree(seed: int) -> None:
    rng = np.random.default_rng(seed)
    patients, criteria = made.random_patients(rng, 100), made.random_criteria(rng, 25)
    theirs = oracle.verdicts(patients, criteria, made.CONCEPTS)
    ours = run.verdicts(patients, criteria, made.CONCEPTS)
    assert ours.keys() == theirs.keys()
    differ = [(p, criteria[i].tree, ours[p][i], theirs[p][i])
              for p in ours for i in range(len(criteria)) if ours[p][i] != theirs[p][i]]  # fmt: skip
    assert differ == []
    seen = Counter(status for row in ours.values() for status in row)
    assert all(seen[status] > 100 for status in ("met", "not met", "unknown")), (
        "the fixtures must reach all three"
    )


def test_mask_cells_are_the_histogram_of_the_verdicts() -> None:
    """More criteria than fit into one machine word of mask."""
    rng = np.random.default_rng(99)
    patients, criteria = made.random_patients(rng, 60), made.random_criteria(rng, 70)
    found = screen.screen(patients, criteria, made.CONCEPTS)
    theirs = oracle.verdicts(patients, criteria, made.CONCEPTS).values()
    expected = Counter(
        (
            sum(1 << i for i, status in enumerate(row) if status == "not met"),
            sum(1 << i for i, status in enumerate(row) if status == "unknown"),
        )
        for row in theirs
    )
    assert {(c.fails, c.unknown): c.patients for c in found.cells} == dict(expected)
    for i, count in enumerate(found.counts):
        statuses = Counter(row[i] for row in theirs)
        assert (count.passes, count.fails, count.unknown) == (
            statuses["met"],
            statuses["not met"],
            statuses["unknown"],
        )
