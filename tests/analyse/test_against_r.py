"""Analyses against R (reference/analyses.R): the same models, on made-up trials."""

import json
from pathlib import Path

import numpy as np
import pytest

from trialwright.analyse import linear, logistic, multiple, ordinal, rates, repeated, survival

R = json.loads((Path(__file__).parents[1] / "reference" / "analyses.json").read_text())
LONG, TIMES, ORDINAL = R["long"], R["survival_data"], R["ordinal_data"]


def near(got, expected, rel=1e-6):
    assert np.asarray(got, float) == pytest.approx(np.asarray(expected, float), rel=rel, abs=1e-9)


@pytest.mark.parametrize("structure", ["us", "cs", "csh", "ar1", "ar1h"])
def test_repeated_measures_are_those_of_gls(structure):
    ref = R["mmrm"][structure]
    got = repeated.mmrm(f"y ~ base + arm * factor(visit) + {structure}(visit | id)", LONG)
    near(-0.5 * got.fit.deviance, ref["logLik"], 1e-8)
    near(got.coefficients.estimate, ref["b"], 1e-4)
    near(got.coefficients.error, ref["se"], 1e-4)
    assert got.fit.converged


def test_random_slopes_are_those_of_lme():
    ref = R["slopes"]
    got = repeated.random_slopes("y ~ base + visit * arm + (visit | id)", LONG)
    near(got.coefficients.estimate, ref["b"], 1e-5)
    near(got.coefficients.error, ref["se"], 1e-4)
    near(got.loglik, ref["logLik"], 1e-8)
    near(got.containment.df, ref["df"])


@pytest.mark.parametrize("ties", ["efron", "breslow", "exact"])
def test_cox_is_that_of_coxph(ties):
    ref = R["survival"][ties]
    got = survival.cox("~ arm + age + strata(site)", TIMES, "time", "event", ties)
    near(got.coefficients.estimate, ref["b"])
    near(got.coefficients.error, ref["se"])
    near(got.fit.loglik, ref["loglik"])
    near(got.fit.score, ref["score"])


def test_cox_diagnostics_are_those_of_survival():
    ref = R["survival"]
    got = survival.cox("~ arm + age + strata(site)", TIMES, "time", "event")
    near(got.proportionality("km")[1].chi_squared, ref["zph"])
    near(got.robust("center").error, ref["robust"])


def test_groups_are_those_of_survdiff_and_survfit():
    ref = R["survival"]
    got = survival.survival("arm", TIMES, "time", "event")
    near(survival.survival("site", TIMES, "time", "event").test.chi_squared, ref["logrank"])
    near(survival.survival("arm", TIMES, "time", "event", rho=1.0).test.chi_squared, ref["peto"])
    near(survival.survival("arm", TIMES, "time", "event", stratum="site").test.chi_squared, ref["strat"])
    near(got.medians(), list(zip(ref["median"], ref["low"], ref["high"], strict=True)))
    near(got.restricted_means(15), list(zip(ref["rmean"], ref["rmean_se"], strict=True)))
    near(got.survival_at(10), list(zip(ref["S10"], ref["S10_low"], ref["S10_high"], strict=True)))


def test_proportional_odds_is_that_of_clm():
    ref = R["ordinal"]
    got = ordinal.proportional_odds("who ~ arm + age", ORDINAL)
    near(got.coefficients.estimate, ref["b"])
    near(got.coefficients.error, ref["se"])
    near(got.fit.loglik, ref["logLik"])
    # ordinal's own search for the model with an effect of age at each threshold fails.
    near(got.proportionality_p("arm"), ref["nominal"][0], 1e-4)
    assert ref["nominal"][1] is None
    assert 0 < got.proportionality_p("age") < 1
    arms = [[w for w, a in zip(ORDINAL["who"], ORDINAL["arm"], strict=True) if a == k] for k in (1, 0)]
    near(ordinal.wins(*arms).wilcoxon_p, ref["wilcoxon"])


def test_logistic_is_that_of_glm():
    ref = R["logistic"]
    got = logistic.logistic("cured ~ arm * age", ORDINAL)
    near(got.coefficients.estimate, ref["b"])
    near(got.coefficients.error, ref["se"])
    near([got.deviance, got.likelihood_ratio("arm:age")[1]], [ref["deviance"], ref["lrt"]])


def test_what_r_prints_of_a_logistic_regression():
    ref = R["printed"]
    got = logistic.logistic("cured ~ arm * age", ORDINAL)
    near(got.printed().error, ref["se"], 1e-9)
    near(got.printed_profile(), list(zip(ref["low"], ref["high"], strict=True)), 1e-9)
    # The exact ones are near, and no more than that.
    near(got.coefficients.error, ref["se"], 1e-3)
    near(got.profile(), list(zip(ref["low"], ref["high"], strict=True)), 2e-3)


@pytest.mark.parametrize("ref", R["fisher"], ids=lambda f: str(f["table"]))
def test_what_r_prints_of_fishers_test(ref):
    a, b, c, d = ref["table"]
    t = rates.TwoRates(a, a + b, c, c + d)
    near(t.fisher(), ref["p"], 1e-9)
    expected = [float(ref["estimate"]), ref["low"], float(ref["high"])]
    near(t.printed_odds_ratio(), expected, 1e-9)
    near(t.odds_ratio(), expected, 5e-3)


def test_covariance_is_that_of_lm_sandwich_and_emmeans():
    ref = R["ancova"]
    got = linear.ancova("age ~ who + grp", ORDINAL)
    near(got.coefficients.estimate, ref["b"])
    near(got.coefficients.error, ref["se"])
    near(got.robust("HC2").error, ref["hc2"])
    near(got.robust("HC3").error, ref["hc3"])
    means = got.adjusted_means("grp")
    near([means.estimate, means.error], [ref["means"], ref["means_se"]])
    near(got.term("grp")[0], ref["F"])


def test_strata_and_adjusted_p_are_those_of_stats():
    ref = R["cmh"]
    tables = np.reshape(ref["array"], (3, 2, 2)).transpose(0, 2, 1).tolist()
    got = rates.stratified(tables)
    near([got.chi_squared, got.odds_ratio, got.low, got.high], [ref["chisq"], ref["or"], *ref["ci"]])
    near(rates.stratified(tables, correct=True).chi_squared, ref["corrected"])
    near(rates.stratified_exact(tables).p, ref["exact_p"])
    names = {"BH": "benjamini-hochberg", "BY": "benjamini-yekutieli"}
    for name, expected in R["adjusted"].items():
        near(multiple.adjusted(R["p"], names.get(name, name)), expected)
