"""Influence of each trial, fail-safe numbers and measures: what is refused, and what must hold."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright.errors import EvidenceError
from trialwright.pool import bias, models
from trialwright.pool.measures import COLUMNS, effect_sizes

Y, V = [0.2, -0.4, 0.5, 0.1], [0.04, 0.09, 0.05, 0.02]


def test_a_moderator_that_one_trial_tells_has_no_fit_without_it() -> None:
    with pytest.raises(EvidenceError, match="Without trial 3"):
        models.influence(Y, V, [[1, 0], [1, 0], [1, 1], [1, 0]])


def test_leverages_add_up_to_the_coefficients() -> None:
    found = models.influence(Y, V, [[1, 0.1], [1, 0.5], [1, 0.9], [1, 0.4]], "dl")
    assert found.hat.sum() == pytest.approx(2.0)
    assert found.weight.sum() == pytest.approx(100.0)
    assert found.dfbetas.shape == (4, 2)


def test_no_number_of_trials_brings_a_mean_to_nothing() -> None:
    with pytest.raises(EvidenceError, match="target"):
        bias.fail_safe_n(Y, V, "orwin", target=0.0)
    with pytest.raises(EvidenceError, match="alpha"):
        bias.fail_safe_n(Y, V, alpha=0.0)
    with pytest.raises(EvidenceError, match="guess"):
        bias.fail_safe_n(Y, V, "guess")


def test_a_finding_that_is_none_needs_no_trials_to_undo_it() -> None:
    assert bias.fail_safe_n([0.1, -0.1], [1.0, 1.0])[0] == 0
    assert bias.fail_safe_n([0.1, -0.1], [1.0, 1.0], "rosenberg")[0] == 0


def test_trials_of_one_size_have_no_regression_on_it() -> None:
    with pytest.raises(EvidenceError, match="nothing to regress on"):
        bias.small_study_effects(Y, [0.04] * 4)


def test_a_variance_that_a_measure_does_not_have_is_refused() -> None:
    arms = {"mean1": [2.0], "sd1": [1.0], "n1": [9], "mean2": [1.0], "sd2": [1.5], "n2": [12]}
    with pytest.raises(EvidenceError, match="no variance 'UB'"):
        effect_sizes("MD", variance="UB", **arms)
    assert effect_sizes("SMD", variance="UB", **arms).v[0] != effect_sizes("SMD", **arms).v[0]


@pytest.mark.parametrize("measure", sorted(m for m, c in COLUMNS.items() if "sd" in c or "sd1" in c))
def test_a_group_of_one_has_no_spread(measure: str) -> None:
    columns = {
        "mean": 1,
        "sd": 1,
        "n": 1,
        "mean1": 2,
        "mean2": 1,
        "sd1": 1,
        "sd2": 1,
        "n1": 1,
        "n2": 1,
        "r": 0.5,
    }
    needed = {c: [columns[c]] for c in COLUMNS[measure]}
    if measure in ("MD", "ROM", "MN", "MNLN", "MC", "ROMC"):
        assert np.isfinite(effect_sizes(measure, **needed).v).all()
    elif measure in (
        "SMD",
        "RPB",
        "D2OR",
        "D2ORL",
        "D2ORN",
    ):  # of one pooled spread: none, where both groups are of one
        assert not effect_sizes(measure, **needed).kept.any()
    else:
        with pytest.raises(EvidenceError, match="too small"):
            effect_sizes(measure, **needed)


def test_person_time_is_above_nothing() -> None:
    with pytest.raises(EvidenceError, match="person-time"):
        effect_sizes("IRLN", x=[1], t=[0])


def test_a_constant_that_is_asked_for_is_added_to_every_measure_of_counts() -> None:
    cells = {
        "x1": [0],
        "n1": [9],
        "x2": [3],
        "n2": [11],
        "x": [0],
        "n": [9],
        "t": [4.5],
        "t1": [4.5],
        "t2": [7.0],
    }
    for measure, columns in COLUMNS.items():
        if not {"x", "x1"} & set(columns):
            continue
        given = {c: cells[c] for c in columns}
        with_it = effect_sizes(measure, add=0.25, to="all", **given)
        assert with_it.y[0] != effect_sizes(measure, add=0.5, to="all", **given).y[0], measure
