"""The axis of ratios has round ticks all along."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialwright.report.charts.ratio_axis import MOST, ROOM, ratio_ticks

ENDS = st.tuples(st.floats(-600, 0), st.floats(0, 600)) | st.tuples(st.floats(-3, 0), st.floats(0, 3))


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (0.54, 3.9, ["0.5", "1", "2", "4"]),
        (0.82, 1.21, ["0.8", "0.9", "1", "1.1", "1.2", "1.3"]),
        (0.3, 5.0, ["0.25", "0.5", "1", "2", "4", "8"]),
        (1.0, 2.9, ["1", "1.25", "1.5", "2", "2.5", "3"]),
        (0.002, 40.0, ["0.001", "0.01", "0.1", "1", "10", "100"]),
        (1.0, 1.0, ["0.99", "1", "1.01"]),
    ],
)
def test_ticks_are_round(low: float, high: float, labels: list[str]) -> None:
    assert [label for _, label in ratio_ticks(math.log(low), math.log(high))] == labels


@given(ENDS)
def test_ticks_hold_the_data_with_room_for_their_labels_and_say_where_they_are(
    ends: tuple[float, float],
) -> None:
    low, high = ends
    ticks = ratio_ticks(low, high)
    places = [x for x, _ in ticks]
    assert 3 <= len(ticks) <= MOST
    assert places[0] <= low + 1e-6
    assert places[-1] >= high - 1e-6
    assert min(b - a for a, b in pairwise(places)) >= 0.99 * ROOM * (places[-1] - places[0])
    for x, label in ticks:
        power = label.partition("1e")[2]  # past the largest float only its power is known
        shown = int(power) * math.log(10) if power and abs(int(power)) > 300 else math.log(float(label))
        assert x == pytest.approx(shown, abs=1e-9)
    # Near to 1 or not: two digits at most beside doublings, quarters and hundredths.
    digits = [label.partition("e")[0].replace(".", "").strip("0") for _, label in ticks]
    assert all(len(d) <= 3 for d in digits)
