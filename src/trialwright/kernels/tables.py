"""What the simulation loop is given, as flat tables: numbers and arrays only, so that it compiles once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class MarkerTable(NamedTuple):
    """Natural logs of the marker's usual values.

    sample : log_values are patients, drawn by a Polya urn; otherwise the quantile function at
    `probabilities`, linear between them. A single value is everybody's. noise_sd : SD of ln(measured) given the usual value.
    left_slope, right_slope : of ln(value) per normal score, outside the outermost knots.
    """

    sample: bool
    probabilities: Floats
    log_values: Floats
    noise_sd: float
    left_slope: float
    right_slope: float


class CurveTable(NamedTuple):
    """Effect against ln(usual value). kind : CONSTANT ... POINTS."""

    kind: int
    level: float
    half: float
    log_half: float
    slope: float
    at_log: Floats
    at_effect: Floats


class OutcomeTable(NamedTuple):
    """Without cuts a normal value of SD `sd`, treatment adding shift; with them the category that a standard
    logistic value falls in, after treatment has added shift. shift is the effect, or shift(effect) linear between
    (shift_effect, shift_value) where those are given. cuts : ascending. dropout : share not observed.
    """

    sd: float
    cuts: Floats
    shift_effect: Floats
    shift_value: Floats
    dropout: float


class LaneTable(NamedTuple):
    """Lanes enrol side by side from the same screened patients. first : (lanes + 1,) offsets into
    sizes, ascending within a lane. block_experimental of block_total places are experimental."""

    log_cutoff: Floats
    first: Integers
    sizes: Integers
    block_experimental: Integers
    block_total: Integers


class LaneState(NamedTuple):
    """Where each lane is in the trial under way. places : left in its open block, of which experimental.
    next : the eligible patient it considers next. at : the size it reaches next."""

    tally: Floats
    effect: Floats
    enrolled: Integers
    below: Integers
    places: Integers
    places_experimental: Integers
    next: Integers
    at: Integers
