"""What a pool says of the next trial: the prior it gives, the chance of success and what that hangs on, its weight and worth."""

from __future__ import annotations

from typing import Literal

from trialwright.model.base import Frozen, Node

Side = Literal["below", "above", "across"]


class MapPrior(Frozen):
    """The effect in a new trial, from a normal hierarchical model by quadrature. tau_scale : of the half-normal prior of the
    SD between trials. low, high : 95 %. weights, means, sds : of a mixture of normals that stands for it. worth : patients
    of a trial with two arms of one size (ELIR). robust_worth : with a fifth of its weight on an effect as vague as two
    patients tell."""

    mean: float
    sd: float
    low: float
    high: float
    tau_scale: float
    weights: tuple[float, ...]
    means: tuple[float, ...]
    sds: tuple[float, ...]
    worth: float
    robust_worth: float


class Assured(Frozen):
    """what : the uncertainty added last, all earlier ones kept. chance : of a significant result. lost : by this one."""

    what: str
    chance: float
    lost: float


class Moved(Frozen):
    """Where the pooled 95 % interval lies against no effect, now, and with what chance after the next trial."""

    now: Side
    below: float
    above: float
    across: float
    crosses: float
    error: float


class Worth(Frozen):
    """patients : of the next trial. value : of the better decision it allows, net : less what its patients cost."""

    patients: int
    value: float
    net: float


class Outlook(Node):
    """One pool and a next trial of `patients`, two arms of one size. se : of its effect, all patients seen. why : why the
    rest is missing, "" where it is not; note : what to know of the rest. moved : None below three trials. worth : () where nothing is said to be worth."""

    name: str
    scale: str
    patients: int
    better: Literal["higher", "lower"]
    dropout: float = 0.0
    se: float | None = None
    prior: MapPrior | None = None
    assurance: tuple[Assured, ...] = ()
    moved: Moved | None = None
    worth: tuple[Worth, ...] = ()
    best: bool = False
    why: str = ""
    note: str = ""
