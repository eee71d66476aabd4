"""Counts that are listed in the order of the arms, as their own sentence or the one before tells it:
"in 9 and 3 patients, respectively", "in 2 v 10 women", "by 6, 8 and 7 men"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from trialwright.read.grammar.arm_counts import CONDITION
from trialwright.read.grammar.beside import UNIT, is_part
from trialwright.read.grammar.counts_or_sizes import DIVIDES, EVENTS
from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.list_words import (
    AHEAD,
    END,
    EVENTS_BEFORE,
    EVENTS_NEXT,
    MEASURED,
    OF_TWO,
    START,
    TIME,
)
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.pair_words import speaks_of_two
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.grammar.sizes_left import are_left
from trialwright.read.patterns import Pattern

Place = tuple[int, int]

_LIST = Pattern(
    rf"(?i){START}(?P<a>{COUNT})(?:,\s(?P<m>{COUNT}))?(?:,\s(?P<o>{COUNT}))?{END}(?P<by>,?\s(?:and|vs?\.?|versus)\s)(?P<b>{COUNT}){END}{UNIT}"
    rf"(?P<who>\s(?:of\sthe\s)?{FEW}{PEOPLE}\b)?"
)
_HAPPENED = Pattern(
    EVENTS.pattern.removesuffix(r")\b")
    + r"|seen|observed|noted|recorded|found|detected|diagnosed|present|required|needed|achieved|obtained|attained|showed|had|occur|suffered|underwent|numbered|"
    r"increased|decreased|worsened|recovered|healed|survived|improved|conceived|pregnanc\w+|infections?|bleeding|strokes?|cases|metastas[ei]s)\b"
)
_RESPECTIVELY = Pattern(r"(?i)\brespectively\b|\bresp\.|\bin\sthat\sorder\b")
_MEASURED = Pattern(
    rf"(?i)\b(?:{MEASURED}|months|years|rates?|weight|survival|grades?|pain|lower|higher|completed|evaluable|analy[sz]ed|included|excluded|leaving)\b"
)
_IN = Pattern(r"(?i)\b(?:in|by|among|for|with|of)\s(?:only\s)?$")
# What may follow a count without its people: no word for what was measured
_GOES_ON = Pattern(
    r"(?i)\s?[,;.)]|$|\s(?:in|with|for|on|of|and|during|after|respectively)\b|\s(?:[\w-]+\s){0,3}(?:events?|deaths?|recurrences?|relapses?|failures?)\b"
)
_AT_ONCE = Pattern(r"(?i),?\s(?:respectively\b|resp\.|in\sthat\sorder\b)")
_ENDS = Pattern(r"\.?\s*$")
_CUT = re.compile(r"[;:]\s(?=.)|\)")  # not the colon just before the numbers: "Deaths: 2 v 4"
# "10 and 12 patients died in the two groups"
_DID = Pattern(
    r"(?i)\s(?:had\s|have\s)?(?:died(?:\s(?:of|from)\s[a-z][a-z\s-]{2,40})?|relapsed|progressed|withdrew|recurred|responded|dropped out|(?:had|developed|experienced|reported|suffered)\s[^.;,\d]{3,40}?)(?:\sin\s(?:the\s)?(?:two|both|respective)\s(?:groups|arms))?(?:,\srespectively)?\.?\s*$"
)
_AHEAD = Pattern(rf"(?i)\b(?:{AHEAD}|requir\w+)\b")
_ENDS_CLAUSE = Pattern(r"\s?(?:[.;,(]|$)")
_AND_OPENS = Pattern(r"(?i)[\s)]*(?:and|while|whereas)?\s*")
_FATE = Pattern(
    r"(?i)\brespectively,?\s(?:[a-z]+ly\s)?(?:had|reached|experienced|achieved|developed|died|required|needed|reported|showed|underwent|attended|completed|responded|improved|relapsed|withdrew|were\s\w+ed|suffered|received)\b"
)
# "7, 5 and 6 patients in groups A, B and C"
_IN_GROUPS = Pattern(
    r"(?i)\s(?:in|of|on|from)\s(?:the\s)?(?:(?:groups|arms)\s|(?:[\w+/-]+(?:,\s(?:and\s)?|\s(?:and|or)\s)){1,3}[\w+/-]+\s(?:groups|arms)\b)"
)
_CLAUSE_AND = re.compile(r",\s(?:and|but|while|whereas)\s")
_CLAUSE = 90  # characters before a list that say what is counted


def listed_counts(sentence: Sentence, carried: Sequence[str] = ()) -> Iterator[tuple[Place, ...]]:
    """Places of the counts of each list that is said of people to whom something happened, one count for each arm.

    Those that are listed with "and" are the arms' only where the sentence says "respectively", names groups behind them, or
    is short and comes after one that names them all. carried : the arms as that sentence names them.
    """
    if sentence.background:
        return
    goes_on = False
    for match in _LIST.finditer(sentence.text):
        one = _Listed(sentence.text, match, len(carried) == 2, goes_on)
        if (
            not one.is_of_arms()
            or is_part(one.text, *match.span("a"))
            or are_left(one.text, match.start("a"))
        ):
            continue
        told_first = one.opens and not one.against and _FATE.search(one.text, match.end())
        goes_on = goes_on or bool(told_first)
        if one._replace(goes_on=goes_on).is_said_of_events():
            yield one.places


class _Listed(NamedTuple):
    """A list of numbers. carried : a sentence before names two arms. goes_on : a list before in the sentence, or it, opens with
    what happened to its people behind "respectively"."""

    text: str
    match: re.Match[str]
    carried: bool
    goes_on: bool

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(self.match.span(g) for g in ("a", "m", "o", "b") if self.match[g])

    @property
    def who(self) -> bool:
        return self.match["who"] is not None

    @property
    def against(self) -> bool:
        return self.match["by"].strip(" ,").lower() != "and"

    @property
    def fate(self) -> bool:
        return _DID.match(self.text, self.match.end()) is not None

    def is_of_arms(self) -> bool:
        text, end = self.text, self.match.end()
        return (
            self.against
            or self.goes_on
            or self._is_plain()
            or ((self.who or self._numbered()) and _IN_GROUPS.match(text, end) is not None)
            or _RESPECTIVELY.search(text, end) is not None
        )

    def _numbered(self) -> bool:
        """ "Deaths numbered 51 and 64 in the A and B groups"."""
        return EVENTS_BEFORE.search(self.text, 0, self.match.start()) is not None

    def _is_plain(self) -> bool:
        """ "8 and 5 patients died.", after a sentence that names both arms."""
        if not (self.carried and self.who) or self.match["m"]:
            return False
        ends = self.fate or _ENDS.match(self.text, self.match.end())
        return bool(ends) and not speaks_of_two(self.text[: self.match.start()])

    @property
    def clause(self) -> str:
        """What stands before it in its clause, without times: "follow-up was 27 months, and death had come to" is two."""
        start = self.match.start()
        before = TIME.sub("", _CUT.split(self.text[max(0, start - _CLAUSE) : start])[-1])
        last = _CLAUSE_AND.split(before)[-1]
        return last if _HAPPENED.search(last) else before

    @property
    def opens(self) -> bool:
        """ "Six and 12 patients in the A and B groups, respectively, had X; and nine and 14 patients at one year"."""
        return self.who and _AND_OPENS.fullmatch(self.clause) is not None and not DIVIDES.search(self.text)

    def is_said_of_events(self) -> bool:
        """Whether its numbers are of those to whom something happened, and of nothing that was measured."""
        behind = self.text[: self.match.start()].rstrip()
        if self.fate and (self.against or behind.endswith(("arms,", "groups,", "arms", "groups"))):
            return True
        clause, did = self.clause, self._did()
        led = _IN.search(clause) is not None
        bare = _GOES_ON.match(self.text, self.match.end("b")) is not None
        at_once = self.who or _AT_ONCE.match(self.text, self.match.end())  # "in 34 and 46, respectively"
        counted = led and bool(at_once)
        listed = counted or did or (bare and not led)
        return listed and (did or self._happened(clause, counted)) and not _MEASURED.search(clause)

    def _did(self) -> bool:
        """Whether what happened to them stands behind the list."""
        if (self.who or self.against) and self.fate:
            return True
        if self.opens and self.goes_on:
            return True
        return self.against and not self.who and _are_events(self.text, self.match)

    def _happened(self, clause: str, counted: bool) -> bool:
        """Whether what happened to them stands before it."""
        return bool(
            _HAPPENED.search(clause) or ((counted or clause.endswith(": ")) and CONDITION.search(clause))
        )


def _are_events(text: str, match: re.Match[str]) -> bool:
    """Whether a list without people is said of events: "There were 38 v 41 deaths", "Deaths numbered 12 v 19"."""
    if _AHEAD.search(text, 0, match.start()) or OF_TWO.match(text, match.end()):
        return False
    led = EVENTS_BEFORE.search(text, max(0, match.start() - 60), match.start())
    return bool(EVENTS_NEXT.match(text, match.end()) or (led and _ENDS_CLAUSE.match(text, match.end())))
