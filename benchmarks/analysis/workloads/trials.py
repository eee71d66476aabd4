"""Analyses of a trial: random slopes, proportional odds, log-rank, Cox."""

from __future__ import annotations

import numpy as np

from benchmarks.analysis.workloads import Data, Row
from trialwright.kernels import cox as cox_kernel
from trialwright.kernels import log_rank, proportional_odds, random_effects
from trialwright.kernels.risk_tables import risk_tables

PATIENTS, VISITS = 64, 12
SIZE, CATEGORIES = 400, 6


def courses(seed: int) -> Data:
    """64 patients at 12 visits, half of them treated."""
    rng = np.random.default_rng(seed)
    sets, patient = 1000, np.repeat(np.arange(PATIENTS), VISITS)
    month, arm = np.tile(np.arange(float(VISITS)), PATIENTS), (patient % 2).astype(float)
    own = rng.normal(size=(sets, PATIENTS, 2)) * [5.0, 0.5]
    y = 40 - month + 0.2 * arm * month + own[:, patient, 0] + own[:, patient, 1] * month
    return {"y": y + 1.5 * rng.normal(size=y.shape), "id": patient, "month": month, "arm": arm}


def slopes(d: Data) -> np.ndarray:
    month, arm = d["month"], d["arm"]
    x = np.column_stack([np.ones(len(month)), month, arm, month * arm])
    return random_effects.fit_many(x, x[:, :2], d["y"], np.asarray(d["id"], np.int64)).b[:, 3]


def slope_by_statsmodels(d: Data, i: int) -> float:
    from statsmodels.regression.mixed_linear_model import MixedLM

    month, arm = d["month"], d["arm"]
    x = np.column_stack([np.ones(len(month)), month, arm, month * arm])
    return float(MixedLM(d["y"][i], x, d["id"], exog_re=x[:, :2]).fit(reml=True).fe_params[3])


def scales(seed: int) -> Data:
    """400 patients on a scale of six, two arms and two covariates."""
    rng = np.random.default_rng(seed)
    sets = 2000
    arm = np.tile((np.arange(SIZE) % 2).astype(float), (sets, 1))
    age, score = np.round(rng.normal(60, 10, (sets, SIZE))), np.round(rng.normal(0, 1, (sets, SIZE)), 2)
    latent = -0.4 * arm + 0.03 * (age - 60) + 0.4 * score + rng.logistic(size=(sets, SIZE))
    return {
        "y": np.searchsorted([-1.5, -0.6, 0.2, 0.9, 1.9], latent) + 1, "arm": arm, "age": age, "score": score,
    }  # fmt: skip


def ordinal(d: Data) -> np.ndarray:
    x = np.stack([d["arm"], d["age"], d["score"]], axis=-1)
    fitted = proportional_odds.fit_many(x, np.asarray(d["y"], np.int64) - 1, CATEGORIES)
    return fitted.parameters[:, CATEGORIES - 1]


def ordinal_by_statsmodels(d: Data, i: int) -> float:
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    x = np.stack([d["arm"][i], d["age"][i], d["score"][i]], axis=-1)
    return float(OrderedModel(d["y"][i], x, distr="logit").fit(method="bfgs", disp=False).params[0])


def times(seed: int) -> Data:
    """400 patients followed for up to 30 months, three covariates."""
    rng = np.random.default_rng(seed)
    sets = 4000
    arm = np.tile((np.arange(SIZE) % 2).astype(float), (sets, 1))
    age, score = np.round(rng.normal(0, 1, (sets, SIZE)), 2), np.round(rng.normal(0, 1, (sets, SIZE)), 2)
    hazard = 0.06 * np.exp(-0.35 * arm + 0.2 * age - 0.3 * score)
    # Whole thousandths: R takes times that are nearer than that to be tied.
    death = np.round(rng.exponential(1 / hazard) + 5e-4, 3)
    end = np.round(rng.uniform(10, 30, (sets, SIZE)), 3)
    return {
        "time": np.minimum(death, end), "event": (death <= end).astype(int), "arm": arm, "age": age, "score": score,
    }  # fmt: skip


def logrank(d: Data) -> np.ndarray:
    tables = risk_tables(d["time"], np.asarray(d["event"]) == 1, np.asarray(d["arm"]) == 1)
    return log_rank.z_values(*log_rank.scores(tables))[:, 0] ** 2


def logrank_by_lifelines(d: Data, i: int) -> float:
    from lifelines.statistics import logrank_test

    a, t, e = d["arm"][i] == 1, d["time"][i], d["event"][i]
    return float(logrank_test(t[a], t[~a], e[a], e[~a]).test_statistic)


def cox(d: Data) -> np.ndarray:
    x = np.stack([d["arm"], d["age"], d["score"]], axis=-1)
    return cox_kernel.fit_many(x, d["time"], np.asarray(d["event"]) == 1).b[:, 0]


def cox_by_lifelines(d: Data, i: int) -> float:
    import pandas as pd
    from lifelines import CoxPHFitter

    table = pd.DataFrame({k: d[k][i] for k in ("time", "event", "arm", "age", "score")})
    return float(CoxPHFitter().fit(table, "time", "event").params_["arm"])


def few(seed: int) -> Data:
    return {k: v[:1000] for k, v in times(seed).items()}


ROWS = (
    Row(
        name="slope",
        reach=20.0,
        data=courses,
        ours=slopes,
        r="library(nlme); one <- function(i) { s <- data.frame(y = d$y[i, ], month = d$month, arm = d$arm, id = d$id); "
        "fixef(lme(y ~ month * arm, s, random = ~ month | id))[[4]] }",
        r_fits=40,
        python=slope_by_statsmodels,
        python_fits=5,
        tolerance=1e-3,
    ),
    Row(
        name="ordinal",
        reach=25.0,
        data=scales,
        ours=ordinal,
        r="suppressMessages(library(ordinal)); one <- function(i) { s <- data.frame(y = factor(d$y[i, ]), "
        "arm = d$arm[i, ], age = d$age[i, ], score = d$score[i, ]); clm(y ~ arm + age + score, data = s)$beta[[1]] }",
        r_fits=100,
        python=ordinal_by_statsmodels,
        python_fits=5,
        tolerance=1e-3,
    ),
    Row(
        name="logrank",
        reach=50.0,
        data=times,
        ours=logrank,
        r="library(survival); one <- function(i) survdiff(Surv(d$time[i, ], d$event[i, ]) ~ d$arm[i, ])$chisq",
        r_fits=200,
        python=logrank_by_lifelines,
        python_fits=50,
    ),
    Row(
        name="cox",
        reach=4.0,
        data=few,
        ours=cox,
        r="library(survival); one <- function(i) coef(coxph(Surv(d$time[i, ], d$event[i, ]) ~ d$arm[i, ] + d$age[i, ] "
        "+ d$score[i, ]))[[1]]",
        r_fits=100,
        python=cox_by_lifelines,
        python_fits=10,
    ),
)
