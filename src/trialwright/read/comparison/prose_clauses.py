"""Several outcomes in one sentence: one arm a clause ("17 coughed and 12 bled in A, while 21 coughed and 18 bled in B"), or two
numbers an outcome ("cough in 17 and 21, bleeding in 12 and 18 people in A and B").

The numbers of such a sentence have their arms and their outcomes by their places alone, so every one of them has to be seen:
bare counts are taken as well, and where the places do not settle all of them there is no pair.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.prose_numbers import One
from trialwright.read.comparison.prose_others import without_grades
from trialwright.read.comparison.prose_pairs import Pair
from trialwright.read.comparison.wording import tokens
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)"
_BARE = Pattern(
    rf"(?i)(?<![\w.,/=<>±%-])(?P<n>{COUNT})(?=\s(?!(?:{_UNIT}|mg|ml|g|kg|cm|mm|points?|doses?|sites|cent(?:re|er)s|hospitals|groups?|arms|times|treatments?|per ?cent|out|of|to|or|versions?|outcomes?|more|other)\b|%|[=<>±])|[.;,](?!\d)|\)|$)"
)
_NO_COUNT = Pattern(
    r"(?i)(?:\b(?:grades?|stages?|weeks?|months?|days?|years?|phase|type|groups?|arms?|aged?|than|least|the|all|these|those|visit|no|p|ci|to|from|table|figure|or|level|both|score|=|<|>)\s?|[=<>±]\s?)$"
)
_GROUP = Pattern(r"(?i)\s(?:groups?|arms?),?\s$")
_ALONE = Pattern(r"(?i)one|zero|no")
_SHARE_NEXT = Pattern(r",\s")
_BREAK = Pattern(
    r"(?i);\s|,?\s(?:while|whereas|but|and|(?:as\s)?compared\s(?:with|to)|versus|vs\.?|v\.?|against)\s"
)
_SMALL = rf"(?:\s(?:of\s(?:the\s)?)?{PEOPLE})?"
_TIGHT = Pattern(
    rf"(?i){_SMALL},?\s?(?:,?\sand|vs\.?|\sversus|\sv\.?|\sagainst|,?\scompared\s(?:with|to)|,)\s(?:in\s)?"
)
_BOTH_NAMED = Pattern(
    r"(?i)(?:\s(?:groups?|arms?|patients?))?,?\s(?:and|v\.?|vs\.?|versus|or)\s(?:(?:in|the|for|with|of|those|given|patients|people|on|receiving|women|men|children|adults)\s){0,4}"
)
_WHEN = Pattern(
    rf"(?i)\b(?:at|by|after|within|in|during)\s(?:the\s)?(?:first\s)?(?:[a-z]+|\d{{1,4}})\s{_UNIT}\b"
)
_FILL = Pattern(
    rf"(?i)\b(?:{PEOPLE}|groups?|arms?|of|in|the|and|had|did|so|who|those|given|receiving|treated|with|whom|also|only|were|was|for|on|respectively|another|further|others?|compared|while|whereas|but|an?|by|to|these|them|end|study|trial|follow-?up)\b"
)
_LIST_ENDS = Pattern(r"(?i)\s(?:were|was|occurred|developed|had|affected|happened|appeared|is|are)\b")
_TWO = 2
_NUMBERS = Pattern(r"\d[\d./,%]*")


def numbers_in(question: Question, sentence: Sentence, found: Sequence[One]) -> list[One]:
    """The counts and shares that were found, with bare counts, and counts with the percent behind a comma as one."""
    out = list(found)
    ends = {m.end for m in question.names.mentions(sentence)}
    for match in _BARE.finditer(sentence.text):
        start, end = match.span("n")
        if any(start < f.end and f.start < end for f in out) or _ALONE.fullmatch(match["n"]):
            continue
        behind_name = _GROUP.search(sentence.text, max(0, start - 12), start)
        if (behind_name and behind_name.start() in ends) or not _NO_COUNT.search(
            sentence.text, max(0, start - 12), start
        ):
            out.append(One(start, end, whole(match["n"])))
    merged: list[One] = []
    for one in sorted(out, key=lambda o: o.start):
        last = merged[-1] if merged else None
        if last and one.percent and one.count is None and last.total is None:
            told = sentence.text[last.start : last.end]  # "11, 15.7 %" behind other percents is no percent
            if told.isdigit() and _SHARE_NEXT.fullmatch(sentence.text, last.end, one.start):
                merged[-1] = One(last.start, one.end, int(told), None, one.percent)
                continue
        merged.append(one)
    return merged


def by_clause(question: Question, sentence: Sentence, numbers: Sequence[One]) -> list[Pair] | None:
    """The pairs of a sentence that tells two outcomes or more of one arm and then of the other; None where it does not, []
    where it does but leaves open which is which."""
    half = len(numbers) // 2
    if half < _TWO or len(numbers) % 2 or not _BREAK.search(sentence.text):
        return None
    first, second = numbers[:half], numbers[half:]
    if any(_shape(a) != _shape(b) for a, b in zip(first, second, strict=True)):
        return None
    parted = _parted(question, sentence, first[-1].end, second[0].start)
    if parted is None:
        return None
    (one, two), at, behind = parted
    text = _without_names(question, sentence)
    told = _said(text, first, 0, at)
    if told is None:
        return []
    order = _order(text, told, second, behind)
    if order is None:
        return []
    last = sentence.text
    return [
        Pair(
            a, one, second[order[j]], two, told[j], 0, _when(told[j]) or _when(last[behind : second[0].start])
        )
        for j, a in enumerate(first)
    ]


def in_twos(
    question: Question, sentence: Sentence, numbers: Sequence[One], told: Sequence[tuple[One, str]]
) -> list[tuple[One, str]] | None:
    """All numbers of a sentence two by two in the order in which it names both arms side by side, or in that of the pair
    before them; None where they are not set out so."""
    mentions = question.names.mentions(sentence)
    if not _are_twos(sentence, numbers) or {m.label for m in mentions} != {TRIED, COMPARED}:
        return None
    if len(mentions) == _TWO and _BOTH_NAMED.fullmatch(sentence.text, mentions[0].end, mentions[1].start):
        between = [n for n in numbers if mentions[0].start < n.end and n.start < mentions[1].end]
        parted = sum(n.end <= mentions[0].start for n in numbers) % _TWO
        several = len(numbers) > _TWO or "respectively" in sentence.text
        if several and not between and not parted:
            return [(one, mentions[i % 2].label) for i, one in enumerate(numbers)]
    labels = {one.start: label for one, label in told if label}
    order = [labels.get(one.start, "") for one in numbers[:2]]
    behind = max(m.end for m in mentions)
    if sorted(order) == sorted((TRIED, COMPARED)) and len(numbers) > _TWO and behind <= numbers[2].start:
        totals = [one.total for one in numbers[:2]]
        return [(_out_of(one, totals[i % 2]), order[i % 2]) for i, one in enumerate(numbers)]
    return None


def with_head(question: Question, told: Sequence[Pair]) -> list[Pair]:
    """Pairs whose own words are a grade alone with what the first pair's words say that it is a grade of: "pain was severe
    in 5 and 9, moderate in 11 and 13"."""
    head = _WHEN.sub(" ", without_grades(told[0].words)) if told else ""
    arms = question.full[0] | question.full[1]

    def is_grade(words: str) -> bool:
        rest = without_grades(words)
        return rest != words and not _content(_NUMBERS.sub(" ", rest)) - arms

    return [
        p._replace(words=f"{head} {p.words}") if i and is_grade(p.words) else p for i, p in enumerate(told)
    ]


def _out_of(one: One, total: int | None) -> One:
    """A bare count as one of the people that the count before it is of."""
    bare = one.count is not None and one.total is None and one.percent is None
    return one._replace(total=total) if bare and total and (one.count or 0) <= total else one


def _are_twos(sentence: Sentence, numbers: Sequence[One]) -> bool:
    """Whether numbers stand two by two, each with what is like it. The arms' names may stand in the first two."""
    if len(numbers) < _TWO or len(numbers) % 2:
        return False
    twos = list(zip(numbers[::2], numbers[1::2], strict=True))
    if any(_shape(a) != _shape(b) for a, b in twos):
        return False
    return all(_TIGHT.fullmatch(sentence.text, a.end, b.start) for a, b in twos[1:]) and (
        not any(_TIGHT.fullmatch(sentence.text, a.end, b.start) for (_, a), (b, _) in pairwise(twos))
    )


def _shape(one: One) -> tuple[bool, bool, bool]:
    return one.count is None, one.total is None, one.percent is None


def _parted(
    question: Question, sentence: Sentence, begin: int, end: int
) -> tuple[tuple[str, str], int, int] | None:
    """((arm before, arm after), where the first clause ends, where the second begins) of the last break between two places
    that parts the names of the arms."""
    mentions = question.names.mentions(sentence)
    if any(_BOTH_NAMED.fullmatch(sentence.text, a.end, b.start) for a, b in pairwise(mentions)):
        return None
    for match in reversed(list(_BREAK.finditer(sentence.text, begin, end))):
        left = {m.label for m in mentions if m.end <= match.start()}
        right = {m.label for m in mentions if m.start >= match.start()}
        if len(left) == len(right) == 1 and left | right == {TRIED, COMPARED}:
            return (left.pop(), right.pop()), match.start(), match.end()
    return None


def _without_names(question: Question, sentence: Sentence) -> str:
    """A sentence with blanks for the names of its arms."""
    text = str(sentence.text)
    for m in question.names.mentions(sentence):
        text = text[: m.start] + " " * (m.end - m.start) + text[m.end :]
    return text


def _content(words: str) -> set[str]:
    rest = _FILL.sub(" ", _WHEN.sub(" ", words))
    return {t for t in tokens(rest) if not t.isdigit()} if re.search(r"[A-Za-z]{2}", rest) else set()


def _said(text: str, numbers: Sequence[One], begin: int, end: int) -> list[str] | None:
    """The words of each number of a clause: those listed before all of them, those behind each, or those before each;
    None where a list is of another length."""
    lead, trail = text[begin : numbers[0].start], text[numbers[-1].end : end]
    between = [text[a.end : b.start] for a, b in pairwise(numbers)]
    if not any(map(_content, between)) and not all(map(_when, [*between[1:], trail])):
        named = [n for n in re.split(r",\s(?:and\s)?|\sand\s", _LIST_ENDS.split(lead)[0]) if n.strip()]
        return named if len(named) == len(numbers) and all(map(_content, named)) else None
    words = [*between, trail] if _content(trail) or _when(trail) else [lead, *between]
    head = _WHEN.sub(" ", without_grades(words[0]))
    return [w if _content(without_grades(w)) else f"{head} {w}" for w in words]


def _order(text: str, told: Sequence[str], numbers: Sequence[One], begin: int) -> list[int] | None:
    """Which number of the second clause each outcome of the first has: by the words that the second clause says, in the same
    order where it says none; None where the two do not go together."""
    places = list(range(len(numbers)))
    between = [text[a.end : b.start] for a, b in pairwise(numbers)]
    lead, trail = text[begin : numbers[0].start], text[numbers[-1].end :].rstrip(" .")
    trail = re.split(r"[;(]|,\s", trail)[0]
    for words in ([*between, trail], [lead, *between]):
        said = [_content(w) for w in words]
        if not any(said):
            continue
        first = [_content(w) for w in told]
        fits = [[k for k in places if said[k] & first[j]] for j in places]
        if all(len(f) == 1 for f in fits) and sorted(f[0] for f in fits) == places:
            return [f[0] for f in fits]
        if all(not said[k] or k in fits[k] for k in places):
            return places
    return places if not any(map(_content, [*between, lead])) else None


def _when(words: str) -> str:
    match = _WHEN.search(words)
    return match.group() if match else ""
