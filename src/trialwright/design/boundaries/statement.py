"""What is said of a group-sequential design before its bounds are computed, checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trialwright.design.boundaries.sequential import KINDS, Floats
from trialwright.design.boundaries.spending import NEEDS_GAMMA, SPENDING
from trialwright.errors import DesignError

SHAPES = ("obrien_fleming", "pocock", "wang_tsiatis", "wang_tsiatis_optimum", "haybittle_peto")
OTHERS = ("pampallona_tsiatis", "user_spending", "no_early_efficacy", "user_critical_values")
BOUNDARIES = (*SHAPES, *OTHERS, *SPENDING)
MOST = 50  # looks
CRITERIA = ("asn_h1", "asn_inflation_h1", "asn_sum")


@dataclass(frozen=True, eq=False, kw_only=True)
class Statement:
    """A group-sequential design as it is stated; `group_sequential` says what each part means."""

    kind: str = "group sequential"
    alpha: float = 0.025
    beta: float = 0.2
    sided: int = 1
    boundaries: str = "obrien_fleming"
    rates: Floats
    times: Floats
    delta: float | None = None
    deltas: tuple[float, float] | None = None
    gamma: float | None = None
    alpha_spending: Floats | None = None
    critical_values: Floats | None = None
    constant_bound: float = 3.0
    criterion: str = "asn_h1"
    futility: Floats | None = None
    beta_spending: str | None = None
    beta_gamma: float | None = None
    beta_user: Floats | None = None
    binding: bool = False
    beta_adjustment: bool = True
    two_sided_power: bool = False
    efficacy_looks: np.ndarray
    futility_looks: np.ndarray
    harm_spending: str | None = None
    harm_alpha: float | None = None
    harm_gamma: float | None = None
    delayed: Floats | None = None
    ends_early: bool = False

    @property
    def k(self) -> int:
        return len(self.rates)

    @property
    def tail(self) -> float:
        """The error of one side."""
        return self.alpha / self.sided

    @property
    def spends(self) -> bool:
        return self.boundaries in SPENDING or self.boundaries in ("user_spending", "no_early_efficacy")


def refuse(what: str, fix: str) -> DesignError:
    return DesignError(what, fix=fix)


def numbers(values: Sequence[float] | Floats | None) -> Floats | None:
    """A vector of floats, or None."""
    return None if values is None else np.atleast_1d(np.asarray(values, dtype=float))


def check(s: Statement) -> None:
    """Raises DesignError where the statement does not make a design."""
    if s.kind not in KINDS[:2]:
        raise refuse(f"There is no kind of design `{s.kind}` here.", f"Use one of: {', '.join(KINDS[:2])}.")
    if s.boundaries not in BOUNDARIES:
        raise refuse(f"There are no boundaries `{s.boundaries}`.", f"Use one of: {', '.join(BOUNDARIES)}.")
    if s.sided not in (1, 2):
        raise refuse(f"A test has 1 or 2 sides, not {s.sided:g}.", "Give sided = 1 or 2.")
    if not 1e-6 <= s.alpha < 0.5 * s.sided:
        raise refuse(
            f"alpha = {s.alpha:g} is not in [1e-6, {0.5 * s.sided:g}).", "Give a smaller error rate."
        )
    if not 1e-4 <= s.beta < 1 - s.alpha:
        raise refuse(f"beta = {s.beta:g} is not in [1e-4, 1 - alpha).", "beta is 1 minus the power.")
    _check_looks(s)
    _check_parameters(s)
    _check_futility(s)


def _check_looks(s: Statement) -> None:
    if not 1 <= s.k <= MOST:
        raise refuse(f"{s.k} looks are not in 1 to {MOST}.", "Give another number of looks.")
    if not (np.all(s.rates > 0) and np.all(np.diff(s.rates) > 0) and _complete(s)):
        raise refuse(
            f"The information rates {_said(s.rates)} do not rise from above 0 to 1.",
            "Give each look's share of the final information, such as 0.5 and 1.",
        )
    if s.rates[-1] < 1 and not (s.spends and s.beta_spending is None and s.delayed is None):
        raise refuse(
            f"Looks that end at {s.rates[-1]:g} of the information need bounds that spend alpha, and no spending of beta.",
            "Use a spending function, or let the last look be at 1.",
        )
    if not (np.all(s.times > 0) and np.all(np.diff(s.times) >= 0) and np.all(s.times <= 1)):
        raise refuse("The spending times do not rise within (0, 1].", "Give one for each look.")
    for name, size, values in (
        ("spending times", s.k, s.times),
        ("efficacy looks", s.k, s.efficacy_looks),
        ("futility looks", s.k - 1, s.futility_looks),
        ("futility bounds", s.k - 1, s.futility),
        ("critical values", s.k, s.critical_values),
        ("alpha spending values", s.k, s.alpha_spending),
        ("beta spending values", s.k, s.beta_user),
        ("delayed information rates", s.k - 1, s.delayed),
    ):
        if values is not None and len(values) != size:
            raise refuse(f"There are {len(values)} {name} for {s.k} looks.", f"Give {size}.")
    if not s.efficacy_looks[-1]:
        raise refuse("The last look must be able to reject.", "Let the last of the efficacy looks be true.")


def _complete(s: Statement) -> bool:
    last = float(s.rates[-1])
    return abs(last - 1.0) <= 1e-12 or (s.ends_early and last < 1.0)


def _check_parameters(s: Statement) -> None:
    for spending, gamma, what in (
        (s.boundaries, s.gamma, "gamma"),
        (s.beta_spending, s.beta_gamma, "beta_gamma"),
        (s.harm_spending, s.harm_gamma, "harm_gamma"),
    ):
        if spending in NEEDS_GAMMA:
            low, high = (0.0, 8.0) if spending == "kim_demets" else (-10.0, 5.0)
            if gamma is None or not low <= gamma <= high or (spending == "kim_demets" and gamma == 0):
                raise refuse(
                    f"{spending} spending needs {what} in {low:g} to {high:g}" + _got(gamma), f"Give {what}."
                )
    if s.boundaries == "wang_tsiatis" and s.delta is None:
        raise refuse("Wang-Tsiatis boundaries need delta.", "0 is O'Brien-Fleming, 0.5 Pocock.")
    if s.boundaries == "pampallona_tsiatis" and s.deltas is None:
        raise refuse("Pampallona-Tsiatis boundaries need two deltas.", "Give (delta1, delta0).")
    if s.boundaries == "user_critical_values" and s.critical_values is None:
        raise refuse("The critical values are not given.", "Give one for each look.")
    if s.boundaries == "user_spending":
        _check_spent(s.alpha_spending, s.alpha, "alpha", some_left=bool(s.rates[-1] < 1))
    if s.criterion not in CRITERIA:
        raise refuse(f"There is no criterion `{s.criterion}`.", f"Use one of: {', '.join(CRITERIA)}.")


def _check_futility(s: Statement) -> None:
    if s.beta_spending is not None and s.beta_spending not in (*SPENDING, "user_spending"):
        raise refuse(
            f"There is no beta spending `{s.beta_spending}`.",
            f"Use one of: {', '.join([*SPENDING, 'user_spending'])}.",
        )
    if s.beta_spending == "user_spending":
        _check_spent(s.beta_user, s.beta, "beta")
    if s.futility is not None and s.beta_spending is not None:
        raise refuse("Futility is both given and to be spent for.", "Give bounds or a spending function.")
    if s.futility is not None and np.any(np.isnan(s.futility) | (s.futility == np.inf)):
        raise refuse("A futility bound is not a number.", "Use -inf where a look has none.")
    if s.futility is not None and s.sided == 2 and np.any(s.futility < 0):
        raise refuse(
            "A two-sided futility bound is negative.", "Give the half-width of the wedge, 0 for none."
        )
    if s.delayed is not None and (s.sided == 2 or np.any(s.delayed < 0)):
        raise refuse("Delayed information is for one-sided designs, and not negative.", "Give rates from 0.")
    if s.delayed is not None and np.any((s.delayed > 0) & (s.delayed + s.rates[:-1] >= 1)):
        raise refuse(
            "The information at a look with its pipeline is not below the whole.",
            "Leave the look out, or give less delayed information.",
        )


def _check_spent(values: Floats | None, error: float, what: str, some_left: bool = False) -> None:
    if values is None:
        raise refuse(f"The {what} spending values are not given.", "Give the cumulative error at each look.")
    left = error - values[-1]
    if np.any(np.diff(values, prepend=0.0) < 0) or not (abs(left) <= 1e-9 or (some_left and left > 0)):
        raise refuse(
            f"The {what} spending {_said(values)} does not rise to {what} = {error:g}.",
            "Give cumulative values, the last the whole error.",
        )


def _said(values: Floats) -> str:
    return ", ".join(f"{v:g}" for v in values)


def _got(value: float | None) -> str:
    return "." if value is None else f", not {value:g}."
