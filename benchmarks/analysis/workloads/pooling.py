"""Meta-analyses of 20 trials each."""

from __future__ import annotations

import numpy as np

from benchmarks.analysis.workloads import Data, Row
from trialwright.pool import models, priors

K = 20


def trials(sets: int, seed: int) -> Data:
    rng = np.random.default_rng(seed)
    v = rng.uniform(0.01, 0.2, (sets, K))
    return {"y": rng.normal(0.2, np.sqrt(v + 0.03)), "v": v}


def reml(d: Data) -> np.ndarray:
    return models.meta_analyses(d["y"], d["v"]).mean


def predictive(d: Data) -> np.ndarray:
    return priors.map_priors(d["y"], np.sqrt(d["v"]), mean=0.0, sd=2.0, tau="half-normal", scale=0.5)[:, 1]


ROWS = (
    Row(
        name="reml",
        reach=500.0,
        data=lambda seed: trials(20_000, seed),
        ours=reml,
        r="suppressMessages(library(metafor)); one <- function(i) as.numeric(rma(d$y[i, ], d$v[i, ])$b)",
    ),
    Row(name="map", reach=1000.0, data=lambda seed: trials(2_000, seed), ours=predictive),
)
