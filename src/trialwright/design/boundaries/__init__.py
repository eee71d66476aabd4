"""Group-sequential boundaries, exact: classical shapes, error spending, futility, combination tests."""

from trialwright.design.boundaries.group_sequential import group_sequential
from trialwright.design.boundaries.sequential import SequentialDesign

__all__ = ["SequentialDesign", "group_sequential"]
