"""The head of the report: the question, the answer with its figures, and what that rests on."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from trialwright.model.base import Node
from trialwright.model.design import OperatingCharacteristics
from trialwright.model.findings import Findings
from trialwright.model.pooled import Pooled, Prior
from trialwright.model.result import Result
from trialwright.model.scenario import Assumption
from trialwright.model.screening import Screening
from trialwright.report.describe import kind, title
from trialwright.report.explorer import is_chosen
from trialwright.report.labels import show, show_error, show_range
from trialwright.report.lineage import rests_on
from trialwright.report.numbers import count, exact, fixed

HEADLINE = ("power", "patients", "screened", "months")


class Under(NamedTuple):
    """The recommended design under one scenario: figure name → (value, error, range).

    nothing_shown : no design tells this scenario from one without effect, so "power" is not the word.
    """

    scenario: str
    id: str
    figures: dict[str, tuple[str, str, str]]
    regret: str
    within_limits: bool
    nothing_shown: bool


class Basis(NamedTuple):
    """What the answer rests on: nodes worth naming, and how many there are of each kind."""

    named: list[tuple[str, str, str]]
    counts: dict[str, int]


class Answer(NamedTuple):
    """design "" when none can be recommended, and then the reasons say why."""

    id: str
    design: str
    cut: str
    under: list[Under]
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    rule: str
    basis: Basis
    adequate: bool
    patients: str


def answer(findings: Findings) -> Answer | None:
    """None where no recommendation was asked for or reached."""
    found = findings.recommendation
    if found is None:
        return None
    chosen = [o for o in findings.characteristics if is_chosen(findings, o)]
    under = []
    for o in chosen:
        figures = {
            n: (show(n, f), show_error(n, f), show_range(n, f))
            for n in HEADLINE
            if (f := o.figures.get(n)) is not None
        }
        lost = found.regret.get(o.scenario)
        regret = "" if lost is None else f"{fixed(100 * lost, 1)} points"
        under.append(
            Under(o.scenario, o.id, figures, regret, o.within_limits, o.scenario in found.nothing_shown)
        )
    return Answer(
        id=found.id,
        design=found.design,
        cut="" if found.cutoff is None else _cut(findings, found.cutoff),
        under=under,
        reasons=found.reasons,
        cautions=found.cautions,
        rule=found.rule,
        basis=_basis(rests_on(findings, found)),
        adequate=found.adequate,
        patients=_patients([o.largest for o in chosen], all(_same_in_every_trial(o) for o in chosen)),
    )


def _patients(sizes: list[int], exactly: bool) -> str:
    """Where the limits set the size, it may differ between scenarios. exactly : every trial enrols as many."""
    if not sizes:
        return ""
    low, high = min(sizes), max(sizes)
    most = "" if exactly else "At most "
    if low == high:
        return f"{most}{count(low)} patients"
    return f"{most}{count(low)} to {count(high)} patients, by scenario"


def _same_in_every_trial(o: OperatingCharacteristics) -> bool:
    return "patients" not in o.figures or o.figures["patients"].value == o.design.patients


def _cut(findings: Findings, cutoff: float) -> str:
    named = next(((o.design.marker) for o in findings.characteristics if o.design.cutoff == cutoff), "")
    unit = next((s.marker.unit for s in findings.scenarios if s.marker and s.marker.name == named), "")
    return f"{named} ≥ {exact(cutoff)} {unit}".strip()


def _basis(nodes: list[Node]) -> Basis:
    kinds_named = (Pooled, Prior, Screening)
    named = [(n.id, kind(n), title(n)) for k in kinds_named for n in nodes if isinstance(n, k)]
    words = {Result: "reported results", Assumption: "stated assumptions"}
    counts = Counter(word for n in nodes for k, word in words.items() if isinstance(n, k))
    documents = {n.quote.document for n in nodes if isinstance(n, Result)}
    return Basis(named, dict(counts) | ({"documents": len(documents)} if documents else {}))
