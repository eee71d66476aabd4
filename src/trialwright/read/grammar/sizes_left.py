"""How many of each arm stayed or were analysed, told in the order of the arms: "of whom 44 and 42, respectively, were analysed"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialwright.read.grammar.beside import UNIT
from trialwright.read.grammar.kept_sizes import ArmSize
from trialwright.read.grammar.lexis import COUNT, PERCENT, whole
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

Place = tuple[int, int]
_LIST = rf"(?<![\w.,/<>=±-])(?P<a>{COUNT})(?:,\s(?P<m>{COUNT}))?,?\sand\s(?P<b>{COUNT}){UNIT}(?!\s?{PERCENT}|[./-]\d|\s?±)"
_LOOKED_AT = (
    r"(?:analy[sz]ed|analy[sz]able|evaluable|evaluated|assessable|assessed|eligible|available|included)"
)
# "44 and 42 adults, respectively, completed the study", "44 and 42 were evaluable"
_STAYED = Pattern(
    rf"(?i){_LIST}(?:\s{FEW}{PEOPLE})?(?:,?\srespectively,?)?\s(?:(?:completed|finished|remained\sin)\s(?:the\s|all\s|both\s|their\s|follow|treatment|therapy|study|it\b)|(?:were|was)\s(?:\w+ly\s)?{_LOOKED_AT}\b)"
)
# "data were available for 44 and 42", "86 were analysed, 44 and 42 respectively"
_DATA_OF = Pattern(
    rf"(?i)\b(?:data|results|outcomes?|information|follow-up|measurements?)\s(?:[a-z]+\s){{0,3}}?(?:were|was)\s(?:available|complete|obtained|collected|analy[sz]ed)\s(?:for|from|in|of|on)\s{_LIST}"
)
_IN_ALL = Pattern(
    rf"(?i)(?<![\w.,/])(?P<n>{COUNT})\s(?:(?:{FEW}{PEOPLE}|of\s(?:them|these|those))\s)?(?:(?:could\sbe|were)\s(?:\w+ly\s)?{_LOOKED_AT}|completed)\b[^.;()\d]{{0,40}}[,(:]\s?{_LIST}(?=,?\srespectively|\s?[.;)])"
)
_NUMBER = Pattern(COUNT)
# "128 and 122 were analysed for pain and for sleep"
# "At weeks 4 and 8, data were available for 98 and 92", "120 and 80, men and women respectively"
_LISTS_MORE = Pattern(r"(?i)\s(?:and|or)\s|\bbaseline\b")
_OF_SEVERAL = Pattern(r"(?i)[^.;]{0,20}\b(?:in|for|at|on|before|after|by|to|from|of)\s[^.;]{1,60}\band\b")
_NEEDED = Pattern(
    r"(?i)\b(?:analy[sz]|evalua|assess|eligible|available|included|complete|finished|remained|obtained|collected)"
)
_LEAST = 0.5  # of all people: fewer are some of them that are looked at for a reason


def are_left(text: Text, start: int) -> bool:
    """Whether a list of numbers that begins there is of those who stayed or were analysed."""
    return any(found.start("a") == start for found in _found(text))


def sizes_left(sentences: Sequence[Sentence], names: Names, people: int | None) -> Iterator[ArmSize]:
    """One number for each arm in a list of those who stayed, in the order in which the sentence, or else the one before, names all
    arms before it."""
    if len(names.labels) < 2 or not people:
        return
    carried = names.carried(sentences)
    for sentence in sentences:
        if sentence.background or not _NEEDED.search(sentence.text):
            continue
        for match in _found(sentence.text):
            places = [match.span(g) for g in "amb" if match[g]]
            mentions = [m for m in names.mentions(sentence) if m.end <= match.start("a")]
            begin, text = mentions[-1].end if mentions else 0, sentence.text
            if _LISTS_MORE.search(text, begin, match.start("a")) or _LISTS_MORE.search(text, match.end()):
                continue
            order = tuple(dict.fromkeys(m.label for m in mentions)) or carried.get(sentence.start, ())
            together = sum(whole(sentence.text[slice(*place)]) for place in places)
            if len(order) == len(places) == len(names.labels) and _LEAST * people <= together <= people:
                for (start, end), label in zip(places, order, strict=True):
                    yield ArmSize(label, whole(sentence.text[start:end]), sentence, start, end)


def _found(text: Text) -> Iterator[re.Match[str]]:
    for match in (*_STAYED.finditer(text), *_DATA_OF.finditer(text), *_IN_ALL.finditer(text)):
        if _NUMBER.fullmatch(text, match.start("a"), match.end("b")):
            continue  # "one hundred and eleven" is no list
        if _OF_SEVERAL.match(text, match.end()):
            continue
        in_all = match.groupdict().get("n")
        if not in_all or whole(in_all) == sum(whole(match[g]) for g in "amb" if match[g]):
            yield match
