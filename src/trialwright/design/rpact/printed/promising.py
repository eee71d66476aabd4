"""The promising zone as a function in R, for rpact's `calcSubjectsFunction`: its own rule sizes every trial by conditional power."""

from __future__ import annotations

from trialwright.design.rpact.writing import Bare

# What rpact passes of the data so far → expected z of the stage for each root of a patient.
OF = {
    "Means": ("thetaH1, stDevH1", "thetaH1 / stDevH1 * sqrt(r) / (1 + r)"),
    "Rates": (
        "thetaH0, directionUpper, overallRate, farringtonManningValue1, farringtonManningValue2",
        "(2 * directionUpper - 1) * (overallRate[1] - overallRate[2] - thetaH0) / sqrt((1 + 1 / r) * "
        "(farringtonManningValue1 * (1 - farringtonManningValue1) + "
        "r * farringtonManningValue2 * (1 - farringtonManningValue2)))",
    ),
}
SHARED = (
    "stage, plannedSubjects, minNumberOfSubjectsPerStage, maxNumberOfSubjectsPerStage, allocationRatioPlanned, "
    "conditionalPower, conditionalCriticalValue"
)


def zone(of: str, promising: float) -> Bare:
    """Sizes as designs.reestimation has them. of : Means or Rates. promising : conditional power at the planned size from which
    the stage grows."""
    passed, drift = OF[of]
    return Bare(
        f"function(..., {SHARED}, {passed}) {{ r <- allocationRatioPlanned[stage]; drift <- {drift}; "
        "planned <- diff(plannedSubjects)[stage - 1]; "
        "reached <- pnorm(drift * sqrt(planned) - conditionalCriticalValue); "
        f"if (reached < {promising:.10g} || reached >= conditionalPower) return(planned); "
        "wanted <- ceiling((max(0, conditionalCriticalValue + qnorm(conditionalPower)) / max(1e-12, drift))^2); "
        "min(max(minNumberOfSubjectsPerStage[stage], wanted), maxNumberOfSubjectsPerStage[stage]) }"
    )
