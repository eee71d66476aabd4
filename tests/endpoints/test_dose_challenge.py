"""A dose challenge analysed by one Emax curve: its tallies, its truth, its error rates, and what it gains."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright import design, endpoints
from trialwright.design.running import drawn
from trialwright.design.setting import Setting
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario

CONTROL = {
    "e0": 3.0, "emax": 4.5, "ed50": 8.0, "doses": (1.0, 2.5, 5.0, 10.0, 20.0), "sd_between": 0.9, "sd_within": 0.5,
}  # fmt: skip
EFFECT = -0.3  # of log ED50: a smaller dose does as much


def streams(block):
    return np.random.default_rng([37, block])


def a_design(**changes):
    usual = {
        "name": "d",
        "type": "fixed",
        "endpoint": "dose_response",
        "better": "higher",
        "patients": 80,
        "test": "emax",
    }
    return Design(**(usual | changes))


def scenario(level=EFFECT, **changes):
    stated = {"control": CONTROL, "effect": EffectCurve(level=level), "screened_per_month": 10}
    return Scenario(name="s", **(stated | changes))


def figures(d, s, trials=1500, nulls=False):
    return design.evaluate([d], s, Limits(), trials, streams, nulls=nulls)[0].figures


def test_a_tally_holds_every_response():
    """Means, variances and correlations by dose are those of the model."""
    setting = Setting(a_design(patients=400), scenario(), Limits())
    look = Trials(setting, drawn(setting.scenario, 0, 500, streams)).enrol(400)
    doses = np.array(CONTROL["doses"])
    for arm, ed50 in ((0, 8.0), (1, 8.0 * np.exp(EFFECT))):
        tally = look.tally(arm)
        n = tally[:, :1]
        assert tally[:, 6:11] / n == pytest.approx(np.broadcast_to(doses, (500, 5)))
        means = tally[:, 1:6] / n
        expected = 3 + 4.5 * doses / (ed50 + doses)
        assert means.mean(0) == pytest.approx(expected, abs=4 * np.sqrt((0.81 + 0.25) / tally[:, 0].sum()))
        level = means.mean(1)
        between = (tally[:, -1] - n[:, 0] * 5 * level**2) / (n[:, 0] - 1)
        assert between.mean() == pytest.approx(5 * 0.81 + 0.25, rel=0.02)
        assert np.cov(means.T)[0, 4] * n[0, 0] == pytest.approx(0.81, rel=0.25)


def test_the_truth_is_the_effect_and_the_interval_covers():
    setting = Setting(a_design(), scenario(), Limits())
    assert setting.truth(1, (True,)) == pytest.approx(-EFFECT, abs=1e-6)
    found = figures(a_design(), scenario())
    assert abs(found["bias"].value) < 0.02
    assert found["coverage"].value == pytest.approx(0.95, abs=0.025)


@pytest.mark.parametrize(
    ("changes", "doses"),
    [
        ({"patients": 40, "allocation": 2.0}, CONTROL["doses"]),
        ({"type": "group_sequential", "better": "lower"}, (2.5, 5.0, 10.0)),
    ],
)
def test_without_an_effect_alpha_is_kept(changes, doses):
    """Also where three doses in a narrow range tell little of the curve."""
    s = scenario(0.0, control=CONTROL | {"doses": doses}, dropout=0.2)
    found = figures(a_design(alpha=0.05, **changes), s, 2500)["power"]  # there is no effect
    assert abs(found.value - 0.05) < 4 * found.mcse


def test_comparing_doses_within_patients_gains_power_over_their_mean():
    curve, mean = (figures(a_design(test=t, patients=120), scenario()) for t in ("emax", "mean"))
    assert curve["power"].value > mean["power"].value + 0.1
    assert "power_analytic" in mean
    assert "power_analytic" not in curve


def test_an_opened_trial_tells_its_patients():
    one = design.open_trial(a_design(), scenario(), Limits(), 3, 1000, streams)
    assert len(one.patients) == 80
    assert one.naive.truth == pytest.approx(-EFFECT, abs=1e-6)


def test_two_doses_make_no_curve_and_what_it_lacks_is_refused():
    with pytest.raises(DesignError, match="fitted to 3 doses or more"):
        figures(a_design(), scenario(control=CONTROL | {"doses": (1.0, 5.0)}), 10)
    kind = endpoints.endpoint("dose_response", "emax")
    assert not any(hasattr(kind, name) for name in ("power", "level", "blinded_size"))
    with pytest.raises(DesignError, match="no law of the tallies"):
        _ = Setting(a_design(), scenario(), Limits(), "statistic").cells
