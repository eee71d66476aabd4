import importlib.util
from pathlib import Path

import pytest

from trialwright.check.p_value_test import check

_spec = importlib.util.spec_from_file_location(
    "check_evidence", Path(__file__).parents[1] / "fixtures" / "evidence.py"
)
e = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(e)


def one(p, counts=(35, 40, 37, 40), text=None, **more):
    made = e.two_arms(*counts, lambda page: e.p_value(page, p, **more), text=f"p {p}.")
    return list(check([made]))


@pytest.mark.parametrize(
    ("p", "test"),
    [
        ("0.712", "Fisher's exact test"),
        ("0.456", "Pearson's chi-squared test"),
        ("0.709", "a chi-squared test with Yates' correction"),
        ("0.460", "a Wald test of the log odds ratio"),
        ("0.488", "Fisher's mid-p (twice the smaller tail) and Fisher's mid-p (by likelihood)"),
    ],
)
def test_the_test_is_found(p, test):
    (found,) = one(p)
    assert (found.verdict, found.explanation) == ("explained", test)


def test_every_test_that_fits_within_rounding_is_named():
    (found,) = one("0.46")
    assert "Pearson's chi-squared" in found.finding
    assert "Wald test of the log odds ratio" in found.finding
    assert "Fisher's exact" not in found.finding


def test_the_test_the_text_names_is_consistent_and_another_is_not():
    (found,) = one("0.712", analysis="Fisher's exact test")
    assert (found.verdict, found.severity) == ("consistent", "none")
    (found,) = one("0.712", analysis="chi-squared test")
    assert (found.verdict, found.severity) == ("explained", "minor")
    assert "0.456" in found.finding


def test_a_hidden_one_sided_p_is_major_when_it_makes_the_difference():
    # R 4.2.2: prop.test(c(9, 3), c(40, 40), correct = FALSE): 0.0603; alternative = "greater": 0.0301.
    (found,) = one("0.030", (9, 40, 3, 40))
    assert (found.verdict, found.severity) == ("explained", "major")
    assert "one-sided pooled z test" in found.finding
    assert "0.060" in found.corrected
    (found,) = one("0.030", (9, 40, 3, 40), analysis="one-sided test")
    assert (found.verdict, found.severity) == ("consistent", "none")


def test_half_of_a_test_that_does_not_hold_for_paired_patients_is_no_one_sided_p():
    made = e.two_arms(
        9, 40, 3, 40, lambda page: e.p_value(page, "0.030"), text="p 0.030 in a crossover trial."
    )
    (found,) = check([made])
    assert (found.verdict, found.severity, found.corrected) == ("not checkable", "none", "")
    assert "both treatments" in found.explanation


def test_a_p_beyond_every_test_is_impossible_unless_adjusted():
    (found,) = one("0.0001", (15, 50, 5, 50))
    assert found.verdict == "impossible"
    (found,) = one("0.0001", (15, 50, 5, 50), analysis="adjusted for age")
    assert (found.verdict, found.severity) == ("not checkable", "none")
    (found,) = one("0.0100", (15, 50, 5, 50))
    assert found.verdict == "not checkable"


def test_bounds():
    (found,) = one("<0.05", (15, 50, 5, 50))
    assert found.verdict == "consistent"
    (found,) = one("<0.001", (15, 50, 5, 50))
    assert (found.verdict, found.severity) == ("impossible", "major")


def test_p_and_interval_from_different_tests_are_told_apart():
    made = e.two_arms(
        35, 40, 37, 40,
        lambda page: e.contrast(page, "odds_ratio", "0.568", "0.126", "2.554", p="0.712"),
        text="OR 0.568 (0.126 to 2.554), p 0.712.",
    )  # fmt: skip
    (found,) = check([made])
    assert "different tests" in found.finding
    assert found.severity == "note"


def test_a_p_of_another_outcome_or_without_counts_is_left_alone():
    assert one("0.712", endpoint="death") == []
    page = e.Page("bare", "p 0.712")
    assert list(check([e.reading(page, e.p_value(page, "0.712"))])) == []


def test_a_p_after_another_result_is_not_of_these_counts():
    made = e.two_arms(
        35, 40, 37, 40,
        lambda page: e.contrast(page, "difference", "4.2", "1.0", "7.4", endpoint="score"),
        lambda page: e.p_value(page, "0.011", endpoint=""),
        text="and score 4.2 (1.0 to 7.4), p 0.011",
    )  # fmt: skip
    assert list(check([made])) == []


def test_the_p_of_a_t_statistic_is_no_p_of_counts():
    """Nor is it asked for beside them: R's pt(-3.15, 88) * 2 is 0.0022, and Pearson's test of the counts gives 0.456."""
    made = e.two_arms(35, 40, 37, 40, lambda page: e.p_value(page, "0.002"), text="t(88) = 3.15, p 0.002.")
    told = made.model_copy(
        update={
            "results": tuple(
                r.model_copy(update={"measure": "statistic", "p": r.value, "analysis": "t(88)"})
                if r.measure == "p_value"
                else r
                for r in made.results
            )
        }
    )
    assert list(check([made]))
    assert list(check([told])) == []
