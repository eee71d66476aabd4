"""Attacks by differencing. The attacker holds everything that is shared of one screening: the funnel in every order,
sole blockers, Shapley shares, what to measure and groups; knows that counts of patients are not negative and how criteria combine; and solves linear
programmes over the finest pattern there is (what each criterion says, and the group) for the number of patients in
any cell: after any set of criteria (any of them left out), left by more criteria, excluded by one alone, settled by one
test, in any group."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import linprog

from trialwright.app.sharing import ALONG, shareable
from trialwright.kernels.suppress import WIDTH, is_small
from trialwright.model.screening import (
    Cohort,
    CriterionCounts,
    GroupCells,
    LackingCell,
    MaskCell,
    Screening,
)
from trialwright.screen import masks
from trialwright.screen.pricing import collapsed

CRITERIA, LEVELS = 3, ("female", "male")
ITEMS = tuple(f"test {i}" for i in range(CRITERIA))  # what is lacked where criterion i is unknown
# All that can be true of a patient: (fails, unknown, level).
ATOMS = [
    (sum(1 << i for i, s in enumerate(p) if s == 1), sum(1 << i for i, s in enumerate(p) if s == 2), level)
    for p in itertools.product(range(3), repeat=CRITERIA)
    for level in LEVELS
]
ALONE = {"passes": "certain", "fails": "excluded", "unknown": "possible"}
Vector = npt.NDArray[np.float64]


def members(word: str, among: int, level: str | None = None) -> Vector:
    """Which atoms are certain, possible or excluded under a set of criteria."""

    def state(fails: int, unknown: int) -> str:
        return "excluded" if fails & among else "possible" if unknown & among else "certain"

    return np.array([float(state(f, u) == word and level in (None, at)) for f, u, at in ATOMS])


def patients(of: Callable[[int, int], float]) -> Vector:
    """How much of a patient in each atom counts, given what fails and what is unknown."""
    return np.array([float(of(f, u)) for f, u, _ in ATOMS])


def share(blocked: int, i: int) -> float:
    return (blocked >> i & 1) / max(1, blocked.bit_count())


def screening(atoms: dict[tuple[int, int, str], int]) -> Screening:
    def cells(level: str | None) -> tuple[MaskCell, ...]:
        rows = [(f, u, n) for (f, u, at), n in atoms.items() if level in (None, at)]
        return collapsed(MaskCell(fails=f, unknown=u, patients=n) for f, u, n in rows)

    every = cells(None)
    counts = tuple(
        CriterionCounts(
            criterion=f"c{i}", name=f"rule {i}", side="inclusion",
            **dict(zip(("passes", "unknown", "fails"), masks.totals(every, 1 << i), strict=True)),
        )
        for i in range(CRITERIA)
    )  # fmt: skip
    return Screening(
        cohort=Cohort(
            name="ward",
            source="ward.csv",
            patients=sum(atoms.values()),
            index="day 0",
            fingerprint="0",
        ),
        counts=counts,
        funnel=masks.funnel(counts, every),
        cells=every,
        items=ITEMS,
        lacking=tuple(LackingCell(items=c.unknown, patients=c.patients) for c in every if not c.fails),
        rarest=min(c.patients for c in every),
        rarest_in_groups=min(atoms.values()),
        groups=tuple(GroupCells(by="sex", level=level, cells=cells(level)) for level in LEVELS),
        **masks.totals(every)._asdict(),
    )


def learned(shown: dict[str, Any], order: tuple[int, ...]) -> list[tuple[Vector, float]]:
    """Every equation that a shared screening gives away."""
    out = [] if shown["patients"] is None else [(np.ones(len(ATOMS)), shown["patients"])]
    for k, step in enumerate(shown["steps"]):
        among, before = (sum(1 << i for i in order[:j]) for j in (k + 1, k))
        newly = members("excluded", among) - members("excluded", before)
        told = [(members(w, among), step[w]) for w in ALONG]
        told += [(members(w, 1 << order[k]), step[a]) for a, w in ALONE.items()]
        out += [(v, n) for v, n in [*told, (newly, step["newly_excluded"])] if n is not None]
    for i, cost in enumerate(shown["costs"] or ()):
        rest = (1 << CRITERIA) - 1 - (1 << i)
        all_of_them = (1 << CRITERIA) - 1
        out.append((members("certain", rest) - members("certain", all_of_them), cost["gain_certain"]))
        sole = members("excluded", all_of_them) - members("excluded", rest)
        out.append((sole, cost["sole_certain"] + cost["sole_possible"]))
        out.append((patients(lambda f, u, i=i: f == 1 << i and not u), cost["sole_certain"]))
        out.append((patients(lambda f, u, i=i: share(f | u, i)), cost["shapley_certain"]))
        out.append((patients(lambda f, u, i=i: share(f, i)), cost["shapley_not_excluded"]))
    so_far = 0
    for item in shown["items"] or ():
        bit = 1 << ITEMS.index(item["item"])
        so_far |= bit
        out.append((patients(lambda f, u, b=bit: not f and bool(u & b)), item["lacked_by"]))
        out.append((patients(lambda f, u, b=bit: not f and u == b), item["settles"]))
        out.append((patients(lambda f, u, s=so_far: not f and u > 0 and not u & ~s), item["settled_so_far"]))
    for group in shown["groups"] or ():
        out += [(members(w, (1 << CRITERIA) - 1, group["level"]), group[w]) for w in ALONG]
    return out


def targets() -> list[Vector]:
    """Cells worth attacking: any set of criteria (leave-one-out among them), one set against a larger, any group."""
    sets = range(1 << CRITERIA)
    out = [members(w, s, level) for w in ALONG for s in sets for level in (None, *LEVELS)]
    for some, more in itertools.product(sets, sets):
        if some & more == some != more:
            out.append(members("excluded", more) - members("excluded", some))
            out.append(members("certain", some) - members("certain", more))
    for i in range(CRITERIA):
        out.append(patients(lambda f, u, i=i: f == 1 << i and not u))
        out.append(patients(lambda f, u, i=i: f == 1 << i and u > 0))
        out.append(patients(lambda f, u, i=i: not f and u == 1 << i))
    return out


def cohort(seed: int, sizes: tuple[int, ...]) -> dict[tuple[int, int, str], int]:
    rng = np.random.default_rng(seed)
    picked = rng.choice(len(ATOMS), size=rng.integers(4, 12), replace=False)
    return {ATOMS[k]: int(rng.choice(sizes)) for k in sorted(picked)}


def known(found: Screening) -> tuple[Vector, Vector]:
    orders = list(itertools.permutations(range(CRITERIA)))
    rows = learned(shareable(found), tuple(range(CRITERIA)))
    rows += [row for o in orders for row in learned(shareable(found, order=o), o)]
    return np.array([v for v, _ in rows]), np.array([n for _, n in rows], dtype=float)


def width(target: Vector, equations: Vector, values: Vector) -> float:
    """Between the least and the most patients that a cell can hold, given all that is known."""
    least = linprog(target, A_eq=equations, b_eq=values, bounds=(0, None))
    most = linprog(-target, A_eq=equations, b_eq=values, bounds=(0, None))
    assert least.status == 0
    return float("inf") if most.status != 0 else float(-most.fun - least.fun)


@pytest.mark.parametrize("seed", range(12))
def test_no_small_cell_is_pinned_down(seed: int) -> None:
    atoms = cohort(seed, (2, 7, 15, 60, 300))
    equations, values = known(screening(atoms))
    truth = np.array([atoms.get(a, 0) for a in ATOMS], dtype=float)
    np.testing.assert_allclose(equations @ truth, values)  # what is printed is true
    small = [t for t in targets() if is_small(round(float(t @ truth)))]
    assert small  # there is something to attack
    unique = {t.tobytes(): t for t in small}.values()
    assert all(width(t, equations, values) >= WIDTH - 1e-6 for t in unique)


@pytest.mark.parametrize("seed", range(4))
def test_costs_and_groups_are_printed_where_they_cannot_be_attacked(seed: int) -> None:
    atoms = cohort(seed, (15, 60, 300))
    shown = shareable(screening(atoms))
    assert shown["costs"]
    assert shown["groups"]
    truth = np.array([atoms.get(a, 0) for a in ATOMS], dtype=float)
    assert not any(is_small(round(float(t @ truth))) for t in targets())


@pytest.mark.parametrize("seed", range(4))
def test_costs_give_no_group_away(seed: int) -> None:
    """Patterns are large, parts of them within a group are not: all costs are told, and with them no such part."""
    rng = np.random.default_rng(seed)
    patterns = sorted({(f, u) for f, u, _ in ATOMS})
    picked = [patterns[k] for k in rng.choice(len(patterns), size=6, replace=False)]
    atoms = {(f, u, "female"): int(rng.integers(20, 200)) for f, u in picked}
    atoms |= {(f, u, "male"): int(rng.integers(1, 9)) for f, u in picked[:3]}
    shown = shareable(screening(atoms))
    assert shown["costs"]
    assert shown["groups"] is None
    equations, values = known(screening(atoms))
    truth = np.array([atoms.get(a, 0) for a in ATOMS], dtype=float)
    np.testing.assert_allclose(equations @ truth, values)
    small = {t.tobytes(): t for t in targets() if is_small(round(float(t @ truth)))}.values()
    assert small
    assert all(width(t, equations, values) >= WIDTH - 1e-6 for t in small)


@pytest.mark.parametrize("solved", ["sole_certain", "shapley_certain", "settles"])
def test_the_attack_uses_each_kind_of_cost(solved: str) -> None:
    """Of a cohort whose costs are told though they may not be, one kind alone pins a small cell."""
    atoms = {(0, 0, "female"): 300, (1, 0, "female"): 4, (0, 2, "female"): 7, (6, 0, "female"): 90}
    shown = shareable(screening(atoms), small_cells=True)
    rows = {"costs": [], "items": [], "groups": []}
    rows |= {"items": shown["items"]} if solved == "settles" else {"costs": shown["costs"]}
    told = learned({"patients": shown["patients"], "steps": []} | rows, (0, 1, 2))
    equations, values = np.array([v for v, _ in told]), np.array([n for _, n in told], dtype=float)
    small = (0, 2) if solved == "settles" else (1, 0)
    target = patients(lambda f, u: (f, u) == small)
    assert width(target, equations, values) < 1e-6


def test_the_attack_finds_what_suppression_hides() -> None:
    """The same attack on the same screening, every count printed: it pins small cells, so that it is one."""
    atoms = cohort(3, (2, 7, 15, 60, 300))
    found = screening(atoms)
    rows = learned(shareable(found, small_cells=True), (0, 1, 2))
    equations, values = np.array([v for v, _ in rows]), np.array([n for _, n in rows], dtype=float)
    truth = np.array([atoms.get(a, 0) for a in ATOMS], dtype=float)
    small = [t for t in targets() if is_small(round(float(t @ truth)))]
    assert any(width(t, equations, values) < 1e-6 for t in small)


def test_groups_stay_out_where_only_they_are_small() -> None:
    """Patterns are large, one of them within a group is not: costs are printed, and who is lost is not."""
    atoms = {(0, 0, "female"): 80, (0, 0, "male"): 90, (1, 0, "female"): 4, (1, 0, "male"): 40}
    shown = shareable(screening(atoms))
    assert shown["costs"]
    assert shown["groups"] is None
