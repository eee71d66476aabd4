"""What a search came to: the designs with their averages and ranks, the choice in sentences, its sensitivity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from trialwright.design.claims import claim, strongest
from trialwright.design.designs import most_patients
from trialwright.design.figures import ADEQUATE
from trialwright.design.search.choice import Choice, Powers, Rule, choose
from trialwright.design.search.pareto import Objective, ranks
from trialwright.design.search.rows import Row
from trialwright.design.search.sensitivity import held, turns
from trialwright.model.base import Because
from trialwright.model.design import Design, Figure, Limits, Recommendation
from trialwright.model.search import AssumedValue, LeftOut, Search, SearchedDesign, Sensitivity, Turned

Floats = NDArray[np.float64]

ALARM = 4.0  # Monte Carlo errors of a type I error above alpha that are worth a caution
MEANS = ("patients", "screened", "months", "shut_out")
RULES: dict[Rule, str] = {
    "regret": "minimax regret in power",
    "assurance": "average power over the scenarios",
}


class Alone(NamedTuple):
    """One assumption by itself. values : ascending; scenarios : their numbers. stated : the plan's own value."""

    stated: float | None
    values: Sequence[float]
    scenarios: Sequence[int]


@dataclass(frozen=True)
class Searched:
    """rows : (scenarios, designs, len(Row._fields)), nan where a point could not be simulated; of the scenarios of the choice
    none is. together : numbers of the scenarios that the choice is over. priced :
    cost is weighed too. null_rows : (nulls, designs, len(Row._fields)) without effect, under which a design's power is its
    type I error; None where they were not simulated.
    rests_on : ids of what the plan states. left_out, empty_scenarios : as Search has them."""

    rows: Floats
    designs: Sequence[Design]
    together: Sequence[int]
    alone: Mapping[str, Alone]
    scenario: str
    drawn: bool
    trials: int
    level: str
    rule: Rule
    enough: float = 1.0
    priced: bool = False
    null_rows: Floats | None = None
    rests_on: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    empty_scenarios: int = 0
    limits: Limits | None = None

    def of(self, name: str) -> Floats:
        """(scenarios, designs) of a field of Row."""
        return self.rows[:, :, Row._fields.index(name)]

    def powers(self) -> Powers:
        alpha = np.array([d.alpha for d in self.designs])
        return Powers(
            self.of("power"), self.of("power_mcse"), self.of("within_limits") > 0, alpha, self.drawn
        )

    def averages(self) -> dict[str, tuple[Floats, Floats]]:
        """Name → (designs,) mean over the scenarios of the choice and its Monte Carlo error, at most: scenarios share
        their simulated patients, so errors are taken to add up."""
        at = list(self.together)
        out = {
            name: (self.of(name)[at].mean(0), self.of(f"{name}_mcse")[at].mean(0))
            for name in ("power", *MEANS, *(("cost",) if self.priced else ()))
        }
        return out


def summary(of: Searched) -> Search:
    """Everything that is said of a search."""
    averages, powers = of.averages(), of.powers()
    objectives = [Objective(n, v, e, higher=n == "power") for n, (v, e) in averages.items()]
    least = "cost" if "cost" in averages else "patients"
    order = [averages[name][0] for name in ("shut_out", least, "months")]
    together = powers.among(list(of.together))
    alike = _alike(of.designs, together.within.all(0))
    choice = choose(together._replace(within=together.within & alike), of.rule, order, of.enough)
    shown = choice.chosen if choice.chosen >= 0 else int(averages["power"][0].argmax())
    # Who breaks a limit in some scenario of the choice is no rival, whatever one assumption by itself would allow.
    allowed = together.within.all(0) & alike
    rivals = powers._replace(within=powers.within & allowed) if allowed.any() else powers
    sensitivities = tuple(_sensitivity(of, name, one, rivals, shown, order) for name, one in of.alone.items())
    rank, estimated = _ranks_of_alike(of.designs, objectives)
    designs = tuple(
        _design(of, i, averages, together, choice, int(rank[i]), int(estimated[i]))
        for i in range(len(of.designs))
    )
    return Search(
        scenario=of.scenario,
        scenarios=len(of.together),
        drawn=of.drawn,
        trials=of.trials,
        level=of.level,
        rule=RULES[of.rule],
        designs=designs,
        recommendation=_recommendation(of, designs, choice, sensitivities),
        sensitivities=sensitivities,
        left_out=of.left_out,
        empty_scenarios=of.empty_scenarios,
        because=Because(rule="design.search", of=of.rests_on),
    )


def _alike(designs: Sequence[Design], within: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(designs,) those that show the most that some design within the limits does: power for less does not compare."""
    margins = [d.margin for d in designs]
    among = [m for m, kept in zip(margins, within, strict=True) if kept] or margins
    return np.array([m == strongest(among) for m in margins])


def _ranks_of_alike(
    designs: Sequence[Design], objectives: Sequence[Objective]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(designs,) each, beyond simulation error and by the estimates, among designs that show as much."""
    rank, estimated = np.empty(len(designs), np.int64), np.empty(len(designs), np.int64)
    margins = [d.margin for d in designs]
    for margin in set(margins):
        at = [i for i, m in enumerate(margins) if m == margin]
        own = [o._replace(value=o.value[at], mcse=o.mcse[at]) for o in objectives]
        rank[at], estimated[at] = ranks(own), ranks(own, errors=0.0)
    return rank, estimated


def _design(
    of: Searched,
    i: int,
    averages: dict[str, tuple[Floats, Floats]],
    together: Powers,
    choice: Choice,
    rank: int,
    estimated: int,
) -> SearchedDesign:
    d = of.designs[i]
    figures = {n: Figure(value=float(v[i]), mcse=float(e[i])) for n, (v, e) in averages.items()}
    least = int(together.power[:, i].argmin())
    figures["least_power"] = Figure(
        value=float(together.power[least, i]), mcse=float(together.mcse[least, i])
    )
    if of.null_rows is not None:
        figures["type_one_error"] = _type_one_error(of.null_rows[:, i])
    criterion = choice.criterion[i]
    return SearchedDesign(
        name=d.name,
        type=d.type,
        cutoff=d.cutoff,
        patients=d.patients,
        figures=figures,
        within_limits=bool(together.within[:, i].all()),
        rank=rank,
        rank_estimated=estimated,
        criterion=None if np.isnan(criterion) else float(criterion),
        tied=bool(choice.tied[i]),
    )


def _type_one_error(rows: Floats) -> Figure:
    """The largest over the nulls, and its Monte Carlo error. rows : (nulls, len(Row._fields)) of one design, nan where it
    could not be simulated."""
    power, error = (Row._fields.index(name) for name in ("power", "power_mcse"))
    worst = rows[np.nanargmax(rows[:, power])]
    return Figure(value=float(worst[power]), mcse=float(worst[error]))


def _sensitivity(
    of: Searched, name: str, one: Alone, powers: Powers, chosen: int, order: Sequence[Floats]
) -> Sensitivity:
    known = [
        (v, at)
        for v, at in zip(one.values, one.scenarios, strict=True)
        if not np.isnan(powers.power[at, chosen])
    ]
    values = []
    for value, at in known:
        here = powers.among([at])
        holds, best = held(here, chosen, order, of.enough)
        values.append(
            AssumedValue(
                value=value,
                power=Figure(value=float(here.power[0, chosen]), mcse=float(here.mcse[0, chosen])),
                best=of.designs[best].name if best >= 0 else "",
                best_power=float(here.power[0, best]) if best >= 0 else None,
                holds=holds,
            )
        )
    found = turns([v for v, _ in known], powers.among([at for _, at in known]), chosen, order, of.enough)
    return Sensitivity(
        assumption=name,
        stated=one.stated,
        values=tuple(values),
        turns=tuple(
            Turned(
                low=t.low, high=t.high, at=t.at, to=of.designs[t.to].name if t.to >= 0 else "", above=t.above
            )
            for t in found
        ),
    )


def _recommendation(
    of: Searched, designs: Sequence[SearchedDesign], choice: Choice, sensitivities: Sequence[Sensitivity]
) -> Recommendation:
    if choice.chosen < 0:
        return Recommendation(
            design="",
            rule=RULES[of.rule],
            reasons=("No design of the search keeps the limits in every scenario.", *_nearest(of)),
            cautions=("Raise the limits, or search among smaller designs.",),
            adequate=False,
            because=Because(rule=f"design.search.{of.rule}", of=of.rests_on),
        )
    chosen = designs[choice.chosen]
    return Recommendation(
        design=chosen.name,
        cutoff=chosen.cutoff,
        rule=RULES[of.rule],
        reasons=tuple(_reasons(of, designs, chosen)),
        cautions=(
            *_not_compared(of, designs),
            *_cautions(designs, chosen, sensitivities, of.designs[choice.chosen].alpha),
        ),
        adequate=_top(designs) >= ADEQUATE,
        because=Because(rule=f"design.search.{of.rule}", of=of.rests_on),
    )


def _nearest(of: Searched) -> Iterable[str]:
    """The design that keeps the limits in most scenarios, of equal ones the smallest, and what it takes of each limit."""
    at = list(of.together)
    kept = (of.of("within_limits")[at] > 0).sum(0)
    sizes = np.array([most_patients(d) for d in of.designs])
    i = int(np.lexsort((sizes, -kept))[0])
    takes = {"patients": float(sizes[i])}
    takes |= {name: float(of.of(name)[at, i].max()) for name in ("screened", "months")}
    told = ", ".join(
        f"{value:,.{int(name == 'months')}f} {name}{_limit(of.limits, name, value)}"
        for name, value in takes.items()
    )
    yield (
        f"`{of.designs[i].name}` comes nearest: it keeps them in {kept[i]:,} of {len(at):,} scenarios, and takes up to "
        f"{told}; those screened and months are the mean of the scenario that needs most."
    )


def _limit(limits: Limits | None, name: str, value: float) -> str:
    allowed = getattr(limits, name, None)
    if allowed is None or limits is None:
        return ""
    default = "" if name in limits.model_fields_set else ", the default"
    return f" ({'over' if value > allowed else 'within'} the limit of {allowed:,g}{default})"


def _not_compared(of: Searched, designs: Sequence[SearchedDesign]) -> Iterable[str]:
    """That there was more to choose from, and less to choose by."""
    margins = {d.name: d.margin for d in of.designs}
    less = [d.name for d in designs if d.within_limits and d.criterion is None]
    if less:
        names = ", ".join(f"`{n}` ({claim(margins[n])})" for n in less[:3])
        rest = f" and {len(less) - 3} more" if len(less) > 3 else ""
        most = strongest(margins[d.name] for d in designs if d.criterion is not None)
        yield f"Not compared, since they show less than that treatment is {claim(most)}: {names}{rest}."
    out = [d for d in of.left_out if not d.compared]
    if out:
        names = ", ".join(f"`{d.design}`" for d in out[:3]) + (
            f" and {len(out) - 3} more" if len(out) > 3 else ""
        )
        yield f"Not compared, because the simulation of some scenario failed: {names}."
    if of.empty_scenarios:
        yield f"In {of.empty_scenarios:,} of the scenarios no design could be simulated, so that the choice is not over those."


def _top(designs: Sequence[SearchedDesign]) -> float:
    """The highest average power of a design that is compared."""
    return max((d.figures["power"].value for d in designs if d.criterion is not None), default=0.0)


def _reasons(of: Searched, designs: Sequence[SearchedDesign], chosen: SearchedDesign) -> Iterable[str]:
    within = [d for d in designs if d.criterion is not None]
    many = f"{len(of.together):,} scenario{'s' if len(of.together) > 1 else ''}"
    f, criterion = chosen.figures, 100 * (chosen.criterion or 0.0)
    others = [d for d in within if not d.tied]
    if of.rule == "regret":
        said = f"`{chosen.name}` gives up at most {criterion:.1f} points of power in any of {many}"
        next_best = min(others, key=lambda d: d.criterion or 0.0, default=None)
    else:
        said = f"`{chosen.name}` has power {criterion:.1f} % on average over {many}"
        next_best = max(others, key=lambda d: d.criterion or 0.0, default=None)
    if of.enough < 1:
        said += f", power above {100 * of.enough:g} % counting for no more"
    yield said + (f"; `{next_best.name}` {100 * (next_best.criterion or 0.0):.1f}." if next_best else ".")
    if tied := [d.name for d in within if d.tied and d is not chosen]:
        rest = f" and {len(tied) - 3} others" if len(tied) > 3 else ""
        names = ", ".join(f"`{n}`" for n in tied[:3])
        yield (
            f"Simulation error does not tell {names}{rest} from it, or they reach what is enough; it shuts out least, "
            f"then {'costs' if of.priced else 'enrols'} least, then is shortest."
        )
    cost = f", at a cost of {f['cost'].value:,.0f}" if "cost" in f else ""
    yield (
        f"On average it has power {100 * f['power'].value:.1f} % (Monte Carlo error at most "
        f"{100 * (f['power'].mcse or 0.0):.2g}), at least {100 * f['least_power'].value:.1f} % in every scenario; it "
        f"enrols {f['patients'].value:,.0f} of {f['screened'].value:,.0f} screened in {f['months'].value:.1f} months{cost}, "
        f"and leaves {100 * f['shut_out'].value:.0f} % of the benefit with patients it does not enrol."
    )


def _cautions(
    designs: Sequence[SearchedDesign],
    chosen: SearchedDesign,
    sensitivities: Sequence[Sensitivity],
    alpha: float,
) -> Iterable[str]:
    if _top(designs) < ADEQUATE:
        yield f"No design within the limits has an average power of {100 * ADEQUATE:.0f} %; the highest is {100 * _top(designs):.1f} %."
    elif chosen.figures["power"].value < ADEQUATE:
        yield f"Its average power is below {100 * ADEQUATE:.0f} %, which other designs within the limits reach."
    for s in sensitivities:
        for t in s.turns:
            then = f"`{t.to}` would be chosen" if t.to else "no design keeps the limits"
            yield (
                f"`{s.assumption}` alone turns the choice at about {t.at:.3g} (between {t.low:g} and {t.high:g}): "
                f"{'above' if t.above else 'below'} it "
                f"{then}."
            )
        if s.values and not s.turns and not any(v.holds for v in s.values):
            yield f"Were `{s.assumption}` known, and all else as stated, another design would be chosen at any value of it."
    if steady := [s.assumption for s in sensitivities if s.values and all(v.holds for v in s.values)]:
        yield f"Over their whole ranges, these alone do not change the choice: {', '.join(f'`{a}`' for a in steady)}."
    null = chosen.figures.get("type_one_error")
    if null is not None and null.value - alpha > ALARM * (null.mcse or 0.0):
        yield (
            f"Its type I error reaches {100 * null.value:.2f} % (Monte Carlo error {100 * (null.mcse or 0.0):.2g}) in a "
            f"scenario without effect, above {100 * alpha:g} %."
        )
    broken = [d.name for d in designs if not d.within_limits]
    if broken:
        rest = f" and {len(broken) - 3} more" if len(broken) > 3 else ""
        names = ", ".join(f"`{n}`" for n in broken[:3])
        yield f"Not considered, because the median trial breaks a limit in some scenario: {names}{rest}."
