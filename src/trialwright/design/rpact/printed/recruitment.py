"""A scenario's recruitment and dropout → rpact's accrual, with a ramp in steps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from trialwright.design.calendar import clock_at
from trialwright.design.event_theory import months_to_enrol
from trialwright.design.rpact.printed.planned import Planned, rounded
from trialwright.endpoints import time_to_event

FEWEST, MOST = (
    6,
    24,
)  # steps of a ramp; between their ends, where both agree, a ramp in six is at most 1/288 of its patients off


def entry(p: Planned) -> Mapping[str, Any]:
    """Accrual of those who are enrolled, and the share lost by the months that a scenario's dropout is of."""
    starts, rates = _steps(p)
    control, experimental = p.setting.lost
    lost = {
        "dropoutRate1": experimental,
        "dropoutRate2": control,
        "dropoutTime": time_to_event.DROPOUT_MONTHS,
    }
    return {
        "accrualTime": starts if len(starts) > 1 else starts[0],
        "accrualIntensity": rates if len(rates) > 1 else rates[0],
        "accrualIntensityType": "absolute",
        "maxNumberOfSubjects": p.design.patients,
        **(lost if control or experimental else {}),
    }


def _steps(p: Planned) -> tuple[list[float], list[float]]:
    """Months at which the rate changes, from 0, and patients a month from each on: those who join a rising recruitment within a
    step, by its length. Steps end before the last patient has come, since rpact's last rate goes on until then."""
    s = p.scenario
    share = s.eligible * s.consent * p.split.prevalence
    if s.ramp_months == 0:
        return [0.0], [s.screened_per_month * share]
    n = min(MOST, max(FEWEST, math.ceil(s.ramp_months)))
    ends = np.linspace(0.0, s.ramp_months, n + 1)
    rates = np.append(share * np.diff(clock_at(s, ends)) / np.diff(ends), s.screened_per_month * share)
    begun = ends < months_to_enrol(p.setting)
    return [rounded(e) for e in ends[begun]], [rounded(r) for r in rates[begun]]


def remarks(p: Planned) -> tuple[str, ...]:
    """In what recruitment differs from that of the trials simulated here."""
    s = p.scenario
    own = s.sites > 0 or s.eligible_n > 0
    return (
        *(["recruitment rises by steps"] if s.ramp_months else []),
        *(["recruitment is the mean of trials that differ in it"] if own else []),
    )
