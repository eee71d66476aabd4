"""One simulated trial of a run, opened again: its patients, its looks, its decisions, its end."""

from trialwright.design.opening.trial import opened

__all__ = ["opened"]
