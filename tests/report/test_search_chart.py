"""The figure of a search tells hollow marks apart where there are any."""

from __future__ import annotations

import pytest

from trialwright.report.charts.search import Spot, View, front


def spot(within):
    return Spot(
        name="d", x=20.0, y=80.0, error=1.0, family=0, on_front=True, chosen=False, within_limits=within
    )


@pytest.mark.parametrize(("within", "said"), [((True, False), True), ((True, True), False)])
def test_what_breaks_a_limit_is_in_the_legend(within, said):
    drawn = front([View("Months", [spot(w) for w in within])], ["fixed"], "power against months")
    assert ("outside the limits" in drawn) == said
