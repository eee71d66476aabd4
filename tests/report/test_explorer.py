"""What the explorer says of tests, allocation and losses, and which figures its list explains."""

from __future__ import annotations

from trialwright.model.design import Design
from trialwright.model.findings import Findings
from trialwright.report import explorer


def a_design(**stated: object) -> Design:
    usual = {"name": "d", "type": "fixed", "endpoint": "continuous", "better": "higher", "patients": 90}
    return Design.model_validate(usual | stated)


def test_censored_patients_are_not_said_to_be_left_out() -> None:
    assert "enrolled and not analysed" in explorer.tested([a_design()])
    said = explorer.tested([a_design(endpoint="time_to_event", better="lower")])
    assert "not analysed" not in said
    assert "censored" in said


def test_the_allocation_names_every_arm() -> None:
    assert "allocation 2 : 1, experimental to control." in explorer.tested([a_design(allocation=2.0)])
    assert "allocation 1 : 1 : 1, low, high and control." in explorer.tested([a_design(arms=("low", "high"))])


def test_every_figure_that_a_design_has_is_explained(whole: Findings) -> None:
    found = explorer.explore(whole)
    assert found is not None
    assert set(found.glossary) == {n for o in whole.characteristics for n in o.figures}
