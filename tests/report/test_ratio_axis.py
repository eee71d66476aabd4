"""The axis of ratios has ticks all along."""

import math
from itertools import pairwise

from matplotlib.figure import Figure

from trialwright.report.charts.forest import _ratio_ticks


def test_an_axis_that_holds_few_of_1_2_5_has_ticks_on_both_sides_of_1_to_its_end() -> None:
    axes = Figure().subplots()
    axes.set_xlim(math.log(0.54), math.log(4.4))
    _ratio_ticks(axes)
    ticks = [math.exp(v) for v in axes.get_xticks()]
    assert min(ticks) < 0.7
    assert max(ticks) > 3.5
    assert all(b / a > 1.05 for a, b in pairwise(ticks))
