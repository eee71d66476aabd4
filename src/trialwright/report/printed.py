"""Reported numbers as the document printed them, put back together for a table cell."""

from __future__ import annotations

from trialwright.model.number import Printed
from trialwright.model.result import Result
from trialwright.model.trial import DosePhase
from trialwright.report.numbers import exact, fixed

_SIGNS = {"=": "", "~": "about ", "<": "< ", "<=": "≤ ", ">": "> ", ">=": "≥ "}


def number(value: Printed | None) -> str:
    """A printed number with the digits it was printed with."""
    return "" if value is None else _SIGNS[value.relation] + fixed(value.value, value.decimals)


def result_value(result: Result) -> str:
    """The headline of a result: "35/40 (87.5 %)", "−0.171", "0.712"; a dash where none was read."""
    unit = f" {result.unit}" if result.unit and result.unit != "%" else ""
    if result.measure in ("proportion", "relative_change"):
        share = number(result.value) + " %" if result.value else ""
        counts = f"{result.count:,}" if result.count is not None else ""
        if result.count is not None:
            counts += f"/{result.total:,}" if result.total is not None else " of an unstated number"
        return f"{counts} ({share})" if counts and share else counts or share or "–"
    if result.value is None:
        return "–" if result.count is None else f"{result.count:,}"
    told = "; ".join(f"{k} {number(v)}" for k, v in (("SD", result.sd), ("SE", result.se)) if v)
    return number(result.value) + unit + (f" ({told})" if told else "")


def interval(result: Result) -> str:
    """The interval as printed; called a confidence interval only where the document gives a level."""
    if result.low is None or result.high is None:
        return ""
    level = f"{exact(result.level)} % CI " if result.level else ""
    return f"{level}{number(result.low)} to {number(result.high)}"


def p_text(result: Result) -> str:
    """The p-value that came with the result, as printed."""
    p = result.value if result.measure == "p_value" else result.p
    return number(p)


def phase(dose: DosePhase) -> str:
    """One stretch of a regimen: "100 mg subcutaneous every 12 h for 3 days"."""
    words = [f"{exact(dose.dose)} {dose.dose_unit}", dose.route]
    if dose.every_hours:
        words.append("once daily" if dose.every_hours == 24 else f"every {_span(dose.every_hours)}")
    if dose.duration_days:
        words.append(f"for {exact(dose.duration_days)} days")
    return " ".join(w for w in words if w)


def _span(hours: float) -> str:
    for size, name in ((168, "week"), (24, "day")):
        if hours % size == 0:
            return f"{exact(hours / size)} {name}s" if hours != size else name
    return f"{exact(hours)} h"
