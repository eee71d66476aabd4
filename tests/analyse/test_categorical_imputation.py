"""Imputed binary and ordinal outcomes: against R's mice (reference/imputation.R), at the ends of a shift, and what is refused."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from trialwright.analyse import imputation
from trialwright.analyse.categorical_imputation import CategoricalDraws
from trialwright.analyse.methods import Task, method
from trialwright.errors import AnalysisError
from trialwright.model.analysis import AnalysedEndpoint, Estimated, ImputationSpec

FILE = Path(__file__).parents[1] / "reference" / "imputation.json"


def _task(data: pd.DataFrame, **endpoint: Any) -> Task:
    spec = {"outcome": "y", "type": "binary", "method": "logistic", "covariates": ("age",)} | endpoint
    arms = tuple(sorted(data.arm.unique()))
    return Task("y", AnalysedEndpoint(**spec), data, "arm", "id", arms, 95.0, np.random.default_rng(3))


def _patients(n: int = 90, categories: int = 2) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    data = pd.DataFrame({"id": np.arange(n), "arm": np.where(np.arange(n) % 2, "new", "ctl")})
    data["age"] = rng.normal(60, 8, n)
    latent = 0.05 * (data.age - 60) + 0.6 * (data.arm == "new") + rng.logistic(size=n)
    data["y"] = np.searchsorted(np.linspace(-0.5, 1.2, categories - 1), latent).astype(float)
    data.loc[rng.uniform(size=n) < 0.25, "y"] = np.nan
    return data


def test_pooled_log_odds_ratio_is_that_of_mice() -> None:
    known = json.loads(FILE.read_text(encoding="utf-8"))
    data = (
        pd.DataFrame(known["data"]).astype({"y": float}).assign(arm=lambda d: d.arm.map({0: "ctl", 1: "new"}))
    )
    m = 100
    task = _task(data, impute=ImputationSpec(imputations=m))
    found = imputation.over_imputations(task, method("logistic", "binary").run).estimates[0]
    assert found.low is not None
    assert found.high is not None
    # Two Monte Carlo means, of mice's imputations and of ours: four of their errors apart at most.
    spread = math.sqrt(known["between"] * (1 / known["m"] + 1 / m))
    assert abs(math.log(found.estimate) - known["estimate"]) < 4 * spread
    error = math.log(found.high / found.low) / 3.92
    assert error == pytest.approx(known["error"], rel=0.03)
    assert found.p == pytest.approx(2 * (1 - 0.99040), abs=0.01)  # normal tail of 1.046 / 0.447


def test_a_shift_reaches_every_event_and_none_of_control() -> None:
    data = _patients()
    draws = CategoricalDraws(_task(data, impute=ImputationSpec(delta=50.0)))
    full = draws.imputed("mar", 50.0)
    gaps = data.y.isna()
    assert full.y.notna().all()
    assert full.y[~gaps].tolist() == data.y[~gaps].tolist()
    assert (full.y[gaps & (data.arm == "new")] == 1).all()
    assert (full.y[gaps & (data.arm == "ctl")] == 0).any()


def test_reference_takes_the_arm_out_of_the_odds() -> None:
    data = _patients(2000)
    draws = CategoricalDraws(_task(data))
    share = {
        how: np.mean(
            [draws.imputed(how, 0.0).y[data.y.isna() & (data.arm == "new")].mean() for _ in range(20)]
        )
        for how in ("mar", "j2r")
    }
    seen = data.groupby("arm").y.mean()
    assert share["mar"] == pytest.approx(seen["new"], abs=0.03)
    assert share["j2r"] == pytest.approx(seen["ctl"], abs=0.03)


@pytest.mark.parametrize("name", ["proportional odds", "win probability"])
def test_categories_are_imputed_and_pooled(name: str) -> None:
    data = _patients(120, 4)
    data["y"] = data.y.map({0: "none", 1: "mild", 2: "moderate", 3: "severe"})
    order = ("none", "mild", "moderate", "severe")
    task = _task(data, type="ordinal", method=name, categories=order, impute=ImputationSpec(imputations=8))
    (one, *rest) = imputation.over_imputations(task, method(name, "ordinal").run).estimates
    assert one.low is not None
    assert one.high is not None
    assert one.low < one.estimate < one.high
    assert not any("win ratio" in r.label for r in (one, *rest))


def test_the_p_of_a_pooled_probability_is_against_a_half() -> None:
    rows = [
        Estimated(label="w", scale="probability", estimate=0.5 + e, low=0.3 + e, high=0.7 + e, p=0.9)
        for e in (0, 0.01)
    ]
    assert imputation._pooled(rows, 95.0).p == pytest.approx(0.96, abs=0.02)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"method": "fisher"}, "no pooled limits"),
        ({"impute": ImputationSpec(method="cir")}, "needs visits"),
        ({"covariates": ("gap",)}, "without gaps"),
        ({"covariates": ("told",)}, "settles the outcome"),
        ({"covariates": ("twice",)}, "cannot be told apart"),
    ],
)
def test_what_cannot_be_imputed_is_said(change: dict[str, Any], said: str) -> None:
    data = _patients().assign(gap=lambda d: d.age.where(d.index > 3))
    data["told"], data["twice"] = data.y.fillna(0.0), (data.arm == "new") * 1.0
    change = {"impute": ImputationSpec(imputations=2)} | change
    task = _task(data, **change)
    with pytest.raises(AnalysisError, match=said):
        imputation.over_imputations(task, method(task.endpoint.method, "binary").run)
