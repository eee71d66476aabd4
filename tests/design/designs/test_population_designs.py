"""Designs that choose their population: family-wise error under every null, decisions by hand, rules, estimates."""

import itertools

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from trialwright import design
from trialwright.design.designs import combined, enrichment, two_populations
from trialwright.design.designs.combined import Combination, combination
from trialwright.design.designs.threshold_choice import Interim, choose
from trialwright.design.designs.two_populations import Scores, added, of_two
from trialwright.design.running import drawn
from trialwright.design.setting import Setting
from trialwright.design.trials import Trials
from trialwright.kernels import closed_testing, intersection_tests
from trialwright.kernels import combination as combining
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

MARKER = Marker(name="m", probabilities=(0.0, 1.0), values=(1.0, float(np.exp(1.0))))  # share below e^q is q
ENDPOINT = {"continuous": {"mean": 0.0, "sd": 1.0}, "binary": {"rate": 0.4}}
TRIALS = 20_000
FOLLOWED = 8000, "patient"  # trials, where the effect has steps both ways


def at(share):
    """The marker value that this share of patients reach."""
    return float(np.exp(1 - share))


def a_design(type_, share=0.4, endpoint="continuous", patients=240, **options):
    stated = {"candidates": tuple(at(s) for s in share)} if type_ == "adaptive_threshold" else {}
    return Design(
        name="d", type=type_, endpoint=endpoint, better="higher", patients=patients, marker="m",
        cutoff=None if stated else at(share), options=stated | options,
    )  # fmt: skip


def steps(*levels):
    """An effect that is levels[i] from the i-th value up; the first below all others."""
    found = [(1.0, levels[0][1])]
    for (_, before), (start, level) in itertools.pairwise(levels):
        found += [(start * (1 - 1e-9), before), (start, level)]
    return EffectCurve(curve="points", at=tuple(found))


def a_scenario(effect, endpoint="continuous", marker=MARKER):
    return Scenario(name="s", control=ENDPOINT[endpoint], effect=effect, marker=marker, screened_per_month=20)


def rejected(d, scenario, seed, n=TRIALS, level="statistic"):
    """(n, hypotheses) what each simulated trial rejects."""
    setting = Setting(d, scenario, Limits(), level)
    of = drawn(scenario, 0, n, lambda block: np.random.default_rng([seed, block]))
    return setting.kind.run(d, Trials(setting, of)).rejected


def is_at_most(found, alpha):
    return found.mean() - alpha <= 4 * np.sqrt(alpha * (1 - alpha) / len(found))


KINDS = [
    ("stratified", {"intersection": "simes"}),
    ("stratified", {"intersection": "spiessens_debois"}),
    ("stratified", {"intersection": "hierarchical", "first": "subgroup"}),
    ("enrichment", {}),
    ("enrichment", {"intersection": "spiessens_debois", "selection": "epsilon", "epsilon": 0.1}),
    ("enrichment", {"intersection": "sidak", "selection": "all", "combination": "fisher"}),
    ("enrichment", {"intersection": "bonferroni", "measure": "conditional power", "threshold": 0.2}),
]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("share", [0.1, 0.4, 0.85])
@pytest.mark.parametrize(("name", "options"), KINDS)
def test_no_effect_anywhere(name, options, share, seed):
    found = rejected(a_design(name, share, patients=400, **options), a_scenario(EffectCurve()), seed).any(1)
    assert is_at_most(found, 0.025)
    assert found.mean() > 0.008


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("share", [0.2, 0.6])
@pytest.mark.parametrize(("name", "options"), KINDS)
def test_partial_nulls(name, options, share, seed):
    """Effect outside the subgroup alone: its hypothesis is true. Gain in the subgroup that harm outside cancels:
    everybody's is true."""
    d = a_design(name, share, **options)
    outside = rejected(d, a_scenario(steps((1.0, 0.5), (at(share), 0.0))), seed, *FOLLOWED)
    assert is_at_most(outside[:, two_populations.SUBGROUP], 0.025)
    in_order = (
        options.get("intersection") == "hierarchical"
    )  # the first in order is true here, so little else falls
    assert in_order or outside[:, two_populations.EVERYONE].mean() > 0.1
    level = 0.5 * min(1.0, (1 - share) / share)
    harm = -level * share / (1 - share)
    cancelled = rejected(d, a_scenario(steps((1.0, harm), (at(share), level))), seed, *FOLLOWED)
    assert is_at_most(cancelled[:, two_populations.EVERYONE], 0.025)
    assert cancelled[:, two_populations.SUBGROUP].mean() > 0.1


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", ["stratified", "enrichment"])
def test_random_prevalence_and_a_test_that_errs(name, seed):
    marker = Marker(name="m", positive=0.3, positive_n=40, sensitivity=0.8, specificity=0.9)
    d = a_design(name, endpoint="binary", patients=300).model_copy(update={"cutoff": 1.0})
    found = rejected(d, a_scenario(EffectCurve(), "binary", marker), seed, 8000, "patient").any(1)
    assert is_at_most(found, 0.025)


SHARES = (0.8, 0.6, 0.45, 0.3, 0.15)
RULES = [
    {},
    {"rule": "estimate", "intersection": "simes"},
    {"rule": "utility", "bound": 0.05, "intersection": "sidak"},
    {"rule": "smallest", "bound": 0.1, "intersection": "bonferroni"},
    {"boundaries": "lan_demets_pocock", "futility": 0.1, "everyone": False},
    {"combination": "fisher", "rule": "estimate"},
]


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("options", RULES)
def test_a_cut_off_chosen_among_five_keeps_the_family_wise_error(options, seed):
    n = 8000 if options.get("intersection") is None else TRIALS
    d = a_design("adaptive_threshold", SHARES, patients=400, **options)
    assert is_at_most(rejected(d, a_scenario(EffectCurve()), seed, n).any(1), 0.025)
    # Effect below the third cut-off alone: the hypotheses from there up are true, the larger populations' false.
    partly = rejected(d, a_scenario(steps((1.0, 0.8), (at(SHARES[2]), 0.0))), seed, *FOLLOWED)
    true = partly.shape[1] - 3
    assert is_at_most(partly[:, true:].any(1), 0.025)
    assert partly[:, :true].any(1).mean() > 0.1


@pytest.mark.parametrize("shares", [(0.97, 0.95, 0.06), (0.5, 0.49, 0.48)])
def test_very_unequal_or_nearly_equal_populations_keep_it_too(shares):
    d = a_design("adaptive_threshold", shares, patients=600)
    assert is_at_most(rejected(d, a_scenario(EffectCurve()), 4, 5000).any(1), 0.025)
    inside = rejected(d, a_scenario(steps((1.0, 0.8), (at(shares[-1]), 0.0))), 4, 2000, "patient")
    assert is_at_most(inside[:, -1], 0.025)


def test_an_exhaustive_largest_score_test_spends_all_of_alpha():
    """Both tested at one look by their largest score: no alpha is left over, so nominal, not at most nominal."""
    found = rejected(a_design("stratified", patients=400), a_scenario(EffectCurve()), 3, 60_000).any(1)
    assert abs(found.mean() - 0.025) < 4 * np.sqrt(0.025 * 0.975 / 60_000)


P_TESTS = {
    "simes": intersection_tests.simes,
    "bonferroni": intersection_tests.bonferroni,
    "sidak": intersection_tests.sidak,
}


@pytest.mark.parametrize("test", sorted(P_TESTS))
def test_the_closed_combination_test_is_that_of_the_kernels(test):
    rng = np.random.default_rng(4)
    first, second = rng.normal(1.2, 1.0, (2, 500, 2))
    by = combination(a_design("enrichment"), 240, {**defaults(), "boundaries": "lan_demets_pocock"})
    found = None
    for stage, z in enumerate((first, second)):
        found = added(found, stage, Scores(z[:, 0], z[:, 1], of_two(z[:, 0], z[:, 1], test)), by)
    stages = np.stack([P_TESTS[test](ndtr(-z)) for z in (first, second)], -1)
    total = combining.cumulative_inverse_normal(stages, by.weights)
    fallen = (total >= by.reach / np.sqrt([0.5, 1.0])).any(-1)
    assert np.array_equal(found.rejected, closed_testing.rejected(fallen))
    assert 0.2 < found.rejected.mean() < 0.9


def test_fishers_product_against_its_critical_values():
    by = combination(a_design("enrichment"), 240, {**defaults(), "combination": "fisher"})
    p1, p2 = np.array([0.02, 0.3, 0.06]), np.array([0.5, 0.004, 0.05])
    total = by.evidence(-ndtri(p1), 0) + by.evidence(-ndtri(p2), 1)
    assert np.allclose(np.exp(-total), p1 * p2, rtol=1e-12)
    # Bauer & Köhne 1994 with equal levels: c1 = P(product of two <= c) where c2 solves the rest of alpha.
    c1, c2 = np.exp(-by.reach)
    assert c1 + c2 * np.log(1 / c1) == pytest.approx(0.025, abs=1e-9)


def defaults():
    return {o.name: o.default for o in combined.OPTIONS}


def test_conditional_power_is_the_share_of_second_stages_that_reject():
    rng = np.random.default_rng(5)
    z2 = 0.7 + rng.standard_normal(400_000)
    for kind in ("inverse normal", "fisher"):
        by = combination(a_design("enrichment"), 240, {**defaults(), "combination": kind})
        said = by.conditional_power(np.array([1.3]), np.array([0.7]))[0]
        seen = (by.evidence(np.array([1.3]), 0) + by.evidence(z2, 1) >= by.reach[1]).mean()
        assert said == pytest.approx(seen, abs=4 * np.sqrt(0.25 / 400_000))


def test_who_goes_on():
    z = np.array([[2.0, 1.0], [1.0, 2.0], [1.0, 1.05], [-1.0, -2.0], [0.2, 1.0]])
    found = Scores(z[:, 0], z[:, 1], z[:, 0])
    by = Combination(np.ones(2), np.ones(2), False)

    def chosen(**stated):
        o = {n.name: n.default for n in enrichment.OPTIONS} | {"measure": "statistic"} | stated
        return enrichment.choice(None, found, by, 1.0, o, "higher").tolist()

    assert chosen() == [0, 1, 1, 0, 1]
    assert chosen(threshold=0.0) == [0, 1, 1, -1, 1]
    assert chosen(selection="epsilon", epsilon=0.1) == [0, 1, 2, 0, 1]
    assert chosen(selection="all", threshold=0.5) == [2, 2, 2, -1, 1]
    assert chosen(selection="all", threshold=0.5, threshold_subgroup=1.5) == [0, 2, 0, -1, -1]


def test_rules_of_the_cut_off():
    seen = Interim(
        np.array([[0.1, 0.3, 0.35], [0.3, 0.1, 0.2], [-0.2, -0.1, -0.3]]),
        np.array([[100.0, 50, 10]] * 3),
        1.0,
    )
    by = combination(a_design("enrichment"), 240, defaults())

    def chosen(rule, bound=0.0, futility=0.0):
        return choose(seen, by, 1.0, {"rule": rule, "bound": bound, "futility": futility}).tolist()

    assert chosen("estimate") == [2, 0, 1]
    assert chosen("utility") == [1, 0, -1]
    assert chosen("smallest", 0.25) == [1, 0, -1]
    assert chosen("conditional power") == [1, 0, 1]
    assert chosen("conditional power", futility=0.5) == [1, 0, -1]


def test_the_adjusted_estimate_is_unbiased_where_the_plain_one_is_not():
    d = a_design("adaptive_threshold", (0.7, 0.4, 0.2), patients=600, rule="estimate", intersection="simes")
    for better, sign in (("higher", 1), ("lower", -1)):
        scenario = a_scenario(steps((1.0, 0.0), (at(0.4), 0.3 * sign)))
        found = design.evaluate(
            [d.model_copy(update={"better": better})], scenario, Limits(), 20_000,
            lambda b: np.random.default_rng([6, b]), nulls=False,
        )[0].figures  # fmt: skip
        assert sign * found["bias"].value > 10 * found["bias"].mcse
        assert abs(found["bias_adjusted"].value) < 4 * found["bias_adjusted"].mcse
        assert abs(found["coverage_adjusted"].value - 0.95) < 4 * found["coverage_adjusted"].mcse


def test_blocks_where_no_trial_goes_on_add_up_with_others():
    d = a_design("adaptive_threshold", (0.5,), futility=0.97)
    scenario = a_scenario(EffectCurve(level=0.1))
    found = design.evaluate(
        [d], scenario, Limits(), 4001, lambda b: np.random.default_rng([8, b]), nulls=False
    )[0].figures  # fmt: skip
    assert found["rmse_adjusted"].value > 0


def test_no_adjusted_estimate_where_the_interim_may_end_the_trial():
    d = a_design("adaptive_threshold", (0.5,), boundaries="lan_demets_of")
    found = design.evaluate(
        [d], a_scenario(EffectCurve(level=0.3)), Limits(), 500, lambda b: np.random.default_rng(b)
    )
    assert "bias_adjusted" not in found[0].figures


def test_the_three_designs_tell_what_was_selected():
    found = design.evaluate(
        [a_design("enrichment"), a_design("adaptive_threshold", (0.5, 0.2)).model_copy(update={"name": "e"})],
        a_scenario(steps((1.0, 0.0), (at(0.4), 0.6))), Limits(), 2000, lambda b: np.random.default_rng([7, b]),
    )  # fmt: skip
    assert list(found[0].selected) == ["everyone", "subgroup"]  # the best alone goes on
    assert found[0].selected["subgroup"].value > 0.6
    assert list(found[1].selected) == ["everyone", f"m ≥ {at(0.5):g}", f"m ≥ {at(0.2):g}"]
    assert list(found[1].hypotheses) == list(found[1].selected)


def test_recruitment_waits_for_the_outcomes_that_choose():
    """Half a year from the last patient of stage 1 to its outcome, and half a year after the last of stage 2."""
    kept = {"effect": EffectCurve(level=0.2), "marker": MARKER}
    months = []
    for followup in (0.0, 6.0):
        s = Scenario(
            name="s", control=ENDPOINT["continuous"], screened_per_month=20, followup_months=followup, **kept
        )
        d = a_design("enrichment", boundaries="no_early_efficacy")
        found = design.evaluate([d], s, Limits(), 2000, lambda b: np.random.default_rng([9, b]), nulls=False)
        months.append(found[0].figures["months"].value)
    assert months[1] - months[0] == pytest.approx(12.0, abs=0.02)
