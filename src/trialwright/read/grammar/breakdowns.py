"""Numbers in brackets that break another number down by kinds of people: "24 % on A (under 50, 31 %; older, 18 %)"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.completion import is_opened
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_LEFT = Pattern(r"\s?(?:[Gg]roups?|[Aa]rms?|patients|women)?\s?")
# What leads to a part: words, or a marker with its sign.
_PART = Pattern(r"(?i)(?!\s*(?:and|or|v|vs|versus|to)\b)[\s,;]*(?:(?:and|or|but)\s)?[A-Za-z][^()%]{1,60}$")


def parts(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> frozenset[int]:
    """Indices of numbers in a bracket of two percents or more that names no arm and follows another number, or its arm, at once."""
    text, found = sentence.text, set[int]()
    inside = [i for i, (start, _) in enumerate(values) if not sentence.bare[start].strip()]
    if not inside or len(inside) == len(values):
        return frozenset()
    by_bracket: dict[int, list[int]] = {}
    for i in inside:
        opened = max(text.rfind(sign, 0, values[i][0]) for sign in "([")
        by_bracket.setdefault(opened, []).append(i)
    for opened, members in by_bracket.items():
        end = values[members[-1]][1]
        if text.count("%", opened, end + 2) < 2 or not _follows(sentence, opened, values, mentions):
            continue
        if any(opened < m.start < end for m in mentions):
            continue
        edges = [max(opened, text.rfind("%", opened, values[i][0])) + 1 for i in members]
        if all(_PART.match(text[a : values[i][0]]) for a, i in zip(edges, members, strict=True)):
            found |= set(members)
    return frozenset(found)


def _follows(
    sentence: Sentence, opened: int, values: Sequence[tuple[int, int]], mentions: Sequence[Mention]
) -> bool:
    """Whether a bracket opens just after a number, or after the name of the arm that this is of."""
    ends = [end for _, end in values if end <= opened]
    if not ends:
        return False
    if opened - ends[-1] <= 2:
        return True
    name = next((m for m in reversed(mentions) if ends[-1] <= m.start and m.end <= opened), None)
    return (
        name is not None
        and is_opened(sentence, ends[-1], name.start)
        and _LEFT.fullmatch(sentence.text, name.end, opened) is not None
    )
