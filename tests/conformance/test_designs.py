"""Every design type found keeps the same promises."""

import numpy as np
import pytest

from trialwright import design
from trialwright.design import designs
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

NAMES = sorted(designs.found())
CRP = Marker(name="hsCRP", probabilities=(0.0, 0.5, 1.0), values=(0.3, 2.4, 40.0), within_sd=0.4)


def a_design(name, **changes):
    stated = {"name": "d", "type": name, "endpoint": "continuous", "better": "higher", "patients": 120}
    return Design(**(stated | changes))


def streams(block):
    return np.random.default_rng([31, block])


def scenario(level):
    return Scenario(
        name="s",
        control={"mean": 0.0, "sd": 1.0},
        effect=EffectCurve(curve="emax", half=4.0, level=level),
        marker=CRP,
        screened_per_month=20,
    )


@pytest.mark.parametrize("name", NAMES)
def test_it_declares_what_the_contract_asks(name):
    kind = designs.design_type(name)
    assert kind.NAME == name == kind.__name__.rsplit(".", 1)[-1]
    assert kind.LABEL
    looks = kind.looks(a_design(name))
    assert list(looks) == sorted(set(looks))
    assert looks[-1] == 120


@pytest.mark.parametrize("name", NAMES)
def test_it_decides_once_for_every_trial(name):
    kind, d = designs.design_type(name), a_design(name)
    p = np.random.default_rng(1).random((500, len(kind.looks(d))))
    decided = kind.evaluate(d, p)
    assert decided.rejected.shape == decided.look.shape == (500,)
    assert decided.look.min() >= 0
    assert decided.look.max() < p.shape[1]
    assert not kind.evaluate(d, np.ones_like(p)).rejected.any()
    assert kind.evaluate(d, np.zeros_like(p)).rejected.all()


@pytest.mark.parametrize("cutoff", [None, 3.0])
@pytest.mark.parametrize("alpha", [0.025, 0.1])
@pytest.mark.parametrize("name", NAMES)
def test_type_one_error_is_alpha(name, alpha, cutoff):
    d = a_design(name, alpha=alpha, cutoff=cutoff, marker="hsCRP" if cutoff else "")
    found = design.evaluate([d], scenario(0.0), Limits(), 10_000, streams)[0].figures["type_one_error"]
    assert abs(found.value - alpha) < 4 * found.mcse


@pytest.mark.parametrize("name", NAMES)
def test_closed_form_where_there_is_one_is_the_simulation(name):
    found = design.evaluate([a_design(name)], scenario(0.9), Limits(), 10_000, streams)[0].figures
    assert "power_analytic" in found or name != "fixed"
    if "power_analytic" in found:
        assert abs(found["power"].value - found["power_analytic"].value) < 4 * found["power"].mcse


def test_an_unknown_type_names_those_there_are():
    with pytest.raises(DesignError) as caught:
        designs.design_type("crystal ball")
    assert all(name in caught.value.fix for name in NAMES)
