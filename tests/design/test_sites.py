"""Sites that open at random: the clock of each trial, and what months come to."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright import design
from trialwright.design import calendar
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario

CONTROL = {"continuous": {"mean": 0.0, "sd": 1.0}, "time_to_event": {"median": 12.0}}


def streams(block):
    return np.random.default_rng([29, block])


def scenario(endpoint="continuous", **changes):
    usual = {"ramp_months": 12.0, "sites": 8}
    return Scenario(
        name="s",
        control=CONTROL[endpoint],
        effect=EffectCurve(),
        screened_per_month=20.0,
        **(usual | changes),
    )


def a_design(**changes):
    usual = {
        "name": "d",
        "type": "group_sequential",
        "endpoint": "continuous",
        "better": "lower",
        "patients": 200,
    }
    return Design(**(usual | changes))


def figures(d, s, replicates=4000):
    return design.evaluate([d], s, Limits(), replicates, streams, nulls=False)[0].figures


def test_the_clock_and_the_calendar_are_each_others_inverse():
    s, rng = scenario(), np.random.default_rng(1)
    opened = calendar.openings(s, 50, rng)
    clock = rng.exponential(80, (50, 7))
    months = calendar.months_of_sites(s, opened, clock)
    back = np.stack([calendar.clock_of_sites(s, opened, months[:, i]) for i in range(7)], 1)
    assert back == pytest.approx(clock)
    assert (months > opened[:, :1]).all()
    by_hand = 20 / 8 * np.maximum(30.0 - opened, 0).sum(1)
    assert calendar.clock_of_sites(s, opened, np.full(50, 30.0)) == pytest.approx(by_hand)


def test_on_average_it_is_the_smooth_ramp():
    s = scenario()
    opened = calendar.openings(s, 40_000, np.random.default_rng(2))
    for month in (3.0, 9.0, 20.0):
        clock = calendar.clock_of_sites(s, opened, np.full(len(opened), month))
        error = clock.std() / np.sqrt(len(clock))
        assert abs(clock.mean() - calendar.clock_at(s, np.array(month))) < 4 * error


@pytest.mark.parametrize("endpoint", ["continuous", "time_to_event"])
def test_few_sites_make_months_vary_and_many_hardly_do(endpoint):
    d = a_design(endpoint=endpoint, events=120 if endpoint == "time_to_event" else None)
    smooth, few, many = (figures(d, scenario(endpoint, sites=sites), 2000)["months"] for sites in (0, 4, 400))
    assert few.high - few.low > 1.2 * (smooth.high - smooth.low)
    assert many.value == pytest.approx(smooth.value, rel=0.02)
    assert many.high - many.low == pytest.approx(smooth.high - smooth.low, rel=0.15)


def test_a_fixed_design_tells_simulated_months():
    f = figures(a_design(type="fixed"), scenario(sites=3))
    smooth = figures(a_design(type="fixed"), scenario(sites=0))
    assert f["months"].high - f["months"].low > smooth["months"].high - smooth["months"].low
    assert f["patients"].value == 200


def test_what_a_design_decides_does_not_hang_on_the_sites():
    assert figures(a_design(), scenario(sites=3))["power"] == figures(a_design(), scenario(sites=0))["power"]


def test_an_opened_trial_has_its_own_calendar():
    d, s = a_design(looks=(0.5, 1.0)), scenario(sites=3, followup_months=2.0)
    one = design.open_trial(d, s, Limits(), 7, 2000, streams)
    assert one.months == pytest.approx(max(p.awaited_until for p in one.patients), abs=0.2)


def test_sites_without_a_ramp_are_refused():
    with pytest.raises(DesignError, match="within no time"):
        figures(a_design(), scenario(ramp_months=0.0), 10)
