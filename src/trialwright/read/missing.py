"""What a reader would look for in a trial's document and does not find there."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.model.result import Result
from trialwright.model.trial import Trial

_SIZES = ("enrollment", "randomised", "recruited", "enrolled", "treated", "participants")
_ARTICLE = ("doi", "pmid", "pmcid")
_FIELDS = ("sponsor", "phase", "status", "drug")


def missing(trial: Trial, results: Sequence[Result]) -> tuple[str, ...]:
    """Plain names of what is not stated, in the order in which a protocol gives them."""
    absent = [
        ("registry number", not any(i.scheme not in _ARTICLE for i in trial.identifiers)),
        ("identifier of the article (DOI or PMID)", not any(i.scheme in _ARTICLE for i in trial.identifiers)),
        *((field, trial.first(field) is None) for field in _FIELDS),
        # Criteria say who is enrolled more exactly than a title does.
        ("population", trial.first("population") is None and not trial.criteria),
        ("age limits", trial.first("minimum_age") is None and trial.first("maximum_age") is None),
        ("arms", not trial.arms),
        ("dose", not any(r.phases for a in trial.arms for r in a.regimens)),
        ("endpoints", not trial.endpoints),
        ("sample size", not _sized(trial, results)),
        ("eligibility criteria", not trial.criteria),
        ("results", not any(r.measure != "size" for r in results)),
    ]
    return tuple(name for name, is_absent in absent if is_absent)


def _sized(trial: Trial, results: Sequence[Result]) -> bool:
    if any(trial.first(field) for field in _SIZES) or any(a.size for a in trial.arms):
        return True
    return any(r.measure == "size" for r in results)
