"""Analyses against R (reference/analyses.R): the same models, on made-up trials."""

import json
from pathlib import Path

import numpy as np
import pytest

from trialwright.analyse import linear, logistic, multiple, ordinal, rates, repeated, slopes, survival

R = json.loads((Path(__file__).parents[1] / "reference" / "analyses.json").read_text())
LONG, TIMES, ORDINAL = R["long"], R["survival_data"], R["ordinal_data"]


def near(expected, rel=1e-6):
    return pytest.approx(np.asarray(expected, float), rel=rel, abs=1e-9)


def figures(got):
    return np.asarray(got, float)


@pytest.mark.parametrize("structure", ["us", "cs", "csh", "ar1", "ar1h"])
def test_repeated_measures_are_those_of_gls(structure):
    ref = R["mmrm"][structure]
    got = repeated.mmrm(f"y ~ base + arm * factor(visit) + {structure}(visit | id)", LONG)
    assert figures(-0.5 * got.fit.deviance) == near(ref["logLik"], 1e-8)
    assert figures(got.coefficients.estimate) == near(ref["b"], 1e-4)
    assert figures(got.coefficients.error) == near(ref["se"], 1e-4)
    assert got.fit.converged


def test_random_slopes_are_those_of_lme():
    ref = R["slopes"]
    got = slopes.random_slopes("y ~ base + visit * arm + (visit | id)", LONG)
    assert figures(got.coefficients.estimate) == near(ref["b"], 1e-5)
    assert figures(got.coefficients.error) == near(ref["se"], 1e-4)
    assert figures(got.loglik) == near(ref["logLik"], 1e-8)
    assert figures(got.containment.df) == near(ref["df"])


@pytest.mark.parametrize("ties", ["efron", "breslow", "exact"])
def test_cox_is_that_of_coxph(ties):
    ref = R["survival"][ties]
    got = survival.cox("~ arm + age + strata(site)", TIMES, "time", "event", ties)
    assert figures(got.coefficients.estimate) == near(ref["b"])
    assert figures(got.coefficients.error) == near(ref["se"])
    assert figures(got.fit.loglik) == near(ref["loglik"])
    assert figures(got.fit.score) == near(ref["score"])


def test_cox_diagnostics_are_those_of_survival():
    ref = R["survival"]
    got = survival.cox("~ arm + age + strata(site)", TIMES, "time", "event")
    assert figures(got.proportionality("km")[1].chi_squared) == near(ref["zph"])
    assert figures(got.robust("center").error) == near(ref["robust"])


def test_groups_are_those_of_survdiff_and_survfit():
    ref = R["survival"]
    got = survival.survival("arm", TIMES, "time", "event")
    assert figures(survival.survival("site", TIMES, "time", "event").test.chi_squared) == near(ref["logrank"])
    assert figures(survival.survival("arm", TIMES, "time", "event", rho=1.0).test.chi_squared) == near(
        ref["peto"]
    )
    assert figures(survival.survival("arm", TIMES, "time", "event", stratum="site").test.chi_squared) == near(
        ref["strat"]
    )
    assert figures(got.medians()) == near(list(zip(ref["median"], ref["low"], ref["high"], strict=True)))
    assert figures(got.restricted_means(15)) == near(list(zip(ref["rmean"], ref["rmean_se"], strict=True)))
    assert figures(got.survival_at(10)) == near(
        list(zip(ref["S10"], ref["S10_low"], ref["S10_high"], strict=True))
    )


def test_proportional_odds_is_that_of_clm():
    ref = R["ordinal"]
    got = ordinal.proportional_odds("who ~ arm + age", ORDINAL)
    assert figures(got.coefficients.estimate) == near(ref["b"])
    assert figures(got.coefficients.error) == near(ref["se"])
    assert figures(got.fit.loglik) == near(ref["logLik"])
    # ordinal's own search for the model with an effect of age at each threshold fails.
    assert figures(got.proportionality_p("arm")) == near(ref["nominal"][0], 1e-4)
    assert ref["nominal"][1] is None
    assert 0 < got.proportionality_p("age") < 1
    arms = [[w for w, a in zip(ORDINAL["who"], ORDINAL["arm"], strict=True) if a == k] for k in (1, 0)]
    assert figures(ordinal.wins(*arms).wilcoxon_p) == near(ref["wilcoxon"])


def test_logistic_is_that_of_glm():
    ref = R["logistic"]
    got = logistic.logistic("cured ~ arm * age", ORDINAL)
    assert figures(got.coefficients.estimate) == near(ref["b"])
    assert figures(got.coefficients.error) == near(ref["se"])
    assert figures([got.deviance, got.likelihood_ratio("arm:age")[1]]) == near([ref["deviance"], ref["lrt"]])


def test_what_r_prints_of_a_logistic_regression():
    ref = R["printed"]
    got = logistic.logistic("cured ~ arm * age", ORDINAL)
    assert figures(got.printed().error) == near(ref["se"], 1e-9)
    assert figures(got.printed_profile()) == near(list(zip(ref["low"], ref["high"], strict=True)), 1e-9)
    # The exact ones are near, and no more than that.
    assert figures(got.coefficients.error) == near(ref["se"], 1e-3)
    assert figures(got.profile()) == near(list(zip(ref["low"], ref["high"], strict=True)), 2e-3)


@pytest.mark.parametrize("ref", R["fisher"], ids=lambda f: str(f["table"]))
def test_what_r_prints_of_fishers_test(ref):
    a, b, c, d = ref["table"]
    t = rates.TwoRates(a, a + b, c, c + d)
    assert figures(t.fisher()) == near(ref["p"], 1e-9)
    expected = [float(ref["estimate"]), ref["low"], float(ref["high"])]
    assert figures(t.printed_odds_ratio()) == near(expected, 1e-9)
    assert figures(t.odds_ratio()) == near(expected, 5e-3)


def test_covariance_is_that_of_lm_sandwich_and_emmeans():
    ref = R["ancova"]
    got = linear.ancova("age ~ who + grp", ORDINAL)
    assert figures(got.coefficients.estimate) == near(ref["b"])
    assert figures(got.coefficients.error) == near(ref["se"])
    assert figures(got.robust("HC2").error) == near(ref["hc2"])
    assert figures(got.robust("HC3").error) == near(ref["hc3"])
    means = got.adjusted_means("grp")
    assert figures([means.estimate, means.error]) == near([ref["means"], ref["means_se"]])
    assert figures(got.term("grp")[0]) == near(ref["F"])


def test_strata_and_adjusted_p_are_those_of_stats():
    ref = R["cmh"]
    tables = np.reshape(ref["array"], (3, 2, 2)).transpose(0, 2, 1).tolist()
    got = rates.stratified(tables)
    assert figures([got.chi_squared, got.odds_ratio, got.low, got.high]) == near(
        [ref["chisq"], ref["or"], *ref["ci"]]
    )
    assert figures(rates.stratified(tables, correct=True).chi_squared) == near(ref["corrected"])
    assert figures(rates.stratified_exact(tables).p) == near(ref["exact_p"])
    names = {"BH": "benjamini-hochberg", "BY": "benjamini-yekutieli"}
    for name, expected in R["adjusted"].items():
        assert figures(multiple.adjusted(R["p"], names.get(name, name))) == near(expected)
