"""Does the flow of participants only ever narrow?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from trialwright.check.evidence.ledger import entry
from trialwright.model.check import Check
from trialwright.model.result import Reading
from trialwright.model.trial import Stated

NAME = "screened_randomised"
SOURCE = "CONSORT 2010 flow diagram: each box is part of the one before (Schulz et al. 2010, BMJ 340:c332)"

STEPS = ("screened", "eligible", "randomised", "treated", "analysed")


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        trial = reading.trial
        if trial is None:
            continue
        stated = [
            s for step in STEPS if (s := trial.first(step)) is not None and isinstance(s.value, int | float)
        ]
        for before, after in pairwise(stated):
            yield _one(reading, before, after)


def _one(reading: Reading, before: Stated, after: Stated) -> Check:
    whole, part = float(before.value), float(after.value)
    words = f"{part:g} {after.label or after.field} of {whole:g} {before.label or before.field}"
    if part > whole:
        return entry(
            NAME, reading, [after, before], "impossible", f"{words}: more than the step before held.",
            severity="major", formula=f"{part:g} > {whole:g}",
        )  # fmt: skip
    share = 100.0 * part / whole if whole else 0.0
    return entry(
        NAME, reading, [after, before], "consistent", f"{words}: {share:.1f} %.",
        recomputed={"percent": share}, formula=f"{part:g} <= {whole:g}; {part:g}/{whole:g} = {share:.1f} %",
    )  # fmt: skip
