"""gsDesign's survival calls against its documentation, one another and formulas."""

from __future__ import annotations

import numpy as np
import pytest

from trialwright.design.rpact import answer, evaluate
from trialwright.errors import DesignError

PUBLISHED = "lambdaC=log(2)/20, hr=.5, gamma=8, R=20"


def test_lachin_and_foulkes_as_published() -> None:
    """N = 227.6, D = 88.7: gsDesign's documentation, "Examples for fixed design sample size and power"
    (keaven.github.io/gsSurv/nsurv-examples.html, read in 2026)."""
    found = answer(f"nSurv({PUBLISHED}, T=30, minfup=10)").fields
    assert round(found["n"], 1) == 227.6
    assert round(found["d"], 1) == 88.7


@pytest.mark.parametrize("unknown", ["T=30, minfup=10", "T=NULL, minfup=10", "T=NULL, minfup=NULL"])
@pytest.mark.parametrize("method", ["LachinFoulkes", "Schoenfeld", "Freedman"])
def test_what_is_solved_for_has_the_power(unknown: str, method: str) -> None:
    """Rates of entry, length of entry or follow-up: each, put back, has power 0.9."""
    x = answer(f"nSurv({PUBLISHED}, eta=.01, ratio=2, method={method}, {unknown})").fields
    stated = f"lambdaC=log(2)/20, hr=.5, gamma={float(x['gamma'][0])!r}, R={float(x['R'][0])!r}, eta=.01, ratio=2, method={method}"
    back = answer(f"nSurv({stated}, T={x['T']!r}, minfup={x['minfup']!r}, beta=NULL)").fields
    assert back["power"] == pytest.approx(0.9, abs=1e-9)
    assert back["n"] == pytest.approx(x["n"], rel=1e-9)


def test_steps_of_hazard_and_entry() -> None:
    """Two equal steps are one, and hazards that fall need more patients."""
    one = answer("nSurv(lambdaC=.05, hr=.6, gamma=1, R=12)").fields["n"]
    two = answer("nSurv(lambdaC=c(.05,.05), S=4, hr=.6, gamma=c(1,1), R=c(3,9))").fields["n"]
    assert two == pytest.approx(one, rel=1e-12)
    assert answer("nSurv(lambdaC=c(.05,.02), S=4, hr=.6)").fields["n"] > one


def test_non_inferiority_by_variance_under_the_null() -> None:
    """Both arms' hazards average to what patients have, a ratio of hr0 apart."""
    x = answer("nSurv(lambdaC=.06, hr=1, hr0=1.3)").fields
    assert x["eDE0"] > x["eDC0"]
    assert x["eDE"] == pytest.approx(x["eDC"])
    assert x["eDE0"] + x["eDC0"] == pytest.approx(x["d"], rel=0.01)


def test_sequential_design_of_events() -> None:
    """Bounds are gsDesign's own at the events of one look, which come when they are expected."""
    x = answer("gsSurv(k=3, test.type=4, hr=.6, sfu=sfLDOF, timing=c(.5,.8))").fields
    single = answer("nSurv(hr=.6)").fields
    plain = answer(f"gsDesign(k=3, test.type=4, sfu=sfLDOF, timing=c(.5,.8), n.fix={single['d']!r})").fields
    np.testing.assert_allclose(x["upper"]["bound"], plain["upper"]["bound"], rtol=1e-10)
    np.testing.assert_allclose(x["n.I"], plain["n.I"], rtol=1e-10)
    np.testing.assert_allclose(x["eDC"] + x["eDE"], x["n.I"], rtol=1e-9)
    assert x["T"][-1] == 18
    assert np.all(np.diff(x["T"]) > 0)


def test_schoenfeld_back_and_forth() -> None:
    events = evaluate("nEvents(hr=.7, ratio=2)").fields["value"]
    assert events == pytest.approx(answer("nSurv(hr=.7, ratio=2, method=Schoenfeld)").fields["d"], rel=1e-10)
    assert evaluate(f"nEvents(hr=.7, ratio=2, n={events!r})").fields["value"] == pytest.approx(0.9)
    z = evaluate(f"hrn2z(hr=.7, n={events!r}, ratio=2)").fields["value"]
    assert evaluate(f"zn2hr(z={z!r}, n={events!r}, ratio=2)").fields["value"] == pytest.approx(0.7)
    assert evaluate(f"hrz2n(hr=.7, z={z!r}, ratio=2)").fields["value"] == pytest.approx(events)


def test_equal_arms_and_uniform_entry() -> None:
    """nSurvival is nSurv's simplest case."""
    found = answer("nSurvival(lambda1=.1, lambda2=.06, Ts=18, Tr=12, eta=.02)").fields
    same = answer("nSurv(lambdaC=.1, hr=.6, eta=.02, R=12, T=18, minfup=6)").fields
    assert found["n"] == pytest.approx(same["n"], rel=1e-10)
    assert found["nEvents"] == pytest.approx(same["d"], rel=1e-10)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ('nSurv(method="BernsteinLagakos")', "method BernsteinLagakos"),
        ("nSurv(hr=1)", "nothing is to be shown"),
        ("nSurv(gamma=c(1,2))", "2 rates"),
        ("nSurv(lambdaC=c(.1,.2,.3), S=4)", "3 hazards"),
        ("nSurv(T=12, minfup=12)", "No entry is left"),
        ("nSurv(T=18, minfup=NULL)", "without minfup"),
        ("nSurv(gamma=.1, T=NULL, minfup=NULL)", "No follow-up"),
        ('nSurvival(type="rd")', "Only uniform entry"),
        ("nEvents(tbl=TRUE)", "Tables"),
        ("nSurv(lambdaC=-1)", "lambdaC"),
    ],
)
def test_what_is_not_read_is_refused(call: str, said: str) -> None:
    with pytest.raises(DesignError, match=said):
        evaluate(call)
