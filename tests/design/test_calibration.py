"""Effect curves sized to what a trial saw."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright import design
from trialwright.design.population import Population
from trialwright.errors import DesignError
from trialwright.kernels.curves import log_quantile
from trialwright.model.scenario import EffectCurve, Marker

CRP = Marker(
    name="hsCRP",
    probabilities=(0.05, 0.25, 0.5, 0.75, 0.95),
    values=(0.3, 1.0, 2.2, 6.0, 40.0),
    within_sd=0.4,
)


def mean(curve, marker, at_or_above):
    """Independent of the quadrature: 200,000 patients drawn and measured."""
    rng = np.random.default_rng(12)
    table = Population(marker, curve).marker_table
    knots = table.probabilities, table.log_values, table.left_slope, table.right_slope
    log_x = np.array([log_quantile(u, *knots) for u in rng.random(200_000)])
    seen = log_x + table.noise_sd * rng.standard_normal(len(log_x))
    kept = log_x[seen >= np.log(at_or_above)] if at_or_above else log_x
    return Population(marker, curve).effects(kept).mean()


@pytest.mark.parametrize(
    "curve",
    [
        EffectCurve(level=3.0),
        EffectCurve(curve="step", half=5.0),
        EffectCurve(curve="emax", half=5.0, level=1.0),
        EffectCurve(curve="log_linear", half=2.0, slope=-0.05),
        EffectCurve(curve="points", at=((1.0, -0.05), (10.0, -0.2))),
    ],
    ids=lambda c: c.curve,
)
@pytest.mark.parametrize("at_or_above", [None, 2.0])
def test_the_mean_effect_in_those_patients_is_the_target(curve, at_or_above):
    sized = design.calibrate(curve, CRP, -0.171, at_or_above)
    # 200,000 patients and effects that vary by about 0.1 leave an error near 0.0003.
    assert mean(sized, CRP, at_or_above) == pytest.approx(-0.171, abs=0.0015)
    assert sized.curve == curve.curve
    assert sized.half == curve.half
    assert sized.slope == curve.slope


def test_zero_or_none_is_everyone():
    curve = EffectCurve(curve="emax", half=5.0)
    assert design.calibrate(curve, CRP, 0.2, 0.0) == design.calibrate(curve, CRP, 0.2, None)


@settings(max_examples=15, deadline=None)
@given(st.floats(-2, 2), st.floats(0.5, 20))
def test_a_constant_effect_is_its_own_mean(target, at_or_above):
    assert design.calibrate(EffectCurve(level=9.0), CRP, target, at_or_above).level == pytest.approx(target)


def test_a_constant_effect_needs_no_marker():
    assert design.calibrate(EffectCurve(), None, 0.3, None).level == pytest.approx(0.3)


def test_what_no_level_can_give_is_refused():
    with pytest.raises(DesignError, match="Hardly any"):
        design.calibrate(EffectCurve(curve="step", half=1e9), CRP, 0.2, 2.0)
    with pytest.raises(DesignError, match="no scaling"):
        design.calibrate(EffectCurve(curve="points", at=((1.0, -0.1), (9.0, -0.2))), CRP, 0.2, 2.0)
    with pytest.raises(DesignError, match="outside what the data"):
        design.calibrate(EffectCurve(curve="emax"), CRP, 0.2, 410.0)
