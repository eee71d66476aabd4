"""Do the counts and percentages fit only if the two arms change places?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.ledger import entry, shown
from trialwright.check.evidence.tables import Table, tables
from trialwright.kernels.rounding import rounds_to
from trialwright.model.check import Check, Restated
from trialwright.model.number import Printed
from trialwright.model.result import Reading

NAME = "arms_exchanged"
SOURCE = "count / total of each arm against its own and the other arm's total, within rounding: Allison, Brown et al. 2016, Nature 530:27"


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        for table in tables(reading):
            if (
                table.first.value is not None
                and table.second.value is not None
                and table.counts[1] != table.counts[3]
            ):
                yield from _one(reading, table, table.first.value, table.second.value)


def _one(reading: Reading, table: Table, p1: Printed, p2: Printed) -> Iterator[Check]:
    x1, n1, x2, n2 = table.counts
    if p1.relation != "=" or p2.relation != "=" or x1 > n2 or x2 > n1:
        return
    as_printed = _fits(x1, n1, p1) and _fits(x2, n2, p2)
    exchanged = _fits(x1, n2, p1) and _fits(x2, n1, p2)
    formula = f"{x1}/{n1} = {100 * x1 / n1:.2f} %, {x1}/{n2} = {100 * x1 / n2:.2f} %; printed {shown(p1)} % and {shown(p2)} %"
    of = [table.first, table.second]
    if as_printed and not exchanged:
        yield entry(
            NAME,
            reading,
            of,
            "consistent",
            f"{table.words} ({table.outcome}): the percentages are of these arms.",
            formula=formula,
        )
    elif exchanged and not as_printed:
        yield entry(
            NAME, reading, of, "explained", f"{table.words} ({table.outcome}): the percentages are {x1}/{n2} and {x2}/{n1}.", formula=formula,
            explanation="the arms' counts were exchanged", severity="major", corrected=f"{x2}/{n1} ({table.first.arm}) and {x1}/{n2} ({table.second.arm})",
            restated=[
                Restated(result=table.first.id, figures={"count": x2, "value": p2.value}),
                Restated(result=table.second.id, figures={"count": x1, "value": p1.value}),
            ],
        )  # fmt: skip


def _fits(x: int, n: int, percent: Printed) -> bool:
    return rounds_to(100.0 * x / n, percent.value, percent.decimals)
