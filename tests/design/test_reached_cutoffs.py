"""Which cut-offs can be asked for: by what one visit measures, though usual values lie closer together."""

import numpy as np
import pytest

from trialwright import design
from trialwright.design.population import Population
from trialwright.design.usual_values import usual_values
from trialwright.errors import DesignError
from trialwright.kernels.curves import log_quantile
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

MEASURED = Marker(
    name="ferritin",
    unit="ug/L",
    probabilities=(0.05, 0.25, 0.5, 0.75, 0.95),
    values=(40.0, 150.0, 300.0, 600.0, 2200.0),
    within_sd=0.7,
)
USUAL = usual_values(MEASURED)


def streams(block):
    return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(3, spawn_key=(block,))))


def share(cutoff):
    """Independent of the quadrature: 400,000 patients drawn and measured."""
    rng = np.random.default_rng(5)
    table = Population(USUAL, EffectCurve()).marker_table
    knots = table.probabilities, table.log_values, table.left_slope, table.right_slope
    usual = np.array([log_quantile(u, *knots) for u in rng.random(400_000)])
    return np.mean(usual + 0.7 * rng.standard_normal(len(usual)) >= np.log(cutoff))


def evaluated(cutoff):
    marked = Design(
        name="high", type="fixed", endpoint="continuous", better="higher", patients=80, marker="ferritin", cutoff=cutoff
    )  # fmt: skip
    of = Scenario(name="s", control={"mean": 0.0, "sd": 1.0}, marker=USUAL, effect=EffectCurve(level=0.5),
                  screened_per_month=30.0)  # fmt: skip
    (found,) = design.evaluate([marked], of, Limits(), 200, streams)
    return found


def test_the_highest_stated_quantile_is_a_cut_off():
    assert max(USUAL.values) < 2200
    found = evaluated(2200.0)
    # sqrt(.05 * .95 / 400,000) = 0.0003; the usual values with their noise give the 5 % back to about 1 point
    assert found.figures["prevalence"].value == pytest.approx(share(2200.0), abs=0.0015)
    assert found.figures["prevalence"].value == pytest.approx(0.05, abs=0.01)
    assert not any("tail" in n for n in found.notes)


def test_a_share_that_rests_on_the_tail_says_so():
    found = evaluated(4000.0)
    assert found.figures["prevalence"].value == pytest.approx(share(4000.0), abs=0.0015)
    assert any(
        "measure at or above ferritin 4000, and its quantiles are stated up to 95.0%" in n
        for n in found.notes
    )


def test_too_few_to_recruit_is_refused_with_the_share():
    with pytest.raises(
        DesignError, match=r"outside what the data can say: 0\.\d\d% of eligible patients"
    ) as caught:
        evaluated(20_000.0)
    assert "usual values go from" in str(caught.value)
    assert "SD of 0.7 of its logarithm" in str(caught.value)


def test_patients_of_a_sample_are_counted_by_what_they_may_measure():
    sample = Marker(name="ferritin", values=tuple(float(v) for v in range(100, 200)), within_sd=0.2)
    at_210 = Population(sample, EffectCurve()).checked_split(210.0)
    assert 5 <= at_210.prevalence * 100 < 20
    with pytest.raises(DesignError, match=r"of the 100 in the data \(at least 5"):
        Population(sample, EffectCurve()).checked_split(240.0)
