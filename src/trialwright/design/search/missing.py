"""Points of a search that could not be simulated: which designs and scenarios can still be compared, and what is told of the rest.

A design is compared where it has figures in every scenario of the choice in which any design has, since averages and
regrets over different scenarios do not compare, and under at least one null.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.errors import DesignError
from trialwright.model.design import Design
from trialwright.model.search import LeftOut

Mask = NDArray[np.bool_]


class Comparable(NamedTuple):
    """Numbers of the designs that are compared, and of the scenarios that the choice is over."""

    designs: list[int]
    together: list[int]


def comparable(missing: Mask, nulls_missing: Mask, together: Sequence[int]) -> Comparable:
    """missing : (scenarios, designs); nulls_missing : (nulls, designs), without nulls 0 rows. May be without designs."""
    some = [s for s in together if not missing[s].all()]
    whole = ~missing[some].any(0) if some else np.zeros(missing.shape[1], bool)
    if len(nulls_missing):
        whole &= ~nulls_missing.all(0)
    return Comparable([int(i) for i in np.flatnonzero(whole)], some)


def left_out(
    designs: Sequence[Design],
    why: Mapping[tuple[int, int], str],
    scenarios: int,
    first: Mapping[int, str],
    compared: Iterable[int],
) -> tuple[LeftOut, ...]:
    """For each design with missing points. why : (scenario, design) → the reason; scenarios : with the nulls; first : scenario →
    what sets it apart, in words."""
    kept, out = set(compared), []
    for i, d in enumerate(designs):
        mine = {s: text for (s, of), text in sorted(why.items()) if of == i}
        if mine:
            at = min(mine)
            out.append(
                LeftOut(
                    design=d.name,
                    missing=len(mine),
                    scenarios=scenarios,
                    first=first[at],
                    why=mine[at],
                    reasons=len(set(mine.values())),
                    compared=i in kept,
                )
            )
    return tuple(out)


def refuse_nothing(of: Comparable, told: Sequence[LeftOut]) -> None:
    """Raises DesignError where no design can be compared."""
    if of.designs:
        return
    raise DesignError(
        f"No design of the search could be simulated in every scenario. `{told[0].design}`, {told[0].first}: {told[0].why}",
        where="design",
        fix="Mend the designs, or let `vary` keep to scenarios that they can run in.",
    )
