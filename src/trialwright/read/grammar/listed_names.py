"""Sets of arms by lists: as many names as there are numbers before them, names in brackets, a part that one arm goes without."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.read.grammar.lexis import NUM, PERCENT
from trialwright.read.grammar.named_arms import LISTED, PEOPLE, Place, named
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

Parts = list[tuple[str, int, int]]

# "21, 22 and 19 % for A, B and C, respectively"
_RESPECTIVELY = Pattern(
    r"(?i)\b(?:for|in|with|on|among|of|to|receiving|receive|received|(?:were|was)\sgiven)\s(?:the\s)?(?P<x>[A-Za-z][^;:()%=]{2,110}?)(?:\s(?:groups?|arms?|patients|women|regimens?))?,?\srespectively\b"
)
_NEXT = re.compile(r"(?i),?\s(?:and|or|versus|vs\.?)\s(?:the\s)?|,\s(?:the\s)?")
_VALUE = rf"{NUM}(?:{PERCENT})?(?:\s?\([^()]{{1,60}}\)|\s?\[[^\[\]]{{1,60}}\])?"
_THEN = r"(?:,\s|,?\s(?:and|or|versus|vs?\.?)\s)"
_THEN_VALUE = re.compile(rf"(?i){_THEN}{_VALUE}")
_NUMBERS = {
    k: re.compile(
        rf"(?i)(?<![\w.]){_VALUE}(?:{_THEN}{_VALUE}){{{k - 1}}}(?:\s(?:[a-z]+\s){{0,6}}|[^;.]{{0,3}})$"
    )
    for k in range(2, LISTED + 1)
}
# "The rates for A, B and C were 21, 22 and 19 %", "in the A, B and C arms was 21, 22 and 19 %, respectively"
_NAMED_FIRST = Pattern(
    rf"\b(?i:for|in|with|on|among|of)\s(?:the\s)?(?P<x>[A-Z][\w/+-]{{0,14}}(?:,\s(?:the\s)?[A-Z][\w/+-]{{0,14}}){{1,4}},?\sand\s(?:the\s)?[A-Z][\w/+-]{{0,14}})(?:\s(?:groups?|arms?|patients|regimens?))?,?"
    rf"\s(?:were|was)\s{_VALUE}(?P<v>(?:{_THEN}{_VALUE}){{2,5}})"
)
_BEFORE = 160  # characters before a list of names in which its numbers stand
# "to whole irradiation (control), partial irradiation (partial group) or both (combined group)"
_IN_BRACKETS = Pattern(
    r"(?i)[(\[]\s?(?:the\s)?(?P<x>(?!group|arm)[A-Za-z][\w/+-]*(?:\s[\w/+-]+){0,2}?)\s(?:groups?|arms?)\s?(?=[)\],;:])|[(\[]\s?(?P<c>controls?)\s?(?=[)\],;:])"
)
_ALLOCATED = Pattern(r"(?i)\brandom|\bassigned|\ballocated|\bdivided")
# "with or without zinc", "comparison of surgery with and without a drain"
_WITHOUT = Pattern(
    rf"(?i)(?:\bwith\s{{1,40}}or\s(?:without|no)|\bcompar(?:ison|ing|ed|es|e)\s(?:of\s)?(?:(?!(?:{PEOPLE}|outcomes?|results|those)\b)[\w/+-]+\s){{1,5}}?with\s(?:and|versus|vs\.?)\swithout)"
    r"\s{1,40}(?:the\s)?(?:\d[\w.,/]*(?:[ -][A-Za-z]{1,4})?\s)?(?P<x>[A-Za-z][^.;:,()]{2,60})"
)


def respective_names(sentence: Sentence) -> Iterator[Parts]:
    """The names of a list that has as many numbers before it, "respectively", or of three short forms or more after it."""
    if "espectively" not in sentence.text:
        return
    for match in _NAMED_FIRST.finditer(sentence.text):
        parts = _cut(sentence.text, *match.span("x"))
        if len(parts) == 1 + len(_THEN_VALUE.findall(match["v"])):
            yield parts
    for match in _RESPECTIVELY.finditer(sentence.text):
        parts = _cut(sentence.text, *match.span("x"))
        numbers = _NUMBERS.get(len(parts))
        if numbers and numbers.search(sentence.text, max(0, match.start() - _BEFORE), match.start()):
            yield parts


def _cut(text: str, begin: int, end: int) -> Parts:
    """The names of a list with their places."""
    parts: Parts = []
    for cut in (*_NEXT.finditer(text, begin, end), None):
        stop = cut.start() if cut else end
        parts.append((text[begin:stop], begin, stop))
        begin = cut.end() if cut else stop
    return parts


def bracketed_names(sentence: Sentence) -> Iterator[Parts]:
    """Names that the sentence which allocates people gives its arms in brackets, each once."""
    if ("group" not in sentence.text and "arm" not in sentence.text) or not _ALLOCATED.search(sentence.text):
        return
    found = [(m.lastgroup or "x", m) for m in _IN_BRACKETS.finditer(sentence.text)]
    parts = [(m[group], *m.span(group)) for group, m in found]
    if 2 <= len(parts) <= LISTED and sum(group == "c" for group, _ in found) <= 1:
        yield parts


def groups_of_allocation(sentence: Sentence) -> Iterator[Parts]:
    """Three groups or more that the sentence which allocates people to them calls so, whatever it says of each: "to the low dose
    group, 5 mg daily, the high dose group, 5 mg twice daily, or the control group"."""
    if sentence.text.count("group") + sentence.text.count(" arm") < 3 or not _ALLOCATED.search(sentence.text):
        return
    found = {phrase.lower(): (phrase, place.start, place.end) for phrase, place in reversed(named(sentence))}
    if 3 <= len(found) <= LISTED:
        yield sorted(found.values(), key=lambda part: part[1])


# "assigned to one of three groups, A, B or C"
_SET_OUT = Pattern(
    r"(?i)\b(?:assigned|allocated|randomi[sz]ed|divided)\s[^.;:()]{0,30}?\b(?:to|into)\s(?:one\sof\s)?(?:the\s)?(?:following\s)?(?P<n>three|four|five|six|[3-6])\s(?:[a-z]+\s)?(?:groups|arms)\s?[,:(]\s?(?P<x>[A-Za-z][\w/+ -]{2,40}(?:,\s[A-Za-z][\w/+ -]{2,40}){1,4},?\s(?:and|or)\s[A-Za-z][\w/+-]*(?:\s(?!(?:for|in|at|with|before|after|by)\b)[\w/+-]+){0,2})"
)
_HOW_MANY = {"three": 3, "3": 3, "four": 4, "4": 4, "five": 5, "5": 5, "six": 6, "6": 6}
_PARTED = re.compile(r"(?i),?\s(?:and|or)\s(?=\S+(?:\s\S+){0,2}$)|,\s")


def groups_set_out(sentence: Sentence) -> Iterator[Parts]:
    """The names of three groups or four that people are said to be dealt out to, as many as the sentence says there are."""
    if "groups" not in sentence.text and "arms" not in sentence.text:
        return
    for match in _SET_OUT.finditer(sentence.text):
        parts: Parts = []
        begin, end = match.span("x")
        for cut in (*_PARTED.finditer(sentence.text[:end], begin), None):
            stop = cut.start() if cut else end
            parts.append((sentence.text[begin:stop], begin, stop))
            begin = cut.end() if cut else stop
        if len(parts) == _HOW_MANY[match["n"].lower()]:
            yield parts


def with_or_without(sentence: Sentence) -> Iterator[tuple[tuple[str, Place], tuple[str, Place]]]:
    """What is added in one arm, as the words after "with or without", and the arm without it."""
    for match in _WITHOUT.finditer(sentence.bare) if "without" in sentence.bare else ():
        place = Place(sentence, match.start("x"), match.end("x"))
        yield (match["x"], place), ("without " + match["x"], place)


# "zinc alone (Z) ... or zinc with copper (ZC) or iron (FE)"
_CODE = Pattern(r"[(](?P<x>(?=[^()]*[A-Z][^()]*[A-Z])[A-Z\d][\w+/-]{1,9})[)]")
_COMPARES = Pattern(r"(?i)\b(?:random|compar|versus|vs\b|assigned|allocated)")
_OTHER_PHRASE = Pattern(
    r"(?i)^(?:(?!\b(?:in|among|for|patients|women|men|was|were|at|after|of)\b)[^.;:])*\b(?:or|versus|vs|to|and|with|against)\b(?:(?!\b(?:in|among|for|patients|women|men|was|were|at|after)\b)[^.;:])*$"
)


def coded_names(sentence: Sentence, text: str) -> Iterator[Parts]:
    """The short forms of three treatments or more that one sentence sets against each other, where the text then tells numbers
    by each of them. text : the whole document."""
    if sentence.text.count("(") < 3 or not _COMPARES.search(sentence.text):
        return
    run: Parts = []
    for match in _CODE.finditer(sentence.text):
        between = sentence.text[run[-1][2] + 1 : match.start()] if run else ""
        if run and not _OTHER_PHRASE.search(between):
            if len(run) >= 3:
                break
            run = []
        run.append((match["x"], *match.span("x")))
    if (
        3 <= len(run) <= LISTED
        and len({x for x, _, _ in run}) == len(run)
        and all(_is_used(x, text) for x, _, _ in run)
    ):
        yield run


def _is_used(code: str, text: str) -> bool:
    """Whether the text has a number just after a short form, or calls an arm by it."""
    return bool(
        re.search(
            rf"(?<![\w(-]){re.escape(code)}(?:\s[(]\s?[\d.]+\s?%|\s(?:arm|group|regimen)\b|[^.;()]{{0,80}}[(]\s?[\d.]+\s?%)",
            text,
        )
    )
