"""The lineage graph as cards: each node once, with its rule, its formula, what it rests on and its quote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from trialwright.model.base import Node
from trialwright.model.document import Quote
from trialwright.model.findings import Findings
from trialwright.model.scenario import Scenario
from trialwright.model.screening import Cohort, Screening
from trialwright.report import describe
from trialwright.report.cells import ScreeningView
from trialwright.report.places import Library, Place
from trialwright.report.scenarios import scenario_facts

# The order in which a reader wants to see what a number rests on: evidence first, then what was chosen.
ORDER = (
    "recommendation", "operatingcharacteristics", "powercurve", "prior", "pooled", "effect", "result", "claim", "check", "price", "nexttrial",
    "screening", "cohort", "scenario", "design", "assumption", "trial", "identifier", "stated", "arm", "regimen", "endpoint",
    "criterion",
)  # fmt: skip


class Link(NamedTuple):
    """A node that another rests on. known False: it is named but is not among the findings."""

    id: str
    kind: str
    title: str
    known: bool


class Card(NamedTuple):
    """of : what the rule was given, in its order. holds : nodes that are part of this one."""

    id: str
    kind: str
    rank: int
    title: str
    facts: list[tuple[str, str]]
    rule: str
    formula: str
    of: list[Link]
    holds: list[Link]
    place: Place | None
    unplaced: bool


def cards(findings: Findings, library: Library, screening: ScreeningView | None) -> list[Card]:
    """A card for every node, grouped by kind. screening : decides which sums over patients may be printed."""
    nodes = sorted(findings.ledger.values(), key=lambda n: _rank(n))  # stable: keeps order of appearance
    return [_card(node, findings, library, screening) for node in nodes]


def may_show_eligible(scenario: Scenario, screening: ScreeningView | None) -> bool:
    """Whether a scenario's eligible share may be printed: not if it times the cohort is a withheld count."""
    return not (scenario.eligible_n and screening and screening.total_withheld)


def rests_on(findings: Findings, node: Node) -> list[Node]:
    """Every node that `node` rests on, directly or not, nearest first, each once."""
    found: dict[str, Node] = {}
    frontier = [node]
    while frontier:
        step = [
            parent
            for child in frontier
            for parent in (findings.ledger.get(i) for i in child.because.of)
            if parent is not None and parent.id not in found and parent.id != node.id
        ]
        found |= {n.id: n for n in step}
        frontier = list({n.id: n for n in step}.values())
    return list(found.values())


def _rank(node: Node) -> int:
    name = type(node).__name__.lower()
    return ORDER.index(name) if name in ORDER else len(ORDER)


def _card(node: Node, findings: Findings, library: Library, screening: ScreeningView | None) -> Card:
    quote = getattr(node, "quote", None)
    place = library.place(quote) if isinstance(quote, Quote) else None
    of = [_link(i, findings) for i in node.because.of]
    facts, formula = describe.facts(node), node.because.formula
    if isinstance(node, Cohort) and screening is not None:
        facts = describe.facts(node.model_copy(update={"index": screening.index}))
    private = isinstance(node, Screening | Cohort) and screening is not None and screening.withheld > 0
    if isinstance(node, Scenario) and not may_show_eligible(node, screening):
        facts, private = scenario_facts(node, eligible_shown=False), True
    if private and formula:
        formula = "not shown: it holds small counts of patients"
    return Card(
        id=node.id,
        kind=describe.kind(node),
        rank=_rank(node),
        title=describe.title(node),
        facts=facts,
        rule=node.because.rule,
        formula=formula,
        of=of,
        holds=[_link(n.id, findings) for n in _parts(node) if n.id not in node.because.of],
        place=place,
        unplaced=isinstance(quote, Quote) and place is None,
    )


def _link(node_id: str, findings: Findings) -> Link:
    node = findings.ledger.get(node_id)
    if node is None:
        return Link(node_id, "", node_id, known=False)
    return Link(node_id, describe.kind(node), describe.title(node), known=True)


def _parts(node: Node) -> Iterable[Node]:
    """Nodes held directly as a field, not those further inside."""
    for name in type(node).model_fields:
        value = getattr(node, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Node):
                yield item
