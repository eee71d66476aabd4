"""Two numbers of both arms behind a clause that names them: "Scores were lower with A; rash was seen in 25% and 60%", "22 on A and 19
on B had it, giving rates of 32% and 28%"."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.comparatives import contradicted
from trialwright.read.grammar.mentions import Mention
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# "Scores were lower with A; rash was seen in 25% and 60%", "worse on A, being severe in": what is told before of one arm
_COMPARED = Pattern(
    r"(?i)\b(?:less|fewer|lower|smaller|rarer|better|worse|more|higher|greater|larger|commoner|milder|shorter|longer|faster|slower|superior|inferior)\s(?:(?:\w+\s){1,2})?(?:in|on|with|among|under|after|for)\s(?:the\s|those\s(?:on|given)\s|patients\s(?:on|given)\s)?$"
)
_THEN = Pattern(
    r"(?i)(?:[\s-](?:groups?|arms?|patients))?(?:\s?\([^()]{1,40}\))?(?:;|,\s(?:being|occurring|with|and|as)\b)[^;]*$"
)
_AND_ANOTHER = Pattern(r"(?i)\s?[)\]]?\sand\s(?:only\s)?[(\[]?")
_AT_TIMES = Pattern(
    r"(?i)[)\]]?,?\s(?:respectively,?\s)?(?:at|after|in|during|before|by|within)\s[^.;]{0,40}\d|[)\]]?\s(?:before|at\s(?:baseline|entry|the\sstart))\b"
)


# "A lowered its rate (25% and 60%)"
_CHANGED = Pattern(
    r"(?i)\s(?:(?:significantly|also|markedly|clearly)\s){0,2}(?:reduced|lowered|decreased|raised|increased|prevented|improved|halved|doubled)\s[^.;:()\d]{2,70}[(\[]"
)


def compared_before(
    sentence: Sentence,
    values: Sequence[tuple[int, int]],
    mentions: Sequence[Mention],
    arms: Sequence[str],
    order: Sequence[str],
) -> list[str] | None:
    """The arms of two listed numbers of both of a trial's arms, of which only the clause before names one, which it compares: that one,
    and the other; "" for both where the comparison or the document's order of them tells against it. None for other numbers."""
    text = sentence.text
    if (
        len(values) != 2
        or len(arms) != 2
        or len({m.label for m in mentions}) != 1
        or mentions[-1].end > values[0][0]
    ):
        return None
    name = mentions[-1]
    listed = _AND_ANOTHER.fullmatch(text, values[0][1], values[1][0]) and not _AT_TIMES.match(
        text, values[1][1]
    )
    changed = listed and _CHANGED.fullmatch(text, name.end, values[0][0])
    compared = listed and _COMPARED.search(text, max(0, name.start - 60), name.start)
    if not changed and not (compared and _THEN.fullmatch(text, name.end, values[0][0])):
        return None
    other = arms[1] if arms[0] == name.label else arms[0]
    told = [name.label, other] if name.label in arms else []
    against = contradicted(sentence, *values) or (len(order) == 2 and list(order) != told)
    return ["", ""] if against or not told else told


# "22 responded on A and 19 on B, giving response rates of 32% and 28%"
_GIVING = Pattern(
    r"(?i),\s(?:giving|yielding|for|with|representing|corresponding\sto|resulting\sin|i\.?e\.?,?)\s(?:[a-z-]+\s){0,4}(?:rates?|percentages?|proportions?|frequenc(?:y|ies)|incidences?)\s(?:of\s)?$"
)


def rates_behind(
    sentence: Sentence, values: Sequence[tuple[int, int]], mentions: Sequence[Mention], arms: Sequence[str]
) -> list[str]:
    """The arms of two listed shares that are what the words before them say of first the one and then the other arm; [] for others."""
    text = sentence.text
    if len(values) != 2 or not mentions or mentions[-1].end > values[0][0]:
        return []
    told = [
        label for i, label in enumerate(m.label for m in mentions) if not i or label != mentions[i - 1].label
    ]
    listed = _AND_ANOTHER.fullmatch(text, values[0][1], values[1][0]) and not _AT_TIMES.match(
        text, values[1][1]
    )
    giving = listed and _GIVING.search(text, mentions[-1].end, values[0][0])
    return told if giving and sorted(told) == sorted(arms) and len(arms) == 2 else []
