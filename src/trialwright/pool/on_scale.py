"""What an effect on each scale is made of: which printed contrast, and which figures of the arms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from trialwright.kernels import effect_sizes as kernel
from trialwright.model.pooled import Scale
from trialwright.model.result import Measure


class Made(NamedTuple):
    """contrast : the printed measure that is this effect, None where its interval is another's. arms : the measure of
    an arm that `of`, the kernel, computes it from. zeros : 1/2 is added to each cell where one is zero. first : what is
    taken where a trial prints both: counts show event and arm, a difference in means is better as its authors adjusted it.
    """

    contrast: Measure | None
    arms: Measure | None
    of: Callable[..., tuple[Any, Any]] | None = None
    zeros: bool = False
    first: Literal["arms", "contrast"] = "arms"

    def rank(self, kind: str) -> int:
        return 0 if kind == self.first else 1


MADE: dict[Scale, Made] = {
    "mean_difference": Made("difference", "mean", kernel.mean_difference, first="contrast"),
    "standardised_mean_difference": Made(None, "mean", kernel.standardized_mean_difference),
    "log_ratio_of_means": Made(None, "mean", kernel.log_ratio_of_means),
    "log_odds_ratio": Made("odds_ratio", "proportion", kernel.log_odds_ratio, zeros=True),
    "log_peto_odds_ratio": Made(None, "proportion", kernel.peto_log_odds_ratio),
    "log_risk_ratio": Made("risk_ratio", "proportion", kernel.log_risk_ratio, zeros=True),
    "risk_difference": Made("risk_difference", "proportion", kernel.risk_difference, zeros=True),
    "log_hazard_ratio": Made("hazard_ratio", None, first="contrast"),
    "log_rate_ratio": Made("rate_ratio", None, first="contrast"),
    "logit_proportion": Made(None, "proportion", kernel.logit_proportion, zeros=True),
    "arcsine_proportion": Made(None, "proportion", kernel.arcsine_proportion),
    "freeman_tukey_proportion": Made(None, "proportion", kernel.freeman_tukey_proportion),
    "fisher_z": Made("statistic", None, kernel.fisher_z, first="contrast"),
}
ADDED = 0.5
