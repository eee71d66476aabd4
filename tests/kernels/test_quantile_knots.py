"""A cohort's marker as quantile knots: faithful in the middle, silent about single patients."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from trialwright.kernels.quantile_knots import quantile_knots


def test_knots_of_a_known_sample() -> None:
    # R 4.2.2: quantile(1:1000, seq(0, 1, .01), type = 8)[51] = 500.5
    probabilities, values = quantile_knots(np.arange(1.0, 1001.0))
    assert len(probabilities) == 91
    assert values[45] == pytest.approx(500.5)


@given(arrays(float, st.integers(22, 400), elements=st.floats(0.01, 1e4)))
def test_knots_rise_and_stay_inside_the_sample(sample: np.ndarray) -> None:
    probabilities, values = quantile_knots(sample)
    assert np.all(np.diff(probabilities) > 0)
    assert np.all(np.diff(values) >= 0)
    assert sample.min() * (1 - 1e-9) <= values[0]
    assert values[-1] <= sample.max() * (1 + 1e-9)


def test_no_single_extreme_is_printed() -> None:
    sample = np.concatenate([np.linspace(1, 2, 200), [999.0]])
    assert quantile_knots(sample)[1].max() < 10
