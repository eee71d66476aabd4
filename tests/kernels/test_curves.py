"""Effect curves and the marker's quantile function."""

import numpy as np
import pytest

from trialwright.design.population import curve_table
from trialwright.kernels import curves
from trialwright.model.scenario import EffectCurve


def quantile(p):
    return curves.log_quantile(p, np.array([0.25, 0.75]), np.array([-1.0, 1.0]), 1.4826, 1.4826)


def test_quantile_function_passes_its_knots_and_rises_through_its_tails():
    p = np.linspace(0.0005, 0.9995, 2001)
    q = np.array([quantile(x) for x in p])
    assert np.all(np.diff(q) > 0)
    assert [quantile(x) for x in (0.25, 0.5, 0.75)] == pytest.approx([-1.0, 0.0, 1.0])


@pytest.mark.parametrize(
    ("kind", "at", "expected"),
    [
        ("constant", 3.0, 2.0),
        ("step", 5.0, 2.0),
        ("step", 4.999, 0.0),
        ("log_linear", 5 * np.e, 2.0 + 0.3),
        ("emax", 5.0, 1.0),
        ("emax", 15.0, 1.5),
        ("points", 2.0, 0.5),  # half-way between 1 and 4 in the logarithm
        ("points", 100.0, 1.0),
    ],
)
def test_effect_curves(kind, at, expected):
    made = EffectCurve(curve=kind, level=2.0, half=5.0, slope=0.3, at=((1.0, 0.0), (4.0, 1.0)))
    other = EffectCurve(curve="points", at=((1.0, 9.0), (2.0, 8.0), (3.0, 7.0)))
    table = curve_table((other, made))  # each arm has its own curve, the control arm none
    assert curves.effect_at(table, 2, np.log(at)) == pytest.approx(expected, abs=1e-12)
    assert curves.effect_at(table, 0, np.log(at)) == 0
    assert curves.effect_at(table, 1, np.log(2.0)) == 8
