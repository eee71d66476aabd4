"""Multiple imputation of a continuous outcome over visits: at random, or with the mean after dropout from control.

Draws: the parameters of a multivariate normal model of each arm from their posterior under a flat prior given the data
augmented so far (Schafer 1997, section 5.4), then the missing values given the seen ones. Reference-based means after
the last visit seen: of control (copy reference: the whole course; jump to reference: from then on), or the arm's own
plus control's increments from then on. Source: Carpenter, Roger & Kenward 2013, J Biopharm Stat 23:1352.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import invwishart
from scipy.stats import t as student_t

from trialwright.analyse.categorical_imputation import SUITED, CategoricalDraws
from trialwright.analyse.estimates import Note
from trialwright.analyse.methods import Outcome, Task
from trialwright.analyse.multiple import pooled_imputations
from trialwright.analyse.prepare import in_order
from trialwright.errors import AnalysisError
from trialwright.model.analysis import Estimated

Floats = NDArray[np.float64]

BURN, BETWEEN = 100, 20  # draws of the chain that are let go before the first, and between imputations


def over_imputations(task: Task, run: Callable[[Task], Outcome]) -> Outcome:
    """The method on each completed data set, pooled by Rubin's rules on the scale of its errors.

    Raises AnalysisError for other than a continuous outcome, seen once or at visits, or a binary or ordinal one.
    """
    e, spec = task.endpoint, task.endpoint.impute
    if spec is None or e.type not in ("continuous", "repeated", *SUITED):
        raise AnalysisError(
            "Imputation is for a continuous outcome, seen once or at visits, and a binary or ordinal one seen once."
        )
    chain = CategoricalDraws(task) if e.type in SUITED else Chain(task)
    outcomes = []
    for _ in range(spec.imputations):
        completed = chain.imputed(spec.method, spec.delta)
        outcomes.append(run(replace(task, data=completed, endpoint=e.model_copy(update={"impute": None}))))
    first = outcomes[0]
    pooled = tuple(
        _pooled([o.estimates[i] for o in outcomes], task.level) for i in range(len(first.estimates))
    )
    said = {
        "mar": "at random",
        "j2r": "jump to reference",
        "cr": "copy reference",
        "cir": "copy increments in reference",
    }
    what = f"{chain.missing} missing values imputed {spec.imputations} times ({said[spec.method]}"
    unit = " in log odds" if e.type in SUITED else ""
    note = Note("data", what + (f", delta {spec.delta:g}{unit})." if spec.delta else ")."))
    kept = tuple(n for n in first.notes if n.kind == "convergence" and n.concern)
    return Outcome(
        pooled, (note, *kept), f"# each of {spec.imputations} data sets, then mice::pool: {first.r_call}"
    )


def _pooled(rows: list[Estimated], level: float) -> Estimated:
    """Rubin's rules. Errors come back from the limits, which are symmetric on the scale of a difference or a log ratio."""
    # What a label says of wins and their ratio is the first data set's alone.
    one = rows[0].model_copy(update={"label": re.sub(r" \(win ratio [^)]*\)", "", rows[0].label)})
    of, back = (np.log, np.exp) if one.scale.endswith("ratio") else (np.asarray, np.asarray)
    values = np.array([float(of(r.estimate)) for r in rows])
    if one.low is None or one.high is None:
        return one.model_copy(update={"estimate": float(back(values.mean()))})
    df = [math.inf if r.df is None else r.df for r in rows]
    tail = 0.5 + level / 200
    errors = [
        float(of(r.high) - of(r.low)) / (2 * _quantile(tail, d))
        for r, d in zip(rows, df, strict=True)
        if r.high is not None and r.low is not None
    ]
    p = pooled_imputations(values, np.square(errors), float(np.mean(df)))
    half = _quantile(tail, p.df) * math.sqrt(p.total)
    null = 0.5 if one.scale == "probability" else 0.0
    test = float(2 * student_t.sf(abs(p.estimate - null) / math.sqrt(p.total), p.df))
    return one.model_copy(
        update={
            "estimate": float(back(p.estimate)),
            "low": float(back(p.estimate - half)),
            "high": float(back(p.estimate + half)),
            "df": p.df,
            "p": None if one.p is None else test,
        }
    )


def _quantile(tail: float, df: float) -> float:
    return float(student_t.ppf(tail, df))


class Chain:
    """Data augmentation of each arm's outcomes, baseline first where there is one."""

    def __init__(self, task: Task) -> None:
        self.task = task
        e = task.endpoint
        rows = task.data[task.data[task.arm].isin(task.arms)]
        self.by_visit = e.type == "repeated" or bool(e.visit)
        if self.by_visit:
            self.visits = in_order(rows[e.visit].tolist())
            self._check_visits(rows)
            wide = rows.pivot_table(
                index=task.subject, columns=e.visit, values=e.outcome, dropna=False, observed=False
            )
            self.table = wide.reindex(columns=self.visits)
            self.people = rows.drop_duplicates(task.subject).set_index(task.subject).loc[self.table.index]
        else:
            self.visits = [e.outcome]
            self.table, self.people = rows[[e.outcome]].astype(float), rows
        # The baseline stands next to the visits: it is the outcome last seen by a patient who comes to none.
        before = [c for c in (*e.covariates, e.baseline) if c]
        for c in before:
            if not pd.api.types.is_numeric_dtype(self.people[c]) or self.people[c].isna().any():
                raise AnalysisError(f"Imputation needs {c} as numbers without gaps.", where=task.name)
        self.lead = len(before)
        self.first = self.lead - (1 if e.baseline else 0)  # the first column that is the outcome
        self.values = np.column_stack([self.people[before].to_numpy(float), self.table.to_numpy(float)])
        self.arms = [np.flatnonzero((self.people[task.arm] == a).to_numpy()) for a in task.arms]
        self.absent = np.isnan(self.values)
        self.missing = int(self.absent.sum())
        self.current = [self._start(at) for at in self.arms]
        for _ in range(BURN):
            self._step()

    def _check_visits(self, rows: pd.DataFrame) -> None:
        """Raises AnalysisError where a patient has a visit twice, or the visit that counts is not there."""
        e = self.task.endpoint
        if rows.duplicated([self.task.subject, e.visit]).any():
            raise AnalysisError(
                f"A patient has several rows of one {e.visit}.",
                where=self.task.name,
                fix="Leave one of them.",
            )
        if e.at is not None and e.at not in self.visits:
            raise AnalysisError(
                f"No visit {e.at!r} in {e.visit}.", where=self.task.name, fix=f"There are {', '.join(map(str, self.visits))}.",
            )  # fmt: skip

    def _start(self, at: NDArray[np.int64]) -> Floats:
        own = self.values[at]
        if len(at) <= own.shape[1] + 2 or np.isnan(own).all(0).any():
            raise AnalysisError(
                "An arm has too few patients, or a visit without any, to impute from.", where=self.task.name
            )
        return np.where(np.isnan(own), np.nanmean(own, axis=0), own)

    def _step(self) -> list[tuple[Floats, Floats]]:
        """One draw of every arm's mean and covariance, then of its missing values at random."""
        drawn = []
        for k, at in enumerate(self.arms):
            full, n = self.current[k], len(at)
            mean = full.mean(0)
            scatter = (full - mean).T @ (full - mean)
            covariance = np.atleast_2d(invwishart.rvs(n - 1, scatter, random_state=self.task.rng))
            centre = self.task.rng.multivariate_normal(mean, covariance / n)
            self.current[k] = self._filled(
                self.values[at], self.absent[at], centre[None].repeat(n, 0), covariance
            )
            drawn.append((centre, covariance))
        return drawn

    def _filled(self, values: Floats, absent: NDArray[np.bool_], means: Floats, covariance: Floats) -> Floats:
        """Missing values drawn given the seen ones; means : (n, k)."""
        out = values.copy()
        for pattern in np.unique(absent, axis=0):
            if not pattern.any():
                continue
            rows = np.flatnonzero((absent == pattern).all(1))
            seen = ~pattern
            weights = (
                np.linalg.solve(covariance[np.ix_(seen, seen)], covariance[np.ix_(seen, pattern)])
                if seen.any()
                else np.zeros((0, pattern.sum()))
            )
            left = covariance[np.ix_(pattern, pattern)] - covariance[np.ix_(pattern, seen)] @ weights
            centre = (
                means[np.ix_(rows, pattern)]
                + (values[np.ix_(rows, seen)] - means[np.ix_(rows, seen)]) @ weights
            )
            root = np.linalg.cholesky(left + 1e-12 * np.trace(left) * np.eye(len(left)))
            noise = self.task.rng.standard_normal((len(rows), int(pattern.sum())))
            out[np.ix_(rows, pattern)] = centre + noise @ root.T
        return out

    def imputed(self, how: str, delta: float) -> pd.DataFrame:
        """A completed data set, as the method takes it."""
        for _ in range(BETWEEN):
            drawn = self._step()
        full = self.values.copy()
        for k, at in enumerate(self.arms):
            if how == "mar" or k == 0:
                full[at] = self.current[k]
            else:
                full[at] = self._from_reference(at, how, drawn[k], drawn[0])
            if k > 0 and delta:
                full[at] = full[at] + delta * self.absent[at]
        return self._long(full)

    def _from_reference(
        self, at: NDArray[np.int64], how: str, own: tuple[Floats, Floats], control: tuple[Floats, Floats]
    ) -> Floats:
        """Gaps before the last visit seen at random from the arm's own model; after it by the reference."""
        (mu, sigma), (mu0, sigma0) = own, control
        values, absent = self.values[at], self.absent[at]
        k = values.shape[1]
        last = np.array([np.flatnonzero(~a)[-1] if (~a).any() else -1 for a in absent])
        between = absent & (np.arange(k) < last[:, None])
        out = np.where(between, self._filled(values, absent, mu[None].repeat(len(at), 0), sigma), values)
        for cut in np.unique(last):
            rows = np.flatnonzero((last == cut) & absent[:, -1])
            if len(rows) == 0:
                continue
            means, covariance = _reference(how, int(cut), mu, sigma, mu0, sigma0, self.first)
            gone = np.zeros((len(rows), k), np.bool_)
            gone[:, cut + 1 :] = True
            out[rows] = self._filled(out[rows], gone, means[None].repeat(len(rows), 0), covariance)
        return out

    def _long(self, full: Floats) -> pd.DataFrame:
        e = self.task.endpoint
        outcomes = full[:, self.lead :]
        if not self.by_visit:
            return self.people.assign(**{e.outcome: outcomes[:, 0]})
        others = self.people.drop(columns=[e.outcome, e.visit]).reset_index()
        parts = [others.assign(**{e.visit: v, e.outcome: outcomes[:, j]}) for j, v in enumerate(self.visits)]
        # An outcome that counts once was imputed from its course, and is analysed at its visit.
        if e.type != "repeated":
            parts = [parts[-1 if e.at is None else self.visits.index(e.at)]]
        return pd.concat(parts, ignore_index=True)


def _reference(
    how: str, last: int, mu: Floats, sigma: Floats, mu0: Floats, sigma0: Floats, first: int = 0
) -> tuple[Floats, Floats]:
    """Mean and covariance of a patient of an active arm last seen at column `last`;
    columns before `first` are covariates. Carpenter et al. 2013, section 3.

    Copy reference: control's throughout. Otherwise the arm's own up to `last`; the covariance joins the arm's own there
    with control's regression of the later on the earlier.
    """
    if how == "cr":
        return mu0, sigma0
    seen, later = slice(0, last + 1), slice(last + 1, None)
    means = mu.copy()
    # Without any outcome seen there is nothing to add increments to.
    means[later] = mu0[later] if how == "j2r" or last < first else mu[last] + mu0[later] - mu0[last]
    if last < 0:
        return means, sigma0
    weights = np.linalg.solve(sigma0[seen, seen], sigma0[seen, later])
    joint = sigma.copy()
    joint[seen, later] = sigma[seen, seen] @ weights
    joint[later, seen] = joint[seen, later].T
    rest = sigma0[later, later] - sigma0[later, seen] @ weights
    joint[later, later] = rest + weights.T @ sigma[seen, seen] @ weights
    return means, joint
