"""Simon's two-stage designs of one arm: optimal, minimax and the admissible ones between."""

from __future__ import annotations

from dataclasses import dataclass

from trialwright.errors import DesignError
from trialwright.kernels.two_stage import TwoStage, admissible, characteristics, search_limit


@dataclass(frozen=True)
class TwoStageDesigns:
    """optimal : least expected size under p0; minimax : least n; admissible : from minimax to optimal, each best for
    some weighing of n against expected size."""

    optimal: TwoStage
    minimax: TwoStage
    admissible: tuple[TwoStage, ...]


def simon(
    p0: float, p1: float, alpha: float = 0.05, beta: float = 0.2, most: int | None = None
) -> TwoStageDesigns:
    """Simon's designs. most : patients searched, by default twice a single stage's. Raises DesignError."""
    if not 0 < p0 < p1 < 1:
        raise DesignError("Response rates satisfy 0 < p0 < p1 < 1.", fix="Check p0 and p1.")
    if not (0 < alpha < 1 and 0 < beta < 1):
        raise DesignError("alpha and beta are probabilities.", fix="Give numbers in (0, 1).")
    limit = search_limit(p0, p1, alpha, beta) if most is None else most
    if limit > 600:
        raise DesignError(
            f"A difference this small needs a search up to {limit} patients, for which two stages are no phase II design.",
            fix="Use sample_size_rates with a group-sequential design, or state `most`.",
        )
    found = admissible(p0, p1, alpha, beta, limit)
    if not found:
        raise DesignError(f"No two-stage design of {limit} patients or fewer will do.", fix="Raise `most`.")
    return TwoStageDesigns(found[-1], found[0], tuple(found))


def two_stage(r1: int, n1: int, r: int, n: int, p0: float, p1: float) -> TwoStage:
    """What a given two-stage design does. Raises DesignError."""
    if not (-1 <= r1 <= n1 < n and r1 <= r <= n):
        raise DesignError(
            "A two-stage design has -1 <= r1 <= n1 < n and r1 <= r <= n.", fix="Check the numbers."
        )
    return characteristics(r1, n1, r, n, p0, p1)
