"""Does the stated sample size follow from its own power, level and effect?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.designs import not_parallel
from trialwright.check.evidence.ledger import entry, figure
from trialwright.kernels import mean_tests, rate_tests
from trialwright.model.check import Check
from trialwright.model.result import Reading
from trialwright.model.trial import Stated

NAME = "sample_size"
SOURCE = (
    "Two means: Chow, Shao & Wang 2008, section 3.2; two rates: Fleiss et al. 1980, Biometrics 36:343, without and with its "
    "continuity correction; events: Schoenfeld 1981, Biometrika 68:316"
)

LOW, HIGH = 0.9, 1.15  # of the computed size: rounding, other formulas and a few more patients
DEFAULT_LEVEL, DEFAULT_SIDES = 5.0, 2


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        said = {
            s.field: s
            for s in (reading.trial.stated if reading.trial is not None else ())
            if s.field.startswith("planned ")
        }
        if "planned power" in said:
            yield from _one(reading, said)


def _one(reading: Reading, said: dict[str, Stated]) -> Iterator[Check]:
    power = float(said["planned power"].value) / 100.0
    level = float(said["planned level"].value) if "planned level" in said else DEFAULT_LEVEL
    sides = int(said["planned sides"].value) if "planned sides" in said else DEFAULT_SIDES
    computed = _sizes(said, power, level / 100.0, sides)
    stated = _stated_size(said)
    if not computed or stated is None:
        return
    what, size = stated
    used = [s for f, s in said.items() if f != size.field]
    loss = float(said["planned loss"].value) / 100.0 if "planned loss" in said else 0.0
    ways = {name: n / (1.0 - loss) if what == "patients" else n for name, n in computed.items()}
    n = float(size.value) * (2 if size.field == "planned size per arm" else 1)
    least, most, plain = min(ways.values()), max(ways.values()), min(computed.values())
    if size.field == "planned size" and n > HIGH * most:
        n, what = _in_two_arms(reading, n, what)
    assumed = (
        ""
        if {"planned level", "planned sides"} <= set(said)
        else f" (level {level:g} %, {sides}-sided, where it is not said)"
    )
    told = "; ".join(f"{name}: {math.ceil(x - 1e-9)}" for name, x in ways.items())
    formula = f"{figure(power * 100)} % power, {level:g} % {sides}-sided, {_effect(said)}: {told} {what}; stated {n:g}"
    facts: dict[str, float | str] = {name: float(math.ceil(x - 1e-9)) for name, x in ways.items()}
    if LOW * min(least, plain) <= n <= HIGH * most:
        yield entry(NAME, reading, [size, *used], "consistent", f"{n:g} {what} is what {_effect(said)} with {power:.0%} power needs ({told}){assumed}.",
            recomputed=facts, formula=formula)  # fmt: skip
    else:
        fewer, design = n < least, not_parallel(reading)
        yield entry(
            NAME, reading, [size, *used], "not checkable",
            f"{n:g} {what} is planned; {_effect(said)} with {power:.0%} power needs {told}{assumed}.",
            explanation=design or "another test, correlation with baseline or allocation may have been assumed" if fewer else "more may have been planned for loss or a second aim",
            recomputed=facts, severity="minor" if fewer and n < 0.75 * least and not design else "note", formula=formula,
        )  # fmt: skip


def _in_two_arms(reading: Reading, n: float, what: str) -> tuple[float, str]:
    """The part of n patients that two arms of several have: the effect is of two, the size of all."""
    arms = len(reading.trial.arms) if reading.trial is not None else 2
    return (2 * n / arms, f"{what} in two of {arms} arms") if arms > 2 else (n, what)


def _stated_size(said: dict[str, Stated]) -> tuple[str, Stated] | None:
    if "planned hazard ratio" in said:
        return ("events", said["planned events"]) if "planned events" in said else None
    for field in ("planned size per arm", "planned size"):
        if field in said:
            return "patients", said[field]
    return None


def _effect(said: dict[str, Stated]) -> str:
    if "planned rates" in said:
        return f"{str(said['planned rates'].value).replace(' to ', ' v ')} %"
    if "planned hazard ratio" in said:
        return f"a hazard ratio of {said['planned hazard ratio'].value:g}"
    return f"a difference of {said['planned difference'].value:g} with SD {said['planned sd'].value:g}"


def _sizes(said: dict[str, Stated], power: float, alpha: float, sides: int) -> dict[str, float]:
    """Method → patients in both arms, or events, before any allowance for loss; {} where the effect is not whole."""
    if not 0 < alpha < 0.5 or not 0.5 <= power < 1:
        return {}
    if "planned rates" in said:
        p1, p2 = (float(x) / 100.0 for x in str(said["planned rates"].value).split(" to "))
        plain = rate_tests.size(
            abs(p1 - p2), rate_tests.unit_errors(p1, p2, 1.0, 0.0, "difference"), alpha, power, sides
        )
        return {"two rates": plain, "with continuity correction": _corrected(plain, abs(p1 - p2))}
    if "planned hazard ratio" in said:
        ratio = float(said["planned hazard ratio"].value)
        if ratio in (0.0, 1.0):
            return {}
        # 1:1 allocation: the information of one event is a quarter.
        return {"Schoenfeld": mean_tests.size(abs(math.log(ratio)), 4.0, None, alpha, power, sides)}
    if "planned difference" in said and "planned sd" in said:
        effect = float(said["planned difference"].value) / float(said["planned sd"].value)
        return {"two means": mean_tests.size(effect, mean_tests.unit_variance(1.0), 2, alpha, power, sides)}
    return {}


def _corrected(n: float, gap: float) -> float:
    """Fleiss's correction of a size n in both arms together."""
    each = n / 2
    return 2 * each / 4 * (1 + math.sqrt(1 + 4 / (each * gap))) ** 2
