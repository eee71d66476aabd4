"""Clean abstracts of two-arm trials that never were, from a small grammar of our own, with every number's place.

Each is consistent to the last digit: counts, percentages, estimates, intervals and p-values are computed from one set
of counts and moments, by the test that the abstract names.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trialwright.app.injection.places import Marked, Writing
from trialwright.kernels import intervals, two_by_two
from trialwright.kernels.intervals import Interval
from trialwright.kernels.printed_statistics import student

DRUGS = (
    "velotinib",
    "cardoprel",
    "anzemab",
    "lirofen",
    "tesamide",
    "oxirane",
    "pravelin",
    "nemucept",
    "sodatril",
    "milacort",
)
CONDITIONS = (
    "chronic heart failure",
    "rheumatoid arthritis",
    "severe asthma",
    "acute pancreatitis",
    "type 2 diabetes",
    "ulcerative colitis",
)
EVENTS = (
    "relapse",
    "hospital readmission",
    "wound infection",
    "treatment failure",
    "atrial fibrillation",
    "postoperative delirium",
)
SCORES = (
    "pain score",
    "symptom score",
    "fatigue score",
    "systolic blood pressure",
    "quality of life score",
    "walking distance",
)
CELLS = ("regulatory T cells", "autologous cells")


@dataclass(frozen=True)
class Binary:
    """Events in two arms, and how they are reported. measure : "" where only a p is."""

    counts: tuple[int, int, int, int]
    measure: str
    test: str
    outcome: str
    decimals: int


@dataclass(frozen=True)
class Continuous:
    """Means and SDs as printed, one decimal each."""

    means: tuple[float, float]
    sds: tuple[float, float]
    outcome: str


@dataclass(frozen=True)
class Abstract:
    """marked : text and places. What it is about, for an oracle that does not read."""

    marked: Marked
    sizes: tuple[int, int]
    binaries: tuple[Binary, ...]
    continuous: tuple[Continuous, ...]


TESTS = {
    "Fisher's exact test": two_by_two.fisher_exact,
    "chi-squared test": two_by_two.z_pooled,
}
RATIOS = {"odds ratio": intervals.odds_ratio, "relative risk": intervals.risk_ratio}


def abstract(rng: np.random.Generator, number: int) -> Abstract:
    """One clean abstract."""
    drug, other = str(rng.choice(DRUGS)), "placebo"
    sizes = _sizes(rng)
    out = Writing()
    _methods(out, rng, drug, other, sizes)
    events = [_binary(rng, sizes, str(e)) for e in rng.choice(EVENTS, 2, replace=False)]
    scores = [_continuous(rng, sizes, str(rng.choice(SCORES)))]
    for i, one in enumerate(events):
        _report_binary(out, rng, one, i, drug, other)
    for i, score in enumerate(scores):
        _report_continuous(out, rng, score, sizes, len(events) + i, drug, other)
    out.say(f"\n\nConclusion: {drug.capitalize()} deserves further study.\n")
    marked = Marked(f"synthetic-{number}.txt", out.text, tuple(out.places), sizes)
    return Abstract(marked, sizes, tuple(events), tuple(scores))


def _sizes(rng: np.random.Generator) -> tuple[int, int]:
    n = int(rng.integers(20, 220))
    return n, max(12, n + int(rng.integers(-6, 7)))


def _methods(out: Writing, rng: np.random.Generator, drug: str, other: str, sizes: tuple[int, int]) -> None:
    condition, n = str(rng.choice(CONDITIONS)), sum(sizes)
    out.say(f"{drug.capitalize()} versus {other} in {condition}: a randomised trial\n\nMethods: ")
    way = int(rng.integers(3))
    if way == 0:
        out.say("In a double-blind trial, ")
        out.put(str(n), "randomised")
        out.say(f" patients with {condition} were randomly assigned to {drug} (n = ")
        out.put(str(sizes[0]), "size", arm=0)
        out.say(f") or {other} (n = ")
        out.put(str(sizes[1]), "size", arm=1)
        out.say("). ")
    elif way == 1:
        out.say("We randomly assigned ")
        out.put(str(n), "randomised")
        out.say(f" adults with {condition} to receive {drug} (")
        out.put(str(sizes[0]), "size", arm=0)
        out.say(f" patients) or {other} (")
        out.put(str(sizes[1]), "size", arm=1)
        out.say(" patients). ")
    else:
        out.say("A total of ")
        out.put(str(n), "randomised")
        out.say(f" patients with {condition} were randomised to {drug} (N=")
        out.put(str(sizes[0]), "size", arm=0)
        out.say(f") or {other} (N=")
        out.put(str(sizes[1]), "size", arm=1)
        out.say("). ")
    power = int(rng.integers(5, 10))
    out.say(f"The dose was {rng.integers(1, 9)}.{rng.integers(1, 9)} × 10")
    out.put("⁰¹²³⁴⁵⁶⁷⁸⁹"[power], "power of ten")
    out.say(f" {'IU' if rng.random() < 0.5 else 'cells'} of {drug}.\n\nResults: ")


def _binary(rng: np.random.Generator, sizes: tuple[int, int], outcome: str) -> Binary:
    while True:
        base = rng.uniform(0.15, 0.6)
        p1, p2 = base * rng.uniform(0.3, 1.0), base
        x1, x2 = int(rng.binomial(sizes[0], p1)), int(rng.binomial(sizes[1], p2))
        counts = (x1, sizes[0], x2, sizes[1])
        # An abstract prints a p from 0.001 up as a number.
        if 2 <= x1 < sizes[0] - 1 and 2 <= x2 < sizes[1] - 1 and two_by_two.fisher_exact(*counts) > 0.002:
            break
    measure = str(rng.choice(["", *RATIOS]))
    return Binary(counts, measure, str(rng.choice(list(TESTS))), outcome, int(rng.integers(0, 2)))


def _continuous(rng: np.random.Generator, sizes: tuple[int, int], outcome: str) -> Continuous:
    while True:
        spread = rng.uniform(4, 25)
        sds = tuple(round(float(spread * rng.uniform(0.85, 1.15)), 1) for _ in (0, 1))
        centre = rng.uniform(2, 6) * spread
        means = (round(float(centre - spread * rng.uniform(0.0, 0.6)), 1), round(float(centre), 1))
        got = student(means[0], sds[0], sizes[0], means[1], sds[1], sizes[1])
        if got is not None and 0.002 < got.p < 0.95:
            return Continuous(means, (sds[0], sds[1]), outcome)


def p_shown(p: float) -> str:
    return f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def _report_binary(out: Writing, rng: np.random.Generator, b: Binary, s: int, drug: str, other: str) -> None:
    x1, n1, x2, n2 = b.counts
    way = int(rng.integers(3))
    out.say(f"{b.outcome.capitalize()} occurred in ")
    for arm, (x, n, name) in enumerate(((x1, n1, drug), (x2, n2, other))):
        if arm:
            out.say((" and in ", " compared with ", " versus ")[way])
        out.put(str(x), "count", s, arm)
        percent = f"{100 * x / n:.{b.decimals}f}"
        if way == 1:
            out.say("/")
            out.put(str(n), "total", s, arm)
            out.say(" (")
            out.put(percent, "percent", s, arm)
            out.say(f"%) patients in the {name} group")
        else:
            out.say(" of ")
            out.put(str(n), "total", s, arm)
            out.say(" patients (")
            out.put(percent, "percent", s, arm)
            out.say(f"%) {'in the ' + name + ' group' if way == 0 else 'given ' + name}")
    out.say(" (")
    if b.measure:
        got: Interval = RATIOS[b.measure](*b.counts)
        out.say(f"{b.measure} ")
        out.put(f"{got.estimate:.2f}", "estimate", s, measure=b.measure)
        out.say(", 95% CI ")
        out.put(f"{got.low:.2f}", "low", s, measure=b.measure)
        out.say(" to ")
        out.put(f"{got.high:.2f}", "high", s, measure=b.measure)
        out.say("; ")
    out.say("P = ")
    out.put(p_shown(TESTS[b.test](*b.counts)), "p", s, measure=b.test)
    out.say(f", {b.test}). ")


def _report_continuous(
    out: Writing,
    rng: np.random.Generator,
    c: Continuous,
    sizes: tuple[int, int],
    s: int,
    drug: str,
    other: str,
) -> None:
    signs = ("±", "SD")[int(rng.integers(2))]
    out.say(f"The mean {c.outcome} was ")
    for arm, name in enumerate((drug, other)):
        if arm:
            out.say(" and ")
        out.put(f"{c.means[arm]:.1f}", "mean", s, arm)
        out.say(" ± " if signs == "±" else " (SD ")
        out.put(f"{c.sds[arm]:.1f}", "sd", s, arm)
        out.say(f"{'' if signs == '±' else ')'} in the {name} group")
    got = student(c.means[0], c.sds[0], sizes[0], c.means[1], c.sds[1], sizes[1])
    assert got is not None
    out.say(" (P = ")
    out.put(p_shown(got.p), "p", s, measure="t test")
    out.say(", t-test).")
