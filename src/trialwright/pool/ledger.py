"""What a pooled conclusion hangs on: every defensible choice made otherwise, one at a time and all together.

The choices: estimator of tau2; interval (normal, Hartung-Knapp with and without its floor); zero cells; trials without
events in both arms; methods that need no correction; a Bayesian analysis under priors of tau; each correction by a
check; the convention of the interval for a new trial.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from trialwright.errors import EvidenceError
from trialwright.kernels import normal_hierarchy
from trialwright.kernels.mixed_effects import Fit, critical, fit, predict
from trialwright.model.base import Because
from trialwright.model.check import Check
from trialwright.model.pooled import Choice, Conclusion, Effect, Fragility, Pooled, Scale
from trialwright.model.result import Reading
from trialwright.pool import common, measures
from trialwright.pool.gather import gather

NAMES = {
    "dl": "DerSimonian-Laird", "he": "Hedges", "hs": "Hunter-Schmidt", "sj": "Sidik-Jonkman", "ml": "maximum likelihood",
    "reml": "restricted maximum likelihood", "pm": "Paule-Mandel", "common": "common effect",
}  # fmt: skip
TESTS = {"z": "normal", "knha": "Hartung-Knapp", "adhoc": "Hartung-Knapp, floored"}
INTERVALS = {"normal": "z", "hksj": "knha", "hksj floored": "adhoc"}
MEASURES = {"log_odds_ratio": "OR", "log_risk_ratio": "RR", "risk_difference": "RD"}
ZEROS = {
    "only0": "1/2 added where a cell is zero",
    "all": "1/2 added in every trial",
    "none": "nothing added: trials with a zero cell left out",
}
# SD between trials that analysts take as plausible on log scales; none is agreed for other units.
TAU_PRIORS = (("half-normal", 0.5), ("half-normal", 1.0), ("half-cauchy", 0.5))

Table = tuple[float, float, float, float]


class Trial(NamedTuple):
    """One trial's effect, and its counts x1 of n1, x2 of n2 where it was made from them."""

    y: float
    v: float
    table: Table | None = None

    @property
    def empty(self) -> bool:
        return self.table is not None and (
            self.table[0] + self.table[2] in (0, self.table[1] + self.table[3])
        )


class Analysis(NamedTuple):
    """method : an estimator or "common". test : of models.TESTS. zeros : of ZEROS. empty : keep trials without events."""

    method: str = "reml"
    test: str = "adhoc"
    zeros: str = "only0"
    empty: bool = False


STATED = Analysis()


def fragility(
    pooled: Pooled, readings: Sequence[Reading], checks: Sequence[Check], endpoint: str, method: str
) -> Fragility:
    """The ledger of one pool that synthesis.pool() made of gather()'s effects."""
    stated = _as_stated(pooled, method)
    trials = trials_of(pooled.effects, readings)
    with_empty = gather(readings, checks, endpoint, pooled.scale, empty=True).effects
    known = {e.because.of for e in pooled.effects}
    trials += [
        t
        for t, e in zip(trials_of(with_empty, readings), with_empty, strict=True)
        if e.because.of not in known
    ]
    taken = trials_of(pooled.effects, readings)
    others = {
        name: _without(c, pooled, readings, checks, endpoint)
        for name, c in _named(_correcting(pooled, checks)).items()
    }
    without = {
        name: left for name, left in others.items() if left != taken
    }  # a check may only bear a figure out
    return ledger(pooled.name, pooled.scale, trials, stated, without, pooled.residual_sd, (pooled.id,))


def ledger(
    name: str, scale: Scale, trials: Sequence[Trial], stated: Analysis = STATED,
    otherwise: Mapping[str, Sequence[Trial]] | None = None, outcome_sd: float | None = None, of: tuple[str, ...] = (),
) -> Fragility:  # fmt: skip
    """The ledger of trials that are at hand. otherwise : name of a correction → trials without it. outcome_sd : of a
    difference in means, which priors of tau are relative to. Raises EvidenceError where no trial can be used."""
    base = run(trials, scale, stated)
    if base is None:
        raise EvidenceError("No trial gives an effect.", where=name, fix="Look at the counts of events.")
    first = _choice("stated", describe(stated), base, base)
    others = _one_at_a_time(trials, scale, stated, otherwise or {}, outcome_sd)
    rows = [_choice(what, option, found, base) for what, option, found in others if found is not None]
    rows += _for_a_new_trial(trials, scale, stated)
    every = [run(trials, scale, a) for a in _combinations(trials, stated)]
    concluded = [conclusion(e.low, e.high) for e in every if e is not None]
    agreeing = sum(c == first.conclusion for c in concluded)
    formula = f"{agreeing} of {len(concluded)} combinations conclude as stated: {first.conclusion}"
    return Fragility(
        name=name, scale=scale, stated=first, choices=tuple(rows), analyses=len(concluded), agreeing=agreeing,
        because=Because(rule="pool.ledger.ledger", of=of, formula=formula),
    )  # fmt: skip


class Estimate(NamedTuple):
    trials: int
    mean: float
    low: float
    high: float


def run(trials: Sequence[Trial], scale: Scale, analysis: Analysis) -> Estimate | None:
    """The pooled mean under one analysis; None where fitted() has none."""
    found = fitted(trials, scale, analysis)
    if found is None:
        return None
    low, high = found.interval()
    return Estimate(found.q_df + 1, float(found.beta[0]), float(low[0]), float(high[0]))


def fitted(trials: Sequence[Trial], scale: Scale, analysis: Analysis) -> Fit | None:
    """None where no trial is left, and where trials agree exactly so that Hartung and Knapp's interval has no width."""
    y, v = _effects(trials, scale, analysis)
    if not len(y):
        return None
    # One trial is itself, whatever the estimator.
    found = fit(y, v, None, analysis.method, analysis.test if len(y) > 1 else "z")
    return None if np.isnan(found.covariance).any() else found


def _effects(trials: Sequence[Trial], scale: Scale, analysis: Analysis) -> tuple[np.ndarray, np.ndarray]:
    y, v = [], []
    for trial in trials:
        if trial.empty and not analysis.empty:
            continue
        one = Trial(trial.y, trial.v)
        if trial.table is not None and scale in MEASURES:
            columns = {n: [x] for n, x in zip(("x1", "n1", "x2", "n2"), trial.table, strict=True)}
            found = measures.effect_sizes(MEASURES[scale], to=analysis.zeros, **columns)
            if not len(found.y):
                continue
            one = Trial(float(found.y[0]), float(found.v[0]))
        y.append(one.y)
        v.append(one.v)
    return np.array(y), np.array(v)


def conclusion(low: float, high: float) -> Conclusion:
    return "lower" if high < 0 else "higher" if low > 0 else "not shown"


def describe(analysis: Analysis) -> str:
    return f"{NAMES[analysis.method]}, {TESTS[analysis.test]} interval"


def _choice(what: str, option: str, found: Estimate, base: Estimate) -> Choice:
    concluded = conclusion(found.low, found.high)
    return Choice(
        what=what, option=option, trials=found.trials, mean=found.mean, low=found.low, high=found.high,
        conclusion=concluded, flips=concluded != conclusion(base.low, base.high),
    )  # fmt: skip


Row = tuple[str, str, Estimate | None]


def _one_at_a_time(
    trials: Sequence[Trial],
    scale: Scale,
    stated: Analysis,
    otherwise: Mapping[str, Sequence[Trial]],
    sd: float | None,
) -> Iterator[Row]:
    several = sum(not t.empty for t in trials) > 1
    if several:
        for method in (m for m in NAMES if m != stated.method):
            test = "z" if method == "common" else stated.test
            yield "estimator", NAMES[method], run(trials, scale, stated._replace(method=method, test=test))
        for test in (t for t in TESTS if t != stated.test):
            yield "interval", TESTS[test], run(trials, scale, stated._replace(test=test))
    yield from _about_zeros(trials, scale, stated)
    if several:
        yield from _bayesian(trials, scale, stated, sd)
    for name, others in otherwise.items():
        yield "correction", f"without that of the check {name.replace('_', ' ')}", run(others, scale, stated)


def _about_zeros(trials: Sequence[Trial], scale: Scale, stated: Analysis) -> Iterator[Row]:
    if scale not in MEASURES or all(t.table is None for t in trials):
        return
    if any(t.table and _zero(t.table) and not t.empty for t in trials):
        for zeros in (z for z in ZEROS if z != stated.zeros):
            yield "zero cells", ZEROS[zeros], run(trials, scale, stated._replace(zeros=zeros))
    if any(t.empty for t in trials):
        yield "trials without events", "kept, 1/2 added", run(trials, scale, stated._replace(empty=True))
    tables = [t.table for t in trials if t.table is not None]
    if len(tables) == len(trials):
        columns = dict(zip(("x1", "n1", "x2", "n2"), np.array(tables).T, strict=True))
        of = [MEASURES[scale]] + (["PETO"] if scale == "log_odds_ratio" else [])
        for measure in of:
            effect, se = common.EFFECTS[measure](*columns.values())
            if not math.isnan(se):
                half = critical(math.inf) * se
                label = "Peto's odds ratio" if measure == "PETO" else "Mantel-Haenszel"
                found = Estimate(sum(not t.empty for t in trials), effect, effect - half, effect + half)
                yield "no correction", label, found


def _zero(table: Table) -> bool:
    return min(table[0], table[1] - table[0], table[2], table[3] - table[2]) == 0


def _bayesian(trials: Sequence[Trial], scale: Scale, stated: Analysis, sd: float | None) -> Iterator[Row]:
    unit = 1.0 if scale.startswith("log_") else sd if scale == "mean_difference" else None
    if unit is None:
        return
    y, v = _effects(trials, scale, stated)
    for name, size in TAU_PRIORS:
        prior = normal_hierarchy.PRIORS[name]
        found = normal_hierarchy.posterior(y, np.sqrt(v), 0.0, math.inf, prior, size * unit).mu
        low, high = found.quantile(np.array([0.025, 0.975]))
        option = f"{name} of scale {size:g}" + ("" if unit == 1.0 else " outcome SD")
        yield "prior of tau", option, Estimate(len(y), found.mean, float(low), float(high))


def _for_a_new_trial(trials: Sequence[Trial], scale: Scale, stated: Analysis) -> list[Choice]:
    """The interval for a new trial by each convention; a flip is against the first, t(k-1)."""
    found = fitted(trials, scale, stated)
    if found is None or found.q_df < 2 or stated.method == "common":
        return []
    rows: list[Choice] = []
    for convention, df in (("t(k-1)", found.q_df), ("t(k-2)", found.q_df - 1), ("z", math.inf)):
        new = predict(found, np.ones((1, 1)), float(df))
        one = Estimate(found.q_df + 1, float(new.mean[0]), float(new.new_low[0]), float(new.new_high[0]))
        base = Estimate(one.trials, rows[0].mean, rows[0].low, rows[0].high) if rows else one
        rows.append(_choice("interval for a new trial", convention, one, base))
    return rows


def _combinations(trials: Sequence[Trial], stated: Analysis) -> Iterator[Analysis]:
    """One trial is itself, whatever the estimator and interval."""
    several = sum(not t.empty for t in trials) > 1
    zero = any(t.table and _zero(t.table) and not t.empty for t in trials)
    empty = (False, True) if any(t.empty for t in trials) else (False,)
    methods = [m for m in NAMES if m != "common"] if several else [stated.method]
    tests = TESTS if several else [stated.test]
    for method, test, zeros, keep in itertools.product(methods, tests, ZEROS if zero else ("only0",), empty):
        if not (keep and zeros == "none"):
            yield Analysis(method, test, zeros, keep)


def _as_stated(pooled: Pooled, method: str) -> Analysis:
    said = pooled.method.split(", ")[-1].removesuffix(" interval")
    return Analysis(method if method != "eb" else "pm", INTERVALS.get(said, "z"))


def trials_of(effects: Sequence[Effect], readings: Sequence[Reading]) -> list[Trial]:
    """Effects with the counts that they were made from, which their lineage names."""
    results = {r.id: r for reading in readings for r in reading.results}
    out = []
    for e in effects:
        pair = [results[i] for i in e.because.of[:2] if i in results]
        table: Table | None = None
        if (
            e.because.rule == "pool.arm_level"
            and len(pair) == 2
            and e.scale in MEASURES
            and all(r.total for r in pair)
        ):
            table = tuple(float(k or 0) for r in pair for k in (r.count, r.total))  # type: ignore[assignment]
        out.append(Trial(e.y, e.v, table))
    return out


def _correcting(pooled: Pooled, checks: Sequence[Check]) -> list[Check]:
    """Checks that an effect's lineage names."""
    named = {i for e in pooled.effects for i in e.because.of}
    return list({c.id: c for c in checks if c.id in named}.values())


def _named(checks: Sequence[Check]) -> dict[str, Check]:
    """Each by its name; with its trial, and a number, where several have it."""
    out: dict[str, Check] = {}
    for c in checks:
        alike = sum(x.name == c.name for x in checks) > 1
        name = f"{c.name} of {c.trial}" if alike and c.trial else c.name
        before = sum(key == name or key.startswith(f"{name}, ") for key in out)
        out[f"{name}, {before + 1}" if before else name] = c
    return out


def _without(
    check: Check, pooled: Pooled, readings: Sequence[Reading], checks: Sequence[Check], endpoint: str
) -> list[Trial]:
    left = [c for c in checks if c.id != check.id]
    return trials_of(gather(readings, left, endpoint, pooled.scale).effects, readings)
