"""Sample-size re-estimation: type I error whatever the rule, sizes by the rule, power by quadrature."""

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from trialwright import design
from trialwright.design.boundaries import group_sequential
from trialwright.design.designs.reestimation import patients_for, sizes
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario


def streams(block):
    return np.random.default_rng([51, block])


def made(**options):
    changes = options.pop("changes", {})
    stated = {"type": "reestimation", "endpoint": "continuous", "better": "higher", "patients": 800}
    return Design(**({"name": "d", "looks": (0.5, 1.0), "options": options} | stated | changes))


def run(a_design, effect, replicates=40_000, level="statistic", **given):
    s = Scenario(
        name="s",
        control={"mean": 0.0, "sd": 1.0},
        effect=EffectCurve(level=effect),
        screened_per_month=20,
    )
    return design.evaluate([a_design], s, Limits(), replicates, streams, level=level, nulls=False, **given)[0]


RULES = [
    {},
    {"rule": "conditional power", "decrease": 0.3},
    {"rule": "conditional power", "effect": 0.2, "futility": 0.05},
    {"combination": "fisher", "rule": "conditional power"},
    {"promising": 0.1, "increase": 4.0, "boundaries": "pocock"},
]


@pytest.mark.parametrize("options", RULES)
@pytest.mark.parametrize("looks", [(0.5, 1.0), (0.3, 0.6, 1.0)])
def test_type_one_error_is_alpha_for_any_rule(options, looks):
    found = run(made(**options, changes={"looks": looks, "alpha": 0.05}), 0.0).figures["power"]
    assert found.value - 0.05 < 4 * found.mcse
    if "futility" not in options:
        assert found.value - 0.05 > -4 * found.mcse


def test_the_plain_z_of_everybody_would_not_keep_it():
    """With sizes that follow the data the planned weights are what keeps alpha: a check that the rule bites at all."""
    rng = np.random.default_rng(1)
    z1, z2 = rng.standard_normal((2, 400_000))
    n1, planned, most = 200, 200, 600
    c = group_sequential(information_rates=[0.5, 1.0], boundaries="no_early_efficacy").critical_values[-1]
    bound = (c - np.sqrt(0.5) * z1) / np.sqrt(0.5)
    n2 = np.where(
        ndtr(z1 - bound) < 0.9, np.maximum(patients_for(z1 / np.sqrt(n1), bound, 0.9, most), 20), planned
    )
    pooled = (np.sqrt(n1) * z1 + np.sqrt(n2) * z2) / np.sqrt(n1 + n2)
    weighed = np.sqrt(0.5) * (z1 + z2)
    assert (pooled >= c).mean() > 0.025 + 8 * np.sqrt(0.025 / 400_000)
    assert abs((weighed >= c).mean() - 0.025) < 4 * np.sqrt(0.025 / 400_000)


def panels(number, points):
    """Gauss and Legendre's rule in each of so many parts of (-1, 1): one rule of 4,000 points takes half a minute to find."""
    x, w = np.polynomial.legendre.leggauss(points)
    middles = (2 * np.arange(number) + 1) / number - 1
    return (middles[:, None] + x / number).ravel(), np.tile(w / number, number)


@pytest.mark.parametrize("rule", ["promising zone", "conditional power"])
@pytest.mark.parametrize("effect", [0.1, 0.2])
def test_power_and_expected_size_are_those_of_the_quadrature_over_the_interim(rule, effect):
    """z of the interim is normal; given it, the size, and the chance of the last stage to reach its bound, are known."""
    d = made(rule=rule)
    n1, planned, most = 200, 200, 600
    made_bounds = group_sequential(alpha=0.025, information_rates=[0.5, 1.0], boundaries="lan_demets_of")
    c1, c2 = made_bounds.critical_values
    x, w = panels(80, 50)
    z1 = 8 * x + effect * np.sqrt(n1 / 4)
    w = 8 * w * np.exp(-0.5 * (8 * x) ** 2) / np.sqrt(2 * np.pi)
    bound = (c2 - np.sqrt(0.5) * z1) / np.sqrt(0.5)
    power = ndtr(z1 / np.sqrt(n1) * np.sqrt(planned) - bound)
    with np.errstate(divide="ignore"):
        wanted = np.where(
            z1 > 0, np.minimum(np.ceil(((bound + ndtri(0.9)) / z1) ** 2 * n1), most), float(most)
        )
    follows = (power >= 0.3) & (power < 0.9) if rule == "promising zone" else np.ones(len(z1), bool)
    n2 = np.where(follows, np.clip(wanted, planned, most), planned)
    goes_on = z1 < c1
    rejects = np.where(goes_on, ndtr(effect * np.sqrt(n2 / 4) - bound), 1.0)
    expected = n1 + (w * goes_on) @ n2
    found = run(d, effect).figures
    assert (
        abs(found["power"].value - w @ rejects) < 4 * found["power"].mcse + 0.002
    )  # Welch's t is not quite normal
    assert abs(found["patients"].value - expected) < 4 * found["patients"].mcse + 0.5


def test_the_size_reaches_its_target():
    """Drift 0.1 a root patient, bound 1.5: ((1.5 + 1.2816) / 0.1)^2 = 773.7 patients for 90 %."""
    n = patients_for(np.array([0.1, 0.1, -0.1, 0.1]), np.array([1.5, 1.5, 1.5, -3.0]), 0.9, 1000)
    assert n.tolist() == [774, 774, 1000, 0]
    assert patients_for(np.array([0.1]), np.array([1.5]), 0.9, 500).tolist() == [500]


def test_what_is_planned_is_the_largest_over_the_increase():
    assert sizes(made(increase=4.0), 800) == [100, 200]
    found = run(made(increase=4.0), 0.15, 4000).figures["patients"]
    assert found.high <= 800
    plain = run(made(increase=1.0), 0.15).figures
    same = run(made(changes={"type": "group_sequential", "options": {}}), 0.15).figures
    assert abs(plain["power"].value - same["power"].value) < 0.01


def test_one_look_leaves_nothing_to_re_estimate():
    with pytest.raises(DesignError, match="has one look") as caught:
        run(made(changes={"looks": (1.0,)}), 0.1, 10)
    assert caught.value.where == "design.looks"


def test_a_promising_zone_that_is_empty_is_refused():
    with pytest.raises(DesignError, match="empty"):
        run(made(promising=0.95, target=0.9), 0.2, 100)
