"""A share of trials is told of what a design's rules can do, and of nothing else: what cannot happen is absent, not 0 %."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright import design
from trialwright.model.design import Design, Limits, OperatingCharacteristics
from trialwright.model.scenario import EffectCurve, Marker, Scenario

ARMS = ("ten", "twenty", "forty")
MARKER = Marker(name="ferritin", probabilities=(0.0, 0.5, 1.0), values=(40.0, 300.0, 4000.0))
CUT = {"marker": "ferritin", "cutoff": 300.0}
CANDIDATES = {"candidates": (200.0, 600.0)}


def run(kind: str, options: dict | None = None, **stated) -> OperatingCharacteristics:
    d = Design(
        name="d", type=kind, endpoint="continuous", better="higher", patients=160, options=options or {}, **stated
    )  # fmt: skip
    s = Scenario(
        name="s", control={"mean": 0.0, "sd": 1.0}, effect=EffectCurve(level=0.3), marker=MARKER, screened_per_month=20
    )  # fmt: skip
    return design.evaluate([d], s, Limits(), 200, np.random.default_rng, nulls=False)[0]


def rows(of: OperatingCharacteristics, kind: str) -> list[str]:
    return [n.name for n in of.every() if n.kind == kind]


LOOKS = {"looks": (0.4, 0.7, 1.0)}
# type, what is stated, its looks that may end a trial for efficacy, and for futility
STOPS = [
    ("group_sequential", LOOKS, {}, (1, 2), ()),
    ("group_sequential", LOOKS, {"futility": (0.1, 0.4)}, (1, 2), (1, 2)),
    ("group_sequential", LOOKS, {"boundaries": "no_early_efficacy", "futility": (0.0, 0.3)}, (), (1, 2)),
    ("stratified", LOOKS | CUT, {}, (1, 2), ()),
    ("stratified", LOOKS | CUT, {"boundaries": "no_early_efficacy"}, (), ()),
    ("bayesian", LOOKS, {}, (1, 2), ()),
    ("bayesian", LOOKS, {"predictive": 0.05}, (1, 2), (1, 2)),
    ("reestimation", LOOKS, {}, (1, 2), ()),
    ("reestimation", LOOKS, {"futility": 0.1}, (1, 2), (2,)),
    ("blinded_reestimation", {"looks": (0.5, 1.0)}, {"effect": 0.4}, (), ()),
    ("multi_arm", LOOKS | {"arms": ARMS}, {}, (1, 2), ()),
    ("multi_arm", LOOKS | {"arms": ARMS}, {"futility": (0.0, 0.0)}, (1, 2), (1, 2)),
    ("multi_arm", LOOKS | {"arms": ARMS}, {"threshold": 0.05}, (1, 2), (1, 2)),
    ("enrichment", {"looks": (0.5, 1.0)} | CUT, {}, (1,), ()),
    ("enrichment", {"looks": (0.5, 1.0)} | CUT, {"threshold": 0.1}, (1,), (1,)),
    ("adaptive_threshold", {"looks": (0.5, 1.0), "marker": "ferritin"}, CANDIDATES, (), ()),
    ("adaptive_threshold", {"looks": (0.5, 1.0), "marker": "ferritin"}, CANDIDATES | {"futility": 0.2}, (), (1,)),
    ("adaptive_threshold", {"looks": (0.5, 1.0), "marker": "ferritin"}, CANDIDATES | {"rule": "utility"}, (), (1,)),
    ("response_adaptive", LOOKS, {}, (), ()),
    ("response_adaptive", LOOKS, {"boundaries": "pocock", "futility": (0.0, 0.2)}, (1, 2), (1, 2)),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "stated", "options", "efficacy", "futility"), STOPS)
def test_a_look_without_a_rule_has_no_share_of_trials_that_stop_by_it(
    kind: str, stated: dict, options: dict, efficacy: tuple, futility: tuple
) -> None:
    found = run(kind, options, **stated)
    last = len(found.stops)
    told = rows(found, "stop")
    assert {r for r in told if "efficacy" in r} == {f"look {k}, efficacy" for k in (*efficacy, last)}
    assert {r for r in told if "futility" in r} == {f"look {k}, futility" for k in futility}
    assert sum(n.figure.value for n in found.every() if n.kind == "stop") == pytest.approx(1.0)


def test_one_population_is_selected_where_the_best_alone_goes_on() -> None:
    looks = {"looks": (0.5, 1.0)}
    assert rows(run("enrichment", **looks, **CUT), "selected") == ["everyone", "subgroup"]
    assert rows(run("enrichment", {"selection": "all"}, **looks, **CUT), "selected") == ["both"]
    within = {"selection": "epsilon", "epsilon": 0.1}
    assert "both" in rows(run("enrichment", within, **looks, **CUT), "selected")
    assert rows(run("multi_arm", arms=ARMS, **looks), "selected") == list(ARMS)
    two = {"selection": "r best", "r": 2}
    assert rows(run("multi_arm", two, arms=ARMS, **looks), "selected") == [*ARMS, "several arms"]


def test_power_for_every_hypothesis_is_told_where_one_trial_may_reject_them_all() -> None:
    looks, late = {"looks": (0.5, 1.0)}, {"boundaries": "no_early_efficacy"}
    assert "power_all" in run("stratified", **CUT).figures
    assert "power_all" in run("enrichment", **looks, **CUT).figures  # the interim tests both
    assert "power_all" not in run("enrichment", late, **looks, **CUT).figures
    assert "power_all" not in run("adaptive_threshold", CANDIDATES, marker="ferritin", **looks).figures
    assert "power_all" not in run("multi_arm", late, arms=ARMS, **looks).figures
    assert "power_all" in run("multi_arm", late | {"selection": "all"}, arms=ARMS, **looks).figures


def test_a_design_without_a_cutoff_has_no_share_at_or_above_one() -> None:
    assert "prevalence" not in run("fixed").figures
    assert "prevalence" not in run("stratified", **CUT).figures  # everyone enters
    assert "prevalence" in run("fixed", **CUT).figures
    assert (
        run("fixed").figures["shut_out"].value == 0
    )  # of the benefit that a marker's cut-off could leave out
