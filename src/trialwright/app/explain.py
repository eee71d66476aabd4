"""`trialwright explain`: from a figure back to the sentence it rests on, by walking `because`."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from trialwright.app import plan, plan_file
from trialwright.app.store import Store
from trialwright.app.watch import Silent
from trialwright.errors import PlanError
from trialwright.model.base import Node
from trialwright.model.document import Quote
from trialwright.model.findings import Findings


@dataclass(frozen=True)
class Step:
    """One node of the walk. depth : 0 is the thing asked about. again : its own reasons were printed."""

    depth: int
    node: Node
    quote: Quote | None
    document: str
    again: bool


def explain(folder: Path, asked: str) -> tuple[Step, ...]:
    """The lineage of a node, by its id or any unique beginning of it, or by a design's name.

    Raises PlanError when nothing, or more than one thing, has that name.
    """
    one = plan_file.load(folder)
    found = plan.find(
        one, one.spec.today or datetime.date.today(), Store(folder / plan.WORK / "cache"), Silent()
    )
    names = {d.key: d.name for d in found.documents}
    out: list[Step] = []
    _walk(_named(found, asked), 0, found.ledger, names, out)
    return tuple(out)


def _named(found: Findings, asked: str) -> Node:
    by_design = [
        oc
        for oc in found.characteristics
        if oc.design.name == asked or f"{oc.scenario}/{oc.design.name}" == asked
    ]
    matches = by_design[:1] or [n for i, n in found.ledger.items() if i.startswith(asked)]
    if len(matches) == 1:
        return matches[0]
    ids = ", ".join(sorted(n.id for n in matches)[:5])
    raise PlanError(
        f"{len(matches) or 'No'} things are called {asked}{': ' + ids if ids else ''}.",
        fix="Give an id from the report or --json, or SCENARIO/DESIGN.",
    )


def _walk(node: Node, depth: int, ledger: dict[str, Node], names: dict[str, str], out: list[Step]) -> None:
    again = any(step.node.id == node.id for step in out)
    quote = getattr(node, "quote", None)
    out.append(Step(depth, node, quote, names.get(quote.document, "") if quote else "", again))
    if not again:
        for parent in node.because.of:
            if parent in ledger:
                _walk(ledger[parent], depth + 1, ledger, names, out)
