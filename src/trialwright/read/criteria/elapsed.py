"""How long ago something happened, said as a length of time: "more than 48 h since intubation"."""

from __future__ import annotations

import re

from trialwright.model.criterion import All, Any, Tree, Window
from trialwright.read.criteria.leaves import Scribe
from trialwright.read.criteria.logic import combine, either_way, negate
from trialwright.read.criteria.windows import Span

NOTE = "whether it counts from the first time or from the last"
_SINCE = re.compile(r"\b(?:since|after)\s", re.I)  # "2 days of surgery" may be before it
_EVENTS = frozenset({"condition", "procedure", "state"})


def elapsed(time: Span, scribe: Scribe) -> Tree | None:
    """The tree of a stretch of time that says nothing but how long ago its own anchor was; None where the anchor is no
    event that the dictionary holds.

    Who had the event once is decided by when. Who had it before and after the date in question, or never, is for a
    person: the text may count from the first time or the last, and may or may not ask for the event.
    """
    concept = scribe.concepts.by_word.get(time.anchor)
    said = scribe.text[time.start : time.end]
    if time.duration or concept is None or concept.kind not in _EVENTS or not _SINCE.search(said):
        return None
    longer = time.high_hours is None
    since = time.low_hours if longer else time.high_hours
    if not since:
        return None
    ago = f"{time.amount:g} {time.unit}{'s' * (time.amount != 1)}"
    quote = scribe.quote(time.start, time.end)
    lately = Window(start_hours=-since, end_hours=0.0, text=f"in the last {ago}", quote=quote)
    before = Window(end_hours=-since, text=f"more than {ago} ago", quote=quote)
    node = scribe.has(concept, time.start, time.end, None)
    recent, old = node.model_copy(update={"window": lately}), node.model_copy(update={"window": before})
    if not longer:
        both = combine(All, [recent, negate(old, time.start, scribe)], scribe)
        return either_way(both, recent, (time.start, time.end), NOTE, scribe)
    none = negate(recent, time.start, scribe)
    both, either = combine(All, [old, none], scribe), combine(Any, [old, none], scribe)
    return either_way(both, either, (time.start, time.end), NOTE, scribe)
