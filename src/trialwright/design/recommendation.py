"""Which design to take forward: minimax regret in power over the scenarios (Savage 1951, JASA 46:55)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from trialwright.design import beyond_limits
from trialwright.design.claims import claim, strongest
from trialwright.design.figures import ADEQUATE
from trialwright.errors import DesignError
from trialwright.model.base import Because
from trialwright.model.design import Figure, Limits, OperatingCharacteristics, Recommendation

ERRORS = 2.0  # designs closer than this many Monte Carlo errors are not told apart
ALARM = 4.0  # a type I error further than this from alpha is worth a caution

Compared = dict[str, dict[str, OperatingCharacteristics]]  # design name → scenario → what it does


def recommend(
    characteristics: Sequence[OperatingCharacteristics], limits: Limits | None = None
) -> Recommendation:
    """See trialwright.design.recommend.

    A design qualifies when its median trial keeps the limits in every scenario. Regret is the power it
    gives up against the best qualifying design of a scenario; its worst over the scenarios decides. Where
    Monte Carlo error cannot tell designs apart, the least restrictive is taken, then the smallest, then the shortest. A scenario in which no
    design shows more than its type I error has nothing to gain, and no regret. Designs are compared where they would show
    as much: better than control if any such design keeps the limits, else not worse by the smallest margin.
    """
    table = _by_design(characteristics)
    because = Because(rule="design.recommendation.minimax_regret", of=tuple(oc.id for oc in characteristics))
    within = {name: by for name, by in table.items() if all(oc.within_limits for oc in by.values())}
    if not within:
        return Recommendation(
            design="",
            rule="minimax regret in power",
            reasons=tuple(beyond_limits.reasons(table, limits)),
            cautions=tuple(beyond_limits.remedies(table, limits)),
            because=because,
        )
    most = strongest(_margin(by) for by in within.values())
    less = {name: by for name, by in within.items() if _margin(by) != most}
    within = {name: by for name, by in within.items() if _margin(by) == most}
    regrets = {name: _regret(name, within) for name in within}
    tied = _tied(within, regrets)
    chosen = min(tied, key=lambda name: _restriction(within[name]))
    return Recommendation(
        design=chosen,
        cutoff=_any(within[chosen]).design.cutoff,
        rule="minimax regret in power",
        regret=regrets[chosen],
        reasons=tuple(_reasons(chosen, within, regrets, tied)),
        cautions=tuple(_cautions(chosen, {n: by for n, by in table.items() if n not in less}, within, less)),
        adequate=_top(within) >= ADEQUATE,
        nothing_shown=tuple(s for s in within[chosen] if not _promises(within, s)),
        because=because,
    )


def _by_design(characteristics: Sequence[OperatingCharacteristics]) -> Compared:
    table: Compared = {}
    for oc in characteristics:
        if oc.scenario in table.setdefault(oc.design.name, {}):
            raise DesignError(
                f"The design `{oc.design.name}` was evaluated twice under the scenario `{oc.scenario}`.",
                fix="Give each design a name of its own.",
            )
        table[oc.design.name][oc.scenario] = oc
    scenarios = {s for by in table.values() for s in by}
    for name, by in table.items():
        if missing := scenarios - by.keys():
            raise DesignError(
                f"The design `{name}` was not evaluated under the scenario `{min(missing)}`.",
                fix="Evaluate every design under every scenario before comparing them.",
            )
    if not table:
        raise DesignError("There are no designs to choose from.", fix="Evaluate at least one.")
    return table


def _any(by: dict[str, OperatingCharacteristics]) -> OperatingCharacteristics:
    return next(iter(by.values()))


def _power(by: dict[str, OperatingCharacteristics], scenario: str) -> float:
    return by[scenario].figures["power"].value


def _error(*figures: Figure) -> float:
    """Monte Carlo error of a difference; simulated trials are shared, so it is an upper bound for
    designs that go the same way."""
    return math.sqrt(sum((f.mcse or 0.0) ** 2 for f in figures))


def _promises(within: Compared, scenario: str) -> bool:
    """Whether any design shows more under the scenario than it would without effect."""
    pairs = (
        (by[scenario].figures["power"], by[scenario].figures["type_one_error"]) for by in within.values()
    )
    return any(power.value - null.value > ALARM * _error(power, null) for power, null in pairs)


def _is_null(oc: OperatingCharacteristics) -> bool:
    """Whether treatment does nothing for those enrolled. An effect too small, or harmful, is another matter."""
    effect = oc.figures.get("effect_enrolled")
    if effect is None:
        return oc.no_effect is not False
    return effect.value == 0


def _harms(oc: OperatingCharacteristics) -> bool:
    """Whether the effect in those enrolled is the wrong way round. Of doses it is a ratio of those that do as much, whose sign is
    not the response's."""
    effect = None if oc.design.endpoint == "dose_response" else oc.figures.get("effect_enrolled")
    return effect is not None and (effect.value < 0 if oc.design.better == "higher" else effect.value > 0)


def _top(within: Compared) -> float:
    """The highest power of any design under any scenario in which there is something to show, or 0."""
    scenarios = [s for s in _any_scenarios(within) if _promises(within, s)]
    return max((_power(by, s) for by in within.values() for s in scenarios), default=0.0)


def _any_scenarios(within: Compared) -> list[str]:
    return list(next(iter(within.values())))


def _regret(name: str, within: Compared) -> dict[str, float]:
    out = {}
    for scenario in within[name]:
        best = max(_power(by, scenario) for by in within.values())
        out[scenario] = best - _power(within[name], scenario) if _promises(within, scenario) else 0.0
    return out


def _tied(within: Compared, regrets: dict[str, dict[str, float]]) -> list[str]:
    """Designs whose worst regret is within Monte Carlo error of the least."""
    worst = {name: max(r.values()) for name, r in regrets.items()}
    least = min(worst, key=lambda name: worst[name])
    out = []
    for name, by in within.items():
        at = max(regrets[name], key=lambda s: regrets[name][s])
        margin = ERRORS * _error(by[at].figures["power"], within[least][at].figures["power"])
        if worst[name] - worst[least] <= margin:
            out.append(name)
    return out


def _restriction(by: dict[str, OperatingCharacteristics]) -> tuple[float, float, int, float]:
    """The share of eligible patients left out, the cut-off, the largest size, the longest median trial."""
    design, every = _any(by).design, by.values()
    entering = [oc.figures["prevalence"].value for oc in every if "prevalence" in oc.figures]
    return (
        1 - min(entering, default=1.0),
        -math.inf if design.cutoff is None else design.cutoff,
        max(oc.largest for oc in every),
        max(oc.figures["months"].value for oc in every),
    )


def _percent(figure: Figure) -> str:
    # Power that is not certain is not printed as 100.0 %, nor one that is not nil as 0.0 %.
    decimals = 2 if 0 < figure.value < 0.01 or 0.9995 <= figure.value < 1 else 1
    return f"{100 * figure.value:.{decimals}f} % (Monte Carlo error {100 * (figure.mcse or 0.0):.2g})"


def _reasons(
    chosen: str, within: Compared, regrets: dict[str, dict[str, float]], tied: list[str]
) -> Iterable[str]:
    yield _comparison(chosen, {name: 100 * max(r.values()) for name, r in regrets.items()})
    if len(tied) > 1:
        names = ", ".join(f"`{n}`" for n in tied)
        yield (
            f"Simulation error does not tell {names} apart; the one that leaves out fewest patients is taken, "
            "then the smallest, then the shortest."
        )
    for scenario, oc in within[chosen].items():
        yield _under(oc, _promises(within, scenario))
    if _any(within[chosen]).design.cutoff is not None:
        yield from _left_outside(within[chosen].values())


def _comparison(chosen: str, worst: dict[str, float]) -> str:
    others = sorted((n for n in worst if n != chosen), key=lambda n: worst[n])
    if not others:
        return f"`{chosen}` is the only design within the limits."
    gives = f"`{chosen}` gives up at most {worst[chosen]:.1f} points of power in any scenario"
    would = f"`{others[0]}` would give up {worst[others[0]]:.1f}"
    if len(others) == 1:
        return f"{gives}; {would}."
    return f"{gives} against the best design there; {would}, `{others[-1]}` {worst[others[-1]]:.1f}."


def _under(oc: OperatingCharacteristics, promises: bool) -> str:
    f = oc.figures
    kept = f.get("within_limits_probability")
    limits = f"; {100 * kept.value:.0f} % of trials keep the limits" if kept is not None else ""
    return (
        f"Under `{oc.scenario}`: {_shown(oc, promises)}; {_enrolled(oc)}, "
        f"{f['screened'].value:,.0f} screened and {f['months'].value:.1f} months in the median trial{limits}."
    )


def _enrolled(oc: OperatingCharacteristics) -> str:
    """Patients enrolled: a size that every trial has, or the mean of those that differ, with the largest."""
    mean = oc.figures["patients"]
    if mean.value == oc.design.patients:
        return f"{oc.design.patients:,} patients"
    return f"{mean.value:,.0f} patients on average (at most {oc.largest:,})"


def _shown(oc: OperatingCharacteristics, promises: bool) -> str:
    power = _percent(oc.figures["power"])
    if promises:
        assurance = oc.figures.get("assurance")
        if assurance is None:
            return f"power {power}"
        share = f"{100 * assurance.value:.1f} %" if assurance.mcse is None else _percent(assurance)
        uncertain = f"{share} averaged over how uncertain the pooled effect is"
        return f"power {power} if the effect is as pooled, {uncertain}"
    if _is_null(oc):
        return f"there is no benefit to show, and {power} of trials show one"
    null = _percent(oc.figures["type_one_error"])
    return f"power {power}, no more than the {null} of trials that show a benefit where there is none"


def _left_outside(of: Iterable[OperatingCharacteristics]) -> Iterable[str]:
    shares = [100 * oc.figures["shut_out"].value for oc in of if "shut_out" in oc.figures]
    if not shares:
        return
    low, high = f"{min(shares):.0f}", f"{max(shares):.0f}"
    yield (
        f"The cut-off leaves {low if low == high else f'{low} to {high}'} % of the benefit with patients it does "
        "not enrol."
    )


def _cautions(chosen: str, table: Compared, within: Compared, less: Compared) -> Iterable[str]:
    """less : designs within the limits that show less than those compared."""
    yield from _adequacy(chosen, within)
    yield from _of_less(_margin(within[chosen]), less)
    for scenario in within[chosen]:
        if not _promises(within, scenario):
            continue
        best = max(within, key=lambda n: _power(within[n], scenario))
        ours, theirs = (within[n][scenario].figures["power"] for n in (chosen, best))
        if theirs.value - ours.value > ERRORS * _error(ours, theirs):
            yield (
                f"If `{scenario}` were known to hold, `{best}` would be chosen: power "
                f"{100 * theirs.value:.1f} % against {100 * ours.value:.1f} %."
            )
    if outside := [beyond_limits.named(name, by) for name, by in table.items() if name not in within]:
        yield f"Not considered, because it breaks a limit: {', '.join(outside)}."
    for scenario, oc in within[chosen].items():
        null = oc.figures["type_one_error"]
        if abs(null.value - oc.design.alpha) > ALARM * (null.mcse or 0.0):
            yield (
                f"Under `{scenario}` the test's type I error is {100 * null.value:.2f} % (Monte Carlo error "
                f"{100 * (null.mcse or 0.0):.2f}), not {100 * oc.design.alpha:g} %."
            )


def _of_less(most: float | None, less: Compared) -> Iterable[str]:
    """Not worse by a margin is less than better: power for the one does not compare with power for the other."""
    for name, by in less.items():
        powers = [oc.figures["power"].value for oc in by.values()]
        low, high = f"{100 * min(powers):.1f}", f"{100 * max(powers):.1f}"
        yield (
            f"`{name}` is not compared, since it shows less: {claim(_margin(by))}, not {claim(most)}; its power for that is "
            f"{low if low == high else f'{low} to {high}'} %."
        )


def _margin(by: dict[str, OperatingCharacteristics]) -> float | None:
    return _any(by).design.margin


def _adequacy(chosen: str, within: Compared) -> Iterable[str]:
    promising = [s for s in within[chosen] if _promises(within, s)]
    if not promising:
        every = [oc for by in within.values() for oc in by.values()]
        yield (
            "Under every scenario there is nothing to find: no design shows more than its type I error."
            if all(map(_is_null, every))
            else "Under no scenario does any design show a benefit more often than it would without effect."
        )
        if all(_harms(oc) or _is_null(oc) for oc in every) and (worse := next(filter(_harms, every), None)):
            yield (
                f"Under `{worse.scenario}` the effect is {worse.figures['effect_enrolled'].value:+.4g}, and {worse.design.better} "
                "is better: treatment does harm. If that is not meant, turn the sign of the effect or `better`."
            )
        return
    top = _top(within)
    if top < ADEQUATE:
        yield (
            f"No design within the limits is adequate: the highest power of any, under any scenario, is "
            f"{100 * top:.1f} %, below {100 * ADEQUATE:.0f} %."
        )
        return
    for s in promising:
        power = within[chosen][s].figures["power"]
        if power.value < ADEQUATE:
            yield f"Under `{s}` its power is {_percent(power)}, below {100 * ADEQUATE:.0f} %."
