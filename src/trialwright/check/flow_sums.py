"""Do those who completed, withdrew and were not treated add up to those randomised?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.ledger import entry
from trialwright.model.check import Check
from trialwright.model.result import Reading
from trialwright.model.trial import Arm, Stated, Trial

NAME = "flow_sums"
SOURCE = "CONSORT 2010 flow diagram: randomised = completed + withdrew (Schulz et al. 2010, BMJ 340:c332)"

PARTS = ("completed", "analysed", "withdrew", "not treated")


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        trial = reading.trial
        whole = trial.first("randomised") if trial is not None else None
        if trial is not None and whole is not None and isinstance(whole.value, int):
            yield from _one(reading, trial, whole, whole.value)
        for arm in trial.arms if trial is not None else ():
            if trial is not None and arm.size:
                yield from _of_arm(reading, trial, arm, arm.size)


def _one(reading: Reading, trial: Trial, whole: Stated, n: int) -> Iterator[Check]:
    parts = {f: s for f in PARTS if (s := trial.first(f)) is not None and isinstance(s.value, int)}
    for s in parts.values():
        if int(s.value) > n:
            yield entry(
                NAME, reading, [s, whole], "impossible", f"{s.value} {s.label}, but {n} were {whole.label}.", severity="major",
                formula=f"{s.value} > {n}",
            )  # fmt: skip
            return
    completed, withdrew, analysed = parts.get("completed"), parts.get("withdrew"), parts.get("analysed")
    if withdrew is not None and completed is None and analysed is not None:
        yield from _analysed(reading, withdrew, analysed, whole, n)
    if completed is None or withdrew is None:
        return
    sum_ = int(completed.value) + int(withdrew.value)
    formula = f"{completed.value} + {withdrew.value} = {sum_}; {whole.label} {n}"
    of = [completed, withdrew, whole]
    if sum_ == n:
        yield entry(NAME, reading, of, "consistent", f"{formula}: the flow adds up.", formula=formula)
    elif sum_ > n:
        yield entry(
            NAME,
            reading,
            of,
            "impossible",
            f"{formula}: more left or completed than were there.",
            severity="major",
            formula=formula,
        )
    else:
        yield entry(NAME, reading, of, "not checkable", f"{formula}: {n - sum_} are not accounted for here.", formula=formula,
            explanation="others may not have been treated, or were lost", severity="minor", recomputed={"unaccounted": float(n - sum_)})  # fmt: skip


def _analysed(reading: Reading, withdrew: Stated, analysed: Stated, whole: Stated, n: int) -> Iterator[Check]:
    """Fewer analysed than were randomised, and yet some of those who left."""
    sum_ = int(analysed.value) + int(withdrew.value)
    if int(analysed.value) < n < sum_:
        formula = f"{analysed.value} + {withdrew.value} = {sum_}; {whole.label} {n}"
        yield entry(
            NAME, reading, [analysed, withdrew, whole], "not checkable",
            f"{formula}: {sum_ - n} of those who left are among the analysed, and {n - int(analysed.value)} are not.", formula=formula,
            explanation="some who left may have been analysed with what was known of them", severity="minor",
        )  # fmt: skip


def _of_arm(reading: Reading, trial: Trial, arm: Arm, n: int) -> Iterator[Check]:
    left, completed = trial.first(f"left, {arm.label}"), trial.first(f"completed, {arm.label}")
    if left is None or completed is None:
        return
    sum_ = int(left.value) + int(completed.value)
    formula = f"{completed.value} {completed.label} + {left.because.formula or left.value} left = {sum_}; in the arm {n}"
    of: list[Stated | Arm] = [completed, left, arm]
    if sum_ > n:
        yield entry(NAME, reading, of, "impossible", f"{arm.label}: {formula}: more left or completed than were there.",
            severity="major", formula=formula)  # fmt: skip
    elif sum_ == n:
        yield entry(
            NAME, reading, of, "consistent", f"{arm.label}: {formula}: the flow adds up.", formula=formula
        )
    else:
        yield entry(NAME, reading, of, "not checkable", f"{arm.label}: {formula}: {n - sum_} are not accounted for here.",
            explanation="others may not have been treated, or were lost", severity="note", formula=formula)  # fmt: skip
