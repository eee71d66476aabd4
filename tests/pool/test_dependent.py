"""Effects with random effects in common, of any structure: what must hold whatever the data."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright.errors import EvidenceError
from trialwright.kernels import effect_structures as kernel
from trialwright.kernels.effect_structures import Component
from trialwright.pool.models import meta_analysis
from trialwright.pool.multilevel import Shared, dependent, equicorrelated

Y = np.array([0.31, 0.12, -0.2, 0.55, 0.4, 0.05])
V = np.array([0.04, 0.09, 0.06, 0.05, 0.08, 0.03])
LAB = ["a", "a", "b", "b", "c", "c"]


@pytest.mark.parametrize("structure", sorted(kernel.STRUCTURES))
def test_every_structure_gives_a_covariance(structure: str) -> None:
    of = Component(np.zeros(4, dtype=np.int64), np.arange(4), structure, np.array([0.0, 1.0, 2.5, 4.0]))
    rng = np.random.default_rng(4)
    for _ in range(20):
        at = rng.normal(0, 0.7, kernel.size(of))
        g = kernel.between(of, kernel.natural(of, at))
        assert np.allclose(g, g.T)
        if structure not in ("CS", "HCS"):  # a common correlation may be lower than -1 / (m - 1)
            assert np.linalg.eigvalsh(g).min() > -1e-10


def test_one_effect_of_a_group_is_the_plain_model() -> None:
    mixed = dependent(Y, np.diag(V), [Shared(list("abcdef"))])
    plain = meta_analysis(Y, V)
    assert mixed.parameters[0] == pytest.approx(plain.tau2, abs=1e-6)
    assert mixed.beta[0] == pytest.approx(plain.beta[0], abs=1e-6)


def test_a_known_parameter_is_taken() -> None:
    found = dependent(Y, np.diag(V), [Shared(LAB, known=[0.07])])
    assert found.parameters.tolist() == [0.07]


def test_a_correlation_that_is_assumed_is_within_clusters_alone() -> None:
    v = equicorrelated(V, LAB, 0.5)
    assert v[0, 1] == pytest.approx(0.5 * np.sqrt(V[0] * V[1]))
    assert v[0, 2] == 0
    with pytest.raises(EvidenceError, match="between -1 and 1"):
        equicorrelated(V, LAB, 1.2)


def test_what_is_no_structure_or_no_parameter_is_told() -> None:
    with pytest.raises(EvidenceError, match="structure"):
        dependent(Y, np.diag(V), [Shared(LAB, [1, 2] * 3, "GEN")])
    with pytest.raises(EvidenceError, match="2 parameters"):
        dependent(Y, np.diag(V), [Shared(LAB, known=[0.1, 0.2])])
