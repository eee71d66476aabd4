"""Counts that are listed in the order of the arms: "in 9 and 3 patients, respectively", "in 2 v 10 women", "by 6, 8 and 7 men"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trialwright.read.grammar.arm_counts import CONDITION
from trialwright.read.grammar.beside import UNIT, is_part
from trialwright.read.grammar.counts_or_sizes import DIVIDES, EVENTS
from trialwright.read.grammar.lexis import COUNT, PERCENT
from trialwright.read.grammar.named_arms import FEW
from trialwright.read.grammar.pair_words import speaks_of_two
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

Place = tuple[int, int]

_END = rf"(?![.,:]?\d|[/-]\d|-[a-z]|{PERCENT}|\s?[(\[]\s?[\d.]+{PERCENT})"
_LIST = Pattern(
    rf"(?i)(?<![\w.,/±<>=~-])(?P<a>{COUNT})(?:,\s(?P<m>{COUNT}))?(?:,\s(?P<o>{COUNT}))?{_END}(?P<by>,?\s(?:and|vs?\.?|versus)\s)(?P<b>{COUNT}){_END}{UNIT}"
    rf"(?P<who>\s(?:of\sthe\s)?{FEW}{PEOPLE}\b)?"
)
_HAPPENED = Pattern(
    EVENTS.pattern.removesuffix(r")\b")
    + r"|seen|observed|noted|recorded|found|detected|diagnosed|present|required|needed|achieved|obtained|attained|showed|had|occur|suffered|underwent|numbered|"
    r"increased|decreased|worsened|recovered|healed|survived|improved|conceived|pregnanc\w+|infections?|bleeding|strokes?|cases|metastas[ei]s)\b"
)
_RESPECTIVELY = Pattern(r"(?i)\brespectively\b")
_MEASURED = Pattern(
    r"(?i)\b(?:means?|medians?|averages?|scores?|days?|hours?|minutes?|weeks|months|years|levels?|durations?|times?|length|doses?|volumes?|ages?d?|index"
    r"|ratios?|rates?|percent\w*|proportions?|concentrations?|weight|pressure|survival|scales?|grades?|pain|quality|lower|higher|cycles?|stages?|groups?|arms?|completed|evaluable|analy[sz]ed|included|excluded|leaving)\b"
)
_PASSIVE = Pattern(
    r"(?i)\b(?:was|were)\s(?:(?:[a-z]+ly|still|also|again)\s)?[a-z]+(?:(?:ed|en|wn|lt|pt|st|ght|nd|de)\s(?:in|by|for)|born\sto)\s(?:only\s)?$"
)
_IN = Pattern(r"(?i)\b(?:in|by|among|for|with|of)\s(?:only\s)?$")
# What may follow a count without its people: no word for what was measured
_GOES_ON = Pattern(
    r"(?i)\s?[,;.)]|$|\s(?:in|with|for|on|of|and|during|after|respectively)\b|\s(?:[\w-]+\s){0,3}(?:events?|deaths?|recurrences?|relapses?|failures?)\b"
)
_AT_ONCE = Pattern(r"(?i),?\srespectively\b")
_ENDS = Pattern(r"\.?\s*$")
_CUT = re.compile(r"[;:]\s(?=.)|\)")  # not the colon just before the numbers: "Deaths: 2 v 4"
# "10 and 12 patients died in the two groups"
_DID = Pattern(
    r"(?i)\s(?:had\s|have\s)?(?:died(?:\s(?:of|from)\s[a-z][a-z\s-]{2,40})?|relapsed|progressed|withdrew|recurred|responded|dropped out|(?:had|developed|experienced|reported|suffered)\s[^.;,\d]{3,40}?)(?:\sin\s(?:the\s)?(?:two|both|respective)\s(?:groups|arms))?(?:,\srespectively)?\.?\s*$"
)
# "98 v 95 disease-free survival events"
_NOUN = Pattern(
    r"(?i)\s(?:[\w-]+\s){0,3}(?:events|deaths|recurrences|relapses|failures|cases|cancers|fractures|infections)\b"
)
_NUMBERED = Pattern(
    r"(?i)\b(?:deaths|relapses|recurrences|events|withdrawals|failures|fractures|infections|strokes|falls)\b[^.;:,\d]{0,40}?(?:\snumbered\s|:\s)$"
)
# "We planned for 30 and 40 events", "38 and 41 deaths in the first and second year"
_AHEAD = Pattern(r"(?i)\b(?:plann\w+|expect\w*|anticipat\w+|assum\w+|requir\w+|interim|power\w*)\b")
_OF_TWO = Pattern(
    r"(?i)[^.;,()]{0,60}?\s(?:at|in|on)\s(?:the\s)?(?:two|both)\s(?!(?:[\w-]+\s)?(?:groups|arms|regimens|treatments)\b)|[^.;,()]{0,150}?(?:,\s(?:of|from|by|in)\s[^.;,()]{1,60}?)?\b(?:and|or)\s(?!\d)(?![^.;,()]{1,40}\s(?:groups|arms)\b)"
)
_ENDS_CLAUSE = Pattern(r"\s?(?:[.;,(]|$)")
_AND_OPENS = Pattern(r"(?i)[\s)]*(?:and|while|whereas)?\s*")
_FATE = Pattern(
    r"(?i)\brespectively,?\s(?:[a-z]+ly\s)?(?:had|reached|experienced|achieved|developed|died|required|needed|reported|showed|underwent|attended|completed|responded|improved|relapsed|withdrew|were\s\w+ed|suffered|received)\b"
)
_TIME = re.compile(
    r"(?i)\b(?:at|after|within|over|during|by|of)\s(?:the\s|a\s)?(?:first\s|last\s|median\s(?:follow-up\s)?(?:of\s)?)?[\d.]+\s(?:months?|years?|weeks?|days?|hours?)(?:\sof\sfollow-up)?"
)
_HUNDRED = re.compile(r"(?i)(?:hundred|thousand)$")  # "one hundred and eleven" is one number
# "7, 5 and 6 patients in groups A, B and C"
_IN_GROUPS = Pattern(
    r"(?i)\s(?:in|of|on|from)\s(?:the\s)?(?:(?:groups|arms)\s|(?:[\w+/-]+(?:,\s(?:and\s)?|\s(?:and|or)\s)){1,3}[\w+/-]+\s(?:groups|arms)\b)"
)
_CLAUSE_AND = re.compile(r",\s(?:and|but|while|whereas)\s")
_CLAUSE = 90  # characters before a list that say what is counted


def listed_counts(
    sentence: Sentence, carried: Sequence[str] = (), order: Sequence[str] = ()
) -> Iterator[tuple[Place, ...]]:
    """Places of the counts of each list that is said of people to whom something happened, one count for each arm.

    Those that are listed with "and" are the arms' only where the sentence says "respectively", is short and comes after
    one that names them all, or names none itself in a document that keeps to one order. carried : the arms as that sentence
    names them. order : as the document keeps to.
    """
    if sentence.background:
        return
    text = sentence.text
    goes_on = goes_on_kept = False
    for match in _LIST.finditer(text):
        against = match["by"].strip(" ,").lower() != "and"
        fate = _DID.match(text, match.end())
        did = (match["who"] is not None or against) and fate
        ends = match["who"] and (did or _ENDS.match(text, match.end()))
        of_two = speaks_of_two(text[: match.start()])
        plain = len(carried) == 2 and ends and not match["m"] and not of_two
        listed = len([g for g in ("a", "m", "o", "b") if match[g]])
        kept = (
            len(order) == listed
            and not of_two
            and (match["who"] or goes_on_kept or _are_events(text, match))
            and not _HUNDRED.search(match["a"])
        )
        named = match["who"] and _IN_GROUPS.match(text, match.end())
        told = against or plain or kept or named or goes_on or _RESPECTIVELY.search(text, match.end())
        if not told or is_part(text, *match.span("a")):
            continue
        before = _TIME.sub("", _CUT.split(text[max(0, match.start() - _CLAUSE) : match.start()])[-1])
        clause = _CLAUSE_AND.split(before)[-1]  # "follow-up was 27 months, and death had come to"
        before = clause if _HAPPENED.search(clause) else before
        at_once = _AT_ONCE.match(text, match.end())  # "in 34 and 46, respectively"
        counted = (match["who"] or at_once) and _IN.search(before)
        bare = not _IN.search(before) and _GOES_ON.match(text, match.end("b"))
        # "Six and 12 patients in the A and B groups, respectively, had X; and nine and 14 patients at one year"
        opens = match["who"] and _AND_OPENS.fullmatch(before) and not DIVIDES.search(text)
        told_first = opens and not against and _FATE.search(text, match.end())
        goes_on = goes_on or bool(told_first)
        did = did or bool(opens and goes_on)
        did = did or bool((against or kept) and not match["who"] and _are_events(text, match))
        led = counted or before.endswith(": ")
        happened = (
            did
            or (kept and _PASSIVE.search(before))
            or _HAPPENED.search(before)
            or (led and CONDITION.search(before))
        )
        plainly = fate and text[: match.start()].rstrip().endswith(("arms,", "groups,", "arms", "groups"))
        follows = goes_on_kept and _IN.search(before) and _GOES_ON.match(text, match.end("b"))
        listed_so = follows or ((counted or bare or did) and happened)
        if plainly or (fate and against) or (listed_so and not _MEASURED.search(before)):
            goes_on_kept = goes_on_kept or bool(kept)
            yield tuple(match.span(g) for g in ("a", "m", "o", "b") if match[g])


def _are_events(text: str, match: re.Match[str]) -> bool:
    """Whether a list without people is said of events: "There were 38 and 41 deaths", "Deaths numbered 12 and 19"."""
    if _AHEAD.search(text, 0, match.start()) or _OF_TWO.match(text, match.end()):
        return False
    led = _NUMBERED.search(text, max(0, match.start() - 60), match.start())
    return bool(_NOUN.match(text, match.end()) or (led and _ENDS_CLAUSE.match(text, match.end())))
