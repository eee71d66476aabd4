"""The standard deviation of an arm from what is printed of it."""

import pytest

from trialwright.adapters import concepts
from trialwright.errors import EvidenceError
from trialwright.pool.gather import gather, usable
from trialwright.read import documents, read

HEAD = "Corvelin for pain. We randomised 89 adults to corvelin (n = 44) or placebo (n = 45). "


def effects(told):
    (document,) = documents((HEAD + told).encode(), "trial.txt")
    return gather([read(document, concepts.load())], [], "pain", "mean_difference")


@pytest.mark.parametrize(
    ("told", "v"),
    [
        # R 4.2.2: s <- c(sqrt(44) * 1.0 / (2 * qt(.975, 43)), sqrt(45) * 1.2 / (2 * qt(.975, 44))); sum(s^2 / c(44, 45))
        ("Mean pain was 3.1 (95% CI 2.6 to 3.6) with corvelin and 4.2 (95% CI 3.6 to 4.8) with placebo.", 0.150102352),
        # the same with qt(.95, ...): 90 % limits
        ("Mean pain was 3.1 (90% CI 2.6 to 3.6) with corvelin and 4.2 (90% CI 3.6 to 4.8) with placebo.", 0.215980407),
        # 0.25^2 + 0.24^2
        ("Mean pain was 3.1 (SE 0.25) with corvelin and 4.2 (SE 0.24) with placebo.", 0.1201),
        # 1.65^2/44 + 1.61^2/45
        ("Mean pain was 3.1 (SD 1.65) with corvelin and 4.2 (SD 1.61) with placebo.", 0.119477222),
    ],
)  # fmt: skip
def test_the_variance_of_a_difference(told, v):
    (effect,) = effects(told).effects
    assert effect.y == pytest.approx(-1.1)
    assert effect.v == pytest.approx(v, rel=2e-7)
    assert ("SD" in effect.because.formula) == ("SD" not in told)  # how it was worked out, where it was


def test_limits_that_do_not_lie_evenly_about_a_mean_give_nothing():
    told = "Mean pain was 3.1 (95% CI 2.9 to 4.6) with corvelin and 4.2 (95% CI 3.6 to 4.8) with placebo."
    found = effects(told)
    with pytest.raises(EvidenceError, match="do not lie about it evenly"):
        usable(found, "pain", "mean_difference")
