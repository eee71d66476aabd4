"""Why a leaf can be decided for nobody, whatever else is on record: what a person who wrote the rule can mend."""

from __future__ import annotations

from trialwright.model.concept import Concept
from trialwright.model.criterion import Comparison, Has
from trialwright.screen.charts import Chart, valued
from trialwright.screen.oracle import anchored, limit_of


def never(leaf: Comparison | Has, chart: Chart) -> str:
    """The reason in words, "" where the data can decide it for some patient."""
    concept = chart.concept(leaf.concept)
    if concept is None:
        return f"{leaf.concept} is not in the dictionary of concepts"
    if leaf.window is not None and not anchored(leaf.window, chart):
        return f"these data do not say when {leaf.window.anchor or 'the moment was that it counts from'}" + (
            " was" if leaf.window.anchor else ""
        )
    if isinstance(leaf, Has):
        return f"that {concept.name} was measured does not make it present" if valued(concept) else ""
    return _limit(leaf, concept)


def _limit(leaf: Comparison, concept: Concept) -> str:
    quantity = leaf.quantity
    ends = [quantity.low] + ([] if quantity.high is None else [quantity.high])
    if all(limit_of(end, leaf, concept) is not None for end in ends):
        unsaid = leaf.occasion == "worst" and not concept.worst
        return f"the dictionary does not say which values of {concept.name} are worse" if unsaid else ""
    canonical = concept.unit or "no unit"
    if not quantity.unit.strip():
        return (
            f"the limit {quantity.low:g} has no unit, and values of {concept.name} have several: "
            f'write it as in "{quantity.low:g} {canonical}", if that is what is meant'
        )
    return f"a limit in {quantity.unit} cannot be compared with values of {concept.name} in {canonical}"
