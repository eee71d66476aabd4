"""Bayesian decision rules: the flat prior is Pocock's bound; priors and predictions by quadrature and simulation."""

import numpy as np
import pytest
from scipy.special import ndtr, ndtri
from scipy.stats import beta as beta_law
from scipy.stats import binom

from trialwright import design
from trialwright.design.designs import options_of
from trialwright.design.designs.bayesian import threshold
from trialwright.design.thresholds import calibrated
from trialwright.errors import DesignError
from trialwright.kernels.group_sequential import stage_probabilities
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario


def streams(block):
    return np.random.default_rng([52, block])


def scenario(effect=0.0, **changes):
    stated = {"control": {"mean": 0.0, "sd": 1.0}, "effect": EffectCurve(level=effect)}
    return Scenario(name="s", screened_per_month=20, **(stated | changes))


def made(**options):
    changes = options.pop("changes", {})
    stated = {"type": "bayesian", "endpoint": "continuous", "better": "higher", "patients": 400}
    return Design(**({"name": "d", "looks": (0.25, 0.5, 0.75, 1.0), "options": options} | stated | changes))


def run(a_design, a_scenario, replicates=40_000, level="statistic"):
    return design.evaluate([a_design], a_scenario, Limits(), replicates, streams, level=level, nulls=False)[0]


@pytest.mark.parametrize("looks", [(1.0,), (0.5, 1.0), tuple(np.arange(1, 21) / 20)])
def test_without_a_stated_threshold_type_one_error_is_alpha_however_often_one_looks(looks):
    found = run(made(changes={"looks": looks, "alpha": 0.05}), scenario()).figures["power"]
    assert abs(found.value - 0.05) < 4 * found.mcse


def test_975_percent_at_every_look_is_not_alpha_and_the_figure_says_so():
    found = run(made(efficacy=0.975), scenario()).figures["power"]
    exact = stage_probabilities(np.full(4, -np.inf), np.full(4, ndtri(0.975)), np.arange(1, 5) / 4, 0.0)[
        1
    ].sum()
    assert abs(found.value - exact) < 4 * found.mcse
    assert found.value > 0.05


@pytest.mark.parametrize("effect", [0.0, 0.3])
def test_a_normal_prior_shrinks_as_the_algebra_says(effect):
    """(I x + m / s^2) / (I + 1 / s^2) > delta + z / root(I + 1 / s^2), with I = n / 4, solved for x root(I)."""
    prior, tau, delta, needed = 0.1, 0.25, 0.02, 0.95
    information = np.array([0.25, 0.5, 0.75, 1.0]) * 100
    precision = information + tau**-2
    bound = ((delta + ndtri(needed) / np.sqrt(precision)) * precision - prior * tau**-2) / np.sqrt(
        information
    )
    exact = stage_probabilities(np.full(4, -np.inf), bound, np.arange(1, 5) / 4, effect * 10)[1]
    found = run(made(prior_mean=prior, prior_sd=tau, delta=delta, efficacy=needed), scenario(effect))
    for stop, chance in zip(found.stops, exact, strict=True):
        assert abs(stop.efficacy.value - chance) < 4 * stop.efficacy.mcse + 0.002  # the sd is estimated


def test_predictive_futility_is_a_bound_on_z():
    """Flat prior, half of the patients: the final z is normal about z root(2) with variance 1."""
    d = made(predictive=0.1, changes={"looks": (0.5, 1.0)})
    needed = ndtri(threshold(d, [200, 400], options_of(d)))
    below = (needed + ndtri(0.1)) / np.sqrt(2)
    found = run(d, scenario()).stops[0].futility
    assert abs(found.value - ndtr(below)) < 4 * found.mcse + 0.002  # the sd is estimated


def test_beta_priors_decide_as_their_posteriors_do():
    """One look, 40 a group: every pair of counts weighed by its chance."""
    d = made(
        model="beta",
        efficacy=0.95,
        delta=0.05,
        prior_control=(2.0, 3.0),
        changes={"looks": (1.0,), "patients": 80, "endpoint": "binary"},
    )
    s = scenario(0.8, control={"rate": 0.4})
    p1 = 1 / (1 + np.exp(-(np.log(0.4 / 0.6) + 0.8)))
    x = np.arange(41)
    grid = np.linspace(0.0, 1.0, 4001)
    chance = 0.0
    for x0 in x:
        weight = beta_law.pdf(grid, 2 + x0, 3 + 40 - x0) / 4000
        benefit = np.array([(weight * beta_law.sf(grid + 0.05, 1 + x1, 41 - x1)).sum() for x1 in x])
        chance += binom.pmf(x0, 40, 0.4) * (binom.pmf(x, 40, p1) * (benefit >= 0.95)).sum()
    found = run(d, s).figures["power"]
    assert abs(found.value - chance) < 4 * found.mcse + 0.002


def test_fewer_events_are_better_where_lower_is():
    up, down = (
        run(
            made(model="beta", efficacy=0.98, changes={"endpoint": "binary", "better": b}),
            scenario(sign * 0.5, control={"rate": rate}),
            10_000,
        ).figures["power"]
        for b, sign, rate in (("higher", 1, 0.4), ("lower", -1, 0.6))
    )
    assert abs(up.value - down.value) < 5 * up.mcse


def test_the_threshold_is_found_for_a_wanted_type_one_error():
    d = made(prior_mean=0.2, prior_sd=0.2, efficacy=0.9)
    found = calibrated(d, scenario(0.3), Limits(), 10_000, streams, type_one_error=0.04)
    assert found.type_one_error.value <= 0.04
    assert found.type_one_error.value > 0.04 - 3 * found.type_one_error.mcse
    again = run(found.design, scenario(), 10_000, "patient").figures["power"]
    assert again == found.type_one_error
    with pytest.raises(DesignError, match="no posterior"):
        calibrated(
            made(changes={"type": "fixed", "looks": (), "options": {}}), scenario(), Limits(), 10, streams
        )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"prior_sd": 0.3}, "states no posterior probability"),
        ({"model": "beta", "efficacy": 0.9}, "beta priors of rates"),
        (
            {"model": "beta", "efficacy": 0.9, "predictive": 0.1, "changes": {"endpoint": "binary"}},
            "predictive",
        ),
        ({"efficacy": 1.2}, "`efficacy` is 1.2"),
    ],
)
def test_what_makes_no_rule_is_refused_with_words(options, words):
    d = made(**options)
    control = {"rate": 0.3} if d.endpoint == "binary" else {"mean": 0.0, "sd": 1.0}
    with pytest.raises(DesignError, match=words) as caught:
        run(d, scenario(control=control), 10)
    assert caught.value.fix
