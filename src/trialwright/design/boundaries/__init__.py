"""Group-sequential boundaries, exact: classical shapes, error spending, futility, combination tests."""

from trialwright.design.boundaries.characteristics import (
    Characteristics,
    Exits,
    Operating,
    characteristics,
    exits,
    expected_rate,
    fixed_drift,
    operating,
    powered_drift,
)
from trialwright.design.boundaries.fisher import fisher
from trialwright.design.boundaries.group_sequential import group_sequential
from trialwright.design.boundaries.protocol import protocol_text
from trialwright.design.boundaries.reestimated import at_information
from trialwright.design.boundaries.sequential import SequentialDesign

__all__ = [
    "Characteristics",
    "Exits",
    "Operating",
    "SequentialDesign",
    "at_information",
    "characteristics",
    "exits",
    "expected_rate",
    "fisher",
    "fixed_drift",
    "group_sequential",
    "operating",
    "powered_drift",
    "protocol_text",
]
