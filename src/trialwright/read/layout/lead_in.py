"""Labels inside a paragraph ("Methods: In this trial ...") become headings of its parts."""

from __future__ import annotations

import re

from trialwright.model.document import Block
from trialwright.read.layout.vocabulary import LEAD_IN

_SENTENCE_END = re.compile(r"[.!?)\]]\s{1,2}")  # where LEAD_IN has a label, but for the beginning


def split(text: str, start: int, end: int, section: str) -> tuple[list[Block], str]:
    """(blocks of the paragraph, the section that holds after it).

    A label counts at the paragraph's start, or further in when a paragraph has several. What
    follows the paragraph belongs to its section again, except that a list after a label is the label's.
    """
    words = text[start:end]
    places = (0, *(m.end() for m in _SENTENCE_END.finditer(words))) if ":" in words else ()
    labels = [m for place in places if (m := LEAD_IN.match(words, place)) and m["label"][0].isupper()]
    if not labels or (len(labels) == 1 and labels[0].start("label") > 0):
        return [Block(start=start, end=end, role="paragraph", section=section)], section
    made: list[Block] = []
    if labels[0].start("label") > 0:
        made += _part(words, start, 0, labels[0].start("label"), section)
    name = section
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        name = label["label"]
        made.append(
            Block(
                start=start + label.start("label"),
                end=start + label.end("label"),
                role="heading",
                section=name,
            )
        )
        until = following.start("label") if following else len(words)
        made += _part(words, start, label.end(), until, name)
    return made, name if "criteria" in name.lower() else section


def _part(words: str, start: int, low: int, high: int, section: str) -> list[Block]:
    body = words[low:high]
    lead = len(body) - len(body.lstrip())
    tail = len(body.rstrip())
    if tail <= lead:
        return []
    return [Block(start=start + low + lead, end=start + low + tail, role="paragraph", section=section)]
