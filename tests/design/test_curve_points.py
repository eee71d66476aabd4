"""An effect curve goes through the points it was given, or says why it cannot."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trialwright.design.curve_points import through
from trialwright.errors import DesignError

marker = st.floats(0.1, 100)
effect = st.floats(-2, -0.01)


def test_the_emax_curve_of_a_worked_example() -> None:
    # level * m / (m + half) with level -0.3 and half 10: at 2, -0.05; at 10, -0.15.
    curve = through("emax", {2: -0.05, 10: -0.15})
    assert (curve.level, curve.half) == (pytest.approx(-0.3), pytest.approx(10))


@given(marker, marker, effect, effect)
def test_emax_goes_through_both_points_or_refuses(m1: float, m2: float, e1: float, e2: float) -> None:
    assume(m1 < m2)
    possible = m1 / m2 < e1 / e2 < 1
    if not possible:
        with pytest.raises(DesignError, match="No Emax curve"):
            through("emax", {m1: e1, m2: e2})
        return
    curve = through("emax", {m1: e1, m2: e2})
    assert curve.half > 0
    # Near the ends of the possible range the two unknowns all but cancel.
    assume(e1 / e2 - m1 / m2 > 1e-6)
    assume(1 - e1 / e2 > 1e-6)
    for m, e in ((m1, e1), (m2, e2)):
        assert curve.level * m / (m + curve.half) == pytest.approx(e, rel=1e-6)


@given(marker, marker, effect, effect)
def test_log_linear_goes_through_both_points(m1: float, m2: float, e1: float, e2: float) -> None:
    assume(m2 > 1.001 * m1)
    curve = through("log_linear", {m2: e2, m1: e1})
    for m, e in ((m1, e1), (m2, e2)):
        assert curve.level + curve.slope * math.log(m / curve.half) == pytest.approx(e)


@pytest.mark.parametrize(
    ("curve", "at"),
    [
        ("emax", {2: -1.0}),
        ("step", {1: -1.0, 2: -2.0}),
        ("constant", {1: -1.0}),
        ("points", {}),
        ("emax", {0: -1.0, 2: -2.0}),
        ("emax", {2: -1.0, 4: 0.0}),
    ],
)
def test_points_that_do_not_fit_the_family_are_refused(curve: str, at: dict[float, float]) -> None:
    with pytest.raises(DesignError):
        through(curve, at)
