"""rpact's simulated enrichment designs, ours against its own figures (tests/reference/enrichment_simulations.R)."""

import json
from pathlib import Path

import numpy as np
import pytest

from trialwright import design
from trialwright.design.rpact import answer
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "enrichment_simulations.json").read_text(encoding="utf-8")
)
THEIRS, OURS = 10_000, 50_000  # trials
OF_TRIALS = ("rejectAtLeastOne", "rejectedPopulationsPerStage", "selectedPopulations", "successPerStage")
STOPS = ("futilityPerStage", "futilityStop", "earlyStop")
DESIGN = 'getDesignInverseNormal(kMax=2, alpha=.025, typeOfDesign="asOF", informationRates=c(.5,1))'


def flat(value):
    return np.atleast_1d(np.asarray(value, dtype=float)).ravel(order="F")


@pytest.mark.parametrize("case", REFERENCE["cases"], ids=lambda c: c["id"])
def test_every_field_is_rpacts_within_monte_carlo_error(case):
    found = answer(case["r_call"].replace(f"={THEIRS}", f"={OURS}")).fields
    expected = {n: flat(v) for n, v in case["expected"].items()}
    for name in (*OF_TRIALS, *STOPS):
        p = np.clip(expected[name], 1e-3, 1 - 1e-3)
        error = np.sqrt(p * (1 - p) * (1 / THEIRS + 1 / OURS))
        assert np.all(np.abs(flat(found[name]) - expected[name]) < 4.5 * error), name
    assert np.allclose(flat(found["iterations"]) / OURS, expected["iterations"] / THEIRS, atol=0.025)
    for name in ("expectedNumberOfSubjects", "numberOfPopulations", "sampleSizes"):
        assert np.allclose(flat(found[name]), expected[name], rtol=0.015, atol=2.0), name


def test_shapes_are_stage_by_population():
    means = f"getSimulationEnrichmentMeans({DESIGN}, effectList=list(subGroups=c('S','R'), prevalences=c(.4,.6), stDevs=1, "
    one = answer(means + "effects=matrix(c(.4,.1),1)), plannedSubjects=c(200,400), seed=1)").fields
    assert one["selectedPopulations"].shape == (2, 2)
    assert isinstance(one["rejectAtLeastOne"], float)
    assert one["selectedPopulations"][0].tolist() == [1.0, 1.0]
    two = answer(means + "effects=matrix(c(.4,.2,.1,.1),2)), plannedSubjects=c(200,400), seed=1)").fields
    assert two["selectedPopulations"].shape == (2, 2, 2)
    assert two["rejectAtLeastOne"].shape == (2,)


def test_no_effect_keeps_alpha():
    call = (
        f"getSimulationEnrichmentRates({DESIGN}, effectList=list(subGroups=c('S1','S2','S12','R'), prevalences=c(.2,.2,.2,.4), "
        "piControls=c(.3,.4,.5,.3), piTreatments=matrix(c(.3,.4,.5,.3),1)), plannedSubjects=c(300,600), "
        "maxNumberOfIterations=40000, seed=3)"
    )
    assert answer(call).fields["rejectAtLeastOne"] < 0.025 + 4 * np.sqrt(0.025 * 0.975 / 40_000)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("plannedSubjects=c(400,200)", "must rise"),
        ("plannedSubjects=c(200,400), conditionalPower=.8", "must be given with"),
        ("plannedSubjects=c(200,400), typeOfSelection='epsilon'", "needs its value"),
        ("plannedSubjects=c(200,400), intersectionTest='Hochberg'", "no intersectionTest"),
    ],
)
def test_what_is_not_simulated_is_said(call, words):
    effects = "effectList=list(subGroups=c('S','R'), prevalences=c(.4,.6), effects=matrix(c(.4,.1),1))"
    with pytest.raises(DesignError, match=words):
        answer(f"getSimulationEnrichmentMeans({DESIGN}, {effects}, {call})")


def test_a_group_sequential_design_is_none_for_a_chosen_population():
    with pytest.raises(DesignError, match="combination test"):
        answer(
            "getSimulationEnrichmentMeans(getDesignGroupSequential(kMax=2), plannedSubjects=c(200,400), "
            "effectList=list(subGroups=c('S','R'), prevalences=c(.4,.6), effects=matrix(c(.4,.1),1)))"
        )


def test_the_engine_agrees_where_it_simulates_the_same_design():
    """The first reference case, patient numbers of the subgroup random as they are in a trial."""
    theirs = REFERENCE["cases"][0]["expected"]
    d = Design(
        name="d", type="enrichment", endpoint="continuous", better="higher", patients=400, marker="m", cutoff=1.0,
        options={"intersection": "spiessens_debois"},
    )  # fmt: skip
    scenario = Scenario(
        name="s",
        control={"mean": 0.0, "sd": 1.0},
        # A marker that is 0.5 in 60 % and 1 in 40 %; the effect 0.1 and 0.4.
        marker=Marker(name="m", probabilities=(0.0, 0.6 - 1e-9, 0.6, 1.0), values=(0.5, 0.5, 1.0, 1.0)),
        effect=EffectCurve(curve="points", at=((0.5, 0.1), (0.999999, 0.1), (1.0, 0.4))),
        screened_per_month=30,
    )
    found = design.evaluate(
        [d], scenario, Limits(), 20_000, lambda b: np.random.default_rng([8, b]), nulls=False
    )[0]
    # Random sizes and an estimated SD cost a little: theirs has neither.
    assert found.figures["power"].value == pytest.approx(theirs["rejectAtLeastOne"], abs=0.02)
    # Where the subgroup alone is shown at the interim theirs goes on in it; here the trial has nothing left to show.
    shown_alone = theirs["rejectedPopulationsPerStage"][0] - theirs["successPerStage"][0]
    goes_on = theirs["selectedPopulations"][1] - shown_alone
    assert found.selected["subgroup"].value == pytest.approx(goes_on, abs=0.02)
