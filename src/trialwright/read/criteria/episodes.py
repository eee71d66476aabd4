"""A disorder in a stretch of time is had by whoever had it once: "fever > 38 °C in the last 24 h"."""

from __future__ import annotations

from trialwright.model.criterion import All, Any, AtLeast, Comparison, Tree
from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.logic import either_way

NOTE = "whether the last value in this time is meant, or any"


def at_any_time(tree: Tree, scribe: Scribe) -> Tree:
    """The tree with any value, not the last, of each limit in a window.

    A vital sign that was out of range once is the episode that is named. Of a laboratory value ("thrombocytopenia < 50 G/L
    within 14 days") the last may be meant as well, so what only an earlier value decides is for a person.
    """
    if isinstance(tree, All | Any | AtLeast):
        return tree.model_copy(update={"of": tuple(at_any_time(branch, scribe) for branch in tree.of)})
    if not isinstance(tree, Comparison) or tree.occasion != "last" or tree.measure != "value":
        return tree
    window = tree.window
    if window is None or window.start_hours is None or tree.comparator not in ("<", "<=", ">", ">="):
        return tree
    ever = tree.model_copy(update={"occasion": "any"})
    concept = scribe.concepts.by_name.get(tree.concept)
    if concept is not None and concept.kind == "vital":
        return ever
    words = window.quote or tree.quote
    return either_way(tree, ever, (words.start, words.end), NOTE, scribe)
