"""The group-sequential design against the exact probabilities of its boundaries."""

import numpy as np
import pytest

from trialwright import design
from trialwright.design.designs.group_sequential import bounds, lower_bounds, sizes
from trialwright.errors import DesignError
from trialwright.kernels.group_sequential import stage_probabilities
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Scenario


def streams(block):
    return np.random.default_rng([77, block])


def scenario(level=0.25, **changes):
    stated = {
        "control": {"mean": 0.0, "sd": 1.0},
        "effect": EffectCurve(level=level),
        "screened_per_month": 20,
    }
    return Scenario(name="s", **(stated | changes))


def made(**changes):
    stated = {
        "name": "d",
        "type": "group_sequential",
        "endpoint": "continuous",
        "better": "higher",
        "patients": 600,
    }
    return Design(**(stated | {"looks": (1 / 3, 2 / 3, 1.0)} | changes))


def run(a_design, a_scenario, replicates=20_000, **given):
    return design.evaluate([a_design], a_scenario, Limits(patients=700), replicates, streams, **given)[0]


@pytest.mark.parametrize("level", ["patient", "statistic"])
@pytest.mark.parametrize(
    "options", [{}, {"boundaries": "pocock"}, {"futility": (0.0, 0.6)}, {"beta_spending": "lan_demets_of"}]
)
@pytest.mark.parametrize("effect", [0.0, 0.22])
def test_stopping_probabilities_are_the_exact_ones(level, options, effect):
    d = made(options=options)
    found = run(d, scenario(effect), level=level, nulls=False)
    exact = bounds(d, 600)
    lower = lower_bounds(exact)
    drift = effect * np.sqrt(600 / 4)
    below, above = stage_probabilities(lower, exact.critical_values, exact.information_rates, drift)
    for i, stop in enumerate(found.stops):
        assert abs(stop.efficacy.value - above[i]) < 4 * stop.efficacy.mcse
        if i < 2:
            assert stop.end is None  # an interim look ends a trial by a rule alone
            if np.isinf(lower[i]):
                assert stop.futility is None
            else:
                assert abs(stop.futility.value - below[i]) < 4 * stop.futility.mcse
    expected = sizes(d, 600) @ np.diff(np.append(0, np.append(np.cumsum(above + below)[:2], 1)))
    assert abs(found.figures["patients"].value - expected) < 4.5 * found.figures["patients"].mcse


def test_stopping_early_overstates_the_effect_and_the_figures_say_by_how_much():
    found = run(made(), scenario(0.2), nulls=False).figures
    assert found["bias"].value > 4 * found["bias"].mcse
    assert found["coverage"].value < 0.95
    flat = run(made(type="fixed", looks=()), scenario(0.2), nulls=False).figures
    assert abs(flat["bias"].value) < 4 * flat["bias"].mcse
    assert abs(flat["coverage"].value - 0.95) < 4 * flat["coverage"].mcse


def test_those_who_come_while_outcomes_are_awaited_are_enrolled_unless_recruitment_pauses():
    """10 a month come for 6 months: 60 more for each trial that stops at its first look, where it can at all."""
    slow = scenario(1.6, screened_per_month=10, followup_months=6.0)
    d = made(patients=200, looks=(0.5, 1.0))
    going, waiting = (run(x, slow, 4000, nulls=False) for x in (d, d.model_copy(update={"pause": True})))
    assert going.stops[0].efficacy.value > 0.99
    assert going.figures["patients"].value == pytest.approx(160, abs=1)
    assert waiting.figures["patients"].value == pytest.approx(100, abs=1)
    assert going.figures["months"].value == pytest.approx(16, abs=0.3)
    late = run(
        made(patients=200, looks=(0.5, 1.0), pause=True),
        slow.model_copy(update={"effect": EffectCurve()}),
        4000,
    )
    assert late.figures["months"].value == pytest.approx(20 + 6 + 6, abs=0.4)


def test_a_rising_rate_of_recruitment_takes_half_the_ramp_longer():
    plain, ramped = (run(made(), scenario(0.0, ramp_months=r), 2000, nulls=False).figures for r in (0.0, 8.0))
    assert ramped["months"].value - plain["months"].value == pytest.approx(4.0, abs=0.2)
    assert ramped["power"] == plain["power"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"looks": (0.5, 0.9)}, "looks of `d`"),
        ({"looks": (0.9, 0.5, 1.0)}, "looks of `d`"),
        ({"options": {"futility": (0.1,)}}, "3 looks and 1 futility bounds"),
        ({"options": {"futility": "none"}}, "`futility` is 'none'"),
        ({"options": {"boundaries": "castle"}}, "castle"),
    ],
)
def test_what_makes_no_design_is_refused_with_words(changes, words):
    with pytest.raises(DesignError, match=words) as caught:
        run(made(**changes), scenario(), 10)
    assert caught.value.fix
