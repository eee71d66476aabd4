"""Of the numbers that pages merely name, those that other documents show to be of another trial are taken back."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.model.one_trial import Trials
from trialwright.model.result import Reading
from trialwright.model.trial import Trial
from trialwright.read.identity import names
from trialwright.read.reading import Renamed


def without_others(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """See `read.own_numbers`."""
    trials = Trials(readings)
    return tuple(_own(r, trials) for r in readings)


def _own(reading: Reading, trials: Trials) -> Reading:
    trial = reading.trial
    if trial is None:
        return reading
    own = tuple(i for i in trial.identifiers if i.said or trials.is_of(i.value, reading))
    if own == trial.identifiers:
        return reading
    key = names.key(reading.document, own, trial.stated)
    return _called(reading, trial.model_copy(update={"identifiers": own}), key)


def _called(reading: Reading, trial: Trial, key: str) -> Reading:
    """A reading whose trial, and all that was said of it, has another name."""
    parts = (trial.stated, trial.arms, trial.endpoints, reading.results, reading.claims)
    renamed = Renamed(parts, key, instead=trial.key)
    stated, arms, endpoints, results, claims = (renamed.all(part) for part in parts)  # type: ignore[var-annotated,arg-type]
    trial = trial.model_copy(update={"key": key, "stated": stated, "arms": arms, "endpoints": endpoints})
    return reading.model_copy(update={"trial": trial, "results": results, "claims": claims})
