"""The clauses of a sentence that numbers and names are linked in, and counts that stand behind their percents."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.number_groups import number_groups
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# "43 % (", "43 % of those on A ("
_HOLDS = Pattern(r"(?i)(?:\s(?:of|in|for|with|on|among|after)\s[^.;:()\d%]{2,60})?\s?\((?:n\s?=\s?)?")
_WHILE = Pattern(r"(?i)\b(?:while|whereas)\s")
# "three died; in the A group 12% fell"
_NAME_LEADS = Pattern(
    rf"(?i);\s(?:(?:and|but|while|whereas)\s)?(?:in|on|with|for|among|of|under|after)\s(?:(?:the|those|{PEOPLE})\s){{0,3}}(?:(?:given|on|in|with|receiving|taking|assigned\sto)\s(?:the\s)?)?"
)
_PERCENT = Pattern(r"(?i)%|per ?cent")


def held_counts(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> set[int]:
    """Indices of counts that stand alone in a bracket behind a percent, which is theirs, or behind its people: "43 % (45 of 105
    patients, 11 of them completely)", "43 % of those on A (45 of 105)"."""
    out: set[int] = set()
    for i, ((_, end), (start, last)) in enumerate(pairwise(values)):
        if i in out or not _HOLDS.fullmatch(sentence.text, end, start):
            continue
        if not _is_percent(sentence, values[i]) or _is_percent(sentence, values[i + 1]):
            continue
        close = sentence.text.find(")", last)
        inside = [v for v in values if end <= v[0] < close]
        if close >= 0 and len(inside) == 1 and not any(end <= m.start < close for m in mentions):
            out.add(i + 1)
    return out


def _is_percent(sentence: Sentence, value: tuple[int, int]) -> bool:
    return _PERCENT.search(sentence.text[value[0] : value[1] + 1]) is not None


def clauses(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> list[tuple[list[int], list[Mention]]]:
    """Values and mentions clause by clause; a semicolon ends a clause if each side has its own names, or if the first has none and
    the second one alone: "x (12% v 5%) and y (8% v 3%); z was more with A", or begins with one: "three died; in the A group 12% fell"."""
    cuts = [i for i, sign in enumerate(sentence.bare) if sign == ";"] if ";" in sentence.bare else []
    groups: list[tuple[list[int], list[Mention]]] = [([], []) for _ in range(len(cuts) + 1)]
    for i, value in enumerate(values):
        groups[bisect_right(cuts, value[0])][0].append(i)
    for mention in mentions:
        groups[bisect_right(cuts, mention.start)][1].append(mention)
    told = [(indices, names) for indices, names in groups if indices]
    if all(names for _, names in told):
        return told
    first = next((i for i, (_, names) in enumerate(groups) if names), 0)
    nameless = [i for indices, _ in groups[:first] for i in indices]
    if nameless and groups[first][0] and _opens(sentence, cuts[first - 1], mentions[0].start):
        told = [g for g in groups[first:] if g[0]]
        pairs = number_groups(sentence, [values[i] for i in nameless], [])
        set_apart = [nameless[i] for p in pairs if p.against and len(p.members) == 2 for i in p.members]
        return [(set_apart, []), *told] if set_apart else told
    if nameless and len({m.label for m in mentions}) == 1:
        pairs = number_groups(sentence, [values[i] for i in nameless], [])
        if all(p.against and len(p.members) == 2 for p in pairs):
            return [(nameless, []), *(g for g in groups[first:] if g[0])]
    return [(list(range(len(values))), list(mentions))]


def _opens(sentence: Sentence, cut: int, start: int) -> bool:
    """Whether a name begins a clause of its own behind a semicolon, ahead of which nothing speaks of a part: "19 (7%) while treated"."""
    return (
        _NAME_LEADS.fullmatch(sentence.text, cut, start) is not None
        and _WHILE.search(sentence.text, 0, cut) is None
    )
