"""How many there are in each arm. A count of events beside an arm is not its size."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialwright.read.grammar.lexis import COUNT, INT, PERCENT, whole
from trialwright.read.grammar.link import Mention, Names
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.pairing import link
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence

_UNIT = r"(?!\s?-?(?:months?|weeks?|days?|years?|hours?|hrs?\b|h\b|d\b|min\b|minutes|doses?\b|Gy|ml|kg|g\b|µg|mcg|IU|MIU|cm|mm|cycles|mg|points?|%|per ?cent|courses|times|centers|centres|to\s(?:\d|two|three|four|five|six)|or\s(?:\d|two|three|four|five|six)))"
_N = rf"(?<![\w.,/±<>=-])(?P<n>{COUNT}){_UNIT}"
_SETS_OUT = re.compile(
    r"(?i)\brandom|\bassigned|\ballocat|\breceiv|\bcompar|\btreated\b|\bgiven\b|\bgroups?\b|\barms?\b|\bcohort\b|\bundergo|\benrol"
    r"|\bincluded|\brecruit|\bparticipa|\bunderwent|\bcomplet|\banaly|\bevaluable|\(n\s?=|[(,;]\s?\d[\d,]*\s(?:on|in|to|with)\s|\d\s?[\w-]+,\s\d+"
)
# "A (n = 29)", "A group (349 patients)", "A, n = 29"
_AFTER = re.compile(
    rf"(?i)(?:[(\[,]\s?(?:[^()\d]{{0,40}}[;,]\s?)?|\s)n\s?=\s?(?P<n>{INT})(?!\s?/|{PERCENT}|,\s?[\d.]{{1,5}}\s?%|\s?[(\[]\s?\d)"
    rf"|[(\[,]\s?(?P<n2>{COUNT})\s(?:{FEW}{PEOPLE}|analy[sz]ed|evaluable)(?=\s?[)\],;])"
)
# "a cohort of 47 patients"
_OF = re.compile(rf"(?i)\s(?:of|comprising|included|consisted of)\s{_N}\s{FEW}{PEOPLE}\b")
# "21 patients to A", "41 were assigned to A", "17 patients with X were treated with A", "12 received A", "in A"
_BEFORE = re.compile(
    rf"(?i){_N}(?=(?P<who>\s{FEW}{PEOPLE}(?:\s(?:with|who|aged|having)\s[^.;,()\d]{{2,80}}?)?|\s(?:[a-z][\w-]*\s){{0,5}}?[a-z][\w-]*)?"
    r"\s(?:(?:(?:were|was|are)\s)?(?:(?:then\s|randomly\s)?(?:assigned|allocated|randomi[sz]ed|enrolled|treated|included)\s)?"
    r"(?:received|receiving|receive|given|to receive|to undergo|to|underwent|undergoing|completed|with|in|on|into|took|using|for|served as|who received|occurring in|observed in|of|among|were (?:seen|observed|reported|found|detected) (?:in|with|on))\s))"
)
# "(25 zinc, 22 placebo)", "166 control and 169 zinc", "353 ZN patients and 352 PL patients"
_LISTED = re.compile(rf"(?i){_N}\s(?:the\s)?$")
# "(ZN 64, PL 65)", "zinc 30 mg daily (149) or placebo (150)"
_NEXT = re.compile(rf"\s?[:=]?\s?(?P<n>{INT})(?=\s?[,;)])")
_BARE = re.compile(rf"[^.;()]{{0,30}}?\(\s?(?P<n>{INT})\s?\)")
# "60 patients to A or B": one number for both arms is the size of neither.
_SHARED = re.compile(
    r"(?i)(?:\s?\([^()]{0,120}\))?[^.;()\d]{0,60}?\s(?:or|versus|vs\.?)\s(?![\w ]{0,20}\d)(?!to detect)"
)
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
_OF_PERCENT = re.compile(rf"{PERCENT}\s?$")
_OF_PEOPLE = re.compile(
    rf"(?i)\s{FEW}{PEOPLE}\b|\s(?:received|underwent|were treated|to|started|completed)\s"
)
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
        if names.arms and not sentence.background and _SETS_OUT.search(sentence.text):
            out += _in_sentence(sentence, names, total or people)
    ours = {a.label for a in names.arms if a.role != "historical"}
    if len(ours) < 2:
        return out
    least = (total or people or 0) / (_LEAST_SHARE * len(ours))
    return [s for s in out if s.label not in ours or (least <= s.size and (not total or s.size < total))]


def event_counts(sentence: Sentence, names: Names, people: int | None) -> list[tuple[tuple[int, int], str]]:
    """(place, label of the arm) of counts beside an arm's name that are not its size: "9 deaths on A and 4 on B"."""
    mentions = names.mentions(sentence)
    if not mentions or sentence.background:
        return []
    found = list(_following(sentence, mentions))
    labels = {label for _, label in found}
    if not _EVENTS.search(sentence.text) and len(labels) < 2:
        return []
    return [] if _are_sizes(sentence, found, people) else found


def _are_sizes(sentence: Sentence, found: Sequence[tuple[tuple[int, int], str]], people: int | None) -> bool:
    """Whether numbers beside arms are all those in them: they add up to the people, or the sentence divides them."""
    by_arm: dict[str, int] = {}
    for (start, end), label in found:
        by_arm.setdefault(label, whole(sentence.text[start:end]))
    if people and len(by_arm) > 1 and 0.8 * people <= sum(by_arm.values()) <= people:
        return True
    if _DIVIDES.search(sentence.text):
        return True
    if _EVENTS.search(sentence.text) or (people and sum(by_arm.values()) < 0.5 * people):
        return False
    return all(
        _OF_PEOPLE.match(sentence.text, end) or sentence.text[end + 1 :].lower().startswith(label.lower())
        for (_, end), label in found[:1]
    )


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
    beside = list(_following(sentence, mentions))
    for place, label in beside if _are_sizes(sentence, beside, people) else ():
        found.setdefault(place, label)
    for (start, end), label in sorted(found.items()):
        size = whole(sentence.text[start:end])
        if label and size > 1:
            yield ArmSize(label, size, sentence, start, end)


def _next_to(text: str, mentions: Sequence[Mention], people: int | None) -> dict[tuple[int, int], str]:
    """Bare numbers after the names of two arms or more, when they add up to those in the trial."""
    for pattern in (_NEXT, _BARE):
        found = [(m.label, match) for m in mentions if (match := pattern.match(text, m.end))]
        told = len({label for label, _ in found}) == len(found) > 1
        if told and sum(whole(match.group("n")) for _, match in found) == people:
            return {match.span("n"): label for label, match in found}
    return {}


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


def _following(sentence: Sentence, mentions: Sequence[Mention]) -> Iterator[tuple[tuple[int, int], str]]:
    text = sentence.text
    for match in _BEFORE.finditer(text):
        name = next((m for m in mentions if m.start >= match.end()), None)
        between = text[match.end() : name.start] if name else ""
        if (
            name is None
            or len(between) > 130
            or re.search(r"[;.]\s|\d\s?%|[(\[]\s?\d", between)
            or _SHARED.match(text, name.end)
            or _is_part(text, match.start("n"), match.end("n"))
        ):
            continue
        yield match.span("n"), name.label
    for mention in mentions:
        listed = _LISTED.search(text, max(0, mention.start - 24), mention.start)
        if listed and not _is_part(text, listed.start("n"), mention.end):
            others = [m for m in mentions if m.label != mention.label]
            if any(_LISTED.search(text, max(0, m.start - 24), m.start) for m in others):
                yield listed.span("n"), mention.label


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether a number is a share, a spread or a count out of others, and so no size."""
    before, after = text[max(0, start - 12) : start], text[end : end + 14]
    if re.search(
        r"(?:[=±<>/]|%\s?\(|\d[.,]?)\s?$|(?i:\b(?:of (?:the )?|grade |level |phase |day |week )$)", before
    ):
        return True
    return bool(re.match(rf"\s?(?:/|{PERCENT}|[(\[]\s?[\d.]+{PERCENT})|\s(?:of|out of)\s(?:the\s)?\d", after))
