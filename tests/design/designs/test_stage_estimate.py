"""Estimates by stages after an adaptation: centred on the truth, and their intervals cover, where plain ones do not."""

import numpy as np
import pytest

from trialwright import design
from trialwright.design.running import drawn
from trialwright.design.setting import Setting
from trialwright.design.trials import Trials
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

TRIALS = 20_000
ARMS = ("low", "middle", "high")
MARKER = Marker(name="m", probabilities=(0.0, 1.0), values=(1.0, float(np.exp(1.0))))


def streams(block):
    return np.random.default_rng([83, block])


def made(type_, better="higher", **options):
    stated = {
        "multi_arm": {"arms": ARMS},
        "enrichment": {"marker": "m", "cutoff": float(np.exp(0.5))},
        "stratified": {"marker": "m", "cutoff": float(np.exp(0.5))},
    }.get(type_, {})
    return Design(
        name="d", type=type_, endpoint="continuous", better=better, patients=600,
        looks=(0.2, 0.4, 0.6, 0.8, 1.0) if type_ == "response_adaptive" else (0.5, 1.0),
        options={"adjusted": True} | options, **stated,
    )  # fmt: skip


def scenario(type_, level=0.1):
    effect = EffectCurve(level=level)
    return Scenario(
        name="s", control={"mean": 0.0, "sd": 1.0}, screened_per_month=20, effect=effect,
        arms=dict.fromkeys(ARMS, effect) if type_ == "multi_arm" else {},
        marker=MARKER if type_ in ("enrichment", "stratified") else None,
    )  # fmt: skip


def figures(a_design, level=0.1):
    of = scenario(a_design.type, level)
    return design.evaluate(
        [a_design], of, Limits(), TRIALS, streams, level="statistic", nulls=False
    )[0].figures  # fmt: skip


def decided(a_design, level=0.1):
    of = scenario(a_design.type, level)
    setting = Setting(a_design, of, Limits(), "statistic")
    return setting.kind.run(a_design, Trials(setting, drawn(of, 0, TRIALS, streams)))


@pytest.mark.parametrize("type_", ["multi_arm", "enrichment"])
@pytest.mark.parametrize(("better", "sign"), [("higher", 1), ("lower", -1)])
def test_the_last_stage_is_unbiased_for_what_was_chosen(type_, better, sign):
    found = figures(made(type_, better, boundaries="no_early_efficacy"), 0.1 * sign)
    assert sign * found["bias"].value > 10 * found["bias"].mcse
    assert abs(found["bias_adjusted"].value) < 4 * found["bias_adjusted"].mcse
    assert abs(found["coverage_adjusted"].value - 0.95) < 4 * found["coverage_adjusted"].mcse


@pytest.mark.parametrize("type_", ["multi_arm", "enrichment"])
def test_an_interim_that_may_end_the_trial_leaves_it_unbiased(type_):
    found = figures(made(type_, boundaries="pocock"), 0.2)
    assert abs(found["bias_adjusted"].value) < 4 * found["bias_adjusted"].mcse
    assert abs(found["coverage_adjusted"].value - 0.95) < 4 * found["coverage_adjusted"].mcse


@pytest.mark.parametrize("type_", ["multi_arm", "enrichment"])
def test_none_where_the_last_stage_may_choose_what_is_estimated(type_):
    assert "bias_adjusted" not in figures(made(type_, selection="all", boundaries="no_early_efficacy"))


def test_trials_that_end_early_have_none():
    found = decided(made("multi_arm", boundaries="pocock"), 0.3)
    early = found.look == 0
    assert 0.1 < early.mean() < 0.9
    assert np.isnan(found.adjusted.value[early]).all()


@pytest.mark.parametrize("looks", [(0.5, 1.0), (0.3, 0.6, 1.0)])
def test_fixed_weights_are_median_unbiased_where_the_plain_estimate_is_not(looks):
    d = made("reestimation", boundaries="no_early_efficacy", rule="conditional power", increase=4.0)
    found = decided(d.model_copy(update={"looks": looks}), 0.2)
    error = np.sqrt(0.25 / TRIALS)
    assert abs((found.adjusted.value > found.truth).mean() - 0.5) < 4 * error
    assert abs((found.naive.value > found.truth).mean() - 0.5) > 4 * error
    for miss in (found.adjusted.low > found.truth, found.adjusted.high < found.truth):
        assert abs(miss.mean() - 0.025) < 4 * np.sqrt(0.025 * 0.975 / TRIALS)


def test_its_lower_limit_is_above_zero_where_the_test_rejects():
    found = decided(made("reestimation", boundaries="no_early_efficacy"), 0.2)
    agree = (found.adjusted.low > 0) == found.rejected[:, 0]
    assert agree.mean() > 0.995  # the test's score is exact t, the interval's normal


@pytest.mark.parametrize(
    ("better", "level", "options"),
    [
        ("higher", 0.2, {"boundaries": "pocock", "rule": "conditional power", "increase": 4.0}),
        ("lower", -0.2, {"boundaries": "pocock", "rule": "conditional power", "increase": 4.0}),
        ("higher", 0.15, {"boundaries": "no_early_efficacy", "futility": 0.2}),
        ("higher", 0.0, {"boundaries": "lan_demets_pocock", "futility": 0.2}),
    ],
)
def test_reestimation_whose_interim_may_stop_is_median_unbiased_by_the_ordering(better, level, options):
    found = decided(made("reestimation", better, **options), level)
    assert 0.01 < (found.look == 0).mean() < 0.99
    assert abs((found.adjusted.value > found.truth).mean() - 0.5) < 4 * np.sqrt(0.25 / TRIALS)
    for miss in (found.adjusted.low > found.truth, found.adjusted.high < found.truth):
        assert abs(miss.mean() - 0.025) < 4 * np.sqrt(0.025 * 0.975 / TRIALS)


def test_its_interval_and_its_test_agree_where_the_interim_may_stop():
    found = decided(made("reestimation", boundaries="pocock"), 0.2)
    assert ((found.adjusted.low > 0) == found.rejected[:, 0]).mean() > 0.99


def test_a_last_stage_of_the_planned_size_has_the_group_sequential_estimate():
    """increase 1, decrease 1: nothing is resized, and the ordering is that of a group-sequential trial."""
    d = made("reestimation", boundaries="pocock", increase=1.0)
    plain = Design(
        name="d", type="group_sequential", endpoint="continuous", better="higher", patients=600, looks=(0.5, 1.0),
        options={"boundaries": "pocock", "adjusted": True},
    )  # fmt: skip
    one = decided(d, 0.2)
    of = scenario("reestimation", 0.2)
    setting = Setting(plain, of, Limits(), "statistic")
    other = setting.kind.run(plain, Trials(setting, drawn(of, 0, TRIALS, streams)))
    same = one.look == other.look
    assert same.mean() > 0.995
    assert np.median(np.abs(one.adjusted.value - other.adjusted.value)[same]) < 0.003


@pytest.mark.parametrize("options", [{"combination": "fisher"}, {"futility": 0.1, "effect": 0.2}])
def test_reestimation_without_bounds_on_the_weighted_scale_has_none(options):
    with pytest.raises(DesignError, match="no adjusted estimate"):
        decided(made("reestimation", **options))


@pytest.mark.parametrize("allocate", ["thall wathen", "neyman"])
def test_response_adaptive_allocation_leaves_the_weighted_estimate_median_unbiased(allocate):
    found = decided(made("response_adaptive", allocate=allocate), 0.2)
    assert abs((found.adjusted.value > found.truth).mean() - 0.5) < 4 * np.sqrt(0.25 / TRIALS)
    held = ((found.adjusted.low <= found.truth) & (found.truth <= found.adjusted.high)).mean()
    assert held == pytest.approx(0.95, abs=0.01)


def test_of_several_arms_the_interval_holds_for_the_one_that_looks_best():
    found = figures(made("response_adaptive").model_copy(update={"arms": ARMS}), 0.2)
    assert found["coverage"].value < found["coverage_adjusted"].value > 0.95


@pytest.mark.parametrize(
    "options",
    [{"evidence": "pooled"}, {"futility": (0.0,) * 4}, {"boundaries": "pocock"}, {"combination": "fisher"}],
)
def test_response_adaptive_trials_that_may_stop_have_none(options):
    with pytest.raises(DesignError, match="no adjusted estimate"):
        decided(made("response_adaptive", **options))


@pytest.mark.parametrize("options", [{}, {"boundaries": "pocock", "stop": "any", "intersection": "simes"}])
def test_repeated_intervals_of_two_populations_hold_for_the_one_of_record(options):
    found = figures(made("stratified", **options), 0.15)
    assert found["coverage_adjusted"].value > 0.95
    assert found["coverage_adjusted"].value > found["coverage"].value


@pytest.mark.parametrize(
    ("options", "level"),
    [({}, 0.2), ({"futility": 0.3, "delta": 0.05, "efficacy": 0.95}, 0.1), ({"predictive": 0.2}, 0.0)],
)
def test_under_a_flat_prior_stage_wise_ordering_is_median_unbiased(options, level):
    found = decided(made("bayesian", **options), level)
    assert abs((found.adjusted.value > found.truth).mean() - 0.5) < 4 * np.sqrt(0.25 / TRIALS)
    for miss in (found.adjusted.low > found.truth, found.adjusted.high < found.truth):
        assert abs(miss.mean() - 0.025) < 4 * np.sqrt(0.025 * 0.975 / TRIALS)


def test_under_an_informative_prior_the_posterior_covers_what_is_drawn_from_it():
    """Effects drawn from the prior itself: the credible interval holds them as often as it says, whatever the stops."""
    held = []
    for level in np.random.default_rng(1).normal(0.1, 0.2, 60):
        found = decided(made("bayesian", prior_mean=0.1, prior_sd=0.2, efficacy=0.95, futility=0.3), level)
        held.append(((found.adjusted.low <= level) & (level <= found.adjusted.high)).mean())
    assert np.mean(held) == pytest.approx(0.95, abs=4 * np.std(held) / np.sqrt(60))


def test_a_beta_posterior_is_of_the_measure():
    of = scenario("bayesian", 0.8).model_copy(update={"control": {"rate": 0.3}})
    for test in ("pooled", "risk_difference"):
        d = made("bayesian", model="beta", efficacy=0.98).model_copy(
            update={"endpoint": "binary", "test": test}
        )
        found = design.evaluate([d], of, Limits(), 4000, streams, level="statistic", nulls=False)[0].figures
        assert found["coverage_adjusted"].value == pytest.approx(0.95, abs=0.015)
        assert found["rmse_adjusted"].value < found["rmse"].value


def test_where_there_is_none_the_reason_is_told():
    told = {}
    for type_, options in {
        "multi_arm": {"selection": "all"},
        "enrichment": {"selection": "all"},
        "bayesian": {"adjusted": False},
        "stratified": {},
    }.items():
        of = scenario(type_, 0.1)
        (oc,) = design.evaluate([made(type_, **options)], of, Limits(), 1000, streams, level="statistic")
        told[type_] = " ".join(oc.notes)
        assert ("bias_adjusted" in oc.figures) == (type_ == "stratified")
    assert "None of its trials has an adjusted estimate" in told["enrichment"]
    assert "adjusted estimate: trials that end before the last stage" in told["multi_arm"]
    assert "`adjusted: true` tells" in told["bayesian"]
    assert told["stratified"] == ""


def test_a_type_one_error_above_alpha_is_told():
    d = made("bayesian", efficacy=0.9, adjusted=False)
    (oc,) = design.evaluate([d], scenario("bayesian", 0.0), Limits(), 2000, streams, level="statistic")
    assert "above the alpha of 0.025" in oc.notes[0]


def test_times_to_an_event_have_none():
    d = Design(
        name="d", type="multi_arm", endpoint="time_to_event", better="lower", patients=200, events=100,
        looks=(0.5, 1.0), options={"adjusted": True},
    )  # fmt: skip
    of = Scenario(name="s", control={"median": 12.0}, effect=EffectCurve(level=0.0), screened_per_month=20)
    with pytest.raises(DesignError, match="no adjusted estimate"):
        design.evaluate([d], of, Limits(), 100, streams)
