"""Trials taken from start to end in one pass come to the very numbers that they come to look by look."""

import numpy as np
import pytest

from trialwright.app.simulating import Streams
from trialwright.design import running
from trialwright.design.histogram import Histogram
from trialwright.design.setting import Setting
from trialwright.design.trials import Trials
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

MEANS = Scenario(
    name="means",
    control={"mean": 1.0, "sd": 2.0},
    effect=EffectCurve(level=0.5),
    screened_per_month=12,
    followup_months=2.0,
    eligible=0.7,
)
TRIALS = 1500


def totals(design, scenario, level="statistic"):
    setting = Setting(design, scenario, Limits(), level)
    (made,) = running.run([setting], TRIALS, Streams(4), lambda done: None)
    return made.plain()


def both(monkeypatch, design, scenario, level="statistic"):
    """Totals at once and look by look, and whether all of it was done at once."""
    asked, at_once = [], Trials._at_once
    with monkeypatch.context() as m:
        m.setattr(Trials, "_at_once", lambda trials, looks: asked.append(at_once(trials, looks)) or asked[-1])
        one = totals(design, scenario, level)
        m.setattr(Trials, "_at_once", lambda trials, looks: False)
        return one, totals(design, scenario, level), bool(asked) and all(asked)


def sequential(**stated):
    stated = {"endpoint": "continuous", "better": "higher", "patients": 250, "looks": (0.35, 0.7, 1)} | stated
    return Design(name="d", type="group_sequential", **stated)


@pytest.mark.parametrize(
    "design",
    [
        sequential(test="z"),
        sequential(test="z", better="lower", allocation=2, options={"futility": (-0.5, 0.4)}),
        sequential(test="welch"),
        sequential(test="welch", better="lower", allocation=0.5, patients=400, options={"futility": (-3, 0)}),
        Design(name="d", type="fixed", endpoint="continuous", better="higher", patients=90, test="z"),
    ],
    ids=lambda d: f"{d.type} {d.test} {d.better}",
)
def test_normal_tallies(monkeypatch, design):
    effect = EffectCurve(level=0.5 if design.better == "higher" else -0.5)
    at_once, by_look, used = both(monkeypatch, design, MEANS.model_copy(update={"effect": effect}))
    assert used
    assert at_once == by_look
    assert 0 < at_once["any"] < TRIALS


@pytest.mark.parametrize(
    "design",
    [
        sequential(test="welch", patients=60),  # too few for the series of Welch's test
        sequential(test="pooled"),
        sequential(margin=0.2),
        sequential(test="z", options={"adjusted": True}),
    ],
    ids=["few", "pooled", "margin", "adjusted"],
)
def test_what_the_loop_does_not_know_goes_look_by_look(monkeypatch, design):
    at_once, by_look, used = both(monkeypatch, design, MEANS)
    assert not used
    assert at_once == by_look


SURVIVAL = Scenario(
    name="survival",
    control={"median": 10},
    effect=EffectCurve(level=-0.5),
    screened_per_month=12,
    followup_months=5.0,
    dropout=0.05,
)
MARKED = SURVIVAL.model_copy(
    update={
        "marker": Marker(name="m", positive=0.5, sensitivity=0.9, specificity=0.9),
        "effect": EffectCurve(curve="step", half=1, level=-0.7),
    }
)


def followed(**stated):
    return sequential(
        **{"endpoint": "time_to_event", "better": "lower", "patients": 130, "events": 80} | stated
    )


@pytest.mark.parametrize(
    ("design", "scenario"),
    [
        (followed(options={"futility": (-0.5, 0.4)}), SURVIVAL),
        (
            followed(better="higher", events=None),
            SURVIVAL.model_copy(update={"effect": EffectCurve(level=0.4)}),
        ),
        (followed(marker="m", cutoff=1), MARKED),
        (followed(events=129), MARKED),  # some trials never have so many
    ],
    ids=["events", "patients", "cut-off", "never reached"],
)
def test_trials_that_wait_for_events(monkeypatch, design, scenario):
    at_once, by_look, used = both(monkeypatch, design, scenario, "patient")
    assert used
    assert at_once == by_look
    assert 0 < at_once["any"] < TRIALS


def test_a_weighted_log_rank_test_goes_look_by_look(monkeypatch):
    at_once, by_look, used = both(monkeypatch, followed(test="fleming_harrington(0, 1)"), SURVIVAL, "patient")
    assert not used
    assert at_once == by_look


def test_one_value_for_all_is_counted_as_any_other():
    one, many = (
        Histogram.of(v, 0.25, 1.0) for v in (np.broadcast_to(np.float64(1.5), (8,)), np.full(8, 1.5))
    )
    assert (one.first, one.counts.tolist()) == (many.first, many.counts.tolist()) == (6, [8])
    assert (one.total, one.squares) == pytest.approx((many.total, many.squares))
