import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.errors import EvidenceError
from trialwright.model.pooled import Effect
from trialwright.pool import pool, prior

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "pooling.json").read_text())
TEST = {"hksj": "knha", "hksj floored": "adhoc", "normal": "z"}


def effects(y, v, n=None, scale="mean_difference"):
    return [
        Effect(trial=f"T{i}", label=f"T{i}", scale=scale, y=a, v=b, n=n)
        for i, (a, b) in enumerate(zip(y, v, strict=True))
    ]


@pytest.mark.parametrize("data", REFERENCE["sets"], ids=lambda s: s["name"])
@pytest.mark.parametrize("method", ["reml", "dl", "pm"])
@pytest.mark.parametrize("interval", TEST)
def test_agrees_with_metafor(data, method, interval):
    fit = next(f for f in data["fits"] if (f["method"], f["test"]) == (method.upper(), TEST[interval]))
    convention = "z" if interval == "normal" else "t(k-1)"
    got = pool("p", effects(data["y"], data["v"]), method, interval, convention)
    assert (got.mean, got.se, got.low, got.high) == pytest.approx(
        (fit["mean"], fit["se"], fit["low"], fit["high"]), rel=1e-6, abs=1e-9
    )
    assert got.tau2 == pytest.approx(fit["tau2"], abs=1e-9, rel=1e-7)
    if len(data["y"]) >= 3:
        assert (got.predict_low, got.predict_high) == pytest.approx(
            (fit["predict_low"], fit["predict_high"]), rel=1e-6, abs=1e-9
        )
    else:
        assert got.predict_low is None


def test_common_effect_agrees_with_metafor_and_says_what_it_assumes():
    data = REFERENCE["sets"][0]
    fit = next(f for f in data["fits"] if f["method"] == "EE")
    got = pool("p", effects(data["y"], data["v"]), "common")
    assert (got.mean, got.low, got.high, got.i2) == pytest.approx(
        (fit["mean"], fit["low"], fit["high"], fit["i2"]), rel=1e-8
    )
    assert got.predict_low is None
    assert any("common effect" in w for w in got.warnings)


def test_one_trial_is_itself_with_a_warning():
    se = (0.308 - 0.034) / (2 * 1.959964)
    got = pool("p", effects([-0.171], [se**2], n=(29, 31)))
    assert (round(got.mean, 3), round(got.low, 3), round(got.high, 3)) == (-0.171, -0.308, -0.034)
    assert got.tau2 is None
    assert got.i2 is None
    assert round(got.residual_sd, 2) == 0.27
    assert "One trial only" in got.warnings[0]
    expected = prior(got)
    assert (expected.mean, expected.sd) == (got.mean, got.se)
    assert "no heterogeneity" in expected.because.formula
    assert expected.warnings == got.warnings


def test_the_default_interval_is_floored_hartung_knapp_from_three_trials_on():
    agreeing = effects([0.31, 0.29, 0.36, 0.33], [0.02, 0.05, 0.03, 0.08])
    default, bare, normal = (
        pool("p", agreeing),
        pool("p", agreeing, interval="hksj"),
        pool("p", agreeing, interval="normal"),
    )
    assert "hksj floored" in default.method
    assert default.low < normal.low < bare.low  # the bare interval is narrower than agreement can justify
    two = pool("p", agreeing[:2])
    assert "normal" in two.method
    assert any("Two trials" in w for w in two.warnings)


def test_prior_of_several_trials_predicts_a_new_one():
    got = pool("p", effects([-0.61, -0.18, 0.12, -0.95], [0.04, 0.02, 0.09, 0.13]))
    assert prior(got).sd == pytest.approx(math.sqrt(got.tau2 + got.se**2))
    assert prior(got).sd > got.se
    assert prior(got).because.of == (got.id,)


def test_residual_sd_is_only_for_means_with_known_sizes():
    assert pool("p", effects([0.1, 0.2], [0.1, 0.1])).residual_sd is None
    assert pool("p", effects([0.1, 0.2], [0.1, 0.1], (30, 30), "log_odds_ratio")).residual_sd is None
    got = pool("p", effects([0.1, 0.2], [4 / 20, 9 / 20], (40, 40)))
    assert got.residual_sd == pytest.approx(math.sqrt((4 + 9) / 2))


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.floats(-3, 3), st.floats(0.01, 2)), min_size=1, max_size=8),
    st.sampled_from(["reml", "dl", "pm", "common"]),
)
def test_the_interval_holds_the_mean_and_prediction_holds_the_interval(rows, method):
    got = pool("p", effects(*zip(*rows, strict=True)), method)
    assert min(r[0] for r in rows) - 1e-9 <= got.mean <= max(r[0] for r in rows) + 1e-9
    assert got.low < got.mean < got.high
    if got.predict_low is not None:
        assert got.predict_low <= got.low + 1e-9
        assert got.predict_high >= got.high - 1e-9


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: pool("p", []), "no effect"),
        (lambda: pool("p", effects([1], [0.1]), "bayes"), "method"),
        (lambda: pool("p", effects([1], [0.1]), interval="t"), "interval"),
        (lambda: pool("p", effects([1], [0.0])), "positive"),
        (lambda: pool("p", effects([1], [0.1]) + effects([1], [0.1], scale="log_odds_ratio")), "scales"),
    ],
)
def test_what_cannot_be_pooled_is_an_error(call, words):
    with pytest.raises(EvidenceError, match=words):
        call()
