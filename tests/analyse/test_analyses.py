"""What analyses promise whatever the data: invariants, boundaries, errors that say what to do."""

import numpy as np
import pytest

from trialwright.analyse import (
    designs,
    linear,
    logistic,
    multiple,
    ordinal,
    rates,
    repeated,
    slopes,
    survival,
)
from trialwright.errors import AnalysisError
from trialwright.kernels import cox, mmrm, proportional_odds, random_effects, variance_groups
from trialwright.kernels.covariance_structures import NAMES, structure


def drawn(seed=3, subjects=24):
    rng = np.random.default_rng(seed)
    subject, visit = np.repeat(np.arange(subjects), 3), np.tile(np.arange(3), subjects)
    arm = subject % 2
    y = 1.0 * visit + 0.5 * arm + rng.normal(size=subjects)[subject] + rng.normal(size=3 * subjects)
    keep = rng.random(3 * subjects) > 0.15
    x = np.column_stack([np.ones(len(y)), visit == 1, visit == 2, arm]).astype(float)
    return x[keep], y[keep], visit[keep], subject[keep]


VARIED = {
    "a structure scaled by group": variance_groups.Scaled(structure("symm", 2), 2, 2),
    "one variance by group": variance_groups.Scaled(variance_groups.OneVariance(), 1, 4),
    "random effects with errors by group": variance_groups.RandomAndScaled(
        np.array([[1.0, 0.0], [1.0, 0.5], [1.0, 0.0], [1.0, 2.0]]), np.array([0, 1, 2, 1]), 3
    ),
}


@pytest.mark.parametrize("name", [*NAMES, *VARIED])
def test_derivatives_of_a_structure_are_those_of_differences(name):
    form = VARIED.get(name) or structure(name, 4, np.array([0.0, 1.0, 2.5, 4.0]))
    theta = form.start(np.array([1.0, 2.0, 1.5, 0.7])) + np.linspace(0.1, 0.4, len(form.start(np.ones(4))))
    _, first, second = form.derivatives(theta)
    for k in range(len(theta)):
        step = np.zeros(len(theta))
        step[k] = 1e-6
        up, down = form.derivatives(theta + step), form.derivatives(theta - step)
        assert first[k] == pytest.approx((up[0] - down[0]) / 2e-6, abs=1e-7)
        assert second[k] == pytest.approx((up[1] - down[1]) / 2e-6, abs=1e-6)


@pytest.mark.parametrize("reml", [True, False])
def test_gradient_and_hessian_of_the_likelihood_are_exact(reml):
    x, y, visit, subject = drawn()
    groups, form = mmrm.patterns(x, y, visit, subject), structure("us", 3)
    theta = form.start(np.array([1.0, 1.5, 2.0])) + 0.1
    at = mmrm._state(groups, form, theta, reml)
    for k in range(len(theta)):
        step = np.zeros(len(theta))
        step[k] = 1e-5
        up, down = (mmrm._state(groups, form, theta + s * step, reml) for s in (1, -1))
        assert at.gradient[k] == pytest.approx((up.deviance - down.deviance) / 2e-5, abs=1e-5)
        assert at.hessian[k] == pytest.approx((up.gradient - down.gradient) / 2e-5, abs=1e-4)


def test_compound_symmetry_and_a_random_intercept_are_one_model():
    x, y, visit, subject = drawn()
    _, group = np.unique(subject, return_inverse=True)
    one = mmrm.fit(x, y, visit, subject, "cs")
    other = random_effects.fit(x, np.ones((len(y), 1)), y, group)
    assert one.deviance == pytest.approx(other.deviance, abs=1e-8)
    assert one.b == pytest.approx(other.b, abs=1e-6)
    arm = np.eye(4)[3]
    df = random_effects.degrees_of_freedom(x, np.ones((len(y), 1)), y, group, other, arm)
    assert df == pytest.approx(one.degrees_of_freedom(arm), rel=1e-3)


def test_balanced_data_have_the_degrees_of_freedom_of_the_split_plot():
    rng = np.random.default_rng(5)
    subject, visit = np.repeat(np.arange(20), 3), np.tile(np.arange(3), 20)
    y = rng.normal(size=20)[subject] * 2 + rng.normal(size=60)
    x = np.column_stack([np.ones(60), subject % 2, visit == 1, visit == 2]).astype(float)
    fitted = mmrm.fit(x, y, visit, subject, "cs")
    assert fitted.degrees_of_freedom(np.eye(4)[1]) == pytest.approx(18, rel=1e-6)
    assert fitted.degrees_of_freedom(np.eye(4)[2]) == pytest.approx(38, rel=1e-6)


def test_many_fits_at_once_are_the_fits_one_by_one():
    rng = np.random.default_rng(11)
    x = rng.normal(size=(3, 80, 2))
    y = (x[..., 0] + rng.logistic(size=(3, 80)) > np.array([-1, 0, 1])[:, None, None]).sum(0)
    together = proportional_odds.fit_many(x, y, 4)
    time, event = rng.exponential(size=(3, 80)), rng.random((3, 80)) < 0.7
    hazards = cox.fit_many(x, time, event)
    for s in range(3):
        assert together.parameters[s] == pytest.approx(proportional_odds.fit(x[s], y[s], 4).parameters)
        assert hazards.b[s] == pytest.approx(cox.fit(x[s], time[s], event[s]).b)
    absent = proportional_odds.fit_many(x, np.minimum(y, 2), 4)
    assert not absent.converged.any()
    assert np.isnan(absent.parameters).all()
    group = np.repeat(np.arange(20), 4)
    z = np.column_stack([np.ones(80), np.tile(np.arange(4.0), 20)])
    values = rng.normal(size=(3, 80))
    slopes = random_effects.fit_many(z, z, values, group)
    assert slopes.b[1] == pytest.approx(random_effects.fit(z, z, values[1], group).b, abs=1e-7)


def test_separation_is_told_and_firth_has_an_answer():
    data = {"y": [0] * 10 + [1] * 5 + [0] * 15, "arm": [0] * 15 + [1] * 15}
    plain = logistic.logistic("y ~ arm", data)
    assert any(n.kind == "convergence" and n.concern for n in plain.notes)
    fitted = logistic.logistic("y ~ arm", data, penalised=True)
    # For a saturated 2 x 2 table Firth's estimate adds one half to every cell.
    assert fitted.coefficients.estimate[1] == pytest.approx(np.log(0.5 * 10.5 / (15.5 * 5.5)))
    low, high = fitted.profile("arm")[0]
    assert low < fitted.coefficients.estimate[1] < high


def test_one_treated_arm_without_events_has_no_hazard_ratio():
    data = {"time": [1, 2, 3, 4, 5, 6], "event": [1, 1, 1, 0, 0, 0], "arm": [0, 0, 0, 1, 1, 1]}
    got = survival.cox("~ arm", data, "time", "event")
    assert not got.fit.converged
    assert np.isnan(got.coefficients.error).all()
    assert any(n.concern for n in got.notes)


def test_graph_of_equal_weights_is_holm_and_a_chain_is_fixed_sequence():
    p = [0.02, 0.01, 0.3]
    equal = multiple.graphical(p, [1 / 3] * 3, [[0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]])
    assert equal == pytest.approx(multiple.adjusted(p, "holm"))
    chain = multiple.graphical(p, [1, 0, 0], [[0, 1, 0], [0, 0, 1], [0, 0, 0]])
    assert chain == pytest.approx([0.02, 0.02, 0.3])


def test_exact_limits_hold_what_their_test_does_not_reject():
    t = rates.TwoRates(7, 17, 5, 47)
    low, high = t.odds_ratio_limits("blaker")
    assert (low > 1) == (t.blaker() < 0.05)
    assert t.odds_ratio().low < low < high < t.odds_ratio().high
    one = rates.OneRate(3, 17)
    assert one.p_against(one.blaker()[0] - 1e-3) < 0.05 < one.p_against(one.blaker()[0] + 5e-3)
    assert t.boschloo() < t.fisher("greater") * 2


def test_wins_of_everyone_over_everyone():
    w = ordinal.wins([3, 3, 4], [1, 2])
    assert (w.wins, w.losses, w.ties, w.probability, w.ratio, w.net_benefit) == (6, 0, 0, 1.0, np.inf, 1.0)
    assert ordinal.wins([1, 2], [1, 2], lower_is_better=True).odds == 1.0


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("y ~ a * b", ("(Intercept)", "ax", "b", "ax:b")),
        ("y ~ 0 + a", ("aw", "ax")),
        ("y ~ b + a:b", ("(Intercept)", "b", "b:ax")),
        ("y ~ factor(k) - 1 + I(b^2)", ("factor(k)1", "factor(k)2", "I(b^2)")),
        ("y ~ (a + b)^2 - a:b", ("(Intercept)", "ax", "b")),
    ],
)  # fmt: skip
def test_a_formula_has_the_columns_of_model_matrix(text, names):
    data = {"a": ["w", "x", "w", "x"], "b": [1.0, 2.0, 4.0, 9.0], "k": [1, 1, 2, 2], "y": [0, 1, 2, 3]}
    assert designs.design(text, data).names == names


def test_a_column_of_times_taken_for_a_status_is_told_in_a_line() -> None:
    """All 300 values of it would bury what to do."""
    with pytest.raises(AnalysisError, match=r"has the codes 0\.5, 1\.5, 2\.5, 3\.5, 4\.5 and 295 more\. \("):
        survival.events(np.arange(300) + 0.5, "AVAL")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (lambda d: linear.ancova("y ~ nowhere", d), "no column"),
        (lambda d: linear.ancova("y ~ a +", d), "cannot be read"),
        (lambda d: linear.ancova("y ~ b + c", d), "determined by"),
        (lambda d: linear.ancova("y ~ one", d), "one level only"),
        (lambda d: logistic.logistic("y ~ b", d), "a binary outcome has two"),
        (lambda d: repeated.mmrm("y ~ b", d), "no covariance structure"),
        (lambda d: repeated.mmrm("y ~ b + us(one | one)", d), "two measurements at one visit"),
        (lambda d: slopes.random_slopes("y ~ b", d), "no random effect"),
        (lambda d: survival.cox("~ b", d, "y", "c"), "has the codes"),
        (lambda d: rates.TwoRates(4, 3, 0, 2), "is no count"),
        (lambda d: multiple.adjusted([0.1], "none"), "No multiplicity method"),
        (lambda d: multiple.graphical([0.1, 0.2], [0.9, 0.2], [[0, 1], [1, 0]]), "at most 1 together"),
    ],
)
def test_errors_say_what_is_wrong(asked, says):
    data = {
        "y": [1.0, 2, 3, 4, 5], "a": ["w", "x", "w", "x", "x"], "b": [1.0, 3, 2, 5, 4], "c": [2.0, 6, 4, 10, 8],
        "one": ["s"] * 5,
    }  # fmt: skip
    with pytest.raises(AnalysisError, match=says):
        asked(data)
