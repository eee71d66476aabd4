"""The screened population of a scenario: its marker, its effect curve, and who a cut-off enrols."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from trialwright.errors import DesignError
from trialwright.kernels import curves, recruitment
from trialwright.kernels import marker as integrals
from trialwright.kernels.tables import CurveTable, MarkerTable
from trialwright.model.scenario import EffectCurve, Marker, Scenario

Floats = NDArray[np.float64]

RAREST = 0.01  # a cut-off that fewer than 1 % of eligible patients reach is refused
FEWEST = 5.0  # patients of a sample, counted by their chance of measuring at or above the cut-off
BEYOND = (
    0.9  # of the share above the highest quantile: usual values with their noise give that share back nearly
)
_KINDS = {"constant": 0, "step": 1, "log_linear": 2, "emax": 3, "points": 4}
BINARY = np.log(np.array([0.5, 1.0]))  # ln of the codes of negative and positive: a cut-off of 1 parts them
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
            _check_binary(self.marker, self.effect)
        _check_curve(self.effect)

    @property
    def _described(self) -> Marker:
        return self.marker or _NO_MARKER

    @property
    def is_binary(self) -> bool:
        return self._described.positive is not None

    @property
    def is_sample(self) -> bool:
        return not self._described.probabilities and not self.is_binary

    @property
    def noise_sd(self) -> float:
        """SD of ln(measured / usual)."""
        return integrals.log_noise_sd(self._described.within_sd, self._described.assay_cv)

    @cached_property
    def marker_table(self) -> MarkerTable:
        if self.is_binary:
            test = self._described.sensitivity, self._described.specificity
            return MarkerTable(False, np.empty(0), BINARY, 0.0, 0.0, 0.0, True, *test)
        p = np.array(self._described.probabilities, dtype=float)
        v = np.log(np.array(self._described.values, dtype=float))
        slopes = (0.0, 0.0) if self.is_sample or len(v) == 1 else integrals.tail_slopes(p, v)
        return MarkerTable(self.is_sample, p, v, self.noise_sd, *slopes)

    @cached_property
    def curve_table(self) -> CurveTable:
        """The control arm, without effect, and one experimental arm."""
        return curve_table((self.effect,))

    def nodes(self, *log_cutoffs: float) -> integrals.Nodes:
        """The population for integrals that may jump at the cut-offs."""
        table = self.marker_table
        if self._described.positive is not None:
            p = self._described.positive
            return integrals.Nodes(BINARY, np.array([1 - p, p]))
        if table.sample or len(table.log_values) == 1:
            return integrals.Nodes(
                table.log_values, np.full(len(table.log_values), 1 / len(table.log_values))
            )
        turns = np.concatenate([self.curve_table.log_half[1:], self.curve_table.at_log[1]])
        for log_cutoff in log_cutoffs:
            if np.isfinite(log_cutoff):
                turns = np.concatenate([turns, log_cutoff + self.noise_sd * np.arange(-6.0, 7.0)])
        return integrals.nodes_of_knots(table.probabilities, table.log_values, np.unique(turns))

    def effects(self, log_x: Floats) -> Floats:
        return curves.effects(self.curve_table, 1, log_x)

    def reaches(self, log_x: Floats, log_cutoff: float) -> Floats:
        """P(measured >= cut-off | usual value), for each of log_x."""
        if not self.is_binary or not np.isfinite(log_cutoff):
            return integrals.enrolled(log_x, log_cutoff, self.noise_sd)
        table = self.marker_table
        if log_cutoff <= BINARY[0] or log_cutoff > BINARY[1]:
            return np.full(len(log_x), float(log_cutoff <= BINARY[0]))
        return np.where(log_x == BINARY[1], table.sensitivity, 1 - table.specificity)

    def split(self, cutoff: float | None) -> Split:
        """The population at a cut-off; None enrols everyone."""
        log_cutoff = -np.inf if cutoff is None else float(np.log(np.float64(cutoff)))
        nodes = self.nodes(log_cutoff)
        enters = self.reaches(nodes.log_x, log_cutoff)
        return Split(
            nodes,
            enters,
            nodes.log_x < log_cutoff,
            self.effects(nodes.log_x),
            self.is_sample,
            self._described.positive_n,
        )

    def checked_split(self, cutoff: float | None) -> Split:
        """As split. Raises DesignError for a cut-off that too few would measure at or above to recruit them, or to say
        anything of them: the trial goes by what one visit measures, so a cut-off may lie beyond every usual value."""
        if cutoff is None:
            return self.split(None)
        if self.marker is None:
            raise DesignError(
                f"The cut-off {cutoff:g} needs a marker, and the scenario describes none.",
                where="design.cutoff",
                fix="Describe the marker's distribution in the scenario.",
            )
        if not cutoff > 0:
            raise DesignError(
                f"The cut-off {self.marker.name} {cutoff:g} is outside what the data can say: markers are above 0.",
                where="design.cutoff",
                fix="Choose one above 0, or leave it out to enrol everyone.",
            )
        split = self.split(cutoff)
        if split.prevalence < RAREST or (self.is_sample and self._reaching(split) < FEWEST):
            raise self._too_rare(cutoff, split)
        return split

    def _reaching(self, split: Split) -> float:
        """Patients of a sample who measure at or above a cut-off: as many as are expected to, where measurements vary."""
        return split.prevalence * len(self._described.values)

    def beyond(self, split: Split) -> bool:
        """Whether clearly fewer measure at or above a cut-off than lie above the marker's highest stated quantile: their
        share then rests on the tail, which nothing states. By shares, since what one visit measures goes further than usual
        values."""
        p = self._described.probabilities
        return self.marker is not None and len(p) > 0 and split.prevalence < BEYOND * (1 - p[-1])

    def _too_rare(self, cutoff: float, split: Split) -> DesignError:
        assert self.marker is not None
        unit = f" {self.marker.unit}" if self.marker.unit else ""
        values = (0.0, 1.0) if self.is_binary else self.marker.values
        spread = (
            f", and one measurement strays from them by an SD of {self.noise_sd:.2g} of its logarithm"
            if self.noise_sd
            else ""
        )
        n = len(values)
        few = (
            f", {self._reaching(split):.1f} of the {n} in the data (at least {FEWEST:g} are needed)"
            if self.is_sample
            else ""
        )
        return DesignError(
            f"The cut-off {self.marker.name} {cutoff:g}{unit} is outside what the data can say: {split.prevalence:.2%} of "
            f"eligible patients measure at or above it{few}. Their {'usual values' if spread else 'values'} go from "
            f"{min(values):.3g} to {max(values):.3g}{unit}{spread}.",
            where="design.cutoff",
            fix=f"Choose a lower one, that at least {RAREST:.0%} reach, or bring more data.",
        )


@dataclass(frozen=True)
class Split:
    """Patients (nodes, weight 1 in all), the chance that each is enrolled once eligible, whether the
    usual value is below the cut-off, and the effect."""

    nodes: integrals.Nodes
    enters: Floats
    below: NDArray[np.bool_]
    effect: Floats
    is_sample: bool
    counted_in: int = 0

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
        if self.counted_in:
            return self._counted()
        if not self.is_sample or p >= 1:
            return np.array([p]), np.array([1.0])
        variance = (self.nodes.mean(self.enters**2) - p * p) / (len(self.enters) + 1)
        if variance <= 0:
            return np.array([p]), np.array([1.0])
        size = p * (1 - p) / variance - 1
        return recruitment.beta_nodes(p * size, (1 - p) * size)

    def _counted(self) -> tuple[Floats, Floats]:
        """Of a marker that patients have or have not, where the share who do was counted."""
        share, weight = recruitment.beta_nodes(*beta(self.nodes.weight[1], self.counted_in))
        return self.enters[0] * (1 - share) + self.enters[1] * share, weight


def beta(share: float, counted_in: int) -> tuple[float, float]:
    """Posterior of a share under Jeffreys' prior, from the patients it was counted in."""
    return share * counted_in + 0.5, (1 - share) * counted_in + 0.5


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
    return beta(scenario.eligible, scenario.eligible_n)


def _eligible_nodes(scenario: Scenario) -> tuple[Floats, Floats]:
    beta = eligible_beta(scenario)
    if beta is None:
        return np.array([scenario.eligible]), np.array([1.0])
    return recruitment.beta_nodes(*beta)


def curve_table(effects: Sequence[EffectCurve]) -> CurveTable:
    """The control arm, without effect, and an arm for each curve."""
    rows = (EffectCurve(), *effects)
    points = [sorted(e.at) or [(1.0, 0.0)] for e in rows]
    at = np.array([[*p, *[p[-1]] * (max(map(len, points)) - len(p))] for p in points], dtype=float)
    return CurveTable(
        np.array([_KINDS[e.curve] for e in rows]),
        np.array([e.level for e in rows], dtype=float),
        np.array([e.half for e in rows], dtype=float),
        np.log(np.array([e.half for e in rows], dtype=float)),
        np.array([e.slope for e in rows], dtype=float),
        np.log(at[:, :, 0]),
        np.ascontiguousarray(at[:, :, 1]),
        np.array([len(p) for p in points]),
    )


def _check_binary(marker: Marker, effect: EffectCurve) -> None:
    if marker.positive is None:
        return
    if marker.values or marker.probabilities or marker.within_sd or marker.assay_cv:
        raise DesignError(
            f"The marker {marker.name} is stated as positive or negative and as values.",
            where="scenario.marker",
            fix="Keep `positive` with `sensitivity` and `specificity`, or the values with `within_sd` and `assay_cv`.",
        )
    if effect.curve not in ("constant", "step"):
        raise DesignError(
            f"A {effect.curve} effect needs a marker with values, and {marker.name} is positive or negative.",
            where="scenario.effect",
            fix="Use `curve: step` with `half: 1` for an effect in positives alone, or `constant`.",
        )


def _check_marker(marker: Marker) -> None:
    if marker.positive is not None:
        return
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
