"""What a reader of operating characteristics is to be told that no figure says: a type I error above alpha, a share of patients
that no stated quantile speaks of, and which trials have no estimate that the adaptation leaves valid."""

from __future__ import annotations

from types import ModuleType

from trialwright.design.designs import cutoffs_of, hypotheses_of, looks_of, options_of, selections_of
from trialwright.design.figures import proportion
from trialwright.design.setting import Setting
from trialwright.design.totals import Totals
from trialwright.endpoints import time_to_event

_ERRORS = 4.0  # Monte Carlo errors above alpha that chance does not bring
_ASKED_BY = ("adjusted", "fit")  # options that ask for an estimate of the design's own


def notes(setting: Setting, made: Totals, null: Totals | None) -> tuple[str, ...]:
    """null : as characteristics has it."""
    told = [] if null is None else _type_one_error(setting, null)
    return (*told, *_followup(setting), *_tails(setting), *_estimates(setting, made))


def _followup(setting: Setting) -> list[str]:
    """Months that leave out what the endpoint's own parameters take, or a time to an event that nobody waits for."""
    if setting.design.endpoint == time_to_event.NAME:
        return [*_unawaited(setting), *_by_patients(setting)]
    known_after, stated = getattr(setting.endpoint, "known_after", None), setting.scenario.followup_months
    least = known_after(setting.scenario.control) if known_after else 0.0
    if stated >= least:
        return []
    return [
        f"Outcomes are taken as known {stated:g} months after enrolment (`followup_months`), and patients are observed for {least:g}: "
        "months, and patients enrolled after a look that ends the trial, are too few."
    ]


def _unawaited(setting: Setting) -> list[str]:
    if setting.design.events is not None or setting.scenario.followup_months > 0:
        return []
    return [
        "Neither its `events` nor `followup_months` is stated: a look is at the enrolment of its last patient, who has then been "
        "followed for no time, so that events, power and months are those of a trial that waits for nothing."
    ]


def _by_patients(setting: Setting) -> list[str]:
    """Looks that count patients, where boundaries are of shares of the information."""
    if setting.design.events is not None or len(looks_of(setting.design)) == 1:
        return []
    return [
        "Its looks are at shares of the patients, and its boundaries hold at shares of the events: with no `events` stated its type I "
        "error is near alpha and not exactly that."
    ]


def _type_one_error(setting: Setting, null: Totals) -> list[str]:
    found, alpha = proportion(null.any, null.n), setting.design.alpha
    assert found.mcse is not None
    if found.value - alpha <= _ERRORS * found.mcse:
        return []
    return [
        f"Its type I error in this scenario is {found.value:.2%} (Monte Carlo error {found.mcse:.2%}), above the alpha of "
        f"{alpha:.3g}: the test does not hold at this size, or the rule does not keep it."
    ]


def _tails(setting: Setting) -> list[str]:
    population = setting.populations[0]
    marker = population.marker
    if marker is None or not marker.probabilities:
        return []
    splits = {c: population.split(c) for c in cutoffs_of(setting.design)}
    return [
        f"{split.prevalence:.1%} of eligible patients measure at or above {marker.name} {cutoff:g}, and its quantiles are stated "
        f"up to {marker.probabilities[-1]:.1%} of them: that share, and what follows from it, rests on a lognormal tail."
        for cutoff, split in splits.items()
        if population.beyond(split)
    ]


def _estimates(setting: Setting, made: Totals) -> list[str]:
    design, kind = setting.design, setting.kind
    if made.adjusted is not None and made.adjusted.n == made.n:
        return []
    why = getattr(kind, "NO_ESTIMATE", "in the others the data carry none")
    if made.adjusted is not None and made.adjusted.n > 1:
        return [f"{made.adjusted.n / made.n:.1%} of its trials have an adjusted estimate: {why}."]
    if made.adjusted is not None:
        return [f"None of its trials has an adjusted estimate: {why}."]
    if (option := _asks(kind)) is not None and not options_of(design)[option]:
        if not _adapts(setting):
            return []
        return [
            "Bias and coverage are of the plain estimate, as if nothing had been chosen or stopped by the data; "
            f"`{option}: true` tells those of another beside it."
        ]
    return [f"It has no adjusted estimate: {why}."] if _adapts(setting) else []


def _asks(kind: ModuleType) -> str | None:
    declared = {o.name for o in getattr(kind, "OPTIONS", ())}
    return next((name for name in _ASKED_BY if name in declared), None)


def _adapts(setting: Setting) -> bool:
    """Whether what is estimated, or from how many, hangs on the data."""
    d = setting.design
    chooses = len(selections_of(d)) > 0 or len(hypotheses_of(d)) > 1 or setting.arms > 2
    return chooses or len(looks_of(d)) > 1
