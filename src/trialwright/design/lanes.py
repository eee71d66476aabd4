"""Designs laid side by side for one pass of the simulation."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from trialwright.design.designs import design_type
from trialwright.errors import DesignError
from trialwright.kernels.simulation import LaneTable
from trialwright.model.design import Design

LARGEST_RATIO = 10


class Laid(NamedTuple):
    """lanes : for the kernel. looks : for each design, the positions of its looks among lanes.sizes."""

    lanes: LaneTable
    looks: tuple[tuple[int, ...], ...]


def lay(designs: Sequence[Design]) -> Laid:
    """Designs that enrol and allocate alike share a lane, whatever their sizes."""
    sizes: dict[tuple[float, int, int], set[int]] = {}
    for d in designs:
        sizes.setdefault(_lane(d), set()).update(design_type(d.type).looks(d))
    lanes = list(sizes)
    first = np.cumsum([0, *(len(sizes[lane]) for lane in lanes)])
    at = {lane: sorted(sizes[lane]) for lane in lanes}
    table = LaneTable(
        log_cutoff=np.array([c for c, _, _ in lanes]),
        first=first.astype(np.int64),
        sizes=np.array([n for lane in lanes for n in at[lane]], np.int64),
        block_experimental=np.array([e for _, e, _ in lanes], np.int64),
        block_total=np.array([e + c for _, e, c in lanes], np.int64),
    )
    looks = tuple(
        tuple(int(first[lanes.index(_lane(d))]) + at[_lane(d)].index(n) for n in design_type(d.type).looks(d))
        for d in designs
    )
    return Laid(table, looks)


def _lane(design: Design) -> tuple[float, int, int]:
    cutoff = -np.inf if design.cutoff is None else float(np.log(np.float64(design.cutoff)))
    return (cutoff, *block(design.allocation))


def block(allocation: float) -> tuple[int, int]:
    """Experimental and control places in one permuted block: twice the smallest whole-number ratio."""
    ratio = Fraction(allocation).limit_denominator(LARGEST_RATIO)
    if ratio == 0 or ratio.numerator > LARGEST_RATIO or abs(float(ratio) - allocation) > 1e-3:
        raise DesignError(
            f"Allocation {allocation:g} is not a ratio of small whole numbers.",
            where="design.allocation",
            fix=f"Use a to b with both at most {LARGEST_RATIO}: 1 for 1:1, 2 for 2:1, 1.5 for 3:2.",
        )
    return 2 * ratio.numerator, 2 * ratio.denominator
