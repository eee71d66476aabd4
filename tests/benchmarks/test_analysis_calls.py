"""Calls of R on data of our own: what they gave (reference/calls/all.R, further.R, odd.R, terms.R, wider.R)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.analysis.case import Case
from benchmarks.analysis.references import cases, judged

FOLDER = Path(__file__).parents[1] / "reference"


def _kept(name: str) -> dict[str, Case]:
    return {c.id: c for c in cases(json.loads((FOLDER / name).read_text(encoding="utf-8")))}


CASES = _kept("analysis_calls.json")
FURTHER = {
    k: c for name in ("further", "odd", "terms", "wider") for k, c in _kept(f"{name}_calls.json").items()
}
# R stops short of the optimum: docs/methods/analysis.md.
IMPRECISE = {
    "qprofile_11", "funnel_REML", "funnel_ML", "funnel_turned", "glmm_UM.RS", "glmm_CM.EL", "strata_2_TRUE",
    "strata_2_FALSE", "ordinal_polr_cauchit",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(CASES.keys() - IMPRECISE))
def test_what_r_gave(name: str) -> None:
    assert judged(CASES[name]) is None


@pytest.mark.parametrize("name", sorted(FURTHER))
def test_what_r_gave_of_further_calls(name: str) -> None:
    assert judged(FURTHER[name]) is None


def test_a_call_in_words_without_a_family_is_logistic() -> None:
    data = {"low": [0, 1, 0, 1, 1, 0, 0, 1], "x": [1, 2, 3, 4, 5, 6, 7, 8]}
    expected = {"terms": ["(Intercept)", "x"]}
    case = {
        "id": "x",
        "family": "interaction",
        "call": "glm(low~x): in words",
        "data": data,
        "expected": expected,
        "tol": 1e-6,
    }
    (only,) = cases({"oracles": [case]})
    assert judged(only) is None


@pytest.mark.parametrize(
    ("family", "call", "said"),
    [
        ("pairwise", "rma(yi,vi,weights=w)", "weights"),
        ("pairwise", "rma(yi,vi,method='DLIT')", "DLIT"),
        ("pairwise", "hc(rma(yi,vi))", "hc()"),
        ("small-study-effects", "tes(rma(yi,vi))", "tes()"),
        ("pairwise", "rma(yi,vi,subset=sample(5))", "subset"),
        ("continuous", "escalc(measure='SMD',vtype='AVHO'); rma(method='DL')", "vtype"),
        ("rare-events", "rma.glmm(measure='OR',model='UM.FS',mods=~x)", "moderators with the model UM.FS"),
        ("small-study-effects", "selmodel(rma ML, type='beta')", "beta"),
        ("logistic", "glm(y~x,binomial(link='loglog'))", "loglog"),
        ("logistic", "glm(y~x,inverse.gaussian)", "inverse.gaussian"),
        ("logistic", "glm(y~x,family=tweedie)", "tweedie"),
        ("proportional-odds", "clm(y~x,threshold='rigid')", "rigid"),
        ("ancova", "lm(y~x,weights=w)", "weights"),
        ("longitudinal", "lme(y~t,random=~t|id,correlation=corGaus(form=~t|id))", "corGaus"),
        ("longitudinal", "lme(y~t,random=list(id=pdSymm(~t)))", "id"),
        ("mmrm", "gls(y~t,corCAR1(form=~t|id),varIdent(form=~1|t))", "continuous times"),
        ("mmrm", "gls(y~t,corAR1(form=~t|id),varPower())", "varPower"),
        ("survival", "coxph(Surv(start,stop,event)~x)", "times"),
        ("survival", "coxph(Surv(t,y)~x,weights=w)", "weights"),
        ("2x2", "fisher.test(conf.level=0.9)", "conf_level"),
        ("sensitivity", "leave1out(rma(yi,vi,mods=~x))", "moderators"),
        ("small-study-effects", "trimfill(rma(yi,vi,mods=~x))", "moderators"),
        ("multiplicity", "p.adjust(p, n=2)", "fewer hypotheses"),
        ("missing-data", "pool.scalar(Q, U, rule='reiter2003')", "reiter2003"),
    ],
)
def test_another_model_is_not_taken_for_one_that_is_known(family: str, call: str, said: str) -> None:
    data: dict[str, Any] = {
        "yi": [1, 2, 3], "vi": [1, 1, 1], "y": [0, 1, 0], "x": [1, 2, 4], "t": [0, 1, 2], "id": [1, 2, 3],
        "p": [0.1, 0.2, 0.3],
    }  # fmt: skip
    case = {"id": "x", "family": family, "call": call, "data": data, "expected": {"rows": []}, "tol": 1e-6}
    (only,) = cases({"oracles": [case]})
    wrong = judged(only) or {}
    assert wrong.get("error", "").startswith("Unknown")
    assert said in wrong["error"]
