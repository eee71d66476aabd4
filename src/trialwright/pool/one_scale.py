"""Whether differences in means are on one scale: their units, and how far apart the outcome's standard deviations lie."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.errors import EvidenceError
from trialwright.kernels.pooling import outcome_sd
from trialwright.model.labels import words
from trialwright.pool.candidate import Candidate

FACTOR = (
    5.0  # a hundred points for ten, weeks for days: trials of one scale hardly ever spread so differently
)
LEVELS = 3.0  # and as the means of their arms differ: with like means it is rather an error that is called a deviation
_SHORT = {"h": "hour", "hr": "hour", "hrs": "hour", "min": "minute", "mins": "minute", "sec": "second", "secs": "second", "s": "second", "wk": "week", "mo": "month", "yr": "year"}  # fmt: skip
_OF_ANY_SCALE = frozenset(["", "point", "unit", "score"])  # what tells of no scale by itself


def refuse_several_scales(effects: Sequence[Candidate], endpoint: str) -> None:
    """Raises EvidenceError for differences in means that are printed in different units, or in none that tells of a scale
    while one trial's standard deviation is many times another's."""
    if not effects or effects[0].effect.scale != "mean_difference":
        return
    units = {_plain(c.results[0].unit): c.results[0].unit for c in effects}
    if len(units) > 1:
        raise EvidenceError(
            f"Differences in `{endpoint}` are printed in different units: "
            f"{', '.join(sorted(u or 'no unit' for u in units.values()))}.",
            where=", ".join(c.reading.document.name for c in effects),
            fix="Pool the documents of one unit, or restate the others in that unit.",
        )
    if next(iter(units)) not in _OF_ANY_SCALE:
        return
    sized = sorted((c for c in effects if c.effect.n), key=_spread)
    if (
        sized
        and _spread(sized[-1]) > FACTOR * _spread(sized[0])
        and _level(sized[-1]) > LEVELS * _level(sized[0]) > 0
    ):
        shown = [
            f"{_level(c):.3g} with a standard deviation of {_spread(c):.3g} in {c.reading.document.name}"
            for c in (sized[0], sized[-1])
        ]
        raise EvidenceError(
            f"Differences in `{endpoint}` do not look like ones on one scale: no unit is printed, and its level is {' and '.join(shown)}.",
            where=", ".join(c.reading.document.name for c in (sized[0], sized[-1])),
            fix="Pool the documents of one scale, restate the others on it, or take `standardised_mean_difference`.",
        )


def spread_cautions(effects: Sequence[Candidate]) -> dict[int, str]:
    """Of differences in means, by place: that a trial's standard deviation is a small part of another's, which may be a
    standard error, or of another scale."""
    if not effects or effects[0].effect.scale != "mean_difference":
        return {}
    sized = [(i, _spread(c)) for i, c in enumerate(effects) if c.effect.n]
    most = max((s for _, s in sized), default=0.0)
    return {
        i: f"its standard deviation of {s:.3g} is small beside another's of {most:.3g}: it may be a standard error, or on another scale"
        for i, s in sized
        if FACTOR * s < most
    }


def _spread(candidate: Candidate) -> float:
    assert candidate.effect.n
    return outcome_sd(candidate.effect.v, *candidate.effect.n)


def _level(candidate: Candidate) -> float:
    """How large an outcome is: the mean of its arms' sizes, 0 where they are not printed."""
    values = [abs(r.value.value) for r in candidate.results if candidate.kind == "arms" and r.value]
    return sum(values) / len(values) if values else 0.0


def _plain(unit: str) -> str:
    """A unit without its spaces; signs, as that of percent or of a currency, are no words."""
    told = [_SHORT.get(w, w) for w in words(unit)]
    return "".join(told) or unit.strip()
