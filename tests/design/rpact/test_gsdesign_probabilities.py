"""gsDesign's probabilities of given bounds, and its families of spending functions."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright.design.rpact import answer, evaluate
from trialwright.errors import DesignError

TWO_POINTS = "c(.25, .5, .1, .3)"


def test_probabilities_of_a_design_and_of_its_bounds() -> None:
    x = answer("gsDesign()").fields
    for stated in ("d=x", "k=3, n.I=x$n.I, a=x$lower$bound, b=x$upper$bound"):
        found = answer(f"x <- gsDesign(); gsProbability(theta=c(0, x$delta), {stated})").fields
        np.testing.assert_allclose(found["upper"]["prob"], x["upper"]["prob"], atol=1e-10)
        np.testing.assert_allclose(found["en"], x["en"], rtol=1e-9)


@pytest.mark.parametrize("kind", [3, 4, 6])
def test_conditional_probabilities_with_lower_bounds(kind: int) -> None:
    """Against walks of normal steps that start at what look 1 saw."""
    x = answer(f"gsDesign(k=3, test.type={kind}, n.fix=100)").fields
    found = answer(f"gsCP(gsDesign(k=3, test.type={kind}, n.fix=100), theta=.2, i=1, zi=1.2)").fields
    sizes, n = x["n.I"], 200_000
    steps = np.random.default_rng(kind).standard_normal((n, 2)) * np.sqrt(np.diff(sizes)) + 0.2 * np.diff(
        sizes
    )
    z = (1.2 * np.sqrt(sizes[0]) + steps.cumsum(1)) / np.sqrt(sizes[1:])
    up, low = z >= x["upper"]["bound"][1:], z <= x["lower"]["bound"][1:]
    going = ~up[:, 0] & ~low[:, 0]
    error = 4 * 0.5 / np.sqrt(n)
    np.testing.assert_allclose(
        found["upper"]["prob"][:, 0], [up[:, 0].mean(), (going & up[:, 1]).mean()], atol=error
    )
    np.testing.assert_allclose(
        found["lower"]["prob"][:, 0], [low[:, 0].mean(), (going & low[:, 1]).mean()], atol=error
    )


def test_probability_of_success_is_an_average() -> None:
    both = answer("x <- gsDesign(); gsProbability(d=x, theta=c(0, x$delta))").fields
    power = both["upper"]["prob"].sum(0)
    assert evaluate("x <- gsDesign(); gsPOS(x, c(0, x$delta), c(.3, .7))").fields["value"] == pytest.approx(
        0.3 * power[0] + 0.7 * power[1]
    )
    late = both["upper"]["prob"][1:].sum(0)
    going = 1 - both["upper"]["prob"][0] - both["lower"]["prob"][0]
    assert evaluate("x <- gsDesign(); gsCPOS(1, x, c(0, x$delta), .5)").fields["value"] == pytest.approx(
        late.sum() / going.sum()
    )


def test_predictive_power_of_a_sure_prior_is_conditional_power() -> None:
    sure = evaluate("x <- gsDesign(); gsPP(x, 1, 1.1, c(0, x$delta), c(0, 1))").fields["value"]
    power = evaluate("x <- gsDesign(); sum(gsCP(x, theta=x$delta, i=1, zi=1.1)$upper$prob)")
    assert sure == pytest.approx(power, rel=1e-12)


def test_predictive_power_of_what_no_prior_expects() -> None:
    """A z of 50 leaves the effect nearest to it."""
    far = evaluate("x <- gsDesign(test.type=1); gsPP(x, 1, 50, c(0, x$delta), c(.5, .5))").fields["value"]
    assert far == pytest.approx(1.0)


def test_bounds_that_are_crossed_as_asked() -> None:
    """The bounds of a one-sided design are those that spend what it spends."""
    design = "x <- gsDesign(test.type=1, sfu=sfLDPocock)"
    found = answer(f"{design}; gsBound1(0, x$n.I, rep(-20, 3), x$upper$spend)").fields
    np.testing.assert_allclose(found["b"], answer(design).fields["upper"]["bound"], atol=1e-9)


@pytest.mark.parametrize(
    "family", ["sfLogistic", "sfNormal", "sfCauchy", "sfExtremeValue", "sfExtremeValue2"]
)
def test_distributions_with_slope_one_spend_in_proportion(family: str) -> None:
    spent = answer(f"{family}(.05, c(.2,.6,1), c(0,1))").fields["spend"]
    np.testing.assert_allclose(spent, [0.01, 0.03, 0.05], rtol=1e-9)


@pytest.mark.parametrize(
    "family", ["sfLogistic", "sfNormal", "sfCauchy", "sfExtremeValue", "sfExtremeValue2", "sfBetaDist"]
)
def test_curves_go_through_the_two_points(family: str) -> None:
    np.testing.assert_allclose(
        answer(f"{family}(1, c(.25,.5,1), {TWO_POINTS})").fields["spend"], [0.1, 0.3, 1.0], rtol=1e-8
    )
    spent = np.cumsum(
        answer(f"gsDesign(k=3, test.type=1, timing=c(.25,.5), sfu={family}, sfupar={TWO_POINTS})").fields[
            "upper"
        ]["spend"]
    )
    np.testing.assert_allclose(spent, [0.0025, 0.0075, 0.025], rtol=1e-6)


def test_student_t_between_normal_and_cauchy() -> None:
    cauchy = answer(f"sfCauchy(1, .75, {TWO_POINTS})").fields["spend"]
    student = answer("sfTDist(1, .75, c(.25, .5, .1, .3, 1))").fields["spend"]
    normal = answer(f"sfNormal(1, .75, {TWO_POINTS})").fields["spend"]
    assert student == pytest.approx(cauchy, rel=1e-8)
    assert answer("sfTDist(1, .75, c(.25, .5, .1, .3, 1e6))").fields["spend"] == pytest.approx(
        normal, rel=1e-4
    )


def test_named_spending_functions() -> None:
    """Formulas of Hwang, Shih and DeCani 1990, Lan and DeMets 1983, and Anderson and Clark 2010."""
    t = np.array([0.25, 0.5, 1.0])
    np.testing.assert_allclose(
        answer("sfHSD(.025, c(.25,.5,1), -4)").fields["spend"],
        0.025 * np.expm1(4 * t) / np.expm1(4),
        rtol=1e-9,
    )
    np.testing.assert_allclose(
        answer("sfPower(.025, c(.25,.5,1), 2)").fields["spend"], 0.025 * t**2, rtol=1e-9
    )
    np.testing.assert_allclose(
        answer("sfLDPocock(.025, c(.25,.5,1))").fields["spend"], 0.025 * np.log1p(np.expm1(1) * t), rtol=1e-9
    )
    np.testing.assert_allclose(
        answer("sfExponential(.025, c(.25,.5,1), .8)").fields["spend"], 0.025 ** (t**-0.8), rtol=1e-9
    )
    np.testing.assert_allclose(answer("sfLinear(1, c(.25,.75,1), c(.5,.2))").fields["spend"], [0.1, 0.6, 1])
    np.testing.assert_allclose(answer("sfStep(1, c(.25,.75,1), c(.5,.2))").fields["spend"], [0, 0.2, 1])


def test_all_patients_weighed_alike() -> None:
    """z2Z is z2NC where the second stage is what was planned."""
    design = "gsDesign(k=2, test.type=1, n.fix=100)"
    planned = evaluate(f"x <- {design}; x$n.I[2] - x$n.I[1]")
    by = [evaluate(f"condPower(z1=1.3, n2={planned!r}, z2={z2}, x={design})$CP") for z2 in ("z2NC", "z2Z")]
    assert by[0] == pytest.approx(by[1], rel=1e-10)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("gsProbability(k=2, theta=0, n.I=c(1,2,3), a=c(0,0,0), b=c(1,1,1))", "k = 2"),
        ("gsProbability(k=2, theta=0, n.I=c(2,1), a=c(0,0), b=c(1,1))", "n.I"),
        ("gsProbability(k=1, theta=0, n.I=1, a=2, b=1)", "above the upper"),
        ("gsProbability(theta=0, d=3)", "not one of gsDesign"),
        ("gsBound1(0, c(1,2), c(-20,-20), c(.5,.7))", "No bound"),
        ("gsPOS(gsDesign(), c(0,1), c(.1,.2,.7))", "different lengths"),
        ("gsCPOS(3, gsDesign(), c(0,1), .5)", "Look 3"),
        ("gsDesign(sfu=sfLogistic, sfupar=1)", "sfupar"),
        ("gsDesign(sfu=sfExponential, sfupar=-1)", "not above 0"),
        ("sfStep(1, .5, c(.5,.2,.1))", "places"),
        ("sfTDist(1, .5, c(0,1))", "degrees of freedom"),
        ("gsDesign(test.type=6, sfl=sfNormal, sflpar=c(0,1))", "not read with sfNormal"),
        ('condPower(z1=1, n2=10, z2="z2Fisher", x=gsDesign(k=2))', "z2Fisher"),
    ],
)
def test_what_is_not_read_is_refused(call: str, said: str) -> None:
    with pytest.raises(DesignError, match=said):
        evaluate(call)
