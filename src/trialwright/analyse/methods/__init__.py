"""Methods of analysis, by the name that a plan gives: a file declares `METHODS`, found by scanning this folder.

A method takes a Task and gives an Outcome. To add one is to add it to a file, or a file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import pandas as pd

from trialwright.analyse.estimates import Note
from trialwright.errors import AnalysisError
from trialwright.model.analysis import AnalysedEndpoint, Estimated

# What an endpoint may state and a method may not take: it is an error then, and never left out without a word.
CHOICES = ("baseline", "covariates", "strata", "biomarker", "until")
ADJUSTS = ("baseline", "covariates")


@dataclass(frozen=True)
class Task:
    """data : the population's rows, intercurrent events handled; arms : control first. endpoint : as planned."""

    name: str
    endpoint: AnalysedEndpoint
    data: pd.DataFrame
    arm: str
    subject: str
    arms: tuple[str, ...]
    level: float
    rng: np.random.Generator

    def formula(self, *terms: str) -> str:
        """`outcome ~ arm + baseline + covariates + terms`."""
        e = self.endpoint
        return f"{e.outcome} ~ {' + '.join([self.arm, *([e.baseline] if e.baseline else []), *e.covariates, *terms])}"

    def two(self) -> tuple[str, str]:
        """Treated and control, of a method that compares two arms. Raises AnalysisError with more."""
        if len(self.arms) != 2:
            raise AnalysisError(
                f"{self.endpoint.method} compares two arms; the data have {len(self.arms)}.", where=self.name,
                fix=f"Keep two of {', '.join(self.arms)} by `population`.",
            )  # fmt: skip
        return self.arms[1], self.arms[0]

    def marker(self) -> str:
        """The biomarker's column. Raises AnalysisError where the endpoint names none."""
        if not self.endpoint.biomarker:
            raise AnalysisError(
                "The interaction needs a biomarker.", fix="State `biomarker`, a column of numbers."
            )
        return self.endpoint.biomarker

    @property
    def levels(self) -> dict[str, list[str]]:
        return {self.arm: list(self.arms)}

    @property
    def r_outcome(self) -> str:
        """The outcome in R: of a binary one whether it was the event, unless the data have it as 1."""
        event = self.endpoint.event
        if self.endpoint.type != "binary" or event in (None, 1, "1"):
            return self.endpoint.outcome
        shown = f'"{event}"' if isinstance(event, str) else f"{event}"
        return f"({self.endpoint.outcome} == {shown})"

    @property
    def r_formula(self) -> str:
        return self.formula().replace(self.endpoint.outcome, self.r_outcome, 1)

    def of_arm(self, arm: str) -> pd.DataFrame:
        return self.data[self.data[self.arm] == arm]


@dataclass(frozen=True)
class Outcome:
    """estimates : the main one marked. r_call : the R that gives it. figure, axes, bands, at_risk : as EndpointAnalysis
    has them."""

    estimates: tuple[Estimated, ...]
    notes: tuple[Note, ...] = ()
    r_call: str = ""
    figure: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    axes: tuple[str, str] = ("", "")
    bands: Mapping[str, tuple[tuple[float, float, float], ...]] = field(default_factory=dict)
    at_risk: Mapping[str, tuple[tuple[float, int], ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Method:
    """types : of endpoint that it analyses. label : in a sentence. run : the analysis. uses : those of CHOICES that it takes."""

    types: tuple[str, ...]
    label: str
    run: Callable[[Task], Outcome]
    uses: tuple[str, ...] = ()


def estimable(notes: Sequence[Note], fix: str) -> None:
    """Raises AnalysisError, which a plan's fallback answers, where the fit warned that it has no maximum."""
    for note in notes:
        if note.kind == "convergence" and note.concern:
            raise AnalysisError(note.what, fix=fix)


def check_used(e: AnalysedEndpoint, name: str) -> None:
    """Raises AnalysisError for what the endpoint states and neither its method nor its fallback takes."""
    able = {u for m in filter(None, (e.method, e.fallback)) for u in method(m, e.type).uses}
    if e.impute:
        able |= set(ADJUSTS)
    for choice in CHOICES:
        if getattr(e, choice) and choice not in able:
            takers = ", ".join(n for n, m in methods().items() if choice in m.uses and e.type in m.types)
            raise AnalysisError(
                f"`{e.method}` takes no `{choice}`.", where=name,
                fix=f"Leave it out{f', or take {takers}' if takers else ''}.",
            )  # fmt: skip


@cache
def methods() -> dict[str, Method]:
    found: dict[str, Method] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
        found |= importlib.import_module(f"{__name__}.{module}").METHODS
    return found


def method(name: str, kind: str) -> Method:
    """Raises AnalysisError where there is none of that name for that type of endpoint."""
    chosen = methods().get(name)
    if chosen is None or kind not in chosen.types:
        able = ", ".join(n for n, m in methods().items() if kind in m.types)
        raise AnalysisError(f"{name!r} is no method for a {kind} endpoint.", fix=f"There are {able}.")
    return chosen
