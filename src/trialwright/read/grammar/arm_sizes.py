"""How many there are in each arm. A count of events beside an arm is not its size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialwright.read.grammar.beside import NUMBER, Beside, beside
from trialwright.read.grammar.lexis import COUNT, INT, PERCENT, whole
from trialwright.read.grammar.link import Mention, Names
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.pairing import link
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence

_SETS_OUT = re.compile(
    r"(?i)\brandom|\bassigned|\ballocat|\breceiv|\bcompar|\btreated\b|\bgiven\b|\bgroups?\b|\barms?\b|\bcohort\b|\bundergo|\benrol"
    r"|\bincluded|\brecruit|\bparticipa|\bunderwent|\bcomplet|\banaly|\bevaluable|\(n\s?=|[(,;]\s?\d[\d,]*\s(?:on|in|to|with)\s|\d\s?[\w-]+,\s\d+"
)
# "A (n = 29)", "A group (349 patients)", "A, n = 29", "A (40 min a day; 29 patients)", "A (arm 1: 29 patients)"
_NO_SHARE = rf"(?!\s?/|{PERCENT}|,\s[\d.]{{1,5}}\s?%(?!\s[a-z])|\s?[(\[]\s?\d)"
_AFTER = re.compile(
    rf"(?i)(?:[(\[,]\s?(?:[^()\d]{{0,40}}[;,]\s?)?|[(\[]\s?|\s)n\s?=\s?(?P<n>{INT}){_NO_SHARE}"
    rf"|[(\[,]\s?(?:[^()\[\]]{{0,60}};\s?|(?:group|arm)\s\w\s?:\s?)?(?P<n2>{COUNT})\s(?:{FEW}{PEOPLE}|analy[sz]ed|evaluable)(?=\s?[)\],;])(?!,\s[\d.]{{1,5}}\s?%)"
)
# "a cohort of 47 patients"
_OF = re.compile(rf"(?i)\s(?:of|comprising|included|consisted of)\s{NUMBER}\s{FEW}{PEOPLE}\b")
# "50 patients in each group", "each group contained 36 subjects", "30 each in A and B"
_EACH = re.compile(
    rf"(?i){NUMBER}\s(?:{FEW}{PEOPLE}\s)?(?:(?:were\s)?(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed|included|enrolled)\s)?(?:in|to|into|for|per)\s(?:each|both|either)\s(?:of the\s)?(?:\w+\s){{0,2}}(?:groups?|arms?)\b"
    rf"|\beach\s(?:\w+\s)?(?:group|arm)\s(?:contained|had|consisted of|included|comprised|consisting of|comprising|containing|with)\s(?P<n2>{COUNT})\s{FEW}{PEOPLE}\b"
    rf"|(?<![\w.,/])(?P<n3>{COUNT})\s(?:{FEW}{PEOPLE}\s)?(?:in\s)?each[,;)]?\s(?:\w+\s){{0,4}}?(?:groups?|arms?)\b"
)
# "(ZN 64, PL 65)", "zinc 30 mg daily (149) or placebo (150)"
_NEXT = re.compile(
    rf"(?i)(?:\s(?:groups?|arms?))?\s?[,:=]?\s?(?P<n>{INT})(?:\s{PEOPLE})?(?=\s?[,;)]|\sand\s)"
)
_COMMA_NAME = re.compile(rf"(?<![\w.,/])(?P<n>{INT}),\s(?:the\s)?$")
_BARE = re.compile(rf"[^.;()]{{0,30}}?\(\s?(?P<n>{INT})\s?\)")
_BOTH = re.compile(
    rf"(?i)(?P<n1>{INT})\s(?:and|vs\.?|versus)\s(?P<n2>{INT})\s(?:{FEW}{PEOPLE}\s)?(?=(?:were\s)?(?:\w+\s){{0,2}}(?:in|to|on|for|received|with)\b)"
)
_EVENTS = re.compile(
    r"(?i)\b(?:died|deaths?|events?|developed|occurred|recurren\w+|responded|responses?|experienced|relapsed?|progressed|metastas\w+|reported|withdrew|"
    r"discontinued|dropped|failed|failures?|complications?|fractures?|toxicit\w+|adverse)\b"
)


_DIVIDES = re.compile(
    r"(?i)\brandomly\b|\brandomi[sz]ed\b|\ballocated\b|\bassigned\b|\bdivided\b|\benrol+ed\b|\brecruited\b"
)
_PEOPLE_COUNTED = re.compile(rf"(?i)(?<![\w.,/=])(?P<n>{COUNT})\s{FEW}{PEOPLE}\b")
_TAKEN_UP = re.compile(
    rf"(?i)\b{PEOPLE}\s(?:were\s)?(?:analy[sz]ed|evaluable|eligible|evaluated|included|completed)\b"
)
# "60 failures in", "two patients on": what is counted has a noun
_NAMED = re.compile(
    rf"(?i)\W{{1,3}}(?:[\w/'-]+\W{{1,3}}){{0,5}}?(?:{PEOPLE}|\w*(?:deaths?|events?|recurrences?|relapses?|failures?|cases?|fractures?|responses?|complications?|infections?))\b"
)
# "In women with X (516 on A and 532 on B)"
_IN_PEOPLE = re.compile(
    rf"(?i)\b{PEOPLE}(?:\s(?:with|who|aged|in|from|receiving|treated)\s[^.;()\d]{{0,60}})?\s?[(\[][^()\[\]]{{0,20}}$"
)
_MEASURE = re.compile(r"(?i)\b(?:median|mean|average)\s[^.;,()]{0,80}$")
_PERCENT_NEXT = re.compile(rf"(?i)(?:\s(?:groups?|arms?))?\s?[(\[]\s?[\d.]+{PERCENT}")
_FEW_OF_ALL = 0.2  # of the people for each arm: fewer are a part of the arm
_OF_PERCENT = re.compile(rf"{PERCENT}\s?$")
_OF_PEOPLE = re.compile(
    rf"(?i)\s{FEW}{PEOPLE}\b|\s(?:received|underwent|were treated|to|started|completed)\s"
)
_NEAR = 40  # characters after the last number in which a verb may say that people are divided
_LEAST_SHARE = 5  # an arm with less than a fifth of its even share is a count of something else


class ArmSize(NamedTuple):
    """The size of one arm with the place it is printed at, offsets into the sentence."""

    label: str
    size: int
    sentence: Sentence
    start: int
    end: int


def arm_sizes(
    sentences: Sequence[Sentence], names: Names, total: int | None, people: int | None = None
) -> list[ArmSize]:
    """Every printed size of a named arm, in reading order.

    total : those randomised, where stated: no arm of a trial with two arms or more has as many.
    people : those the document speaks of, where it says no more: an arm is not a small part of them.
    """
    out: list[ArmSize] = []
    for sentence in sentences:
        if names.arms and not sentence.background:
            out += _of_each(sentence, names, total or people)
            out += _in_sentence(sentence, names, total or people)
    ours = {a.label for a in names.arms if a.role != "historical"}
    if len(ours) < 2:
        return out
    least = (total or people or 0) / (_LEAST_SHARE * len(ours))
    whole_trial = _sums(out, len(ours))
    if people and people >= max(whole_trial, default=0):
        whole_trial.add(people)
    return [
        s
        for s in out
        if s.label not in ours
        or (least <= s.size and (not total or s.size < total) and s.size not in whole_trial)
    ]


def _sums(sizes: Sequence[ArmSize], arms: int) -> set[int]:
    """What the sizes of all arms add up to, by the sentence that has one for each."""
    by_sentence: dict[int, dict[str, int]] = {}
    for one in sizes:
        by_sentence.setdefault(one.sentence.start, {})[one.label] = one.size
    return {sum(found.values()) for found in by_sentence.values() if len(found) == arms}


def event_counts(sentence: Sentence, names: Names, people: int | None) -> list[tuple[tuple[int, int], str]]:
    """(place, label of the arm) of counts beside an arm's name that are not its size: "9 deaths on A and 4 on B"."""
    mentions = names.mentions(sentence)
    if not mentions or sentence.background:
        return []
    out = []
    for run in beside(sentence.text, mentions):
        told = len(run) > 1 or _EVENTS.search(sentence.text) and _NAMED.match(sentence.text, run[0].end)
        if (
            told
            and not _MEASURE.search(sentence.text, 0, run[0].start)
            and not _are_sizes(sentence, run, people)
        ):
            out += [((b.start, b.end), b.label) for b in run]
    out += _each_count(sentence, names, people)
    return out


def _each_count(
    sentence: Sentence, names: Names, people: int | None
) -> Iterator[tuple[tuple[int, int], str]]:
    """ "Two patients in each arm died": one count for every arm, where the sentence speaks of events and so many are few."""
    for start, end in each_arm(sentence, names) if _EVENTS.search(sentence.text) else ():
        if people and whole(sentence.text[start:end]) * len(names.labels) < 0.5 * people:
            yield from (((start, end), label) for label in names.labels)


def _are_sizes(sentence: Sentence, run: Sequence[Beside], people: int | None) -> bool:
    """Whether numbers beside arms are all those in them: they add up to the people, or the sentence divides them."""
    text, together, first = sentence.text, sum(b.value for b in run), run[0]
    if _is_share(text, run):
        return False
    if len(run) > 1 and people and 0.8 * people <= together <= people:
        return True
    inside = _IN_PEOPLE.search(text, max(0, first.start - 100), first.start)
    if inside and len(run) > 1 and not _EVENTS.search(inside.group()):
        return True
    few = bool(people) and together < _FEW_OF_ALL * (people or 0) * len(run)
    if few and (_EVENTS.search(text) or len(run) > 1):
        return False
    if len(run) > 1 and _says_people(text, together, first.start):
        return True
    if _DIVIDES.search(text, 0, run[-1].end + _NEAR):
        return True
    if _EVENTS.search(text):
        return False
    if any(_OF_PEOPLE.match(text, b.end) for b in run) or _TAKEN_UP.search(text):
        return True
    return text[first.end + 1 :].lower().startswith(first.label.lower())


def _is_share(text: str, run: Sequence[Beside]) -> bool:
    """Whether the first of the numbers has its percent after the arm's name: "2 on A (1.1 %) and 17 on B (9.5 %)"."""
    return _PERCENT_NEXT.match(text, run[0].name_end) is not None


def _says_people(text: str, number: int, end: int) -> bool:
    """Whether the words before `end` name that many people: "351 women (177 on A and 174 on B)"."""
    return any(whole(m.group("n")) == number for m in _PEOPLE_COUNTED.finditer(text, 0, end))


def _in_sentence(sentence: Sentence, names: Names, people: int | None) -> Iterator[ArmSize]:
    mentions = names.mentions(sentence)
    if not mentions:
        return
    found: dict[tuple[int, int], str] = {}
    after = [
        m.span("n") if m.group("n") else m.span("n2")
        for m in _AFTER.finditer(sentence.text)
        if not _OF_PERCENT.search(sentence.text, max(0, m.start() - 14), m.start())
    ]
    for place, label in zip(after, _preceding(sentence, after, mentions, names), strict=True):
        found[place] = label
    for match in _BOTH.finditer(sentence.text):
        pair = [match.span("n1"), match.span("n2")]
        found |= dict(
            zip(
                pair,
                link(sentence, pair, [m for m in mentions if m.start > match.end()], names.labels),
                strict=True,
            )
        )
    of = [(m.label, match.span("n")) for m in mentions if (match := _OF.match(sentence.text, m.end))]
    found = {**{place: label for label, place in of}, **_next_to(sentence.text, mentions, people), **found}
    for run in beside(sentence.text, mentions):
        if _are_sizes(sentence, run, people):
            for one in run:
                found.setdefault((one.start, one.end), one.label)
    for (start, end), label in sorted(found.items()):
        size = whole(sentence.text[start:end])
        if label and size > 1:
            yield ArmSize(label, size, sentence, start, end)


def _next_to(text: str, mentions: Sequence[Mention], people: int | None) -> dict[tuple[int, int], str]:
    """Bare numbers after the names of two arms or more, when they add up to those in the trial."""
    for pattern in (_NEXT, _BARE):
        found = [(m.label, match) for m in mentions if (match := pattern.match(text, m.end))]
        told = len({label for label, _ in found}) == len(found) > 1
        together = sum(whole(match.group("n")) for _, match in found)
        if told and (together == people or _says_people(text, together, found[0][1].start())):
            return {match.span("n"): label for label, match in found}
    before = [
        (m.label, match)
        for m in mentions
        if (match := _COMMA_NAME.search(text, max(0, m.start - 14), m.start))
    ]
    if len({label for label, _ in before}) == len(before) > 1:
        if sum(whole(match.group("n")) for _, match in before) == people:
            return {match.span("n"): label for label, match in before}
    return {}


def each_arm(sentence: Sentence, names: Names) -> list[tuple[int, int]]:
    """Places of numbers that are said to hold for each of the arms."""
    if (
        len(names.labels) < 2
        or "each" not in sentence.text
        and "both" not in sentence.text
        and "either" not in sentence.text
    ):
        return []
    return [m.span(m.lastgroup or "n") for m in _EACH.finditer(sentence.text)]


def _of_each(sentence: Sentence, names: Names, people: int | None) -> Iterator[ArmSize]:
    """One number for the size of every arm, unless so many are too few or too many of the people."""
    for start, end in each_arm(sentence, names):
        size = whole(sentence.text[start:end])
        together = size * len(names.labels)
        fits = not people or 0.7 * people <= together <= 1.1 * people
        if size > 1 and fits and not (_EVENTS.search(sentence.text) and together != people):
            yield from (ArmSize(label, size, sentence, start, end) for label in names.labels)


def _preceding(
    sentence: Sentence, places: Sequence[tuple[int, int]], mentions: Sequence[Mention], names: Names
) -> list[str]:
    """The arm named last before each size; all by their order where one of them has none."""
    out, begin = [], 0
    for start, end in places:
        near = [m for m in mentions if begin <= m.start and m.end <= start]
        labels = list(dict.fromkeys(m.label for m in near))
        out.append(near[-1].label if near and (len(labels) == 1 or start - near[-1].end < 60) else "")
        begin = end
    if all(out) and len(set(out)) == len(out):
        return out
    linked = link(sentence, places, mentions, names.labels) if len(places) > 1 else [""] * len(places)
    return linked if all(linked) and len(set(linked)) == len(linked) else out
