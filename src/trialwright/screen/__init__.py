"""Eligibility criteria on patients, in three values: met, not met, unknown. Unknown is never false.

A criterion tree goes through ordered passes (passes.py) to leaves that are bound to the data; each leaf
becomes one Ibis query over canonical facts (facts.py, leaves.py); the tree becomes a pair of masks
(kleene.py); and the cohort becomes a histogram of mask cells (masks.py), from which every count follows.
oracle.py evaluates the same trees row by row, and the two must agree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    import numpy.typing as npt

    from trialwright.model.concept import Concepts
    from trialwright.model.criterion import Criterion
    from trialwright.model.patients import PatientTables
    from trialwright.model.screening import (
        CriterionCost,
        GroupLoss,
        ItemGain,
        Screening,
        ScreeningCosts,
        Status,
        ThresholdCount,
        ThresholdCurve,
    )
    from trialwright.screen.explanation import Explanation
    from trialwright.screen.masks import Totals

Progress = Callable[[int, int], None]


def screen(
    patients: PatientTables,
    criteria: Sequence[Criterion],
    concepts: Concepts,
    progress: Progress | None = None,
    by: Sequence[str] = (),
) -> Screening:
    """Counts, funnel and mask cells of a cohort. progress(done, total) is called as steps finish.

    by : "age" (bands), "sex" or other columns of persons; the cells are counted by each of them too.
    """
    from trialwright.screen.run import screen as run

    return run(patients, criteria, concepts, progress, by)


def marker_values(
    patients: PatientTables, criteria: Sequence[Criterion], concepts: Concepts, marker: str
) -> npt.NDArray[np.float64]:
    """Last value of a marker, in its canonical unit, of each patient whom no criterion excludes.

    Shape (patients that have a value,), ordered by person_id. Raises CriterionError for a marker that
    is not in the dictionary, PatientsError for one that the data do not hold.
    """
    from trialwright.screen.run import marker_values as run

    return run(patients, criteria, concepts, marker)


def at_limits(
    patients: PatientTables,
    criteria: Sequence[Criterion],
    concepts: Concepts,
    position: int,
    limits: Sequence[float],
) -> tuple[ThresholdCount, ...]:
    """The cohort with the limit of the criterion at this position moved to each of these, all others as they are.

    limits : in the unit that the criterion is written in. One query, whatever their number. Raises
    CriterionError for a criterion that is not one concept below or above one value.
    """
    from trialwright.screen.thresholds import thresholds as run

    return run(patients, criteria, concepts, position, limits)


def curve(
    patients: PatientTables, criteria: Sequence[Criterion], concepts: Concepts, position: int
) -> ThresholdCurve:
    """The cohort along the limit of the criterion at this position: at the one written, and at round ones over the
    middle of the values on record.

    Raises CriterionError for a criterion that is not one concept below or above one value.
    """
    from trialwright.screen.thresholds import curve as run

    return run(patients, criteria, concepts, position)


def dearest_limits(screening: Screening, criteria: Sequence[Criterion]) -> tuple[int, ...]:
    """Positions of the criteria that exclude anybody and compare one concept with one limit, by Shapley value, the
    dearest first: those whose curve says what moving the limit would gain. The data are not asked again."""
    from trialwright.screen.thresholds import dearest_limits as run

    return run(screening, criteria)


def explain(
    patients: PatientTables, criteria: Sequence[Criterion], concepts: Concepts, person_id: str
) -> tuple[Explanation, ...]:
    """Why one patient passes, fails or stays unknown: a verdict per criterion with the rows it rests on.

    Raises PatientsError when the cohort has no such person.
    """
    from trialwright.screen.explanation import explain as run

    return run(patients, criteria, concepts, person_id)


def examples(patients: PatientTables, criteria: Sequence[Criterion], concepts: Concepts) -> dict[Status, str]:
    """Status over all criteria → a patient to explain; a status that nobody has is left out."""
    from trialwright.screen.run import examples as run

    return run(patients, criteria, concepts)


def reordered(screening: Screening, order: Sequence[int]) -> Screening:
    """The same screening with its funnel in another order: positions from 0, each once (else CriterionError)."""
    from trialwright.screen.pricing import reordered as run

    return run(screening, order)


def leave_out(screening: Screening, positions: Collection[int]) -> Totals:
    """Certain, possible and excluded without the criteria at these positions."""
    from trialwright.screen.pricing import leave_out as run

    return run(screening, positions)


def costs(screening: Screening) -> tuple[CriterionCost, ...]:
    """What each criterion costs: whom it alone excludes, and its Shapley value. In protocol order."""
    from trialwright.screen.pricing import costs as run

    return run(screening)


def items(screening: Screening, aside: Collection[str] = ()) -> tuple[ItemGain, ...]:
    """What to measure first, so that most patients who are not excluded become settled; aside : as if known."""
    from trialwright.screen.pricing import items as run

    return run(screening, aside)


def priced(screening: Screening) -> ScreeningCosts:
    """Costs, items (what a person must read set aside) and losses together."""
    from trialwright.model.screening import ScreeningCosts
    from trialwright.screen.passes import NEEDS_PERSON

    found = items(screening, aside=[NEEDS_PERSON])
    return ScreeningCosts(criteria=costs(screening), items=found, groups=losses(screening))


def losses(screening: Screening) -> tuple[GroupLoss, ...]:
    """Who is left at each level of each column that the screening was asked to count `by`."""
    from trialwright.screen.pricing import losses as run

    return run(screening)
