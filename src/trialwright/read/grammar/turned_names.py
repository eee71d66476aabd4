"""Names that say more than their number: the last of a list of numbers is of the last of a list of outcomes, and "decreased appetite was
reported by 25 of 40" counts those with little appetite."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.outcome_labels import tidy
from trialwright.read.grammar.outcomes import Outcome
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

# Whoever has it is counted: "less pain was seen with A (5 v 12)" compares, and is of pain.
_LESS = Pattern(
    rf"(?i)\b(?P<w>decreased|reduced|diminished|lowered|impaired|less|lower)\s(?P<x>[a-z][a-z' -]{{2,40}}?)\s(?:(?:was|were)\s)?(?:reported|seen|noted|observed|found|recorded|experienced|felt|present|occurred|developed|described)\s(?:in|by|among)\s(?:(?:only|about)\s)?(?:\d|{COUNT}\b)"
)


_ELSEWHERE = Pattern(r"(?i);\s|\b(?:while|whereas|but|although)\s")


def as_named(
    sentence: Sentence, spans: Sequence[tuple[int, int]], abouts: Sequence[Outcome]
) -> list[Outcome]:
    """The outcomes of numbers at `spans`, with the word that makes one the lack of another in the clause that says it."""
    found = _LESS.search(sentence.text)
    if found is None:
        return list(abouts)
    plain, label = found["x"].lower(), f"{found['w']} {found['x']}"
    return [
        a._replace(label=label)
        if a.label.lower() == plain
        and found.start() <= start
        and not _ELSEWHERE.search(sentence.text, found.end(), start)
        else a
        for (start, _), a in zip(spans, abouts, strict=True)
    ]


# "infection, bleeding and death occurred in 15, 9 and 3 of 150": numbers before the last
_LIST = Pattern(
    rf"(?i)(?:(?<![\w.]){COUNT}%?(?:\s\([^()]{{1,12}}\))?,\s){{1,4}}(?:{COUNT}%?(?:\s\([^()]{{1,12}}\))?,?\s)?and\s$|(?<![\w.,]){COUNT}%?\sand\s$"
)
_THEN = Pattern(rf"(?i)\s(?:[a-z]+\s)?and\s(?:in\s)?{COUNT}\b")
_JOINED = Pattern(r"(?i),?\s(?:and|or)\s|,\s")


def of_their_places(
    sentence: Sentence,
    spans: Sequence[tuple[int, int]],
    arms: Sequence[str],
    abouts: Sequence[Outcome],
    known: Names,
) -> list[Outcome]:
    """The outcomes, where a number of one arm ends a list of numbers, or begins one of two "respectively": of as many names the one in its
    place, of none where they are not as many. Numbers of two arms are both of all that is named."""
    out = list(abouts)
    for i, ((start, end), about) in enumerate(zip(spans, abouts, strict=True)):
        if " and " not in about.label:
            continue
        names = _JOINED.split(about.label)
        listed = _LIST.search(sentence.text, 0, start)
        within = listed and i and spans[i - 1][1] > listed.start()
        if listed and not (within and arms[i - 1] != arms[i]):
            # of two arms that are not known, or of two outcomes
            fits = (arms[i] or not within) and len(names) == len(_JOINED.findall(listed.group())) + 1
            out[i] = about._replace(label=tidy(names[-1], known) if fits else "")
        elif len(names) == 2 and "respectively" in sentence.text and _THEN.match(sentence.text, end):
            of_one = i + 1 < len(spans) and arms[i + 1] == arms[i] != ""
            out[i] = about._replace(label=names[0]) if of_one else about
    return out
