"""Everything one run of a plan has made: what the report is written from."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from trialwright.model.analysis import Analysis
from trialwright.model.base import Frozen, Node, nodes_in
from trialwright.model.check import Check
from trialwright.model.criterion import Criterion
from trialwright.model.design import Design, Figure, Limits, OperatingCharacteristics, Recommendation
from trialwright.model.document import Document
from trialwright.model.external import External
from trialwright.model.outlook import Outlook
from trialwright.model.pooled import Fragility, Pooled, Prior
from trialwright.model.price import Price
from trialwright.model.result import Reading
from trialwright.model.scenario import Assumption, Scenario
from trialwright.model.screening import Screening, ScreeningCosts, ThresholdCurve
from trialwright.model.search import Search
from trialwright.model.trial import Stated


class PowerCurve(Node):
    """Power of one design under one scenario against its size, its cut-off unchanged."""

    design: str
    scenario: str
    cutoff: float | None = None
    patients: tuple[int, ...]
    power: tuple[Figure, ...]


class SimulatedPath(Frozen):
    """The test statistic of one simulated trial at each look that it had. number : of the trial, from 1."""

    number: int
    z: tuple[float, ...]
    shown: bool


class DesignStatement(Node):
    """A design as a protocol states it. protocol : paragraphs. calls : program → the statement in R that corresponds,
    where one does. remarks : for some of them, what R answers and in what it differs from the trials simulated here.
    no_power : why none of them gives the power, in words that follow "because"; "" where one does. information,
    efficacy, futility : of the looks and their bounds on z, where it has such (None at a look without); paths : of a few
    simulated trials under the scenario."""

    design: Design
    scenario: str
    protocol: tuple[str, ...]
    calls: dict[str, str] = {}
    remarks: dict[str, str] = {}
    no_power: str = ""
    information: tuple[float, ...] = ()
    efficacy: tuple[float | None, ...] = ()
    futility: tuple[float | None, ...] = ()
    paths: tuple[SimulatedPath, ...] = ()


class Missing(Frozen):
    """Something a reader would look for that no document or table holds.

    what : the field or concept. where : the document, table or stage. so : what that does to the answer.
    """

    kind: Literal["document", "patients", "criteria", "evidence", "design"]
    what: str
    where: str
    so: str = ""


class Findings(Frozen):
    """A plan's outcome. plan_document is plan.yaml itself: assumptions are quoted from it.

    criteria : the planned trial's, quoted from plan.yaml. statuses : derived from dates and `today`. curves : along the
    limits of criteria that cost, the dearest first.
    """

    name: str
    question: str
    today: str
    seed: int
    version: str
    plan_document: Document
    readings: tuple[Reading, ...] = ()
    statuses: tuple[Stated, ...] = ()
    checks: tuple[Check, ...] = ()
    pooled: tuple[Pooled, ...] = ()
    priors: tuple[Prior, ...] = ()
    fragility: tuple[Fragility, ...] = ()
    prices: tuple[Price, ...] = ()
    outlooks: tuple[Outlook, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    screening: Screening | None = None
    costs: ScreeningCosts | None = None
    curves: tuple[ThresholdCurve, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    limits: Limits | None = None
    characteristics: tuple[OperatingCharacteristics, ...] = ()
    power_curves: tuple[PowerCurve, ...] = ()
    statements: tuple[DesignStatement, ...] = ()
    recommendation: Recommendation | None = None
    search: Search | None = None
    analysis: Analysis | None = None
    external: External | None = None
    missing: tuple[Missing, ...] = ()
    suppress_small_cells: bool = True

    @cached_property
    def ledger(self) -> dict[str, Node]:
        """id → Node, for walking `because`."""
        return {n.id: n for n in nodes_in(self)}

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        return (*(r.document for r in self.readings), self.plan_document)
