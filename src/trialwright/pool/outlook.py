"""A pool turned towards the next trial: see model/outlook.py. The methods are in priors.py and next_trial.py."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from trialwright.kernels import normal_hierarchy
from trialwright.model.base import Because
from trialwright.model.outlook import Assured, MapPrior, Moved, Outlook, Worth
from trialwright.model.pooled import NO_CONTRAST, Pooled
from trialwright.pool import next_trial, priors

VAGUE = 0.2  # weight of the robust component, as Schmidli et al. 2014 advise where conflict is possible
ONE_TRIAL = (
    "How trials differ cannot be seen in one: the chance of success leaves it out, the prior allows for it."
)
SIZES = (50, 100, 200, 400, 800, 1600, 3200)


def outlook(
    pooled: Pooled, patients: int, better: str, rng: np.random.Generator, dropout: float = 0.0,
    worth: float | None = None, patient_cost: float = 0.0,
) -> Outlook:  # fmt: skip
    """What `pooled` says of a next trial of so many patients. dropout : share 0..1 without an outcome. worth : of one unit of
    effect, in the better direction, to all who will be treated; patient_cost : of one patient, in the same unit."""
    because = Because(rule="pool.outlook", of=(pooled.id,))
    told = {
        "name": pooled.name,
        "scale": pooled.scale,
        "patients": patients,
        "better": better,
        "dropout": dropout,
    }
    unit = unit_variance(pooled)
    if pooled.scale in NO_CONTRAST or unit is None:
        why = (
            "the pool compares nothing" if pooled.scale in NO_CONTRAST
            else "no trial tells the sizes of its arms, so the next one's standard error is not known"
        )  # fmt: skip
        return Outlook(**told, why=why, because=because)  # type: ignore[arg-type]
    sign = 1.0 if better == "higher" else -1.0
    se = math.sqrt(unit * 4 / patients)
    tau = math.sqrt(pooled.tau2 or 0.0)
    steps = next_trial.assurance(sign * pooled.mean, pooled.se, tau, se, dropout=dropout)
    assured = [a for i, a in enumerate(steps) if i == 0 or a.lost]
    y, v = np.array([e.y for e in pooled.effects]), np.array([e.v for e in pooled.effects])
    moved = next_trial.next_trial_moves(y, v, se**2 / (1 - dropout), rng) if len(y) > 2 else None
    formula = (
        f"variance of the effect from n patients in two arms of one size = 4 u / n with u = {unit:.4g}, the trials' "
        f"v / (1/n1 + 1/n2) averaged by size; se = {se:.4g}"
    )
    return Outlook(
        **told,  # type: ignore[arg-type]
        se=se, prior=_prior(pooled, y, v, unit), assurance=tuple(Assured(**a._asdict()) for a in assured),
        moved=None if moved is None else Moved(**moved._asdict()),
        worth=_worth(pooled, sign, unit, dropout, worth, patient_cost),
        note=ONE_TRIAL if pooled.tau2 is None else "", because=because.model_copy(update={"formula": formula}),
    )  # fmt: skip


def best(outlooks: Sequence[Outlook]) -> tuple[Outlook, ...]:
    """The same, with the question marked whose trial is worth most, where any is worth its cost."""
    asked = [
        (o.name, tuple(next_trial.Worth(**w.model_dump()) for w in o.worth)) for o in outlooks if o.worth
    ]
    if not asked:
        return tuple(outlooks)
    name, found = next_trial.which_question(asked)
    return tuple(o.model_copy(update={"best": found.net > 0 and o.name == name}) for o in outlooks)


def unit_variance(pooled: Pooled) -> float | None:
    """v / (1/n1 + 1/n2) averaged over trials by their size: the variance of the effect from one patient in each arm is
    twice this. None where no trial tells both sizes."""
    sized = [(e.v, *e.n) for e in pooled.effects if e.n is not None and min(e.n) > 0]
    if not sized:
        return None
    total = sum(n1 + n2 for _, n1, n2 in sized)
    return sum((n1 + n2) * v / (1 / n1 + 1 / n2) for v, n1, n2 in sized) / total


def _prior(pooled: Pooled, y: np.ndarray, v: np.ndarray, unit: float) -> MapPrior:
    """The SD between trials is half-normal with half a unit of a logarithm, or half the SD of one patient's outcome."""
    scale = 0.5 if pooled.scale.startswith("log_") else 0.5 * math.sqrt(unit)
    found = normal_hierarchy.posterior(
        y, np.sqrt(v), 0.0, math.inf, normal_hierarchy.PRIORS["half-normal"], scale
    ).new
    fitted = priors.fit_normal_mixture(found).mixture
    low, high = found.quantile(np.array([0.025, 0.975]))
    sigma = 2 * math.sqrt(unit)  # an effect from n patients has the standard error sigma / sqrt(n)
    robust = priors.robust(fitted, VAGUE, float(found.mean), sigma / math.sqrt(2))
    return MapPrior(
        mean=float(found.mean), sd=float(found.sd), low=float(low), high=float(high), tau_scale=scale,
        weights=tuple(map(float, fitted.weights)), means=tuple(map(float, fitted.means)),  # type: ignore[union-attr]
        sds=tuple(map(float, fitted.sds)),  # type: ignore[union-attr]
        worth=priors.effective_size(fitted, "elir", sigma), robust_worth=priors.effective_size(robust, "elir", sigma),
    )  # fmt: skip


def _worth(
    pooled: Pooled, sign: float, unit: float, dropout: float, worth: float | None, patient_cost: float
) -> tuple[Worth, ...]:
    if worth is None:
        return ()
    spread = math.sqrt(pooled.se**2 + (pooled.tau2 or 0.0))
    rows = next_trial.sample_information(
        sign * pooled.mean, spread, 4 * unit / (1 - dropout), SIZES, worth=worth, patient_cost=patient_cost
    )
    return tuple(Worth(**r._asdict()) for r in rows)
