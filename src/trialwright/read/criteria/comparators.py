"""Comparators in signs and words, before a number ("no less than 6") and after it ("18 years or older")."""

from __future__ import annotations

import re

from trialwright.read.criteria.numbers import NUMBER

# "must not be below", "may not fall under": a limit that is denied is the other one.
_DENIED = (
    r"(?:(?:must|should|may|shall|can|will|is|are|was|were|does|do)\s+not|cannot|not)\s+(?:be\s+|fall\s+|drop\s+|go\s+|rise\s+)?"
    r"(?:{words})(?!\s+(?:than\s+)?or\s+equal)"
)
_NOT_LESS = _DENIED.format(words=r"(?:less|lower|fewer|smaller|younger|shorter)\s+than|under|below")
_NOT_MORE = _DENIED.format(words=r"(?:more|greater|higher|larger|longer|older)\s+than|over|above|exceed")
_BEFORE: dict[str, str] = {
    ">=": r"≥|>\s*/?\s*=|>_|=\s*>|>\s*or\s*=|at\s+least|no\s+less\s+than|no\s+lower\s+than"
    rf"|{_NOT_LESS}"
    r"|(?:greater|more|higher|larger|older|longer|bigger)\s+(?:than\s+)?or\s+equal(?:\s+(?:to|than)|(?=\s*\d))|(?:greater|more|higher|larger|older)\s+than\s+or\s+equals?"
    r"|(?:equal|equals)\s+(?:to\s+)?or\s+(?:is\s+)?(?:greater|more|higher|larger|older|above|over|better)(?:\s+(?:than|to))?|(?:above|over)\s+or\s+equal\s+(?:to)?"
    r"|(?:a\s+)?minimum\s+(?:age\s+)?(?:of\s+)?|min\.\s*|no\s+younger\s+than|no\s+fewer\s+than"
    r"|from\s+(?:the\s+age\s+of\s+)?(?=\d+\s*(?:years?|yrs?)?\s*(?:and|or)\s+(?:older|above|over|more|up))",
    "<=": r"≤|<\s*/?\s*=|<_|=\s*<|<\s*or\s*=|at\s+most|no\s+(?:more|greater|higher|longer|older|larger)\s+than"
    rf"|{_NOT_MORE}"
    r"|(?:less|lower|fewer|smaller|younger|shorter)\s+(?:than\s+)?or\s+equal(?:\s+(?:to|than)|(?=\s*\d))|(?:less|lower|younger)\s+than\s+or\s+equals?"
    r"|(?:equal|equals)\s+(?:to\s+)?or\s+(?:is\s+)?(?:less|lower|fewer|smaller|younger|below|under)(?:\s+(?:than|to))?|(?:below|under)\s+or\s+equal\s+(?:to)?"
    r"|up\s+to(?:\s+and\s+including)?|(?:a\s+)?maximum\s+(?:age\s+)?(?:of\s+)?|max\.\s*|(?:not|nor)\s+exceed(?:ing)?",
    ">": r">|(?:greater|more|higher|larger|older|longer|bigger|upper)\s+(?:than|then)|over|above|exceed(?:s|ing|ed)?|superior\s+to|in\s+excess\s+of|beyond|greater\s+to",
    "<": r"<|(?:less|lower|fewer|smaller|younger|shorter|lesser)\s+(?:than|then)|under|below|inferior\s+to",
    "=": r"=|equal\s+to|equals",
    "outside": r"(?:(?:is\s+|falls?\s+|falling\s+|lying\s+)?outside(?:\s+of)?|not\s+in)\s+(?:the\s+|a\s+)?(?:age\s+)?(?:range|interval|limits?)(?:\s+(?:of|from|between)|\s*:)?|outside(?:\s+of)?|not\s+between",
    "between": r"(?:in\s+(?:the|a)\s+)?(?:between|rang(?:e|es|ing)\s+(?:of|from|between)|range\s*:?)|from",
}  # fmt: skip
_AFTER: dict[str, str] = {
    ">=": r"(?:or|and|&|/)\s*(?:is\s+)?(?:older|more|greater|above|higher|over|up|upwards?|longer|better|larger|beyond|elder|olders)\b(?:\s+than)?"
    r"|(?:or|and)\s+(?:of\s+)?(?:greater|older|above)\s+age|\+(?=\s|$|[,;.)])|at\s+(?:a\s+)?minimum|minimum\b(?!\s*(?:age|of\b|:|\d))",
    "<=": r"(?:or|and|&|/)\s*(?:is\s+)?(?:younger|less|fewer|below|lower|under|shorter|smaller)\b(?:\s+than)?|at\s+most|maximum\b(?!\s*(?:age|of\b|:|\d))",
}  # fmt: skip

_REPEAT = r"(?:\s*\(\s*[<>≤≥=]+\s*\)|\s+(?=[<>≤≥]))?"
_FILLER = r"\s*(?:(?:or\s+equal\s+to|of|the|a|an|age|ages|aged|approximately|or\s+equal)\s+)*"
BEFORE = re.compile(
    "|".join(
        rf"(?P<c{n}>{'|'.join(rf'{p}' for p in [pattern])})" for n, pattern in enumerate(_BEFORE.values())
    ),
    re.I,
)
AFTER = re.compile("|".join(rf"(?P<c{n}>{pattern})" for n, pattern in enumerate(_AFTER.values())), re.I)
BEFORE_TAIL = re.compile(_REPEAT + _FILLER, re.I)
_BEFORE_KEYS, _AFTER_KEYS = list(_BEFORE), list(_AFTER)


def before(text: str, at: int, end: int) -> tuple[str, int] | None:
    """The comparator that starts at `at`, and where the number after it may start."""
    if not (m := BEFORE.match(text, at, end)):
        return None
    stop = m.end()
    if text[stop - 1].isalpha() and stop < end and text[stop].isalpha():
        return None  # "overweight", "fromage": a longer word
    key = _BEFORE_KEYS[int(str(m.lastgroup)[1:])]
    tail = BEFORE_TAIL.match(text, stop, end)
    return key, tail.end() if tail else stop


# "or over 70" begins the next limit, and "or under guardianship" is no limit at all.
_GOES_ON = re.compile(rf"\s*(?:[<>≥≤=]|{NUMBER})", re.I)
_PREPOSITION = re.compile(r"\b(?:over|under|above|below|beyond|up)\W*$", re.I)
_ENDS = re.compile(
    r"\s*(?:$|[^\w\s]|(?:at|and|or|but|who|with|on|in|of|inclusive|as|for|to|prior|from|that|by|are|is|will|years?|months?|patients|scheduled)\b)",
    re.I,
)


def after(text: str, at: int, end: int) -> tuple[str, int] | None:
    """The comparator that follows a number and its unit, and where it ends."""
    m = AFTER.match(text, at, end)
    if m is None or _GOES_ON.match(text, m.end(), end):
        return None
    if _PREPOSITION.search(text, at, m.end()) and not _ENDS.match(text, m.end(), end):
        return None
    return _AFTER_KEYS[int(str(m.lastgroup)[1:])], m.end()


_FIRST_WORDS_TEXT = """
at no not greater more higher larger older longer bigger equal equals above over a minimum min less lower
fewer smaller younger shorter below under up maximum max nor does exceed exceeds exceeding exceeded
cannot superior in beyond lesser inferior outside between range ranges ranging from upper
"""
FIRST_WORDS = frozenset(_FIRST_WORDS_TEXT.split())
# Words that begin a limit only where "not" follows.
BEFORE_NOT = frozenset(
    ["must", "should", "may", "shall", "can", "will", "is", "are", "was", "were", "does", "do"]
)
