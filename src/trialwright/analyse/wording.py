"""An endpoint's result as a sentence for the paper."""

from __future__ import annotations

import math

from trialwright.model.analysis import EndpointAnalysis, Estimated

WORDS = {"time_to_event": "events", "binary": "patients with the event"}


def number(value: float) -> str:
    """Three significant digits, as papers print them; no scientific notation in the usual range."""
    if math.isnan(value):
        return "not estimable"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if value == 0:
        return "0"
    return f"{value:.3g}" if abs(value) >= 1e-3 and abs(value) < 1e5 else f"{value:.2e}"


def p_text(p: float) -> str:
    return "P < 0.001" if p < 0.001 else f"P = {p:.3f}" if p < 0.1 else f"P = {p:.2f}"


def sentence(found: EndpointAnalysis, label: str, arms: tuple[str, ...], level: float) -> str:
    """For example: recovered: 35 of 40 in anakinra and 37 of 40 in control; odds ratio ..."""
    parts = []
    for arm in (*arms[1:], arms[0]):
        c = next(c for c in found.arms if c.arm == arm)
        parts.append(
            f"{c.events} of {c.analysed} in {arm}" if c.events is not None else f"{c.analysed} in {arm}"
        )
    first = f"{found.endpoint} ({WORDS.get(found.type, 'patients analysed')}): {', '.join(parts[:-1])} and {parts[-1]}"
    return f"{first}; {'; '.join(_compared(m, level) for m in found.mains)} by {label}."


def _compared(main: Estimated, level: float) -> str:
    limits = ""
    if main.low is not None and main.high is not None and not math.isnan(main.low + main.high):
        limits = f" ({level:g} % CI {number(main.low)} to {number(main.high)})"
    test = f"; {p_text(main.p)}" if main.p is not None else ""
    return f"{main.label} {number(main.estimate)}{limits}{test}"
