"""Exact answers to calls of R's design programs, and what goes with a design: words, calls, a figure."""

from __future__ import annotations

import math
from typing import Any

from trialwright.design import rpact


def answer(text: str) -> rpact.Answer:
    """The last value of a program of rpact calls. Raises DesignError with the place of what cannot be read."""
    return rpact.answer(text)


def as_json(found: rpact.Answer) -> dict[str, Any]:
    """An Answer with numbers, lists and words only: NA is null, infinities are words. A design brings its `protocol`
    text and the calls that state it (`rpact`, `gsDesign`; null where the program cannot)."""
    plain: dict[str, Any] = {
        "call": found.call,
        "fields": {name: _plain(value) for name, value in found.fields.items()},
        "notes": list(found.notes),
    }
    return plain | stated(found)


def stated(found: rpact.Answer) -> dict[str, Any]:
    """A sequential design as a protocol says it and as R's programs state it; nothing for other answers."""
    from trialwright.design.boundaries import SequentialDesign, protocol_text
    from trialwright.design.rpact.writing import gsDesign_call, rpact_call

    if not isinstance(found.of, SequentialDesign) or not found.call.startswith("getDesign"):
        return {}
    return {
        "protocol": protocol_text(found.of),
        "rpact": rpact_call(found.of),
        "gsDesign": gsDesign_call(found.of),
    }


def figure(found: rpact.Answer) -> str:
    """The boundaries of a design as SVG. Raises DesignError where the answer is not a design on the z scale."""
    from trialwright.design.boundaries import SequentialDesign
    from trialwright.errors import DesignError
    from trialwright.report.charts.boundaries import Bound, boundaries

    design = found.of
    if not isinstance(design, SequentialDesign) or design.kind == "fisher":
        raise DesignError(
            f"{found.call} has no boundaries on the z scale to draw.",
            fix="Draw a getDesignGroupSequential() call.",
        )
    upper = [_finite(z) for z in design.critical_values]
    bounds = [Bound("efficacy", upper, 0)]
    two_sided = design.sided == 2
    if two_sided:
        bounds.append(Bound("efficacy, other direction", [None if z is None else -z for z in upper], 0))
    if design.futility_bounds is not None:
        inner = [_finite(z) if z > 0 or not two_sided else None for z in design.futility_bounds] + [None]
        bounds.append(Bound("futility", inner, 1))
        if two_sided:
            bounds.append(Bound("futility, other direction", [None if z is None else -z for z in inner], 1))
    if design.decision_critical_values is not None:
        bounds.append(Bound("final decision", [_finite(z) for z in design.decision_critical_values], 2))
    told = "; ".join(
        f"{b.name}: {', '.join('none' if z is None else f'{z:.3f}' for z in b.z)}" for b in bounds
    )
    return boundaries(
        design.information_rates.tolist(), bounds, f"Boundaries on the z scale by look. {told}."
    )


def _finite(z: float) -> float | None:
    return float(z) if math.isfinite(z) else None


def _plain(value: Any) -> Any:
    if isinstance(value, rpact.Answer):
        return {"call": value.call, "fields": {name: _plain(inner) for name, inner in value.fields.items()}}
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, float) and math.isinf(value):
        return "Inf" if value > 0 else "-Inf"
    return value
