"""What is asked of a model after it is fitted: predictions, their transformation, shrunken effects, weights, its likelihood."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.analysis.case import Case, Unknown, Words
from benchmarks.analysis.families import _metafor as metafor
from benchmarks.analysis.families._calls import split, to_the_end
from trialwright.kernels.heterogeneity import log_likelihood
from trialwright.kernels.mixed_effects import Fit, critical
from trialwright.pool import models

BACK: dict[str, Callable[[Any], Any]] = {
    "exp": np.exp,
    "transf.ilogit": lambda y: 1 / (1 + np.exp(-y)),
    "plogis": lambda y: 1 / (1 + np.exp(-y)),
    "transf.ztor": np.tanh,
    "tanh": np.tanh,
    "transf.iarcsin": lambda y: np.sin(np.clip(y, 0, np.pi / 2)) ** 2,
}
# Functions of a fit that nothing here answers: what they give is no figure of the fit itself.
UNKNOWN = (
    "hc", "vif", "permutest", "residuals", "rstandard", "rstudent", "coef", "vcov", "profile", "simulate", "gosh", "baujat",
    "reporter", "cooks.distance", "hatvalues", "dfbetas", "tes",
)  # fmt: skip


def asked(case: Case) -> str:
    """The function that the call begins with. Raises Unknown for one that is not answered."""
    said = re.match(r"([A-Za-z.][\w.]*)\(", case.call)
    name = said[1] if said else ""
    if name in UNKNOWN:
        raise Unknown(f"{name}() of a model")
    return name


def after(
    case: Case, words: Words, fit: Fit, of: tuple[np.ndarray, np.ndarray, np.ndarray]
) -> dict[str, Any]:
    """Fields of `predict()`, `blup()`, `ranef()`, `weights()` and `fitstats()`, and the likelihood. of : y, v and x."""
    v, x = of[1], of[2]
    out = _likelihood(words, fit, of)
    name = asked(case)
    if name == "predict":
        out |= _predicted(case, words, fit, x)
    elif name in ("blup", "ranef"):
        out |= _shrunken(words, fit, of, name == "blup")
    elif name == "weights":
        w = 1 / (v + fit.tau2)
        out["weights"] = 100 * w / w.sum()
    return out


def _likelihood(words: Words, fit: Fit, of: tuple[np.ndarray, ...]) -> dict[str, Any]:
    y, v, x = of
    k, p = x.shape
    restricted = metafor.method(words) == "reml"
    n = k - p if restricted else k
    constant = np.linalg.slogdet(x.T @ x)[1] if restricted else 0.0
    value = log_likelihood(y, v, x, fit.tau2, restricted) + 0.5 * (constant - n * math.log(2 * math.pi))
    size = p + (metafor.method(words) != "common" and words.argument("tau2") is None)
    aicc = 2 * size * max(n, size + 2) / (max(n, size + 2) - size - 1)
    return {
        "logLik": value, "deviance": -2 * value if restricted else None, "AIC": 2 * size - 2 * value,
        "BIC": math.log(n) * size - 2 * value if n > 0 else None, "AICc": aicc - 2 * value,
    }  # fmt: skip


def _predicted(case: Case, words: Words, fit: Fit, x: np.ndarray) -> dict[str, Any]:
    at = _points(case, x)
    name = "z" if words.argument("test") in (None, "z") else "t(k-1)"
    new = models.predict(fit, at, name, metafor.level(words))
    values = {
        "pred": new.mean, "ci_lb": new.low, "ci_ub": new.high, "pred_lb": new.low, "pred_ub": new.high,
        "pi_lb": new.new_low, "pi_ub": new.new_high,
    }  # fmt: skip
    back = transformation(words)
    return {n: metafor.one(np.asarray(back(value))) for n, value in values.items()}


def transformation(words: Words) -> Callable[[Any], Any]:
    """Of `transf=`; none where it is not said. Raises Unknown."""
    said = words.argument("transf")
    if said is not None and said not in BACK:
        raise Unknown(f"the transformation {said}")
    return BACK[said] if said else lambda y: y


def _points(case: Case, x: np.ndarray) -> np.ndarray:
    """Rows of the design at `newmods=c(1, 3)`, `0:3`, or `cbind(c(1, 3), c(0, 1))`; the model's own without them."""
    said = re.search(r"(?<![\w.])newmods\s*=(?!=)\s*", case.call)
    if not said:
        return x if x.shape[1] > 1 else np.ones((1, 1))
    text = to_the_end(case.call[said.end() :]).strip()
    bound = re.fullmatch(r"cbind\((.*)\)", text)
    columns = [_numbers(part) for part in (split(bound[1]) if bound else [text])]
    n = max(map(len, columns))
    at = np.column_stack([np.resize(c, n) for c in columns])
    if at.shape[1] == 1 and x.shape[1] > 2 and len(at) == x.shape[1] - 1:
        at = at.T  # one point of several moderators
    if not np.all(x[:, 0] == 1) or at.shape[1] != x.shape[1] - 1:
        raise Unknown(f"predictions at {text}")
    return np.column_stack([np.ones(len(at)), at])


def _numbers(text: str) -> np.ndarray:
    said = re.fullmatch(r"(-?\d+):(-?\d+)", text)
    if said:
        return np.arange(float(said[1]), float(said[2]) + 1)
    try:
        return np.array([float(v) for v in re.sub(r"^c\((.*)\)$", r"\1", text).split(",")])
    except ValueError:
        raise Unknown(f"predictions at {text}") from None


def _shrunken(words: Words, fit: Fit, of: tuple[np.ndarray, ...], whole: bool) -> dict[str, Any]:
    """Effects drawn to the model's mean, or by how far they are from it. Source: Raudenbush 2009, eqs 16.30 and 16.31."""
    y, v, x = of
    share = fit.tau2 / (fit.tau2 + v)
    mean = x @ fit.beta
    spread = np.sum((x @ fit.covariance) * x, axis=1)
    value = share * (y - mean) + (mean if whole else 0)
    variance = share * v + ((1 - share) if whole else share) ** 2 * spread
    half = critical(fit.df, metafor.level(words)) * np.sqrt(variance)
    return {"pred": value, "se": np.sqrt(variance), "pi_lb": value - half, "pi_ub": value + half}
