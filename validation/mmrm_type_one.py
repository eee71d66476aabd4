"""Type I error of an MMRM's treatment contrast at the last visit in small trials, by how errors and degrees of freedom are had.

`python -m validation.mmrm_type_one [--replicates N] [--arm N] [--dropout NAME]` simulates two arms without a difference, four visits of an
unstructured covariance, complete or with dropout, fits each set once and tests the contrast at 5 % two-sided by every
method: plain errors with the normal and with Satterthwaite's degrees of freedom, Kenward and Roger's errors with second
derivatives of V and without ("linear"). It also prints the mean error over the estimate's own standard deviation. The
last raw output is kept in validation/output/. A row takes a minute or two of a core.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator

import numpy as np
from scipy.stats import norm, t

from trialwright.kernels import mmrm

ALPHA, VISITS = 0.05, 4
SD = np.array([8.0, 9.0, 10.0, 11.0])
CORRELATION = 0.6 ** np.abs(np.subtract.outer(np.arange(VISITS), np.arange(VISITS)))
METHODS = ("plain, normal", "plain, Satterthwaite", "Kenward-Roger", "Kenward-Roger linear")
# Chance of leaving before each later visit.
DROPOUT = {"complete": 0.0, "8 % a visit": 0.08, "15 % a visit": 0.15}


def design(arm: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Columns (baseline to be filled in, a mean for each visit, a difference at each), visits and patients of all rows."""
    patient, visit = np.repeat(np.arange(2 * arm), VISITS), np.tile(np.arange(VISITS), 2 * arm)
    at = np.eye(VISITS)[visit]
    treated = (patient >= arm)[:, None] * at
    return np.column_stack([np.zeros(len(visit)), at, treated]), visit, patient


def tests(arm: int, leaving: float, rng: np.random.Generator) -> Iterator[float]:
    """The estimate, each method's error, and each method's p, of one trial; nan where degrees of freedom are not had."""
    x, visit, patient = design(arm)
    root = np.linalg.cholesky(np.outer(SD, SD) * CORRELATION)
    baseline = rng.normal(0, 10, 2 * arm)
    errors = rng.normal(size=(2 * arm, VISITS)) @ root.T
    seen = (
        np.cumprod(np.column_stack([np.ones(2 * arm), rng.random((2 * arm, VISITS - 1)) >= leaving]), 1) > 0
    )
    keep = seen[patient, visit]
    x[:, 0] = baseline[patient]
    y = 0.5 * x[:, 0] + 2.0 * visit + errors[patient, visit]
    fit = mmrm.fit(x[keep], y[keep], visit[keep], patient[keep], "us", True, VISITS)
    contrast = np.eye(x.shape[1])[-1]
    estimate, df = float(contrast @ fit.b), fit.degrees_of_freedom(contrast)
    plain, full, linear = (float(np.sqrt(c[-1, -1])) for c in (fit.covariance, fit.adjusted, fit.linear))
    yield estimate
    yield from (plain, plain, full, linear)
    z = [abs(estimate) / e for e in (plain, plain, full, linear)]
    yield 2 * float(norm.sf(z[0]))
    yield from (2 * float(t.sf(v, df)) for v in z[1:])


def row(arm: int, leaving: float, n: int, seed: int) -> tuple[np.ndarray, int]:
    """(n, 9) results of the trials that could be fitted, and how many could not."""
    rng = np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(2026, spawn_key=(seed,))))
    found, failed = [], 0
    for _ in range(n):
        try:
            one = list(tests(arm, leaving, rng))
        except ValueError:  # no two patients of an arm are left at a visit
            one = [math.nan]
        if np.isfinite(one).all():
            found.append(one)
        else:
            failed += 1
    return np.array(found), failed


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--replicates", type=int, default=4000)
    parser.add_argument("--arm", type=int, default=12, help="patients in each arm")
    parser.add_argument("--dropout", choices=DROPOUT, help="one row alone; its trials are the same")
    asked = parser.parse_args()
    n, arm = asked.replicates, asked.arm
    error = 100 * math.sqrt(ALPHA * (1 - ALPHA) / n)
    print(
        f"{n:,} trials a row, {arm} patients an arm, {VISITS} visits, unstructured; {100 * ALPHA:g} % two-sided"
    )
    print(f"Monte Carlo error of a share of {100 * ALPHA:g} %: {error:.2f} %")
    for seed, (name, leaving) in enumerate(DROPOUT.items()):
        if asked.dropout not in (None, name):
            continue
        found, failed = row(arm, leaving, n, seed)
        spread = found[:, 0].std()
        print(f"\n{name}; {failed} trials without a fit or degrees of freedom left out")
        for k, method in enumerate(METHODS):
            share = 100 * float((found[:, 5 + k] < ALPHA).mean())
            print(
                f"  {method:22} rejects {share:5.2f} %   error / spread {found[:, 1 + k].mean() / spread:.3f}"
            )


if __name__ == "__main__":
    main()
