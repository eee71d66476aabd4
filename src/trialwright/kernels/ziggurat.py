"""Tables of the ziggurat for a standard normal: 256 layers of equal area.

Source: Marsaglia & Tsang 2000, J Stat Softw 5(8); the layers as in Doornik 2005, "An improved ziggurat method".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LAYERS = 256
TAIL = 3.6541528853610088  # where the base layer's tail begins
AREA = 0.00492867323399  # of each layer


def edges() -> NDArray[np.float64]:
    """(LAYERS + 1,) right edges, base first; the base's is that of a box with its area, the last 0."""
    x = np.empty(LAYERS + 1)
    x[0], x[1], x[LAYERS] = AREA / np.exp(-0.5 * TAIL**2), TAIL, 0.0
    for i in range(1, LAYERS - 1):
        x[i + 1] = np.sqrt(-2 * np.log(AREA / x[i] + np.exp(-0.5 * x[i] ** 2)))
    return x


_X = edges()
WIDTH = _X[:LAYERS] * 2.0**-53  # times a 53-bit number: where in the layer
INSIDE = (_X[1:] / _X[:LAYERS] * 2.0**53).astype(
    np.uint64
)  # below it the point is under the curve for certain
HEIGHT = np.exp(-0.5 * _X**2)  # of the curve at each edge
