"""The cells (bin by arm) whose tallies can be drawn at once, and why where they cannot."""

from __future__ import annotations

import numpy as np

from trialwright.design.setting import Setting
from trialwright.errors import DesignError
from trialwright.kernels import tables
from trialwright.kernels.power import shares
from trialwright.kernels.statistic_level import CellTable

_ALIKE = 1e-9


def cell_table(setting: Setting) -> CellTable:
    """Raises DesignError where patients of a cell are not alike, or their tally has no law that is drawn here."""
    s, outcome = setting, setting.outcome
    population = s.populations[0]
    if outcome.kind in (tables.COUNT, tables.CHALLENGE):
        raise _refusal(s, f"no law of the tallies of a {s.design.endpoint} endpoint is drawn")
    if s.scenario.dropout_by_category:
        raise _refusal(s, "who is lost hangs on the outcome")
    if population.is_sample and (s.bins > 1 or s.constant_shifts is None):
        raise _refusal(s, "each trial's marker comes from its own re-weighted sample of patients")
    if s.bins > 1 and s.scenario.marker is not None and s.scenario.marker.positive_n:
        raise _refusal(s, "each trial has its own share of positives")
    if s.scenario.drift:
        raise _refusal(s, "the control outcome drifts, so early and late patients differ")
    if np.ptp(s.lost) > 0:
        raise _refusal(s, "arms lose different shares of their patients")
    k = len(outcome.cuts) + 1 if outcome.cuts else 0
    probability, mean = np.zeros((s.bins, s.arms, k)), np.zeros((s.bins, s.arms))
    effect = np.zeros(s.bins)
    for arm in range(s.arms):
        weight, at = s.bin_weights(max(arm, 1))
        shift = np.zeros(len(at)) if arm == 0 else outcome.shifted_by(at)
        for b in range(s.bins):
            among = weight[:, b] / max(weight[:, b].sum(), 1e-300)
            here = weight[:, b] > 0
            if k:
                probability[b, arm] = among @ shares(np.array(s.outcome_of(arm).cuts), shift)
            elif here.any() and np.ptp(shift[here]) > _ALIKE:
                raise _refusal(
                    s, "the effect varies within a range of the marker, so outcomes are no normal law"
                )
            mean[b, arm] = among @ shift
            if arm == 1:
                effect[b] = among @ at
    t = s.outcome_table
    of = (outcome.sd, float(s.lost[0]), t.kind, t.rho, t.seen, t.sds, t.weights)
    return CellTable(weight.sum(0), probability, mean, effect, *of)


def _refusal(setting: Setting, why: str) -> DesignError:
    return DesignError(
        f"The design `{setting.design.name}` cannot be simulated by its statistics under the scenario "
        f"`{setting.scenario.name}`: {why}.",
        where="simulate.level",
        fix="Use level `patient`.",
    )
