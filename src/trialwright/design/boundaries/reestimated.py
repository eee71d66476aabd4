"""Bounds at the information that was observed: errors are spent by it, whatever was planned.

Source: Lan & DeMets 1983, Biometrika 70:659; over- and under-running as in Wassmer & Brannath 2016, section 3.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from trialwright.design.boundaries.group_sequential import group_sequential
from trialwright.design.boundaries.sequential import Floats, SequentialDesign
from trialwright.design.boundaries.spending import SPENDING
from trialwright.errors import DesignError


def at_information(
    design: SequentialDesign,
    information: Sequence[float] | Floats,
    maximum: float,
    *,
    final: bool = False,
) -> SequentialDesign:
    """The design with its first looks at the information observed, any unit, and the later ones where they were planned.

    information : (m,) rising. maximum : the planned information at the end, in the same unit; errors are spent by the
    share of it. final : the last of these looks is the end, and spends all that is left: an under-run where less than
    the maximum was observed, an over-run where more. The looks before it keep the bounds they had. Raises DesignError
    for a design that does not spend its error by a function, and for information that does not rise.
    """
    seen = np.atleast_1d(np.asarray(information, dtype=float))
    if design.kind != "group sequential" or design.boundaries not in SPENDING:
        raise DesignError(
            f"The bounds of a design by {design.boundaries.replace('_', ' ')} do not follow the information.",
            fix="Use an alpha-spending function, or keep the planned looks.",
        )
    if not (maximum > 0 and seen[0] > 0 and np.all(np.diff(seen) > 0)):
        raise DesignError(
            "The observed information does not rise from above 0.", fix="Give one value a look."
        )
    shares = seen / maximum
    later = design.information_rates[len(seen) :]
    if not final:
        if len(seen) >= design.k or not later[0] > shares[-1]:
            raise DesignError(
                "The observed information reaches the next planned look.",
                fix="Say final=True where this is the last look, or leave the passed look out of the plan.",
            )
        shares = np.append(shares, later)
    times = np.append(shares[:-1], 1.0)
    if np.any(times[:-1] >= 1.0):
        raise DesignError(
            "Only the last look may go beyond the planned information.", fix="End the trial there."
        )
    return group_sequential(**_restated(design, len(shares)) | _looks(shares, times))


def _looks(shares: Floats, times: Floats) -> dict[str, Any]:
    return {"k": len(shares), "information_rates": shares / shares[-1], "spending_times": times}


def _restated(design: SequentialDesign, looks: int) -> dict[str, Any]:
    """The statement, with what is said of each look as far as there are looks."""
    stated = dict(design.parameters)
    for name in ("futility_bounds", "futility_looks"):
        if name in stated:
            stated[name] = _fitted(list(stated[name]), looks - 1)
    if "efficacy_looks" in stated:
        stated["efficacy_looks"] = [*_fitted(list(stated["efficacy_looks"][:-1]), looks - 1), True]
    stated.pop("delayed_information", None)
    return stated


def _fitted(values: list[Any], n: int) -> list[Any]:
    if len(values) < n:
        raise DesignError(
            f"There are {n} interim looks and the plan speaks of {len(values)}.",
            fix="State the design for more looks.",
        )
    return values[:n]
