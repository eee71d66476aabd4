"""What a bracket says itself that its numbers are of: "(five-year survival 74% v 70%)", "(sepsis: 9/41 [22%] v 5/40; fever 7/41 [17%])"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.patterns import Pattern

_FAR = 400  # characters from the start of a bracket to its last number
_INNER = Pattern(
    r"(?i)^\s?(?P<x>(?:\d{1,2}-[a-z]+\s)?[A-Za-z][A-Za-z0-9 ,/'-]{2,60}?)(?:\s(?:in|was|were|of))?[\s:,=]*$"
)
_COUNTED = Pattern(rf"(?i)(?<!-)\b{COUNT}\b(?!-)")
_NO_INNER = Pattern(
    r"(?i)\b(?:n|p|ci|hr|rr|or|sd|se|range|iqr|confidence|interval|ratio|difference|versus|vs|v|respectively|placebo|control|group|arm|total|i\.e|both|each|only|about|mean|median|absolute|relative|adjusted|unadjusted|sided|tailed|crude|test|rank|trend|chi|fisher|interaction|significant|mann|whitney|wilcoxon|anova|ancova|student|kruskal|mantel|superiority|inferiority|pooled|common|weighted|estimated|from|to|e\.g|compared)\b"
)


_TO_FIGURE = re.compile(r"(?<![A-Za-z-])\d.*$")
_TRIAL = re.compile(r"[A-Z]{3,}[A-Z-]*-\d{1,3}")  # "PARADIGM-2: 12 v 15"
_CONTRAST = Pattern(
    r"(?i)\s?(?:(?:and|a|an|the|adjusted|crude|mean)\s)*(?:[acr]?RRs?|[ac]?ORs?|a?HRs?|RD|MD|P|(?:relative|hazard|odds|risk|rate)\s(?:risk|ratio|difference)s?|differences?|95\s?%)?[\s:,=<>]*"
)


def inside(before: str) -> Iterator[str]:
    """ "(five-year survival 74% v 70%)": the name of the number in its own bracket."""
    part = re.split(r"[;,]\s", before)[-1]
    found = _INNER.match(part)
    if found and not _NO_INNER.search(found["x"]) and not _COUNTED.search(found["x"]):
        yield found["x"]


def of_segment(text: str, start: int) -> Iterator[str]:
    """What a long bracket says that its numbers are of, each with brackets of its own: "(sepsis: 8/50 [16%] v 4/50; RR 2.0; fever 6/50 [12%]"."""
    depth = 0
    for opened in range(start - 1, max(-1, start - _FAR), -1):
        depth += (text[opened] in ")]") - (text[opened] in "([")
        if depth < 0:
            break
    else:
        return
    if not any(map(text[opened:start].__contains__, ")]")):
        return
    for part in reversed(text[opened + 1 : start].split("; ")):
        found = _INNER.match(_TO_FIGURE.sub("", part))
        if found and _TRIAL.fullmatch(found["x"]):
            return
        if found and not _NO_INNER.search(found["x"]) and not _COUNTED.search(found["x"]):
            yield found["x"]
            return
        if not _CONTRAST.fullmatch(_TO_FIGURE.sub("", part)):
            return  # it has a name of its own that is none of an outcome


# "in a higher ovulation rate than one of oil (": what there is more of, and not what it is more than
_MORE_THAN = Pattern(
    r"(?i)\b(?:lower|higher|fewer|greater|poorer|better|worse|longer|shorter|smaller|larger)\s(?P<x>(?!than\b|in\b|with\b)[a-z][^.;:,()\d]{2,60}?)\sthan\s(?:(?!\s\s|\sand\s|\sor\s)[^.;:,()\d]){3,90}$"
)
# "was superior to B for the relief of pain (", "no difference for stiffness between the two plans ("
_FOR_WHAT = Pattern(
    r"(?i)\b(?:superior|inferior|equivalent|non-?inferior)\b[^.;:()\d]{0,80}?\s(?:for|in(?=\s(?:the\s)?(?:relief|reducing|improving|relieving|preventing)\b))\s(?:the\s)?(?P<x>(?!(?:all|both|each|these|those|women|men|patients|adults|children)\b)[a-z][^.;:,()\d]{2,60})$"
    r"|\bdifferences?\s(?:was\s(?:seen|found|observed)\s)?(?:for|in|of)\s(?:the\s)?(?P<y>[a-z][^.;:,()\d]{2,60}?)\s(?:between|among)\s[^.;:,()\d]{3,60}$"
)
_FOR_NEXT = re.compile(r"(?i),?\s(?:and|but)\s(?:also\s)?for\s(?:the\s)?")
_IS = Pattern(r"(?i)\b(?:was|were|is|are|became|being|has\sbeen|have\sbeen|had\sbeen|occurred)\b")


def told_in_words(clause: str) -> str:
    """What the clause before a bracket says is compared: "superior to B for the relief of pain", "a higher ovulation rate than one of oil"."""
    if told := _FOR_WHAT.search(clause):
        return _FOR_NEXT.split(told["x"] or told["y"])[-1]
    more = _MORE_THAN.search(clause)
    return more["x"] if more and not _IS.search(more.group()) else ""
