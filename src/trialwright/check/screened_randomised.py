"""Does the flow of participants only ever narrow?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from trialwright.check.evidence import flow
from trialwright.check.evidence.ledger import entry
from trialwright.model.check import Check
from trialwright.model.result import Reading
from trialwright.model.trial import Stated

NAME = "screened_randomised"
SOURCE = "CONSORT 2010 flow diagram: each box is part of the one before (Schulz et al. 2010, BMJ 340:c332)"

_NEAR = 250  # characters from one step to the next
STEPS = ("screened", "eligible", "randomised", "treated", "analysed")


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        found = list(_stated(reading))
        yield from found
        if not any(c.verdict == "impossible" for c in found):
            yield from _in_sentences(reading)


def _stated(reading: Reading) -> Iterator[Check]:
    if reading.trial is None:
        return
    stated = [
        s
        for step in STEPS
        if (s := reading.trial.first(step)) is not None and isinstance(s.value, int | float)
    ]
    for before, after in pairwise(stated):
        yield _one(reading, before, after)


# Whom each step holds, by the words of its sentence; those of one arm stand beside a word for it.
_NARROWER = (
    (flow.SCREENED, flow.RANDOMISED),
    (flow.SCREENED, flow.ENROLLED),
    (flow.ENROLLED, flow.RANDOMISED),
    (flow.CONSENTED, flow.RANDOMISED),
    (flow.ELIGIBLE, flow.RANDOMISED),
    (flow.ENROLLED, flow.FOLLOWED),
    (flow.RANDOMISED, flow.FOLLOWED),
    (flow.RANDOMISED, flow.COMPLETED),
    (flow.RANDOMISED, flow.ANALYSED),
)


def _in_sentences(reading: Reading) -> Iterator[Check]:
    """Steps that neighbouring sentences tell, each with the only number that the document gives for it."""
    sentences = flow.told(reading)
    for wide, narrow in _NARROWER:
        before, after = flow.alone(sentences, wide), flow.alone(sentences, narrow)
        if before is None or after is None or after.n <= before.n or not 0 < after.start - before.end < _NEAR:
            continue
        start, end = min(before.start, after.start), max(before.end, after.end)
        yield entry(
            NAME, reading, [], "impossible", f"{after.n} {after.kind} of {before.n} {before.kind}: more than the step before held.",
            severity="major", formula=f"{after.n} > {before.n}", quote=reading.document.quote(start, end),
        )  # fmt: skip


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
