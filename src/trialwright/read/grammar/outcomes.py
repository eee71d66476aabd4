"""The endpoint a number in a sentence speaks of, in the document's words, or "" where it is not clear."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from trialwright.model.trial import Endpoint
from trialwright.read.grammar.endpoints import PRIMARY
from trialwright.read.grammar.lexis import COUNT, NUM
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.named_arms import PEOPLE
from trialwright.read.grammar.outcome_labels import tells_a_list, tidy
from trialwright.read.grammar.outcome_places import places
from trialwright.read.grammar.sentences import Sentence, once
from trialwright.read.patterns import Pattern, Text


class Outcome(NamedTuple):
    """label : "" where unknown. of : id of the Endpoint it resolves to, "" where read on the spot."""

    label: str = ""
    time: str = ""
    of: str = ""


_PEOPLES = r"(?:non-?\s?)?(?:African[- ]Americans?|Hispanics?(?:\swhites?)?|Caucasians?|Asians?|Latin[oa]s?|(?:white|black)s?(?!\s(?:cell|blood|matter|noise|coat|light|rice|bread|tea|stool|spot)|-))"
_KIND = Pattern(rf"(?i)(?:{_PEOPLES})")
_PREDOMINANCE = Pattern(r"(?i)\b(?P<x>male|female)s?\s(?:predominance|preponderance|sex|gender)\b")
_SEX = Pattern(
    r"(?i)\s?(?:\([^()]{0,30}\)\s?)?(?:of (?:the )?(?:patients|participants"
    rf"|subjects) )?(?:were|was)?\s?(?P<x>males?|females?|men|women|{_PEOPLES})\b"
)


def outcome(sentence: Sentence, start: int, end: int, endpoints: Sequence[Endpoint], names: Names) -> Outcome:
    """The endpoint of the number at [start, end) of the sentence."""
    if _speaks_of_primary(sentence, start):
        return _primary(endpoints) if endpoints else _named_primary(sentence, names)
    sex = _sex(sentence.text, start, end) or _told_before(sentence.text, start, end)
    for candidate in [sex.group("x")] if sex else places(sentence, start, end, names):
        label = tidy(candidate, names)
        if label and not sex and tells_a_list(label):
            return Outcome()
        if label and (
            sex or not _KIND.fullmatch(label)
        ):  # "52% white, and 93% poor": the first is no name of the second
            return match_known(label, endpoints)
    fronted = _FRONTED.match(sentence.bare, 0, start)
    # "For severe gout, 12% on A and 19% on B were admitted": who they are, or what it is of
    if fronted and (_PEOPLE_MEANT.search(fronted["x"]) or _NUMBER_NEXT.match(sentence.bare, fronted.end())):
        fronted = None
    label = tidy(fronted["x"], names) if fronted else ""
    return match_known(label, endpoints) if label else Outcome()


# "African Americans were 52% and 48%": who they are stands before a share of them
_MADE_UP = Pattern(
    rf"(?i)(?:^|[.;,:]\s|\b(?:and|while|whereas)\s)(?P<x>{_PEOPLES})\s(?:(?:were|was)(?!\snot\b)|made\sup|comprised|constituted|accounted\sfor|represented)\s(?:about\s|only\s)?(?:{NUM}\s?%?\s(?:of\s[a-z ]{{2,40}}\s)?(?:and|v|vs\.?|versus)\s)?$"
)
_NO_PART = Pattern(
    r"(?i)\s?%?\s(?:more|less|as|likel|higher|lower|younger|older|taller|heavier|free|cured|alive|of\s(?:all\s)?(?:the\s)?(?:deaths|events|cases))"
)


def _told_before(text: Text, start: int, end: int) -> re.Match[str] | None:
    """What is said before the number at [start, end) of the sex or the people of those that it counts."""
    if found := _PREDOMINANCE.search(text, max(0, start - 40), start):
        return found
    percent = "%" in text[start : end + 2] or "cent" in text[start : end + 9]
    return _MADE_UP.search(text, 0, start) if percent and not _NO_PART.match(text, end) else None


# "12 women", "in 9 (7%) women": people, unless men are told of, too, or a percent is of all
_MEN_AND = {
    "women": Pattern(r"(?i)\b(?:males?|females?|men)\b"),
    "men": Pattern(r"(?i)\b(?:males?|females?|women)\b"),  # "in 2 men on A and 5 men on B" are people
}
_HELD_BY = Pattern(r"(?i)\b(?:in|by|for|among|affected|affecting)\s(?:only\s|just\s|about\s)?$")


def _sex(text: Text, start: int, end: int) -> re.Match[str] | None:
    """What is said of the sex of those that the number at [start, end) counts, where it is said for its own sake."""
    found = _SEX.match(text, end)
    if found is None or found["x"].lower() not in ("women", "men") or "were" in found.group():
        return found
    other = _MEN_AND[found["x"].lower()]
    both = other.search(text, 0, start) or other.search(text, found.end())
    counted = "%" not in text[start:end] and "cent" not in text[start:end]
    return found if both or not (counted or _HELD_BY.search(text, 0, start)) else None


# "For relapse, the figures were": what a sentence says that it is about
_FRONTED = Pattern(
    rf"(?i)\W{{0,2}}(?:(?:for|regarding|concerning|as\sfor)|in\sterms\sof|with\s(?:regard|respect)\sto)\s(?:the\s)?(?:(?:primary|secondary)\s(?:outcome|end[ -]?point)\sof\s)?(?P<x>(?!(?:{PEOPLE}|those|these|each|both|all|every|this)\b)[A-Za-z][^,;:.\d]{{2,60}}),\s"
)
_NUMBER_NEXT = Pattern(rf"(?i)(?:only\s)?(?:{COUNT}|{NUM})")
_PEOPLE_MEANT = Pattern(
    r"(?i)\b(?:cohort|group|population|subset|subgroup|sample|arm|analysis|comparison|instance|safety|reason|purpose|year|month|week|day|visit|period|phase|part|(?:smok|complet|respond|us|start|learn|driv)er|survivor)s?$"
)


@once
def _first_primary(sentence: Sentence) -> tuple[int, int] | None:
    match = PRIMARY.search(sentence.bare)
    return match.span() if match else None


def _speaks_of_primary(sentence: Sentence, start: int) -> bool:
    """Whether the words before `start` name the primary endpoint."""
    first = _first_primary(sentence)
    if first is None or first[0] >= start:
        return False
    return first[1] <= start or PRIMARY.search(sentence.bare, 0, start) is not None


def _primary(endpoints: Sequence[Endpoint]) -> Outcome:
    """The primary endpoint, when the document defines exactly one."""
    primary = [e for e in endpoints if e.role == "primary"]
    return Outcome(primary[0].label, primary[0].time, primary[0].id) if len(primary) == 1 else Outcome()


_END_POINT = r"primary\s(?:(?!and\b|secondary\b)\w+\s){0,2}?(?:outcomes?|end[ -]?points?)(?:\sevents?)?"
_NOT = r"(?!(?:defined|which|that|measured|assessed|as|at|P|n|in|on|for|with|was|were|the)\b)"
# "The primary outcome (relapse)", "the primary outcome, relapse, ", "the primary outcome of relapse", "relapse, the primary outcome, "
_NAMED_PRIMARY = Pattern(
    rf"(?i)\b{_END_POINT}\s?(?:[(\[,]\s?|of\s){_NOT}(?P<x>[A-Za-z][^.;:,()\[\]\d]{{2,80}}?)(?=[)\],]|\s(?:was|were|occurred|developed)\b)"
    rf"|(?:^|[.:;]\s|,\s)(?P<y>[A-Za-z][^.;:,()\d]{{2,80}}?)\s?[(\[,]\s?(?:the\s|our\s)?{_END_POINT}\s?[)\],]"
)


def _named_primary(sentence: Sentence, names: Names) -> Outcome:
    """The primary endpoint as the sentence itself names it, where the document defines none."""
    found = _NAMED_PRIMARY.search(sentence.text)
    return Outcome(tidy(found["x"] or found["y"], names)) if found else Outcome()


def match_known(label: str, endpoints: Sequence[Endpoint]) -> Outcome:
    """An endpoint that the document has defined keeps one label."""
    same = [e for e in endpoints if e.label.lower() == label.lower()]
    return Outcome(same[0].label, "", same[0].id) if same else Outcome(label)


def primary_meant(words: str, endpoints: Sequence[Endpoint]) -> Outcome | None:
    """The primary endpoint when that is what `words` are ("the primary endpoint"), else None."""
    return _primary(endpoints) if PRIMARY.search(words) else None


_TOGETHER = Pattern(
    r"(?i)\b(?:vs\.?|versus|v\.?|compared (?:with|to)|against|and|but|while|whereas|than)(?=\s|$)"
)

# "(3.6 v 2.9, P = 0.01), and the time was shorter (": what the next bracket is of is told before it
_NEW_CLAUSE = Pattern(
    r"(?i)[)\]],?\s(?:and|but|while|whereas)\s[^()\[\]]{3,90}\s(?:was|were|had)\b[^()\[\]]{0,60}[(\[]"
)
_SET_AGAINST = Pattern(r"(?i)\s?%?\s?(?:vs\.?|versus|v\.?)\s?")


_DID = Pattern(
    r"(?i)[)\]]?\s(?:(?:of|in|on|given|receiving|with)\s[^.;,()\d]{2,50}?\s)?did(?:\sso)?(?=[.;,]|$)"
)
_THEN_AGAINST = Pattern(r"(?i)[^()\d]{0,60}\s(?:vs\.?|versus|v\.?|compared (?:with|to)|against)\s(?:in\s)?")
_AND_NEXT = Pattern(r"(?i)[)\]]?,?\s(?:and|,)\s(?:in\s)?")


_EVENTS_NEXT = Pattern(r"(?i)\s(?!such\b)(?:[\w-]+\s)?events?\b(?!\sper\b)")
_WHOLE = Pattern(rf"(?i){COUNT}")


def _counts_events(text: Text, span: tuple[int, int]) -> bool:
    return _EVENTS_NEXT.match(text, span[1]) is not None and _WHOLE.fullmatch(text, *span) is not None


def _are_two_lists(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether two numbers are set against two more: "4 had a stroke and 6 died, versus 16 and 12"."""
    between = [text[a:b] for (_, a), (b, _) in pairwise(spans)]
    return bool(
        _THEN_AGAINST.fullmatch(between[1]) and " and " in between[0] and _AND_NEXT.fullmatch(between[2])
    )


def shared(sentence: Sentence, spans: Sequence[tuple[int, int]], found: Sequence[Outcome]) -> list[Outcome]:
    """The two sides of a comparison speak of one endpoint, whichever side names it."""
    out = list(found)
    if len(out) == 4 and _are_two_lists(sentence.text, spans) and out[0].label and out[1].label:
        return [*out[:2], *out[:2]]
    for i in range(1, len(out)):
        between = sentence.text[spans[i - 1][1] : spans[i][0]]
        if any(_counts_events(sentence.text, spans[j]) and not out[j].label for j in (i - 1, i)):
            continue  # "51 events and 30 deaths": each counts what stands behind it
        if not out[i].label and _DID.match(sentence.text, spans[i][1]):
            out[i] = out[i - 1]  # "12% had it; of those on B 9% did"
        if _NEW_CLAUSE.search(between):
            continue
        if not _TOGETHER.search(between) or _KIND.fullmatch(out[i - 1].label):
            continue
        # "remission (38% v 24%) was higher": the words behind are no nearer to the second than those before
        same = out[i - 1].label and _SET_AGAINST.fullmatch(between)
        plain = out[i].label in ("recurrence", "event") and out[i - 1].label
        if same or not out[i].label or plain:
            out[i] = out[i - 1]
        elif not out[i - 1].label:
            out[i - 1] = out[i]
    return out
