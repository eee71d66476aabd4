"""What a design decided in each simulated trial."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Decided(NamedTuple):
    """rejected : (trials,) the treatment was shown to be better. look : (trials,) where the trial ended."""

    rejected: NDArray[np.bool_]
    look: NDArray[np.int64]
