"""Is the printed difference that of the printed means, and in which direction?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.exposed import sentence_spans
from trialwright.check.evidence.ledger import entry, figure, shown
from trialwright.check.evidence.p_tests import is_adjusted
from trialwright.check.evidence.sentence import sentence_of
from trialwright.check.evidence.tables import crosses_sentence
from trialwright.check.evidence.told_way import beside_difference, tells_fall, told_way
from trialwright.model.check import Check, Figure, Restated
from trialwright.model.labels import role_of, same, words
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "mean_difference"
SOURCE = (
    "Difference in means, first arm less second, over what rounding leaves open: Cochrane Handbook 6.5.1.1"
)

LOOSE = 0.25  # of the difference: an adjusted estimate is seldom further from the crude one


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        found = list(_of_results(reading))
        yield from found
        told = [(c.quote.start, c.quote.end) for c in found]
        yield from (
            c for c in _in_words(reading) if not any(c.quote.start < b and a < c.quote.end for a, b in told)
        )


def _of_results(reading: Reading) -> Iterator[Check]:
    means = [r for r in reading.results if r.measure == "mean" and r.value and words(r.arm)]
    for r in reading.results:
        if r.measure == "difference" and r.value and words(r.arm) and words(r.versus):
            first, second = (_of(means, r, label) for label in (r.arm, r.versus))
            if first is not None and second is not None:
                yield from _one(reading, r, first, second)
            elif beside := beside_difference(reading, r):
                yield from _by_beside(reading, r, *beside)
            else:
                yield from _as_told(reading, r)
        elif r.measure == "risk_difference" and r.value:
            pair = _percents(reading, r)
            yield from _one(reading, r, *pair) if pair else _as_told(reading, r)


def _by_beside(reading: Reading, r: Result, first: Result, second: Result) -> Iterator[Check]:
    """A difference behind the falls or the medians of two arms: which way it goes, and whether it is of means."""
    assert r.value
    assert first.value
    assert second.value
    crude = first.value.value - second.value.value
    if first.measure == "median":
        yield entry(
            NAME, reading, [r, first, second], "not checkable", f"{shown(r.value)} is printed behind the medians of two arms.",
            explanation="a difference of medians is not one of means", recomputed={"measure_fits": "difference of medians"},
            severity="note", formula="medians beside a difference",
        )  # fmt: skip
        return
    expected = -crude if tells_fall(first.endpoint) else crude
    if r.value.value * expected >= 0:
        return
    near = abs(abs(r.value.value) - abs(crude)) <= LOOSE * abs(crude)
    sum_ = f"{first.value.value:g} - {second.value.value:g} = {figure(crude)}"
    yield entry(
        NAME, reading, [r, first, second], "explained" if near else "not checkable",
        f"{sum_} of {first.endpoint}; {shown(r.value)} is printed, which is no difference of {r.endpoint} with that sign.",
        explanation="the difference is in the other direction", recomputed={"direction": "inverse" if near else "unclear"},
        severity="note", formula=sum_,
    )  # fmt: skip


def _as_told(reading: Reading, r: Result) -> Iterator[Check]:
    """A difference whose means are not read, where the words beside it tell which way it goes and its sign does not."""
    way = told_way(reading, r)
    assert r.value
    if way == "inverse":
        yield entry(
            NAME, reading, [r], "explained", f"{shown(r.value)} is printed, which is {r.versus} less {r.arm} by the words beside it.",
            explanation="the size of the difference is printed", recomputed={"direction": "inverse"}, severity="note",
            formula="words on direction beside a difference", restated=[_turned(r)],
        )  # fmt: skip
    elif way == "unclear":
        yield entry(
            NAME, reading, [r], "not checkable", f"{shown(r.value)} is printed, which may be the size of the difference.",
            explanation="a fall is told, or which arm is favoured, and not which has more", recomputed={"direction": "unclear"},
            severity="note", formula="words on direction beside a difference",
        )  # fmt: skip


# "..., a difference of 7.6 mmHg", "(between-group difference 4.6 points)", "(difference -0.9 %"
_SAID = re.compile(
    r"(?i)\b(?:mean\s|absolute\s|between[- ]groups?\s)?difference,?(?:\s(?:of|was|between\s(?:the\s)?groups(?:\swas|\sof)?))?\s?[:=]?\s?(?P<v>[-−–]?\d{1,3}(?:,\d{3})+|[-−–]?\d{1,5}(?:\.\d{1,3})?)(?![\d.]\d)(?P<u>\s?%)?"
)
# What stands in a sentence beside its two figures: spreads, sizes, times, people, p-values
_BESIDE = re.compile(
    r"(?i)\([^()]*\)|\[[^\[\]]*\]|±\s?\d[\d.]*|\b(?:at|after|for|over|by|in|within|during)\s(?:the\s)?(?:first\s)?\d+\s?(?:weeks?|months?|days?|years?|hours?|min(?:utes)?|h)\b|\b\d+[- ](?:week|month|day|year|hour|point|item|minute)s?\b"
    r"|\b(?:week|month|day|year|visit)\s\d+|\b(?:the\s)?\d+\s(?:patients|women|men|adults|children|participants|controls|subjects|infants)\b|\b(?:in|among)\s(?:the\s)?\d+\s(?:given|on|with|receiving|who|having)\b|\bp\s?[<>=]\s?[\d.]+"
)
_FIGURE = re.compile(
    r"(?<![\w.,/-])[-−]?(?:\d{1,3}(?:,\d{3})+|\d{1,5}(?:\.\d{1,3})?)(?![\w/]|\.\d)(?P<u>\s?%)?"
)
_JOINED = re.compile(r"(?i)\b(?:and|versus|vs|v|compared|against|while|whereas|than)\b")
_CHANGES = re.compile(r"(?i)\bfrom\b|\bto\s+$|\bbaseline\b|\bbefore\b|\binterval\b|\bCI\b|\bratio\b")
_BEFELL = re.compile(
    r"(?i)\b(?:had|have|were|died|developed|reported|experienced|withdrew|relapsed|suffered)\b"
)
_UNLIKE = re.compile(r"(?i)\b(?:adjust|least[- ]squares|weighted|median|percentage|range)\w*|\bmodel")


def _in_words(reading: Reading) -> Iterator[Check]:
    """The difference that a sentence prints behind the only two figures before it."""
    text = reading.document.text
    for start, end in sentence_spans(reading):
        said = _SAID.search(text, start, end)
        if said is None or _UNLIKE.search(text, start, end):
            continue
        ahead = _BESIDE.sub(lambda m: " " * len(m.group()), text[start : said.start()].rstrip(" ([,;"))
        figures = list(_FIGURE.finditer(ahead))
        if len(figures) != 2 or _CHANGES.search(ahead, 0, figures[1].start()):
            continue
        a, b = figures
        if _BEFELL.search(ahead, b.end()):
            continue  # "and 12 in the placebo group had nausea" counts people
        opposite = _ROSE.search(ahead) is not None and _FELL.search(ahead) is not None
        if bool(a["u"]) == bool(b["u"]) == bool(said["u"]) and _JOINED.search(ahead, a.end(), b.start()):
            yield from _as_said(
                reading, (start + a.start(), said.end()), a.group(), b.group(), said["v"], opposite=opposite
            )


_ROSE = re.compile(r"(?i)\b(?:increas|rose|rise|gain|improv)\w*")
_FELL = re.compile(r"(?i)\b(?:decreas|fell|fall|declin|lost|loss|worsen|dropp|reduc)\w*")


def _as_said(
    reading: Reading, place: tuple[int, int], first: str, second: str, told: str, *, opposite: bool
) -> Iterator[Check]:
    """opposite : the one rose and the other fell."""
    (x, d1), (y, d2), (said, d3) = (_number(t) for t in (first, second, told))
    crude = x + y if opposite else x - y
    rounding = 0.5 * sum(10.0**-d for d in (d1, d2, d3))
    formula = f"{x:g} {'+' if opposite else '-'} {y:g} = {figure(crude)}"
    if abs(abs(crude) - abs(said)) > max(rounding, LOOSE * abs(crude)) + 1e-9:
        yield entry(
            NAME, reading, [], "not checkable", f"{formula}, but {said:g} is printed.", severity="minor", formula=formula,
            explanation="another time, another set of patients or a misprint", recomputed={"difference": crude},
            quote=reading.document.quote(*place), corrected=f"{figure(crude)}, if the two are right",
        )  # fmt: skip


def _number(text: str) -> tuple[float, int]:
    """A printed number and how many decimals it has."""
    plain = text.replace("−", "-").replace("–", "-").replace(",", "").rstrip(" %")
    return float(plain), len(plain.partition(".")[2])


def _percents(reading: Reading, r: Result) -> tuple[Result, Result] | None:
    """The last two percents of the sentence before a difference in points, without counts, of two arms and one outcome."""
    start, _ = sentence_of(reading, r)
    before = [
        x for x in reading.results
        if start <= x.quote.start and x.quote.end <= r.quote.start and x.measure != "size"
    ]  # fmt: skip
    if len(before) != 2 or is_adjusted(r.analysis) or crosses_sentence(reading, before[0], r):
        return None
    first, second = before
    plain = all(
        x.measure == "proportion" and x.value and x.value.relation == "=" and x.count is None and words(x.arm)
        for x in before
    )
    alike = words(first.endpoint) == words(second.endpoint) and words(first.time) == words(second.time)
    if not plain or not alike or same(first.arm, second.arm) or _OTHER.search(_between(reading, second, r)):
        return None
    return (second, first) if words(r.arm) and same(r.arm, second.arm) else (first, second)


def _between(reading: Reading, a: Result, b: Result) -> str:
    return reading.document.text[a.quote.end : b.quote.start]


_OTHER = re.compile(r"(?i);|\b(?:adjust|weighted|stratifi|but|although|among|relative)")


def _of(means: list[Result], r: Result, label: str) -> Result | None:
    """The one mean of this arm in the difference's outcome and time; None where there are none or several."""
    found = [
        m for m in means
        if same(m.arm, label) and words(m.endpoint) == words(r.endpoint) and words(m.time) == words(r.time)
        and m.subgroup == r.subgroup and words(m.trial) == words(r.trial)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _one(reading: Reading, r: Result, first: Result, second: Result) -> Iterator[Check]:
    assert r.value
    assert first.value
    assert second.value
    low = first.value.interval[0] - second.value.interval[1]
    high = first.value.interval[1] - second.value.interval[0]
    crude, printed = first.value.value - second.value.value, r.value.interval
    sum_ = f"{first.value.value:g} - {second.value.value:g} = {figure(crude)}"
    facts: dict[str, float | str] = {"difference": crude}
    named = role_of(reading.trial, r.arm) == "experimental" or role_of(reading.trial, r.versus) == "control"
    in_order = r.measure == "risk_difference" and second.quote.start < first.quote.start < r.quote.start
    unsigned = r.measure == "risk_difference" and not words(r.arm)  # "20% v 26% (a difference of 6 points)"
    if unsigned and crude < 0:
        low, high, crude, sum_ = (
            -high,
            -low,
            -crude,
            f"{second.value.value:g} - {first.value.value:g} = {figure(-crude)}",
        )
    if printed[0] <= high + 1e-9 and low - 1e-9 <= printed[1]:
        yield entry(NAME, reading, [r, first, second], "consistent", f"{sum_}, as printed ({shown(r.value)}).",
            recomputed=facts, formula=sum_)  # fmt: skip
    elif -printed[1] <= high + 1e-9 and low - 1e-9 <= -printed[0]:
        yield entry(
            NAME, reading, [r, first, second], "explained",
            f"{sum_}; {shown(r.value)} is printed, which is {r.versus} less {r.arm}.",
            explanation="the difference is in the other direction", recomputed={**facts, "direction": "inverse"}, formula=sum_,
            # "5.1 v 8.3 days, a difference of 3.2" tells a size
            # and percents told one behind the other are as well told in that order
            severity="note" if not named or in_order or (r.value.value > 0 and not (first.sd and second.sd)) else "minor", corrected=f"{r.arm} less {r.versus}: {figure(crude)}",
            restated=[_turned(r)],
        )  # fmt: skip
    elif r.value.value * crude < 0 and abs(r.value.value + crude) <= LOOSE * abs(crude):
        yield entry(
            NAME, reading, [r, first, second], "not checkable", f"{sum_}; {shown(r.value)} is printed.",
            explanation="an adjusted estimate may differ from the crude one by this much, in the other direction",
            recomputed={**facts, "direction": "unclear"}, severity="note", formula=sum_,
        )  # fmt: skip
    elif (
        is_adjusted(r.analysis)
        or abs(r.value.value - crude) <= LOOSE * abs(crude)
        or "change" in words(r.endpoint)
    ):
        yield entry(NAME, reading, [r, first, second], "not checkable", f"{sum_}; {shown(r.value)} is printed.",
            explanation="an adjusted estimate may differ from the crude one by this much", recomputed=facts,
            severity="note", formula=sum_)  # fmt: skip
    else:
        yield entry(
            NAME, reading, [r, first, second], "not checkable", f"{sum_}, but {shown(r.value)} is printed.",
            explanation="another time, another set of patients or a misprint", recomputed=facts, severity="minor",
            formula=sum_, corrected=f"{figure(crude)}, if the means are right",
        )  # fmt: skip


def _turned(r: Result) -> Restated:
    """The difference in the other direction, its limits changing places."""
    of: dict[Figure, Printed | None] = {"value": r.value, "low": r.high, "high": r.low}
    return Restated(result=r.id, figures={name: -x.value for name, x in of.items() if x})
