"""What each criterion, item and group costs, from the histogram of mask cells: the data are not asked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from trialwright.errors import CriterionError
from trialwright.model.screening import (
    CriterionCost,
    GroupLoss,
    ItemGain,
    LackingCell,
    MaskCell,
    Screening,
)
from trialwright.screen.masks import Totals, funnel, totals

MOST_CRITERIA = 24  # 2^24 subset counts are 128 MB


def reordered(screening: Screening, order: Sequence[int]) -> Screening:
    """The same screening with its funnel run in another order: positions in protocol order, each once.

    Raises CriterionError for anything else than a permutation.
    """
    if sorted(order) != list(range(len(screening.counts))):
        raise CriterionError(
            f"The order {', '.join(str(i + 1) for i in order)} does not name each criterion once.",
            where="order",
            fix=f"Give the numbers 1 to {len(screening.counts)}, each once.",
        )
    return screening.model_copy(update={"funnel": funnel(screening.counts, screening.cells, order)})


def leave_out(screening: Screening, positions: Collection[int]) -> Totals:
    """The cohort without the criteria at these positions (leave-k-out)."""
    dropped = sum(1 << i for i in set(positions))
    return totals(screening.cells, ~dropped)


def costs(screening: Screening) -> tuple[CriterionCost, ...]:
    """What each criterion costs, in protocol order."""
    cells, every = screening.cells, len(screening.counts)
    certain = shapley([(c.fails | c.unknown, c.patients) for c in cells], every)
    kept = shapley([(c.fails, c.patients) for c in cells], every)
    return tuple(
        CriterionCost(
            criterion=one.criterion,
            name=one.name,
            sole_certain=_patients(c for c in cells if c.fails == 1 << i and not c.unknown & ~(1 << i)),
            sole_possible=_patients(c for c in cells if c.fails == 1 << i and c.unknown & ~(1 << i)),
            gain_certain=_patients(c for c in cells if c.fails | c.unknown == 1 << i),
            shapley_certain=float(certain[i]),
            shapley_not_excluded=float(kept[i]),
        )
        for i, one in enumerate(screening.counts)
    )


def shapley(blocked: Iterable[tuple[int, int]], criteria: int) -> list[Fraction]:
    """Each criterion's exact share of the patients lost, per criterion; they add up to all who are lost.

    blocked : (mask of the criteria that block these patients, patients). The game's worth of a set of criteria
    is the number of patients that it loses: those whom at least one of its criteria blocks. A patient blocked
    by b criteria is lost to whichever comes first, each equally likely, so that each bears 1/b. The value is
    linear in the game, so the possible count's share is that of the not excluded less that of the certain.
    Source: Shapley 1953, Contributions to the Theory of Games II:307; for 1/b, its symmetry and carrier axioms.
    """
    # Patients by how many criteria block them, so that fractions are added once for each such number.
    sums: list[Counter[int]] = [Counter() for _ in range(criteria)]
    for mask, patients in blocked:
        many = mask.bit_count()
        for i in _bits(mask):
            sums[i][many] += patients
    return [sum((Fraction(n, many) for many, n in of.items()), Fraction(0)) for of in sums]


def _bits(mask: int) -> Iterator[int]:
    """The positions of the bits that are set, from the lowest."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def subset_counts(blocked: Iterable[tuple[int, int]], criteria: int) -> npt.NDArray[np.int64]:
    """Patients left under every subset of the criteria, shape (2**criteria,); bit i of the index is criterion i.

    blocked : as for shapley. A patient is left under a subset that holds none of the patient's blockers, a sum
    over subsets of the complement (Yates 1937's algorithm: criteria * 2**criteria additions). Raises
    CriterionError above 24 criteria.
    """
    if criteria > MOST_CRITERIA:
        raise CriterionError(
            f"{criteria} criteria have too many subsets to list.",
            where="criteria",
            fix=f"Ask for the subsets of at most {MOST_CRITERIA}; Shapley values need no such list.",
        )
    within = np.zeros(1 << criteria, dtype=np.int64)
    for mask, patients in blocked:
        within[mask] += patients
    for i in range(criteria):
        halves = within.reshape(-1, 2, 1 << i)
        halves[:, 1] += halves[:, 0]
    return within[::-1].copy()


def shapley_by_subsets(left: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Shapley values from the count of every subset, by the defining sum; shape (criteria,), in patients lost.

    left : (2**criteria,) as subset_counts gives. phi_i = sum over S without i of |S|! (m - |S| - 1)! / m! times
    the patients that i loses after S. Source: Shapley 1953, equation 12.
    """
    size = left.size.bit_length() - 1
    weights = np.ones(size)  # by |S|: 1 / (m * C(m - 1, |S|))
    for k in range(size):
        choose = Fraction(1)
        for j in range(k):
            choose = choose * (size - 1 - j) / (j + 1)
        weights[k] = float(1 / (size * choose))
    members = np.array([n.bit_count() for n in range(left.size)])
    out = np.empty(size)
    for i in range(size):
        without = np.flatnonzero(~(np.arange(left.size) >> i) & 1)
        out[i] = np.sum(weights[members[without]] * (left[without] - left[without | 1 << i]))
    return out


def items(screening: Screening, aside: Collection[str] = ()) -> tuple[ItemGain, ...]:
    """What to measure first, so that most patients who are not excluded become settled.

    The next item is always the one that settles most more; between equals, the one more patients lack. aside :
    items taken as settled already, such as what a person must read. Only items whose turn comes are listed.
    """
    names = screening.items
    done = sum(1 << j for j, name in enumerate(names) if name in aside)
    open_cells = [LackingCell(items=c.items & ~done, patients=c.patients) for c in screening.lacking]
    open_cells = [c for c in open_cells if c.items]
    lacked: Counter[int] = Counter()
    for c in open_cells:
        lacked.update(dict.fromkeys(_bits(c.items), c.patients))
    waiting, alone = set(lacked), _alone(open_cells, 0)
    out, known = [], 0
    while waiting:
        left = _alone(open_cells, known)  # whom one more item settles
        best = max(waiting, key=lambda j: (left[1 << j], lacked[j], -j))
        waiting.remove(best)
        known |= 1 << best
        out.append(
            ItemGain(
                item=names[best],
                lacked_by=lacked[best],
                settles=alone[1 << best],
                settled_so_far=_settled(open_cells, known),
            )
        )
    return tuple(out)


def losses(screening: Screening) -> tuple[GroupLoss, ...]:
    """Who is left at each level of each column that the screening was asked to count by."""
    return tuple(
        GroupLoss(by=g.by, level=g.level, patients=_patients(g.cells), **totals(g.cells)._asdict())
        for g in screening.groups
    )


def collapsed(cells: Iterable[MaskCell]) -> tuple[MaskCell, ...]:
    """Cells of the same pattern made one, in the order of their masks."""
    sums: Counter[tuple[int, int]] = Counter()
    for c in cells:
        sums[c.fails, c.unknown] += c.patients
    return tuple(MaskCell(fails=f, unknown=u, patients=n) for (f, u), n in sorted(sums.items()))


def _patients(cells: Iterable[MaskCell]) -> int:
    return sum(c.patients for c in cells)


def _alone(cells: Sequence[LackingCell], known: int) -> Counter[int]:
    """Patients by the items that they still lack once some are known."""
    out: Counter[int] = Counter()
    for c in cells:
        out[c.items & ~known] += c.patients
    return out


def _settled(cells: Sequence[LackingCell], known: int) -> int:
    return sum(c.patients for c in cells if not c.items & ~known)
