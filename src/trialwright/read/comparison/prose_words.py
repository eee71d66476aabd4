"""How like the question the outcome of a pair of numbers is, by the words of its sentence."""

from __future__ import annotations

import re

from trialwright.read.comparison.asked import Question
from trialwright.read.comparison.compounds import is_of_another
from trialwright.read.comparison.moments import is_change, moment
from trialwright.read.comparison.prose_others import is_other, without_denied
from trialwright.read.comparison.prose_pairs import NEXT_CLAUSE, Pair
from trialwright.read.comparison.wording import likeness, stem, tokens, written_out
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_EARLY = Pattern(
    r"(?i)\bbaseline (?:characteristics|values?|\w+ were)|\bat (?:baseline|entry|admission|enrol+ment)\b|^\W*baseline\b"
)
_AT = Pattern(
    r"(?i)\b(?:weeks?|months?|days?|years?|hours?|visit)\s(?:\d{1,3}\s?[-–]{1,2}\s?(?=\d{1,4}\b))?(?P<n>\d{1,4})\b|\b(?:at|after)\s(?P<m>\d{1,4})[\s-](?:weeks?|months?|days?|years?|hours?)\b"
)
_RANGE = Pattern(r"\d{1,3}\s?[-–]{1,2}\s?(?=\d)")  # "weeks 9-12" end with week 12
# "... 40 (39 %) and 22 (22 %) in the two groups at 3 months"
_AFTER = Pattern(
    r"(?i)[^.;\d]{0,60}?\b(?:at|after|by|in)\s(?P<t>\d+\s?-?(?:weeks?|months?|days?|years?|hours?))\b"
)
_WITHOUT_AT_ALL = Pattern(r"(?i)\b(?:absent|absence|free|not|no|without|never)\b")
_WITHOUT = Pattern(
    r"(?i)(?:\b(?:absent|free (?:of|from)|did not|had no|without)\b[^.;,\d]{0,30}"
    r"|(?:^|[,;]\s)no\s(?!difference|change|effect|evidence|significant|statistical)(?:[a-z-]+\s){1,2}(?:was|were|occurred|developed|appeared|happened)\b[^.;,\d]{0,30})$"
)
# "Among women over 40, ...": a part of the people
_PART = Pattern(
    r"(?i)\b(?:among|in|of|for)\s(?:the\s)?(?:\d+\s)?(?P<p>(?:women|men|girls|boys|males|females|smokers|non-?smokers|those\s(?:with|without|aged|who|whose)"
    r"|(?:patients|participants|subjects|children|adults|women|men)\s(?:with|without|aged|older|younger|who|whose|over|under)|the\ssubgroup|per[- ]protocol|completers)\b[^,.;()\d]{0,60})"
    r"|\bsub-?group|\bper[- ]protocol"
)
# the words that say which part, without those of what happened to it
_KIND = Pattern(
    r"(?is)(?:women|men|girls|boys|males|females|smokers|non-?smokers|completers)\b|.*?(?=\s(?:mean|median|was|were|had|there|did|has|have|the)\b)|.*"
)
# "This effect was sustained at week 144 ...": what is spoken of is in the sentence before
_GOES_ON = Pattern(
    r"(?i)[^A-Za-z]*(?:this|these|it|the (?:same|effect|difference|corresponding)s?|(?:a )?similar)\b"
)
_CARRIED = 0.9
# "improved by 9.4 points": how much it changed, not what it was in the end
_CHANGE = Pattern(
    r"(?i)\b(?:improved|increased|decreased|fell|rose|declined|dropped|changed|reduced)\sby\b|\bchanges? (?:in|from|of)\b|\bmean changes?\b|\bfrom baseline\b"
)
_GROUP = Pattern(r"(?i)\b(?:[\w-]+\s){1,3}(?:groups?|arms?)\b")
_GRADED = Pattern(r"(?i)\b(?:grades?|severe|serious|major|life-threatening)\b")
_GRADED_LOSS, _UNGRADED_LOSS = 0.25, 0.6
_MORE_GRADED = 0.05  # where some are told and all are asked for
# several outcomes counted as one
_COMPOSITE = Pattern(r"(?i)\bcomposite\b|\bcombined (?:end-?point|outcome)")
_COMPOSITE_LOSS = 0.15
# "30-day mortality": of another time than the 60 days that are asked for
_TIMED_NAME = Pattern(
    r"(?i)(?<![\w.-])(?P<t>\d{1,4}[\s-](?:day|week|month|year|hour)s?)[\s-](?P<w>[a-z]{4,})"
)
_CHANGED = 0.25
_MORE = 0.05  # of likeness that is lost where all words are of something else
_NUMBERS = Pattern(r"\d[\d.,/]*")
_TOLD_LATER = 0.5
_LEAST = 0.5  # likeness at which some two fifths of what the words of the outcome tell are said
_UNTIMED = 0.85  # of likeness where no word of the time is said
_PART_LOSS, _SURE_PART_LOSS = 0.12, 0.6
_FEWER = 0.8  # of an arm: those who are counted in a part of the people
_OTHER_TIME = 1.0
_BEFORE = 90  # characters before a number in which its time is said


_MARK = Pattern(r"(?<![\w-])T(\d)(?!\w)")
_NEXT_TIME = Pattern(r"(?i),|\band\b|\bwhile\b|\bwhereas\b")


def like(question: Question, sentence: Sentence, pair: Pair, before: str) -> float:
    """0..1 or so: the share of the outcome's words near the numbers, those elsewhere in the sentence for less, and less
    where the numbers are of another time or of a part of the people. before : the sentence before."""
    pair = pair._replace(words=without_denied(pair.words))
    if is_other(question, pair.words):
        return 0.0
    own = _told(question, pair.words)
    wide = _told(question, without_denied(_until(sentence.text, pair.begin, pair.two.end)))
    if _GOES_ON.match(sentence.text):
        own = max(own, _CARRIED * _told(question, f"{before} {pair.words}"))
    out = 0.75 * own + 0.1 * wide if own else 0.4 * wide
    out -= _MORE * _share_of_others(question, pair.words)
    if _GRADED.search(question.outcome) and not _GRADED.search(pair.words):
        # all of them where some are asked for
        out -= _GRADED_LOSS if _GRADED.search(f"{before} {sentence.text}") else _UNGRADED_LOSS
    elif _GRADED.search(pair.words) and not _GRADED.search(question.outcome):
        out -= _MORE_GRADED
    if _COMPOSITE.search(pair.words) and not _COMPOSITE.search(question.outcome):
        out -= _COMPOSITE_LOSS
    changed = _change_told(question, pair.words)
    out -= _TOLD_LATER * _told_later(question, sentence, pair)
    more = _of_time(question, sentence, pair) - _of_part(question, sentence, pair) - changed
    return out + more if out > 0 else 0.0


def _told_later(question: Question, sentence: Sentence, pair: Pair) -> bool:
    """Whether a later clause says all that tells the outcome, behind a semicolon, and the pair's own words do not: it is of
    more than is asked for ("10 of 47 and 19 of 49 fell; injurious falls: 3 and 8")."""
    rest = sentence.text[pair.two.end :].partition(";")[2]
    if rest.count(")") > rest.count("("):
        return False  # a semicolon in brackets begins no clause
    return question.telling <= written_out(rest, question.short) and not question.telling <= written_out(
        pair.words, question.short
    )


def _share_of_others(question: Question, words: str) -> float:
    """0..1: how many of the words near the numbers are neither of the outcome nor of an arm."""
    said = tokens(_NUMBERS.sub(" ", words))
    others = said - question.wanted - question.full[0] - question.full[1]
    return len(others) / max(1, len(said))


def _told(question: Question, words: str) -> float:
    asked = question.wanted
    if is_of_another(question.outcome, words):
        return 0.0
    if asked <= question.full[0] | question.full[1]:
        words = _GROUP.sub(" ", words)  # an arm that is named says nothing of an outcome of its name
    said = written_out(words, question.short) & asked
    if not said & question.telling:
        return 0.0
    told = likeness(asked, said, question.weight)
    if question.moment and question.subject < asked:  # when it was may stand in a sentence before
        told = max(told, _UNTIMED * likeness(question.subject, said & question.subject, question.weight))
    return told if told >= _LEAST else 0.0


def _until(text: str, begin: int, end: int) -> str:
    """A sentence from what it begins with to the end of a pair's clause: what is spoken of first in a later one is not what the pair is of."""
    return text[begin:end] + str(NEXT_CLAUSE.split(text[end:])[0])


def _of_time(question: Question, sentence: Sentence, pair: Pair) -> float:
    """What speaks against numbers of another time than the question names."""
    asked = question.moment if question.moment and question.moment.named else None
    marks = _MARK.findall(sentence.text[: pair.one.start])
    if marks and question.moment and question.moment.mark is not None:
        return 0.05 if int(marks[-1]) == question.moment.mark else -_OTHER_TIME
    named = _TIMED_NAME.search(pair.words) if asked else None
    if asked and named and stem(named["w"].lower()) in question.telling and (when := moment(named["t"])):
        return 0.05 if when.is_same(asked) else -_OTHER_TIME
    if asked and pair.time and (when := moment(pair.time)) and when.named:
        return 0.05 if when.is_same(asked) else -_OTHER_TIME
    numbers = set(re.findall(r"\d+", question.outcome))
    near = list(_AT.finditer(sentence.text[max(0, pair.one.start - _BEFORE) : pair.one.start]))[-1:]
    after = _AFTER.match(sentence.text, pair.two.end)
    if after and near and _NEXT_TIME.search(after.group()):
        after = None  # of the next pair
    told = moment(after["t"] if after else _RANGE.sub("", near[0].group()) if near else time_said(sentence))
    if asked and told and told.named:
        return 0.05 if told.is_same(asked) else -_OTHER_TIME
    if numbers and near:
        return 0.05 if (near[0]["n"] or near[0]["m"]) in numbers else -0.2
    early = _EARLY.search(sentence.text, 0, pair.one.start) and not _EARLY.search(question.outcome)
    if (
        early
        and ((asked and asked.days > 0) or is_change(question.outcome))
        and not _CHANGE.search(pair.words)
    ):
        return -_OTHER_TIME
    return -0.15 if early else 0.0


def _change_told(question: Question, words: str) -> float:
    """What speaks against a change where a value is asked for: all, where that is of the start."""
    if not _CHANGE.search(words) or is_change(question.outcome):
        return 0.0
    early = question.moment is not None and question.moment.days < 0
    return _OTHER_TIME if early and not _EARLY.search(words) else _CHANGED


def _of_part(question: Question, sentence: Sentence, pair: Pair) -> float:
    """What speaks against numbers of a part of the people that the question does not name."""
    for match in _PART.finditer(sentence.text, 0, pair.one.start):
        words = _KIND.match(match["p"] or match.group())[0]
        named = question.side_of(words) or written_out(words, question.short) & question.wanted
        if not named and not _PART.search(question.outcome):
            return _SURE_PART_LOSS if _is_fewer(question, pair) else _PART_LOSS
    return 0.0


def is_of_part(question: Question, sentence: Sentence, pair: Pair) -> bool:
    """Whether numbers are said to be of a part of the people that the question does not name."""
    return bool(_of_part(question, sentence, pair))


def _is_fewer(question: Question, pair: Pair) -> bool:
    """Whether both arms are counted out of clearly fewer than they have."""
    told = [
        (one.total, question.sizes[side].value)
        for one, side in ((pair.one, pair.first), (pair.two, pair.second))
        if one.total and side in question.sizes
    ]
    return len(told) == 2 and all(total < _FEWER * n for total, n in told)


def is_without(question: Question, before: str) -> bool:
    """Whether the people counted next are those without what is asked for ("fever was absent in 9 of 10")."""
    return bool(_WITHOUT.search(before)) and not _WITHOUT_AT_ALL.search(question.outcome)


def time_said(sentence: Sentence, pair: Pair | None = None) -> str:
    """The time said last before a pair ("week 12"), or the only one of a sentence; "" without one."""
    if pair is None:
        told = {_spelled(m) for m in _AT.finditer(sentence.text)}
        return told.pop() if len(told) == 1 else ""
    near = list(_AT.finditer(sentence.text[max(0, pair.one.start - 40) : pair.one.start]))[-1:]
    return _spelled(near[0]) if near else ""


def _spelled(match: re.Match[str]) -> str:
    return " ".join(_RANGE.sub("", match.group()).lower().replace("s ", " ").split())
