"""What a comparative says of two numbers: "fewer relapses (25 % v 14 %)" sets the smaller number with whom it speaks of."""

from __future__ import annotations

from trialwright.read.grammar.lexis import NUM, number
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_WORD = Pattern(
    r"(?i)\b(?:(?P<more>more|higher|greater|larger|increas(?:ed|es|e|ing)|raised)"
    r"|(?P<fewer>fewer|lower|less|smaller|reduc(?:ed|es|tion|ing)|decreas(?:ed|es|e|ing)|rarer)"
    r"|(?P<good>improv\w+|better|worse\w*|prolong\w*|longer|shorter|similar|superior|inferior))\b"
)
_DENIED = Pattern(r"(?i)\b(?:no|not|nor|neither|without|never)\b[^,;.]{0,30}$")
_VALUE = Pattern(NUM)
_REACH = 90  # characters before a pair in which its comparative may stand


def contradicted(sentence: Sentence, first: tuple[int, int], second: tuple[int, int]) -> bool:
    """Whether the comparative before a pair tells against the first number's being that of whom it speaks.

    first, second : places of the two numbers. False where no comparative, or none of size, stands there.
    """
    text = sentence.text
    begin = max(0, first[0] - _REACH, text.rfind(";", 0, first[0]) + 1, text.rfind(")", 0, first[0]) + 1)
    word = None
    for match in _WORD.finditer(text, begin, first[0]):
        word = match
    if word is None or word.lastgroup == "good" or _DENIED.search(text[begin : word.start()]):
        return False
    values = [_VALUE.search(text[a:b]) for a, b in (first, second)]
    if not (values[0] and values[1]):
        return False
    a, b = (number(v.group()) for v in values if v)
    return a < b if word.lastgroup == "more" else a > b
