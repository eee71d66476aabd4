"""Names that say more than their number: the last of a list of numbers is of the last of a list of outcomes, and "decreased appetite was
reported by 25 of 40" counts those with little appetite."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.outcome_labels import tidy
from trialwright.read.grammar.outcome_lists import are_of_more_times, are_of_two_times
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


# "infection, bleeding and death occurred in 15, 9 and 3 of 150": the numbers before one, and those behind it
_SIGN = r"\s?%?(?:\s\([^()]{1,12}\))?(?:,\s(?:and\s)?|\sand\s)"
_BEFORE = Pattern(rf"(?i)(?<![\w.,]){COUNT}{_SIGN}(?:{COUNT}{_SIGN}){{0,4}}$")
_BEHIND = Pattern(rf"(?i){_SIGN}{COUNT}\b(?:{_SIGN}{COUNT}\b){{0,4}}")
_EACH = Pattern(COUNT)
_ENDS = Pattern(r"(?i)\sand\s$")
_THEN = Pattern(rf"(?i)\s(?:[a-z]+\s)?and\s(?:in\s)?{COUNT}\b")
_JOINED = Pattern(r"(?i),?\s(?:and|or)\s|,\s")
# "mild, moderate and severe pain": what is said of the last is said of those before it, where they are no names
_OF_THE_LAST = Pattern(
    r"(?i)(?:mild|moderate|severe|minor|major|slight|partial|complete|early|late|fatal|superficial|deep|local|regional|distant|systemic|acute|chronic|serious"
    r"|arterial|venous|bacterial|viral|fungal|upper|lower|(?:grade\s)?(?:[1-5]|I{1,3}|IV))"
)


def of_their_places(
    sentence: Sentence,
    spans: Sequence[tuple[int, int]],
    arms: Sequence[str],
    abouts: Sequence[Outcome],
    known: Names,
) -> list[Outcome]:
    """The outcomes, where a number of one arm is one of a list of numbers, or begins one of two "respectively": of as many names the one in
    its place; the last of a list is of none where they are not as many. Numbers of two arms are both of all that is named."""
    out = list(abouts)
    for i, ((start, end), about) in enumerate(zip(spans, abouts, strict=True)):
        if " and " not in about.label:
            continue
        names = _JOINED.split(about.label)
        before, behind = _BEFORE.search(sentence.text, 0, start), _BEHIND.match(sentence.text, end)
        first, last = before.start() if before else start, behind.end() if behind else end
        run = [j for j, (a, b) in enumerate(spans) if a < last and first < b]
        mine = {arms[j] for j in run}
        place = len(_EACH.findall(before.group())) if before else 0
        many = place + 1 + (len(_EACH.findall(behind.group())) if behind else 0)
        ends = before is not None and behind is None and _ENDS.search(before.group()) is not None
        if ends or (many > 1 and _is_of_one(sentence, (first, last), mine, many)):
            fits = len(mine) == 1 and (arms[i] or run == [i]) and len(names) == many
            if fits or (ends and len(mine) == 1):
                out[i] = about._replace(label=_name(names, place, known) if fits else "")
        elif len(names) == 2 and "respectively" in sentence.text and _THEN.match(sentence.text, end):
            of_one = i + 1 < len(spans) and arms[i + 1] == arms[i] != ""
            out[i] = about._replace(label=names[0]) if of_one else about
    return out


def _is_of_one(sentence: Sentence, run: tuple[int, int], arms: set[str], many: int) -> bool:
    """Whether numbers of a list, all of them read, are those of one arm at one time."""
    if len(arms) != 1 or "" in arms:
        return False
    timed = are_of_two_times if many == 2 else are_of_more_times
    return not timed(sentence.text, *run)


def _name(names: Sequence[str], place: int, known: Names) -> str:
    """The name in its place, with the word that all of them share where it is said of the last alone: "mild, moderate and severe pain"."""
    _, _, shared = names[-1].partition(" ")
    if shared and place < len(names) - 1 and all(map(_OF_THE_LAST.fullmatch, names[:-1])):
        return tidy(f"{names[place]} {shared}", known)
    return tidy(names[place], known)
