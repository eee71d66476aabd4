"""Standard deviations out of standard errors and intervals, against hand and R 4.2.2 (`qt(0.975, n - 1)`, `qnorm(0.995)`)."""

from __future__ import annotations

import pytest

from trialwright.kernels.mean_spread import quantile_of_limits, sd_of_error, sd_of_limits, told


def test_of_an_error() -> None:
    assert sd_of_error(2.0, 25) == 10.0


@pytest.mark.parametrize(
    ("n", "level", "quantile"),
    [
        (2, 95, 12.706204736),
        (25, 95, 2.063898562),
        (100, 95, 1.984216952),
        (101, 95, 1.959963985),
        (400, 99, 2.575829304),
        (16, 90, 1.753050356),
    ],
)
def test_quantiles(n: int, level: float, quantile: float) -> None:
    assert quantile_of_limits(n, level) == pytest.approx(quantile, abs=1e-8)


def test_limits_give_back_the_deviation_they_were_made_of() -> None:
    half = 2.063898562 * 6.0 / 5  # SD 6, n 25
    assert sd_of_limits(10 - half, 10 + half, 25) == pytest.approx(6.0)
    assert told(-1.96, 1.96, 400) == "SD 20 = sqrt(400) x (1.96 - -1.96) / (2 x 1.96), 95 % limits, normal"
