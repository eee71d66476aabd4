"""Calls as rpact's users write them, every computed field, against rpact 3.3.4 (tests/reference/door_calls.R)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

from benchmarks.design.references import Case, agrees, cases, judged
from trialwright.design.rpact import answer, evaluate
from trialwright.errors import DesignError

FILE = Path(__file__).parents[2] / "reference" / "door_calls.json"
CASES = list(cases(json.loads(FILE.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("case", CASES, ids=[c.id for c in CASES])
def test_agrees(case: Case) -> None:
    assert judged(case) is None


def test_words_are_compared_as_words() -> None:
    case = Case("words", "", {}, 1e-6)
    assert agrees(["continue", None], ["continue", float("nan")], case)
    assert not agrees(["continue", "reject"], ["continue", "accept"], case)
    assert not agrees(True, np.array([False]), case)
    assert not agrees([True, False], [True], case)


def test_a_flat_list_stands_for_an_array_by_columns() -> None:
    """As R lays out (stages, scenarios, arms) when it drops the dimensions."""
    case, array = Case("flat", "", {}, 1e-6), np.arange(8.0).reshape(2, 2, 2)
    assert agrees(array.ravel(order="F").tolist(), array, case)
    assert not agrees(array.ravel().tolist(), array, case)


def test_general_scale_of_a_lower_hazard_ratio_is_finite_and_signed() -> None:
    """log of the hazard ratio over (1 + r) / sqrt(r), here 2: negative below 1, its ends in order."""
    data = "d <- getDataset(events=c(80,70), logRanks=c(-1.2,-2.8))"
    call = 'getFinalConfidenceInterval(getDesignGroupSequential(kMax=2, typeOfDesign="P"), d, directionUpper=FALSE)'
    fields = evaluate(f"{data}; {call}").fields
    assert fields["finalConfidenceIntervalGeneral"] == pytest.approx(
        np.log(fields["finalConfidenceInterval"]) / 2, rel=1e-9
    )


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("getDesignSet()", "`designs`, or of one `design`"),
        ("getDesignSet(design=getDesignGroupSequential(kMax=2))", "Nothing varies"),
        (
            "getDesignSet(design=getDesignGroupSequential(kMax=2), width=c(1,2))",
            "no argument of the design `width`",
        ),
        ("getDesignSet(designs=c(1,2))", "A set is of designs"),
        ('getDataset(n=c(20,20), means=c(1,"a"), stDevs=c(1,1))', "`means` is not of numbers"),
        ("ppwexp(1)", "hazards are not stated"),
        ('getAccrualTime(c(0,12), accrualIntensity=3, accrualIntensityType="c")', "no accrualIntensityType"),
        ("getSimulationMeans(plannedSubjects=50, stDev=0)", "`stDev` must be above 0"),
        ("getSimulationRates(plannedSubjects=50, pi2=.2, allocationRatioPlanned=-1)", "between 0 and"),
        ("getDesignGroupSequential(kMax=3", "line 1"),
        ("getDesignGroupSequential(kMx=3)", "`kMx` is not known"),
        ("getDesignGroupSequential(kMax=1000)", "kMax = 1000"),
        ("getDesignGroupSequential(kMax=3, futilityBounds=c(0,0,0))", "futility bounds"),
        ("getDataset(data.frame(n1=c(10,20), events1=c(1,2,3)))", "columns of different lengths"),
    ],
)
def test_refusals(call: str, said: str) -> None:
    with pytest.raises(DesignError, match=said):
        evaluate(call)


def test_set_varies_every_combination_the_last_fastest() -> None:
    """The order is that of rpact 3.3.4: (0.1, 1), (0.2, 1), (0.2, 2), (0.35, 1), (0.35, 2)."""
    call = 'getDesignSet(design=getDesignGroupSequential(kMax=2, typeOfDesign="WT", deltaWT=.1), deltaWT=c(.2,.35), sided=c(1,2))'
    found = evaluate(call).fields["designs"]
    assert [(d.given.get("deltaWT"), d.fields["sided"]) for d in found] == [
        (0.1, 1.0),
        (0.2, 1.0),
        (0.2, 2.0),
        (0.35, 1.0),
        (0.35, 2.0),
    ]


MULTI_ARM = (
    'getSimulationMultiArmRates(getDesignInverseNormal(kMax=2, typeOfDesign="asOF"), activeArms=2, typeOfShape="linear", '
    'piMaxVector=.3, piControl=.25, plannedSubjects=c(60,120), typeOfSelection="best", intersectionTest="Bonferroni", '
    "maxNumberOfIterations=10000, seed=5)"
)


def test_arms_that_can_no_longer_reject_stop() -> None:
    """A global Bonferroni p-value of 1 ends the trial for futility: rpact 3.3.4 says 0.194 (10,000 trials, seed 5)."""
    fields = evaluate(MULTI_ARM).fields
    error = np.sqrt(2 * 0.194 * 0.806 / 10_000)
    assert np.squeeze(fields["futilityPerStage"]) == pytest.approx(0.194, abs=4 * error)


def test_sizes_of_arms_add_up_to_the_expected_size() -> None:
    fields = evaluate(MULTI_ARM.replace("seed=5", "seed=6, allocationRatioPlanned=2")).fields
    of_stage = fields["sampleSizes"].sum(2) * fields["iterations"] / 10_000
    assert fields["sampleSizes"][0, 0].tolist() == [60, 60, 30]
    assert of_stage.sum(0) == pytest.approx(fields["expectedNumberOfSubjects"], rel=1e-9)


def test_medians_imply_event_rates() -> None:
    call = (
        "getSimulationSurvival(getDesignInverseNormal(kMax=2), hazardRatio=.5, directionUpper=FALSE, median2=12, eventTime=24, "
        "plannedEvents=c(30,60), maxNumberOfSubjects=150, accrualTime=12, maxNumberOfIterations=20, seed=1)"
    )
    fields = evaluate(call).fields
    assert (fields["pi2"], *fields["pi1"]) == pytest.approx((0.75, 0.5))


def test_two_sided_repeated_p_values_are_of_either_direction() -> None:
    """Arms exchanged, a two-sided test is the same."""
    arms = "n1=c(41,41), n2=c(41,41), means{}=c(1,1.1), means{}=c(1.6,1.7), stDevs1=c(1,1), stDevs2=c(1,1)"
    call = 'getRepeatedPValues(getStageResults(getDesignInverseNormal(kMax=2, sided=2, alpha=.05, typeOfDesign="asOF"), d))'
    below, above = (
        next(iter(evaluate(f"d <- getDataset({arms.format(*order)}); {call}").fields.values()))
        for order in ((1, 2), (2, 1))
    )
    assert below == pytest.approx(above, abs=1e-6)
    assert below[1] < 0.001


def test_hazard_ratio_that_changes_is_told_by_period() -> None:
    steps = "piecewiseSurvivalTime=c(0,8), lambda1=c(.02,.03), lambda2=c(.05,.02)"
    fields = evaluate(f"getPiecewiseSurvivalTime({steps}, delayedResponseAllowed=TRUE)").fields
    assert fields["hazardRatio"] == pytest.approx([0.4, 1.5])
    assert fields["delayedResponseEnabled"]
    with pytest.raises(DesignError, match="changes over time"):
        evaluate(f"getPiecewiseSurvivalTime({steps})")


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('getDesignGroupSequential(kMax=3, typeOfDesign="asOF"), pi1=.45, pi2=.3, plannedSubjects=c(120,240,360)', [0.4644, 0.5560]),
        ("getDesignInverseNormal(kMax=2), pi1=.5, pi2=.3, riskRatio=TRUE, thetaH0=1, plannedSubjects=c(70,140)", [0.5616]),
    ],
)  # fmt: skip
def test_conditional_power_of_rates(call: str, expected: list[float]) -> None:
    """rpact 3.3.4, 10,000 trials, seed 5; a conditional power has a standard deviation of at most 1/2."""
    fields = evaluate(f"getSimulationRates({call}, maxNumberOfIterations=10000, seed=5)").fields
    got = np.ravel(fields["conditionalPowerAchieved"])[1:]
    assert got == pytest.approx(expected, abs=4 * 0.5 * np.sqrt(2 / 10_000))


def test_populations_that_can_no_longer_reject_stop() -> None:
    """A global Bonferroni p-value of 1 ends the trial: rpact 3.3.4 says 0.3639 without effect (10,000 trials, seed 5)."""
    call = (
        'getSimulationEnrichmentMeans(getDesignInverseNormal(kMax=2), effectList=list(subGroups=c("S","R"), prevalences=c(.4,.6), '
        'stDevs=1, effects=matrix(c(0,0),1)), typeOfSelection="best", intersectionTest="Bonferroni", plannedSubjects=c(100,200), '
        "maxNumberOfIterations=10000, seed=5)"
    )
    error = np.sqrt(2 * 0.364 * 0.636 / 10_000)
    assert evaluate(call).fields["futilityPerStage"] == pytest.approx(0.3639, abs=4 * error)


def test_looks_that_end_early_are_expected_to_end_there() -> None:
    """Expected information cannot pass the last look's; and nothing but spending of alpha leaves some unspent."""
    design = 'getDesignGroupSequential(informationRates=c(.3,.6,.9), typeOfDesign="asOF")'
    found = evaluate(f"getPowerAndAverageSampleNumber({design}, theta=c(0, .3), nMax=100)").fields
    stops = found["earlyStop"][:2]
    assert found["averageSampleNumber"] == pytest.approx(90 - np.array([60, 30]) @ stops, rel=1e-9)
    for call in (
        'getDesignGroupSequential(informationRates=c(.4,.8), typeOfDesign="OF")',
        'getDesignGroupSequential(informationRates=c(.4,.8), typeOfDesign="asOF", typeBetaSpending="bsOF")',
        f"getPowerSurvival({design}, hazardRatio=.7, lambda2=.05, maxNumberOfSubjects=280, maxNumberOfEvents=160)",
    ):
        with pytest.raises(DesignError, match="end"):
            evaluate(call)


def test_exact_power_of_one_rate() -> None:
    """60 patients against 0.2: 19 responses are needed, by the binomial distribution."""
    call = "getPowerRates(groups=1, thetaH0=.2, pi1=c(.2,.35), maxNumberOfSubjects=60, normalApproximation=FALSE)"
    assert evaluate(call).fields["overallReject"] == pytest.approx(binom.sf(18, 60, [0.2, 0.35]), rel=1e-12)
    with pytest.raises(DesignError, match="one rate"):
        evaluate("getPowerRates(pi1=.5, maxNumberOfSubjects=60, normalApproximation=FALSE)")


def test_one_comparison_asks_for_one_rate() -> None:
    data = "d <- getDataset(n1=60, n2=61, events1=30, events2=22); s <- getStageResults(getDesignInverseNormal(kMax=2), d)"
    with pytest.raises(DesignError, match="3 values"):
        evaluate(f"{data}; getConditionalPower(s, nPlanned=140, pi1=c(.4,.5,.6), pi2=.35)")


ARMS = "means1=c(1,1.2), means2=c(.5,.6), stDevs1=c(1,1), stDevs2=c(1,1)"
ONE = "d <- getDataset(n1=c(20,22), n2=c(20,21), events1=c(9,9), events2=c(5,5)); g <- getDesignGroupSequential(kMax=2); "


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (f"getDataset(n1=c(20,NA), n2=c(20,20), {ARMS})", "some of its figures"),
        ("getDataset(n1=c(20,20), n2=c(20,20), events1=c(3,NA), events2=c(5,5))", "some of its figures"),
        ("getDataset(n1=c(20,NA), n2=c(20,20), events1=c(3,NA), events2=c(5,5))", "One of two arms"),
        ("getDataset(events1=c(9,NA,9), events2=c(8,8,8), logRanks1=c(1,NA,1), logRanks2=c(1,1,1))", "comes back"),
        ("getDataset(n1=Inf, n2=20, events1=3, events2=5)", "not of numbers"),
        (ONE + "getAnalysisResults(g, d, directionUpper=c(TRUE,FALSE))", "TRUE or FALSE"),
        (ONE + 'getAnalysisResults(g, d, thetaH0="none")', "not a number"),
        (ONE + "getAnalysisResults(g, d, stage=c(1,2))", "one number"),
        (ONE + "getAnalysisResults(g, d, intersectionTest=1)", "a word"),
        ("s <- getStageResults(getDesignInverseNormal(kMax=2), getDataset(events=40, logRanks=1)); "
         "getConditionalPower(s, nPlanned=60, thetaH1=-1)", "hazard ratio"),
        ("getDesignGroupSequential(kMax=1e9, informationRates=c(.6,1), delayedInformation=.1)", "not in 1 to"),
        ("getDesignGroupSequential(informationRates=matrix(1:4,2))", "matrix"),
        ('getSimulationSurvival(hazardRatio=.7, plannedEvents=50, maxNumberOfSubjects=90, accrualIntensity="x")', "not a number"),
    ],
)  # fmt: skip
def test_a_bad_argument_is_named(call: str, words: str) -> None:
    with pytest.raises(DesignError, match=words) as caught:
        evaluate(call)
    assert caught.value.fix


@pytest.mark.parametrize(
    "call",
    [
        "ppwexp(-1, lambda=.1)",
        "qpwexp(1.5, lambda=.1)",
        "qpwexp(-.5, s=c(0,5), lambda=c(.1,.2))",
        "getPiecewiseExponentialQuantile(c(.2,1.2), piecewiseLambda=.1)",
    ],
)
def test_no_time_before_the_start_and_no_share_beyond_all(call):
    with pytest.raises(DesignError, match="must "):
        answer(call)


def test_no_time_has_all_events_before_it():
    assert answer("qpwexp(1, lambda=.1)").fields["value"] == np.inf
