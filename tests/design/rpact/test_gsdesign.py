"""gsDesign's calls against what its own documentation prints, and against the same design in rpact's words."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright.design.rpact import answer
from trialwright.design.rpact.writing import gsDesign_call
from trialwright.errors import DesignError


def test_the_default_design() -> None:
    """gsDesign() as the package's vignettes print it: beta spending by Hwang, Shih & DeCani, 90 % power."""
    found = answer("gsDesign()").fields
    np.testing.assert_allclose(found["upper"]["bound"], [3.01, 2.55, 2.00], atol=0.005)
    np.testing.assert_allclose(found["lower"]["bound"], [-0.24, 0.94, 2.00], atol=0.005)
    np.testing.assert_allclose(found["n.I"], [0.357, 0.713, 1.070], atol=0.0005)


def test_alpha_counts_one_side() -> None:
    ours = answer("gsDesign(k=4, test.type=2, sfu=sfLDOF, n.fix=200)")
    theirs = answer('getDesignGroupSequential(kMax=4, alpha=.05, beta=.1, sided=2, typeOfDesign="asOF")')
    np.testing.assert_allclose(ours.fields["upper"]["bound"], theirs.fields["criticalValues"], rtol=1e-10)
    np.testing.assert_allclose(ours.fields["lower"]["bound"], -theirs.fields["criticalValues"], rtol=1e-10)
    assert ours.fields["upper"]["prob"][:, 1].sum() == pytest.approx(0.9, abs=1e-9)
    np.testing.assert_allclose(ours.fields["upper"]["prob"][:, 0].sum(), 0.025, rtol=1e-3)


@pytest.mark.parametrize(
    "call",
    [
        "gsDesign(k=2, test.type=1, sfu='WT', sfupar=.25, timing=.4)",
        "gsDesign(3, 3, sfu=sfPower, sfupar=2, sfl=sfLDPocock)",
        "gsDesign(k=3, test.type=4, beta=.2, sfu=sfLDPocock, sfl=sfPower, sflpar=1.5, timing=c(.3,.8))",
    ],
)
def test_calls_come_back(call: str) -> None:
    found = answer(call)
    again = answer(str(gsDesign_call(found.of)))
    np.testing.assert_allclose(again.fields["upper"]["bound"], found.fields["upper"]["bound"], rtol=1e-10)
    np.testing.assert_allclose(again.fields["n.I"], found.fields["n.I"], rtol=1e-9)


def test_points_are_shares_of_the_error() -> None:
    found = answer("gsDesign(k=2, test.type=1, sfu=sfPoints, sfupar=c(.2, 1))")
    np.testing.assert_allclose(found.of.alpha_spent, [0.005, 0.025], rtol=1e-9)


def hwang_shih_decani(t: np.ndarray, gamma: float) -> np.ndarray:
    return (1 - np.exp(-gamma * t)) / (1 - np.exp(-gamma))


@pytest.mark.parametrize(("kind", "astar"), [(5, 0.0), (5, 0.2), (6, 0.0), (6, 0.2)])
def test_a_lower_bound_may_spend_under_no_effect(kind: int, astar: float) -> None:
    """Types 5 and 6, counted in walks of plain normal steps: what the bounds spend look by look, and the power."""
    f = answer(f"gsDesign(k=3, test.type={kind}, astar={astar})").fields
    n = 400_000
    noise = np.random.default_rng(kind).standard_normal((n, 3)).cumsum(1) / np.sqrt([1, 2, 3])
    drift = f["delta"] * np.sqrt(f["n.I"])
    spent = np.diff(hwang_shih_decani(np.array([0, 1, 2, 3]) / 3, -2.0)) * (astar or 0.975)
    for shift, column in ((0.0, 0), (drift, 1)):
        going, upper, lower = np.ones(n, bool), [], []
        for i in range(3):
            z = noise[:, i] + (shift[i] if column else 0.0)
            up, down = going & (z >= f["upper"]["bound"][i]), going & (z <= f["lower"]["bound"][i])
            upper.append(up.mean())
            lower.append((down & ~up).mean())
            going = going & ~up & ~down
        error = 4.5 * 0.5 / np.sqrt(n)
        np.testing.assert_allclose(upper, f["upper"]["prob"][:, column], atol=error)
        np.testing.assert_allclose(lower, f["lower"]["prob"][:, column], atol=error)
    np.testing.assert_allclose(f["lower"]["prob"][:, 0], spent, atol=1e-9)
    assert f["upper"]["prob"][:, 1].sum() == pytest.approx(0.9, abs=1e-8)
    alpha = f["upper"]["prob"][:, 0].sum()
    assert alpha == pytest.approx(0.025, abs=1e-9) if kind == 5 else alpha < 0.025


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("gsDesign(test.type=7)", "test.type 7"),
        ("gsDesign(k=1)", "look before the last"),
        ("gsDesign(test.type=6, astar=.98)", "astar = 0.98"),
        ("gsDesign(sfu='OF')", "test.type 1 and 2"),
        ("gsDesign(sfl=sfHDS)", "no `sfHDS`"),
        ("gsDesign(timing=c(.1,.2,.3,.4))", "4 values for 3 looks"),
        ("gsDesign(sfu=sfPoints)", "needs sfupar"),
    ],
)
def test_what_is_not_read_is_refused(call: str, said: str) -> None:
    with pytest.raises(DesignError, match=said):
        answer(call)
