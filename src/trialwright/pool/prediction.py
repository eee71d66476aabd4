"""From a pooled effect to what a new trial should expect."""

from __future__ import annotations

import math

from trialwright.model.base import Because
from trialwright.model.pooled import Pooled, Prior


def prior(pooled: Pooled) -> Prior:
    """Normal(mean, sd) for the effect in a new trial.

    Two trials or more: sd = sqrt(tau2 + se^2), the predictive one, so that a new trial is not taken to
    repeat the average. One trial: sd = se, and the formula says that heterogeneity could not be added.
    Source: Higgins, Thompson & Spiegelhalter 2009, J R Stat Soc A 172:137.
    """
    if pooled.tau2 is None:
        sd = pooled.se
        formula = f"Normal({pooled.mean:.4g}, se = {sd:.4g}); one trial, so no heterogeneity is in it"
    else:
        sd = math.sqrt(pooled.tau2 + pooled.se**2)
        formula = f"Normal({pooled.mean:.4g}, sqrt(tau2 + se^2) = sqrt({pooled.tau2:.4g} + {pooled.se:.4g}^2) = {sd:.4g})"
    return Prior(
        name=pooled.name,
        scale=pooled.scale,
        mean=pooled.mean,
        sd=sd,
        warnings=pooled.warnings,
        because=Because(rule="pool.prediction.prior", of=(pooled.id,), formula=formula),
    )
