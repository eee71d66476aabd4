"""Evidence put together."""

from __future__ import annotations

from typing import Literal

from trialwright.model.base import Frozen, Node

Scale = Literal[
    "mean_difference", "log_odds_ratio", "log_risk_ratio", "log_hazard_ratio", "risk_difference",
    "standardised_mean_difference", "log_ratio_of_means", "log_peto_odds_ratio", "log_rate_ratio",
    "logit_proportion", "arcsine_proportion", "freeman_tukey_proportion", "fisher_z",
]  # fmt: skip
OF_ONE_GROUP: frozenset[Scale] = frozenset(
    {"logit_proportion", "arcsine_proportion", "freeman_tukey_proportion"}
)
# No comparison of arms: 0 is not "no effect" there, so nothing is said to be shown.
NO_CONTRAST: frozenset[Scale] = OF_ONE_GROUP | {"fisher_z"}


class Effect(Node):
    """One trial's contribution: y on an additive scale with variance v > 0 (scale squared).

    Negative y means the experimental arm is lower. n : experimental, control sizes where known. Of one group, or a
    correlation, y is the figure itself, n is (its size, 0). time : as printed. caution : what to know of its figures, as that
    they are of the per-protocol population.
    """

    trial: str
    label: str
    scale: Scale
    y: float
    v: float
    n: tuple[int, int] | None = None
    endpoint: str = ""
    time: str = ""
    caution: str = ""


class Pooled(Node):
    """An effect over trials. low, high : 95 % interval for the mean. predict_* : for a new trial;
    None when k < 3. tau2 : between-trial variance (None for one trial). i2 : in percent. residual_sd : outcome SD
    implied by the effects' variances and sizes, None where not derivable.
    """

    name: str
    scale: Scale
    method: str
    effects: tuple[Effect, ...]
    mean: float
    se: float
    low: float
    high: float
    tau2: float | None = None
    i2: float | None = None
    predict_low: float | None = None
    predict_high: float | None = None
    residual_sd: float | None = None
    warnings: tuple[str, ...] = ()


class Prior(Node):
    """Normal(mean, sd) on the pooled scale for the effect in a new trial. warnings : what it leaves out."""

    name: str
    scale: Scale
    mean: float
    sd: float
    warnings: tuple[str, ...] = ()


Conclusion = Literal["lower", "higher", "not shown"]


class Choice(Frozen):
    """The pooled mean under one other defensible choice, all else as it was. what : which choice. trials : how many count.

    conclusion : whether its 95 % interval lies below or above no effect. flips : it is not the stated analysis's.
    """

    what: str
    option: str
    trials: int
    mean: float
    low: float
    high: float
    conclusion: Conclusion
    flips: bool


class Fragility(Node):
    """What a pooled conclusion hangs on. stated : the analysis as it was made. choices : each other one, one at a time.

    analyses, agreeing : of all combinations of estimator, interval and zero-cell handling, how many there are and how
    many conclude the same.
    """

    name: str
    scale: Scale
    stated: Choice
    choices: tuple[Choice, ...]
    analyses: int
    agreeing: int

    @property
    def flips(self) -> tuple[Choice, ...]:
        return tuple(c for c in self.choices if c.flips)
