"""From what one visit measured to what people usually have: a cohort's spread holds its noise too."""

from __future__ import annotations

import numpy as np

from trialwright.design.population import Floats
from trialwright.errors import DesignError
from trialwright.kernels import marker as integrals
from trialwright.model.scenario import Marker


def usual_values(measured: Marker) -> Marker:
    """The marker's usual values, given values (a sample or knots) that are single measurements.

    Each log value is drawn towards the log mean by sqrt(1 - noise variance / variance), so that adding the
    noise again gives back the spread that was measured. The shape is kept, which is exact for a lognormal.
    Raises DesignError when the noise alone exceeds the spread.
    Source: Louis 1984, J Am Stat Assoc 79:393 (constrained empirical Bayes).
    """
    mean, variance, noise = _moments(measured)
    return _moved(measured, mean, float(np.sqrt(1 - noise / variance)) if noise else 1.0)


def regressed(seen: Marker, population: Marker) -> Marker:
    """Usual values of patients with the `seen` measurements, who come from a measured `population`.

    Each log value moves to its expectation, mean + (1 - noise variance / variance) * (value - mean) of the
    population: who measured high is usually lower. What spread is left around it is not added, since the
    effect curves hardly bend within it.
    Source: Galton's regression; e.g. Barnett, van der Pols & Dobson 2005, Int J Epidemiol 34:215.
    """
    mean, variance, noise = _moments(population)
    return _moved(seen, mean, 1 - noise / variance)


def _moments(marker: Marker) -> tuple[float, float, float]:
    """Mean and variance of the log measurements, and the variance of their noise."""
    logs = np.log(np.asarray(marker.values, dtype=float))
    mean, variance = _of_sample(logs) if not marker.probabilities else _of_knots(marker, logs)
    noise = integrals.log_noise_sd(marker.within_sd, marker.assay_cv) ** 2
    if noise >= variance:
        raise DesignError(
            f"The stated noise of {marker.name} (SD {noise**0.5:.2g} of the log) exceeds the whole spread of its "
            f"measurements (SD {variance**0.5:.2g}).",
            where="scenario.marker",
            fix="Lower `within_sd` or `assay_cv`, or say `usual: true` if the quantiles hold no noise.",
        )
    return mean, variance, noise


def _of_sample(logs: Floats) -> tuple[float, float]:
    return float(logs.mean()), float(logs.var())


def _of_knots(marker: Marker, logs: Floats) -> tuple[float, float]:
    nodes = integrals.nodes_of_knots(np.asarray(marker.probabilities, dtype=float), logs, np.empty(0))
    mean = nodes.mean(nodes.log_x)
    return mean, nodes.mean((nodes.log_x - mean) ** 2)


def _moved(marker: Marker, mean: float, factor: float) -> Marker:
    logs = np.log(np.asarray(marker.values, dtype=float))
    values = tuple(float(v) for v in np.exp(mean + factor * (logs - mean)))
    return marker.model_copy(update={"values": values})
