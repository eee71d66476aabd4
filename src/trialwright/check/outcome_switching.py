"""Is the primary outcome that is reported the one that was registered?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.documents import is_registry, of_one_trial
from trialwright.check.evidence.exposed import says
from trialwright.check.evidence.ledger import entry
from trialwright.check.evidence.outcome_names import outcome_words
from trialwright.model.check import Check
from trialwright.model.outcome_times import apart
from trialwright.model.result import Reading
from trialwright.model.trial import Endpoint

NAME = "outcome_switching"
SOURCE = "Chan et al. 2004, JAMA 291:2457; COMPare: Goldacre et al. 2019, Trials 20:118"

SHARED = 0.5  # of the content words of the shorter label
AROUND = 120  # characters behind an outcome's name in which the rest of a composite may follow
_COMPOSITE = re.compile(
    r"(?i)\bcomposite\b|\bcombin\w+|\bor\b|\band/or\b|\beither\b|\bmajor adverse\b|\bMACE\b"
)
_SAYS_COMPOSITE = r"\bcomposite\b|\bcombined (?:outcome|end[- ]?point)"
_SEVERAL = r"\bco-?primary\b|\bprimary (?:[\w-]+ ){0,2}?(?:outcomes|end[- ]?points)\b|\b(?:main|principal) outcomes\b"


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
    told_of = _primary(report)
    for told in told_of:
        alike = [e for e in registered if _alike(e.label, told.label)]
        if alike:
            yield _matched(report, told, alike)
        else:
            yield _unmatched(report, told, registered, secondary)
    if any(_alike(e.label, t.label) for t in told_of for e in registered):
        yield from _left_out(report, registered, told_of)


def _formula(told: Endpoint, registered: Sequence[Endpoint]) -> str:
    return f"reported: {_with_time(told)}; registered: {'; '.join(_with_time(e) for e in registered[:3])}"


def _with_time(e: Endpoint) -> str:
    return f"{e.label} ({e.time})" if e.time else e.label


def _matched(report: Reading, told: Endpoint, alike: Sequence[Endpoint]) -> Check:
    """An outcome that is registered as primary: also at its time, and as a whole?"""
    formula = _formula(told, alike)
    times = "; ".join(e.time for e in alike if e.time)
    if all(e.time for e in alike) and apart(told.time, times):
        return entry(
            NAME, report, [told], "not checkable", f"The primary outcome, {told.label}, is reported at {told.time}; registered is {times}.",
            explanation="the time of the primary outcome was changed, or an earlier or later analysis is reported", severity="minor", formula=formula, also=alike,
        )  # fmt: skip
    if len(alike) == 1 and _is_part(report, told, alike[0]):
        return entry(
            NAME, report, [told], "not checkable", f"The primary outcome reported, {told.label}, is a part of the one registered, {alike[0].label}.",
            explanation="a composite was replaced by one of its parts, or is told in short", severity="minor", formula=formula, also=alike,
        )  # fmt: skip
    finding = f"The primary outcome, {told.label}, is registered as primary ({alike[0].label})."
    return entry(NAME, report, [told], "consistent", finding, formula=formula, also=alike[:1])


def _is_part(report: Reading, told: Endpoint, registered: Endpoint) -> bool:
    """Whether only a part of a composite is named, in a document that speaks of none."""
    if not _COMPOSITE.search(registered.label) or _COMPOSITE.search(told.label):
        return False
    sentence = report.document.text[told.quote.start : told.quote.end + AROUND]
    whole, part = outcome_words(registered.label), outcome_words(told.label)
    return (
        part < whole
        and not _COMPOSITE.search(sentence.partition(". ")[0])
        and says(report, _SAYS_COMPOSITE) is None
    )


def _unmatched(
    report: Reading, told: Endpoint, registered: Sequence[Endpoint], secondary: Sequence[Endpoint]
) -> Check:
    names = "; ".join(e.label for e in registered[:3])
    demoted = next((e for e in secondary if _alike(e.label, told.label)), None)
    return entry(
        NAME, report, [told], "not checkable",
        f"The primary outcome reported, {told.label}, " + (f"is registered as secondary; registered as primary: {names}." if demoted else f"is not among those registered as primary: {names}."),
        explanation="the outcome was changed, or is named in other words", severity="major" if demoted else "minor", formula=_formula(told, registered),
        also=[*registered[:3], *([demoted] if demoted else [])],
    )  # fmt: skip


def _left_out(report: Reading, registered: Sequence[Endpoint], told: Sequence[Endpoint]) -> Iterator[Check]:
    """Of several registered as primary, one that the report, which names a single primary outcome, does not."""
    missing = [e for e in registered if not any(_alike(e.label, t.label) for t in told)]
    if len(told) != 1 or not missing or says(report, _SEVERAL) is not None:
        return
    names = "; ".join(e.label for e in missing[:3])
    yield entry(
        NAME, report, [told[0]], "not checkable", f"The primary outcome reported is {told[0].label}; also registered as primary: {names}.",
        explanation="an outcome registered as primary is not reported as one", severity="minor", formula=_formula(told[0], registered), also=missing[:3],
    )  # fmt: skip
