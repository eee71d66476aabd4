"""Sizes and power against rpact (reference/sizes.R), every numeric field of every call."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from trialwright.design.rpact import answer

REFERENCE = json.loads((Path(__file__).parents[2] / "reference" / "sizes.json").read_text())
CASES = REFERENCE["cases"]

# rpact's roots are within about 1e-5 of where its own equations hold; ours are solved to 1e-12.
TOLERANCE = 2e-5

# Where we differ on purpose: (pattern of the call, fields, why). Fields "" means all that follow from n.
KNOWN = [
    (
        r"SampleSizeRates\(.*sided=2",
        "criticalValuesEffectScaleLower criticalValuesEffectScaleUpper",
        "rpact swaps lower and upper where pi1 lies above the null of a fixed two-sided test",
    ),
    (
        r"allocationRatioPlanned=0[,)]",
        "allocationRatioPlanned",
        "rpact's optimum is found to 1e-4 of the ratio, in which n is flat; its n and ours agree",
    ),
    (
        r"^get\w+(Rates|Means)\(.*groups=1",
        "numberOfSubjects1 numberOfSubjects2",
        "rpact splits one group's patients into two arms",
    ),
    (
        r"Survival\(",
        "omega",
        "rpact leaves the event probability out where patients are given; we have it",
    ),
    (
        r"SampleSizeSurvival\(.*sided=2",
        "criticalValuesEffectScaleLower criticalValuesEffectScaleUpper futilityBoundsEffectScaleLower "
        "futilityBoundsEffectScaleUpper",
        "rpact swaps lower and upper of some two-sided bounds, by the side of the alternative",
    ),
    (
        r"accountForObservationTimes=FALSE",
        "accrualTime totalAccrualTime accrualIntensity followUpTime",
        "there is no accrual in a size that does without times",
    ),
    (
        r"SampleSizeSurvival\(.*accrualIntensity=c\(\.1,\.3\), followUpTime",
        "accrualIntensity",
        "rpact drops the later intervals' intensities where there are several alternatives",
    ),
    (
        r"SampleSizeMeans\(.*normalApproximation=FALSE",
        "criticalValuesEffectScale criticalValuesEffectScaleLower criticalValuesEffectScaleUpper",
        "with about one degree of freedom at a look the critical t is hundreds of SDs, or is not given",
    ),
    (
        r"Survival\(",
        "followUpTime",
        "rpact finds calendar times to 1e-4; followed up is the short rest of a long time",
    ),
    (
        r"^getAccrualTime",
        "followUpTimeMustBeUserDefined maxNumberOfSubjectsCanBeCalculatedDirectly remainingTime "
        "accrualIntensityRelative",
        "flags for rpact's own use",
    ),
]
LOOSE = {"followUpTime": 5e-4, "allocationRatioPlanned": 1e-4}


def known(call: str, field: str) -> bool:
    return any(re.search(pattern, call) and field in fields.split() for pattern, fields, _ in KNOWN)


def flat(value) -> np.ndarray:
    nested = np.array(value, dtype=object)
    return np.array([np.nan if v is None else float(v) for v in np.ravel(nested)])


def agrees(expected: np.ndarray, got: np.ndarray, tolerance: float) -> bool:
    if got.size == 1 and expected.size > 1:  # rpact repeats what all alternatives share
        got = np.resize(got, expected.size)
    return got.size == expected.size and bool(
        np.allclose(got, expected, rtol=tolerance, atol=1e-7, equal_nan=True)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["call"][:70])
def test_every_field_is_rpacts(case):
    fields = answer(case["call"]).fields
    wrong = {}
    for name, value in case["fields"].items():
        expected = flat(value)
        if known(case["call"], name) and name not in LOOSE:
            continue
        if name not in fields:
            if not np.all(np.isnan(expected)):
                wrong[name] = (value, "missing")
            continue
        got = flat(fields[name])
        if not agrees(expected, got, LOOSE.get(name, TOLERANCE)):
            wrong[name] = (value, got.tolist())
    assert not wrong


def test_the_reference_grid_has_not_shrunk():
    functions = {c["call"].split("(")[0] for c in CASES}
    assert len(CASES) >= 360
    assert functions >= {
        "getSampleSizeMeans",
        "getPowerMeans",
        "getSampleSizeRates",
        "getPowerRates",
        "getSampleSizeSurvival",
        "getPowerSurvival",
        "getEventProbabilities",
        "getNumberOfSubjects",
        "getAccrualTime",
        "getPiecewiseSurvivalTime",
        "getLambdaByPi",
    }


@pytest.mark.parametrize(("pattern", "fields", "reason"), KNOWN, ids=[k[2][:50] for k in KNOWN])
def test_each_known_disagreement_still_has_calls_it_speaks_of(pattern, fields, reason):
    assert any(re.search(pattern, c["call"]) and set(fields.split()) & set(c["fields"]) for c in CASES)


def test_our_best_allocation_needs_no_more_patients_than_rpacts():
    for case in CASES:
        if re.search(r"SampleSize(Rates|Survival)\(.*allocationRatioPlanned=0[,)]", case["call"]):
            ours = answer(case["call"]).fields["nFixed"]
            assert np.all(flat(ours) <= flat(case["fields"]["nFixed"]) * (1 + 1e-10))
