"""arms_exchanged, total_in_arm, p_above_one."""

import importlib.util
from pathlib import Path

import pytest

from trialwright.check import arms_exchanged, p_above_one, total_in_arm

_spec = importlib.util.spec_from_file_location(
    "exchanged_evidence", Path(__file__).parents[1] / "fixtures" / "evidence.py"
)
e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e)


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [("20.0", "41.7", "consistent"), ("25.0", "33.3", "explained"), ("21.0", "42.0", None)],
)
def test_arms_that_changed_places(first, second, verdict):
    made = e.two_arms(6, 30, 10, 24, text="then.")
    shares = [
        r.model_copy(update={"value": e.printed(v)})
        for r, v in zip(made.results, (first, second), strict=True)
    ]
    found = list(arms_exchanged.check([made.model_copy(update={"results": tuple(shares)})]))
    assert [c.verdict for c in found] == ([verdict] if verdict else [])


@pytest.mark.parametrize(
    ("total", "verdict"), [(30, "consistent"), (29, "consistent"), (31, "impossible"), (60, None)]
)
def test_a_denominator_is_no_larger_than_its_arm(total, verdict):
    page = e.Page("total", f"5 of {total} on active.")
    made = e.reading(
        page,
        e.events(page, f"5 of {total}", "active", 5, total, value=e.printed("17")),
        arms=(("active", "experimental", 30), ("placebo", "control", 30)),
    )
    assert [c.verdict for c in total_in_arm.check([made])] == ([verdict] if verdict else [])


def test_a_denominator_of_two_arms_together_is_no_arms() -> None:
    page = e.Page("total", "5 of 60 on active.")
    share = e.events(page, "5 of 60", "active", 5, 60, value=e.printed("8"))
    arms = (("active", "experimental", 30), ("slow active", "experimental", 30), ("placebo", "control", 30))
    assert list(total_in_arm.check([e.reading(page, share, arms=arms)])) == []
    unknown = (
        ("active", "experimental", 30),
        ("slow active", "experimental", None),
        ("placebo", "control", 60),
        ("no pill", "control", 9),
    )
    (found,) = total_in_arm.check(
        [e.reading(page, share, arms=unknown)]
    )  # the placebo arm's size is nobody's sum
    assert found.verdict == "impossible"


@pytest.mark.parametrize(
    ("text", "many"),
    [("P = 1.23", 1), ("P = 0.23", 0), ("p = 3.32 × 10-10", 0), ("p = 1.15e-4", 0), ("P = 1.00", 0)],
)
def test_a_p_above_one(text, many):
    page = e.Page("above", f"Relapse fell ({text}).")
    assert len(list(p_above_one.check([e.reading(page, e.events(page, "fell", "active", 1, 2))]))) == many
