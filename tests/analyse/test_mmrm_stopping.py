"""Where R ends the search of a repeated-measures model (reference/mmrm_stopping.R), beside the optimum."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from trialwright.analyse import repeated
from trialwright.errors import AnalysisError

R = json.loads((Path(__file__).parents[1] / "reference" / "mmrm_stopping.json").read_text(encoding="utf-8"))
FORMULA = "y ~ factor(visit) * arm + us(visit | id)"


def test_the_search_ends_where_rs_does() -> None:
    found = repeated.mmrm(FORMULA, R["data"], printed=True).fit
    assert found.v == pytest.approx(np.array(R["v"]), rel=1e-9)
    assert found.deviance == pytest.approx(R["deviance"], abs=1e-9)


def test_the_optimum_is_lower_than_where_r_ends() -> None:
    found = repeated.mmrm(FORMULA, R["data"]).fit
    assert found.deviance < R["deviance"] - 1e-8
    assert np.abs(found.v / np.array(R["v"]) - 1).max() > 1e-5


def test_a_search_that_fails_is_no_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trialwright.kernels.printed_mmrm.STEPS", 2)
    with pytest.raises(AnalysisError, match="first search fails"):
        repeated.mmrm(FORMULA, R["data"], printed=True)
