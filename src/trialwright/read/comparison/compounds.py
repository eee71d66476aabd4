"""Names whose last word is not said, but the one before it as a part of another name: "blood pressure" is no "blood loss"."""

from __future__ import annotations

import re

from trialwright.read.comparison.article import OF_ANY
from trialwright.read.comparison.moments import parted
from trialwright.read.comparison.wording import stem
from trialwright.read.patterns import Pattern

_WORDS = Pattern(r"[A-Za-z][A-Za-z]+")
_NAME = Pattern(r"[A-Za-z]+(?:[\s-][A-Za-z]+){1,2}")
_END_OF_NAME = Pattern(
    r"(?i)[(,;:]|\b(?:of|because|in|at|after|before|by|with|without|for|during|from|to|on|per|within|between|and|or|over)\b"
)
# what may stand behind a noun and is no noun itself
_NO_NOUN = Pattern(
    r"(?i)(?:\w+(?:ed|ing|ly)|were|was|with|from|than|that|after|among|during|between|had|has|have|been|both|only|more|less|fewer|when|where|while|who|which|whose|over|under|into|until|within|without|versus|rates?|levels?|scores?|values?|count|fell|rose|also|alone|each|other|patients|participants|group|groups|arms?)"
)
_LEAST = 3  # letters of a noun
_ALIKE = 5  # first letters by which words are of one kind ("abscess", "abscesses")


def is_of_another(asked: str, told: str) -> bool:
    """Whether what is told has the word before the last of a name of two or three words before a noun of its own each time, and
    the last word nowhere."""
    name = (parted(asked)[0] or asked).strip()
    words = [stem(w.lower()) for w in _WORDS.findall(name)] if _NAME.fullmatch(name) else []
    first, second = words[-2:] if len(words) > 1 else ("", "")
    if not first or {first, second} & OF_ANY:
        return False
    said = list(_WORDS.finditer(told))
    stems = [stem(m.group().lower()) for m in said]
    if first not in stems or any(s.startswith(second[:_ALIKE]) for s in stems):
        return False
    return all(_goes_on(told, said, i) for i, s in enumerate(stems) if s == first)


def _goes_on(text: str, said: list[re.Match[str]], i: int) -> bool:
    """Whether a noun stands right behind a word."""
    if i + 1 >= len(said) or text[said[i].end() : said[i + 1].start()] not in (" ", "-"):
        return False
    word = said[i + 1].group()
    return len(word) >= _LEAST and not _NO_NOUN.fullmatch(word) and not _END_OF_NAME.fullmatch(word)
