"""Sets of arms by what a whole document calls its groups: letters, the words before "group", what is tried and a control."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.named_arms import FEW, PEOPLE, Place, named
from trialwright.read.grammar.naming import CONTROL, SUBGROUP, sound
from trialwright.read.grammar.phrases import arm_phrase
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Choice, Pattern

SUM = 1.5  # for numbers that together are a number of people that the text speaks of
_GROUP_NEXT = Pattern(
    rf"(?i)\s(?:groups?|arms?|{PEOPLE}|conditions?|treatments?|interventions?|diets?|regimens?)\b"
)
_OF_WHAT = Pattern(r"(?i)\b(?!versus\b|than\b|with\b|from\b|into\b|either\b)[a-z]{4,}\s$")
_OF_PAIN = Pattern(r"(?i)\sof\b")  # "control of pain"
_LETTER = Pattern(
    r"\b(?P<w>[Gg]roups?|[Aa]rms?|ARM|GROUP)[\s-](?P<l>[A-Z](?:[A-Z]|\d{1,2})?|[0-6]|III|one|two|three)\b(?!\s?[:=]\s?\d|\.\d|,\d|\s(?:strept|strep|vitamin|scans?\b|scanning|imag(?:es|ing)|examinations?|sessions?|meetings?|visits?\b|tests?\b|counsel|exercis|class(?:es)?\b|discussions?|sizes?\b))"
)
_MOST_LETTERS = 6  # arms
_KIND_OF_GROUP = Pattern(r"(?i)\b(?:blood|ABO|age|risk|stratum|ethnic|disease|weight)[\s-]$")
_COUNTED_LETTER = Pattern(
    rf"(?<![\w.,/]){COUNT}\s(?:{FEW}{PEOPLE}\s)?(?:(?:were|was)\s)?(?:(?:randomly\s)?(?:assigned|allocated|randomi[sz]ed)\s)?(?:to|in|into)\s(?:the\s)?"
    r"(?P<w>[Gg]roup|[Aa]rm|ARM|GROUP)[\s-](?P<l>[A-Z](?:[A-Z]|\d{1,2})?|[0-6]|III)\b"
)
_OF = Pattern(
    r"(?i)\b(?:effects?|efficacy|effectiveness|impact|role|use|influence|benefits?|evaluation|trial|study|value|safety|feasibility|addition|administration)\s(?:and\s(?:\w+\s){1,2})?of\s(?P<x>(?!the effect)[A-Za-z(][^.;:]{3,80}?)"
    r"(?=\s(?:on|in|for|to|as|among|during|after|versus|vs|with|by|at|before|upon|using|given)\b|[.:;?,])"
)
_JOINT = re.compile(r"(?i)\s(?:and|or|versus|vs\.?)\s")
_ARTICLE = re.compile(r"(?i)^(?:both|either|each|and|or|the)\s")
# What a headline says that a treatment does
_HEADLINE = "stops|cures|eases|cuts|slows|lowers|halves|doubles|beats|helps|fails|shows|offers|boosts|raises|speeds|protects|relieves|shortens|prolongs|extends"
_TITLE = Pattern(
    rf"(?i)^\W*(?-i:(?:[A-Z]{{6,}}\s)+(?=[A-Z][a-z]))?(?:(?:a|the|adjuvant|oral|effect of|efficacy of|do|does|can|is)\s)?(?P<x>[A-Za-z][^.;:]{{2,70}}?)(?=\s(?:for|in|as|reduces?|improves?|prevents?|does|on|to|and|may|versus|vs|during|after|before|decreases?|increases?|affects?|following|is|added|{_HEADLINE})\b|[:?.])"
)

# "Cure was seen in 40 %": what is found in people is no treatment of theirs
_FOUND = Choice(
    r"(?i)\s(?:(?:was|were|is)\s(?:\w+ly\s)?(?:(?:seen|observed|noted|reported|found|recorded|achieved|reached|present)\s(?:in|by|at|after)|measured|scored|rated|graded|(?:ab)?normal\b|sound|intact|impaired|absent|complete\b|\d[\d.]*\s?%)|occurred\b|came\sin\b)"
)
_EDGE = re.compile(r"\b")
# "Villages were randomised to": who is dealt out
_DEALT = Pattern(r"(?i)\b(?:was|were)\s(?:then\s|randomly\s)*(?:randomi[sz]ed|assigned|allocated|divided)\b")
# "Systolic pressure was 132.4 mmHg", "The mean score fell to 3.1": what was measured; "During follow-up 12 of 80"; "Participant flow": a heading
_MEASURED = Pattern(
    r"(?i)\b(?:was|were|averaged|(?:fell|rose|decreased|increased|declined|dropped|improved)\s(?:to|by|from))\s[-+]?\d|\d\s(?:out\s)?of\s(?:the\s)?\d|^\W*(?:participant|patient)\sflow\b"
)
_SO_MANY = Pattern(rf"(?i){COUNT}\s[a-z]+s\b")  # "Eighty implants were randomised"


class ArmSet(NamedTuple):
    """phrases : one for each arm, with its place. prior : how well the habit is known to tell arms. titled : whether it is "X versus
    Y" of the title."""

    phrases: tuple[tuple[str, Place], ...]
    prior: float
    titled: bool = False


def _counted_letters(sentence: Sentence, word: str) -> bool:
    """ "41 patients were randomised to arm A and 39 to arm B": numbers of their own for two letters of one sentence."""
    found = [
        m.group("l") for m in _COUNTED_LETTER.finditer(sentence.text) if m.group("w").lower().startswith(word)
    ]
    return len(set(found)) > 1


def _tells_each(sentence: Sentence, letters: Sequence[tuple[str, Place]]) -> bool:
    text = sentence.text.lower()
    return any(c.isdigit() for c in text) and all(
        re.search(rf"\b{name.lower()}\b", text) for name, _ in letters
    )


# "14 of group A, 16 of group B and 27 of the control group", "and controls (n = 50)"
_AND_CONTROL = Pattern(
    r"(?i)(?:,|,?\sand)\s(?:(?:in\s)?\d[^.;]{0,40}?\s(?:of|in|on|among)\s)?(?:the\s)?(?P<x>control\s(?:group|arm)|controls)\b(?=\s?[(.,;]|\s(?:had|got|received|took|were|was)\b|\s?$)"
)


def _control_beside(
    sentences: Sequence[Sentence], same: Sequence[tuple[str, Place]]
) -> tuple[str, Place] | None:
    """The control group that a sentence with numbers sets beside all the letters, and that is none of them."""
    for sentence in sentences:
        match = _AND_CONTROL.search(sentence.text) if _tells_each(sentence, same) else None
        last = max((sentence.text.lower().rfind(name.lower()) for name, _ in same), default=0)
        if match and last < match.start("x") and "(control" not in sentence.text:
            return "control group", Place(sentence, *match.span("x"))
    return None


def lettered(sentences: Sequence[Sentence]) -> Iterator[ArmSet]:
    """ "group A", "arm 2": arms by a letter or number."""
    found: dict[str, tuple[str, Place]] = {}
    others: set[str] = set()  # blood groups, age groups
    for sentence in sentences:
        for match in _LETTER.finditer(sentence.text):
            name = f"{match.group('w').rstrip('s').lower()} {match.group('l')}"
            if _KIND_OF_GROUP.search(sentence.text, max(0, match.start() - 12), match.start()):
                others.add(name)
            found.setdefault(name, (name, Place(sentence, match.start(), match.end())))
    for word in ("group", "arm"):
        same = tuple(v for k, v in found.items() if k.startswith(word) and k not in others)
        if 2 <= len(same) <= _MOST_LETTERS:
            counted = any(_counted_letters(s, word) for s in sentences)
            # Three letters or more, all of them in one sentence with numbers, are all the arms there are.
            many = len(same) > 2 and any(_tells_each(s, same) for s in sentences)
            yield ArmSet(same, 1.5 + SUM * (counted or many))
            if control := _control_beside(sentences, same):
                yield ArmSet((*same, control), 1.5 + 1.1 * SUM)


def grouped(sentences: Sequence[Sentence]) -> Iterator[ArmSet]:
    """The phrases before "group" and "arm" that come most, two of them or one and a control."""
    counts: dict[str, list[tuple[str, Place]]] = {}
    for sentence in sentences:
        for phrase, place in named(sentence):
            for part in _JOINT.split(phrase) if CONTROL.search(phrase) else [phrase]:
                name = _ARTICLE.sub("", part)
                if sound(name) and not SUBGROUP.search(name):
                    counts.setdefault(name.lower(), []).append((name, place))
    ranked = sorted(counts.values(), key=lambda v: -len(v))
    control = [v for v in ranked if CONTROL.search(v[0][0])]
    others = [v for v in ranked if not CONTROL.search(v[0][0])]
    if control and others:
        yield ArmSet((others[0][0], control[0][0]), 1.0 + 0.3 * min(3, len(others[0])))
    elif len(others) >= 2:
        yield ArmSet((others[0][0], others[1][0]), 1.0 if len(others[1]) >= 2 else 0.2)


# "with 5 years of observation", "at the end of observation"
_OF_TIME = Pattern(
    r"(?i)\b(?:years?|months?|weeks?|days?|hours?|periods?|duration|time|end|last)['’]?\s(?:of\s)?(?:the\s)?$"
)


def _is_group(control: re.Match[str]) -> bool:
    """Whether "control" may be said of people: local control, or that of pain, is an outcome."""
    text = control.string
    if control.group().lower() == "observation" and _OF_TIME.search(text, 0, control.start()):
        return False
    if control.group().lower() != "control" or _GROUP_NEXT.match(text, control.end()):
        return True
    return not (_OF_WHAT.search(text, 0, control.start()) or _OF_PAIN.match(text, control.end()))


def _is_found(phrase: str, sentences: Sequence[Sentence]) -> bool:
    """Whether the document tells in how many people what the phrase says was found."""
    return any(
        _ends_with(s.text[: match.start()], phrase) for s in sentences for match in _FOUND.finditer(s.text)
    )


def _ends_with(text: str, phrase: str) -> bool:
    """Whether a text ends with the phrase as words of their own, in capitals or not."""
    begin = len(text) - len(phrase)
    alike = begin >= 0 and text[begin:].casefold() == phrase.casefold()
    return alike and _EDGE.match(text, begin) is not None


def _is_told(match: re.Match[str]) -> bool:
    """Whether words that could be a treatment's are of those dealt out, or of what was measured."""
    return (
        _DEALT.search(match["x"]) is not None
        or _MEASURED.search(match.string, match.start("x"), match.end("x") + 12) is not None
    )


def against_control(head: Sequence[Sentence], sentences: Sequence[Sentence]) -> Iterator[ArmSet]:
    """What the title says is tried, against the control that the text speaks of."""
    control = next(
        (
            (m.group(), Place(s, *m.span()))
            for s in sentences
            for m in CONTROL.finditer(s.text)
            if _is_group(m)
        ),
        None,
    )
    if control is None:
        return
    for i, sentence in enumerate(head):
        for pattern in (_OF, *((_TITLE,) if i == 0 else ())):
            for match in pattern.finditer(sentence.bare):
                phrase = "" if _is_told(match) else arm_phrase(match["x"])
                if (
                    phrase
                    and sound(phrase)
                    and not (CONTROL.search(phrase) or _SO_MANY.match(phrase))
                    and not _is_found(phrase, sentences)
                ):
                    place = Place(sentence, match.start("x"), match.end("x"))
                    yield ArmSet(((phrase, place), control), 0.8 - 0.2 * i)
                    break
