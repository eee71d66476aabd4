"""What is timed: one scenario and design a row, as ours and as rpact's call of the same trial."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import numpy as np

from trialwright import design
from trialwright.app.simulating import Streams
from trialwright.model.design import Design, Limits, OperatingCharacteristics
from trialwright.model.scenario import EffectCurve, Marker, Scenario

PATIENTS = 400
RATES = (0.30, 0.435)
RATES_OF_POSITIVES = (0.30, 0.50)
HAZARD_RATIO = 0.70
THIRDS = (1 / 3, 2 / 3, 1)


def _log_odds_ratio(control: float, experimental: float) -> float:
    return float(np.log(experimental / (1 - experimental)) - np.log(control / (1 - control)))


MEANS = Scenario(
    name="means", control={"mean": 0, "sd": 1}, effect=EffectCurve(level=0.28), screened_per_month=30
)
BINARY = Scenario(
    name="binary",
    control={"rate": RATES[0]},
    effect=EffectCurve(level=_log_odds_ratio(*RATES)),
    screened_per_month=30,
)
SURVIVAL = Scenario(
    name="survival",
    control={"median": 12},
    effect=EffectCurve(level=float(np.log(HAZARD_RATIO))),
    screened_per_month=PATIENTS / 24,
    dropout=0.05,
)
SUBGROUP = Scenario(
    name="subgroup",
    control={"rate": RATES_OF_POSITIVES[0]},
    marker=Marker(name="mutation", positive=0.5),
    effect=EffectCurve(curve="step", half=1, level=_log_odds_ratio(*RATES_OF_POSITIVES)),
    screened_per_month=30,
)
DOSES = Scenario(
    name="doses",
    control={"mean": 0, "sd": 1},
    effect=EffectCurve(level=0.1),
    arms={"middle": EffectCurve(level=0.2), "high": EffectCurve(level=0.4)},
    screened_per_month=30,
)

_SEQUENTIAL = "getDesignGroupSequential(kMax=3, alpha=.025, typeOfDesign='asOF')"
_COMBINED = "getDesignInverseNormal(kMax=2, alpha=.025, typeOfDesign='asOF')"
_RUNS = "maxNumberOfIterations={n}, seed=1"


class Row(NamedTuple):
    """level : of ours. rpact : R's call, with {n} for its trials. power : its field. trials, peer_trials : of each at
    full scale."""

    scenario: Scenario
    type: str
    endpoint: str
    level: Literal["patient", "statistic"]
    rpact: str
    power: str
    trials: int
    peer_trials: int
    stated: dict[str, Any] = {}

    def design(self) -> Design:
        stated = {"better": "higher", "patients": PATIENTS} | self.stated
        return Design(name=self.type, type=self.type, endpoint=self.endpoint, **stated)

    def run(self, trials: int) -> OperatingCharacteristics:
        """By the public API. rpact gives no type I error, so ours is asked for none."""
        (found,) = design.evaluate(
            [self.design()],
            self.scenario,
            Limits(),
            trials,
            streams,
            level=self.level,
            nulls=False,
        )
        return found


streams = Streams(seed=1)


_OF_MEANS = (
    f"getSimulationMeans({_SEQUENTIAL}, alternative=.28, stDev=1, plannedSubjects=c(134, 267, 400), {_RUNS})"
)
_OF_RATES = f"getSimulationRates({_SEQUENTIAL}, pi1={RATES[1]}, pi2={RATES[0]}, plannedSubjects=c(134, 267, 400), {_RUNS})"
_OF_EVENTS = (
    f"getSimulationSurvival({_SEQUENTIAL}, lambda2=log(2)/12, hazardRatio={HAZARD_RATIO}, directionUpper=FALSE, "
    f"plannedEvents=c(100, 200, 300), maxNumberOfSubjects={PATIENTS}, accrualTime=c(0, 24), dropoutRate1=.05, "
    f"dropoutRate2=.05, dropoutTime=12, {_RUNS})"
)
_OF_SUBGROUP = (
    f"getSimulationEnrichmentRates({_COMBINED}, effectList=list(subGroups=c('S', 'R'), prevalences=c(.5, .5), "
    f"piControl=rep({RATES[0]}, 2), piTreatments=matrix(c({RATES_OF_POSITIVES[1]}, {RATES_OF_POSITIVES[0]}), 1)), "
    f"plannedSubjects=c(200, 400), intersectionTest='Simes', typeOfSelection='best', {_RUNS})"
)
_OF_ARMS = (
    f"getSimulationMultiArmMeans({_COMBINED}, activeArms=3, typeOfShape='userDefined', "
    "effectMatrix=matrix(c(.1, .2, .4), 1), stDev=1, plannedSubjects=c(50, 100), intersectionTest='Dunnett', "
    f"typeOfSelection='best', {_RUNS})"
)
_THREE = {"looks": THIRDS}

ROWS = {
    "survival": Row(
        SURVIVAL,
        "group_sequential",
        "time_to_event",
        "patient",
        _OF_EVENTS,
        "overallReject",
        20_000,
        5_000,
        {**_THREE, "better": "lower", "events": 300},
    ),
    "binary": Row(
        BINARY, "group_sequential", "binary", "patient", _OF_RATES, "overallReject", 100_000, 20_000, _THREE
    ),
    "means_patient": Row(
        MEANS,
        "group_sequential",
        "continuous",
        "patient",
        _OF_MEANS,
        "overallReject",
        100_000,
        40_000,
        _THREE,
    ),
    "means_statistic": Row(
        MEANS,
        "group_sequential",
        "continuous",
        "statistic",
        _OF_MEANS,
        "overallReject",
        1_000_000,
        40_000,
        {**_THREE, "test": "z"},
    ),
    "means_statistic_welch": Row(
        MEANS,
        "group_sequential",
        "continuous",
        "statistic",
        _OF_MEANS,
        "overallReject",
        1_000_000,
        40_000,
        _THREE,
    ),
    "enrichment": Row(
        SUBGROUP,
        "enrichment",
        "binary",
        "statistic",
        _OF_SUBGROUP,
        "rejectAtLeastOne",
        200_000,
        2_000,
        {"marker": "mutation", "cutoff": 1},
    ),
    "dunnett": Row(
        DOSES,
        "multi_arm",
        "continuous",
        "statistic",
        _OF_ARMS,
        "rejectAtLeastOne",
        100_000,
        2_000,
        {"arms": ("low", "middle", "high")},
    ),
}
