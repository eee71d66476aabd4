"""screened_randomised, arm_sizes, baseline_imbalance, single_arm_historical, within_group."""

import importlib.util
from pathlib import Path

import pytest

from trialwright import read
from trialwright.adapters import concepts
from trialwright.check import (
    arm_sizes,
    baseline_imbalance,
    screened_randomised,
    single_arm_historical,
    within_group,
)
from trialwright.model.result import Result

_spec = importlib.util.spec_from_file_location(
    "check_evidence", Path(__file__).parents[1] / "fixtures" / "evidence.py"
)
e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e)


PAGE = e.Page("flow", "We screened 120 people, randomised 60 and analysed 58.")


def flow(*sizes, **facts):
    arms = tuple((f"arm {i}", "experimental" if i else "control", n) for i, n in enumerate(sizes))
    made = e.reading(PAGE, key="FLOW", arms=arms)
    return e.with_stated(made, *(e.stated(PAGE, k, v, "screened") for k, v in facts.items()))


def test_flow_narrows():
    found = list(screened_randomised.check([flow(screened=120, randomised=60, analysed=58)]))
    assert [c.verdict for c in found] == ["consistent", "consistent"]
    assert found[0].recomputed["percent"] == 50.0
    (found,) = screened_randomised.check([flow(screened=50, randomised=60)])
    assert (found.verdict, found.severity) == ("impossible", "major")
    assert list(screened_randomised.check([flow(randomised=60)])) == []


@pytest.mark.parametrize(
    ("sizes", "verdict"),
    [
        ((30, 30), "consistent"),
        ((30, 31), "impossible"),
        ((29, 29), "not checkable"),
        ((20, 20, 20), "consistent"),
    ],
)
def test_arms_add_up(sizes, verdict):
    (found,) = arm_sizes.check([flow(*sizes, randomised=60)])
    assert found.verdict == verdict


@pytest.mark.parametrize(
    ("sizes", "verdict"),
    [((29, 31, 30, 30), "consistent"), ((29, 31, 30, 31), "impossible"), ((60, 60, 60), "")],
)
def test_margins_of_a_factorial_trial_hold_everybody_twice(sizes, verdict):
    found = list(arm_sizes.check([flow(*sizes, randomised=60)]))
    assert [f.verdict for f in found] == [verdict] * (verdict != "")


def test_arms_without_a_size_are_not_added():
    assert list(arm_sizes.check([flow(30, None, randomised=60)])) == []
    assert list(arm_sizes.check([flow(30, 30)])) == []


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        ("Sixty-six febrile episodes in 58 patients", "not checkable"),
        ("66 febrile episodes in 58 patients", "not checkable"),
        ("58 patients with eyes red", "impossible"),
        ("58 patients", "impossible"),
    ],
)
def test_arms_may_hold_several_of_a_patient(printed, verdict):
    text = f"{printed} were randomised: 34 to cefovir and 32 to placebo."
    (document,) = read.documents(text.encode(), "a.txt")
    (found,) = arm_sizes.check([read.read(document, concepts.load())])
    assert found.verdict == verdict


def baseline(effect="-0.171", analysis="", means=("2.26", "2.39")):
    page = e.Page(
        "base",
        f"At baseline the score was {means[0]} (0.27) and {means[1]} (0.28).",
        f"Later the difference was {effect}.",
    )
    rows = tuple(
        Result(
            measure="mean",
            value=e.printed(m),
            sd=e.printed("0.27"),
            arm=a,
            endpoint="score",
            quote=page.quote(m),
        )
        for m, a in zip(means, ("active", "placebo"), strict=True)
    )
    change = e.difference(page, effect, "-9", "9", endpoint="score", analysis=analysis)
    return list(baseline_imbalance.check([e.reading(page, *rows, change)]))


def test_imbalance_beside_the_effect():
    (found,) = baseline()
    assert (found.verdict, found.severity) == ("not checkable", "major")
    assert found.recomputed["share of the effect"] == pytest.approx(0.13 / 0.171)
    assert "76%" in found.finding
    (found,) = baseline(analysis="ANCOVA")
    assert (found.verdict, found.severity) == ("explained", "note")
    (found,) = baseline(effect="0.171")
    assert found.severity == "note"  # against the effect
    (found,) = baseline(means=("2.38", "2.39"))
    assert (found.verdict, found.severity) == ("consistent", "none")


def test_historical_and_single_arm():
    page = e.Page("single", "A single arm of 17; 47 earlier patients.")
    made = e.reading(page, arms=(("active", "experimental", 17), ("earlier", "historical", 47)))
    (found,) = single_arm_historical.check([made])
    assert "17 treated v 47 historical" in found.finding
    alone = e.with_stated(
        e.reading(page, arms=(("active", "experimental", 17),)),
        e.stated(page, "design", "single arm", "single arm"),
    )
    (found,) = single_arm_historical.check([alone])
    assert found.verdict == "not checkable"
    assert list(single_arm_historical.check([e.reading(page)])) == []


def test_a_change_without_its_comparator():
    page = e.Page("within", "The score fell by 8 % on active.")
    fall = Result(
        measure="relative_change",
        value=e.printed("~8"),
        unit="%",
        arm="active",
        endpoint="score",
        quote=page.quote("8 %"),
    )
    (found,) = within_group.check([e.reading(page, fall)])
    assert found.verdict == "not checkable"
    assert list(within_group.check([e.reading(page, fall.model_copy(update={"versus": "placebo"}))])) == []
    other = fall.model_copy(update={"arm": "placebo", "value": e.printed("2")})
    assert list(within_group.check([e.reading(page, fall, other)])) == []
