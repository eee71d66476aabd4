"""Boundaries against published tables."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright.design.boundaries import characteristics, group_sequential


# Jennison & Turnbull 2000, Group Sequential Methods, table 2.1: C_P(K, alpha), two-sided.
@pytest.mark.parametrize(
    ("k", "alpha", "c"),
    [
        (2, 0.05, 2.178),
        (3, 0.05, 2.289),
        (4, 0.05, 2.361),
        (5, 0.05, 2.413),
        (10, 0.05, 2.555),
        (5, 0.01, 2.986),
    ],
)
def test_pocock(k: int, alpha: float, c: float) -> None:
    design = group_sequential(k, alpha=alpha, sided=2, boundaries="pocock")
    np.testing.assert_allclose(design.critical_values, c, atol=5.1e-4)


# Table 2.3: C_B(K, alpha), two-sided; the bound at look i is C_B sqrt(K / i).
@pytest.mark.parametrize(
    ("k", "c"), [(2, 1.977), (3, 2.004), (4, 2.024), (5, 2.040), (6, 2.053), (8, 2.072), (10, 2.087)]
)
def test_obrien_fleming(k: int, c: float) -> None:
    design = group_sequential(k, alpha=0.05, sided=2)
    np.testing.assert_allclose(design.critical_values, c * np.sqrt(k / np.arange(1, k + 1)), rtol=2.6e-4)


# Tables 2.2 and 2.4: R_P(K, alpha, beta) and R_B, the inflation of the sample size.
@pytest.mark.parametrize(
    ("boundaries", "k", "beta", "inflation"),
    [
        ("pocock", 2, 0.1, 1.100),
        ("pocock", 5, 0.1, 1.207),
        ("pocock", 5, 0.2, 1.229),
        ("obrien_fleming", 2, 0.1, 1.007),
        ("obrien_fleming", 5, 0.1, 1.026),
        ("obrien_fleming", 5, 0.2, 1.028),
    ],
)
def test_inflation(boundaries: str, k: int, beta: float, inflation: float) -> None:
    design = group_sequential(k, alpha=0.05, beta=beta, sided=2, boundaries=boundaries)
    assert characteristics(design).inflation_factor == pytest.approx(inflation, abs=5.1e-4)


# DeMets & Lan 1994, Stat Med 13:1341: two-sided 0.05, five equal looks.
@pytest.mark.parametrize(
    ("boundaries", "z"),
    [
        ("lan_demets_of", [4.877, 3.357, 2.680, 2.290, 2.031]),
        ("lan_demets_pocock", [2.438, 2.427, 2.410, 2.397, 2.386]),
    ],
)
def test_spending(boundaries: str, z: list[float]) -> None:
    design = group_sequential(5, alpha=0.05, sided=2, boundaries=boundaries)
    np.testing.assert_allclose(design.critical_values, z, atol=6e-4)
