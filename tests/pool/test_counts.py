"""Models of counts against metafor 3.8-1 and lme4 1.1-31: tests/reference/pooling_counts.{R,json}."""

import json
from pathlib import Path

import numpy as np
import pytest

from trialwright.errors import EvidenceError
from trialwright.pool.counts import odds_ratio_model, proportion_model

REFERENCE = json.loads((Path(__file__).parents[1] / "reference" / "pooling_counts.json").read_text())
TABLES = {k: np.array(v) for k, v in REFERENCE["data"].items()}


@pytest.mark.parametrize("case", REFERENCE["models"], ids=lambda c: c["model"])
def test_models_agree_with_metafor(case):
    got = odds_ratio_model(**TABLES, model=case["model"])
    # lme4 stops where its own steps are small, about 1e-3 of an estimate; for UM.RS it takes variances as known in errors.
    assert got.effect == pytest.approx(case["b"], abs=1e-3)
    assert got.se == pytest.approx(case["se"], rel=1e-2 if case["model"] == "UM.RS" else 1e-3)
    assert got.tau2 == pytest.approx(case["tau2"], abs=2e-3)
    assert got.likelihood_ratio[0] == pytest.approx(case["lrt"], rel=1e-3)
    if case["model"] in (
        "UM.FS",
        "CM.AL",
    ):  # the others' counts a trial with an infinite ratio by where iteration left it
        assert got.wald[0] == pytest.approx(case["wald"], rel=1e-4)
    assert got.trials == 7


def test_proportions_agree_with_metafor():
    case, got = REFERENCE["plo"], proportion_model(TABLES["x1"], TABLES["n1"])
    assert (got.effect, got.se, got.tau2) == pytest.approx((case["b"], case["se"], case["tau2"]), abs=1e-3)


def test_groups_exchanged_change_the_sign_alone():
    turned = {"x1": TABLES["x2"], "n1": TABLES["n2"], "x2": TABLES["x1"], "n2": TABLES["n1"]}
    for model in ("CM.EL", "CM.AL"):
        one, two = odds_ratio_model(**TABLES, model=model), odds_ratio_model(**turned, model=model)
        assert (one.effect, one.tau2) == pytest.approx((-two.effect, two.tau2), abs=2e-4)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: odds_ratio_model(**TABLES, model="CM"), "CM"),
        (lambda: odds_ratio_model([0, 0, 1], [9, 9, 9], [0, 0, 1], [9, 9, 9]), "two trials"),
        (lambda: odds_ratio_model([0, 0, 0], [9, 9, 9], [1, 2, 1], [9, 9, 9]), "no event"),
        (lambda: proportion_model([0, 0, 0], [9, 9, 9]), "with events"),
    ],
)
def test_what_cannot_be_is_refused(call, words):
    with pytest.raises(EvidenceError, match=words):
        call()
