"""A Screening as it may be printed: small counts, and those that would give them away, are None.

Everything in the report that speaks of counts of patients (page, tables, figures) is made from this view
and never from the Screening itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from trialwright.kernels import suppress
from trialwright.model.findings import Findings
from trialwright.model.screening import CriterionCounts, Screening

Shown = int | None
_VALUES = re.compile(r"^\d[\d,]* values?\b")
_FEW = re.compile(
    r"(?<![\d.,])(?:[1-9]|10)(?= (?:\w+ ){0,2}(?:patients?|people|persons?|stays?|records?|rows?|values?)\b)"
)
_OF = re.compile(r"(\d[\d,]*) of (\d[\d,]*)(?= (?:patients|persons|people)\b)")
_PERSONS = re.compile(r"(?<![\w.,-])\d[\d,]*(?= (?:\w+ ){0,2}(?:patients?|people|persons?)\b)")


class Step(NamedTuple):
    """One criterion: alone (passes, fails, unknown, causes) and along the funnel (the rest)."""

    criterion: str
    name: str
    side: str
    passes: Shown
    fails: Shown
    unknown: Shown
    causes: dict[str, Shown]
    certain: Shown
    possible: Shown
    excluded: Shown
    newly_excluded: Shown


class ScreeningView(NamedTuple):
    """withheld : how many counts are not shown. index : the cohort's words for its index date, and who has none."""

    patients: Shown
    certain: Shown
    possible: Shown
    excluded: Shown
    steps: tuple[Step, ...]
    withheld: int
    warnings: tuple[str, ...]
    index: str

    @property
    def total_withheld(self) -> bool:
        """Whether the share that qualifies would give a count away."""
        return None in (self.patients, self.certain, self.possible, self.excluded)


def suppressing(findings: Findings) -> bool:
    """Whether small counts are withheld: unless the user says otherwise, or the patients are generated."""
    synthetic = findings.screening is not None and findings.screening.cohort.synthetic
    return findings.suppress_small_cells and not synthetic


def view(screening: Screening, suppressing: bool) -> ScreeningView:
    """What may be printed of a screening. suppressing False prints every count."""
    alone = _in_funnel_order(screening)
    funnel = [(s.certain, s.possible, s.excluded) for s in screening.funnel]
    cells = suppress.screening_cells(
        screening.cohort.patients,
        funnel,
        [(c.passes, c.fails, c.unknown) for c in alone],
        [c.unknown_because for c in alone],
    )
    hidden = suppress.withhold(cells) if suppressing else frozenset()

    def shown(name: str) -> Shown:
        return None if name in hidden else cells.counts[name]

    steps = tuple(_step(i, screening, alone, shown) for i in range(len(funnel)))
    last = len(funnel) - 1
    totals = [shown(f"{w}.{last}") for w in ("certain", "possible", "excluded")] if funnel else None
    certain, possible, excluded = totals or (shown("patients"), 0, 0)

    def said(text: str) -> str:
        return _beside(text, screening.cohort.patients, bool(hidden)) if suppressing else text

    warnings, index = tuple(said(w) for w in screening.warnings), said(screening.cohort.index)
    return ScreeningView(shown("patients"), certain, possible, excluded, steps, len(hidden), warnings, index)


def without_small(text: str, suppressing: bool) -> str:
    """A sentence about patients with any count of 1-10 of them replaced by those words."""
    return _without_small(text) if suppressing else text


def _without_small(text: str) -> str:
    """Also a large count of values gives a small one away, where the rest of a cohort is what was used."""
    return _FEW.sub("1 to 10", _VALUES.sub("Some values", text))


def _beside(text: str, patients: int, withholding: bool) -> str:
    """A sentence that stands beside the funnel of a cohort. A count of persons in it is told only where nothing is
    withheld, which it could give away, and where neither it nor the rest of the cohort is small."""

    def whole(found: re.Match[str]) -> str:
        part, of = (int(n.replace(",", "")) for n in found.groups())
        return "some" if withholding or _near(part, of) else found[0]

    def persons(found: re.Match[str]) -> str:
        n = int(found[0].replace(",", ""))
        if suppress.is_small(n):
            return found[0]  # said as "1 to 10", which its being withheld says too
        return "some" if withholding or _near(n, patients) else found[0]

    return _without_small(_PERSONS.sub(persons, _OF.sub(whole, text)))


def _near(part: int, of: int) -> bool:
    return suppress.is_small(part) or suppress.is_small(of - part)


def _in_funnel_order(screening: Screening) -> list[CriterionCounts]:
    """Counts by criterion, ordered as the funnel runs; the same rule written twice keeps its place."""
    waiting = list(screening.counts)
    ordered = []
    for step in screening.funnel:
        found = next((c for c in waiting if c.criterion == step.criterion), None)
        if found is None:
            return []  # the funnel runs over other criteria: the two are not tied step by step
        waiting.remove(found)
        ordered.append(found)
    return ordered


def _step(i: int, screening: Screening, alone: list[CriterionCounts], shown: Callable[[str], Shown]) -> Step:
    step = screening.funnel[i]
    counts = alone[i] if alone else None
    return Step(
        criterion=step.criterion,
        name=step.name,
        side=counts.side if counts else "inclusion",
        passes=shown(f"passes.{i}") if counts else None,
        fails=shown(f"fails.{i}") if counts else None,
        unknown=shown(f"unknown.{i}") if counts else None,
        causes={c: shown(f"cause.{i}.{c}") for c in counts.unknown_because} if counts else {},
        certain=shown(f"certain.{i}"),
        possible=shown(f"possible.{i}"),
        excluded=shown(f"excluded.{i}"),
        newly_excluded=shown(f"newly.{i}"),
    )
