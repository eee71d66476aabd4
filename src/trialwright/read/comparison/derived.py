"""Numbers that are not printed as such, each with its arithmetic: SDs, counts out of percents, sizes out of both."""

from __future__ import annotations

from collections.abc import Iterable

from trialwright.kernels.mean_spread import sd_of_error, sd_of_limits, told
from trialwright.model.document import Document
from trialwright.model.number import Printed
from trialwright.read.comparison.cells import Number, number
from trialwright.read.comparison.values import counts
from trialwright.read.grammar.solve import totals

_MOST_PEOPLE = 20_000  # in one arm, where the text does not say how many were randomised
Place = tuple[int, int]


def of_error(document: Document, error: float, n: int, place: Place) -> Number:
    sd = sd_of_error(error, n)
    return number(document, sd, place, f"SD = SE x sqrt(n) = {error:g} x sqrt({n}) = {sd:.4g}")


def of_interval(document: Document, low: float, high: float, n: int, place: Place) -> Number:
    return number(document, sd_of_limits(low, high, n), place, told(low, high, n))


def derived_count(document: Document, percent: Printed, n: int, place: Place) -> Number | None:
    """The one count of n whose share rounds to the percent printed; None where several do."""
    fits = counts(percent, n)
    if len(fits) != 1:
        return None
    why = f"{fits[0]}/{n} is the only count that rounds to {percent.text} %"
    return number(document, fits[0], place, why)


def agrees(count: int, percent: Printed, n: int) -> bool:
    """Whether a count of n is the percent printed, rounded or cut off at its last digit."""
    return n > 0 and abs(100 * count / n - percent.value) < 10.0**-percent.decimals


def rounds_to(count: int, percent: Printed, n: int) -> bool:
    """Whether a count of n is the percent printed, rounded."""
    return n > 0 and abs(100 * count / n - percent.value) <= 0.5 * 10.0**-percent.decimals + 1e-9


def solved_size(
    document: Document, shares: Iterable[tuple[int, Printed]], largest: int | None, place: Place
) -> Number | None:
    """The one size of which every count is the share printed beside it; None where several are, or none is."""
    fits: set[int] | None = None
    told = []
    for count, percent in shares:
        ns = totals(count, percent, largest or _MOST_PEOPLE)
        if count <= 0 or percent.value <= 0 or not ns:
            continue
        told.append(f"{count} is {percent.text} %")
        fits = set(ns) if fits is None else fits & set(ns)
    if not fits or len(fits) != 1:
        return None
    (n,) = fits
    return number(document, n, place, f"{n} is the only N of which {', '.join(told[:4])}")
