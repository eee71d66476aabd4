"""An item with items under it → one tree: "at least one of the following", "all of these", a heading."""

from __future__ import annotations

import re

from trialwright.model.base import Because
from trialwright.model.criterion import All, Any, AtLeast, NeedsPerson, Tree
from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.lexicon import Lexicon
from trialwright.read.criteria.line import tree_of
from trialwright.read.criteria.lists import Item
from trialwright.read.criteria.logic import combine, negate, span, understood
from trialwright.read.criteria.numbers import WORDS
from trialwright.read.criteria.sentence import is_label

_NUMBER = "|".join(k for k in WORDS if "-" not in k)
_INTRO = re.compile(
    rf"(?P<lead>,?\s*(?:(?:and\s+)?(?:as\s+)?(?:defined|evidenced|indicated|determined|characteri[sz]ed|shown|demonstrated|documented)\s+(?:by|as)|"
    rf"with|have|having|including|include|includes|who\s+have|who\s+meet|meeting|meet|meets|fulfilling|fulfil|presence\s+of|must\s+have|must\s+meet|has)\s+)?"
    rf"(?P<count>(?:(?:at\s+least|a\s+minimum\s+of|≥|>=)\s*)?(?P<n>\d+|{_NUMBER})(?:\s+or\s+more)?(?:\s+(?:out\s+)?of)?|any\s+one(?:\s+or\s+more)?(?:\s+of)?|any(?:\s+of)?|either(?:\s+of)?|all(?:\s+of)?|both(?:\s+of)?|each(?:\s+of)?|none(?:\s+of)?)?"
    r"\s*(?:the\s+|these\s+|those\s+)?(?P<following>following|below|these)(?:\s+(?:\w+\b\s*){0,5})?\W*$",
    re.I,
)
_DEFINES = re.compile(r"defin|evidenc|indicat|determin|character|shown|demonstrat|document", re.I)
_END_OR, _END_AND = re.compile(r"\W(?:and/)?or\W*$", re.I), re.compile(r"\Wand\W*$", re.I)


def item_tree(item: Item, scribe: Scribe, lexicon: Lexicon) -> Tree | None:
    """The tree of an item and everything under it."""
    if not item.children:
        return tree_of(item.start, item.end, scribe, lexicon)
    branches = [t for child in item.children if (t := item_tree(child, scribe, lexicon)) is not None]
    intro = _INTRO.search(scribe.text[item.start : item.end])
    if not branches:
        return tree_of(item.start, item.end, scribe, lexicon)
    listed = _list(item, branches, intro, scribe)
    return _under(item, intro, listed, scribe, lexicon)


def _list(item: Item, branches: list[Tree], intro: re.Match[str] | None, scribe: Scribe) -> Tree:
    count = (intro["count"] or "").lower() if intro else ""
    number = intro["n"].lower() if intro and intro["n"] else ""
    n = WORDS.get(number) or (int(number) if number.isdigit() else 0)
    if n > 1 and n < len(branches):
        start, end = span(branches)
        because = Because(rule="read.criteria.groups.at_least")
        return AtLeast(count=n, of=tuple(branches), quote=scribe.quote(start, end), because=because)
    if count.startswith("none"):
        return negate(combine(Any, branches, scribe), branches[0].quote.start, scribe)
    if count.startswith(("all", "both", "each")) or (n > 1 and n == len(branches)):
        return combine(All, branches, scribe)
    if count or n == 1:
        return combine(Any, branches, scribe)
    return combine(_unsaid(item, scribe), branches, scribe)


def _unsaid(item: Item, scribe: Scribe) -> type[All] | type[Any]:
    """With no word for it: the and/or that ends an item; else what lets in asks for all, what keeps out for any."""
    ends = [scribe.text[c.start : c.end] for c in item.children[:-1]]
    if any(_END_OR.search(e) for e in ends):
        return Any
    if any(_END_AND.search(e) for e in ends):
        return All
    return All if scribe.side == "inclusion" else Any


def _under(item: Item, intro: re.Match[str] | None, listed: Tree, scribe: Scribe, lexicon: Lexicon) -> Tree:
    """The list with the words above it: a label or a defined name is its heading, anything else a condition."""
    stop = item.start + intro.start() if intro else item.end
    words = scribe.text[item.start : stop].strip(" ,;:\n\t")
    if not words:
        return listed
    lead = intro["lead"] or "" if intro else ""
    if is_label(words) or _DEFINES.search(lead) or words.lower() in ("patients", "subjects", "participants"):
        return _headed(item, listed, scribe)
    above = tree_of(item.start, stop, scribe, lexicon)
    if above is None:
        return _headed(item, listed, scribe)
    if "includ" in lead.lower() and isinstance(above, NeedsPerson):
        return combine(Any, [above, listed], scribe)
    return combine(All, [above, listed], scribe)


def _headed(item: Item, listed: Tree, scribe: Scribe) -> Tree:
    heading = scribe.quote(item.start, item.end)
    if isinstance(listed, All | Any | AtLeast) and listed.heading is None:
        whole = scribe.quote(item.start, max(item.last, listed.quote.end))
        return listed.model_copy(update={"heading": heading, "quote": whole})
    if not understood(listed):
        return scribe.person(item.start, item.last) or listed
    return All(
        of=(listed,), heading=heading, quote=scribe.quote(item.start, max(item.last, listed.quote.end))
    )
