"""Changes inside one arm, before against after: "fell significantly with zinc (p = 0.01), but not with placebo (p = 0.12)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from trialwright.read.grammar.arm_roles import role_of
from trialwright.read.grammar.lexis import LESS, NUM
from trialwright.read.grammar.mentions import Mention, Names
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_MOVED = Pattern(
    r"(?i)\b(?:fell|f[ae]ll(?:s|en)?|drop(?:ped|s)?|decreas(?:ed?|es|ing)|declin(?:ed?|es)|improv(?:ed?|es|ements?|ing)|increas(?:ed?|es|ing)"
    r"|ros[et]|rise|rises|reduc(?:ed|tions?)|lower(?:ed)?|higher|worsened|deteriorated|gain(?:ed|s)?|shorten(?:ed|s)?|lengthen(?:ed|s)?|chang(?:ed?|es)|unchanged|differ(?:ed|ence)?|better)\b"
)
# What is said to hold of an arm against its own beginning.
_BEFORE_AND_AFTER = Pattern(
    r"(?i)\b(?:baseline|pre-?\s?(?:treatment|test|intervention|operative|post)|(?:before|prior to)\s(?:and|to|to and|versus|v|vs)\b|before\s(?:treatment|the\s|therapy|training)"
    r"|initial\s(?:value|level|score)s?|(?:at|from|since)\s(?:the\s)?(?:start|beginning|outset|entry|enrol\w+|inclusion|week\s(?:0|zero))\b|over\stime\b|from\s(?:day|week|month|visit)\s\d|within[- ](?:the\s)?(?:\w+\s){0,4}?groups?\b|within-group)"
    rf"|\bfrom\s(?:an?\s)?(?:(?:mean|median|average)\s)?(?:of\s)?{NUM}[^;]{{0,40}}?\sto\s{NUM}"
)
_TWO_VALUES = Pattern(rf"(?<=[(\s]){NUM}\s?(?:to|→)\s?{NUM}")
_INTERVAL = Pattern(r"(?i)\bCI\b|confidence|\brange|\baged\b|\bCr?I\b")
_OWN_START = r"(?:(?:at|on|in)\s)?(?:the\s|their\s)?(?:baseline|before|pre|initial|own|start\b|beginning|outset|entry|enrol|inclusion|first\svisit)"
_AGAINST = Pattern(
    rf"(?i)\bthan\s(?!{_OWN_START})|\b(?:compared|comparison|relative|contrast)\s(?:with|to)\s(?!{_OWN_START})"
    rf"|\b(?:versus|vs?\.?)\s(?!{_OWN_START})|\bbetween\b|\b(?:more|greater|larger|less|fewer|smaller)\b|\bboth\b|\beach\b|\bover\s(?:the\s)?placebo\b|\binteraction\b|\bratio\b|\brelative\srisk\b"
)
# "fell with A (p = 0.01) and not with B (p = 0.4); the difference between them was 4 kg": what stands before is each arm's own
_THEN_COMPARED = Pattern(
    r"(?i)(?:;\s(?:and\s)?|,\sbut\s)(?:the\s|an?\s)?(?:(?:mean|adjusted|net|between-group|treatment)\s){0,2}differences?\b(?!\sfrom\s(?:baseline|before))"
)
# "The control group also improved (p = 0.02)": of the control alone it is no contrast
_ALSO = Pattern(r"(?i)\balso\b")
_CUT = re.compile(
    r"(?i);\s(?!respectively\b)|[,:]?\s\(?(?=(?:but|whereas|while|whilst|although|however)\b)|,\sand\s|,\s(?=with\s(?:no|little)\b)|\sand\s(?=(?:by|from|did|was|were|remained|showed|no|not|in\sthe|it|there|an?\s(?:non-?significant|significant|small))\b)"
)
_P = re.compile(
    rf"(?i)(?<![\w-])p(?:[- ]?values?)?\s?(?P<r>{LESS}|=)\s?(?P<p>{NUM}|\.\d{{1,4}})|\b(?P<ns>NS|n\.s\.|ns)(?=[\s).,;])"
)
_NOT = re.compile(
    r"(?i)\b(?:no|not|without|neither|nor|non)[\s-](?:(?:\w+[\s-]){0,3}?(?:significan\w+|chang\w+|differ\w*|improve\w*|decreas\w+|increas\w+|reduc\w+|fall|fell|rise|alter\w*)\b|(?:in|with|for|among|after|on|within)\b)|\bunchanged\b|\bnon-?significant\w*|\binsignificant\w*|\b(?:un|not )altered\b"
)
_SIGNED = r"[-−]?\d{1,5}(?:[.·]\d{1,4})?"
_LIMITS = re.compile(
    rf"(?i)\b95\s?%\s?(?:CI|confidence interval)[,:;]?\s?(?P<a>{_SIGNED})\s?(?:%|[a-z]{{1,6}})?(?:\sto\s|,\s|\s?[–]\s?|(?<=\d)-)(?P<b>{_SIGNED})"
)
_SIGNIFICANT = re.compile(r"(?i)\bsignifican\w+")
ALPHA = 0.05


class Within(NamedTuple):
    """A clause on a change inside one arm. explicit : it says so (baseline, from 6 to 4), and is not only one of two arms' own."""

    start: int
    end: int
    label: str
    significant: bool
    explicit: bool


def within_arms(sentence: Sentence, names: Names, goes_on: bool = False) -> list[Within]:
    """The sentence's clauses of that kind: those that say so, or two of which give each arm a significance of its own. goes_on : the
    sentence before it spoke of such a change."""
    text = sentence.text
    if not _MOVED.search(text):
        return []
    mentions = names.mentions(sentence)
    compared = _THEN_COMPARED.search(text)
    text = text[: compared.start()] if compared else text
    if not mentions or _AGAINST.search(text):
        return []
    explicit = (
        goes_on
        or _BEFORE_AND_AFTER.search(text) is not None
        or (_TWO_VALUES.search(text) is not None and _INTERVAL.search(text) is None)
        or (_ALSO.search(text) is not None and {role_of(m.label) for m in mentions} == {"control"})
    )
    found = [w for w in _told(sentence, mentions, explicit) if w.start < len(text)]
    found = [w._replace(end=min(w.end, len(text))) for w in found]
    if explicit:
        return found
    return found if _apart(found, names) else []


_OPENS_IN = Pattern(r"(?i)^\W{0,3}(?:in|within|among|for)\s")


def of_each(one: Sentence, other: Sentence, names: Names) -> tuple[list[Within], list[Within]] | None:
    """The clauses of two sentences, each on one of the two arms, one of which had a significant change: "In the A group it fell by 5 (95%
    CI 2 to 8). In the B group it fell by 3 (95% CI -1 to 7)." None for any others."""
    both = []
    for sentence in (one, other):
        text = sentence.text
        if not _OPENS_IN.search(text) or _AGAINST.search(text) or not _MOVED.search(text):
            return None
        both.append(list(_told(sentence, names.mentions(sentence), False)))
    first, second = both
    return (first, second) if len(first) == len(second) == 1 and _apart([*first, *second], names) else None


def _apart(found: Sequence[Within], names: Names) -> bool:
    """Whether two arms each have a significance of their own, which no comparison with one another can give; of three arms or more,
    one of which may be what the others are compared with, not."""
    return (
        len({w.label for w in found}) == 2 == len(names.labels) and len({w.significant for w in found}) == 2
    )


def _told(sentence: Sentence, mentions: Sequence[Mention], explicit: bool) -> Iterator[Within]:
    text, moved = sentence.text, False
    for start, end in _clauses(text, mentions):
        labels = {m.label for m in mentions if start <= m.start < end}
        moved = moved or _MOVED.search(text, start, end) is not None
        if len(labels) != 1 or not moved:
            continue
        significant = _is_significant(text[start:end])
        if significant is not None:
            yield Within(start, end, labels.pop(), significant, explicit)


def _clauses(text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
    cuts = [
        m.end() for m in _CUT.finditer(text) if m.group()[0] != ";" or not _goes_on(text, m.end(), mentions)
    ]
    return list(pairwise([0, *cuts, len(text)]))


def _goes_on(text: str, place: int, mentions: Sequence[Mention]) -> bool:
    """Whether what follows a semicolon is of the same arm: "(6.1 to 4.8; p = 0.01)", and not "(6.1 to 4.8; placebo 6.2 to 5.9)"."""
    closed = text.find(")", place)
    inside = text.rfind("(", 0, place) > text.rfind(")", 0, place)
    return inside and not any(place <= m.start < closed for m in mentions)


def _is_significant(clause: str) -> bool | None:
    """Whether a clause calls its change significant, by its p, or several that agree, or else its words or interval; None where it does not say, or
    these disagree."""
    ps = list(_P.finditer(clause))
    denied = _NOT.search(clause) is not None
    if not ps:
        return False if denied else True if _SIGNIFICANT.search(clause) else _interval_says(clause)
    said = {_p_says(p) for p in ps}
    p = said.pop() if len(said) == 1 else None
    return None if p is None or (denied and p) else p


def _interval_says(clause: str) -> bool | None:
    """Whether the one interval of a clause leaves out no change."""
    found = list(_LIMITS.finditer(clause))
    if len(found) != 1:
        return None
    low, high = (float(found[0][k].replace("−", "-").replace("·", ".")) for k in "ab")
    return low > 0 or high < 0 if low < high else None


def _p_says(match: re.Match[str]) -> bool | None:
    if match["ns"]:
        return False
    value, sign = float(match["p"]), match["r"]
    if ">" in sign or "greater" in sign or "more" in sign:
        return False if value >= ALPHA else None
    if sign == "=":
        return value <= ALPHA
    return True if value <= ALPHA else None  # "p < 0.10" leaves both open
