import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialwright.kernels import printed_statistics as k

# R 4.2, tests/reference/printed_statistics.R
REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "printed_statistics.json").read_text())


@pytest.mark.parametrize("case", REFERENCE["p"], ids=lambda c: c["kind"])
def test_p_of_a_statistic_is_r(case):
    got = k.p_of(case["kind"], case["value"], case.get("df1", math.inf), case.get("df2", math.inf))
    assert got == pytest.approx(case["p"], rel=1e-10)


@pytest.mark.parametrize(("name", "test"), [("student", k.student), ("welch", k.welch)])
def test_t_from_summaries_is_r(name, test):
    x, y, known = REFERENCE["tests"]["x"], REFERENCE["tests"]["y"], REFERENCE["tests"][name]
    got = test(x["mean"], x["sd"], x["n"], y["mean"], y["sd"], y["n"])
    assert (got.t, got.df, got.p) == pytest.approx((known["t"], known["df"], known["p"]), rel=1e-9)


def test_what_does_not_exist_is_none_or_nan():
    assert k.student(1, 0, 5, 2, 0, 5) is None
    assert k.welch(1, 1, 1, 2, 1, 5) is None
    assert math.isnan(k.p_of("r", 1.2, 10))
    assert math.isnan(k.p_of("chi2", -1, 1))
    assert math.isnan(k.log_rank_from_counts(0, 10, 0, 10))


@given(st.integers(1, 50), st.integers(1, 50), st.integers(50, 200), st.integers(50, 200))
def test_log_rank_from_counts_turns_with_the_arms(e1, e2, n1, n2):
    assert k.log_rank_from_counts(e1, n1, e2, n2) == pytest.approx(-k.log_rank_from_counts(e2, n2, e1, n1))
