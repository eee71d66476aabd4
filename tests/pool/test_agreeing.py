"""What leaves no spread: an interval of no width would say that nothing is uncertain.

Trials that agree to the last digit, as rounded ratios do, make Hartung and Knapp's variance factor 0; tables in which nobody, or
everybody, of each group has had the event leave Mantel-Haenszel's differences and ratios no variance."""

from __future__ import annotations

import math

import numpy as np
import pytest

from trialwright.errors import EvidenceError
from trialwright.kernels import pooling
from trialwright.pool import models
from trialwright.pool.common import common_effect
from trialwright.pool.ledger import Analysis, Trial, fitted, ledger
from trialwright.pool.measures import effect_sizes

ALIKE = [
    ([math.log(0.8)] * 2, [0.01, 0.037]),
    ([0.3] * 3, [0.04, 0.01, 0.002]),
    ([0.1 + 0.2, 0.3, 0.3], [0.04, 0.01, 0.002]),  # but for rounding
    ([0.0] * 5, [0.1] * 5),
]


@pytest.mark.parametrize(("y", "v"), ALIKE)
def test_an_interval_of_no_width_is_refused_and_the_floored_one_is_at_least_the_normal_one(y, v):
    with pytest.raises(EvidenceError, match="agree exactly") as told:
        models.meta_analysis(y, v, test="knha")
    assert "adhoc" in told.value.fix
    wald, floored = (models.meta_analysis(y, v, test=t) for t in ("z", "adhoc"))
    assert floored.se[0] == pytest.approx(wald.se[0], rel=1e-14)
    assert math.isnan(pooling.hartung_knapp(np.array(y), np.array(v), 0.0).se)


def test_the_ledger_leaves_that_interval_out_and_keeps_the_others():
    trials = [Trial(-0.2, 0.01), Trial(-0.2, 0.02)]
    found = ledger("deaths", "log_odds_ratio", trials)
    assert [c.option for c in found.choices if c.what == "interval"] == ["normal"]
    assert fitted(trials, "log_odds_ratio", Analysis(test="knha")) is None


def test_trials_that_nearly_agree_have_it():
    y, v = [0.3, 0.3 + 1e-9, 0.3], [0.04, 0.01, 0.002]
    assert 0 < models.meta_analysis(y, v, test="knha").se[0] < 1e-8


def test_left_out_one_by_one_those_that_agree_have_no_error():
    y, v = [0.3, 0.3, 0.7], [0.04, 0.01, 0.02]
    errors = [f.se[0] for f in models.leave_one_out(y, v, test="knha")]
    assert [math.isnan(e) for e in errors] == [False, False, True]


@pytest.mark.parametrize("method", ["dl", "he", "hs", "hsk", "sj", "pm", "pmm", "reml", "ml"])
def test_heterogeneity_does_not_hang_on_where_effects_lie(method):
    away, v = np.array([-0.011, 0.002, 0.017, -0.004]), np.array([4e-6, 9e-6, 2e-6, 5e-5])
    here, there = (models.meta_analysis(away + at, v, method=method).tau2 for at in (0.0, 4096.0))
    assert there == pytest.approx(here, rel=1e-9)


NOBODY = {"x1": [0, 0], "n1": [43, 9], "x2": [0, 0], "n2": [70, 11]}
EVERYBODY = {"x1": [0, 52], "n1": [4, 52], "x2": [0, 3], "n2": [3, 3]}
APART = {"x1": [3, 7, 11], "n1": [3, 7, 11], "x2": [0, 0, 0], "n2": [13, 17, 9]}


@pytest.mark.parametrize(
    ("measure", "tables", "effect"),
    [("RD", NOBODY, 0.0), ("RD", EVERYBODY, 0.0), ("RD", APART, 1.0), ("RR", EVERYBODY, 0.0)],
)
def test_a_common_effect_without_spread_has_no_error(measure, tables, effect):
    found = common_effect(measure, **tables)
    assert found.effect == pytest.approx(effect, abs=1e-12)
    assert all(math.isnan(x) for x in (found.se, found.p, found.low, found.high))


def test_one_event_is_spread_enough():
    """metafor 3.8-1: rma.mh(ai = c(1, 52), n1i = c(4, 52), ci = c(0, 3), n2i = c(3, 3), measure = "RD" and "RR")."""
    tables = EVERYBODY | {"x1": [1, 52]}
    found = [common_effect(m, **tables) for m in ("RD", "RR")]
    assert [f.effect for f in found] == pytest.approx([0.09417808219178082, 0.140717052285397], rel=1e-9)
    assert [f.se for f in found] == pytest.approx([0.12125019815436887, 0.16262014894069618], rel=1e-9)


def test_group_and_outcome_without_exception_have_no_correlation_to_pool():
    """Its variance is 0, which rounding made 5e-17: a weight above that of all other trials."""
    found = effect_sizes("PHI", x1=[0, 2], n1=[4, 9], x2=[33, 5], n2=[33, 8])
    assert found.kept.tolist() == [False, True]
