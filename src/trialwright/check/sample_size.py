"""Does the stated sample size follow from its own power, level and effect?"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from scipy.optimize import brentq

from trialwright.check.evidence.designs import not_parallel
from trialwright.check.evidence.ledger import entry
from trialwright.check.evidence.planned_size import (
    DEFAULT_SIDES,
    NO_MORE_THAN_ONE_SIDE,
    Methods,
    effect_told,
    sizes,
)
from trialwright.model.check import Check
from trialwright.model.result import Reading
from trialwright.model.trial import Stated

NAME = "sample_size"
SOURCE = (
    "Two means: Chow, Shao & Wang 2008, section 3.2; two rates: Fleiss et al. 1980, Biometrics 36:343, without and with its "
    "continuity correction; margins: Farrington & Manning 1990, Stat Med 9:1447, Blackwelder 1982, Control Clin Trials 3:345, "
    "and Julious 2004, Stat Med 23:1921; events: Schoenfeld 1981, Biometrika 68:316"
)

LOW, HIGH = 0.9, 1.15  # of the computed size: rounding, other formulas and a few more patients
FAR = 0.8  # of the computed size: a fifth of the patients is wanting
DEFAULT_LEVEL = 5.0
_PLANNED = "planned "


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        stated = reading.trial.stated if reading.trial is not None else ()
        said = {s.field.removeprefix(_PLANNED): s for s in stated if s.field.startswith(_PLANNED)}
        if "power" in said:
            yield from _one(reading, said)


def _one(reading: Reading, said: dict[str, Stated]) -> Iterator[Check]:
    stated = _stated_size(said)
    if stated is None or not (meanings := _needed(said, float(said["power"].value) / 100)):
        return
    what, size = stated
    kept = 1 - float(said["loss"].value) / 100 if "loss" in said and what == "patients" else 1.0
    n = float(size.value) * (2 if size is said.get("size per arm") else 1)
    least = min(x for methods in meanings for x in methods.values())
    if size is said.get("size") and n > HIGH * max(
        x / kept for methods in meanings for x in methods.values()
    ):
        n, what = _in_two_arms(reading, n, what)
    facts: dict[str, float | str] = {
        name: float(math.ceil(x / kept - 1e-9)) for methods in meanings for name, x in methods.items()
    }
    told = "; ".join(f"{name}: {x:g}" for name, x in facts.items())
    effect, power, assumed = effect_told(said), f"{said['power'].value:g} % power", _assumed(said)
    subjects = [size, *(s for s in said.values() if s is not size)]
    formula = f"{power}, {_level(said)}, {effect}: {told} {what}; stated {n:g}"
    if any(LOW * min(m.values()) <= n <= HIGH * max(m.values()) / kept for m in meanings):
        finding = f"{n:g} {what} is what {effect} with {power} needs ({told}){assumed}."
        yield entry(NAME, reading, subjects, "consistent", finding, recomputed=facts, formula=formula)
        return
    fewer, design = n < least / kept, not_parallel(reading)
    yield entry(
        NAME, reading, subjects, "not checkable",
        f"{n:g} {what} is planned; {effect} with {power} needs {told}{assumed}.{_power_of(said, n * kept) if fewer else ''}",
        explanation=(design or "another test, correlation with baseline or allocation may have been assumed") if fewer else "more may have been planned for loss or a second aim",
        recomputed=facts, severity="minor" if fewer and n * kept < FAR * least and not design else "note", formula=formula,
    )  # fmt: skip


def _needed(said: dict[str, Stated], power: float) -> list[Methods]:
    sides = int(said["sides"].value) if "sides" in said else None
    level = float(said["level"].value) if "level" in said else DEFAULT_LEVEL
    return sizes(said, power, level / 100, sides)


def _power_of(said: dict[str, Stated], n: float) -> str:
    """What power n gives by the method that needs the fewest."""

    def too_many(power: float) -> float:
        return min(x for methods in _needed(said, power) for x in methods.values()) - n

    if too_many(0.5) > 0:
        return f" {n:g} give less than 50 %."
    return f" {n:g} give {100 * brentq(too_many, 0.5, 0.9999):.0f} %."


def _level(said: dict[str, Stated]) -> str:
    """ "level 5 %, 2-sided", of a margin without sides where they are not said."""
    level = float(said["level"].value) if "level" in said else DEFAULT_LEVEL
    if "sides" in said or "margin" not in said:
        sides = said["sides"].value if "sides" in said else DEFAULT_SIDES
    else:
        sides = 1 if level <= NO_MORE_THAN_ONE_SIDE else None
    return f"level {level:g} %" + (f", {sides}-sided" if sides else "")


def _assumed(said: dict[str, Stated]) -> str:
    unsaid = [word for word in ("level", "sides") if word not in said]
    return f" ({_level(said)}; {' and '.join(unsaid)} not said)" if unsaid else ""


def _in_two_arms(reading: Reading, n: float, what: str) -> tuple[float, str]:
    """The part of n patients that two arms of several have: the effect is of two, the size of all."""
    arms = len(reading.trial.arms) if reading.trial is not None else 2
    return (2 * n / arms, f"{what} in two of {arms} arms") if arms > 2 else (n, what)


def _stated_size(said: dict[str, Stated]) -> tuple[str, Stated] | None:
    if "hazard ratio" in said:
        return ("events", said["events"]) if "events" in said else None
    for field in ("size per arm", "size"):
        if field in said:
            return "patients", said[field]
    return None
