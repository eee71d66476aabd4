"""Values that stand alone in a sentence that also has values side by side: each is of the name at its side."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.singles import OPENS, Group, just_named, words
from trialwright.read.patterns import Pattern

_TOUCHES = Pattern(r"(?i)(?:\s(?:groups?|arms?|patients|women|users))?[:,]?\s")
_OPENS_PART = Pattern(
    r"(?i)(?:^\W{0,2}|[;:,]\s|\b(?:and|but|while|whereas)\s)(?:in|on|with|among|of|for|under|after)\s(?:the\s|those\s(?:on|given)\s)?$"
)


def next_named(
    sentence: Sentence, singles: Sequence[Group], groups: Sequence[Group], names: Sequence[Mention]
) -> list[str]:
    """A value alone in a sentence that also has values side by side: the name that follows it at once, or that leads to each:
    "on A 52% and on B 40% were well, and 12% and 9% sick"."""
    led = [_leads_to(sentence, one, names) for one in singles]
    if len(singles) > 1 and all(led) and len(set(led)) == len(led):
        return led
    out = []
    for one in singles:
        own = just_named(sentence, one, names)
        if own and sentence.text[one.end : one.end + 1] in (")", "]", ",", ";"):
            out.append(own.label)
            continue
        later = [g.start for g in groups if g.start > one.end]
        stop = later[0] if later else len(sentence.text) + 1
        name = next((m for m in names if one.end <= m.start < stop), None)
        out.append(name.label if name and OPENS.match(words(sentence, one.end, name.start)) else "")
    return out


def _leads_to(sentence: Sentence, one: Group, names: Sequence[Mention]) -> str:
    """The arm of a name that opens a clause and touches the number behind it, "" for none: "on A 52%"."""
    name = next((m for m in reversed(names) if m.end <= one.start), None)
    if name is None or not _TOUCHES.fullmatch(sentence.text, name.end, one.start):
        return ""
    return name.label if _OPENS_PART.search(sentence.text, 0, name.start) else ""
