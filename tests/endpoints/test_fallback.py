"""A test that gives way to another where it has no estimate, in the simulator as in the analysis."""

import numpy as np
import pytest

from trialwright.endpoints import endpoint
from trialwright.errors import DesignError

# without and with the event: the first and third have an empty cell
CONTROL = np.array([[20.0, 0.0], [15.0, 5.0], [12.0, 8.0], [20.0, 0.0]])
TREATED = np.array([[14.0, 6.0], [10.0, 10.0], [0.0, 20.0], [20.0, 0.0]])


def test_the_fallback_tests_where_a_cell_is_empty_and_nowhere_else():
    planned, exact = endpoint("binary", "log_odds_ratio"), endpoint("binary", "fisher")
    both = endpoint("binary", "log_odds_ratio", None, "fisher")
    z = both.score(CONTROL, TREATED)
    assert z[[0, 2, 3]] == pytest.approx(exact.score(CONTROL, TREATED)[[0, 2, 3]])
    assert z[1] == pytest.approx(planned.score(CONTROL, TREATED)[1])
    assert planned.score(CONTROL, TREATED)[0] != pytest.approx(z[0])


def test_what_is_estimated_stays_the_planned_tests_and_no_closed_form_is_claimed():
    planned = endpoint("binary", "risk_difference")
    both = endpoint("binary", "risk_difference", None, "fisher")
    assert both.MEASURE == "risk difference"
    assert both.estimate(CONTROL, TREATED) == pytest.approx(planned.estimate(CONTROL, TREATED))
    assert both.power(None, None, None, 10, 10, 0.025) is None


def test_one_that_cannot_be_is_refused():
    with pytest.raises(DesignError, match="itself"):
        endpoint("binary", "fisher", None, "fisher")
    with pytest.raises(DesignError, match="margin"):
        endpoint("binary", "", 0.1, "fisher")
    with pytest.raises(DesignError, match="no test `barnard`"):
        endpoint("binary", "log_odds_ratio", None, "barnard")
    with pytest.raises(DesignError, match="time_to_event"):
        endpoint("time_to_event", "", None, "log_rank")
