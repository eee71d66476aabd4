"""Answers that other places of the document complete or contradict: sizes before the very means, and times later than the answer's."""

from __future__ import annotations

import pytest

from trialwright import read

DEALT = "# Abstract 150 adults were randomised to oxanol (n = 74) or placebo (n = 76). "


def _cells(text: str, outcome: str, kind: str):
    document = read.documents(text.encode(), "x.md")[0]
    return read.cells(document, outcome=outcome, intervention="oxanol", comparator="placebo", kind=kind)


ROW = "\n\n  Wheeze score at 3 days      61      63       7.1 ± 4.0      8.3 ± 4.4      0.08\n"


def test_the_numbers_before_the_very_means_are_their_sizes() -> None:
    said = "# Results The wheeze score was 7.1 ± 4.0 in the oxanol group and 8.3 ± 4.4 in the placebo group. "
    found = _cells(DEALT + said + ROW, "Wheeze score", "continuous")
    assert (found.intervention.n.value, found.comparator.n.value) == (61, 63)
    assert found.intervention.n.quote.exact == "61"


@pytest.mark.parametrize(
    "row",
    [
        "\n\n  Wheeze score at 3 days      61      63       7.2 ± 4.0      8.3 ± 4.4      0.08\n",  # other means
        "\n\n  Wheeze score at 3 days      91      93       7.1 ± 4.0      8.3 ± 4.4      0.08\n",  # more than there are
        "\n\n  Wheeze score at 3 days      3      4       7.1 ± 4.0      8.3 ± 4.4      0.08\n",  # no sizes
    ],
)
def test_other_numbers_are_no_sizes(row: str) -> None:
    said = "# Results The wheeze score was 7.1 ± 4.0 in the oxanol group and 8.3 ± 4.4 in the placebo group. "
    found = _cells(DEALT + said + row, "Wheeze score", "continuous")
    assert (found.intervention.n.value, found.comparator.n.value) == (74, 76)


DIED = (
    "# Results By day 28, 21 of 74 patients in the oxanol group and 30 of 76 in the placebo group had died. "
)


def test_a_later_time_that_is_told_is_the_last() -> None:
    later = "Ninety-day deaths are in the Supplement; mortality at day 90 was alike. "
    found = _cells(DEALT + DIED + later, "Death (longest follow-up)", "binary")
    assert not found.complete
    assert "day 90" in found.missing


@pytest.mark.parametrize("more", ["", "Pain at day 90 was alike. ", "Oxanol has been used for 90 years. "])
def test_the_last_time_that_is_told_of_the_outcome(more: str) -> None:
    found = _cells(DEALT + DIED + more, "Death (longest follow-up)", "binary")
    assert found.complete
    assert (found.intervention.events.value, found.comparator.events.value) == (21, 30)


def test_no_time_is_asked_for() -> None:
    found = _cells(DEALT + DIED + "Mortality at day 90 was alike. ", "Death", "binary")
    assert found.complete
