"""getSimulationMultiArmSurvival: hazard ratios of several arms, log-rank scores drawn, arms selected over stages."""

from __future__ import annotations

from typing import Any

import numpy as np

from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import flag, positive, refuse, vector, word
from trialwright.design.rpact.arm_outcomes import ArmOutcome, LogRanks
from trialwright.design.rpact.arm_paths import ArmPaths
from trialwright.design.rpact.calls.simulate_enrichment_survival import turn_threshold
from trialwright.design.rpact.calls.simulate_multi_arm import EVENTS, allocation, answer, effects
from trialwright.design.rpact.calls.sizes_arguments import checked
from trialwright.design.rpact.calls.sizes_given import given

CORRELATIONS = {"alternative": False, "null": True}


def getSimulationMultiArmSurvival(
    design: Any = None,
    *,
    omegaMaxVector: Any = None,
    directionUpper: Any = True,
    correlationComputation: Any = "alternative",
    thetaH1: Any = None,
    **given_: Any,
) -> Answer:
    """plannedEvents are of control and the arms that go on. Only what the scores show is simulated, not patients."""
    top = vector(omegaMaxVector, "omegaMaxVector")
    values = effects(given_, np.arange(10, 27, 2) / 10 if top is None else top, 1.0)
    if np.any(values <= 0):
        refuse("A hazard ratio is not above 0.", "Give hazard ratios of each arm to control.")
    upper, ratio = flag(directionUpper, "directionUpper", True), allocation(given_)
    under_null = word(correlationComputation, "correlationComputation", CORRELATIONS)
    assumed = positive(thetaH1, "thetaH1", np.nan) if given(thetaH1) else np.nan
    of = [LogRanks(v, ratio, upper, under_null, assumed) for v in values]
    if not upper:
        turn_threshold(given_)
    outcomes: list[ArmOutcome] = [*of]
    made = answer("getSimulationMultiArmSurvival", design, given_, outcomes, EVENTS, effectMatrix=values.T)
    fields = dict(made.fields) | _events(made.of, of)
    # rpact tells of the experimental arms alone which were selected: control always is.
    fields["selectedArms"] = fields["selectedArms"][..., :-1]
    return Answer(made.call, fields, made.given, made.of, made.notes)


CALLS = checked({"getSimulationMultiArmSurvival": getSimulationMultiArmSurvival})


def _events(paths: list[ArmPaths], of: list[LogRanks]) -> dict[str, Any]:
    """(stages, scenarios, arms) mean events of each arm at a stage, control last, and so far of each pair with control."""
    single, pairs = [], []
    for path, outcome in zip(paths, of, strict=True):
        stages = np.stack([outcome.events(path.active[:, i], s) for i, s in enumerate(path.size.T)], 1)
        mean = (stages * path.reached[..., None]).sum(0) / np.maximum(path.reached.sum(0), 1)[:, None]
        single.append(mean)
        pairs.append(np.cumsum(mean[:, :-1] + mean[:, -1:], axis=0))
    return {"singleNumberOfEventsPerStage": np.stack(single, 1), "eventsPerStage": np.stack(pairs, 1)}
