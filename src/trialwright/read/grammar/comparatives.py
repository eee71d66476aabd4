"""What a comparative says of two numbers: "fewer relapses (25 % v 14 %)" sets the smaller number with whom it speaks of."""

from __future__ import annotations

import re

from trialwright.read.grammar.lexis import NUM, number
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_WORD = Pattern(
    r"(?i)(?<!\bor )\b(?:(?P<more>more|higher|greater|larger|increas(?:ed|es|e|ing)|raised)"
    r"|(?P<fewer>fewer|lower|less|smaller|reduc(?:ed|es|tion|ing)|decreas(?:ed|es|e|ing)|rarer)"
    r"|(?P<good>improv\w+|better|worse\w*|prolong\w*|longer|shorter|similar|superior|inferior))\b"
)
# "more likely to have a decrease": more people, not less of it
_LIKELY = Pattern(
    r"(?i)\b(?:(?P<more>more)|(?P<fewer>less))\s(?=(?:likely|apt|prone|liable)\sto\s|(?:often|frequently|commonly)\s(?:had|have|achieved|reached|showed|reported|noted)\s)"
)
_DENIED = Pattern(r"(?i)\b(?:no|not|nor|neither|without|never)\b[^,;.]{0,30}$")
# "sweating (9% v 4%), rash and fever were less frequent"
_SAID_OF_MORE = Pattern(
    r"(?i)\s?[)\]],?(?:,?\s(?:and\s|or\s)?(?!was\b|were\b|had\b|but\b|with\b|in\b|while\b|whereas\b)[a-z-]+(?:\s(?!was\b|were\b|had\b|who\b|with\b|in\b)[a-z-]+)?){1,3}\s(?:was|were)\s(?:\w+ly\s|also\s)?(?=\w)"
)
_VALUE = Pattern(NUM)
_REACH = 90  # characters before or behind a pair in which its comparative may stand
# "sweating (9% v 4%) and rash (5% v 2%) were less frequent": what is said of a pair, or of pairs in a row
_SAID_BEHIND = Pattern(
    r"(?i)(?:\s(?:patients|women|men|people|cases|events))?\s?[)\]]?,?(?:\s(?:and|or)\s[^;:.()]{1,40}[(\[][^;()]{1,40}[)\]],?){0,3}\s(?:(?:was|were|is|are|occurred|had)\s)?(?:\w+ly\s|also\s)?(?=\w)"
)

# "were more frequent on A", "were fewer with A": what is compared is how many there are, not how bad or of what kind they are
_OF_HOW_MANY = Pattern(
    r"(?i)(?:\s(?:frequent(?:ly)?|common(?:ly)?|often|prevalent|usual|numerous|likely))?(?:\s(?:seen|observed|reported|noted|found|recorded))?(?:\s?[.,;:()]|$"
    r"|\s(?:in|on|with|among|amongst|after|for|at|under|during|by|from|following|than|when|where|if|(?:compared|relative)\s(?:with|to)|and|but)\b)"
)


def contradicted(sentence: Sentence, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether the comparative before or behind a pair tells against the first number's being that of whom it speaks.

    first, second : places of the two numbers. False where no comparative, or none of size, stands there.
    """
    word = _before(sentence.text, first[0]) or _behind(sentence.text, second[1])
    values = [_VALUE.search(sentence.text[a:b]) for a, b in (first, second)]
    if word is None or not (values[0] and values[1]):
        return False
    kind = word.lastgroup
    if word.group().lower() in ("longer", "shorter") and "%" not in sentence.text[first[0] : second[1] + 2]:
        kind = "more" if word.group().lower() == "longer" else "fewer"  # of days, more; of a share, not told
    a, b = (number(v.group()) for v in values if v)
    return kind != "good" and (a < b if kind == "more" else a > b)


def is_of_something_else(sentence: Sentence, second: tuple[int, int]) -> bool:
    """Whether a comparative behind a pair compares something else than its numbers: "(9% v 14%) were more often mild on A"."""
    word = _behind(sentence.text, second[1])
    return word is not None and word.lastgroup != "good" and not _OF_HOW_MANY.match(sentence.text, word.end())


def _before(text: str, end: int) -> re.Match[str] | None:
    begin = max(0, end - _REACH, text.rfind(";", 0, end) + 1, text.rfind(")", 0, end) + 1)
    word = None
    for match in (*_WORD.finditer(text, begin, end), *_LIKELY.finditer(text, begin, end)):
        word = match
    return None if word is None or _DENIED.search(text[begin : word.start()]) else word


def _behind(text: str, start: int) -> re.Match[str] | None:
    """The comparative that follows a pair at once: "(9% v 4%) were less frequent"."""
    ends = (led.end() for said in (_SAID_BEHIND, _SAID_OF_MORE) if (led := said.match(text, start)))
    return next((word for end in ends if (word := _WORD.match(text, end))), None)


_KIND = r"(?:men|women|males?|females?|boys|girls|older|younger|elderly|(?:\w+[\s-])?(?:negative|positive)|non-?responders|responders|non-?smokers|smokers|pre-?menopausal|post-?menopausal|whites?|blacks?)"
# "on A women had more of it than men (12% v 4%)": kinds of people within an arm
_THAN_PEOPLE = Pattern(
    rf"(?i)\b(?:than|as)\s(?:(?:in|among|for|with|those|did|the)\s){{0,3}}{_KIND}\b[^.;()]{{0,30}}[(\[,]\s?$"
)
# "Compared with women, men had more of it on A (12% v 4%)"
_AGAINST_PEOPLE = Pattern(
    rf"(?i)^\W{{0,3}}(?:when\s|as\s)?(?:compared|in\scomparison|relative)\s(?:with|to)\s(?:the\s)?{_KIND}\b"
)
# "(12% v 4%), rash and fever were less frequent in men"
_IN_PEOPLE = Pattern(
    rf"(?i)(?:\s(?:frequent(?:ly)?|common(?:ly)?|often|prevalent|usual|numerous|likely))?\s(?:in|among|for|with)\s(?:the\s)?{_KIND}\b(?![^.;,]{{0,40}}\b(?:on|given|receiving|treated|in\sthe)\b)"
)


# "relapse in men and women was 12% versus 20%"
_KINDS_WERE = Pattern(
    rf"(?i)\b(?:in|for|of|among)\s(?:the\s)?{_KIND}\s(?:and|versus|vs\.?)\s(?:(?:in|for|of|among)\s)?{_KIND}\s(?:was|were)\s[^.;,\d]{{0,30}}$"
)


def sets_people_apart(sentence: Sentence, start: int, end: int) -> bool:
    """Whether the words around a pair of numbers, from `start` to `end`, set kinds of people against each other, and no arms."""
    text = sentence.text
    if _THAN_PEOPLE.search(text, max(0, start - 70), start) or _AGAINST_PEOPLE.match(text):
        return True
    if _KINDS_WERE.search(text, max(0, start - 90), start):
        return True
    word = _behind(text, end)
    return word is not None and _IN_PEOPLE.match(text, word.end()) is not None
