"""Who lies between which limits of a curve: the finest patterns that a curve along one criterion's limit tells apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from trialwright.model.screening import LimitCell
from trialwright.screen.bound import VALUE, Value
from trialwright.screen.groups import AGE, AGE_BANDS
from trialwright.screen.rowwise import satisfies

if TYPE_CHECKING:
    from trialwright.model.criterion import Comparator

Rows = dict[str, npt.NDArray[np.float64]]
NO_VALUE = -1


def edges(leaf: Value | None) -> list[Value]:
    """The limits between the bands of age that a cohort is counted by: they cut the patients that a curve of age cuts."""
    if leaf is None or leaf.concept != AGE or leaf.measure != VALUE:
        return []
    comparator: Comparator = ">=" if leaf.comparator.startswith(">") else "<"
    return [replace(leaf, comparator=comparator, low=float(below)) for below, _ in AGE_BANDS]


def cells(rows: Rows, leaf_list: Sequence[Value | None]) -> tuple[LimitCell, ...]:
    """Patients whom no other criterion excludes, by whether another is unknown and by the limits that their values satisfy.

    rows : fails, unknown, low, high, patients, as thresholds counts them. leaf_list : at most 62 limits, all of one
    comparison; None where it is unknown for everyone.
    """
    least, largest = (_met(rows[end], leaf_list) for end in ("low", "high"))
    kept = rows["fails"] == 0
    of = np.stack([rows["unknown"].astype(np.int64), least, largest])[:, kept]
    patterns, at = np.unique(of, axis=1, return_inverse=True)
    patients = np.bincount(at.ravel(), weights=rows["patients"][kept], minlength=patterns.shape[1])
    return tuple(
        LimitCell(
            others_unknown=bool(unknown),
            least=None if low == NO_VALUE else int(low),
            largest=None if high == NO_VALUE else int(high),
            patients=round(n),
        )
        for (unknown, low, high), n in zip(patterns.T, patients, strict=True)
    )


def _met(values: npt.NDArray[np.float64], leaf_list: Sequence[Value | None]) -> npt.NDArray[np.int64]:
    """Bit k set where the value satisfies limit k; NO_VALUE where there is none."""
    bits = np.zeros(values.shape, dtype=np.int64)
    for k, leaf in enumerate(leaf_list):
        if leaf is not None:
            bits |= satisfies(values, leaf).astype(np.int64) << k
    return np.where(np.isnan(values), NO_VALUE, bits)
