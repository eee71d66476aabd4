"""Is the number after ± a standard deviation or a standard error?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.ledger import entry, figure, p_words, shown
from trialwright.check.evidence.means import Means, Range, means, overlap, p_beside, p_range, size_of
from trialwright.kernels.intervals import standard_error
from trialwright.kernels.pooling import quantile
from trialwright.kernels.printed_statistics import student, welch
from trialwright.model.check import Check, Restated
from trialwright.model.labels import same, words
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result
from trialwright.model.trial import Arm, Stated

NAME = "sd_or_se"
SOURCE = (
    "SE = SD / sqrt(n): Altman & Bland 2005, BMJ 331:903; Cochrane Handbook 6.5.2.2, on telling them apart"
)

NEAR = 1.35  # factor within which an interval's SD and a printed one are the same, correlation and covariates aside


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        for pair in means(reading):
            found = p_beside(reading, pair)
            by_interval = _interval(reading, pair)
            if by_interval is not None:
                yield from _from_interval(reading, pair, by_interval)
            elif found is not None:
                yield from _from_p(reading, pair, *found)
        yield from _by_own_intervals(reading)


FEWEST = 5  # people: of fewer an SD and its standard error are too near to be told apart


def _by_own_intervals(reading: Reading) -> Iterator[Check]:
    """Each mean that has an SD and a confidence interval of its own: "5.2 (SD 0.36; 95% CI 4.5 to 5.9)"."""
    for r in reading.results:
        plain = (
            r.value and r.sd and r.low and r.high and all(x.relation == "=" for x in (r.sd, r.low, r.high))
        )
        if r.measure != "mean" or not plain or r.level is None:
            continue
        size = size_of(reading, r)
        if size is not None and size[0] >= FEWEST:
            yield from _of_one_mean(reading, r, *size)


def _of_one_mean(reading: Reading, r: Result, n: int, source: Result | Arm | Stated) -> Iterator[Check]:
    assert r.value
    assert r.sd
    assert r.low
    assert r.high
    half = quantile(n - 1, r.level or 95.0)
    narrow, wide = max(0.0, r.high.interval[0] - r.low.interval[1]), r.high.interval[1] - r.low.interval[0]
    implied, ends = (r.high.value - r.low.value) / (2 * half), (narrow / (2 * half), wide / (2 * half))
    as_sd = tuple(x / math.sqrt(n) for x in r.sd.interval)
    told = (
        f"{shown(r.value)} ± {shown(r.sd)} (n = {n}) with {r.level:g} % CI {shown(r.low)} to {shown(r.high)}"
    )
    formula = f"({r.high.value:g} - {r.low.value:g}) / (2 x {half:.3f}) = {figure(implied)}; {r.sd.value:g} / sqrt({n}) = {figure(r.sd.value / math.sqrt(n))}"
    facts: dict[str, float | str] = {"SE of the interval": implied, "SE if SD": r.sd.value / math.sqrt(n)}
    also = [source] if source is not r else []
    if ends[0] / NEAR <= as_sd[1] and as_sd[0] <= NEAR * ends[1]:
        yield entry(NAME, reading, [r], "consistent", f"{told}: as a standard deviation it goes with the interval.", recomputed=facts, formula=formula, also=also)  # fmt: skip
    elif ends[0] / NEAR <= r.sd.interval[1] and r.sd.interval[0] <= NEAR * ends[1]:
        sd = r.sd.value * math.sqrt(n)
        yield entry(
            NAME, reading, [r], "explained", f"{told}: the interval has a standard error of {figure(implied)}, which is the number after ±, and no standard deviation's.",
            explanation="the number after ± is a standard error", severity="major", corrected=f"{r.endpoint or 'The outcome'}: SD {sd:.3g} (n = {n})",
            recomputed={**facts, "SD": sd}, restated=[Restated(result=r.id, figures={"sd": sd})], formula=formula, also=also,
        )  # fmt: skip


def _from_p(reading: Reading, pair: Means, carrier: Result, p: Printed) -> Iterator[Check]:
    as_sd = [r for t in (student, welch) if (r := p_range(pair, t)) is not None]
    as_se = [r for t in (student, welch) if (r := p_range(pair, t, as_errors=True)) is not None]
    if not as_sd or not as_se:
        return
    if any(overlap(p, r) for r in as_sd) or p.relation not in ("=", "<"):
        return
    if any(overlap(p, r) for r in as_se):
        told = f"p {shown(p)}" if p.relation == "<" else f"p = {shown(p)}"
        yield entry(
            NAME, reading, [pair.first, pair.second, carrier], "explained",
            f"{pair.words} with {told}: as standard errors they give p = {_words(as_se[0])}, as standard deviations {_words(as_sd[0])}.",
            explanation="the numbers after ± are standard errors", severity="major", corrected=_corrected(pair),
            recomputed={"SD first": _sds(pair)[0], "SD second": _sds(pair)[1]}, also=pair.sources, restated=_restated(pair),
            formula=f"SD = SE x sqrt(n): {_formula(pair)}",
        )  # fmt: skip


def _interval(reading: Reading, pair: Means) -> Result | None:
    """The difference between these two means with its confidence interval."""
    return next(
        (
            r for r in reading.results
            if r.measure == "difference" and r.value and r.low and r.high and r.level
            and {True} == {any(same(arm, x) for x in (pair.first.arm, pair.second.arm)) for arm in (r.arm, r.versus)}
            and words(r.endpoint) == words(pair.first.endpoint) and words(r.time) == words(pair.first.time)
            and _is_difference(pair, r)
        ),
        None,
    )  # fmt: skip


def _is_difference(pair: Means, r: Result) -> bool:
    assert pair.first.value
    assert pair.second.value
    assert r.value
    gap = pair.first.value.value - pair.second.value.value
    unit = sum(10.0**-x.decimals for x in (pair.first.value, pair.second.value, r.value)) / 2
    return abs(abs(gap) - abs(r.value.value)) <= unit + 1e-9


def _from_interval(reading: Reading, pair: Means, r: Result) -> Iterator[Check]:
    assert pair.first.sd
    assert pair.second.sd
    assert r.low
    assert r.high
    assert r.level
    implied = standard_error(r.low.value, r.high.value, r.level)
    n1, n2 = pair.sizes
    s1, s2 = pair.first.sd.value, pair.second.sd.value
    from_sd, from_se = math.sqrt(s1**2 / n1 + s2**2 / n2), math.hypot(s1, s2)
    if implied <= 0 or from_sd <= 0:
        return
    facts: dict[str, float | str] = {
        "SE of the interval": implied,
        "SE if SDs": from_sd,
        "SE if SEs": from_se,
    }
    formula = f"({r.high.value:g} - {r.low.value:g}) / (2 z) = {figure(implied)}; sqrt(s1²/n1 + s2²/n2) = {figure(from_sd)}; sqrt(s1² + s2²) = {figure(from_se)}"
    of = [pair.first, pair.second, r]
    if max(implied / from_sd, from_sd / implied) <= NEAR:
        yield entry(NAME, reading, of, "consistent", f"{pair.words}: as standard deviations they go with the interval of the difference.",
            recomputed=facts, formula=formula, also=pair.sources)  # fmt: skip
    elif max(implied / from_se, from_se / implied) <= NEAR:
        yield entry(
            NAME, reading, of, "explained",
            f"{pair.words}: the interval of the difference has a standard error of {figure(implied)}, which these give as standard "
            f"errors ({figure(from_se)}) and not as standard deviations ({figure(from_sd)}).",
            explanation="the numbers after ± are standard errors", severity="major", corrected=_corrected(pair),
            recomputed=facts, formula=formula, also=pair.sources, restated=_restated(pair),
        )  # fmt: skip


def _sds(pair: Means) -> tuple[float, float]:
    assert pair.first.sd
    assert pair.second.sd
    return pair.first.sd.value * math.sqrt(pair.sizes[0]), pair.second.sd.value * math.sqrt(pair.sizes[1])


def _restated(pair: Means) -> tuple[Restated, ...]:
    return tuple(
        Restated(result=r.id, figures={"sd": sd})
        for r, sd in zip((pair.first, pair.second), _sds(pair), strict=True)
    )


def _corrected(pair: Means) -> str:
    s1, s2 = _sds(pair)
    return f"{pair.first.endpoint or 'The outcome'}: SD {s1:.3g} (n = {pair.sizes[0]}) and {s2:.3g} (n = {pair.sizes[1]})"


def _formula(pair: Means) -> str:
    assert pair.first.sd
    assert pair.second.sd
    (s1, s2), (n1, n2) = _sds(pair), pair.sizes
    return (
        f"{pair.first.sd.value:g} x sqrt({n1}) = {s1:.3g}; {pair.second.sd.value:g} x sqrt({n2}) = {s2:.3g}"
    )


def _words(r: Range) -> str:
    low, high = p_words(r[0]), p_words(r[1])
    return low if low == high else f"{low} to {high}"
