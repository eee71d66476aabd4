"""Every count of a Screening from its mask cells, in plain Python: the data are not asked again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from trialwright.model.criterion import Criterion
from trialwright.model.screening import CriterionCounts, FunnelStep, MaskCell


class Totals(NamedTuple):
    """certain : pass all criteria. possible : fail none, some unknown. excluded : fail at least one."""

    certain: int
    possible: int
    excluded: int


def totals(cells: Sequence[MaskCell], among: int = -1) -> Totals:
    """Of a cohort under the criteria whose bits are set in `among` (all by default)."""
    excluded = sum(c.patients for c in cells if c.fails & among)
    possible = sum(c.patients for c in cells if not c.fails & among and c.unknown & among)
    return Totals(sum(c.patients for c in cells) - excluded - possible, possible, excluded)


def counts(
    criteria: Sequence[Criterion], cells: Sequence[MaskCell], lacking: Sequence[Mapping[str, int]]
) -> tuple[CriterionCounts, ...]:
    """How each criterion falls, whatever the others say. lacking : per criterion, what → patients."""
    out = []
    for i, (criterion, missing) in enumerate(zip(criteria, lacking, strict=True)):
        passes, unknown, fails = totals(cells, 1 << i)
        out.append(
            CriterionCounts(
                criterion=criterion.id,
                name=criterion.name,
                side=criterion.side,
                passes=passes,
                fails=fails,
                unknown=unknown,
                unknown_because={what: n for what, n in missing.items() if n},
            )
        )
    return tuple(out)


def funnel(
    criteria: Sequence[Criterion | CriterionCounts],
    cells: Sequence[MaskCell],
    order: Sequence[int] | None = None,
) -> tuple[FunnelStep, ...]:
    """What is left of the cohort after each criterion. order : positions in `criteria`; protocol order by default."""
    steps, among, before = [], 0, 0
    for i in range(len(criteria)) if order is None else order:
        one, among = criteria[i], among | 1 << i
        left = totals(cells, among)
        steps.append(
            FunnelStep(
                criterion=one.id if isinstance(one, Criterion) else one.criterion,
                name=one.name,
                newly_excluded=left.excluded - before,
                **left._asdict(),
            )
        )
        before = left.excluded
    return tuple(steps)
