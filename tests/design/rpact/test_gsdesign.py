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


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("gsDesign(test.type=6)", "test.type 6"),
        ("gsDesign(sfu='OF')", "test.type 1 and 2"),
        ("gsDesign(sfl=sfHDS)", "no `sfHDS`"),
        ("gsDesign(timing=c(.1,.2,.3,.4))", "4 values for 3 looks"),
        ("gsDesign(sfu=sfPoints)", "needs sfupar"),
    ],
)
def test_what_is_not_read_is_refused(call: str, said: str) -> None:
    with pytest.raises(DesignError, match=said):
        answer(call)
