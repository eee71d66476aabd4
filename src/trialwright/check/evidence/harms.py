"""How many patients had adverse events of a kind, as sentences tell it: "serious adverse events occurred in 18 of 150 patients on A"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from trialwright.check.evidence.exposed import sentence_spans
from trialwright.check.evidence.flow import PEOPLE
from trialwright.check.evidence.number_words import COUNT, count_in
from trialwright.model.labels import words
from trialwright.model.result import Reading

ANY, DEATH, SERIOUS = "any adverse event", "death", "serious adverse events"
_EVENT = r"(?:adverse\s(?:events?|effects?|reactions?)|AEs?|TEAEs?)"
# Each kind of harm, the narrower before the wider; "any" holds them all.
_KINDS = (
    ("serious adverse events, deaths among them", rf"serious\s{_EVENT},?\sincluding\s(?:fatal|deaths?)\b[^.;,]{{0,20}}"),
    (SERIOUS, rf"serious\s(?:treatment-emergent\s)?{_EVENT}|SAEs?"),
    ("severe adverse events", rf"severe\s{_EVENT}"),
    ("adverse events of a higher grade", rf"grade\s[345](?:\s?(?:-|–|/|or|to)\s?(?:[45]|higher|above|worse|more)|\+)?\s{_EVENT}"),
    ("related adverse events", rf"(?:treatment|drug|study[- ]drug|vaccine)[- ]related\s{_EVENT}"),
    ("adverse events that ended treatment", rf"{_EVENT}\s(?:leading|that\sled|which\sled)\sto\s(?:treatment\s|drug\s|study\s|permanent\s)?(?:discontinuation|withdrawal)"),
    (ANY, rf"(?:any|at\sleast\sone|one\sor\smore)\s(?:treatment-emergent\s)?{_EVENT}(?!\s(?:leading|that|which|related|of\sgrade))(?:\sof\sany\s\w+)?|(?:treatment-emergent\s)?{_EVENT}\sof\s(?:any|all)\s\w+|(?<!serious\s)(?<!severe\s)(?<!related\s)(?<!fatal\s)(?<!\d\s)(?<!higher\s)(?<!above\s)(?:treatment-emergent\s)?{_EVENT}(?!\s(?:leading|that|which|related|of\s|such|profile|was\s|were\s(?:mild|similar|mostly|usually|more)))"),
    (DEATH, r"deaths?"),
)  # fmt: skip
_N = rf"(?P<n>{COUNT})(?:\s(?:\(\d[\d.]*\s?%\)\s)?(?:out\s)?(?:of|/)\s(?:the\s)?(?P<t>\d{{1,6}}))?(?:\s?\(\d[\d.]*\s?%\))?"
_WHO = rf"(?:\s(?:[a-z-]+\s){{0,2}}?{PEOPLE})?"
_SEEN = r"(?:(?:was|were|had\sbeen)\s)?(?:occurred|reported|seen|noted|observed|recorded|experienced|developed|found)?"


class Harm(NamedTuple):
    """n patients of `total` (0 where it is not said) with harms of a kind; arm : words behind them that say whose, "" where none do."""

    kind: str
    n: int
    total: int
    arm: tuple[str, ...]
    start: int
    end: int


# "in 6 patients they were serious", "6 of these were serious"
_THEY = re.compile(
    rf"(?i)(?:\bin\s)?(?P<n>{COUNT})(?P<t>){_WHO}(?:\sof\s(?:these|them))?\s(?:they\s|these\s)?were\s(?P<k>serious|severe|treatment[- ]related)\b"
)


def _compiled(kind: str) -> tuple[re.Pattern[str], ...]:
    if kind == DEATH:
        return (re.compile(rf"(?i)(?P<n>{COUNT})(?P<t>)\sdeaths?\b"),)
    way = next(pattern for name, pattern in _KINDS if name == kind)
    return (
        re.compile(rf"(?i)\b(?:{way}),?\s{_SEEN}\s?(?:in|by|among)\s{_N}{_WHO}"),
        re.compile(
            rf"(?i){_N}{_WHO}\s(?:who\s)?(?:had|experienced|reported|developed|suffered)\s(?:(?:an?|the)\s)?(?:{way})\b"
        ),
    )


_PATTERNS = tuple((kind, pattern) for kind, _ in _KINDS for pattern in _compiled(kind))
_ARM = re.compile(
    r"(?i)\s?(?:\([^()]{1,20}\)\s)?(?:(?:on|receiving|given|taking|treated\swith|with)\s(?:the\s)?(?P<a>[\w-]+(?:\s(?!(?:and|or|but|had|were|was|in|of|who|with|for|versus|vs)\b)[a-z][\w-]*)?)|in\sthe\s(?P<b>[\w-]+(?:\s[\w-]+)?)\s(?:group|arm))"
)
_ARM_BEFORE = re.compile(r"(?i)\bin\sthe\s(?P<b>[\w-]+(?:\s[\w-]+)?)\s(?:group|arm)(?:\s\(n\s?=\s?\d+\))?,\s")


_HINT = re.compile(r"(?i)\badverse\s|\b(?:TE)?S?AEs?\b")


_TELLS = re.compile(rf"{_HINT.pattern}|\bdeaths?\b")


def harms(reading: Reading) -> Iterator[list[Harm]]:
    """The harms of each sentence, and of it with the next, where two or more are told."""
    text = reading.document.text
    last: list[Harm] = []
    if not _HINT.search(text):
        return
    for start, end in sentence_spans(reading):
        found = _in_sentence(text, start, end)
        if len(found) > 1:
            yield found
        elif found and last and start - last[-1].end < 160:
            yield [*last, *found]
        last = found


def _in_sentence(text: str, start: int, end: int) -> list[Harm]:
    found: list[Harm] = []
    if not _TELLS.search(text, start, end):
        return found
    before = _ARM_BEFORE.search(text, start, end)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text, start, end):
            if any(match.start() < h.end and h.start < match.end() for h in found):
                continue
            arm = _ARM.match(text, match.end(), end)
            named = (
                (arm["a"] or arm["b"])
                if arm
                else before["b"]
                if before and before.end() <= match.start() + 12
                else ""
            )
            total = int(match["t"]) if match["t"] else 0
            found.append(Harm(kind, count_in(match["n"]), total, words(named), match.start(), match.end()))
    for match in _THEY.finditer(text, start, end) if found else ():
        if not any(match.start() < h.end and h.start < match.end() for h in found):
            found.append(
                Harm(f"{match['k'].lower()} ones", count_in(match["n"]), 0, (), match.start(), match.end())
            )
    return sorted(found, key=lambda h: h.start)
