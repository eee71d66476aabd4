"""Rows of a search, held to the engine's own figures."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright import design
from trialwright.adapters import engines
from trialwright.design.search import Point, check, evaluate
from trialwright.errors import DesignError
from trialwright.model.design import Design, Limits
from trialwright.model.scenario import EffectCurve, Marker, Scenario

SCENARIOS = [
    Scenario(
        name=f"{share:g} positive",
        control={"rate": 0.3},
        effect=EffectCurve(curve="step", level=0.9, half=1.0),
        marker=Marker(name="m", positive=share),
        screened_per_month=20,
        dropout=0.05,
    )
    for share in (0.3, 0.6)
]
SHARED = {"endpoint": "binary", "better": "higher", "marker": "m"}
DESIGNS = [
    Design(name="everyone", type="fixed", patients=200, endpoint="binary", better="higher"),
    Design(name="positive", type="fixed", patients=200, cutoff=1, **SHARED),
    Design(name="adaptive", type="enrichment", patients=200, cutoff=1, looks=(0.5, 1), **SHARED),
]
POINTS = [Point(d, s) for s in SCENARIOS for d in DESIGNS]
LIMITS = Limits(patients=300, months=14)


def streams(block: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64DXSM(np.random.SeedSequence(3, spawn_key=(block,))))


def test_rows_are_the_figures_of_evaluate() -> None:
    rows = list(evaluate(POINTS, LIMITS, 3000, streams, level="statistic"))
    of = [
        oc
        for s in SCENARIOS
        for oc in design.evaluate(DESIGNS, s, LIMITS, 3000, streams, level="statistic", nulls=False)
    ]
    assert [(r.power, r.shut_out, r.within_limits) for r in rows] == [
        (o.figures["power"].value, o.figures["shut_out"].value, o.within_limits) for o in of
    ]


def test_rows_are_the_same_on_any_number_of_workers() -> None:
    alone = list(evaluate(POINTS, LIMITS, 1000, streams, level="statistic"))
    with engines.open("threads", 2) as engine:
        assert list(evaluate(POINTS, LIMITS, 1000, streams, engine, "statistic")) == alone


def test_what_a_choice_of_population_leaves_out_is_counted() -> None:
    """The marker says all: whoever is negative gains nothing, so nothing is lost by a choice of positives; with a
    constant effect, every negative patient's gain is."""
    alike = SCENARIOS[0].model_copy(update={"effect": EffectCurve(level=0.9)})
    step, constant = evaluate([Point(DESIGNS[2], s) for s in (SCENARIOS[0], alike)], LIMITS, 2000, streams)
    (found,) = design.evaluate([DESIGNS[2]], alike, LIMITS, 2000, streams, nulls=False)
    assert step.shut_out == 0
    assert found.selected["subgroup"].value > 0.05
    assert constant.shut_out == pytest.approx(0.7 * found.selected["subgroup"].value)
    assert 0 < constant.shut_out_mcse < 0.02


def test_a_point_that_cannot_be_evaluated_is_refused_before_any_is() -> None:
    other = DESIGNS[1].model_copy(update={"marker": "other"})
    with pytest.raises(DesignError, match="cuts on `other`"):
        check([*POINTS, Point(other, SCENARIOS[0])], 100)
