"""What a sequential design does at an effect: power, stopping by look, expected information, inflation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from trialwright.design.boundaries.sequential import Floats, SequentialDesign
from trialwright.errors import DesignError
from trialwright.kernels.group_sequential import delayed_decisions, exit_probabilities


@dataclass(frozen=True, eq=False)
class Exits:
    """Probabilities of stopping at each look: upper, lower (k,) with a rejection in that tail (lower is 0 for a
    one-sided design), futility (k,) without one; the last look's futility is ending without a rejection. crossed (k-1,)
    : the interim data are in the futility region; other than futility only where a response is delayed."""

    upper: Floats
    lower: Floats
    futility: Floats
    crossed: Floats

    @property
    def rejection(self) -> Floats:
        return self.upper + self.lower


@dataclass(frozen=True, eq=False)
class Characteristics:
    """At the effect with power 1 - beta. fixed_information : drift squared that a design with one look needs.

    shift : the same for this design; inflation_factor : their ratio. information : (k,) at each look. power : (k,)
    cumulative. rejection : (k,), futility, crossed : (k-1,) by look, as in Exits.
    average_* : expected information over
    fixed_information, at the effect, at half of it, and at none.
    """

    fixed_information: float
    shift: float
    inflation_factor: float
    information: Floats
    power: Floats
    rejection: Floats
    futility: Floats
    crossed: Floats
    average_alternative: float
    average_halfway: float
    average_null: float


def exits(design: SequentialDesign, drift: float) -> Exits:
    """How the design ends at each look. drift : expected z at full information."""
    refuse_fisher(design)
    k, critical = design.k, design.critical_values
    nothing = np.zeros(k)
    if design.sided == 2:
        inside = nothing if design.futility_bounds is None else np.append(design.futility_bounds, 0.0)
        inside = np.append(inside[:-1], critical[-1])
        lower, within, upper = exit_probabilities(
            -critical, inside, critical, design.information_rates, drift
        )
        return Exits(upper, lower, within, within[:-1])
    bounds = _lower(design)
    lower, _, upper = exit_probabilities(bounds, nothing, critical, design.information_rates, drift)
    if design.delayed_information is None or design.decision_critical_values is None:
        return Exits(upper, nothing, lower, lower[:-1])
    ends = delayed_decisions(
        bounds,
        critical,
        design.decision_critical_values[:-1],
        design.information_rates,
        design.delayed_information,
        drift,
    )
    return Exits(
        np.append(ends[0] + ends[2], upper[-1]), nothing, np.append(ends[1] + ends[3], lower[-1]), lower[:-1]
    )


def _lower(design: SequentialDesign) -> Floats:
    none = np.full(design.k - 1, -np.inf) if design.futility_bounds is None else design.futility_bounds
    return np.append(none, design.critical_values[-1])


def refuse_fisher(design: SequentialDesign) -> None:
    """Raises DesignError for a design whose stages are combined by Fisher's product: it has no drift of its own."""
    if design.kind == "fisher":
        raise DesignError(
            "A Fisher combination design has no characteristics of its own.",
            fix="Use an inverse normal or group-sequential design, or simulate.",
        )


def rejected(design: SequentialDesign, found: Exits) -> Floats:
    """(k,) rejections that count as power: both tails only where the design says so."""
    return found.rejection if design.sided == 2 and design.two_sided_power else found.upper


def fixed_drift(design: SequentialDesign) -> float:
    """The drift at which one look has the power."""
    z, beta = float(-ndtri(design.alpha / design.sided)), design.beta
    if design.sided == 1 or not design.two_sided_power:
        return float(z - ndtri(beta))
    return float(
        brentq(lambda d: 1 - beta - ndtr(d - z) - ndtr(-d - z), 0.0, z - ndtri(beta) + 1.0, xtol=1e-13)
    )


def powered_drift(design: SequentialDesign, power: float | None = None) -> float:
    """The drift at which the design has the power, 1 - beta where not given. Raises DesignError for none."""
    target = 1.0 - design.beta if power is None else power

    def missing(drift: float) -> float:
        return target - float(rejected(design, exits(design, drift)).sum())

    low, high = 0.0, fixed_drift(design)
    while missing(high) > 0:
        low, high = high, high * 1.3
        if high > 60:
            raise DesignError(
                f"No effect gives this design a power of {target:g}: it stops for futility too often.",
                fix="Lower the futility bounds.",
            )
    return float(brentq(missing, low, high, xtol=1e-12, rtol=1e-14))


def expected_rate(design: SequentialDesign, found: Exits) -> float:
    """Expected information at the end over all of it; what is in the pipeline counts as collected."""
    last = design.information_rates.copy()
    if design.delayed_information is not None:
        last[:-1] = last[:-1] + design.delayed_information
    stops = (found.rejection + found.futility)[:-1]
    return float(last[-1] - stops @ (last[-1] - last[:-1]))


def characteristics(design: SequentialDesign) -> Characteristics:
    """The design at the effect that it has its power at. Raises DesignError where there is none."""
    fixed, drift = fixed_drift(design) ** 2, powered_drift(design)
    found = exits(design, drift)
    rejection = rejected(design, found)
    shift = drift**2
    averages = [
        shift / fixed * expected_rate(design, exits(design, share * drift)) for share in (1.0, 0.5, 0.0)
    ]
    return Characteristics(
        fixed_information=fixed,
        shift=shift,
        inflation_factor=shift / fixed,
        information=shift * design.information_rates,
        power=np.cumsum(rejection),
        rejection=rejection,
        futility=found.futility[:-1],
        crossed=found.crossed,
        average_alternative=averages[0],
        average_halfway=averages[1],
        average_null=averages[2],
    )


@dataclass(frozen=True, eq=False)
class Operating:
    """Over effects theta (m,): rejection (m, k), futility and crossed (m, k-1) as in Exits, by look; power,
    expected_information (m,)."""

    theta: Floats
    rejection: Floats
    futility: Floats
    crossed: Floats
    power: Floats
    expected_information: Floats


def operating(design: SequentialDesign, theta: Sequence[float] | Floats, information: float) -> Operating:
    """What the design does at effects theta, standardised to unit information: z ~ N(theta sqrt(I), 1).

    information : the largest, > 0. Rejections of a two-sided design are counted in both tails.
    """
    if not information > 0:
        raise DesignError(
            f"The information {information:g} is not above 0.", fix="Give the largest, such as n."
        )
    effects = np.atleast_1d(np.asarray(theta, dtype=float))
    found = [exits(design, float(e * np.sqrt(information))) for e in effects]
    rejection = np.array([f.rejection for f in found])
    return Operating(
        theta=effects,
        rejection=rejection,
        futility=np.array([f.futility[:-1] for f in found]),
        crossed=np.array([f.crossed for f in found]),
        power=rejection.sum(axis=1),
        expected_information=information * np.array([expected_rate(design, f) for f in found]),
    )
