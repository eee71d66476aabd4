"""A count is known after its exposure and a slope after its last visit, whatever a plan leaves out."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright import design
from trialwright.app import plan_file, scenarios, verbs
from trialwright.app.watch import Silent
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits

PLAN = """\
question: how long?
trial:
  primary: {endpoint: relapses, type: TYPE, better: BETTER}
scenarios:
  first:
    control: {CONTROL}
    effect: {level: LEVEL}
    screened_per_month: 20MORE
designs:
  whole: {type: fixed, patients: 120}
simulate: {replicates: 100}
"""
COUNT = {
    "TYPE": "count",
    "BETTER": "lower",
    "CONTROL": "rate: 0.1, dispersion: 0.5, exposure: 9",
    "LEVEL": "-0.4",
}
SLOPE = {
    "TYPE": "slope",
    "BETTER": "higher",
    "CONTROL": "slope: -1, sd_slope: 0.6, sd_residual: 1.5, leaving: 0.1, visits: [0, 4, 8, 15]",
    "LEVEL": "0.3",
}
BINARY = {"TYPE": "binary", "BETTER": "lower", "CONTROL": "rate: 0.4", "LEVEL": "-0.5"}


def plan(folder, stated, more=""):
    text = PLAN
    for key, value in (stated | {"MORE": more}).items():
        text = text.replace(key, value)
    (folder / "plan.yaml").write_text(text, encoding="utf-8")
    return plan_file.load(folder)


def followup(loaded):
    return scenarios.build(loaded, "first", scenarios.Known(pooled={})).followup_months


@pytest.mark.parametrize(("stated", "months"), [(COUNT, 9.0), (SLOPE, 15.0), (BINARY, 0.0)])
def test_what_is_not_stated_follows_from_the_endpoint(tmp_path, stated, months):
    assert followup(plan(tmp_path, stated)) == months


@pytest.mark.parametrize("stated", [COUNT, SLOPE, BINARY])
def test_longer_follow_up_stands_as_stated(tmp_path, stated):
    assert followup(plan(tmp_path, stated, "\n    followup_months: 18")) == 18.0


@pytest.mark.parametrize(("stated", "months"), [(COUNT, 9), (SLOPE, 15)])
def test_shorter_follow_up_is_refused_at_its_place(tmp_path, stated, months):
    with pytest.raises(
        DesignError, match=f"5 months after enrolment, and its patients are observed for {months}"
    ) as error:
        followup(plan(tmp_path, stated, "\n    followup_months: 5"))
    assert "line 9" in str(error.value)


def test_the_trial_lasts_until_the_last_patient_is_observed(tmp_path):
    plan(tmp_path, COUNT)
    findings = verbs.design(tmp_path, Silent())
    (found,) = findings.characteristics
    assert found.figures["months"].value == pytest.approx(120 / 20 + 9, abs=0.3)


def test_the_engine_alone_says_what_it_takes_as_known(tmp_path):
    s = scenarios.build(plan(tmp_path, COUNT), "first", scenarios.Known(pooled={}))
    d = Design(name="d", type="fixed", endpoint="count", better="lower", patients=120)

    def notes(months):
        at = s.model_copy(update={"followup_months": months})
        (found,) = design.evaluate(
            [d], at, Limits(), 50, lambda b: np.random.default_rng([1, b]), nulls=False
        )
        return " ".join(found.notes)

    assert "known 3 months after enrolment" in notes(3.0)
    assert "observed for 9" in notes(3.0)
    assert "after enrolment" not in notes(9.0)
