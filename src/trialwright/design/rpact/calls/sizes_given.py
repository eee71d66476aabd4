"""What rpact's size calls have in common: the design they are given, vectors of alternatives, fields of results."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.special import ndtr

from trialwright.design.boundaries import SequentialDesign
from trialwright.design.rpact.answer import Answer
from trialwright.design.sizes.result import Sized, Stages
from trialwright.design.sizes.sequential import fixed
from trialwright.errors import DesignError

NO_FUTILITY = float(ndtr(6.0))  # rpact writes "no futility bound" as z = -6
DESIGN_ARGUMENTS = {"alpha", "beta", "sided", "twoSidedPower"}


def design_of(design: Any, more: dict[str, Any], ends_early: bool = False) -> SequentialDesign:
    """The design an rpact call is given, or the fixed one that its own alpha, beta and sided make.

    ends_early : whether the call takes designs whose last look is at less than all information.
    """
    unknown = set(more) - DESIGN_ARGUMENTS
    if unknown:
        raise DesignError(
            f"The argument `{sorted(unknown)[0]}` is not known.",
            fix="Check its spelling in rpact's reference.",
        )
    if design is None:
        return fixed(
            missing(more.get("alpha"), 0.025),
            missing(more.get("beta"), 0.2),
            int(missing(more.get("sided"), 1)),
            bool(missing(more.get("twoSidedPower"), False)),
        )
    if not isinstance(design, Answer) or not isinstance(design.of, SequentialDesign):
        raise DesignError(
            "The design is none.", fix="Give the result of getDesignGroupSequential() or the like."
        )
    if more:
        raise DesignError(
            f"`{sorted(more)[0]}` belongs to the design that is given.",
            fix="State it in the design's own call.",
        )
    if design.of.information_rates[-1] < 1 and not ends_early:
        raise DesignError(
            f"The design's last look is at {design.of.information_rates[-1]:g} of the information, and this call is of whole ones.",
            fix="Let informationRates end at 1.",
        )
    return design.of


def missing(value: Any, otherwise: Any) -> Any:
    """R's NULL and NA stand for the default."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return otherwise
    return value


def given(value: Any) -> bool:
    """Whether R's value is there: no NULL, NA or vector of NA."""
    if value is None:
        return False
    if isinstance(value, dict | list | str | bool):
        return True
    return not bool(np.all(np.isnan(np.asarray(value, float))))


def vector(value: Any) -> list[float]:
    if isinstance(value, str | dict) or (
        isinstance(value, list) and not all(isinstance(v, bool | int | float) for v in value)
    ):
        raise DesignError(
            "These are not numbers.", where=str(value), fix="Give a number, or c(...) of numbers."
        )
    return [float(v) for v in np.atleast_1d(np.asarray(value, float))]


def number(value: Any, name: str) -> float:
    """A single number. Raises DesignError naming the argument."""
    values = np.atleast_1d(np.asarray(value if value is not None else math.nan, float))
    if values.size != 1 or np.isnan(values[0]):
        raise DesignError(f"`{name}` must be one number.", fix=f"Give {name} a single value.")
    return float(values[0])


def each(values: Sequence[float], compute: Callable[[float], Sized]) -> list[Sized]:
    if not values:
        raise DesignError("There are no alternatives.", fix="Give at least one.")
    return [compute(v) for v in values]


def by_look(columns: Sequence[Any]) -> Any:
    """(k, m) from m columns of k, as rpact lays them out; None where there are none."""
    if any(c is None for c in columns):
        return None
    return np.column_stack([np.atleast_1d(c) for c in columns])


def scalar_or_vector(values: Sequence[float]) -> Any:
    """One number when all alternatives share it, as rpact prints it."""
    array = np.asarray(values, float)
    return float(array[0]) if len(set(values)) == 1 else array


def present(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}


def bounds_fields(design: SequentialDesign, found: Sequence[Any]) -> dict[str, Any]:
    """Bounds on the effect scale, of objects with `bounds` and `upper`, under rpact's names."""
    bounds = [b for b, _ in found]
    if design.sided == 1:
        return {
            "criticalValuesEffectScale": by_look([b.critical for b in bounds]),
            "futilityBoundsEffectScale": by_look([b.futility for b in bounds]),
        }
    ups = [(b.critical, b.futility) if up else (b.critical_far, b.futility_far) for b, up in found]
    downs = [(b.critical_far, b.futility_far) if up else (b.critical, b.futility) for b, up in found]
    return {
        "criticalValuesEffectScaleUpper": by_look([c for c, _ in ups]),
        "criticalValuesEffectScaleLower": by_look([c for c, _ in downs]),
        "futilityBoundsEffectScaleUpper": by_look([f for _, f in ups]),
        "futilityBoundsEffectScaleLower": by_look([f for _, f in downs]),
    }


def p_value_fields(design: SequentialDesign, first: Sized) -> dict[str, Any]:
    futility = first.futility_p  # one-sided, as rpact has it
    if futility is not None and design.sided == 1:
        futility = np.where(np.isnan(futility), NO_FUTILITY, futility)
    return {
        "criticalValuesPValueScale": design.sided * first.critical_p,
        "futilityBoundsPValueScale": futility,
    }


def size_fields(design: SequentialDesign, found: Sequence[Sized], uppers: Sequence[bool]) -> dict[str, Any]:
    """rpact's fields of a sample size calculation over alternatives, sizes of patients."""
    sequential, two = design.k > 1, found[0].groups == 2
    fields = {
        "nFixed": np.array([f.n_fixed for f in found]),
        "nFixed1": np.array([f.first(f.n_fixed) for f in found]) if two else None,
        "nFixed2": np.array([f.n_fixed - f.first(f.n_fixed) for f in found]) if two else None,
        "maxNumberOfSubjects": np.array([f.n for f in found]),
        "maxNumberOfSubjects1": np.array([f.n1 for f in found]) if two else None,
        "maxNumberOfSubjects2": np.array([f.n2 for f in found]) if two else None,
        **at_look_fields(found),
        **bounds_fields(design, [(f.bounds, u) for f, u in zip(found, uppers, strict=True)]),
        **p_value_fields(design, found[0]),
        "allocationRatioPlanned": scalar_or_vector([f.allocation for f in found]),
        "groups": float(found[0].groups),
    }
    if sequential:
        fields |= {
            "informationRates": design.information_rates,
            "expectedNumberOfSubjectsH0": np.array([f.expected_null for f in found]),
            "expectedNumberOfSubjectsH01": np.array([f.expected_halfway for f in found]),
            "expectedNumberOfSubjectsH1": np.array([f.expected for f in found]),
            **stage_fields(design, found[0].stages),
        }
    return present(fields)


def at_look_fields(found: Sequence[Sized]) -> dict[str, Any]:
    two = found[0].groups == 2
    return {
        "numberOfSubjects": by_look([f.at_looks for f in found]),
        "numberOfSubjects1": by_look([f.first(f.at_looks) for f in found]) if two else None,
        "numberOfSubjects2": by_look([f.at_looks - f.first(f.at_looks) for f in found]) if two else None,
    }


def stage_fields(design: SequentialDesign, stages: Stages) -> dict[str, Any]:
    """Of a design sized for its power, whose stages are the same for every alternative."""
    has_futility = design.futility_bounds is not None
    return {
        "rejectPerStage": stages.reject,
        # With outcomes in the pipeline rpact's futility is of the look's data, whatever the decision then is.
        "futilityPerStage": stages.crossed if has_futility else None,
        "futilityStop": float(stages.crossed.sum()) if has_futility else None,
        "earlyStop": float(stages.reject[:-1].sum() + stages.crossed.sum()),
    }


def power_fields(design: SequentialDesign, found: Sequence[Sized], uppers: Sequence[bool]) -> dict[str, Any]:
    """rpact's fields of a power calculation at one size over alternatives."""
    first = found[0]
    two = first.groups == 2
    bounds = bounds_fields(design, [(first.bounds, uppers[0])])
    return present(
        {
            "nFixed": first.n if design.k == 1 else None,
            "nFixed1": first.n1 if design.k == 1 and two else None,
            "nFixed2": first.n2 if design.k == 1 and two else None,
            "maxNumberOfSubjects": first.n,
            **at_look_fields(found[:1]),
            **bounds,
            **p_value_fields(design, first),
            **outcome_fields(design, [f.stages for f in found]),
            "expectedNumberOfSubjects": np.array([f.expected for f in found]),
            "allocationRatioPlanned": first.allocation,
            "groups": float(first.groups),
        }
    )


def outcome_fields(
    design: SequentialDesign, stages: Sequence[Stages], always: bool = False
) -> dict[str, Any]:
    # Where no look can stop for futility rpact has zeros, but NA for two-sided tests of means and rates.
    can_stop = design.k > 1 and (always or design.sided == 1 or design.futility_bounds is not None)
    return {
        "overallReject": np.array([s.power for s in stages]),
        "rejectPerStage": by_look([s.reject for s in stages]),
        "futilityPerStage": by_look([s.crossed for s in stages]) if can_stop else None,
        "futilityStop": np.array([float(s.crossed.sum()) for s in stages])
        if len(stages[0].reject) > 1
        else None,
        "earlyStop": np.array([s.early_stop for s in stages]),
    }
