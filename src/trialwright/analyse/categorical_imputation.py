"""Multiple imputation of a binary or ordinal outcome seen once: at random, or as if from control, and with a shift of the odds.

The outcome given arm, baseline and covariates is a proportional odds model (of two categories, logistic regression). Each
imputation draws its parameters from their approximate normal posterior, then each missing outcome from its probabilities.
Sources: Rubin 1987, pp. 169-170 (the draws); Carpenter & Kenward 2013, sections 4.1 and 10 (shifts, reference); Tang 2018, Stat
Med 37:1467 (reference-based imputation of categories).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

from trialwright.analyse.methods import Task
from trialwright.analyse.prepare import in_order
from trialwright.errors import AnalysisError
from trialwright.kernels import proportional_odds

Floats = NDArray[np.float64]

SUITED = {"binary": ("logistic",), "ordinal": ("proportional odds", "win probability")}
_DRAWS = 200  # of parameters, until thresholds ascend


class CategoricalDraws:
    """The model of those seen, from which completed data sets are drawn. Raises AnalysisError where it has no estimate, or
    the method's limits are of a kind that imputations cannot pool."""

    def __init__(self, task: Task) -> None:
        e = task.endpoint
        if e.method not in SUITED[e.type]:
            raise AnalysisError(
                f"{e.method} of imputed data has no pooled limits.", where=task.name,
                fix=f"Take {' or '.join(SUITED[e.type])}.",
            )  # fmt: skip
        self.task = task
        self.people = task.data[task.data[task.arm].isin(task.arms)]
        given = self.people[e.outcome]
        self.categories = list(e.categories) or in_order(given.tolist())
        self.gaps = given.isna().to_numpy()
        self.missing = int(self.gaps.sum())
        self.active = (self.people[task.arm] != task.arms[0]).to_numpy()
        self.x = self._covariates()
        codes = given.map({c: i for i, c in enumerate(self.categories)}).to_numpy(dtype=float)
        self.fitted = self._fit(codes[~self.gaps])

    def _covariates(self) -> Floats:
        """(n, p): arms but control, then baseline and covariates. Raises AnalysisError where these have gaps."""
        task, e = self.task, self.task.endpoint
        arms = [(self.people[task.arm] == a).to_numpy(float) for a in task.arms[1:]]
        before = [c for c in (*e.covariates, e.baseline) if c]
        for c in before:
            if not pd.api.types.is_numeric_dtype(self.people[c]) or self.people[c].isna().any():
                raise AnalysisError(f"Imputation needs {c} as numbers without gaps.", where=task.name)
        return np.column_stack([*arms, *(self.people[c].to_numpy(float) for c in before)])

    def _fit(self, seen: Floats) -> proportional_odds.OrdinalFit:
        known, y = np.unique(seen, return_inverse=True)
        if np.isnan(seen).any() or len(known) < 2:
            raise AnalysisError(
                f"{self.task.endpoint.outcome} has values outside its categories, or one alone.",
                where=self.task.name,
            )
        self.categories = [
            self.categories[int(k)] for k in known
        ]  # one that nobody shows is not imputed either
        x = self.x[~self.gaps]
        if np.linalg.matrix_rank(np.column_stack([np.ones(len(x)), x])) <= x.shape[1]:
            raise AnalysisError(
                "Arms and covariates of those seen cannot be told apart.", where=self.task.name
            )
        fitted = proportional_odds.fit(x, y.astype(np.int64), len(known))
        if not fitted.converged:
            raise AnalysisError(
                "The model that imputes has no estimate: an arm or a covariate settles the outcome of those seen.",
                where=self.task.name, fix="Impute on fewer covariates, or bound the answer by deltas.",
            )  # fmt: skip
        return fitted

    def imputed(self, how: str, delta: float) -> pd.DataFrame:
        """A completed data set. how : "mar"; "j2r" or "cr", which are one here: those missing in an active arm as if in
        control. delta : added to the log odds of a higher category of those missing in active arms."""
        if how == "cir":
            raise AnalysisError("Copy increments in reference needs visits.", fix="Take j2r.")
        q = len(self.categories) - 1
        at = self._parameters(q)
        x = self.x[self.gaps].copy()
        if how != "mar":
            x[:, : len(self.task.arms) - 1] = 0.0
        shift = x @ at[q:] + delta * self.active[self.gaps]
        below = expit(at[:q] - shift[:, None])
        drawn = (self.task.rng.uniform(size=len(x))[:, None] > below).sum(1)
        name = self.task.endpoint.outcome
        values = self.people[name].to_numpy(dtype=object, copy=True)
        values[self.gaps] = [self.categories[k] for k in drawn]
        return self.people.assign(**{name: pd.Series(values, index=self.people.index).infer_objects()})

    def _parameters(self, q: int) -> Floats:
        """A draw with ascending thresholds. Raises AnalysisError where none is found."""
        for _ in range(_DRAWS):
            at = self.task.rng.multivariate_normal(self.fitted.parameters, self.fitted.covariance)
            if (np.diff(at[:q]) > 0).all():
                return np.asarray(at)
        raise AnalysisError("Categories are too rare to impute.", fix="Join categories.")
