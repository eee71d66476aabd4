"""Every scale that results as read can be pooled on. Figures are worked out here by their textbook formulas."""

import importlib.util
import math
from pathlib import Path

import numpy as np
import pytest
from scipy.special import gamma

from trialwright import pool
from trialwright.errors import EvidenceError
from trialwright.model.result import Result

_spec = importlib.util.spec_from_file_location(
    "pool_evidence", Path(__file__).parents[1] / "fixtures" / "evidence.py"
)
e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e)


def means(name="alpha", m1="8.0", s1="2.0", m2="10.0", s2="3.0"):
    page = e.Page(name, f"The score was {m1} on active", f"and {m2} on placebo.")
    two = (
        e.mean(page, m1, "active", m1, s1, total=20, endpoint="score"),
        e.mean(page, m2, "placebo", m2, s2, total=30, endpoint="score"),
    )
    return e.reading(page, *two, key=name)


def only(readings, scale, endpoint="relapse", **more):
    (effect,) = pool.effects(readings, [], endpoint, scale, **more)
    return effect


def test_hedges_g_from_means():
    g = only([means()], "standardised_mean_difference", "score")
    sd = math.sqrt((19 * 4 + 29 * 9) / 48)
    exact = gamma(24) / (math.sqrt(24) * gamma(23.5))
    assert g.y == pytest.approx(-2 / sd * exact, rel=1e-12)
    assert g.v == pytest.approx(1 / 20 + 1 / 30 + g.y**2 / 100, rel=1e-12)


def test_ratio_of_means():
    rom = only([means()], "log_ratio_of_means", "score")
    assert (rom.y, rom.v) == pytest.approx((math.log(0.8), 4 / (20 * 64) + 9 / (30 * 100)))
    with pytest.raises(EvidenceError, match="opposite sign"):
        pool.effects([means(m1="-1.0")], [], "score", "log_ratio_of_means")


def test_peto_takes_no_correction_for_an_empty_arm():
    peto = only([e.two_arms(0, 30, 4, 32)], "log_peto_odds_ratio")
    v = 30 * 32 * 4 * 58 / (62**2 * 61)
    assert (peto.y, peto.v) == pytest.approx(((0 - 30 * 4 / 62) / v, 1 / v))
    assert "added" not in peto.because.formula


def test_peto_leaves_out_a_trial_without_events_and_the_ledger_does_so_too():
    readings = [
        e.two_arms(2, 30, 4, 32, key="ONE"),
        e.two_arms(0, 30, 0, 32, key="NONE"),
        e.two_arms(1, 40, 5, 41, key="TWO"),
    ]
    effects = pool.effects(readings, [], "relapse", "log_peto_odds_ratio")
    assert len(effects) == 2
    assert any("told apart" in m.what for m in pool.left_out(readings, [], "relapse", "log_peto_odds_ratio"))
    found = pool.pool("relapse", effects)
    assert pool.fragility(found, readings, [], "relapse") is not None


def test_rate_ratio_as_printed():
    page = e.Page("rates", "Exacerbations: rate ratio 0.75 (0.60 to 0.94).")
    made = e.reading(page, e.contrast(page, "rate_ratio", "0.75", "0.60", "0.94"), key="RATES")
    rate = only([made], "log_rate_ratio")
    assert rate.y == pytest.approx(math.log(0.75))
    assert math.sqrt(rate.v) == pytest.approx(math.log(0.94 / 0.60) / (2 * 1.959964), rel=1e-6)


@pytest.mark.parametrize(
    ("scale", "y", "v"),
    [
        ("logit_proportion", math.log(12 / 18), 1 / 12 + 1 / 18),
        ("arcsine_proportion", math.asin(math.sqrt(0.4)), 1 / 120),
        (
            "freeman_tukey_proportion",
            (math.asin(math.sqrt(12 / 31)) + math.asin(math.sqrt(13 / 31))) / 2,
            1 / 122,
        ),
    ],
)
def test_the_proportion_of_the_arm_that_is_asked_for(scale, y, v):
    reading = e.two_arms(6, 28, 12, 30)
    control = only([reading], scale, arm="control")
    assert (control.y, control.v, control.n) == (pytest.approx(y), pytest.approx(v), (30, 0))
    assert control.because.of == (reading.results[1].id,)
    assert only([reading], scale).because.of == (reading.results[0].id,)


def test_one_arm_needs_no_name():
    page = e.Page("single", "Of 25 treated, 5 had a relapse.")
    made = e.reading(page, e.events(page, "5", "", 5, 25), key="S", arms=(("treated", "experimental", 25),))
    assert only([made], "logit_proportion").y == pytest.approx(math.log(5 / 20))
    with pytest.raises(EvidenceError, match="known to be of the control arm"):
        pool.effects([made], [], "relapse", "logit_proportion", arm="control")


def test_correlation_with_its_degrees_of_freedom():
    page = e.Page("r", "IL-6 and score: r(28) = 0.45, p = 0.013.")
    r = Result(
        measure="statistic", value=e.printed("0.45"), analysis="r(28)", endpoint="IL-6 and score", quote=page.quote("0.45")
    )  # fmt: skip
    z = only([e.reading(page, r, key="R")], "fisher_z", "IL-6")
    assert (z.y, z.v) == pytest.approx((math.atanh(0.45), 1 / 27))
    t = r.model_copy(update={"analysis": "t(28)"})
    with pytest.raises(EvidenceError, match="no correlation"):
        pool.effects([e.reading(page, t, key="R")], [], "IL-6", "fisher_z")


def test_what_compares_nothing_has_no_conclusion_and_says_what_a_double_arcsine_stands_for():
    readings = [e.two_arms(2, 20, 3, 20, key="A", text="a"), e.two_arms(30, 200, 50, 200, key="B", text="b")]
    found = pool.effects(readings, [], "relapse", "freeman_tukey_proportion", "control")
    pooled = pool.pool("relapse", found)
    assert pool.fragility(pooled, readings, [], "relapse") is None
    said = next(w for w in pooled.warnings if "harmonic" in w)
    share = float(said.split("stands for ")[1].split(" %")[0])
    assert 15 < share < 25  # between the trials' own 15 and 25 %
    assert np.isfinite(pooled.mean)


def test_an_unknown_arm_is_refused():
    with pytest.raises(EvidenceError, match="no arm"):
        pool.effects([means()], [], "score", "logit_proportion", arm="both")
