"""One look, at the end. With a cut-off it is an enriched design: fixed size, restricted entry."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trialwright.design.designs.decided import Decided
from trialwright.model.design import Design

NAME = "fixed"
LABEL = "fixed size, one analysis"


def looks(design: Design) -> tuple[int, ...]:
    return (design.patients,)


def evaluate(design: Design, p: NDArray[np.float64]) -> Decided:
    """Better when p <= alpha at the only look."""
    return Decided(p[:, 0] <= design.alpha, np.zeros(len(p), np.int64))
