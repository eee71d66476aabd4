"""Patients compared with others who were not randomised against them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from trialwright.check.evidence.ledger import entry
from trialwright.check.evidence.number_words import COUNT, count_in
from trialwright.model.check import Check
from trialwright.model.result import Reading
from trialwright.model.trial import Arm

NAME = "single_arm_historical"
SOURCE = "Pocock 1976, J Chronic Dis 29:175; ICH E10 (2000), section 2.5, on external controls"


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        trial = reading.trial
        if trial is None:
            continue
        designs = {str(s.value): s for s in reversed(trial.all("design"))}
        if "randomised" in designs:
            continue
        historical = [a for a in trial.arms if a.role == "historical"]
        if historical:
            yield _historical(reading, historical, [a for a in trial.arms if a.role == "experimental"])
            continue
        if any(a.role == "control" and a.size for a in trial.arms) and "single arm" not in designs:
            continue
        earlier = [designs[d] for d in ("historical comparison", "before and after") if d in designs]
        single = [s for d, s in designs.items() if "single" in d and "arm" in d]
        if earlier:
            yield entry(
                NAME, reading, earlier, "not checkable",
                f"Patients are compared with others of an earlier time (“{earlier[0].label}”), and were not randomised: no interval covers what "
                "else differs between then and now.",
                explanation="selection and drift are outside every confidence interval; the answer depends on how much drift is assumed",
                severity="minor", formula="comparison over time",
            )  # fmt: skip
        elif single and not any(a.role == "control" for a in trial.arms):
            yield entry(
                NAME, reading, single, "not checkable",
                "One arm and no comparator: no effect of treatment can be computed from it.",
                explanation="what would have happened without treatment is not observed", severity="minor",
                formula="1 arm, 0 comparators",
            )  # fmt: skip


def _historical(reading: Reading, historical: list[Arm], treated: list[Arm]) -> Check:
    told = _TOLD.search(reading.document.text) if any(a.size is None for a in historical) else None
    old = str(count_in(told["n"])) if told else _size(historical)
    sizes = f"{_size(treated)} treated v {old} historical"
    return entry(
        NAME, reading, [*historical, *treated], "not checkable",
        f"{sizes} patients, not randomised: no interval covers what differs between then and now.",
        explanation="selection and drift are outside every confidence interval; the answer depends on how much drift is assumed",
        severity="minor", formula=sizes,
    )  # fmt: skip


# "60 historical controls", where no arm was read to have that size
_TOLD = re.compile(
    rf"(?i)(?<![\w.,/=-])(?P<n>{COUNT})\s(?:[a-z-]+\s)?historical\s(?:controls|patients|cases)\b"
)


def _size(arms: list[Arm]) -> str:
    known = [a.size for a in arms if a.size is not None]
    return str(sum(known)) if known and len(known) == len(arms) else "an unstated number"
