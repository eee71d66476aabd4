"""Writing a finding down, the same way in every check."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.model.base import Because, Node
from trialwright.model.check import Check, Restated, Severity, Verdict
from trialwright.model.document import Quote
from trialwright.model.number import Printed
from trialwright.model.result import Claim, Reading, Result
from trialwright.model.trial import Arm, Identifier, Stated


def entry(
    name: str,
    reading: Reading,
    of: Sequence[Result | Claim | Stated | Arm | Identifier],
    verdict: Verdict,
    finding: str,
    *,
    formula: str = "",
    explanation: str = "",
    recomputed: dict[str, float | str] | None = None,
    corrected: str = "",
    restated: Sequence[Restated] = (),
    severity: Severity = "none",
    also: Sequence[Node] = (),
    quote: Quote | None = None,
) -> Check:
    """A Check of the objects `of`, quoted at the first of them; `also` are ids that only informed it.

    `of` may be empty where a `quote` says what is checked: words and numbers that were read as no object."""
    first = of[0] if of else None
    where = quote or (first.quote if first is not None else None)
    if where is None:
        raise ValueError(f"check {name}: nothing says what is checked; give an object or a quote")
    own = reading.trial.key if reading.trial is not None else ""
    return Check(
        name=name,
        verdict=verdict,
        finding=finding,
        explanation=explanation,
        recomputed=recomputed or {},
        corrected=corrected,
        restated=tuple(restated),
        severity=severity,
        trial=(first.trial if isinstance(first, Result | Claim) else "") or own,
        subjects=tuple(o.id for o in of),
        quote=where,
        because=Because(rule=f"check.{name}", of=tuple(o.id for o in (*of, *also)), formula=formula),
    )


def shown(printed: Printed | None) -> str:
    """A printed number for a sentence: its value at its decimals, with its relation where it is not "="."""
    if printed is None:
        return "not printed"
    sign = {"=": "", "~": "about "}.get(printed.relation, f"{printed.relation} ")
    return f"{sign}{printed.value:.{max(0, printed.decimals)}f}"


def p_words(p: float) -> str:
    """A recomputed p: three decimals, four below 0.01, "< 0.0001" below that."""
    if p < 0.0001:
        return "< 0.0001"
    return f"{p:.4f}" if p < 0.01 else f"{p:.3f}"


def p_between(low: float, high: float) -> str:
    """ "p = 0.097 to 0.127", "p < 0.0001": the p that rounded figures leave open."""
    first, last = p_words(low), p_words(high)
    if first == last:
        return p_said(low)
    return f"p {first} to {last}" if first.startswith("<") else f"p = {first} to {last}"


def p_said(p: float) -> str:
    """ "p = 0.012", "p < 0.0001"."""
    return f"p {p_words(p)}" if p < 0.0001 else f"p = {p_words(p)}"


def figure(x: float) -> str:
    """A recomputed number to three decimals, or three significant figures when it is small."""
    return f"{x:.3g}" if abs(x) < 0.1 else f"{x:.3f}"


def listed(names: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def p_bounds(p: Printed) -> tuple[float, float]:
    """The p-values that a printed p leaves open, within [0, 1]; "~" allows a unit of the last digit."""
    low, high = p.interval
    if p.relation in ("<", "<="):
        return 0.0, p.value
    if p.relation in (">", ">="):
        return p.value, 1.0
    if p.relation == "~":
        low, high = 2 * low - p.value, 2 * high - p.value
    return max(0.0, low), min(1.0, high)


def is_least(p: Printed) -> bool:
    """Whether a p is one unit of its last of three digits or more (0.001, 0.0001): it often means "or less"."""
    return p.relation == "=" and p.decimals >= 3 and round(p.value * 10.0**p.decimals) == 1


def within(value: float, bounds: tuple[float, float]) -> bool:
    """Whether a recomputed value lies in bounds, up to binary rounding."""
    slack = 1e-9 * max(1.0, abs(value))
    return bounds[0] - slack <= value <= bounds[1] + slack
