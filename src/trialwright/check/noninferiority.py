"""Is noninferiority concluded although the interval reaches beyond the margin?"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from trialwright.check.evidence.exposed import sentence_spans
from trialwright.check.evidence.ledger import entry, figure, shown
from trialwright.check.evidence.outcome_names import alike
from trialwright.check.evidence.tables import RATIOS
from trialwright.model.check import Check
from trialwright.model.labels import same, words
from trialwright.model.result import Reading, Result

NAME = "noninferiority"
SOURCE = "The interval against the margin on the harmful side: Piaggio et al. 2012, JAMA 308:2594 (CONSORT for noninferiority trials), figure 1"

_NI = r"non[- ]?inferior"
# "was noninferior", "noninferiority was shown"; not "was not shown to be noninferior", "to show that A is noninferior"
_SHOWN = re.compile(
    rf"(?i)\b(?:was|were|is|are|proved|proven|be)\s(?:[a-z]+ly\s)?{_NI}\b|\b{_NI}ity\s(?:[a-z\s]{{2,30}}\s)?(?:was|has\sbeen)\s(?:shown|demonstrated|met|established|achieved|confirmed|proven|concluded)\b"
    rf"|\b(?:showed|demonstrated|established|confirmed)\s(?:the\s)?{_NI}ity\b|\bmet\s(?:the\s)?(?:prespecified\s)?(?:criteri\w+\s(?:for|of)\s)?{_NI}ity\b"
)
_NOT_SHOWN = re.compile(
    r"(?i)\b(?:not|no|nor|neither|fail\w*|whether|if|would|will|could|might|may|aim\w*|hypothes\w+|test\w*|assess\w*|margin|considered|declared|defined|deemed|powered|designed|to\s(?:show|demonstrate|establish|prove))\b"
)
_MARGIN = re.compile(
    r"(?i)\bmargin(?:\sfor\s[^.;,()\d]{2,40}?|\son\s[^.;,()\d]{2,40}?)?[,:]?\s?\(?(?:(?:was|were|is|of|at|=|:|set\sat|defined\sas)\s)*(?:an?\s|the\s)?(?:absolute\s|risk\s|prespecified\s)*(?:difference\sof\s|(?P<r>(?:hazard|odds|risk|relative|rate)\s(?:ratio|risk)\sof\s))?"
    r"(?:up\sto\s|at\smost\s)?[-−–]?(?P<m>\d{1,2}(?:[.·]\d{1,3})?)(?P<u>\s?%|\s?percentage[- ]points?|\s?per\s?cent)?(?![\d.·]*\d)"
)
# Outcomes of which more is good, the others of a trial of a margin being bad
_GOOD = re.compile(
    r"(?i)\b(?:cur(?:e|es|ed)|success\w*|respon(?:se|ses|ders?|ded)|remissions?|recover\w*|heal(?:ed|ing)|clear(?:ed|ance)|eradicat\w+|surviv(?:al|ed|ors?)|resol(?:ution|ved)|patency|union|continence|pregnan\w+|live\sbirths?|conception|immun\w+|seroconver\w+|seroprotect\w+|adheren\w+|completion|ovulation|control|suppress\w+|free\b|event-free)"
)
_BAD = re.compile(
    r"(?i)\b(?:deaths?|died|mortality|failures?|relapses?|recurrences?|infections?|bleed\w*|strokes?|thrombo\w*|events?|rejections?|complications?|pain|nausea|vomiting|fractures?|infarctions?|hospitali[sz]ations?|exacerbations?|progression|amputations?|leak\w*|sepsis|pneumonia|toxicity)\b"
)
# A one-sided level of 5 % goes with a 90 % interval
_AT_FIVE = re.compile(
    r"(?i)\bone-?\s?sided\b[^.;]{0,50}?\b(?:0?[.·]05\b|5\s?%)|\b95\s?%\s(?:upper\s)?one-?\s?sided\b"
)
# What a document says of the margin elsewhere: it claims noninferiority of another analysis then
_ADMITTED = re.compile(
    rf"(?i)\b(?:not|fail\w*|neither)\s(?!(?:exceed|cross|reach|includ|contain)\w*\b)(?:[a-z]+\s){{0,4}}?{_NI}|\b{_NI}ity\s(?:was|could)\snot\b|\b(?:exceeded|crossed|included|contained|beyond|outside)\s(?:the\s)?(?:[a-z-]+\s){{0,2}}?margin\b"
)


class Margin(NamedTuple):
    """size : percentage points, or a ratio above 1. quoted : start and end of its words."""

    size: float
    ratio: bool
    quoted: tuple[int, int]


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        text = reading.document.text
        if "nferior" not in text or "argin" not in text or reading.trial is None or _ADMITTED.search(text):
            continue
        spans = sentence_spans(reading)
        claimed = [s for s in spans if _claims(text, *s)]
        margins = {m.size: m for s in spans for m in _margins(text, *s)}
        if claimed and len(margins) == 1:
            (margin,) = margins.values()
            found = _interval(reading, margin, claimed)
            if found is not None:
                yield from _judged(reading, margin, found, claimed[-1])


def _claims(text: str, start: int, end: int) -> bool:
    return any(
        _NOT_SHOWN.search(re.split(r"[,;]\s", text[max(start, m.start() - 50) : m.start()])[-1]) is None
        and _NOT_SHOWN.search(m.group()) is None
        for m in _SHOWN.finditer(text, start, end)
    )


def _margins(text: str, start: int, end: int) -> Iterator[Margin]:
    for m in _MARGIN.finditer(text, start, end):
        size = float(m["m"].replace("·", "."))
        if m["u"] and size > 0:
            yield Margin(size, False, m.span())
        elif (
            not m["u"]
            and 1 < size < 3
            and (m["r"] or re.search(r"(?i)\bratio|\brelative risk", text[start:end]))
        ):
            yield Margin(size, True, m.span())


def _interval(reading: Reading, margin: Margin, claimed: Sequence[tuple[int, int]]) -> Result | None:
    """The contrast that the claim stands on: the one in its sentence or the margin's, else of the primary outcome, else the only one."""
    measures = RATIOS if margin.ratio else ("risk_difference",)
    found = [
        r for r in reading.results
        if r.measure in measures and r.value and r.low and r.high and r.level and not r.subgroup
        and (margin.ratio or r.unit == "%") and all(x.relation == "=" for x in (r.value, r.low, r.high))
    ]  # fmt: skip
    primary = [e.label for e in (reading.trial.endpoints if reading.trial else ()) if e.role == "primary"]
    near = [*claimed, *(s for s in sentence_spans(reading) if s[0] <= margin.quoted[0] < s[1])]
    for chosen in (
        [r for r in found if any(a <= r.quote.start < b for a, b in near)],
        [r for r in found if any(alike(label, r.endpoint) for label in primary)],
        found,
    ):
        if chosen:
            return chosen[0] if len(chosen) == 1 else None
    return None


def _judged(reading: Reading, margin: Margin, r: Result, claim: tuple[int, int]) -> Iterator[Check]:
    assert r.low
    assert r.high
    low, high = _limits(reading, margin, r)
    least, most = (1 / margin.size, margin.size) if margin.ratio else (-margin.size, margin.size)
    below, above = low < least, high > most
    size = f"{margin.size:g}" if margin.ratio else f"{margin.size:g} percentage points"
    told = f"{r.measure.replace('_', ' ')} {shown(r.value) if r.value else ''} ({shown(r.low)} to {shown(r.high)}), margin {size}"
    formula = f"{figure(low)} to {figure(high)} against {figure(least)} and {figure(most)}"
    of = [r]
    if not below and not above:
        yield entry(
            NAME,
            reading,
            of,
            "consistent",
            f"Noninferiority is concluded, and it is shown: {told}.",
            formula=formula,
        )
        return
    harmful = _harmful_side(reading, r)
    if (below and above) or harmful == ("low" if below else "high"):
        yield entry(
            NAME, reading, of, "not checkable", f"Noninferiority is concluded, and the interval reaches beyond the margin: {told}.", severity="major",
            explanation="the claim may rest on another analysis or level", corrected="Noninferiority was not shown: the interval leaves a difference beyond the margin possible.",
            formula=formula, quote=reading.document.quote(*claim),
        )  # fmt: skip
    elif harmful:
        yield entry(NAME, reading, of, "consistent", f"Noninferiority is concluded, and it is shown: {told}; beyond the margin lies what favours the treatment.", formula=formula)  # fmt: skip


def _limits(reading: Reading, margin: Margin, r: Result) -> tuple[float, float]:
    """The limits as far inside as rounding allows; of a 95 % interval those of 90 % where the test is one-sided at 5 %."""
    assert r.value
    assert r.low
    assert r.high
    low, high, mid = r.low.interval[1], r.high.interval[0], r.value.value
    if r.level != 95.0 or _AT_FIVE.search(reading.document.text) is None:
        return low, high
    share = 1.6449 / 1.96
    if margin.ratio:
        low, high, mid = (math.log(x) if x > 0 else -math.inf for x in (low, high, mid))
        return math.exp(mid + share * (low - mid)), math.exp(mid + share * (high - mid))
    return mid + share * (low - mid), mid + share * (high - mid)


def _harmful_side(reading: Reading, r: Result) -> str:
    """ "low" or "high": the limit on the side where the treatment is worse; "" where the outcome or the order of the arms is not plain."""
    good, bad = _GOOD.search(r.endpoint) is not None, _BAD.search(r.endpoint) is not None
    if r.measure == "hazard_ratio":
        return "low" if good and not re.search(r"(?i)\bsurviv|free\b", r.endpoint) and not bad else "high"
    if good == bad:
        return ""
    order = _order(reading, r)
    return "" if not order else "low" if good == (order > 0) else "high"


def _order(reading: Reading, r: Result) -> int:
    """1 where the contrast is of its arm less the other, -1 where it is the other way round, 0 where the shares do not tell."""
    assert r.value
    mine, other = (_share(reading, r, arm) for arm in (r.arm, r.versus))
    none = 1.0 if r.measure in RATIOS else 0.0
    if mine is None or other is None or mine == other or r.value.value == none:
        return 0
    return 1 if (mine > other) == (r.value.value > none) else -1


def _share(reading: Reading, r: Result, arm: str) -> float | None:
    """The arm's share of the outcome, where one is told."""
    found = {
        x.count / x.total if x.count is not None and x.total else x.value.value / 100
        for x in reading.results
        if x.measure == "proportion" and not x.subgroup and words(arm) and same(x.arm, arm) and words(x.endpoint) == words(r.endpoint)
        and words(x.time) == words(r.time) and ((x.count is not None and x.total) or x.value is not None)
    }  # fmt: skip
    return found.pop() if len(found) == 1 else None
