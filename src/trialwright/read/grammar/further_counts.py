"""Counts that go on from one out of an arm's people: "of the 26 given A, 7 had a response, 14 had stable disease and 5 progressed"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from trialwright.read.grammar.counts_or_sizes import OF_THOSE
from trialwright.read.grammar.lexis import COUNT, whole
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.named_arms import FEW, PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern, Text

Place = tuple[int, int]
# "in 10 of 25 women receiving A"
_OUT_OF = Pattern(
    rf"(?i)(?<![\w.,/])(?P<n>{COUNT})\s(?:out\s)?of\s(?:the\s)?(?P<all>{COUNT})\s{FEW}{PEOPLE}\s(?:(?:who\s)?(?:received|underwent)|receiving|on|in|given|treated\swith|assigned\sto)\s(?:the\s)?"
)
_OF_ALL = Pattern(rf"(?i)(?:^\W{{0,2}}|[;.]\s)(?:of|among)\s(?:the\s)?(?P<all>{COUNT})\s$")
_THEN_SOME = Pattern(
    rf"(?i)(?:[\s-]treated)?\s{PEOPLE},?\s(?:only\s)?(?P<n>{COUNT})(?=\s(?:had|showed|achieved|obtained)\s)"
)
_MORE = Pattern(
    rf"(?i)(?:[,;]\s(?:and\s|while\s)?|\sand\s)(?:an?\s(?:further|additional)\s|another\s)?(?P<n>{COUNT})\s(?:{FEW}{PEOPLE}\s)?"
    r"(?:(?:had|showed|achieved|died|developed|experienced|relapsed|progressed|responded)\b|(?:an?\s)?(?:complete|partial|stable|progressive|minor|no)\s(?:responses?|remissions?|diseases?|progression|change)\b)"
)


# "13 (93%) of those on A had a rash, compared with two adults in the B group", and no word that they are told apart by something else
_AGAINST = Pattern(
    rf"(?i)\b(?:compared\swith|compared\sto|versus|vs\.?|against)\s(?:the\s|only\s)?(?P<n>{COUNT})\s(?:{FEW}{PEOPLE})\s(?:in|on|given|receiving)\s(?:the\s)?$"
)
_WHO = Pattern(r"(?i)(?:\s(?:groups?|arms?))?\s(?:who|whose|with|without)\b")
_WITH_SHARE = Pattern(r"(?<![\w.,/])\d+\s[(\[]\s?\d[\d.]*\s?%\s?[)\]]")
# "There was one death from sepsis in each group"
_IN_EACH = Pattern(
    rf"(?i)\b(?:there\s(?:was|were)\s|and\s|with\s)(?:only\s)?(?P<n>{COUNT})\s(?:[a-z-]+\s){{0,2}}?(?:deaths?|relapses?|recurrences?|strokes?|withdrawals?|fractures?|infections?|complications?)(?:\s(?:due\sto|from|of|after)\s[a-z][a-z -]{{2,40}}?)?\sin\s(?:each|either)\s(?:of\sthe\s(?:two\s)?)?(?:treatment\s|study\s)?(?:groups?|arms?)\b"
)
# "One and three cases of leukaemia were reported in the A and B arms, respectively"
_CASES = Pattern(
    rf"(?i)(?<![\w.,/])(?P<a>{COUNT})\sand\s(?P<b>{COUNT})\s(?:[a-z-]+\s){{0,2}}?(?:cases|episodes|events|deaths|relapses|recurrences|withdrawals|strokes|fractures)\b[^.;:()\d]{{0,80}}?\s(?:in|on|with|after|for)\s(?:the\s)?$"
)
_AND = Pattern(r"(?i)(?:\s(?:groups?|arms?))?\sand\s(?:the\s)?")
_RESPECTIVELY = Pattern(r"(?i)(?:\s(?:groups?|arms?|patients))?,?\srespectively\b")


def compared_counts(
    sentence: Sentence, mentions: Sequence[Mention], arms: Sequence[str]
) -> Iterator[tuple[Place, str]]:
    """Counts of the second arm against a count with its percent, those of one event in each of two arms, and of cases in one and in
    the other arm, respectively."""
    text = sentence.text
    for one, two in pairwise(mentions):
        listed = _AND.fullmatch(text, one.end, two.start) and _RESPECTIVELY.match(text, two.end)
        if listed and (match := _CASES.search(text, max(0, one.start - 150), one.start)):
            yield from ((match.span("a"), one.label), (match.span("b"), two.label))
    for name in mentions:
        match = _AGAINST.search(text, max(0, name.start - 70), name.start)
        if match and _WITH_SHARE.search(text, 0, match.start()) and not _WHO.match(text, name.end):
            yield match.span("n"), name.label
    for match in _IN_EACH.finditer(text) if len(arms) == 2 and " in e" in text else ():
        yield from ((match.span("n"), arm) for arm in arms)


def further_counts(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[tuple[Place, str]]:
    """Place and arm of each count that follows one out of so many of an arm, as long as they are together no more than these."""
    text = sentence.text
    yield from ((first, name.label) for first, name, _ in _of_counted(text, mentions))
    for end, label, number, every in _led(sentence, mentions) if mentions else ():
        together = number
        other = next((m.start for m in mentions if m.start >= end and m.label != label), len(text))
        for match in _MORE.finditer(text, end, other):
            together += whole(match["n"])
            if together > every:
                break
            yield match.span("n"), label


def _of_counted(text: Text, mentions: Sequence[Mention]) -> Iterator[tuple[Place, Mention, int]]:
    """ "Of the 60 zinc patients, 3 had": the place of the count, the arm, and how many are in it."""
    for name in mentions:
        every, first = _OF_ALL.search(text, 0, name.start), _THEN_SOME.match(text, name.end)
        if every and first and whole(first["n"]) <= whole(every["all"]):
            yield first.span("n"), name, whole(every["all"])


def _led(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[tuple[int, str, int, int]]:
    """(where it ends, the arm, the count, those it is out of) of each count that others may follow."""
    text = sentence.text
    for match in OF_THOSE.finditer(text):
        named = {m.label for m in mentions if match.start() <= m.start and m.end <= match.start("n")}
        if len(named) == 1:
            yield match.end("n"), next(iter(named)), whole(match["n"]), whole(match["all"])
    for first, name, every in _of_counted(text, mentions):
        yield first[1], name.label, whole(text[slice(*first)]), every
    for match in _OUT_OF.finditer(text) if " of " in text else ():
        name = next((m for m in mentions if m.start == match.end()), None)
        if name:
            yield name.end, name.label, whole(match["n"]), whole(match["all"])
