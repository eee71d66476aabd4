"""From readings to one Effect per trial, with a reason for every matching result that is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from trialwright.errors import EvidenceError
from trialwright.model.check import Check
from trialwright.model.findings import Missing
from trialwright.model.labels import at_baseline, contains, words
from trialwright.model.one_trial import REGISTERS, Trials, reviews
from trialwright.model.pooled import OF_ONE_GROUP, Effect, Scale
from trialwright.model.result import Reading, Result
from trialwright.pool.arm_level import from_arms, why_no_pair
from trialwright.pool.candidate import Candidate, Refused
from trialwright.pool.cautions import noted
from trialwright.pool.contrast import from_contrast
from trialwright.pool.meaning import as_asked
from trialwright.pool.not_taken import missing, not_taken
from trialwright.pool.on_scale import MADE
from trialwright.pool.one_group import correlations, proportions
from trialwright.pool.one_scale import refuse_several_scales

_RETRACTED = "the article was retracted"
_OF_MANY = "the document reviews trials: its own figures are not one trial's, and would count them again"


@dataclass(frozen=True)
class Gathered:
    effects: tuple[Effect, ...]
    left_out: tuple[Missing, ...]


def usable(gathered: Gathered, endpoint: str, scale: str) -> tuple[Effect, ...]:
    """The effects, or EvidenceError where the endpoint was found and nothing of it can be used."""
    if gathered.effects or not gathered.left_out:
        return gathered.effects
    reasons = "; ".join(f"{m.where}: {m.what}" for m in gathered.left_out)
    raise EvidenceError(
        f"Results on `{endpoint}` were read, but none gives a {scale.replace('_', ' ')}: {reasons}.",
        where=f"endpoint `{endpoint}`",
        fix="State in the document which arm is compared with which, with the interval and its level."
        if MADE[scale].contrast  # type: ignore[index]  # an unknown scale has been refused
        else "This scale is made from what each arm reports: counts of patients, or mean, SD and size.",
    )


def gather(
    readings: Sequence[Reading], checks: Sequence[Check], endpoint: str, scale: str, empty: bool = False,
    arm: str = "experimental",
) -> Gathered:  # fmt: skip
    """One Effect per trial. empty : keep trials without events in both arms. arm : "experimental" or "control", whose
    proportion it is on a scale of one group. Preference: counts before contrasts (means: the other way round), then a
    document that prints the trial's register number, then reading order. Raises EvidenceError for an unknown scale or
    arm, or for differences in means in different units."""
    if scale not in get_args(Scale):
        raise EvidenceError(
            f"`{scale}` is not a scale that effects can be pooled on.",
            where="scale",
            fix=f"Use one of: {', '.join(get_args(Scale))}.",
        )
    if arm not in ("experimental", "control"):
        raise EvidenceError(f"`{arm}` is no arm.", where="arm", fix="Use experimental or control.")
    on: Scale = scale  # type: ignore[assignment]  # checked just above
    trials, reasons = Trials(readings), list[Missing]()
    by_trial: dict[str, list[Candidate]] = {}
    silent = list[Reading]()
    for reading in readings:
        told = len(reasons)
        found = _of_reading(reading, trials, checks, endpoint, on, reasons, empty, arm)
        silent += [] if found or len(reasons) > told else [reading]
        for identity, candidates in found:
            by_trial.setdefault(identity, []).extend(candidates)
    chosen = [_choose(found, on, reasons) for found in by_trial.values() if found]
    effects = [c for c in chosen if c is not None]
    refuse_several_scales(effects, endpoint)
    effects = noted(effects, endpoint)
    if effects:
        counted = {identity for identity, found in by_trial.items() if found}
        reasons += not_taken(silent, trials, endpoint, on, counted)
    return Gathered(tuple(c.effect for c in effects), tuple(reasons))


def _of_reading(
    reading: Reading,
    trials: Trials,
    checks: Sequence[Check],
    endpoint: str,
    scale: Scale,
    reasons: list[Missing],
    empty: bool,
    arm: str,
) -> list[tuple[str, list[Candidate]]]:
    groups: dict[tuple[str, str], list[Result]] = {}
    for result in reading.results:
        if is_about(reading, result, endpoint, scale):
            groups.setdefault(trials.of(reading, result), []).append(result)
    out = []
    for (identity, shown), results in groups.items():
        if reading.document.retracted or (reviews(reading) and identity == trials.own(reading)):
            why = _RETRACTED if reading.document.retracted else _OF_MANY
            reasons.append(missing(reading, results[0], shown, why))
            continue
        found = list[Candidate]()
        told = len(reasons)
        try:
            made = _from_figures(reading, results, scale, shown, checks, empty, arm)
            found += [as_asked(c, endpoint, scale) for c in made]
        except Refused as why:
            reasons.append(missing(reading, results[0], shown, str(why)))
        for result in results if scale != "fisher_z" else ():
            if result.measure == MADE[scale].contrast:
                try:
                    contrast = from_contrast(reading, result, scale, shown, checks)
                    found.append(as_asked(contrast, endpoint, scale))
                except Refused as why:
                    reasons.append(missing(reading, result, shown, str(why)))
        if not found and len(reasons) == told:
            reasons.append(missing(reading, results[0], shown, _why_none(results, scale, arm)))
        out.append((identity, found))
    return out


def _from_figures(
    reading: Reading, results: list[Result], scale: Scale, shown: str, checks: Sequence[Check], empty: bool, arm: str
) -> list[Candidate]:  # fmt: skip
    if scale in OF_ONE_GROUP:
        return proportions(reading, results, scale, shown, checks, arm)
    if scale == "fisher_z":
        return list(correlations(reading, results, scale, shown, checks))
    return from_arms(reading, results, scale, shown, checks, empty)


def _why_none(results: list[Result], scale: Scale, arm: str) -> str:
    if scale in OF_ONE_GROUP:
        return f"no count of patients is known to be of the {arm} arm"
    if scale == "fisher_z":
        return "no correlation is printed with its degrees of freedom"
    return why_no_pair(results, scale)


def is_about(reading: Reading, result: Result, endpoint: str, scale: Scale) -> bool:
    """Whether a result reports the endpoint after baseline, in everyone, by a measure the scale can use."""
    if result.measure not in (MADE[scale].contrast, MADE[scale].arms):
        return False
    told = f"{result.endpoint} {result.time} {result.subgroup}"
    if not contains(told, endpoint):
        return False
    asked = words(endpoint)
    if at_baseline(reading.document, result) and "baseline" not in asked:
        return False
    return not result.subgroup or set(words(result.subgroup)) <= set(asked)


def _choose(found: list[Candidate], scale: Scale, reasons: list[Missing]) -> Candidate | None:
    """The one Candidate that stands for a trial, or None where its own document leaves two open."""
    ranked = sorted(found, key=lambda c: (MADE[scale].rank(c.kind), not _registered(c.reading)))
    best = ranked[0]
    same_place = [c for c in ranked[1:] if c.kind == best.kind and c.reading is best.reading]
    rivals = [c for c in same_place if not _alike(c.effect, best.effect)]
    if rivals:
        said = "; ".join(sorted({_told(c) for c in (best, *rivals)}))
        why = f"one document gives several results that fit ({said}): name the time or outcome more closely"
        reasons.append(missing(best.reading, best.results[0], best.effect.label, why))
        return None
    for other in ranked[1:]:
        if other.reading is not best.reading:
            why = _twice(best, other)
            reasons.append(missing(other.reading, other.results[0], other.effect.label, why))
    return best


def _alike(a: Effect, b: Effect) -> bool:
    """Whether two effects differ by no more than rounding does: a twentieth of a standard error."""
    se = min(a.v, b.v) ** 0.5
    return abs(a.y - b.y) <= 0.05 * se and max(a.v, b.v) <= 1.1 * min(a.v, b.v)


def _twice(best: Candidate, other: Candidate) -> str:
    """The same trial again; said louder where the two documents are further apart than rounding is."""
    agree = (
        "they agree"
        if _alike(best.effect, other.effect)
        else f"they differ: {best.effect.y:.4g} there, {other.effect.y:.4g} here"
    )
    return f"the same trial is already counted from {best.reading.document.name} ({agree})"


def _told(c: Candidate) -> str:
    result = c.results[0]
    return " ".join(filter(None, (result.endpoint, result.time, result.analysis, f"y = {c.effect.y:.4g}")))


def _registered(reading: Reading) -> bool:
    return reading.trial is not None and any(i.scheme in REGISTERS for i in reading.trial.identifiers)
