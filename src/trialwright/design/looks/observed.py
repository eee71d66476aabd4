"""Looks at information that was not as planned: rates as observed, and bounds that spend the error as planned.

Source: Lan & DeMets 1983, Biometrika 70:659; Wassmer & Brannath 2016, section 3.3 (under- and over-running).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from trialwright.design.boundaries import SequentialDesign, group_sequential
from trialwright.design.looks.datasets import Dataset, Floats, Means, Rates, until
from trialwright.errors import DesignError


@dataclass(frozen=True, eq=False)
class ObservedInformation:
    """absolute : (stages,) patients or events so far. planned : the maximum. rates : (looks,) of what the maximum has
    become, 1 at the end. status : "interim-stage", "final-stage", "under-running" or "over-running"."""

    absolute: Floats
    planned: float
    rates: Floats
    status: str

    @property
    def maximum(self) -> float:
        """The planned maximum, or what was observed where the trial ended below or above it."""
        return float(self.absolute[-1]) if self.status.endswith("running") else self.planned

    @property
    def final(self) -> bool:
        return self.status != "interim-stage"


def observed_information(
    data: Dataset, stage: int, planned: float, epsilon: float = 0.0
) -> ObservedInformation:
    """How far the data have come. epsilon : how much short of the plan still ends the trial, absolute or, below 1, as
    a share of the plan."""
    total = until(data, stage).cumulative
    absolute = np.nansum(total.n, axis=1) if isinstance(total, Means | Rates) else total.events[:, 0]
    if planned <= 0 or epsilon < 0:
        raise DesignError(
            "The planned information must be above 0 and its tolerance not below.",
            where=f"{planned:g}, {epsilon:g}",
            fix="Give the planned number of patients or events.",
        )
    seen, slack = float(absolute[-1]), epsilon * planned if epsilon < 1 else epsilon
    if seen > planned:
        status = "over-running"
    elif seen == planned:
        status = "final-stage"
    else:
        status = "under-running" if slack > 0 and seen >= planned - slack else "interim-stage"
    if status == "interim-stage":
        return ObservedInformation(absolute, planned, np.append(absolute / planned, 1.0), status)
    return ObservedInformation(absolute, planned, absolute / seen, status)


def redesigned(design: SequentialDesign, observed: ObservedInformation) -> SequentialDesign:
    """The spending design with looks where they were. At the end earlier looks have spent by the plan, the last spends
    what is left. Raises DesignError for designs that do not spend."""
    if design.kind == "fisher" or (
        "gamma" not in design.parameters and not design.boundaries.startswith("lan_demets")
    ):
        raise DesignError(
            "Bounds follow observed information only where a function spends the error.",
            where=design.boundaries,
            fix='Use typeOfDesign "asOF", "asP", "asKD" or "asHSD".',
        )
    stated: dict[str, Any] = {**design.parameters, "k": len(observed.rates)}
    if not observed.final:
        return group_sequential(**{**stated, "information_rates": observed.rates})
    spent = by_plan(design, observed).alpha_spent
    spent[-1] = design.alpha
    stated = {n: v for n, v in stated.items() if n != "gamma"}
    return group_sequential(
        **{
            **stated,
            "boundaries": "user_spending",
            "alpha_spending": spent,
            "information_rates": observed.rates,
        }
    )


def by_plan(design: SequentialDesign, observed: ObservedInformation) -> SequentialDesign:
    """The design that looks before the present one followed: at what they had seen, of the planned maximum."""
    rates = np.append(observed.absolute[:-1] / observed.planned, 1.0)
    return group_sequential(**{**design.parameters, "k": len(rates), "information_rates": rates})
