"""Counts that stand before the names of both arms: "2 patients after LA and 8 after OA", "nine (45 %) in the SG"."""

from __future__ import annotations

from collections.abc import Iterator

from trialwright.model.number import Printed
from trialwright.read.comparison.asked import COMPARED, TRIED, Question
from trialwright.read.comparison.derived import agrees
from trialwright.read.comparison.prose_numbers import One
from trialwright.read.grammar.lexis import COUNT, NUM, printed, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_JOINED = r"(?:in|on|after|with|given|giving|taking|using|receiving|received|treated|from|of|assigned|who|among|undergoing|underwent)"
_COUNT = Pattern(
    rf"(?i)(?<![\w.,/=<>±%-])(?<!\bof )(?P<c>{COUNT}|none\sof(?:\sthe)?|none|nobody|no(?=\s(?:[a-z]+\s)?{PEOPLE}))\s(?:[(\[]\s?(?P<p>{NUM})\s?%\s?[)\]]\s)?(?P<w>(?:[a-z][\w'-]*\s){{0,5}}?{PEOPLE}\s)?"
    rf"(?P<g>(?:(?!(?:days?|weeks?|months?|years?|hours?|minutes?|points?|mg|ml|g|kg|mm|cm|times?|out|of)\s)[a-z][\w'-]*\s){{0,5}}?{_JOINED}\s(?:the\s|an?\s|those\s|who\s|received\s|given\s|in\s)*)$"
)
_SHARE = Pattern(rf"(?:\s[a-z]+){{0,2}}\s?[(\[]\s?(?P<p>{NUM})\s?%\s?[)\]]")
# "six patients in the late arm (20.0 %)"
_ARM_BETWEEN = Pattern(
    rf"(?i)(?<![\w.,/=<>±%-])(?<!\bof )(?P<c>{COUNT})\s(?:[a-z-]+\s)?{PEOPLE}\s(?:in|with|on|given|receiving|taking)\s[^.;,()\d%]{{2,50}}?\s[(\[]\s?(?P<p>{NUM})\s?%\s?[)\]]"
)
_REACH = 90  # characters between a count and the name it stands before


def counted_beside(sentence: Sentence, question: Question) -> list[tuple[One, str]]:
    """The counts of both arms, each with its arm; [] unless each arm has one, and one at least counts people or is the
    percent of its arm that stands with it."""
    found = list(_beside(sentence, question))
    if sorted(label for _, label, _ in found) != sorted((TRIED, COMPARED)):
        return []
    return [(one, label) for one, label, _ in found] if any(sure for *_, sure in found) else []


def _beside(sentence: Sentence, question: Question) -> Iterator[tuple[One, str, bool]]:
    text, last = sentence.text, 0
    for mention in question.names.mentions(sentence):
        begin = max(last, mention.start - _REACH)
        match = _COUNT.search(text[begin : mention.start])
        last = mention.end
        size = question.sizes.get(mention.label)
        if not match or not size:
            continue
        count, n = (0 if match["c"].lower().startswith("no") else whole(match["c"])), int(size.value)
        if count > n:
            continue
        share = _share(text, mention, count, n, match["p"])
        if share is None:
            continue
        end, percent = share
        one = One(begin + match.start("c"), end or begin + match.end("c"), count, None, percent)
        yield one, mention.label, bool(match["w"] or percent)


def _share(
    text: str, mention: Mention, count: int, n: int, before: str | None
) -> tuple[int, Printed | None] | None:
    """(where it ends, the percent after a name), (0, None) where there is none, None where it is of something else.
    before : the percent that stands with the count itself, which ends nowhere else."""
    if before:
        percent = printed(before)
        return (0, percent) if agrees(count, percent, n) else None
    match = _SHARE.match(text, mention.end)
    if not match:
        return 0, None
    percent = printed(match["p"])
    return (match.end(), percent) if agrees(count, percent, n) else None


def with_arm_between(
    sentence: Sentence, question: Question, told: list[tuple[One, str]]
) -> list[tuple[One, str]]:
    """The numbers with those whose arm stands between the count and its percent ("six patients in the late arm (20.0 %)")."""
    found: list[tuple[One, str]] = []
    for match in _ARM_BETWEEN.finditer(sentence.text):
        begin, end = match.span()
        arms = {m.label for m in question.names.mentions(sentence) if begin <= m.start and m.end <= end}
        label = arms.pop() if len(arms) == 1 else ""
        size, count, percent = question.sizes.get(label), whole(match["c"]), printed(match["p"])
        if label and (size is None or agrees(count, percent, int(size.value))):
            found.append((One(begin, end, count, None, percent), label))
    others = [t for t in told if not any(t[0].start < f.end and f.start < t[0].end for f, _ in found)]
    return sorted([*others, *found], key=lambda one: one[0].start)
