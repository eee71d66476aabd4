"""The smallest fixed trial: a textbook's number, and that one allocation block fewer does not reach the power."""

import pytest

from trialwright.design import fixed_size
from trialwright.design.characteristics import closed_form
from trialwright.design.setting import Setting
from trialwright.kernels import noncentral_t
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario


def given(level: float, kind: str = "continuous", **control):
    design = Design(name="next", type="fixed", endpoint=kind, better="lower", patients=2)
    control = control or {"mean": 0.0, "sd": 1.0}
    return design, Scenario(name="s", control=control, effect=EffectCurve(level=level), screened_per_month=10)


def test_half_a_standard_deviation_takes_64_patients_an_arm():
    """Cohen 1988, table 2.4.1: d = 0.5, two-sided 5 %, power 0.80."""
    assert fixed_size(*given(-0.5), 0.8) == (128, "")


@pytest.mark.parametrize("allocation", [1.0, 2.0, 1.5])
def test_one_block_fewer_is_not_enough(allocation):
    design, scenario = given(-0.3)
    design = design.model_copy(update={"allocation": allocation})
    size, _ = fixed_size(design, scenario, 0.9)
    step = {1.0: 2, 2.0: 3, 1.5: 5}[allocation]
    assert size % step == 0
    for n, reached in ((size, True), (size - step, False)):
        setting = Setting(design.model_copy(update={"patients": n}), scenario, Limits(patients=n))
        assert (closed_form(setting, setting.populations[0].checked_split(None)) >= 0.9) is reached


def test_dropout_is_enrolled_for():
    design, scenario = given(-0.5)
    size, _ = fixed_size(design, scenario.model_copy(update={"dropout": 0.2}), 0.8)
    assert 128 / 0.8 <= size <= 128 / 0.8 + 2


def test_what_no_size_shows_is_said():
    assert fixed_size(*given(0.5), 0.8)[1].startswith("the effect is not in the better direction")
    assert "1,000,000" in fixed_size(*given(-1e-4), 0.8)[1]
    rare, why = fixed_size(*given(-3.0, "binary", rate=0.5), 0.8)
    assert rare is not None
    assert "smaller trial may do" in why


def test_a_very_large_trial_has_all_power():
    """SciPy's noncentral t is NaN here, which power of 0 once came from."""
    assert noncentral_t.cdf(30000, 39.0, 1.96) == 0.0
    assert noncentral_t.cdf(20, 1.0, 2.0) == pytest.approx(
        0.823873267291, rel=1e-11
    )  # R 4.2.2: pt(2, 20, ncp = 1)
    design, scenario = given(-0.4618)
    setting = Setting(design.model_copy(update={"patients": 31950}), scenario, Limits(patients=31950))
    assert closed_form(setting, setting.populations[0].checked_split(None)) == 1.0
