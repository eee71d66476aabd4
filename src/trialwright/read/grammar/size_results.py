"""Printed sizes of arms as Results, so that every number has its place, but for those that are the totals of shares."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from trialwright.model.base import Because
from trialwright.model.number import Printed
from trialwright.model.result import Result
from trialwright.read.grammar.kept_sizes import ArmSize


def without_totals(sizes: Sequence[ArmSize], results: Sequence[Result]) -> list[ArmSize]:
    """The sizes that are not printed as the total of a share that is read too: "31 of the 34 on A" is no second statement of 34."""
    shares = [
        r for r in results if r.measure == "proportion" and not r.because.rule.startswith("read.grammar.solve")
    ]  # fmt: skip
    shares.sort(key=lambda r: r.quote.start)
    starts = [r.quote.start for r in shares]
    out = []
    for size in sizes:
        begin = size.sentence.start
        start, end = begin + size.start, begin + size.end
        before = shares[bisect_left(starts, begin) : bisect_left(starts, start)]  # of the same sentence
        if not any((r.total, r.arm) == (size.size, size.label) and end <= r.quote.end for r in before):
            out.append(size)
    return out


def size_results(sizes: Iterable[ArmSize]) -> list[Result]:
    """Each printed arm size as a Result of its own, so that every number has its place."""
    return [
        Result(
            measure="size",
            value=Printed(value=float(s.size), text=s.sentence.text[s.start : s.end]),
            total=s.size,
            arm=s.label,
            unit="patients",
            analysis=s.of,
            quote=s.sentence.quote(s.start, s.end),
            because=Because(rule="read.grammar.sizes", formula=s.why),
        )
        for s in sizes
    ]
