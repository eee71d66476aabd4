"""Trialwright plans the next clinical trial from the evidence of the last ones."""

__version__ = "0.1.0"
