"""The arms' chances for the next patients of a response-adaptive trial, from its data so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from trialwright.design.look import TallyLook
from trialwright.design.setting import Setting
from trialwright.errors import DesignError
from trialwright.kernels.posterior import largest_of_normals

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

ALLOCATIONS = ("thall wathen", "rosenberger", "neyman")
_FEWEST = 2  # patients of an arm in a stage that can carry a test


def check(setting: Setting, o: dict) -> None:
    """Raises DesignError where the endpoint cannot say what the chances follow."""
    design, arms = setting.design, setting.arms
    if getattr(setting.endpoint, "SOURCE", "tally") != "tally":
        raise _refuse(
            f"Chances that follow a {design.endpoint} endpoint are not worked out: its outcomes come late.",
            "type",
            "Use an endpoint that is a tally of patients.",
        )
    if o["allocate"] == "rosenberger" and design.endpoint != "binary":
        raise _refuse(
            f"Rosenberger's chances are of a binary endpoint, and `{design.name}` has a {design.endpoint} one.",
            "allocate",
            "Use `thall wathen`.",
        )
    if o["allocate"] == "neyman" and design.endpoint not in ("binary", "continuous"):
        raise _refuse("Neyman's chances need each arm's own spread.", "allocate", "Use `thall wathen`.")
    if o["minimum"] * arms >= 1 or (o["control"] or 0) + o["minimum"] * (arms - 1) >= 1:
        raise _refuse(
            f"{arms} arms cannot each have a chance of {o['minimum']:g} and control its own.",
            "minimum",
            "Lower it.",
        )
    if o["evidence"] == "pooled" and o["combination"] == "fisher":
        raise _refuse("The pooled test has no stages to combine.", "combination", "Use the inverse normal.")


def rules(o: Mapping[str, Any]) -> list[str]:
    """What the chances of the next patients follow, as sentences."""
    power = "half the share of patients enrolled so far" if o["power"] is None else f"{o['power']:g}"
    follows = {
        "thall wathen": "the posterior probability, under flat priors, that it is the best arm, raised to the power of "
        + power,
        "rosenberger": "the square root of its rate of good outcomes so far",
        "neyman": "the standard deviation of its outcomes so far",
    }[o["allocate"]]
    of = "an experimental arm's" if o["control"] is not None else "an arm's"
    told = [f"After each interim look {of} chance is in proportion to {follows}."]
    if o["minimum"] > 0:
        told.append(f"No such chance is less than {o['minimum']:g}.")
    if o["control"] is not None:
        told.append(f"Control's chance stays {o['control']:g}.")
    return told


def _refuse(what: str, where: str, fix: str) -> DesignError:
    return DesignError(what, where=f"design.{where}", fix=fix)


def patients(setting: Setting, look: TallyLook, arm: int, stage: bool = False) -> Floats:
    """(m,) patients of an arm with an outcome."""
    tally = look.tally(arm, stage=stage)
    return np.asarray(tally.sum(1) if setting.endpoint.CATEGORICAL else tally[:, 0])


def stage_z(setting: Setting, look: TallyLook, arms: int) -> Floats:
    """(m, arms) of the stage's own patients; 0, no evidence either way, where chance brought an arm too few to test.

    How many come does not depend on outcomes of the stage, and 0 is less spread than what it stands for, so under no
    effect the combination is, if anything, too seldom beyond its bound.
    """
    return np.stack(
        [np.where(few(setting, look, a + 1), 0.0, look.z(a + 1, stage=True)) for a in range(arms)], axis=1
    )


def few(setting: Setting, look: TallyLook, arm: int) -> Mask:
    """(m,) whether chance brought an arm, or control, too few patients in the stage to test."""
    return np.asarray(
        (patients(setting, look, 0, True) < _FEWEST) | (patients(setting, look, arm, True) < _FEWEST)
    )


def chances(setting: Setting, look: TallyLook, enrolled: float, o: dict) -> Floats:
    """(m, arms + 1) control first. enrolled : share of the largest size."""
    if o["allocate"] == "thall wathen":
        raw = best(setting, look) ** (enrolled / 2 if o["power"] is None else o["power"])
    elif o["allocate"] == "rosenberger":
        raw = np.sqrt(_rates(setting, look))
    else:
        raw = _spreads(setting, look)
    raw = np.maximum(raw, 1e-12)
    if o["control"] is None:
        return _at_least(raw / raw.sum(1, keepdims=True), o["minimum"])
    left = 1 - o["control"]
    others = left * _at_least(raw[:, 1:] / raw[:, 1:].sum(1, keepdims=True), o["minimum"] / left)
    return np.concatenate([np.full((len(raw), 1), o["control"]), others], axis=1)


def best(setting: Setting, look: TallyLook) -> Floats:
    """(m, arms + 1) posterior probability that each arm is the best, control first, under flat priors.

    Each estimate's variance is parted between its arm and control by their patients.
    """
    n = np.maximum(np.stack([patients(setting, look, a) for a in range(setting.arms)], 1), 1.0)
    sign = 1.0 if setting.design.better == "higher" else -1.0
    found = [look.estimate(a) for a in range(1, setting.arms)]
    value = np.stack([sign * e.value for e in found], 1)
    square = np.stack([e.se**2 for e in found], 1)
    known = np.isfinite(value) & np.isfinite(square) & (square > 0)
    value, square = np.where(known, value, 0.0), np.where(known, square, 1.0)
    if setting.arms == 2:
        better = ndtr(value / np.sqrt(square))
        return np.concatenate([1 - better, better], axis=1)
    of_control = (square * (1 / n[:, :1]) / (1 / n[:, 1:] + 1 / n[:, :1])).mean(1, keepdims=True)
    of_arm = square * (1 / n[:, 1:]) / (1 / n[:, 1:] + 1 / n[:, :1])
    mean = np.concatenate([np.zeros((len(n), 1)), value], axis=1)
    return largest_of_normals(mean, np.sqrt(np.concatenate([of_control, of_arm], axis=1)))


def _rates(setting: Setting, look: TallyLook) -> Floats:
    """(m, arms + 1) share of good outcomes, half a patient of each kind added."""
    good = 1 if setting.design.better == "higher" else 0
    tallies = [look.tally(a) for a in range(setting.arms)]
    return np.stack([(t[:, good] + 0.5) / (t.sum(1) + 1.0) for t in tallies], 1)


def _spreads(setting: Setting, look: TallyLook) -> Floats:
    """(m, arms + 1) standard deviation of an outcome."""
    if setting.endpoint.CATEGORICAL:
        rate = _rates(setting, look)
        return np.asarray(np.sqrt(rate * (1 - rate)))
    t = np.stack([look.tally(a) for a in range(setting.arms)], 1)
    n = np.maximum(t[..., 0], 2.0)
    return np.asarray(np.sqrt(np.maximum(t[..., 2] - t[..., 1] ** 2 / n, 1e-12) / (n - 1)))


def _at_least(chance: Floats, minimum: float) -> Floats:
    """Chances (m, arms) that add to 1, each at least `minimum`: what is above it shrinks in proportion."""
    over = np.maximum(chance - minimum, 0.0)
    total = over.sum(1, keepdims=True)
    even = np.full_like(chance, 1 / chance.shape[1])
    room = 1 - minimum * chance.shape[1]
    return np.where(total > 0, minimum + room * over / np.where(total > 0, total, 1.0), even)
