"""Do those who completed, withdrew and were not treated add up to those randomised?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.ledger import entry
from trialwright.model.check import Check
from trialwright.model.result import Reading
from trialwright.model.trial import Stated, Trial

NAME = "flow_sums"
SOURCE = "CONSORT 2010 flow diagram: randomised = completed + withdrew (Schulz et al. 2010, BMJ 340:c332)"

PARTS = ("completed", "analysed", "withdrew", "not treated")


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        trial = reading.trial
        whole = trial.first("randomised") if trial is not None else None
        if trial is not None and whole is not None and isinstance(whole.value, int):
            yield from _one(reading, trial, whole, whole.value)


def _one(reading: Reading, trial: Trial, whole: Stated, n: int) -> Iterator[Check]:
    parts = {f: s for f in PARTS if (s := trial.first(f)) is not None and isinstance(s.value, int)}
    for s in parts.values():
        if int(s.value) > n:
            yield entry(
                NAME, reading, [s, whole], "impossible", f"{s.value} {s.label}, but {n} were {whole.label}.", severity="major",
                formula=f"{s.value} > {n}",
            )  # fmt: skip
            return
    completed, withdrew = parts.get("completed"), parts.get("withdrew")
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
