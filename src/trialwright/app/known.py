"""What the stages before simulation found, for scenarios to take their numbers from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trialwright.app.plan_file import Plan
from trialwright.errors import EvidenceError
from trialwright.model.pooled import Pooled, Prior
from trialwright.model.screening import Screening


@dataclass(frozen=True)
class Known:
    """What earlier stages found. samples : marker → its values in the plan's patients."""

    pooled: dict[str, Pooled]
    priors: Mapping[str, Prior] = field(default_factory=dict)
    screening: Screening | None = None
    samples: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


def pool_named(plan: Plan, evidence: Known, pool: str, *path: str) -> Pooled:
    """Raises EvidenceError at the path in the plan where a scenario names a pool that there is not."""
    if pool not in evidence.pooled:
        known = ", ".join(f"`{p}`" for p in evidence.pooled) or "none"
        meant = _as_number(pool)
        raise EvidenceError(
            f"The plan takes a number from the pool `{pool}`, and there is no such pool.",
            where=plan.where(*path),
            fix=f"If a number is meant, write {meant}."
            if meant
            else f"Add it under `pool:` or state the number. Pools here: {known}.",
        )
    return evidence.pooled[pool]


def _as_number(text: str) -> str:
    """A number that YAML takes for a word, as it takes it for a number: "40 %", "1e-3"; "" for no number."""
    share = text.rstrip().endswith("%")
    try:
        value = float(text.rstrip(" %")) / (100 if share else 1)
    except ValueError:
        return ""
    return f"{value:.10f}".rstrip("0").rstrip(".") if 1e-9 < abs(value) < 1e15 else ""
