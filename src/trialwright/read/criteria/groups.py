"""An item with items under it → one tree: "at least one of the following", "all of these", a heading."""

from __future__ import annotations

import re

from trialwright.model.base import Because
from trialwright.model.criterion import All, Any, AtLeast, NeedsPerson, Not, Tree
from trialwright.read.criteria.heads import is_label
from trialwright.read.criteria.inline import INTRO, counts, ends_with_or, introduction, listed, turned
from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.lexicon import Lexicon
from trialwright.read.criteria.line import tree_of
from trialwright.read.criteria.lists import Item
from trialwright.read.criteria.logic import combine, negate, span, understood
from trialwright.read.criteria.marks import marks_of
from trialwright.read.criteria.numbers import WORDS
from trialwright.read.criteria.pieces import Piece
from trialwright.read.criteria.shared_time import throughout

_DEFINES = re.compile(r"defin|evidenc|indicat|determin|character|shown|demonstrat|document", re.I)
_END_OR, _END_AND = re.compile(r"\W(?:and/)?or\W*$", re.I), re.compile(r"\Wand\W*$", re.I)


def item_tree(item: Item, scribe: Scribe, lexicon: Lexicon) -> Tree | None:
    """The tree of an item and everything under it."""
    if not item.children:
        return _one_line(item, scribe, lexicon)
    branches = [t for child in item.children if (t := item_tree(child, scribe, lexicon)) is not None]
    intro = INTRO.search(scribe.text[item.start : item.end])
    if not branches:
        return tree_of(item.start, item.end, scribe, lexicon)
    time = _time_of_all(item, intro, scribe, lexicon)
    if intro and intro["count"] and time is None and turned(scribe.text[item.start : item.end], intro):
        return scribe.person(item.start, item.last, HOW_MANY)
    tree = _list(item, branches, intro, scribe)
    tree = throughout(tree, time, scribe) if time is not None else tree
    return _under(item, intro, tree, scribe, lexicon)


def _time_of_all(item: Item, intro: re.Match[str] | None, scribe: Scribe, lexicon: Lexicon) -> Piece | None:
    """The time in "any of the following within 6 months:", where nothing else follows the count."""
    if intro is None or not intro["count"] or not intro["following"]:
        return None
    stop = item.start + intro.end("following")
    said = [m for m in marks_of(scribe.text, stop, item.end, lexicon) if m.role not in ("mute", "colon")]
    if len(said) != 1 or said[0].role != "time":
        return None
    words = f"{scribe.text[item.start : stop]}:"
    alone = INTRO.search(words)
    if alone is None or turned(words, alone):
        return None
    return Piece("time", said[0].start, said[0].end, time=said[0].time)


HOW_MANY = "how many of which are asked for"


def _one_line(item: Item, scribe: Scribe, lexicon: Lexicon) -> Tree | None:
    """An item without others under it. Where its words count a list, only a list that is clear is read."""
    if not counts(scribe.text[item.start : item.end]):
        return tree_of(item.start, item.end, scribe, lexicon)
    start = introduction(item, scribe.text)
    found = listed(item, start, scribe.text) if start is not None else None
    if found is None or not _is_clear(found, scribe, lexicon):
        return scribe.person(item.start, item.end, HOW_MANY)
    return item_tree(found, scribe, lexicon)


def _counted(tree: Tree, item: Item, intro: re.Match[str] | None, scribe: Scribe) -> Tree:
    """The list with the words that count it as its heading."""
    if intro is None:
        return tree
    start = item.start + intro.start()
    end = max(tree.quote.end, item.last)
    if isinstance(tree, NeedsPerson):
        return scribe.person(start, end, tree.note) or tree
    if isinstance(tree, Not):
        return tree.model_copy(
            update={"of": _counted(tree.of, item, intro, scribe), "quote": scribe.quote(start, end)}
        )
    first = start + len(intro[0]) - len(intro[0].lstrip(" ,"))
    heading, whole = scribe.quote(first, item.end), scribe.quote(first, end)
    if isinstance(tree, All | Any | AtLeast) and tree.heading is None:
        return tree.model_copy(update={"heading": heading, "quote": whole})
    return All(of=(tree,), heading=heading, quote=whole)


def _is_clear(item: Item, scribe: Scribe, lexicon: Lexicon) -> bool:
    """Whether the count of a list on one line, the words before it and the list itself go together."""
    words = scribe.text[item.start : item.end]
    intro = INTRO.search(words)
    if intro is None or not intro["count"]:
        return False
    count, head = intro["count"].lower(), words[: intro.start()].strip()
    timed = _time_of_all(item, intro, scribe, lexicon) is not None
    if (not timed and turned(words, intro)) or (scribe.side == "inclusion" and head.endswith(" of")):
        return False
    if scribe.side == "exclusion" and head and not intro["lead"]:
        return False
    n = _number(intro)
    total = (intro["total"] or "").lower()
    if total and (WORDS.get(total) or int(total)) != len(item.children):
        return False  # "2 of 3", and another number of them follows
    every = count.startswith(("all", "both", "each")) or n == len(item.children) > 1
    return n <= len(item.children) and not (every and ends_with_or(item, scribe.text))


def _number(intro: re.Match[str]) -> int:
    number = (intro["n"] or "").lower()
    n = WORDS.get(number) or (int(number) if number.isdigit() else 0)
    return n + 1 if n and intro["more"] else n


def _list(item: Item, branches: list[Tree], intro: re.Match[str] | None, scribe: Scribe) -> Tree:
    count = (intro["count"] or "").lower() if intro else ""
    n = _number(intro) if intro else 0
    if n > len(branches) and (unclear := scribe.person(*span(branches), HOW_MANY)):
        return unclear
    if n > 1 and n < len(branches):
        start, end = span(branches)
        because = Because(rule="read.criteria.groups.at_least")
        return AtLeast(count=n, of=tuple(branches), quote=scribe.quote(start, end), because=because)
    if count.startswith("none"):
        return negate(combine(Any, branches, scribe), branches[0].quote.start, scribe)
    if count.startswith(("all", "both", "each")) or (n > 1 and n == len(branches)):
        if ends_with_or(item, scribe.text) and (unclear := scribe.person(*span(branches), HOW_MANY)):
            return unclear
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
        return _counted(listed, item, intro, scribe)
    lead = intro["lead"] or "" if intro else ""
    if is_label(words) or _DEFINES.search(lead) or words.lower() in ("patients", "subjects", "participants"):
        return _headed(item, listed, scribe)
    above = tree_of(item.start, stop, scribe, lexicon)
    if above is None:
        return _headed(item, listed, scribe)
    if "includ" in lead.lower() and isinstance(above, NeedsPerson):
        return combine(Any, [above, _counted(listed, item, intro, scribe)], scribe)
    return combine(All, [above, _counted(listed, item, intro, scribe)], scribe)


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
