"""A span of a document that holds an eligibility list → Criterion trees, quoted in place."""

from __future__ import annotations

from trialwright.model.base import Because
from trialwright.model.concept import Concepts
from trialwright.model.criterion import Criterion
from trialwright.model.document import Document
from trialwright.read.criteria.groups import item_tree
from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.lexicon import lexicon_for
from trialwright.read.criteria.lists import Item, Side, items
from trialwright.read.criteria.tokens import plain
from trialwright.read.limits import CRITERION

_NAME_CHARS = 60


def parse(document: Document, start: int, end: int, side: Side, concepts: Concepts) -> tuple[Criterion, ...]:
    """The criteria in document.text[start:end], one for each outermost item.

    A heading inside the span ("Exclusion criteria:") turns the side for what follows. Words that are not
    understood are NeedsPerson leaves; no word is left out (see `coverage`).
    """
    lexicon = lexicon_for(concepts)
    text = plain(document.text)
    found: list[Criterion] = []
    for item in items(text, start, end, side):
        scribe = Scribe(document, text, concepts, item.side)
        tree = item_tree(item, scribe, lexicon) or scribe.person(item.start, item.last)
        if tree is None:
            continue
        found.append(
            Criterion(
                side=item.side,
                name=_name(document.text, item),
                tree=tree,
                quote=document.quote(item.start, item.last),
                because=Because(rule="read.criteria.rules.parse"),
            )
        )
    return tuple(found)


def _name(text: str, item: Item) -> str:
    """The item's own words, without what follows in brackets, cut at a word."""
    words = " ".join(text[item.start : min(item.end, item.start + CRITERION)].split()).rstrip(" .;,:")
    brief = words.split(" (")[0] if " (" in words[12:] else words
    if len(brief) <= _NAME_CHARS:
        return brief
    return brief[:_NAME_CHARS].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
