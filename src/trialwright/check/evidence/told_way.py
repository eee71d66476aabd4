"""Which way a sentence's words say that a difference between two arms goes: "lower with A than with B (difference 15 mm)"."""

from __future__ import annotations

import re
from typing import Literal

from trialwright.check.evidence.sentence import sentence_of
from trialwright.model.labels import role_of, same, words
from trialwright.model.result import Reading, Result

Way = Literal["as printed", "inverse", "unclear", ""]

_BY = r"(?:[a-z]+ly\s|also\s|much\s|a\s|an\s){0,3}"
_DOWN = "lower|fewer|rarer|shorter|less|smaller|reduced|decreased"
_UP = "higher|longer|greater|larger|increased|raised|more"
_WAS = re.compile(
    rf"(?i)\b(?:was|were|is|are|remained|had|showed|reported)\s(?:[\d.]+\s?[^\s.;]{{0,8}}\s(?:Hg\s)?)?{_BY}(?:(?P<low>{_DOWN})|(?P<high>{_UP}))\b"
)
_DID = re.compile(
    rf"(?i)\s{_BY}(?:(?P<low>reduced|lowered|decreased|shortened)|(?P<high>increased|raised|prolonged))\s"
)
# "Less frequent relapse was seen with A"
_OPENS = re.compile(
    r"(?i)^\W*(?:[A-Z]+:\s)?(?:(?P<low>less (?:frequent|common)|fewer|lower)|(?P<high>more (?:frequent|common)|more|higher))\s(?=[a-z])"
)
_AHEAD = re.compile(
    rf"(?i)\b(?:was|were|is|are|remained|had|showed|reported)\s{_BY}(?:(?P<low>worse|poorer|inferior)|(?P<high>better|superior|improved))\b|\simproved\s(?P<high2>more)\b"
)
_NUMBER = re.compile(r"\d")  # of another figure, whose words they may be
_LAST = re.compile(r"[;:]\s")
_NEXT = re.compile(r"[)\]]?[;,]\s(?P<x>[^;()\[\]\d]{10,160})")
# of what an event has less where the ratio is above 1
_OF_TIME = re.compile(
    r"(?i)\b(?:surviv\w*|free|time|duration|median|delay\w*|sooner|later)\b|\bor\s(?:more|less)\b"
)
_THAN = re.compile(r"(?i)\b(?:than|compared (?:with|to)|versus|vs\.?|relative to)\b")
_OPENING = re.compile(r"(?i)^\W*(?:as\s)?(?:compared (?:with|to)|relative to|versus)\s[^,.;]{2,60},\s")
_OTHERWISE = re.compile(r"(?i)\b(?:but|although|though|whereas|while|not|no|neither|respectively)\b")
_FELL = re.compile(r"(?i)\b(?:fell|decreased|declined|dropped|reductions?|decreases?|falls?)\b")
_TREATED = r"(?:intervention|treatment|treated|experimental|active)(?:\s(?:groups?|arms?|patients))"
_CONTROLS = r"controls|(?:control|comparison|comparator)\s(?:groups?|arms?|patients|participants)"
_REDUCTION = re.compile(r"(?i)\b(?:risk|absolute) (?:reduction|decrease)|\bARR\b")
_FAVOUR = re.compile(r"(?i)\bfavou?r(?:s|ed|ing)?\b")


def told_way(reading: Reading, r: Result) -> Way:
    """How the words before a printed difference of r.arm less r.versus, without zero in its limits, agree with its sign.

    "inverse" where they say the opposite (it is the size that is printed), "unclear" where a difference without a minus only
    favours an arm or is of what fell, "" where they say nothing plain.
    """
    if not (r.value and r.low and r.high) or r.low.value * r.high.value <= 0:
        return ""
    start, end = sentence_of(reading, r)
    if not (words(r.arm) and words(r.versus)):
        return ""
    before, whole = reading.document.text[start : r.quote.start], reading.document.text[start:end]
    before = _OPENING.sub("", before)
    if r.measure == "risk_difference" and r.value.value > 0 and _REDUCTION.search(r.quote.exact):
        return "inverse"
    names = _names(reading, r)
    lower = _says_lower(before, r, names)
    if lower is not None:
        return "as printed" if lower == (r.value.value < 0) else "inverse"
    ahead = _says_better(before, r, names)
    if ahead is not None:
        return _better_way(reading, r, ahead)
    low = any(m["low"] for m in _WAS.finditer(before))  # of somebody whom the words do not name plainly
    size = low or _FAVOUR.search(whole) or (_FELL.search(before) and not tells_fall(r.endpoint))
    return "unclear" if r.value.value > 0 and size else ""


def ratio_contradicted(reading: Reading, r: Result) -> str:
    """The words of the clause before a ratio, or of the one behind it on the same outcome, that say the opposite of it: an arm has less of what
    it is said to have more of by a ratio that rounding leaves on one side of 1; "" where none do."""
    if not (r.value and words(r.arm) and words(r.versus)) or r.value.interval[0] < 1 < r.value.interval[1]:
        return ""
    start, end = sentence_of(reading, r)
    text, names = reading.document.text, _names(reading, r)
    before = _LAST.split(text[start : r.quote.start])[-1]
    behind = _NEXT.match(text[r.quote.end : end])
    for said in (before, behind["x"] if behind and set(words(r.endpoint)) <= set(words(behind["x"])) else ""):
        lower = None if _OF_TIME.search(said) or _NUMBER.search(said) else _says_lower(said, r, names)
        if lower is not None and lower != (r.value.value < 1):
            return " ".join(said.split()).strip(" (,;")
    return _favours(reading, r, text[start:end], names)


_DENIED = re.compile(r"(?i)\b(?:not?|neither|nor)\b")
_FAVOURS = re.compile(
    r"(?i)\b(?:favou?r(?:s|ed|ing)?|in\sfavou?r\sof)\s(?:the\s|those\s(?:on|given)\s)?(?P<x>[^.;,()\[\]]{2,60})"
)


def _favours(reading: Reading, r: Result, sentence: str, names: dict[str, str]) -> str:
    """The words that a ratio favours an arm, where the outcome is known to be good or bad and the arm has less good or more bad by it."""
    said, good = list(_FAVOURS.finditer(sentence)), _good(reading, r)
    of_time = r.measure == "hazard_ratio" and good == "higher"  # of death, where survival is told
    if len(said) != 1 or not good or of_time or _DENIED.search(sentence):
        return ""
    arms = [label for label, name in names.items() if re.match(rf"(?i)(?:{name})(?!\w)", said[0]["x"])]
    if len(arms) != 1:
        return ""
    assert r.value
    more = (r.value.value > 1) == (arms[0] == r.arm)
    return said[0].group().strip() if more == (good == "lower") else ""


def _good(reading: Reading, r: Result) -> str:
    """Which way of a result's outcome is good, "" where the document's endpoints do not tell."""
    ends = reading.trial.endpoints if reading.trial else ()
    return next((e.better for e in ends if same(e.label, r.endpoint) and e.better), "")


_FALLS = frozenset(["fall", "drop", "decline", "decrease", "reduction", "loss", "lowering", "shrinkage"])
_MOVES = _FALLS | {"rise", "increase", "growth", "gain"}


def tells_fall(name: str) -> bool:
    """Whether an outcome's name is that of a fall in another."""
    return bool(_FALLS & set(words(name)))


def beside_difference(reading: Reading, r: Result) -> tuple[Result, Result] | None:
    """The two arms' means of a fall or a rise in a difference's outcome, or its medians, before it in its sentence."""
    start, _ = sentence_of(reading, r)
    near = [
        m for m in reading.results
        if start <= m.quote.start < r.quote.start and m.measure in ("mean", "median") and m.value and _is_beside(m, r)
    ]  # fmt: skip
    pair = [next((m for m in near if same(m.arm, label)), None) for label in (r.arm, r.versus)]
    if len(near) != 2 or pair[0] is None or pair[1] is None or near[0].measure != near[1].measure:
        return None
    return pair[0], pair[1]


def _is_beside(m: Result, r: Result) -> bool:
    more = set(words(m.endpoint)) - set(words(r.endpoint))
    if m.measure == "median":
        return not more
    return bool(more & _MOVES) and more <= _MOVES | {"in", "of"}


def _names(reading: Reading, r: Result) -> dict[str, str]:
    """For each side of a difference, a pattern of what it is called: its label, and its role where the trial tells roles."""
    out = {}
    for label in (r.arm, r.versus):
        role = {"experimental": _TREATED, "control": _CONTROLS}.get(role_of(reading.trial, label))
        out[label] = "|".join(filter(None, (re.escape(label), role)))
    return out


def _says_lower(text: str, r: Result, names: dict[str, str]) -> bool | None:
    """Whether r.arm is said to have less than r.versus, None where that is not plain."""
    said, than = [*_WAS.finditer(text), *_OPENS.finditer(text)], _THAN.search(text)
    ends = than.start() if than else len(text)
    near = {label: _named(text[:ends], name) for label, name in names.items()}
    did = [m for at in near.values() for e in at if (m := _DID.match(text, e))]
    moves = {m.start(m.lastgroup or 0): m for m in (*said, *did)}
    subjects = [label for label, at in near.items() if at]
    if len(moves) != 1 or len(subjects) != 1 or _OTHERWISE.search(text):
        return None
    word = next(iter(moves.values()))
    other = names[r.versus if subjects[0] == r.arm else r.arm]
    if than and (than.end() < word.start() or not _named(text[ends:], other)):
        return None
    return bool(word["low"]) == (subjects[0] == r.arm)


def _says_better(text: str, r: Result, names: dict[str, str]) -> bool | None:
    """Whether r.arm is said to be better off than r.versus, None where that is not plain."""
    said, than = list(_AHEAD.finditer(text)), _THAN.search(text)
    ends = than.start() if than else len(text)
    subjects = [label for label, name in names.items() if _named(text[:ends], name)]
    if len(said) != 1 or len(subjects) != 1 or _OTHERWISE.search(text):
        return None
    other = names[r.versus if subjects[0] == r.arm else r.arm]
    if than and not _named(text[ends:], other):
        return None
    return bool(said[0]["low"]) != (subjects[0] == r.arm)


def _better_way(reading: Reading, r: Result, ahead: bool) -> Way:
    """What "better with A" says of a difference: by which way of the outcome is good where the document tells, else nothing plain
    of one without a minus, which may be the size. ahead : r.arm is the better off."""
    assert r.value
    good = _good(reading, r)
    if not good:
        return "unclear" if r.value.value > 0 else ""
    lower = (good == "lower") == ahead
    return "as printed" if lower == (r.value.value < 0) else "inverse" if r.value.value > 0 else "unclear"


def _named(text: str, name: str) -> list[int]:
    """Where a name, as a pattern, ends in a text."""
    return [m.end() for m in re.finditer(rf"(?i)(?<!\w)(?:{name})(?!\w)", text)]
