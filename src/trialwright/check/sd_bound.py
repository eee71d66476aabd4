"""Do the mean and the SD fit on their scale?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.ledger import entry, figure, shown
from trialwright.check.evidence.means import size_of
from trialwright.check.evidence.scale import Scale, scale_of
from trialwright.check.evidence.tables import own
from trialwright.kernels.granularity import largest_sd
from trialwright.model.check import Check
from trialwright.model.labels import words
from trialwright.model.result import Reading, Result

NAME = "sd_bound"
SOURCE = "SD <= sqrt((mean - low)(high - mean) n / (n - 1)): Bhatia & Davis 2000, Am Math Mon 107:353"

CHANGES = frozenset(
    ("change", "changed", "difference", "reduction", "improvement", "increase", "decrease", "decline")
)


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading, r in own(readings, "mean"):
        if r.value is None or r.value.relation != "=" or CHANGES & set(words(r.endpoint)):
            continue  # a change may be below zero on any scale
        scale = scale_of(reading, r)
        if scale is not None and scale.low is not None and scale.high is not None:
            yield from _one(reading, r, scale)


def _one(reading: Reading, r: Result, scale: Scale) -> Iterator[Check]:
    assert r.value
    assert scale.low is not None
    assert scale.high is not None
    ends = f"{scale.low:g} to {scale.high:g}"
    if r.value.interval[1] < scale.low or r.value.interval[0] > scale.high:
        yield entry(
            NAME, reading, [r], "impossible", f"The mean {shown(r.value)} of {r.endpoint or 'the outcome'} is outside its scale, {ends}.",
            severity="major", formula=f"{r.value.value:g} is not in {ends}",
        )  # fmt: skip
        return
    if r.sd is None or r.sd.relation != "=":
        return
    size = size_of(reading, r)
    n = size[0] if size is not None and size[0] >= 2 else 2
    # The bound grows towards the middle of the scale: the most helpful mean that rounding leaves open.
    middle = min(max((scale.low + scale.high) / 2, r.value.interval[0]), r.value.interval[1])
    bound = largest_sd(min(max(middle, scale.low), scale.high), n, scale.low, scale.high)
    formula = f"sqrt(({r.value.value:g} - {scale.low:g})({scale.high:g} - {r.value.value:g}) x {n}/{n - 1}) = {figure(bound)}"
    facts: dict[str, float | str] = {"largest SD": bound}
    also = [size[1]] if size is not None and size[1] is not r else []
    if r.sd.interval[0] > bound:
        yield entry(
            NAME, reading, [r], "impossible",
            f"An SD of {shown(r.sd)} about a mean of {shown(r.value)} cannot be on a scale from {ends}: the most is {figure(bound)}.",
            recomputed=facts, severity="major", formula=formula, also=also,
        )  # fmt: skip
    else:
        yield entry(NAME, reading, [r], "consistent", f"An SD of {shown(r.sd)} about {shown(r.value)} fits on a scale from {ends}.",
            recomputed=facts, formula=formula, also=also)  # fmt: skip
