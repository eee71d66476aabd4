"""The p of two means that are printed with standard errors. SciPy 1.14 on SDs of SE x sqrt(n): Student 0.0451, Welch 0.0459."""

import pytest

from trialwright.adapters import concepts
from trialwright.check import mean_test_p
from trialwright.read import documents, read


def findings(before, p, spread="SE"):
    text = (
        f"We randomised 64 adults to corvelin (n = 33) or placebo (n = 31). {before} at week 6 was 7.10 ({spread} 0.42) with corvelin "
        f"and 8.40 ({spread} 0.48) with placebo ({p})."
    )
    (document,) = documents(text.encode(), "text.txt")
    return list(mean_test_p.check([read(document, concepts.load())]))


@pytest.mark.parametrize(
    ("p", "verdict"),
    [
        ("P = 0.045", "consistent"),
        ("P = 0.046", "consistent"),
        ("P = 0.61", "impossible"),
        ("P = 0.02", "explained"),
        ("P = 0.005", "not checkable"),
    ],
)
def test_standard_errors_give_a_p(p, verdict):
    (found,) = findings("Pain", p)
    assert found.verdict == verdict
    assert "7.1 ± SE 0.42 (n = 33) v 8.4 ± SE 0.48 (n = 31)" in found.finding
    least, most = (found.recomputed[f"Student's t test {end}"] for end in ("least", "most"))
    assert 0.040 < least < 0.0451 < most < 0.050


@pytest.mark.parametrize(
    "before", ["The least-squares mean pain", "The adjusted mean pain", "Kaplan-Meier mean stay"]
)
def test_errors_of_a_model_are_left_alone(before):
    assert findings(before, "P = 0.61") == []


def test_deviations_stay_what_they_are():
    (found,) = findings("Pain", "P < 0.001", spread="SD")
    assert (found.verdict, "SE" in found.finding) == ("consistent", False)


@pytest.mark.parametrize(
    ("first", "second", "many"),
    [("; p < 0.001", "; p < 0.001", 0), ("", "; p < 0.001", 1), ("", "; p = 0.045", 1)],
)
@pytest.mark.parametrize(("one", "other"), [("SE 0.42", "SE 0.48"), ("SD 2.41", "SD 2.67")])
def test_a_p_of_each_arm_compares_no_arms(one, other, first, second, many):
    text = (
        "We randomised 64 adults to corvelin (n = 33) or placebo (n = 31). "
        f"Pain at week 6 was 7.10 ({one}{first}) with corvelin and 8.40 ({other}{second}) with placebo."
    )
    (document,) = documents(text.encode(), "text.txt")
    assert len(list(mean_test_p.check([read(document, concepts.load())]))) == many
