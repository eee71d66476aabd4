"""Measures of two arms that no word calls means: "blood loss was 420 mL with A and 310 mL with B (P = 0.01)".

In a text that knows of no medians they are taken for means, where the sentence compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.read.grammar.lexis import NUM, SIGNED
from trialwright.read.grammar.mean_pairs import MEASURE_UNIT, MEASURES, UNIT, Middle
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_IN = r"(?:in|with|on|for|among|after|under|receiving)"
_LEAD = r"(?:^|[:,;]\s|\.\s)(?P<x>(?!(?:in|at|after|on|by)\s)[A-Za-z][^.;:,()\d]{2,70}?)\s(?:was|were)\s"
_SECOND = rf"(?P<v>{NUM})(?![\d/%±]|[.,]\d|\s?(?:±|%|-\d|to\s\d|of\s))"
_UNIT = rf"(?:\s?(?P<u>{MEASURES})(?!\w))?"
_AGAINST = r"(?:and|versus|vs\.?|v\.?|against|(?:as\s)?compared\s(?:with|to)|but|while|whereas)"
_MORE = r"(?:longer|shorter|lower|higher|greater|less|more|smaller|larger|better|worse|faster|slower|heavier|lighter|reduced|increased|decreased|prolonged|shortened)"
# "was 420 mL in the A group", "was 420 mL (A)"
_BEHIND = Pattern(
    rf"(?i){_LEAD}(?:[a-z]+ly\s)?(?:only\s)?(?P<v>{NUM})\s?{MEASURE_UNIT}(?=\s{_IN}\s[^.;:()\d]{{2,50}}?,?\s{_AGAINST}\s|\s?[(][A-Za-z][^()\d]{{0,25}}[)],?\s{_AGAINST}\s)"
)
_BEHIND_NEXT = Pattern(
    rf"(?i)(?:\s{_IN}\s[^.;:()\d]{{2,50}}?|\s?[(][A-Za-z][^()\d]{{0,25}}[)]),?\s{_AGAINST}\s(?:only\s|it\swas\s|was\s)?{_SECOND}{_UNIT}(?=\s{_IN}\s|\s?[(][A-Za-z][^()\d]{{0,25}}[)])"
)
# "was longer with A (95 min) than with B (71 min; P < 0.001)"
_HELD = Pattern(
    rf"(?i){_LEAD}(?:[a-z]+ly\s)?{_MORE}\s{_IN}\s[^.;:()\d]{{2,50}}?\s?[(](?P<v>{NUM})(?:\s?{MEASURE_UNIT})?(?=[)]\s(?:than|(?:as\s)?compared\s(?:with|to)|versus|vs\.?)\s)"
)
_HELD_NEXT = Pattern(
    rf"(?i)[)]\s(?:than|(?:as\s)?compared\s(?:with|to)|versus|vs\.?)\s(?:{_IN}\s)?[^.;:()\d]{{2,50}}?\s?[(]{_SECOND}{_UNIT}(?=\s?[),;])"
)
# "median time to relapse (14.2 months with A v 9.8 months with B)"
MEAN_BRACKET, MEDIAN_BRACKET = (
    Pattern(
        rf"(?i)\b{word}\s(?P<x>[a-z][^.;:,()\d]{{2,60}}?)\s[(\[]\s?(?P<v>{SIGNED})(?![\d/]|\s?%|\s?(?:-|±|to\s))\s?(?:{UNIT})?(?=\s(?:v|vs\.?|versus|with|in|on|for|among)\s)"
    )
    for word in ("mean", "median")
)
# "the mean change was greater on A for pain (-4.9 v -2.7", "median stay was similar (6.4 h with A v 6.7 h with B"
HELD_ALONE = Pattern(
    rf"(?i)[(\[]\s?(?P<v>{SIGNED})(?![\d/:]|\s?%|\s?(?:-|±|to\s))(?:\s?(?:{UNIT})\.?)?(?=(?:\s(?:with|in|on|for)\s(?:the\s)?[^.;:()\d]{{2,50}}?)?,?\s(?:v|vs\.?|versus|compared\s(?:with|to))\s)"
)
NAMES_MIDDLE = Pattern(r"(?i)\b(?:(?P<mean>means?|averages?)|(?P<median>medians?))\b(?!\sfollow)")
_COMPARED = Pattern(
    rf"(?i)\bp\s?(?:[<>=≤]|value)|\bsignifican|\b{_MORE}\b|\bdiffer|\bsimilar|\bcomparable|\bns\b"
)
# How people were treated and followed is no outcome; a rate or a share is no mean.
_NO_OUTCOME = Pattern(
    r"(?i)\b(?:dos(?:es?|age|ing)|follow[- ]?up|intervals?|rates?|incidence|proportions?|percentages?|numbers?|infusions?|concentration\sof|differences?|half-?life|thresholds?|cut-?offs?|limits?|standard\s(?:deviations?|errors?)|SDs?|variances?|quartiles?|slopes?|maximum|minimum|survival|ranges?|it|they|this|which|there|patients|criteri\w+)\b"
)
_PLACES = ((_BEHIND, _BEHIND_NEXT), (_HELD, _HELD_NEXT))


def bare_measures(sentence: Sentence) -> Iterator[Middle]:
    """The two numbers with a unit that a sentence compares, each beside words that may name an arm."""
    text = sentence.text
    for first, second in _PLACES:
        for match in first.finditer(text):
            other = second.match(text, match.end())
            if other is None or not _is_one_measure(match, other) or _NO_OUTCOME.search(match["x"]):
                continue
            if _COMPARED.search(text):
                yield match, "mean", ""
                yield other, "mean", ""


def _is_one_measure(first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether one of the two has a unit, and the other the same or none."""
    units = {u.lower() for m in (first, second) if (u := m["u"])}
    return len(units) == 1
