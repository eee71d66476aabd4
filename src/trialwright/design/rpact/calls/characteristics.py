"""getDesignCharacteristics, getPowerAndAverageSampleNumber and getGroupSequentialProbabilities."""

from __future__ import annotations

from typing import Any

import numpy as np

from trialwright.design.boundaries import characteristics, operating
from trialwright.design.rpact.answer import Answer
from trialwright.design.rpact.arguments import number, refuse, sequential, vector
from trialwright.kernels.group_sequential import beyond, density, grid, sharpness


def getDesignCharacteristics(design: Any) -> Answer:
    """Shift, inflation and average sample numbers."""
    of = sequential(design)
    found = characteristics(of)
    fields = {
        "nFixed": found.fixed_information,
        "shift": found.shift,
        "inflationFactor": found.inflation_factor,
        "stages": np.arange(1.0, of.k + 1),
        "information": found.information,
        "power": found.power,
        "rejectionProbabilities": found.rejection,
        "futilityProbabilities": found.crossed,
        "averageSampleNumber1": found.average_alternative,
        "averageSampleNumber01": found.average_halfway,
        "averageSampleNumber0": found.average_null,
    }
    return Answer("getDesignCharacteristics", fields, {"design": design}, found)


def getPowerAndAverageSampleNumber(design: Any, theta: Any = None, nMax: Any = 100.0) -> Answer:
    """Power, stopping and expected size over effects; matrices have a row for each stage."""
    of = sequential(design)
    effects = vector(theta, "theta")
    effects = np.linspace(-1.0, 1.0, 101) if effects is None else effects
    most = number(nMax, "nMax", 100.0)
    found = operating(of, effects, most)
    crossed = found.crossed.T
    if of.sided == 2 and of.futility_bounds is None:
        crossed = np.full_like(crossed, np.nan)  # as rpact has it: there is nothing to cross
    early = found.rejection[:, :-1] + found.futility
    fields = {
        "nMax": most,
        "theta": effects,
        "averageSampleNumber": found.expected_information,
        "calculatedPower": found.power,
        "overallEarlyStop": early.sum(axis=1),
        "earlyStop": np.column_stack([early, np.full(len(effects), np.nan)]).T,
        "overallReject": found.power,
        "rejectPerStage": found.rejection.T,
        "overallFutility": found.crossed.sum(axis=1),
        "futilityPerStage": crossed,
    }
    return Answer(
        "getPowerAndAverageSampleNumber", fields, {"design": design, "theta": effects, "nMax": most}, found
    )


def getGroupSequentialProbabilities(decisionMatrix: Any, informationRates: Any) -> Answer:
    """(3 or 5, k) P(going on, then Z below each bound of the look), and P(going on), under no effect.

    decisionMatrix : 2 rows, going on between them; or 4, going on between the first two and between the last two.
    """
    bounds = np.atleast_2d(np.asarray(decisionMatrix, dtype=float))
    rates = vector(informationRates, "informationRates")
    if bounds.shape[0] not in (2, 4):
        refuse(f"`decisionMatrix` has {bounds.shape[0]} rows.", "Give two or four.")
    if rates is None or len(rates) != bounds.shape[1] or np.any(np.diff(rates, prepend=0.0) <= 0):
        refuse(
            "`informationRates` do not rise, one for each column of decisionMatrix.",
            "Give one for each look.",
        )
    if np.any(np.diff(bounds, axis=0) < 0):
        refuse("The rows of `decisionMatrix` do not rise.", "Order each column.")
    table = _cumulative(bounds, rates)
    fields = {"probabilities": table}
    return Answer(
        "getGroupSequentialProbabilities",
        fields,
        {"decisionMatrix": bounds, "informationRates": rates},
        table,
    )


def _cumulative(bounds: np.ndarray, rates: np.ndarray) -> np.ndarray:
    table = np.empty((len(bounds) + 1, len(rates)))
    z, mass, before = np.empty(0), np.empty(0), 0.0
    for i, now in enumerate(rates):
        table[:-1, i] = [beyond(z, mass, before, now, 0.0, b, -1.0) for b in bounds[:, i]]
        table[-1, i] = 1.0 if i == 0 else mass.sum()
        if i + 1 < len(rates):
            width = sharpness(before, now, rates[i + 1])
            pieces = [grid(a, b, 0.0, width) for a, b in bounds[:, i].reshape(-1, 2)]
            here, weights = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
            mass = density(z, mass, before, now, 0.0, here) * weights
            z, before = here, now
    return table


CALLS = {
    "getDesignCharacteristics": getDesignCharacteristics,
    "getPowerAndAverageSampleNumber": getPowerAndAverageSampleNumber,
    "getGroupSequentialProbabilities": getGroupSequentialProbabilities,
}
