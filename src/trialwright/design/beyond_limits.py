"""Where no design keeps the limits: which limit each breaks and by how much, which comes nearest, and what would do."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from trialwright.model.design import Broken, Limits, OperatingCharacteristics

By = Mapping[str, OperatingCharacteristics]  # scenario → what a design does

# A limit → its unit, and whose figure it is that goes past.
_UNITS = {
    "patients": ("patients", ""),
    "screened": ("patients screened", " in the median trial"),
    "months": ("months", " in the median trial"),
}
_REMEDIES = {
    "patients": "give it at most {allowed} `patients`, or state none, which takes as many as the limits afford",
    "screened": "plan fewer patients or, where it has one, a lower cut-off",
    "months": "recruit faster, follow patients for a shorter time, or plan fewer patients or events",
}


class Past(NamedTuple):
    """A limit broken, in the scenario in which most is needed."""

    of: Broken
    scenario: str

    @property
    def share(self) -> float:
        """By how much of the limit it is gone past."""
        return self.of.needed / self.of.allowed - 1


def past(by: By) -> list[Past]:
    """Every limit that a design breaks in some scenario, where it breaks it most."""
    worst: dict[str, Past] = {}
    for scenario, oc in by.items():
        for broken in oc.broken:
            if broken.limit not in worst or broken.needed > worst[broken.limit].of.needed:
                worst[broken.limit] = Past(broken, scenario)
    return list(worst.values())


def reasons(table: Mapping[str, By], limits: Limits | None) -> Iterable[str]:
    """A sentence on every design, and which of several comes nearest."""
    for name, by in table.items():
        under = ", ".join(f"`{s}`" for s, oc in by.items() if not oc.within_limits)
        yield f"`{name}` breaks the limits under {under}: {'; '.join(_how(by, limits))}."
    if (name := nearest(table)) and len(table) > 1:
        yield f"`{name}` comes nearest: it goes past a limit by {_percent(_apart(table[name])[0])} at most."


def remedies(table: Mapping[str, By], limits: Limits | None) -> Iterable[str]:
    """What to change so that the nearest design could be recommended."""
    name = nearest(table)
    if not name:
        yield "Raise the limits, or plan with fewer patients."
        return
    these = past(table[name])
    needed = ", ".join(f"{p.of.limit}: {_up(p.of)}" for p in these)
    yield f"With `limits: {{{needed}}}` `{name}` would keep them in every scenario."
    ways = [_REMEDIES[p.of.limit].format(allowed=f"{p.of.allowed:,.0f}") for p in these]
    yield f"To keep the limits as they are: {'; '.join(ways)}. Its power changes with that."


def named(name: str, by: By) -> str:
    """A design with what it breaks, for a list of several."""
    what = ", ".join(f"{_amount(p.of.needed, p.of)} of at most {p.of.allowed:,g}" for p in past(by))
    return f"`{name}` ({what})" if what else f"`{name}`"


def nearest(table: Mapping[str, By]) -> str:
    """The design whose furthest step past any limit, as a share of it, is the smallest, of equal ones that whose steps add to
    least; "" where none says by how much."""
    known = {name: _apart(by) for name, by in table.items() if past(by)}
    return min(known, key=lambda name: known[name]) if len(known) == len(table) else ""


def _apart(by: By) -> tuple[float, float]:
    """The furthest step past any limit, as a share of it, and all of them together."""
    shares = [p.share for p in past(by)]
    return max(shares), sum(shares)


def _how(by: By, limits: Limits | None) -> Sequence[str]:
    these = past(by)
    if not these:  # characteristics of before say only that a limit is broken
        return [
            f"{max(oc.largest for oc in by.values()):,} patients, up to "
            f"{max(oc.figures['screened'].value for oc in by.values()):,.0f} screened and "
            f"{max(oc.figures['months'].value for oc in by.values()):.1f} months in the median trial"
        ]
    return [_one(p, len(by), limits) for p in these]


def _one(p: Past, scenarios: int, limits: Limits | None) -> str:
    whose = _UNITS[p.of.limit][1]
    where = f" under `{p.scenario}`" if whose and scenarios > 1 else ""
    default = limits is not None and p.of.limit not in limits.model_fields_set
    told = " (the default, since no limit of them is stated)" if default else ""
    return (
        f"{_amount(p.of.needed, p.of)}{whose}{where}, {_digits(p.of.needed - p.of.allowed, p.of)} more than the limit of "
        f"{p.of.allowed:,g}{told}"
    )


def _amount(value: float, of: Broken) -> str:
    return f"{_digits(value, of)} {_UNITS[of.limit][0]}"


def _digits(value: float, of: Broken) -> str:
    """Whole patients; months to a tenth, or as fine as it takes to be more than none."""
    if of.limit != "months":
        return f"{value:,.0f}" if value >= 0.5 else f"{value:.2g}"
    return f"{value:,.1f}" if value >= 0.05 else f"{value:.1g}"


def _up(of: Broken) -> str:
    """The limit that would do, rounded up: whole patients, tenths of a month."""
    return (
        f"{math.ceil(10 * of.needed - 1e-9) / 10:g}"
        if of.limit == "months"
        else f"{math.ceil(of.needed - 1e-9)}"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share >= 0.001 else "less than 0.1 %"
