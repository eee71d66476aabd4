"""Numbers that cannot be true are read where the text leaves no doubt what they are, so that the checks tell them."""

from __future__ import annotations

import pytest

from trialwright import check
from trialwright.adapters import concepts
from trialwright.read import documents, read


def reading(text: str):
    page = f"Veltrix versus placebo in pain: a randomised trial\n\nMethods: {text}\n\nConclusion: Veltrix deserves study.\n"
    (document,) = documents(page.encode(), "page.txt")
    return read(document, concepts.load())


def told(made) -> dict[str, str]:
    return {c.name: c.quote.exact for c in check.check([made]) if c.verdict == "impossible"}


ARMS = "A total of 142 patients were randomised to veltrix (n = {}) or placebo (n = 72). "


def test_an_arm_of_more_than_were_randomised_is_read_and_told():
    made = reading(ARMS.format(242))
    assert [(a.label, a.size) for a in made.trial.arms] == [("veltrix", 242), ("placebo", 72)]
    (found,) = (c for c in check.check([made]) if c.name == "arm_sizes")
    assert (found.verdict, found.severity) == ("impossible", "major")
    sizes = {r.id: r.quote.exact for r in made.results if r.measure == "size"}
    assert {sizes[i] for i in found.because.of if i in sizes} == {"242", "72"}


def test_an_arm_that_has_another_size_too_is_not_taken_for_a_misprint():
    made = reading(ARMS.format(70) + "Calls were made to veltrix (n = 900) more often.")
    assert made.trial.arms[0].size == 70


@pytest.mark.parametrize("words", ["88 of 70 patients (83%)", "88/70 (83%)", "88 (83%) of 70 patients"])
def test_more_patients_with_an_outcome_than_patients_are_read_and_told(words):
    made = reading(
        ARMS.format(70)
        + f"Relief occurred in {words} given veltrix and in 20 of 72 patients (28%) given placebo."
    )
    (share,) = (r for r in made.results if r.count == 88)
    assert (share.total, share.value.value) == (70, 83)
    assert told(made)["percent_count"] == share.quote.exact


@pytest.mark.parametrize(
    "words",
    [
        "A blood pressure of 140/90 (45%) was usual",  # two measurements
        "Attendance was 2300 (20%) of 11 500 women",  # a space parts the thousands
        "Of 88 of 70 patients more is to be said",  # no percent that speaks for a share
    ],
)
def test_what_may_be_no_share_is_left_out(words):
    made = reading(ARMS.format(70) + words + ".")
    assert not [r for r in made.results if r.count and r.total and r.count > r.total]
    assert "percent_count" not in told(made)
