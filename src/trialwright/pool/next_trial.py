"""What the evidence says of the next trial: its chance of success and what that hangs on, its worth, its weight.

Effects are on an additive scale on which higher is better; turn the sign of others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr
from scipy.stats import norm

from trialwright.errors import EvidenceError
from trialwright.kernels.batched_reml import reml_many
from trialwright.kernels.mixed_effects import critical, fit
from trialwright.pool import given


class Assured(NamedTuple):
    """what : the uncertainty added last, all earlier ones kept. chance : of a significant result. lost : by this one."""

    what: str
    chance: float
    lost: float


def assurance(
    mean: float,
    se: float,
    tau: float,
    trial_se: float,
    *,
    drift_sd: float = 0.0,
    dropout: float = 0.0,
    level: float = 0.025,
) -> tuple[Assured, ...]:
    """The chance that the next trial succeeds, one uncertainty at a time.

    mean, se, tau : of the pool. trial_se : standard error that the next trial will have with everyone seen. drift_sd : of
    this population's effect from the pool's. dropout : share 0..1 not seen. level : one-sided. All normal: the chance is
    Phi((mean - z trial_se) / sqrt(trial_se^2 + variance of the true effect)). Raises EvidenceError.
    Source: O'Hagan, Stevens & Campbell 2005, Pharm Stat 4:187.
    """
    spreads = (
        min(se, tau, drift_sd) >= 0 and trial_se > 0 and math.isfinite(mean + se + tau + drift_sd + trial_se)
    )
    if not (spreads and 0 <= dropout < 1 and 0 < level < 1):
        raise EvidenceError(
            "Standard errors are positive, and dropout and the level shares.",
            where="assurance",
            fix="Look at the numbers.",
        )
    z = float(norm.ppf(1 - level))
    steps = (
        ("none: the effect is the pooled mean", 0.0, 0.0), ("the mean is not known exactly", se, 0.0),
        ("trials differ: the next has its own effect", tau, 0.0), ("drift from the pool's populations", drift_sd, 0.0),
        ("dropout", 0.0, dropout),
    )  # fmt: skip
    variance, seen, out = 0.0, trial_se, list[Assured]()
    for what, sd, lost in steps:
        variance += sd**2
        seen /= math.sqrt(1 - lost)
        chance = float(ndtr((mean - z * seen) / math.sqrt(seen**2 + variance)))
        out.append(Assured(what, chance, out[-1].chance - chance if out else 0.0))
    return tuple(out)


class Worth(NamedTuple):
    """patients : of a trial. value : expected, of the better decision that it allows. net : less its cost."""

    patients: int
    value: float
    net: float


def sample_information(
    mean: float, sd: float, unit_variance: float, sizes: ArrayLike, *, worth: float, patient_cost: float = 0.0,
    fixed_cost: float = 0.0,
) -> tuple[Worth, ...]:  # fmt: skip
    """Expected value of sample information for each number of patients.

    mean, sd : normal prior of the effect less the least one worth having: adopt where its posterior mean is above 0.
    unit_variance : of the effect's estimate from n patients is unit_variance / n. worth : of one unit of effect to all
    who will be treated, in the unit of the costs. Raises EvidenceError. Source: Raiffa & Schlaifer 1961; Willan & Pinto
    2005, Stat Med 24:1791.
    """
    n = given.numbers("sizes", sizes)
    if not (
        sd > 0 and unit_variance > 0 and math.isfinite(mean + worth + patient_cost + fixed_cost)
    ) or np.any(n < 1):
        raise EvidenceError(
            "Spreads are positive, sizes 1 or more, and worth and costs numbers.",
            where="sizes",
            fix="Look at the numbers.",
        )
    foreseen = sd**2 / np.sqrt(sd**2 + unit_variance / n)  # SD of the posterior mean before the trial
    gain = worth * (mean * ndtr(mean / foreseen) + foreseen * norm.pdf(mean / foreseen) - max(mean, 0.0))
    return tuple(
        Worth(int(k), float(g), float(g - fixed_cost - patient_cost * k))
        for k, g in zip(n, gain, strict=True)
    )


def which_question(questions: Sequence[tuple[str, tuple[Worth, ...]]]) -> tuple[str, Worth]:
    """The question, and its size, whose trial is worth most; its net is negative where none is worth its cost."""
    if not any(rows for _, rows in questions):
        raise EvidenceError(
            "No question is given.", where="questions", fix="Give (name, sample_information(...))."
        )
    return max(((name, w) for name, rows in questions for w in rows), key=lambda of: of[1].net)


class Moved(NamedTuple):
    """Where the pooled 95 % interval lies against a line, now, and with what chance after the next trial, with their
    Monte Carlo error. crosses : chance that it lies elsewhere than now."""

    now: str
    below: float
    above: float
    across: float
    crosses: float
    error: float


def _check_next(new_v: float, replicates: int) -> None:
    if not 0 < new_v < math.inf:
        raise EvidenceError(
            "The new trial's variance must be a positive number.",
            where="new_v",
            fix="Give its standard error squared.",
        )
    if replicates < 1:
        raise EvidenceError("Nothing would be simulated.", where="replicates", fix="Give, say, 4000.")


def next_trial_moves(
    y: ArrayLike,
    v: ArrayLike,
    new_v: float,
    rng: np.random.Generator,
    line: float = 0.0,
    replicates: int = 4000,
) -> Moved:
    """What one more trial, with variance new_v, would do to the pooled interval (REML, Hartung-Knapp floored at 1).

    Its effect is drawn from the pool's prediction, t on k - 1, and its estimate from that; every time all trials are
    pooled anew. Raises EvidenceError below three trials.
    """
    one, two = given.effects(y, v, least=3)
    _check_next(new_v, replicates)
    found = fit(one, two, test="adhoc")
    low, high = (float(e[0]) for e in found.interval())
    spread = math.sqrt(found.tau2 + float(found.covariance[0, 0]))
    true = found.beta[0] + spread * rng.standard_t(len(one) - 1, replicates)
    seen = true + math.sqrt(new_v) * rng.standard_normal(replicates)
    ys = np.column_stack([np.tile(one, (replicates, 1)), seen])
    fits = reml_many(ys, np.tile(np.append(two, new_v), (replicates, 1)))
    half = critical(float(len(one))) * fits.se * np.sqrt(np.maximum(fits.factor, 1.0))
    below, above = fits.mean + half < line, fits.mean - half > line
    shares = {
        "below": float(below.mean()),
        "above": float(above.mean()),
        "across": float((~below & ~above).mean()),
    }
    now = "below" if high < line else "above" if low > line else "across"
    crosses = 1 - shares[now]
    return Moved(
        now,
        shares["below"],
        shares["above"],
        shares["across"],
        crosses,
        math.sqrt(crosses * (1 - crosses) / replicates),
    )
