"""The calls of R that a statement prints give the power that was simulated, and what R answers to them is pinned.

reference/printed_power.json has rpact's answers (Rscript tests/reference/printed_power.R); where R is installed it is asked again.
"""

import math

import pytest

from tests.design.rpact.printed_plans import (
    BINARY,
    CONTINUOUS,
    EVENTS,
    ITERATIONS,
    MEAN,
    NONE,
    PINNED,
    PLANS,
    RATE,
    SIMULATED,
    STAGES,
    TIME,
    answered,
    ask_r,
    effect,
    of,
    of_formula,
    rpact_of_r,
    stated,
)

ERRORS = 4.0
ALL = [*PLANS, *STAGES]


def error(p, n):
    return math.sqrt(max(p * (1 - p), 1e-3) / n)


@pytest.mark.parametrize("name", ALL)
def test_r_has_the_power_that_was_simulated(name):
    power, said = stated(name)
    assert said.no_power == ""
    calls = {n: c for n, c in said.calls.items() if n.startswith("rpact, ")}
    assert {"rpact, power", SIMULATED} & set(calls)
    for call in calls.values():  # tests/reference/printed_power.R asks R for each
        assert call in PINNED, f"run printed_power.R again with: {call}"
    own = error(power.value, 1000)
    if "rpact, power" in calls:
        value = PINNED[calls["rpact, power"]]
        assert value == pytest.approx(power.value, abs=ERRORS * own)
        assert f"answers {100 * value:.1f} %" in said.remarks["rpact, power"]
    if SIMULATED in calls:
        value = PINNED[calls[SIMULATED]]
        assert value == pytest.approx(power.value, abs=ERRORS * math.hypot(own, error(value, ITERATIONS)))


@pytest.mark.parametrize("name", ALL)
def test_our_door_answers_as_r_does(name):
    _, said = stated(name)
    for of_what, call in of_formula(said.calls).items():
        assert answered(call) == pytest.approx(PINNED[call], rel=2e-6)
        if of_what != "rpact, power":
            assert f"answers {PINNED[call]:,.1f} " in said.remarks[of_what]
    if SIMULATED in said.calls and "function(" not in said.calls[SIMULATED]:  # R alone reads R's code
        call = said.calls[SIMULATED]
        near = ERRORS * math.hypot(error(PINNED[call], 1000), error(PINNED[call], ITERATIONS))
        assert answered(call) == pytest.approx(PINNED[call], abs=near)


def test_every_printed_call_runs_in_r(tmp_path):
    version = rpact_of_r()
    if not version.startswith("3.3"):
        pytest.skip(
            f"R with rpact 3.3 is not installed (rpact {version or 'is missing'}): the pinned answers stand for it"
        )
    asked = [
        (of_what, c)
        for name in ALL
        for of_what, c in stated(name)[1].calls.items()
        if of_what.startswith("rpact, ")
    ]
    values = ask_r([c for _, c in asked], tmp_path)
    assert len(values) == len(asked)
    for (of_what, call), value in zip(asked, values, strict=True):
        if of_what == SIMULATED:
            near = ERRORS * math.hypot(error(PINNED[call], 1000), error(PINNED[call], ITERATIONS))
            assert value == pytest.approx(PINNED[call], abs=near), call
        else:
            assert value == pytest.approx(PINNED[call], rel=1e-6), call


@pytest.mark.parametrize("name", NONE)
def test_where_r_has_no_such_power_the_statement_says_why(name):
    said = stated(name, 200)[1]
    assert NONE[name][2] in said.no_power
    assert not [n for n in said.calls if n.startswith("rpact, ")]


def test_no_size_is_asked_for_an_effect_in_the_wrong_direction():
    """rpact takes the direction of a size from the effect, and would answer for the other one."""
    for design, scenario in (
        (BINARY, RATE | effect(0.4)),
        (EVENTS | {"events": 210}, TIME | effect(0.3)),
        (CONTINUOUS, MEAN | effect(0.6)),
    ):
        calls = of(design, scenario, 100)[1].calls
        assert "rpact, power" in calls
        assert not [c for c in calls.values() if c.startswith("getSampleSize")]


def test_a_formula_that_misses_the_simulated_power_is_left_out():
    """Schoenfeld's, with five times as many patients in one arm; the simulation of R stands."""
    power, said = of(
        {"endpoint": "time_to_event", "patients": 120, "events": 60, "allocation": 5.0},
        TIME | effect(-1.2),
        4000,
    )
    assert of_formula(said.calls) == {}
    assert "further from the simulated" in said.remarks[SIMULATED]
    assert answered(said.calls[SIMULATED]) == pytest.approx(power.value, abs=0.04)
