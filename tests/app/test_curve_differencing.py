"""Attacks by differencing on curves. Beside all that tests/app/test_differencing.py gives the attacker, they hold the
curve along each of two numeric criteria's limits, and solve for the patients between any two limits, within any
pattern of the other criteria."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import linprog

from trialwright.app.sharing import ALONG, shareable, shareable_curve
from trialwright.kernels.suppress import WIDTH, is_small
from trialwright.model.screening import (
    Cohort,
    Counts,
    CriterionCounts,
    GroupCells,
    LackingCell,
    LimitCell,
    MaskCell,
    Screening,
    ThresholdCount,
    ThresholdCurve,
)
from trialwright.report import limits
from trialwright.report.costs import CostsView
from trialwright.screen import masks
from trialwright.screen.pricing import collapsed

LEVELS, WRITTEN = 5, 2  # a value passes limit k where it is at least k; the protocol's limit is 2
VALUES = (*range(LEVELS), None)
ITEMS = ("a", "b", "c")
ATOMS = list(itertools.product(VALUES, VALUES, ("passes", "fails", "unknown")))
Atom = tuple[int | None, int | None, str]
Vector = npt.NDArray[np.float64]


def said(value: int | None, limit: int) -> str:
    return "unknown" if value is None else "passes" if value >= limit else "fails"


def verdicts(atom: Atom, limits: tuple[int, int] = (WRITTEN, WRITTEN)) -> tuple[str, str, str]:
    return said(atom[0], limits[0]), said(atom[1], limits[1]), atom[2]


def mask(of: tuple[str, ...], word: str) -> int:
    return sum(1 << i for i, v in enumerate(of) if v == word)


def state(of: tuple[str, ...]) -> str:
    return "excluded" if "fails" in of else "possible" if "unknown" in of else "certain"


def which(chosen: Callable[[Atom], float]) -> Vector:
    """How much of a patient in each atom counts."""
    return np.array([float(chosen(a)) for a in ATOMS])


def screening(n: dict[Atom, int]) -> Screening:
    rows = [(mask(verdicts(a), "fails"), mask(verdicts(a), "unknown"), k) for a, k in n.items()]
    every = collapsed(MaskCell(fails=f, unknown=u, patients=k) for f, u, k in rows)
    counts = tuple(
        CriterionCounts(
            criterion=f"c{i}", name=f"rule {i}", side="inclusion",
            **dict(zip(("passes", "unknown", "fails"), masks.totals(every, 1 << i), strict=True)),
        )
        for i in range(3)
    )  # fmt: skip
    return Screening(
        cohort=Cohort(
            name="ward", source="ward.csv", patients=sum(n.values()), index="day 0", fingerprint="0"
        ),
        counts=counts,
        funnel=masks.funnel(counts, every),
        cells=every,
        items=ITEMS,
        lacking=tuple(LackingCell(items=c.unknown, patients=c.patients) for c in every if not c.fails),
        rarest=min(c.patients for c in every),
        groups=(GroupCells(by="sex", level="female", cells=every),),
        **masks.totals(every)._asdict(),
    )


def curve(n: dict[Atom, int], position: int) -> ThresholdCurve:
    def at(limit: int) -> dict[str, int]:
        limits = tuple(limit if i == position else WRITTEN for i in range(2))
        return {w: sum(k for a, k in n.items() if state(verdicts(a, limits)) == w) for w in ALONG}

    def others(atom: Atom) -> str:
        return state(tuple(v for i, v in enumerate(verdicts(atom)) if i != position))

    cells = []
    for a, k in n.items():
        if others(a) != "excluded":
            value = a[position]
            met = None if value is None else sum(1 << p for p in range(LEVELS) if value >= p)
            cells.append(
                LimitCell(others_unknown=others(a) == "possible", least=met, largest=met, patients=k)
            )
    without = {w: sum(k for a, k in n.items() if others(a) == w) for w in ALONG}
    return ThresholdCurve(
        criterion=position, name=f"rule {position}", concept="x", comparator=">=", unit="", written=float(WRITTEN),
        points=tuple(ThresholdCount(limit=float(p), **at(p)) for p in range(LEVELS)), without=Counts(**without),
        cells=tuple(cells),
    )  # fmt: skip


def learned(n: dict[Atom, int]) -> tuple[Vector, Vector, int]:
    """Every equation given away, and how many points of curves are among them."""
    found, out, points = screening(n), [], 0
    shown = shareable(found)
    if shown["patients"] is not None:
        out.append((which(lambda a: 1), shown["patients"]))
    for order in itertools.permutations(range(3)):
        for k, step in enumerate(shareable(found, order=order)["steps"]):
            for w in ALONG:
                among = order[: k + 1]
                out.append(
                    (which(lambda a, w=w, s=among: state(tuple(verdicts(a)[i] for i in s)) == w), step[w])
                )
            for w in ("passes", "fails", "unknown"):
                out.append((which(lambda a, w=w, i=order[k]: verdicts(a)[i] == w), step[w]))
    for i, cost in enumerate(shown["costs"] or ()):
        alone = which(lambda a, i=i: verdicts(a)[i] == "fails" and verdicts(a).count("fails") == 1)
        out.append((alone, cost["sole_certain"] + cost["sole_possible"]))
        certain = which(
            lambda a, i=i: verdicts(a)[i] == "fails" and sum(v == "passes" for v in verdicts(a)) == 2
        )
        out.append((certain, cost["sole_certain"]))
        gain = which(
            lambda a, i=i: verdicts(a)[i] != "passes" and sum(v == "passes" for v in verdicts(a)) == 2
        )
        out.append((gain, cost["gain_certain"]))
        share = which(
            lambda a, i=i: (verdicts(a)[i] == "fails") / max(1, sum(v == "fails" for v in verdicts(a)))
        )
        out.append((share, cost["shapley_not_excluded"]))
    for item in shown["items"] or ():
        i = ITEMS.index(item["item"])
        kept = [(a, verdicts(a)) for a in ATOMS]
        lacks = [float("fails" not in v and v[i] == "unknown") for _, v in kept]
        out.append((np.array(lacks), item["lacked_by"]))
        alone = [float("fails" not in v and v[i] == "unknown" and v.count("unknown") == 1) for _, v in kept]
        out.append((np.array(alone), item["settles"]))
    for position in range(2):
        told = shareable_curve(curve(n, position), found)
        for p in told.points if told else ():
            points += p.limit != WRITTEN
            limits = tuple(int(p.limit) if i == position else WRITTEN for i in range(2))
            for w in ALONG:
                out.append((which(lambda a, w=w, m=limits: state(verdicts(a, m)) == w), getattr(p, w)))
    rows = [(v, k) for v, k in out if k is not None]
    return np.array([v for v, _ in rows]), np.array([k for _, k in rows], dtype=float), points


def targets() -> list[Vector]:
    """Patients between any two limits of a numeric criterion, or at least, or below one, whom the others certainly or
    possibly let in, and within each of their patterns."""
    out = []
    for i in range(2):
        spans = [(lo, hi) for lo in range(LEVELS) for hi in range(lo + 1, LEVELS + 1)]
        for lo, hi in spans:
            inside = which(lambda a, i=i, lo=lo, hi=hi: a[i] is not None and lo <= a[i] < hi)
            for w in ("certain", "possible", "excluded"):
                out.append(
                    inside
                    * which(
                        lambda a, i=i, w=w: state(tuple(v for j, v in enumerate(verdicts(a)) if j != i)) == w
                    )
                )
            for rest in itertools.product(("passes", "unknown", "fails"), repeat=2):
                out.append(
                    inside
                    * which(lambda a, i=i, r=rest: tuple(v for j, v in enumerate(verdicts(a)) if j != i) == r)
                )
    return out


def cohort(seed: int, parts: int) -> dict:
    """Every pattern of the criteria that occurs holds 11 patients or more, so that costs are told; split over values."""
    rng = np.random.default_rng(seed)
    words = ("passes", "fails", "unknown")
    patterns = list(itertools.product(words, repeat=3))
    n: dict[Atom, int] = {}
    for k in rng.choice(len(patterns), size=rng.integers(6, 16), replace=False):
        atoms = [a for a in ATOMS if verdicts(a) == patterns[k]]
        spread = rng.integers(0, len(atoms), size=parts)
        for at, some in zip(
            spread, rng.multinomial(rng.integers(11, 150), np.ones(parts) / parts), strict=True
        ):
            n[atoms[at]] = n.get(atoms[at], 0) + int(some)
    return {a: k for a, k in n.items() if k}


def width(target: Vector, equations: Vector, values: Vector) -> float:
    least = linprog(target, A_eq=equations, b_eq=values, bounds=(0, None))
    most = linprog(-target, A_eq=equations, b_eq=values, bounds=(0, None))
    assert least.status == 0
    return float("inf") if most.status != 0 else float(-most.fun - least.fun)


def attacked(seed: int, parts: int) -> tuple[list[float], int]:
    """The widths to which small counts are known, and how many points of curves are told."""
    n = cohort(seed, parts)
    equations, values, points = learned(n)
    truth = np.array([n.get(a, 0) for a in ATOMS], dtype=float)
    np.testing.assert_allclose(equations @ truth, values)  # what is printed is true
    small = {t.tobytes(): t for t in targets() if is_small(round(float(t @ truth)))}.values()
    return [width(t, equations, values) for t in small], points


# Of these the first five are cohorts in which the differences of printed counts alone show nothing small, and yet
# a small count follows from them and the costs.
@pytest.mark.parametrize(("seed", "parts"), [(2, 2), (5, 3), (8, 2), (8, 5), (13, 3), (6, 5), (1, 5), (9, 5)])
def test_no_small_count_between_limits_is_pinned_down(seed: int, parts: int) -> None:
    widths, points = attacked(seed, parts)
    assert widths, "there is something to attack"
    assert points, "and curves to attack it with"
    assert min(widths) >= WIDTH - 1e-6


def test_the_attack_finds_what_is_told_at_every_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same attack with every point told pins small counts, so that it is one."""
    monkeypatch.setattr(limits, "_all_large", lambda curve, limits: True)
    widths, _ = attacked(8, 5)
    assert min(widths) < 1e-6


def test_large_counts_are_told_at_every_limit() -> None:
    """Nothing is small: every point of both curves leaves."""
    atoms = [(x, y, z) for x in (0, 1, 2, 4) for y in (1, 3, None) for z in ("passes", "unknown")]
    _, _, points = learned(dict.fromkeys(atoms, 25))
    assert points == 2 * (LEVELS - 1)


@pytest.mark.parametrize(("few", "told"), [(5, [40.0, 65.0]), (20, [40.0, 60.0, 65.0])])
def test_a_curve_of_age_shows_nobody_between_a_limit_and_the_end_of_a_band(
    few: int, told: list[float]
) -> None:
    """Patients by band of age are told beside it: with a limit at 60 those of 60 to 64 would follow."""
    spans = {
        (0, 0): 50,
        (0b001, 0): 100,
        (0b011, 0): few,
        (0b111, 1): 80,
    }  # limits 40, 60, 65 and the band that ends at 65
    points = [ThresholdCount(limit=x, certain=0, possible=0, excluded=0) for x in (40.0, 60.0, 65.0)]
    made = ThresholdCurve(
        criterion=0, name="age", concept="age", comparator=">=", unit="years", written=40.0, points=tuple(points),
        without=Counts(certain=0, possible=0, excluded=0), edges=1,
        cells=tuple(LimitCell(others_unknown=False, least=low | band << 3, largest=low | band << 3, patients=n)
                    for (low, band), n in spans.items()),
    )  # fmt: skip
    shown = limits.told(made, CostsView((), (), ()), suppressing=True)
    assert shown is not None
    assert [p.limit for p in shown.points] == told
