"""The screened population of a scenario: its marker, its effect curve, and who a cut-off enrols."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from trialwright.errors import DesignError
from trialwright.kernels import marker as integrals
from trialwright.kernels import recruitment, simulation
from trialwright.model.scenario import EffectCurve, Marker, Scenario

Floats = NDArray[np.float64]

RAREST = 0.01  # a cut-off that fewer than 1 % of eligible patients reach is refused
FEWEST = 5.0  # patients of a sample, counted by their chance of measuring at or above the cut-off
_KINDS = {"constant": 0, "step": 1, "log_linear": 2, "emax": 3, "points": 4}
_NO_MARKER = Marker(name="", probabilities=(0.5,), values=(1.0,))  # everybody alike


@dataclass(frozen=True)
class Population:
    """Eligible patients before the marker is looked at. marker None: everyone is alike."""

    marker: Marker | None
    effect: EffectCurve

    def __post_init__(self) -> None:
        if self.marker is None and self.effect.curve != "constant":
            raise DesignError(
                f"A {self.effect.curve} effect follows a marker, and the scenario describes none.",
                where="scenario.marker",
                fix="Describe the marker, or make the effect constant.",
            )
        if self.marker is not None:
            _check_marker(self.marker)
        _check_curve(self.effect)

    @property
    def _described(self) -> Marker:
        return self.marker or _NO_MARKER

    @property
    def is_sample(self) -> bool:
        return not self._described.probabilities

    @property
    def noise_sd(self) -> float:
        """SD of ln(measured / usual)."""
        return integrals.log_noise_sd(self._described.within_sd, self._described.assay_cv)

    @cached_property
    def marker_table(self) -> simulation.MarkerTable:
        p = np.array(self._described.probabilities, dtype=float)
        v = np.log(np.array(self._described.values, dtype=float))
        slopes = (0.0, 0.0) if self.is_sample or len(v) == 1 else integrals.tail_slopes(p, v)
        return simulation.MarkerTable(self.is_sample, p, v, self.noise_sd, *slopes)

    @cached_property
    def curve_table(self) -> simulation.CurveTable:
        e = self.effect
        at = np.array(sorted(e.at) or [(1.0, 0.0)], dtype=float)
        return simulation.CurveTable(
            _KINDS[e.curve],
            e.level,
            e.half,
            float(np.log(np.float64(e.half))),
            e.slope,
            np.log(at[:, 0]),
            np.ascontiguousarray(at[:, 1]),
        )

    def nodes(self, log_cutoff: float = -np.inf) -> integrals.Nodes:
        """The population for integrals that may jump at the cut-off."""
        table = self.marker_table
        if table.sample or len(table.log_values) == 1:
            return integrals.Nodes(
                table.log_values, np.full(len(table.log_values), 1 / len(table.log_values))
            )
        turns = np.concatenate([[self.curve_table.log_half], self.curve_table.at_log])
        if np.isfinite(log_cutoff):
            turns = np.concatenate([turns, log_cutoff + self.noise_sd * np.arange(-6.0, 7.0)])
        return integrals.nodes_of_knots(table.probabilities, table.log_values, np.unique(turns))

    def effects(self, log_x: Floats) -> Floats:
        return simulation.effects(self.curve_table, log_x)

    def split(self, cutoff: float | None) -> Split:
        """The population at a cut-off; None enrols everyone."""
        log_cutoff = -np.inf if cutoff is None else float(np.log(np.float64(cutoff)))
        nodes = self.nodes(log_cutoff)
        enters = integrals.enrolled(nodes.log_x, log_cutoff, self.noise_sd)
        return Split(nodes, enters, nodes.log_x < log_cutoff, self.effects(nodes.log_x), self.is_sample)

    def checked_split(self, cutoff: float | None) -> Split:
        """As split. Raises DesignError for a cut-off that the marker's data cannot speak to."""
        if cutoff is None:
            return self.split(None)
        if self.marker is None:
            raise DesignError(
                f"The cut-off {cutoff:g} needs a marker, and the scenario describes none.",
                where="design.cutoff",
                fix="Describe the marker's distribution in the scenario.",
            )
        low, high = min(self.marker.values), max(self.marker.values)
        split = self.split(cutoff) if cutoff > 0 else None
        thin = split is not None and (
            split.prevalence < RAREST
            or (self.is_sample and split.prevalence * len(self.marker.values) < FEWEST)
        )
        if split is None or cutoff > high or thin:
            unit = f" {self.marker.unit}" if self.marker.unit else ""
            reach = f" and {split.prevalence:.2%} of eligible patients reach it" if split else ""
            raise DesignError(
                f"The cut-off {self.marker.name} {cutoff:g}{unit} is outside what the data can say: they go "
                f"from {low:g} to {high:g}{unit}{reach}.",
                where="design.cutoff",
                fix=f"Choose one above 0 and below {high:g} that at least {RAREST:.0%} reach, or bring more data.",
            )
        return split


@dataclass(frozen=True)
class Split:
    """Patients (nodes, weight 1 in all), the chance that each is enrolled once eligible, whether the
    usual value is below the cut-off, and the effect."""

    nodes: integrals.Nodes
    enters: Floats
    below: NDArray[np.bool_]
    effect: Floats
    is_sample: bool

    @property
    def prevalence(self) -> float:
        """P(measured >= cut-off) among eligible patients."""
        return self.nodes.mean(self.enters)

    @property
    def enrolled_weight(self) -> Floats:
        """Weights (adding to 1) of the nodes among those enrolled."""
        return self.nodes.weight * self.enters / self.prevalence

    def prevalence_nodes(self) -> tuple[Floats, Floats]:
        """Values and weights of the prevalence: one where it is known, a Beta where it comes from a
        sample. The Beta has the mean and variance of the Bayesian bootstrap's (Rubin 1981), and is that
        distribution itself when measurement has no error."""
        p = self.prevalence
        if not self.is_sample or p >= 1:
            return np.array([p]), np.array([1.0])
        variance = (self.nodes.mean(self.enters**2) - p * p) / (len(self.enters) + 1)
        if variance <= 0:
            return np.array([p]), np.array([1.0])
        size = p * (1 - p) / variance - 1
        return recruitment.beta_nodes(p * size, (1 - p) * size)


def entry_nodes(scenario: Scenario, split: Split) -> tuple[Floats, Floats]:
    """Values and weights of P(a screened patient is enrolled) = P(eligible) x consent x prevalence."""
    q, wq = _eligible_nodes(scenario)
    p, wp = split.prevalence_nodes()
    return scenario.consent * np.outer(q, p).ravel(), np.outer(wq, wp).ravel()


def eligible_beta(scenario: Scenario) -> tuple[float, float] | None:
    """Beta posterior of P(eligible) under Jeffreys' prior, from the patients it was counted in; None where
    it is stated and taken as known."""
    if scenario.eligible_n == 0:
        return None
    passed = scenario.eligible * scenario.eligible_n
    return passed + 0.5, scenario.eligible_n - passed + 0.5


def _eligible_nodes(scenario: Scenario) -> tuple[Floats, Floats]:
    beta = eligible_beta(scenario)
    if beta is None:
        return np.array([scenario.eligible]), np.array([1.0])
    return recruitment.beta_nodes(*beta)


def _check_marker(marker: Marker) -> None:
    p, v = np.array(marker.probabilities, dtype=float), np.array(marker.values, dtype=float)
    if len(v) < 2 or not np.all(np.isfinite(v)) or v.min() <= 0:
        raise DesignError(
            f"The marker {marker.name} needs two or more values, all above 0.",
            where="scenario.marker",
            fix="Leave out missing and zero values, or state quantiles.",
        )
    if len(p) and (
        len(p) != len(v) or p[0] < 0 or p[-1] > 1 or np.any(np.diff(p) <= 0) or np.any(np.diff(v) < 0)
    ):
        raise DesignError(
            f"The quantiles of {marker.name} are not a distribution.",
            where="scenario.marker",
            fix="Probabilities between 0 and 1 must rise, and values must not fall.",
        )


def _check_curve(effect: EffectCurve) -> None:
    if effect.half <= 0 or any(m <= 0 for m, _ in effect.at):
        raise DesignError(
            "The effect curve is stated at a marker value of zero or below.",
            where="scenario.effect",
            fix="Marker values must be above 0.",
        )
    if effect.curve == "points" and len({m for m, _ in effect.at}) != max(1, len(effect.at)):
        raise DesignError(
            "The points of the effect curve are missing or repeat a marker value.",
            where="scenario.effect.at",
            fix="State one effect for each of one or more marker values.",
        )
