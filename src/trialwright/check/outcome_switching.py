"""Is the primary outcome that is reported the one that was registered?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.documents import is_registry, of_one_trial
from trialwright.check.evidence.ledger import entry
from trialwright.check.evidence.outcome_names import outcome_words
from trialwright.model.check import Check
from trialwright.model.result import Reading
from trialwright.model.trial import Endpoint

NAME = "outcome_switching"
SOURCE = "Chan et al. 2004, JAMA 291:2457; COMPare: Goldacre et al. 2019, Trials 20:118"

SHARED = 0.5  # of the content words of the shorter label


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for group in of_one_trial(readings):
        records = [r for r in group if is_registry(r) and _primary(r)]
        for report in group:
            if records and not is_registry(report) and _primary(report):
                yield from _one(report, records[0])


def _primary(reading: Reading) -> list[Endpoint]:
    return [
        e
        for e in (reading.trial.endpoints if reading.trial is not None else ())
        if e.role == "primary" and outcome_words(e.label)
    ]


def _alike(a: str, b: str) -> bool:
    one, two = outcome_words(a), outcome_words(b)
    return len(one & two) >= SHARED * min(len(one), len(two))


def _one(report: Reading, record: Reading) -> Iterator[Check]:
    registered = _primary(record)
    secondary = [
        e for e in (record.trial.endpoints if record.trial is not None else ()) if e.role == "secondary"
    ]
    for told in _primary(report):
        match = next((e for e in registered if _alike(e.label, told.label)), None)
        names = "; ".join(e.label for e in registered[:3])
        formula = f"reported: {told.label}; registered: {names}"
        if match is not None:
            yield entry(NAME, report, [told], "consistent", f"The primary outcome, {told.label}, is registered as primary ({match.label}).",
                formula=formula, also=[match])  # fmt: skip
            continue
        demoted = next((e for e in secondary if _alike(e.label, told.label)), None)
        yield entry(
            NAME, report, [told], "not checkable",
            f"The primary outcome reported, {told.label}, " + (f"is registered as secondary; registered as primary: {names}." if demoted else f"is not among those registered as primary: {names}."),
            explanation="the outcome was changed, or is named in other words", severity="major" if demoted else "minor", formula=formula,
            also=[*registered[:3], *([demoted] if demoted else [])],
        )  # fmt: skip
