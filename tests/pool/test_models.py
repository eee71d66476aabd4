"""Meta-analysis against metafor 3.8-1: tests/reference/pooling_methods.{R,json}."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.errors import EvidenceError
from trialwright.pool import bias, common, models, multilevel
from trialwright.pool.external import e_value
from trialwright.pool.measures import effect_sizes

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "pooling_methods.json").read_text())
DATA = {k: np.array(v) for k, v in REFERENCE["data"].items()}
Y, V = DATA["y"], DATA["v"]
TABLES = {k: DATA[k] for k in ("x1", "n1", "x2", "n2")}
TIME = {"x1": DATA["x1"], "t1": DATA["n1"] / 7, "x2": DATA["x2"], "t2": DATA["n2"] / 7}


def design(name):
    if name == "1":
        return None
    if name == "dose":
        return np.column_stack([np.ones(len(Y)), DATA["dose"]])
    return models.indicator_matrix(DATA["class"].tolist())[0]


@pytest.mark.parametrize("case", REFERENCE["models"], ids=lambda c: f"{c['method']}-{c['test']}-{c['mods']}")
def test_models_agree_with_metafor(case):
    got = models.meta_analysis(Y, V, design(case["mods"]), case["method"].lower(), case["test"])
    ours = {
        "b": got.beta, "se": got.se, "p": got.p, "tau2": got.tau2, "tau2_se": got.tau2_se, "i2": got.i2, "h2": got.h2,
        "q": got.q, "qm": got.qm, "qm_p": got.qm_p,
    }  # fmt: skip
    for name, value in ours.items():
        # metafor iterates to 1e-14 in tau2; its percent and squares follow.
        assert np.atleast_1d(value) == pytest.approx(np.atleast_1d(case[name]), rel=2e-6, abs=1e-9), name


@pytest.mark.parametrize("case", REFERENCE["sizes"], ids=lambda c: c["measure"])
def test_effect_sizes_agree_with_metafor(case):
    means = {
        "mean1": 3 + Y, "sd1": 1 + V, "n1": DATA["dose"] * 20, "mean2": 3 - V, "sd2": 1.3 - V, "n2": DATA["dose"] * 18,
    }  # fmt: skip
    columns = {
        "IRR": TIME, "SMD": means, "MD": means, "ROM": means, "ZCOR": {"r": Y / 2, "n": DATA["dose"] * 20},
        **{key: {"x": DATA["x1"], "n": DATA["n1"]} for key in ("PLO", "PAS", "PFT")},
    }.get(case["measure"], TABLES)  # fmt: skip
    got = effect_sizes(case["measure"], **columns)
    assert got.y == pytest.approx(np.array(case["y"], float)[got.kept], rel=1e-12)
    assert got.v == pytest.approx(np.array(case["v"], float)[got.kept], rel=1e-12)


@pytest.mark.parametrize("case", REFERENCE["mh"], ids=lambda c: c["measure"])
def test_mantel_haenszel_agrees_with_metafor(case):
    got = common.common_effect(case["measure"], **TABLES)
    assert (got.effect, got.se) == pytest.approx((case["b"], case["se"]), rel=1e-12)
    assert tuple(got.heterogeneity) == pytest.approx((case["q"], case["q_p"]), rel=1e-10)
    if case["measure"] == "OR":
        assert (got.cochran.statistic, got.tarone.statistic) == pytest.approx(
            (case["cmh"], case["ta"]), rel=1e-9
        )


@pytest.mark.parametrize(("measure", "columns"), [("IRR", TIME), ("PETO", TABLES)])
def test_rate_ratio_and_peto_agree_with_metafor(measure, columns):
    case = REFERENCE["irr" if measure == "IRR" else "peto"]
    got = common.common_effect(measure, **columns)
    assert (got.effect, got.se, got.heterogeneity.statistic) == pytest.approx(tuple(case.values()), rel=1e-12)


def test_small_study_effects_agree_with_metafor():
    case, got, filled = REFERENCE["bias"], bias.small_study_effects(Y, V), bias.trim_and_fill(Y, V)
    assert got.regression.statistic == pytest.approx(case["z"], rel=1e-6)
    assert got.egger.statistic == pytest.approx(case["egger"], rel=1e-10)
    assert got.rank == pytest.approx((case["tau"], case["tau_p"]), rel=1e-10)
    assert (filled.added, filled.fit.beta[0]) == (case["k0"], pytest.approx(case["b"], rel=1e-4))


def test_heterogeneity_interval_agrees_with_metafor():
    assert models.heterogeneity(Y, V).tau2 == pytest.approx(REFERENCE["profile"], rel=1e-3)


@given(st.floats(0.2, 5.0), st.floats(-3, 3))
@settings(max_examples=25, deadline=None)
def test_units_and_origin_change_nothing(scale, shift):
    for method in ("dl", "he", "hs", "sj", "ml", "reml", "pm"):
        one = models.meta_analysis(Y, V, None, method)
        two = models.meta_analysis(scale * Y + shift, scale**2 * V, None, method)
        assert two.tau2 == pytest.approx(scale**2 * one.tau2, rel=1e-5, abs=1e-9)
        assert two.beta[0] == pytest.approx(scale * one.beta[0] + shift, rel=1e-5, abs=1e-6)


def test_prediction_conventions_widen_as_degrees_of_freedom_fall():
    fit = models.meta_analysis(Y, V)
    widths = [
        float(np.ptp([(p := models.predict(fit, convention=c)).new_low, p.new_high]))
        for c in models.CONVENTIONS
    ]
    assert widths == sorted(widths)
    assert widths[0] < widths[1] < widths[2]


def test_dropping_trials_without_events_and_keeping_them():
    kept = effect_sizes("OR", **TABLES)
    dropped = effect_sizes("OR", drop00=True, **TABLES)
    assert (kept.kept.sum(), dropped.kept.sum()) == (7, 6)
    assert not dropped.kept[3]
    assert effect_sizes("OR", to="none", **TABLES).kept.sum() == 3


def test_publication_weights_recover_what_made_the_data():
    rng = np.random.default_rng(4)
    v = rng.uniform(0.01, 0.2, 4000)
    y = rng.normal(0.1, np.sqrt(v + 0.02))
    published = (y / np.sqrt(v) > 1.959964) | (rng.random(4000) < 0.3)
    got = bias.selection_model(y[published], v[published])
    assert got.effect == pytest.approx(0.1, abs=4 * got.se)
    assert got.weights[0] == pytest.approx(0.3, abs=0.06)
    assert models.meta_analysis(y[published], v[published]).beta[0] > 0.14


def test_e_value_of_the_published_example():
    assert e_value(3.9, 1.8).point == pytest.approx(7.263, abs=1e-3)
    assert e_value(3.9, 1.8).limit == pytest.approx(3.0)
    assert e_value(0.8, 1.1).limit == 1.0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: models.meta_analysis([1, 2], [1, 0]), "not positive"),
        (lambda: models.meta_analysis([1, 2], [1]), "length"),
        (lambda: models.meta_analysis([1, math.nan], [1, 1]), "finite"),
        (lambda: models.meta_analysis([1, 2], [1, 1], method="magic"), "magic"),
        (lambda: models.meta_analysis([1, 2, 3], [1, 1, 1], [[1, 1]] * 3), "told apart"),
        (lambda: effect_sizes("OR", x1=[5], n1=[4], x2=[1], n2=[3]), "5 of 4"),
        (lambda: effect_sizes("OR", x1=[1], n1=[4]), "takes the columns"),
        (lambda: effect_sizes("ZCOR", r=[1.2], n=[9]), "between -1 and 1"),
        (lambda: models.subgroups([1, 2], [1, 1], ["a", "a"]), "one group"),
        (lambda: bias.selection_model([1, 2, 3], [1, 1, 1], (0.5, 0.1)), "ascend"),
        (lambda: e_value(-1, 2), "positive"),
    ],
)
def test_what_cannot_be_is_refused(call, words):
    with pytest.raises(EvidenceError, match=words):
        call()


def test_an_unknown_count_of_missing_trials_is_refused() -> None:
    with pytest.raises(EvidenceError, match="estimator"):
        bias.trim_and_fill(Y, V, estimator="L1")


def test_a_test_of_all_but_the_intercept_is_the_omnibus_one_and_none_or_too_far_is_refused():
    fit = models.meta_analysis(Y, V, design("class"))
    again = models.tested_together(fit, range(1, len(fit.beta)))
    assert (again.qm, again.qm_df) == (pytest.approx(fit.qm, rel=1e-12), fit.qm_df)
    for columns in ([], [9], [0, 9], [1.5], ["class"]):
        with pytest.raises(EvidenceError, match="coefficients"):
            models.tested_together(fit, columns)


def test_clusters_of_one_give_the_sandwich_and_too_few_are_refused():
    fit = models.meta_analysis(Y, V)
    of = multilevel.as_multilevel(fit, V)
    k, w = len(Y), 1 / (V + fit.tau2)
    found = multilevel.robust_to_clusters(of, Y, range(k), bias_reduced=False)
    sandwich = np.sqrt(np.sum((w * (Y - fit.beta[0])) ** 2)) / w.sum()
    assert found.se[0] == pytest.approx(sandwich * math.sqrt(k / (k - 1)), rel=1e-12)
    with pytest.raises(EvidenceError, match="clusters"):
        multilevel.robust_to_clusters(of, Y, [1] * k)
    with pytest.raises(EvidenceError, match="fitted with"):
        multilevel.robust_to_clusters(of, Y, range(k), design("dose"))
    with pytest.raises(EvidenceError, match="fitted with"):
        multilevel.robust_to_clusters(of, Y[:5], range(5))


def test_the_share_that_a_common_effects_moderators_explain_is_of_q_over_its_degrees_of_freedom():
    x = design("dose")
    alone, more = (models.meta_analysis(Y, V, d, "common") for d in (None, x))
    share = 1 - (more.q / more.q_df) / (alone.q / alone.q_df)
    assert models.explained(Y, V, x, "common") == pytest.approx(max(0, 100 * share), rel=1e-12)
