"""Which tests of a two-by-two table give a printed p-value."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

from trialwright.check.evidence.ledger import p_bounds, within
from trialwright.kernels import two_by_two as k
from trialwright.model.number import Printed

Counts = tuple[int, int, int, int]

FISHER, PEARSON, WALD = (
    "Fisher's exact test",
    "Pearson's chi-squared test",
    "a Wald test of the log odds ratio",
)
BOSCHLOO, LARGEST_UNCONDITIONAL = "Boschloo's unconditional exact test", 120
TWO_SIDED: dict[str, Callable[..., float]] = {
    FISHER: k.fisher_exact,
    PEARSON: k.z_pooled,
    "a chi-squared test with Yates' correction": k.yates,
    WALD: k.wald_log_odds_ratio,
    "Fisher's mid-p (twice the smaller tail)": k.mid_p,
    "Fisher's mid-p (by likelihood)": k.mid_p_likelihood,
    "a likelihood-ratio (G) test": k.likelihood_ratio,
    "an unpooled z test of the risk difference": k.z_unpooled,
    "a Wald test of the log risk ratio": k.wald_log_risk_ratio,
}
ONE_SIDED: dict[str, Callable[..., float]] = {
    "one-sided Fisher's exact test": k.fisher_exact,
    "a one-sided pooled z test": k.z_pooled,
    "a one-sided Wald test of the log odds ratio": k.wald_log_odds_ratio,
    "one-sided Fisher's mid-p": k.mid_p,
    "a one-sided unpooled z test": k.z_unpooled,
}
# The two-sided test that a one-sided one is half of.
COUNTERPART = {
    "one-sided Fisher's exact test": FISHER,
    "a one-sided pooled z test": PEARSON,
    "a one-sided Wald test of the log odds ratio": WALD,
    "one-sided Fisher's mid-p": "Fisher's mid-p (twice the smaller tail)",
    "a one-sided unpooled z test": "an unpooled z test of the risk difference",
}
# Words of a methods sentence, and the tests that they may mean.
_NAMED = (
    (r"fisher", "fisher"),
    (r"mid-?p", "mid-p"),
    (r"yates|continuity", "yates"),
    (r"chi[- ]?squared?|χ2|χ²|pearson", "chi-squared"),
    (r"likelihood[- ]ratio|g[- ]test", "likelihood-ratio"),
    (r"wald|logistic", "wald"),
    (r"z[- ]test|two[- ]proportion", "z test"),
)


def two_sided(counts: Counts) -> dict[str, float]:
    """Test → two-sided p, leaving out tests that the table does not admit."""
    return {name: p for name, f in TWO_SIDED.items() if not math.isnan(p := f(*counts))}


def one_sided(counts: Counts) -> dict[str, float]:
    """Test → the smaller one-sided p, towards the side that the data lean to."""
    x1, n1, x2, n2 = counts
    side = "greater" if x1 * n2 > x2 * n1 else "less"
    return {name: p for name, f in ONE_SIDED.items() if not math.isnan(p := f(*counts, side=side))}


def that_give(p: Printed, tests: dict[str, float]) -> list[str]:
    """The tests whose p prints as this one, in the order of the tables above: the usual ones first."""
    return [name for name, value in tests.items() if within(value, p_bounds(p))]


def boschloo(counts: Counts) -> dict[str, float]:
    """{Boschloo's test: its p} of a small table, whatever p is printed; {} for a large one."""
    x1, n1, x2, n2 = counts
    return {BOSCHLOO: k.boschloo(x1, n1, x2, n2)} if n1 + n2 <= LARGEST_UNCONDITIONAL else {}


def unconditional(p: Printed, counts: Counts) -> dict[str, float]:
    """{Boschloo's test: its p} where it prints as this one and the table is small; {} otherwise. Slow: try it last."""
    x1, n1, x2, n2 = counts
    # It is never above the doubled one-sided Fisher p, and seldom below a third of it.
    most = 2 * min(k.fisher_exact(*counts, side="less"), k.fisher_exact(*counts, side="greater"))
    if n1 + n2 > LARGEST_UNCONDITIONAL or p.relation != "=" or not most / 3 <= p.value <= most:
        return {}
    return {BOSCHLOO: got} if within(got := k.boschloo(x1, n1, x2, n2), p_bounds(p)) else {}


def named_in(analysis: str, tests: Sequence[str]) -> list[str] | None:
    """Those of the tests that words on method may mean; None where they name no two-by-two test."""
    said = [key for pattern, key in _NAMED if re.search(pattern, analysis, re.IGNORECASE)]
    if not said:
        return None
    return [t for t in tests if any(key in t.lower() for key in said)]


def is_adjusted(analysis: str) -> bool:
    """Whether words on method rule out that a crude table can reproduce the number."""
    pattern = r"(?<!un)adjust|stratif|multivaria|covaria|propensity|weighted|mixed|cluster|matched|cox|log-?rank|common|proportional|ordinal"
    return re.search(pattern, analysis, re.IGNORECASE) is not None
