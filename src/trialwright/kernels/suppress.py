"""Which counts of patients must stay unprinted, so that no small cell is printed or can be worked out.

A count of 1-10 patients is small. It is withheld (primary suppression), and so are other counts until
nobody who adds and subtracts what is printed can pin a small count down any better than "1 to 10"
(complementary suppression). What a reader could work out is not guessed at: it is computed, as the
smallest and largest value each small count can take given every printed count and every sum that ties
counts together. A difference of two printed counts of nested groups (certain before a criterion minus
certain after it) is itself a count of patients and is protected in the same way.

Source: Hundepool et al. 2012, Statistical Disclosure Control, ch. 4 (secondary suppression, the
attacker's linear programme); the 1-10 rule is the CMS cell size policy.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

SMALLEST, LARGEST = 1, 10
WIDTH = LARGEST - SMALLEST  # what a reader learns anyway from a count being withheld
LAST_COST = 1000.0  # against log2 of a count, 1 to 30: what `last` names cost to withhold

Relation = Mapping[str, int]
"""Coefficients of a sum of counts that is always zero: {"patients": 1, "met": -1, "not met": -1}."""


class Cells(NamedTuple):
    """Counts of patients by name, what ties them together, and the names a report would like to print.

    Every name in a relation has a count. A count that is not printed is still protected, unless it is
    a margin: what a sum leaves over, which is no group of patients.
    """

    counts: Mapping[str, int]
    relations: Sequence[Relation]
    printed: frozenset[str]
    margins: frozenset[str] = frozenset()

    @property
    def small(self) -> list[str]:
        """Names of the counts to protect, in order."""
        return sorted(n for n, c in self.counts.items() if is_small(c) and n not in self.margins)


def is_small(count: int) -> bool:
    """Whether a count of patients may not be printed. Zero may: it describes nobody."""
    return SMALLEST <= count <= LARGEST


def withhold(cells: Cells, last: Collection[str] = ("patients",)) -> frozenset[str]:
    """Names that must not be printed, a subset of `cells.printed`.

    last : names to give up only when nothing else protects a small count.

    Each small count in turn is raised by nine, and the printed counts that must change with it, chosen
    so that as little as possible changes, are withheld: then a reader cannot tell the two apart.
    Printing less never undoes the protection of a count that was settled before.

    Source: Kelly, Golden & Assad 1992, Networks 22:397 (the linear programme behind one small cell).
    """
    hidden = {name for name in cells.printed if is_small(cells.counts[name])}
    if not cells.small:
        return frozenset(hidden)
    programme, settled = _Programme(cells, last), set[str]()
    for name in cells.small:
        if name not in settled:
            change = programme.changing_with(name, hidden)
            hidden |= change.keys() & cells.printed
            # A change that raises another count by as much protects it too, scaled down to WIDTH: every count stays
            # at nought or above, for it is then nearer to what it is.
            settled |= {other for other, by in change.items() if by >= WIDTH}
    return frozenset(hidden)


class _Programme:
    """The linear programme behind one small count, but for the count itself."""

    def __init__(self, cells: Cells, last: Collection[str]) -> None:
        import numpy as np
        from scipy.sparse import csr_matrix, hstack

        self.cells, self.names = cells, sorted(cells.counts)
        at = {n: i for i, n in enumerate(self.names)}
        entries = [(row, at[n], c) for row, r in enumerate(cells.relations) for n, c in r.items()]
        rows, columns, values = zip(*entries, strict=True) if entries else ((), (), ())
        relations = csr_matrix(
            (np.array(values, dtype=float), (rows, columns)), shape=(len(cells.relations), len(self.names))
        )
        self.relations = hstack([relations, -relations], format="csr")
        self.costs = [LAST_COST if n in last else float(np.log2(2 + cells.counts[n])) for n in self.names]

    def changing_with(self, name: str, hidden: Collection[str]) -> dict[str, float]:
        """By how much other counts change when `name` grows by WIDTH, every relation holds and no count is negative."""
        import numpy as np
        from scipy.optimize import linprog

        counts, printed = self.cells.counts, self.cells.printed
        cost = [
            0.0 if n in hidden or n not in printed else c for n, c in zip(self.names, self.costs, strict=True)
        ]
        up = [(WIDTH, WIDTH) if n == name else (0, None) for n in self.names]
        down = [(0, 0) if n == name else (0, counts[n]) for n in self.names]
        found = linprog(
            [*cost, *cost],
            A_eq=self.relations,
            b_eq=np.zeros(self.relations.shape[0]),
            bounds=up + down,
            method="highs",
        )
        change = found.x[: len(self.names)] - found.x[len(self.names) :]
        return {n: float(c) for n, c in zip(self.names, change, strict=True) if abs(c) > 1e-6}


def attack(name: str, cells: Cells, hidden: Collection[str]) -> tuple[float, float]:
    """The smallest and largest value that `name` can have, given all that is printed.

    The reader knows every relation, every printed count, and that no count is negative. The upper
    end is infinite where nothing printed bounds it.
    """
    from scipy.optimize import linprog

    known = cells.printed - set(hidden)
    if name in known:
        return float(cells.counts[name]), float(cells.counts[name])
    involved = _relations_reaching(name, cells.relations, known)
    unknown = sorted({v for r in involved for v in r if v not in known} | {name})
    matrix = [[relation.get(v, 0) for v in unknown] for relation in involved]
    right = [-sum(c * cells.counts[v] for v, c in relation.items() if v in known) for relation in involved]
    goal = [1.0 if v == name else 0.0 for v in unknown]
    equalities = {"A_eq": matrix, "b_eq": right} if matrix else {}
    low = linprog(goal, bounds=(0, None), method="highs", **equalities)
    high = linprog([-g for g in goal], bounds=(0, None), method="highs", **equalities)
    return float(low.fun), (float(-high.fun) if high.status == 0 else float("inf"))


def screening_cells(
    patients: int,
    funnel: Sequence[tuple[int, int, int]],
    criteria: Sequence[tuple[int, int, int]],
    causes: Sequence[Mapping[str, int]],
) -> Cells:
    """The counts of a screening and all that ties them together.

    patients : in the cohort. funnel : certain, possible, excluded after each criterion, in protocol
    order. criteria : passes, fails, unknown of each criterion alone, in the same order. causes :
    concept → patients lacking it, per criterion.

    Names: "patients"; "certain.0", "possible.0", "excluded.0", "newly.0" after criterion 0;
    "passes.0", "fails.0", "unknown.0" for it alone; "cause.0.CONCEPT".
    """
    counts: dict[str, int] = {"patients": patients}
    relations: list[Relation] = []
    for i, step in enumerate(funnel):
        counts |= {
            f"{word}.{i}": n for word, n in zip(("certain", "possible", "excluded"), step, strict=True)
        }
        before = funnel[i - 1][2] if i else 0
        counts[f"newly.{i}"] = step[2] - before
    for i, alone in enumerate(criteria):
        counts |= {f"{word}.{i}": n for word, n in zip(("passes", "fails", "unknown"), alone, strict=True)}
    for i, lacking in enumerate(causes):
        counts |= {f"cause.{i}.{concept}": n for concept, n in lacking.items()}
    printed = frozenset(counts)
    for i in range(len(funnel)):
        relations += _step_relations(i, has_criterion=i < len(criteria))
    for i in range(len(criteria)):
        relations.append({"patients": 1, f"passes.{i}": -1, f"fails.{i}": -1, f"unknown.{i}": -1})
    for i, lacking in enumerate(causes):
        relations += _cause_relations(i, lacking, counts.get(f"unknown.{i}", 0))
    complete = _with_differences(counts, relations)
    return Cells(complete, relations, printed, frozenset(n for n in complete if n.startswith("margin.")))


def _cause_relations(i: int, lacking: Mapping[str, int], unknown: int) -> Iterable[Relation]:
    """What ties the unknowns of criterion i to the concepts that patients lack."""
    names = {concept: f"cause.{i}.{concept}" for concept in lacking}
    for concept, n in lacking.items():
        if n <= unknown:  # a part of the unknowns; the others lack something else
            yield {f"unknown.{i}": 1, names[concept]: -1, f"unknown without.{i}.{concept}": -1}
    if unknown and sum(lacking.values()) >= unknown:  # whoever is unknown lacks one of these
        yield dict.fromkeys(names.values(), 1) | {f"unknown.{i}": -1, f"margin.{i}": -1}


def _step_relations(i: int, has_criterion: bool) -> Iterable[Relation]:
    """What ties step i of a funnel to the cohort, to the step before, and to its criterion alone."""
    yield {"patients": 1, f"certain.{i}": -1, f"possible.{i}": -1, f"excluded.{i}": -1}
    if i == 0:
        yield {"excluded.0": 1, "newly.0": -1}
    else:
        yield {f"excluded.{i}": 1, f"excluded.{i - 1}": -1, f"newly.{i}": -1}
        yield {f"certain.{i - 1}": 1, f"certain.{i}": -1, f"certain lost.{i}": -1}
    if not has_criterion:
        return
    if i == 0:  # after the first criterion the funnel is that criterion
        yield {"certain.0": 1, "passes.0": -1}
        yield {"possible.0": 1, "unknown.0": -1}
        yield {"excluded.0": 1, "fails.0": -1}
    else:
        yield {f"passes.{i}": 1, f"certain.{i}": -1, f"passes, not certain.{i}": -1}
        yield {f"excluded.{i}": 1, f"fails.{i}": -1, f"excluded, not by this.{i}": -1}
        yield {f"fails.{i}": 1, f"newly.{i}": -1, f"fails, excluded before.{i}": -1}


def _with_differences(counts: Mapping[str, int], relations: Iterable[Relation]) -> dict[str, int]:
    """The counts, completed by those that a relation defines as the difference of two others."""
    complete = dict(counts)
    for relation in relations:
        new = [v for v in relation if v not in complete]
        if new:
            complete[new[0]] = sum(c * complete[v] for v, c in relation.items() if v != new[0])
    return complete


def _relations_reaching(name: str, relations: Sequence[Relation], known: Collection[str]) -> list[Relation]:
    """The relations that touch `name` directly or through other counts that are not printed."""
    reached, frontier, used = {name}, {name}, set[int]()
    while frontier:
        touching = [i for i, r in enumerate(relations) if i not in used and not frontier.isdisjoint(r)]
        used.update(touching)
        frontier = {v for i in touching for v in relations[i] if v not in known} - reached
        reached |= frontier
    return [relations[i] for i in sorted(used)]
