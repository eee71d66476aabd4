"""A trial of a run, found by its number and told step by step."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Literal, cast

import numpy as np

from trialwright.design.designs import bounds_of, hypotheses_of, looks_of, selections_of
from trialwright.design.designs.decided import EFFICACY, FUTILITY, GOING, REASONS, Decided, Estimated
from trialwright.design.evaluation import check
from trialwright.design.failing import told
from trialwright.design.opening import words
from trialwright.design.opening.patients import patients
from trialwright.design.opening.watched import Asked, Watched, Wave, finite
from trialwright.design.running import BLOCK, Streams, drawn
from trialwright.design.setting import Setting
from trialwright.errors import DesignError
from trialwright.model.base import Because
from trialwright.model.design import Design, Limits
from trialwright.model.opened import (
    LookEvidence,
    LookStatistic,
    OpenedTrial,
    TrialEstimate,
    TrialLook,
    TrialPatient,
)
from trialwright.model.scenario import Scenario

RULE = "design.open_trial"


def opened(
    design: Design, scenario: Scenario, limits: Limits, number: int, replicates: int, streams: Streams
) -> OpenedTrial:
    """See trialwright.design.open_trial."""
    check([design], scenario, replicates)
    if not 1 <= number <= replicates:
        raise DesignError(
            f"There is no trial {number}: the run has {replicates:,}.",
            where="simulate.replicates",
            fix=f"Open one from 1 to {replicates}.",
        )
    with told(design.name, scenario.name):
        return _opened(Setting(design, scenario, limits), number, replicates, streams)


def _opened(setting: Setting, number: int, replicates: int, streams: Streams) -> OpenedTrial:
    design, scenario = setting.design, setting.scenario
    block, place = divmod(number - 1, BLOCK)
    # The whole block goes along, since a design decides for many trials at once.
    n = min(BLOCK, replicates - block * BLOCK)
    trials = Watched(setting, drawn(scenario, block, n, streams), place)
    decided = setting.kind.run(design, trials)
    came = patients(trials, setting)
    account, events = decided.account, decided.account.events
    return OpenedTrial(
        design=design,
        scenario=scenario.name,
        number=number,
        block=block,
        place=place,
        patients=came or (),
        looks=_looks(trials, setting, came),
        end=_end(decided, setting, place),
        reason=cast(Literal["efficacy", "futility", "end"], REASONS[int(decided.reason[place])]),
        rejected=_rejected(decided, setting, place),
        selected=_selected(decided, setting, place),
        naive=_estimate(decided.naive, decided, place),
        adjusted=None if decided.adjusted is None else _estimate(decided.adjusted, decided, place),
        patients_enrolled=int(account.patients[place]),
        screened=int(account.screened[place]),
        months=float(account.months[place]),
        events=None if events is None else int(events[place]),
        notes=_notes(setting, came, int(account.patients[place])),
        because=Because(
            rule=RULE,
            of=(design.id, scenario.id),
            formula=f"trial {number:,} of {replicates:,}: place {place + 1} of block {block}",
        ),
    )


def _looks(trials: Watched, setting: Setting, came: Sequence[TrialPatient] | None) -> tuple[TrialLook, ...]:
    fractions, waves = looks_of(setting.design), trials.waves
    bounds = bounds_of(setting.design, trials.full)
    out = []
    for i, wave in enumerate(waves):
        upper, lower = (None, None)
        if bounds is not None and i < bounds.k:
            upper = finite(float(bounds.critical_values[i]))
            if bounds.futility_bounds is not None and i < bounds.k - 1:
                lower = finite(float(bounds.futility_bounds[i]))
        here = [] if came is None else [p for p in came if p.number <= wave.enrolled]
        counts = Counter(p.arm for p in here)
        month = wave.cut if wave.cut is not None else max((p.awaited_until for p in here), default=None)
        out.append(
            TrialLook(
                number=i + 1,
                fraction=fractions[i] if i < len(fractions) else None,
                patients=wave.enrolled,
                by_arm={a: counts[a] for a in words.arms(setting)} if here else {},
                month=month,
                statistics=tuple(_statistic(setting, a) for a in wave.asked.values()),
                evidence=tuple(
                    LookEvidence(what=t.what, value=finite(t.value), bound=finite(t.bound), at_most=t.at_most)
                    for t in wave.told
                    if not math.isnan(t.value)
                ),
                efficacy=upper,
                futility=lower,
                decision=_decision(setting, wave, waves[i + 1] if i + 1 < len(waves) else None, i),
            )
        )
    return tuple(out)


def _statistic(setting: Setting, asked: Asked) -> LookStatistic:
    from scipy.special import ndtr

    return LookStatistic(
        comparison=words.comparison(setting, asked.arm, asked.bins),
        stage=asked.stage,
        z=finite(asked.z),
        p=finite(float(ndtr(-asked.z))),
        estimate=finite(asked.estimate),
        standard_error=finite(asked.standard_error),
        information=finite(asked.information),
    )


def _decision(setting: Setting, wave: Wave, then: Wave | None, look: int) -> str:
    last = look == len(looks_of(setting.design)) - 1
    if wave.reason != GOING:
        if wave.reason == EFFICACY:
            said = "Shows the effect" if last else "Stops for efficacy"
        else:
            said = "Stops for futility" if wave.reason == FUTILITY else "Ends without showing the effect"
    else:
        said = "Goes on"
    names = selections_of(setting.design)
    if wave.selected is not None and wave.selected >= 0 and wave.reason == GOING:
        said += f", with {names[wave.selected]}"
    changes = [] if then is None else _changes(setting, wave, then)
    return "; ".join([said, *changes]) + "."


def _changes(setting: Setting, wave: Wave, then: Wave) -> list[str]:
    """What the next wave does that the last did not."""
    out = []
    if then.admitted != wave.admitted:
        held = tuple(bool(then.admitted >> b & 1) for b in range(setting.bins))
        out.append(f"from here on enrols {words.groups(setting, held)}")
    closed = [a for i, a in enumerate(words.arms(setting)) if wave.arms >> i & 1 and not then.arms >> i & 1]
    if closed:
        out.append(f"closes {', '.join(closed)}")
    if then.shares and then.shares != wave.shares:
        shares = zip(words.arms(setting), then.shares, strict=True)
        out.append("allocates " + ", ".join(f"{100 * s:.0f} % to {a}" for a, s in shares))
    unit = "events" if setting.design.events is not None else "patients"
    out.append(f"next look at {then.target:,} {unit}")
    return out


def _end(decided: Decided, setting: Setting, place: int) -> str:
    look, looks = int(decided.look[place]) + 1, len(looks_of(setting.design))
    why = {
        "efficacy": "the effect is shown",
        "futility": "it stops for futility",
        "end": "the effect is not shown",
    }[REASONS[int(decided.reason[place])]]
    at = "at its one analysis" if looks == 1 else f"at look {look} of {looks}"
    several = len(hypotheses_of(setting.design)) > 1
    rejected = _rejected(decided, setting, place) if several else ()
    named = f": {', '.join(rejected)}" if rejected else ""
    return f"The trial ends {at}: {why}{named}."


def _rejected(decided: Decided, setting: Setting, place: int) -> tuple[str, ...]:
    names = hypotheses_of(setting.design)
    return tuple(
        (h or "no effect") if len(names) == 1 else h
        for h, r in zip(names, decided.rejected[place], strict=True)
        if r
    )


def _selected(decided: Decided, setting: Setting, place: int) -> str:
    which, names = int(decided.selected[place]), selections_of(setting.design)
    return names[which] if 0 <= which < len(names) else ""


def _estimate(estimated: Estimated, decided: Decided, place: int) -> TrialEstimate | None:
    found = [float(np.asarray(v)[place]) for v in (*estimated, decided.truth)]
    if not all(map(math.isfinite, found)):
        return None
    value, low, high, truth = found
    return TrialEstimate(value=value, low=low, high=high, truth=truth)


def _notes(setting: Setting, came: Sequence[TrialPatient] | None, enrolled: int) -> tuple[str, ...]:
    if came is None:
        return (f"Patients are not listed: a {setting.design.endpoint} endpoint keeps none apart.",)
    out = []
    if enrolled > len(came):
        out.append(
            f"{enrolled - len(came)} further patients came while the last look's outcomes were awaited: counted as "
            "enrolled, and not analysed."
        )
    marker = setting.scenario.marker
    table = setting.populations[0].marker_table
    if marker is not None and table.sample and table.noise_sd == 0:
        out.append("Marker values are those of the plan's own patients, and are not shown.")
    return tuple(out)
