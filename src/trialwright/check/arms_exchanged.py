"""Do the counts and percentages fit only if the two arms change places?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.exposed import arm_size
from trialwright.check.evidence.ledger import entry, shown
from trialwright.check.evidence.tables import tables
from trialwright.kernels.rounding import rounds_to
from trialwright.model.check import Check, Restated
from trialwright.model.labels import same, words
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "arms_exchanged"
SOURCE = "count / total of each arm against its own and the other arm's total, within rounding: Allison, Brown et al. 2016, Nature 530:27"


Counts = tuple[int, int, int, int]  # count and total of one arm, count and total of the other


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        for table in tables(reading):
            if not _solved(table.first) and not _solved(table.second):
                yield from _one(reading, table.first, table.second, table.counts, printed=True)
        yield from _of_sizes(reading)


def _solved(r: Result) -> bool:
    """Whether a total was worked out from the count and its percentage, which it then fits in any arm."""
    return r.total is not None and "solve" in r.because.rule


def _of_sizes(reading: Reading) -> Iterator[Check]:
    """Counts with percentages and no totals, against the sizes of the only two arms."""
    if sum(a.size is not None for a in (reading.trial.arms if reading.trial is not None else ())) != 2:
        return
    alike: dict[tuple[object, ...], list[Result]] = {}
    for r in reading.results:
        if r.measure == "proportion" and r.count is not None and r.value and (r.total is None or _solved(r)):
            key = tuple(words(x) for x in (r.endpoint, r.time, r.subgroup, r.trial))
            alike.setdefault(key, []).append(r)
    for pair in alike.values():
        sizes = [x.n for r in pair if (x := arm_size(reading, r.arm)) is not None]
        if len(pair) == len(sizes) == 2 and not same(pair[0].arm, pair[1].arm):
            counts = (pair[0].count or 0, sizes[0], pair[1].count or 0, sizes[1])
            yield from _one(reading, *pair, counts, printed=False)


def _one(reading: Reading, first: Result, second: Result, counts: Counts, printed: bool) -> Iterator[Check]:
    """printed : whether the totals stand beside the counts."""
    x1, n1, x2, n2 = counts
    p1, p2 = first.value, second.value
    if p1 is None or p2 is None or p1.relation != "=" or p2.relation != "=" or n1 == n2 or x1 > n2 or x2 > n1:
        return
    fits = _fits(x1, n1, p1), _fits(x2, n2, p2)
    exchanged = _fits(x1, n2, p1) and _fits(x2, n1, p2)
    formula = f"{x1}/{n1} = {100 * x1 / n1:.2f} %, {x1}/{n2} = {100 * x1 / n2:.2f} %; printed {shown(p1)} % and {shown(p2)} %"
    if all(fits) and not exchanged:
        finding = f"{_told(first, counts)}: the percentages are of these arms."
        yield entry(NAME, reading, [first, second], "consistent", finding, formula=formula)
    elif exchanged and not (
        all(fits) if printed else any(fits)
    ):  # a size may be of other people than the outcome's
        sizes = [_printed_size(reading, r) for r in (first, second)]
        yield _exchanged(reading, first, second, counts, formula, sure=printed and sizes == [n1, n2])


def _told(first: Result, counts: Counts) -> str:
    return "{}/{} v {}/{}".format(*counts) + f" ({first.endpoint or 'the event'})"


def _exchanged(
    reading: Reading, first: Result, second: Result, counts: Counts, formula: str, sure: bool
) -> Check:
    """What changed places: the counts with their percentages (`sure`) where each arm's size is printed elsewhere as it is beside the
    count; else it may be the numbers of patients, and which is true cannot be told."""
    x1, n1, x2, n2 = counts
    assert first.value
    assert second.value
    counts_did = f"{x2}/{n1} ({first.arm}) and {x1}/{n2} ({second.arm})"
    sizes_did = f"{x1}/{n2} ({first.arm}) and {x2}/{n1} ({second.arm})"
    return entry(
        NAME, reading, [first, second], "explained", f"{_told(first, counts)}: the percentages are {x1}/{n2} and {x2}/{n1}.", formula=formula,
        explanation="the arms' counts were exchanged" + ("" if sure else ", or their numbers of patients"), severity="major",
        corrected=counts_did if sure else f"{counts_did} if the counts were exchanged; {sizes_did} if the numbers of patients were",
        restated=[
            Restated(result=first.id, figures={"count": x2, "value": second.value.value}),
            Restated(result=second.id, figures={"count": x1, "value": first.value.value}),
        ] if sure else [],
    )  # fmt: skip


def _printed_size(reading: Reading, r: Result) -> int | None:
    """The size of a result's arm where it is printed apart from this outcome."""
    return next((x.total for x in reading.results if x.measure == "size" and same(x.arm, r.arm)), None)


def _fits(x: int, n: int, percent: Printed) -> bool:
    return rounds_to(100.0 * x / n, percent.value, percent.decimals)
