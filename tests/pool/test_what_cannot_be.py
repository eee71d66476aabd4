"""Numbers that cannot be are refused with what, where and what to do: never a silent figure."""

from __future__ import annotations

import math

import pytest

from trialwright.errors import EvidenceError
from trialwright.pool import common, measures, models, priors

Y, V = [0.1, 0.3, 0.2, 0.5], [0.01, 0.02, 0.03, 0.02]
TABLE = {"x1": [3], "n1": [9], "x2": [0], "n2": [8]}
NO_LEVELS = [0.0, 1.0, -1.0, 95.0, math.nan, math.inf]


@pytest.mark.parametrize("level", NO_LEVELS)
@pytest.mark.parametrize(
    "call",
    [
        lambda level: models.meta_analysis(Y, V).interval(level),
        lambda level: models.predict(models.meta_analysis(Y, V), level=level),
        lambda level: models.heterogeneity(Y, V, level=level),
        lambda level: common.common_effect("OR", **TABLE, level=level),
    ],
)
def test_a_level_is_a_fraction(call, level):
    """A level of 95 gave limits of nan, one of -1 infinite ones, and one of 0 an interval of no width."""
    with pytest.raises(EvidenceError, match="no fraction") as told:
        call(level)
    assert told.value.where == "level"


@pytest.mark.parametrize(
    ("call", "where"),
    [
        (lambda: measures.effect_sizes("HR", low=[0.6, 1.5], high=[0.9, 1.2]), "low"),
        (lambda: measures.effect_sizes("HR", low=[0.8], high=[0.8]), "low"),
        (lambda: measures.effect_sizes("OR", **TABLE, add=-1), "add"),
        (lambda: measures.effect_sizes("OR", **TABLE, add=math.nan), "add"),
        (lambda: measures.effect_sizes("MD", mean1=[1], sd1=[1], n1=[0], mean2=[2], sd2=[1], n2=[9]), "n1"),
        (lambda: measures.effect_sizes("MN", mean=[1], sd=[1], n=[-3]), "n"),
        (lambda: models.predict(models.meta_analysis(Y, V), at=[[math.nan]]), "at"),
        (lambda: models.predict(models.meta_analysis(Y, V), at=[[1.0, 2.0]]), "at"),
        (lambda: models.meta_analyses([["a", 1.0]], [[0.1, 0.1]]), "y"),
        (lambda: priors.normal_hierarchy_posterior(Y, [-0.1, 0.1, 0.1, 0.1]), "se"),
        (lambda: priors.normal_hierarchy_posterior(Y, [0.1] * 4, mean=math.nan, sd=1.0), "mean"),
        (lambda: priors.normal_hierarchy_posterior(Y, [0.1] * 4, scale=math.inf), "scale"),
        (lambda: priors.binomial_hierarchy_posterior([1, 2], [9, 9], mean=math.inf), "mean"),
    ],
)
def test_what_cannot_be_is_told_where(call, where):
    with pytest.raises(EvidenceError) as told:
        call()
    assert told.value.where == where
    assert told.value.fix
