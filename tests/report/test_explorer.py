"""What the explorer says of tests, allocation and losses, and which figures its list explains."""

from __future__ import annotations

from trialwright.model.design import Design
from trialwright.model.findings import Findings
from trialwright.report import explorer, render


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


def test_designs_without_a_cut_off_stand_side_by_side_by_name(whole: Findings) -> None:
    """Each has a place of its own, so that no line is drawn through designs that have no order."""
    done = tuple(
        o.model_copy(
            update={
                "design": o.design.model_copy(
                    update={"cutoff": None, "marker": "", "name": f"plan {o.design.cutoff}"}
                )
            }
        )
        for o in whole.characteristics
    )
    plain = whole.model_copy(update={"characteristics": done})
    found = explorer.explore(plain)
    assert found is not None
    assert [c.text for c in found.cuts] == list(dict.fromkeys(o.design.name for o in done))
    assert found.designs == [""]
    assert {(r.scenario, r.design): r.position for r in found.rows} == {
        (o.scenario, o.design.name): [c.text for c in found.cuts].index(o.design.name) for o in done
    }
    page = render(plain)["index.html"].decode()
    assert "The designs side by side" in page
    assert "against the cut-off" not in page
