"""How many patients the limits afford, and how long a size takes: closed forms."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from trialwright.design.calendar import clock_at, months_at
from trialwright.design.entry import ratio
from trialwright.design.population import Population, Split, entry_nodes
from trialwright.errors import DesignError
from trialwright.kernels import recruitment
from trialwright.model.design import Limits
from trialwright.model.scenario import Scenario

SMALLEST = 4  # two patients in each arm: the least a variance can come from


class Recruitment(NamedTuple):
    """Quantiles over trials (5 %, median, 95 %) of patients screened and of months to the last visit."""

    screened: tuple[int, int, int]
    months: tuple[float, float, float]

    def within(self, limits: Limits) -> bool:
        """Whether the median trial keeps the limits of screening and time."""
        return (limits.screened is None or self.screened[1] <= limits.screened) and (
            limits.months is None or self.months[1] <= limits.months
        )


def recruit(scenario: Scenario, cutoff: float | None, patients: int) -> Recruitment:
    """How long it takes and how many it screens to enrol `patients` at or above the cut-off."""
    enrolled, weight = entry_nodes(scenario, _split(scenario, cutoff))
    rate, followup = scenario.screened_per_month, scenario.followup_months

    def screened(p: float) -> int:
        return recruitment.screened_quantile(p, patients, enrolled, weight)

    def months(p: float) -> float:
        clock = rate * recruitment.months_quantile(p, patients, rate, enrolled, weight)
        return followup + float(months_at(scenario, np.asarray(clock)))

    return Recruitment(
        (screened(0.05), screened(0.5), screened(0.95)), (months(0.05), months(0.5), months(0.95))
    )


def size_within(
    scenario: Scenario, cutoff: float | None, limits: Limits, allocation: float | None = None
) -> int:
    """The most patients, at or above the cut-off, that the median trial can enrol within the limits.

    allocation : experimental to control; the size is then one that splits so exactly. None: any size.
    Erlang months and negative binomial screening, mixed over what is uncertain of eligibility and
    prevalence. Raises DesignError when the limits leave fewer than four.
    """
    enrolled, weight = entry_nodes(scenario, _split(scenario, cutoff))
    rate = scenario.screened_per_month
    months = None
    if limits.months is not None:  # as long at the full rate
        months = float(clock_at(scenario, np.asarray(limits.months - scenario.followup_months))) / rate

    def fits(n: int) -> bool:
        in_time = months is None or recruitment.months_cdf(months, n, rate, enrolled, weight) >= 0.5
        return in_time and (
            limits.screened is None or recruitment.screened_cdf(limits.screened, n, enrolled, weight) >= 0.5
        )

    if limits.patients < SMALLEST or not fits(SMALLEST):
        raise _too_few(scenario, cutoff, limits)
    low, high = SMALLEST, limits.patients + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    split = sum(ratio(allocation)) if allocation is not None else 1
    return max(low - low % split, SMALLEST)


def _split(scenario: Scenario, cutoff: float | None) -> Split:
    return Population(scenario.marker, scenario.effect).checked_split(cutoff)


def _too_few(scenario: Scenario, cutoff: float | None, limits: Limits) -> DesignError:
    takes = recruit(scenario, cutoff, SMALLEST)
    who = f"patients at or above {cutoff:g}" if cutoff is not None else "patients"
    stated = [f"{limits.patients} patients"]
    stated += [f"{limits.months:g} months"] if limits.months is not None else []
    stated += [f"{limits.screened} screened"] if limits.screened is not None else []
    return DesignError(
        f"The limits ({', '.join(stated)}) leave no room for a trial in {who}: {SMALLEST} of them alone take "
        f"{takes.screened[1]} screened and {takes.months[1]:.1f} months, of which "
        f"{scenario.followup_months:g} are follow-up.",
        where="limits",
        fix="Raise the limit, screen more patients a month, or lower the cut-off.",
    )
