"""Two-by-two tests against R 4.2.2 (stats, epitools): tests/reference/two_by_two.{json,R}."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialwright.kernels import two_by_two as k

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "two_by_two.json").read_text())
FUNCTIONS = {
    "fisher": k.fisher_exact,
    "fisher_greater": lambda *t: k.fisher_exact(*t, side="greater"),
    "fisher_less": lambda *t: k.fisher_exact(*t, side="less"),
    "mid_p": k.mid_p,
    "pearson": k.z_pooled,
    "yates": k.yates,
    "likelihood_ratio": k.likelihood_ratio,
    "wald_or": k.wald_log_odds_ratio,
    "prop_greater": lambda *t: k.z_pooled(*t, side="greater"),
}
# R 4.2.2 without packages, tests/reference/two_by_two_grid.R: zero cells, unequal arms, tiny and large ones
GRID = json.loads((Path(__file__).parents[1] / "reference" / "two_by_two_grid.json").read_text())["tables"]
EVERY = FUNCTIONS | {
    "mid_p_greater": lambda *t: k.mid_p(*t, side="greater"),
    "mid_p_likelihood": k.mid_p_likelihood,
    "unpooled": k.z_unpooled,
    "wald_rr": k.wald_log_risk_ratio,
}
# exact2x2 1.7.0: exact2x2(midp = TRUE, tsmethod = "minlike"), not in Debian, so pinned by hand.
MINLIKE = {(7, 17, 5, 47): 0.00598860779890511, (0, 20, 5, 21): 0.0342655037776989}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("row", REFERENCE["tables"], ids=lambda r: "{}/{} v {}/{}".format(*r["table"]))
def test_agrees_with_r(name, row):
    got = FUNCTIONS[name](*row["table"])
    if row[name] is None:
        # R's glm has no finite estimate here: our Wald test must refuse, and the G test is still defined.
        assert math.isnan(got) or name == "likelihood_ratio"
    else:
        assert got == pytest.approx(row[name], rel=1e-8)


@pytest.mark.parametrize("row", GRID, ids=lambda r: "{}/{} v {}/{}".format(*r["table"]))
def test_every_test_agrees_with_r_at_the_edges(row):
    for name, test in EVERY.items():
        got = test(*row["table"])
        if row[name] is None:
            assert math.isnan(got), name
        else:
            # A p below the least double is 0 in both, or 0 in one.
            assert got == pytest.approx(row[name], rel=1e-8, abs=1e-300), name
    if row["boschloo"] is not None:
        assert k.boschloo(*row["table"]) == pytest.approx(row["boschloo"], rel=1e-4)


@pytest.mark.parametrize(("table", "expected"), MINLIKE.items())
def test_mid_p_by_likelihood(table, expected):
    assert k.mid_p_likelihood(*table) == pytest.approx(expected, rel=1e-9)


tables = st.tuples(st.integers(1, 60), st.integers(1, 60)).flatmap(
    lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1]))
)
TWO_SIDED = (
    k.fisher_exact, k.mid_p, k.mid_p_likelihood, k.z_pooled, k.z_unpooled, k.yates, k.likelihood_ratio,
    k.wald_log_odds_ratio,
)  # fmt: skip


@pytest.mark.parametrize("test", TWO_SIDED, ids=lambda f: f.__name__)
@settings(deadline=None)
@given(table=tables)
def test_two_sided_p_does_not_depend_on_which_arm_or_outcome_comes_first(test, table):
    x1, n1, x2, n2 = table
    p = test(x1, n1, x2, n2)
    for other in ((x2, n2, x1, n1), (n1 - x1, n1, n2 - x2, n2)):
        again = test(*other)
        assert (math.isnan(p) and math.isnan(again)) or again == pytest.approx(p, abs=1e-9)
    assert math.isnan(p) or 0.0 <= p <= 1.0


@settings(deadline=None)
@given(table=tables)
def test_mid_p_is_never_above_fisher_and_sides_overlap_in_the_observed_table(table):
    assert k.mid_p_likelihood(*table) <= k.fisher_exact(*table) + 1e-12
    assert k.fisher_exact(*table, side="greater") + k.fisher_exact(*table, side="less") >= 1.0 - 1e-9
    assert k.mid_p(*table, side="greater") + k.mid_p(*table, side="less") == pytest.approx(1.0, abs=1e-9)


def test_tables_without_a_test_give_nan():
    assert math.isnan(k.z_pooled(0, 5, 0, 5))
    assert math.isnan(k.yates(5, 5, 7, 7))
    assert math.isnan(k.wald_log_odds_ratio(0, 5, 2, 5))
    assert math.isnan(k.wald_log_risk_ratio(0, 5, 2, 5))
    assert k.fisher_exact(0, 5, 0, 5) == 1.0


def test_the_printed_p_of_a_small_trial_is_fishers():
    assert round(k.fisher_exact(35, 40, 37, 40), 3) == 0.712
    assert round(k.wald_log_odds_ratio(35, 40, 37, 40), 3) == 0.460
