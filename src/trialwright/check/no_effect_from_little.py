"""A conclusion of no effect: does the interval leave out an effect that would matter?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trialwright.check.evidence.ledger import entry, figure
from trialwright.check.evidence.tables import RATIOS, Table, arm_sizes, tables
from trialwright.kernels.intervals import odds_ratio, standard_error
from trialwright.kernels.pooling import outcome_sd
from trialwright.model.check import Check, Severity, Verdict
from trialwright.model.labels import contains
from trialwright.model.result import Claim, Reading, Result

NAME = "no_effect_from_little"
SOURCE = (
    "Altman & Bland 1995, BMJ 311:485; relative effects of 25 % as important: Guyatt et al. 2011 (GRADE 6), "
    "J Clin Epidemiol 64:1283; half an SD: Norman et al. 2003, Med Care 41:582"
)

# What counts as important here, said in every finding: a quarter less, or a third more (its inverse).
LOW_RATIO, HIGH_RATIO = 0.75, 1.0 / 0.75
HALF_SD = 0.5


@dataclass(frozen=True)
class Limits:
    """An interval with the important values either side of no effect, in words and numbers."""

    told: str
    low: float
    high: float
    important: tuple[float, float]
    of: tuple[Result, ...]
    formula: str


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        claims = [c for c in reading.claims if c.kind == "no_effect"]
        if claims:
            found = _limits(reading, claims)
            yield _unknown(reading, claims) if found is None else _judged(reading, claims, found)


def _limits(reading: Reading, claims: Sequence[Claim]) -> Limits | None:
    """The interval the claim stands on: a table's odds ratio, else the first contrast with limits.

    An outcome that a claim names goes first, then the primary endpoint, then reading order.
    """
    primary = [
        e.label for e in (reading.trial.endpoints if reading.trial is not None else ()) if e.role == "primary"
    ]
    wanted = [c.about for c in claims if c.about] + primary

    def rank(r: Result) -> int:
        return 0 if any(contains(r.endpoint, w) for w in wanted) else 1

    found = [x for t in tables(reading) if (x := _of_table(t)) is not None and not t.first.subgroup]
    contrasts = [x for r in reading.results if not r.subgroup and (x := _of_contrast(reading, r)) is not None]
    # Counts before contrasts of the same rank: their direction is certain.
    return min((*found, *contrasts), key=lambda x: rank(x.of[0]), default=None)


def _of_table(t: Table) -> Limits | None:
    got = odds_ratio(*t.counts)
    if not got.low > 0:
        return None
    told = (
        f"the odds ratio for {t.outcome}, {t.first.arm} v {t.second.arm} ({t.words}), is {figure(got.estimate)} "
        f"(95 % CI {figure(got.low)} to {figure(got.high)})"
    )
    return Limits(
        told, got.low, got.high, (LOW_RATIO, HIGH_RATIO), (t.first, t.second), f"Wald odds ratio of {t.words}"
    )


def _of_contrast(reading: Reading, r: Result) -> Limits | None:
    if r.value is None or r.low is None or r.high is None or r.level is None or r.low.value >= r.high.value:
        return None
    low, high = r.low.value, r.high.value
    told = f"{r.measure.replace('_', ' ')} {r.value.value:g} ({r.level:g} % CI {low:g} to {high:g})"
    if r.measure in RATIOS:
        return Limits(told, low, high, (LOW_RATIO, HIGH_RATIO), (r,), told) if low > 0 else None
    sizes = arm_sizes(reading, r, None)
    if r.measure != "difference" or sizes is None:
        return None
    half = HALF_SD * outcome_sd(standard_error(low, high, r.level) ** 2, *sizes)
    return Limits(told, low, high, (-half, half), (r,), f"{told}; half an SD = {half:.3g}")


def _judged(reading: Reading, claims: list[Claim], x: Limits) -> Check:
    below, above = x.low < x.important[0], x.high > x.important[1]
    bounds = f"{figure(x.important[0])} or {figure(x.important[1])}"
    verdict: Verdict = "consistent" if not (below or above) else "not checkable"
    severity: Severity = "major" if below and above else "minor" if below or above else "none"
    left = (
        "important effects both ways" if below and above
        else "an important effect one way" if below or above else "no effect as large as that"
    )  # fmt: skip
    return entry(
        NAME, reading, claims, verdict,
        f"No effect is concluded, and {x.told}: with {bounds} as important, the interval leaves {left} open.",
        explanation="absence of evidence is not evidence of absence" if below or above else "",
        recomputed={"low": x.low, "high": x.high, "important low": x.important[0], "important high": x.important[1]},
        corrected=f"The data do not settle it: {x.told}." if below or above else "",
        severity=severity, formula=x.formula, also=x.of,
    )  # fmt: skip


def _unknown(reading: Reading, claims: list[Claim]) -> Check:
    return entry(
        NAME, reading, claims, "not checkable",
        "No effect is concluded, and no estimate with an interval is printed: what was excluded cannot be told.",
        explanation="no estimate or interval", severity="major",
        formula="a conclusion of no effect needs the interval of the effect",
    )  # fmt: skip
