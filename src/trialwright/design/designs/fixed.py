"""One look, at the end. With a cut-off it is an enriched design: fixed size, restricted entry."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from trialwright.design.boundaries import SequentialDesign, group_sequential
from trialwright.design.designs.decided import Decided
from trialwright.design.trials import Trials
from trialwright.model.design import Design

NAME = "fixed"
LABEL = "fixed size, one analysis"
ONE_SIZE = True
MARGIN = True


def bounds(design: Design, full: int) -> SequentialDesign:
    """The one critical value."""
    return group_sequential(alpha=design.alpha, information_rates=[1.0])


def run(design: Design, trials: Trials) -> Decided:
    """Better when p <= alpha."""
    trials.through([trials.full], np.array([ndtri(1 - design.alpha)]), np.array([-np.inf]))
    return trials.decided()
