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


def test_the_table_of_bounds_is_gsdesigns() -> None:
    """Figures that gsDesign's own tests print of gsBoundSummary() (independent-test-gsBoundSummary, of its repository)."""
    one = answer("gsBoundSummary(gsDesign(k=5, test.type=1, n.fix=1))").fields
    assert list(one) == ["Analysis", "Value", "Efficacy"]
    assert one["Analysis"][:3] == ["IA 1: 20%", "N/Fixed design N: 0.2", ""]
    assert one["Value"][:5] == [
        "Z", "p (1-sided)", "~delta at bound", "P(Cross) if delta=0", "P(Cross) if delta=1",
    ]  # fmt: skip
    assert one["Efficacy"][:5].tolist() == [3.2527, 0.0006, 2.2179, 0.0006, 0.0370]
    assert one["Efficacy"][-5:].tolist() == [2.0253, 0.0214, 0.6176, 0.0250, 0.9000]
    two = answer("gsBoundSummary(gsSurv(lambdaC=.2, hr=.5, eta=.1, T=2, minfup=1.5))").fields
    assert two["Analysis"][5:10] == ["IA 2: 67%", "N: 460", "Events: 65", "Month: 1", ""]
    assert two["Value"][2:5] == ["~HR at bound", "P(Cross) if HR=1", "P(Cross) if HR=0.5"]
    assert two["Efficacy"][:5].tolist() == [3.0107, 0.0013, 0.3457, 0.0013, 0.1412]
    assert two["Futility"][5:].tolist() == [
        0.9411, 0.1733, 0.7907, 0.8347, 0.0437, 1.9992, 0.0228, 0.6655, 0.9767, 0.1000,
    ]  # fmt: skip


def test_a_table_takes_the_size_that_another_call_gives() -> None:
    """n.fix by nBinomial(), a log ratio as the effect: figures of the same tests of gsDesign."""
    found = answer(
        "n <- nBinomial(p1=.3, p2=.15, scale='RR'); gsBoundSummary(gsDesign(k=2, n.fix=n, delta1=log(.15/.3)))"
    ).fields
    assert found["Analysis"][1] == "N: 168"
    assert found["Value"][4] == "P(Cross) if delta=-0.69"
    assert found["Efficacy"][2] == -0.8143
    assert found["Futility"][2] == -0.1221


@pytest.mark.parametrize(
    ("more", "said"), [("5", "must be a design"), ("gsDesign(), POS=TRUE", "usual rows")]
)
def test_rows_that_are_not_computed_are_refused(more: str, said: str) -> None:
    with pytest.raises(DesignError, match=said):
        answer(f"gsBoundSummary({more})")
