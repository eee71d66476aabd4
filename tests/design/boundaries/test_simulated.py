"""Every exact answer against trials simulated by their own rules, within four Monte Carlo errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from trialwright.design.boundaries import SequentialDesign, exits, expected_rate, fisher, group_sequential
from trialwright.kernels.fisher import rejection_probabilities

TRIALS = 200_000
DESIGNS: dict[str, dict[str, Any]] = {
    "O'Brien-Fleming": {"k": 4},
    "Pocock, unequal looks": {"boundaries": "pocock", "information_rates": [0.2, 0.7, 1]},
    "Haybittle-Peto, binding futility": {
        "k": 3,
        "boundaries": "haybittle_peto",
        "futility_bounds": [0.0, 0.8],
        "binding_futility": True,
    },
    "spending both errors": {
        "k": 4,
        "boundaries": "lan_demets_of",
        "beta_spending": "hwang_shih_decani",
        "beta_gamma": -2,
    },
    "spending both errors, binding": {
        "k": 3,
        "boundaries": "kim_demets",
        "gamma": 2,
        "beta_spending": "lan_demets_pocock",
        "binding_futility": True,
    },
    "two-sided": {"k": 3, "alpha": 0.05, "sided": 2, "boundaries": "lan_demets_pocock"},
    "two-sided wedge": {
        "k": 4,
        "alpha": 0.05,
        "sided": 2,
        "boundaries": "lan_demets_of",
        "beta_spending": "lan_demets_of",
        "binding_futility": True,
    },
    "Pampallona-Tsiatis": {
        "k": 3,
        "boundaries": "pampallona_tsiatis",
        "deltas": (0.1, 0.3),
        "binding_futility": True,
    },
    "efficacy and futility at chosen looks": {
        "k": 4,
        "boundaries": "lan_demets_of",
        "beta_spending": "lan_demets_of",
        "efficacy_looks": [False, True, False, True],
        "futility_looks": [True, False, True],
        "binding_futility": True,
    },
    "delayed response": {
        "k": 3,
        "boundaries": "lan_demets_of",
        "futility_bounds": [0.0, 0.5],
        "binding_futility": True,
        "delayed_information": [0.2, 0.1],
    },
}


def simulated(design: SequentialDesign, drift: float, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Per look, how often trials end so, from increments of the score."""
    k, t = design.k, design.information_rates
    steps = np.diff(t, prepend=0.0)
    z = np.cumsum(rng.normal(drift * steps, np.sqrt(steps), (TRIALS, k)), axis=1) / np.sqrt(t)
    going = np.ones(TRIALS, dtype=bool)
    ends = {name: np.zeros(k) for name in ("upper", "lower", "futility")}
    for i in range(k):
        up = going & (z[:, i] >= design.critical_values[i])
        down = going & (z[:, i] <= -design.critical_values[i]) & (design.sided == 2)
        stop = going & ~up & ~down
        if i < k - 1:
            bound = -np.inf if design.futility_bounds is None else design.futility_bounds[i]
            stop &= (np.abs(z[:, i]) < bound) if design.sided == 2 else (z[:, i] < bound)
        going &= ~(up | down | stop)
        if design.delayed_information is not None and i < k - 1:
            more = design.delayed_information[i]
            score = z[:, i] * np.sqrt(t[i]) + rng.normal(drift * more, np.sqrt(more), TRIALS)
            rejects = score / np.sqrt(t[i] + more) >= design.decision_critical_values[i]
            up, stop = (up | stop) & rejects, (up | stop) & ~rejects
        for name, which in (("upper", up), ("lower", down), ("futility", stop)):
            ends[name][i] = which.mean()
    return ends


def within(found: np.ndarray, expected: np.ndarray) -> None:
    error = np.sqrt(np.maximum(expected * (1 - expected), 1.0 / TRIALS) / TRIALS)
    assert np.all(np.abs(found - expected) <= 4 * error), (found, expected)


@pytest.mark.parametrize("name", DESIGNS)
@pytest.mark.parametrize("drift", [0.0, 1.5, 3.2])
def test_exits(name: str, drift: float) -> None:
    design = group_sequential(**DESIGNS[name])
    found = exits(design, drift)
    ends = simulated(design, drift, np.random.default_rng([list(DESIGNS).index(name), int(drift * 10)]))
    within(ends["upper"], found.upper)
    within(ends["lower"], found.lower)
    within(ends["futility"], found.futility)
    assert (found.rejection + found.futility).sum() == pytest.approx(1.0, abs=1e-10)


@pytest.mark.parametrize("name", DESIGNS)
def test_the_error_rate_is_alpha(name: str) -> None:
    """Exactly where stopping for futility is binding or absent, and below it where it is heeded all the same."""
    design = group_sequential(**DESIGNS[name])
    assert design.alpha_spent[-1] == pytest.approx(design.alpha, rel=1e-9)
    error = exits(design, 0.0).rejection.sum()
    if design.binding_futility or design.futility_bounds is None:
        assert error == pytest.approx(design.alpha, rel=1e-9)
    else:
        assert error < design.alpha


def test_expected_information() -> None:
    design = group_sequential(4, boundaries="lan_demets_pocock", futility_bounds=[-0.5, 0.0, 0.5])
    ends = simulated(design, 2.0, np.random.default_rng(9))
    stopped = sum(ends.values())
    found = float((stopped * design.information_rates).sum())
    assert expected_rate(design, exits(design, 2.0)) == pytest.approx(found, abs=4 * 0.35 / np.sqrt(TRIALS))


@pytest.mark.parametrize(
    ("method", "stops", "rates"),
    [
        ("equal_alpha", [0.5, 0.4], None),
        ("full_alpha", [0.5, 0.4], [0.4, 0.8, 1]),
        ("no_interaction", [0.5, 0.4, 0.3], None),  # some p-values reject and stop: rejecting counts
        ("equal_alpha", [1.0, 1.0, 1.0, 1.0, 1.0], None),
        ("equal_alpha", [0.7, 0.6, 0.5], [0.1, 0.3, 0.6, 1]),
        ("full_alpha", [0.58, 0.85, 0.42], [0.2, 0.8, 0.93, 1]),  # curtailed: it spends less than alpha
    ],
)
def test_fisher(method: str, stops: list[float], rates: list[float] | None) -> None:
    design = fisher(len(stops) + 1, 0.05, method, rates, futility_p_values=stops)
    curtailed = len(set(design.critical_values)) == 1
    assert (
        design.alpha_spent[-1] < 0.05
        if curtailed
        else design.alpha_spent[-1] == pytest.approx(0.05, rel=1e-9)
    )
    rng = np.random.default_rng(len(stops))
    p = rng.random((TRIALS, design.k))
    product = np.cumprod(p**design.weights, axis=1)
    going, found = np.ones(TRIALS, dtype=bool), np.zeros(design.k)
    for i in range(design.k):
        rejects = going & (product[:, i] <= design.critical_values[i])
        found[i] = rejects.mean()
        if i < design.k - 1:
            going &= ~rejects & (p[:, i] <= stops[i])
    within(found, np.diff(design.alpha_spent, prepend=0.0))


def test_fisher_without_weights_agrees_with_the_closed_form() -> None:
    """Volumes under ordered -log p: V_n = sum_i (-1)^(n-i-1) V_i D_(i+1)^(n-i) / (n-i)!, of Noe-Steck type."""
    from math import factorial, log

    critical, stops = np.array([0.02, 0.004, 0.001, 0.0003]), np.array([0.6, 0.5, 0.8])
    floors = np.cumsum(-np.log(stops))
    ends = [-log(c) for c in critical]
    volumes = [1.0]
    limits = [ends[i] - floors[i] for i in range(3)]
    limits = [min(limits[i:]) for i in range(3)]
    for n in range(1, 4):
        volumes.append(
            sum((-1) ** (n - i - 1) * volumes[i] * limits[i] ** (n - i) / factorial(n - i) for i in range(n))
        )
    expected = [critical[i] * volumes[i] for i in range(4)]
    found = rejection_probabilities(critical, stops, np.ones(4))
    np.testing.assert_allclose(found, expected, rtol=1e-11)
