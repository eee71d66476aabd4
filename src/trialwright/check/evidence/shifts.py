"""How much an outcome moved inside each arm, and the comparison between two arms that follows from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import hypot, sqrt

from scipy import stats

from trialwright.check.evidence.exposed import arm_size
from trialwright.kernels.printed_statistics import welch
from trialwright.model.result import Claim, Reading

_N = r"[-+−–]?\d{1,5}(?:[.·]\d{1,4})?"
_FROM_TO = re.compile(
    rf"(?i)(?:\bfrom\s|[(\s])(?:a\s)?(?:mean\s)?(?:of\s)?(?P<a>{_N})\s?[%\w°/ ]{{0,12}}?\s?(?:to|→)\s(?P<b>{_N})\b"
)
_BY = re.compile(
    rf"(?i)\b(?:by|mean change(?: of)?|change of|(?:fall|rise|reduction|decrease|increase) of)\s(?:an?\s(?:mean|average)\sof\s)?(?P<d>{_N})\b(?!\s?%)|[(](?P<e>[-+−–]\d{{1,5}}(?:[.·]\d{{1,4}})?)\s"
)
_SD = re.compile(r"\bSDs?\b|(?i:standard deviation)")
_SPREAD = re.compile(r"(?i)(?:\bSD\s?(?:=|of|:)?\s?|±\s?|\+/-\s?|\bSD,\s)(?P<s>\d{1,5}(?:[.·]\d{1,4})?)")
_DOWN = re.compile(r"(?i)\b(?:fell|fall|drop|decreas|declin|reduc|lower|lost|loss)")
_UP = re.compile(r"(?i)\b(?:rose|rise|increas|improv|gain|higher)")
_SE = re.compile(r"(?i)\bS\.?E\.?M?\.?\b|standard error")
_P = re.compile(r"(?i)(?<![\w-])p(?:[- ]?values?)?\s?(?P<r>[<>=≤≥])\s?(?P<p>0?[.·]\d{1,6})")


@dataclass(frozen=True)
class Shift:
    """A mean change of n patients with the SD of their changes. source : "SD" or "p", what gave the SD."""

    change: float
    sd: float
    n: int
    source: str

    @property
    def error(self) -> float:
        """Standard error of the mean change."""
        return self.sd / sqrt(self.n)


@dataclass(frozen=True)
class Gap:
    """The difference of two arms' mean changes, with its 95 % interval and two-sided p (Welch)."""

    value: float
    low: float
    high: float
    p: float


def p_of(claim: Claim) -> tuple[str, str] | None:
    """(relation, number) of the one p printed in a clause."""
    found = list(_P.finditer(claim.quote.exact))
    return (found[0]["r"], found[0]["p"]) if len(found) == 1 else None


def gap_of(reading: Reading, first: Claim, second: Claim) -> Gap | None:
    """The comparison of two arms' changes, where both clauses print enough for it."""
    ways = _way(first), _way(second)
    one, two = (shift(reading, c, ways[i] or ways[1 - i] or 1) for i, c in enumerate((first, second)))
    return gap(one, two) if one is not None and two is not None else None


def _way(claim: Claim) -> int:
    """-1 for a fall in words, 1 for a rise, 0 where a clause leaves it to the one before it."""
    found = _DOWN.search(claim.quote.exact), _UP.search(claim.quote.exact)
    return 0 if bool(found[0]) == bool(found[1]) else -1 if found[0] else 1


def shift(reading: Reading, claim: Claim, way: int) -> Shift | None:
    """The change that a clause prints, with its SD, else that of the p of a paired t test (Student 1908: standard error =
    |change| / t(1 - p/2, n - 1)); None where one is wanting. way : sign of a change that is printed without one."""
    text = claim.quote.exact
    size = arm_size(reading, claim.about)
    change = _change(text)
    if size is None or change is None or size.n < 3:
        return None
    value, direct = change
    value *= way if direct and value > 0 and way else 1
    spread = _SPREAD.search(text)
    if direct and spread and _SD.search(text) and not _SE.search(text):  # a bare "±" may be a standard error
        return Shift(value, _number(spread["s"]), size.n, "SD")
    printed = p_of(claim)
    p = _number(printed[1]) if printed is not None and printed[0] == "=" else 0.0
    if not 0 < p < 1 or not value:
        return None
    error = abs(value) / float(stats.t.isf(p / 2, size.n - 1))
    return Shift(value, error * sqrt(size.n), size.n, "p")


def gap(first: Shift, second: Shift) -> Gap | None:
    """The first arm's change less the second's: Welch 1947, degrees of freedom after Satterthwaite 1946."""
    found = welch(first.change, first.sd, first.n, second.change, second.sd, second.n)
    if found is None:
        return None
    value, reach = (
        first.change - second.change,
        float(stats.t.isf(0.025, found.df)) * hypot(first.error, second.error),
    )
    return Gap(value, value - reach, value + reach, found.p)


def _change(text: str) -> tuple[float, bool] | None:
    """(change, whether it is printed as such rather than as two values); None for none or several."""
    pairs, told = list(_FROM_TO.finditer(text)), list(_BY.finditer(text))
    if len(pairs) == 1 and not told:
        return _number(pairs[0]["b"]) - _number(pairs[0]["a"]), False
    if len(told) == 1 and not pairs:
        value = _number(told[0]["d"] or told[0]["e"])
        return value, True
    return None


def _number(text: str) -> float:
    return float(text.replace("·", ".").replace("−", "-").replace("–", "-"))
