"""A group-sequential design from how its bounds are stated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy.special import ndtr

from trialwright.design.boundaries.delayed import decisions
from trialwright.design.boundaries.efficacy import critical_values, rejection
from trialwright.design.boundaries.futility import Bounds, accepted, pampallona_tsiatis, spending_beta
from trialwright.design.boundaries.harm import harm_bounds
from trialwright.design.boundaries.optimum import optimal_delta
from trialwright.design.boundaries.sequential import Floats, SequentialDesign
from trialwright.design.boundaries.statement import MOST, Statement, check, numbers, refuse


def group_sequential(
    k: int | None = None,
    alpha: float = 0.025,
    beta: float = 0.2,
    sided: int = 1,
    boundaries: str = "obrien_fleming",
    information_rates: Sequence[float] | Floats | None = None,
    *,
    delta: float | None = None,
    deltas: tuple[float, float] | None = None,
    gamma: float | None = None,
    alpha_spending: Sequence[float] | Floats | None = None,
    critical_values: Sequence[float] | Floats | None = None,
    constant_bound: float = 3.0,
    criterion: str = "asn_h1",
    futility_bounds: Sequence[float] | Floats | None = None,
    beta_spending: str | None = None,
    beta_gamma: float | None = None,
    beta_spending_values: Sequence[float] | Floats | None = None,
    binding_futility: bool = False,
    beta_adjustment: bool = True,
    two_sided_power: bool = False,
    spending_times: Sequence[float] | Floats | None = None,
    efficacy_looks: Sequence[bool] | None = None,
    futility_looks: Sequence[bool] | None = None,
    harm_spending: str | None = None,
    harm_alpha: float | None = None,
    harm_gamma: float | None = None,
    delayed_information: Sequence[float] | Floats | None = None,
    ends_early: bool = False,
    kind: str = "group sequential",
) -> SequentialDesign:
    """A design with k looks at information_rates (equally spaced where not given).

    boundaries : "obrien_fleming", "pocock", "wang_tsiatis" (delta), "wang_tsiatis_optimum" (criterion: the delta of
    least expected size), "haybittle_peto" (constant_bound before the last look), "pampallona_tsiatis" (deltas, of the
    upper and the lower bounds), "user_critical_values" (critical_values); spending "lan_demets_of",
    "lan_demets_pocock", "kim_demets" and "hwang_shih_decani" (gamma), "user_spending" (alpha_spending, cumulative),
    "no_early_efficacy". Futility: futility_bounds (k-1,) on the z scale, -inf for none, the half-width of a wedge
    where sided is 2; or beta_spending, by the same names, with beta_gamma or beta_spending_values; binding_futility
    says whether the critical values count on stopping for it. spending_times : (k,) shares of calendar time, or of
    the planned information, at which errors are spent instead of information_rates. efficacy_looks (k,),
    futility_looks (k-1,) : which looks can stop for what. harm_spending, harm_alpha, harm_gamma : a lower bound with
    error harm_alpha under no effect. delayed_information : (k-1,) information in the pipeline at each look.
    ends_early : the last look may be at less than all information; it spends what its share allows and leaves the rest.
    Raises DesignError where the statement does not make a design.
    """
    arguments = dict(locals())
    statement = _stated(arguments)
    check(statement)
    return _designed(statement, {n: v for n, v in arguments.items() if v is not None})


# Arguments of group_sequential that a Statement takes under the same name, as they are.
_AS_GIVEN = (
    "kind", "alpha", "beta", "sided", "boundaries", "delta", "deltas", "gamma", "constant_bound", "criterion", "beta_spending",
    "beta_gamma", "beta_adjustment", "two_sided_power", "harm_spending", "harm_alpha", "harm_gamma", "ends_early",
)  # fmt: skip


def _stated(a: dict[str, Any]) -> Statement:
    """The arguments of `group_sequential`, by name, with what they leave open filled in."""
    futility, times = numbers(a["futility_bounds"]), a["spending_times"]
    per_look = (a["alpha_spending"], a["beta_spending_values"], a["critical_values"])
    rates = _rates(a["k"], a["information_rates"], futility, *per_look)
    return Statement(
        **{name: a[name] for name in _AS_GIVEN},
        rates=rates,
        times=rates if times is None else np.asarray(times, dtype=float),
        alpha_spending=numbers(a["alpha_spending"]),
        critical_values=numbers(a["critical_values"]),
        futility=futility,
        beta_user=numbers(a["beta_spending_values"]),
        binding=a["binding_futility"],
        efficacy_looks=_looks(a["efficacy_looks"], len(rates)),
        futility_looks=_looks(a["futility_looks"], len(rates) - 1),
        delayed=numbers(a["delayed_information"]),
    )


def _rates(k: int | None, rates: Any, futility: Floats | None, *per_look: Any) -> Floats:
    """Information rates as given, or equally spaced over as many looks as are told of."""
    if rates is not None:
        found = np.atleast_1d(np.asarray(rates, dtype=float))
        if k is not None and len(found) != k:
            raise refuse(
                f"There are {len(found)} information rates for {k} looks.", "Give one for each look."
            )
        return found
    told = [len(np.atleast_1d(values)) for values in per_look if values is not None]
    looks = k if k is not None else told[0] if told else 3 if futility is None else len(futility) + 1
    if not 1 <= looks <= MOST:
        raise refuse(f"{looks} looks are not in 1 to {MOST}.", "Give another number of looks.")
    return np.arange(1, looks + 1) / looks


def _looks(looks: Sequence[bool] | None, n: int) -> np.ndarray:
    return np.ones(n, dtype=bool) if looks is None else np.asarray(looks, dtype=bool)


def _designed(s: Statement, given: dict[str, Any]) -> SequentialDesign:
    if s.boundaries == "wang_tsiatis_optimum":
        s = replace(s, delta=optimal_delta(s))
        given = given | {"delta": s.delta}
    bounds = _bounds(s)
    counted = bounds.futility if s.binding else None
    drift, futility = bounds.drift, bounds.futility
    decided, reversals = decisions(s, bounds)
    return SequentialDesign(
        kind=s.kind,
        alpha=s.alpha,
        beta=s.beta,
        sided=s.sided,
        information_rates=s.rates,
        critical_values=bounds.critical,
        futility_bounds=futility,
        binding_futility=s.binding,
        alpha_spent=s.sided * np.cumsum(rejection(s, bounds.critical, counted)),
        stage_levels=ndtr(-bounds.critical),
        beta_spent=None if drift is None else accepted(s, bounds.critical, futility, drift),
        power=None if drift is None else _power(s, bounds.critical, futility, drift),
        drift=drift,
        boundaries=s.boundaries,
        parameters=given,
        two_sided_power=s.two_sided_power,
        harm_bounds=harm_bounds(s, bounds.critical),
        delayed_information=s.delayed,
        decision_critical_values=decided,
        reversal_probabilities=reversals,
    )


def _bounds(s: Statement) -> Bounds:
    if s.k == 1:
        return Bounds(critical_values(replace(s, boundaries="pocock"), None), None)
    if s.boundaries == "pampallona_tsiatis":
        return pampallona_tsiatis(s)
    if s.beta_spending is not None:
        return spending_beta(s)
    futility = s.futility
    if futility is not None:
        futility = np.where(s.futility_looks, futility, -np.inf if s.sided == 1 else 0.0)
    critical = critical_values(s, futility if s.binding else None)
    if futility is not None and np.any(futility >= critical[:-1]):
        at = int(np.argmax(futility >= critical[:-1]))
        raise refuse(
            f"At look {at + 1} the futility bound {futility[at]:g} is not below the critical value {critical[at]:.4g}.",
            "Lower the futility bound.",
        )
    return Bounds(critical, futility)


def _power(s: Statement, critical: Floats, futility: Floats | None, drift: float) -> Floats:
    found = rejection(s, critical, futility, drift)
    if s.sided == 2 and s.two_sided_power:
        found = found + rejection(s, critical, futility, -drift)
    return np.cumsum(found)
