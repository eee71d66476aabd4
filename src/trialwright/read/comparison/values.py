"""What the text of one cell says: a count, a share, a mean with its spread, or nothing that is clear."""

from __future__ import annotations

import re
from typing import NamedTuple

from trialwright.model.number import Printed
from trialwright.read.grammar.lexis import INT, NUM, printed, whole

_S = r"[-+]?\s?"
_COUNT_OF = re.compile(
    rf"(?P<c>{INT})(?:\s?/\s?|\s(?:out\s)?of\s)(?P<t>{INT})(?:\s?[(\[]\s?(?P<p>{NUM})\s?%?\s?(?:[;,]\s?(?:95 ?% ?CI[\s:,]{{0,2}})?{NUM}\s?%?\s?(?:-|--|to|,)\s?{NUM}\s?%?\s?)?[)\]])?"
)
_COUNT_SHARE = re.compile(
    rf"(?P<c>{INT})\s?[(\[]\s?(?P<p>{NUM})\s?(?:%?|%\s?[;,:]\s?(?:95 ?% ?CI[\s:,]{{0,2}})?{NUM}\s?%?\s?(?:-|--|to|,)\s?{NUM}\s?%?\s?)[)\]]"
    rf"(?:\s?\[\s?{NUM}\s?%?\s?(?:-|--|to|,|;)\s?{NUM}\s?%?\s?\])?"
)
_SHARE_COUNT = re.compile(
    rf"(?P<p>{NUM})\s?%\s?[(\[]\s?(?:n\s?=\s?)?(?P<c>{INT})(?:\s?/\s?(?P<t>{INT}))?\s?[)\]]"
)
# "12, 25%": the blank and the sign tell it from a number with a decimal comma
_COUNT_COMMA_SHARE = re.compile(rf"(?P<c>{INT})\s?[,;]\s(?P<p>{NUM})\s?%")
# "12 (25,4)": one number with a decimal comma, or the two ends of a range
_COUNT_COMMAS = re.compile(r"(?P<c>\d{1,5})\s?[(\[]\s?(?P<p>\d{1,2},\d{1,2}|100,0{1,2})\s?%?\s?[)\]]")
_SHARE = re.compile(rf"(?P<p>{NUM})\s?%")
_PLUS_MINUS = re.compile(
    rf"(?P<m>{_S}{NUM})\s?%?\s?(?:±|\+/-|\+-)\s?(?P<s>{NUM})(?:\s?(?:\[\s?(?:n\s?=\s?)?(?P<n>\d{{1,5}})\s?\]|\(\s?(?P<b>n\s?=\s?)?(?P<k>\d{{1,5}})\s?\)))?"
)
_MEAN_INTERVAL = re.compile(
    rf"(?P<m>{_S}{NUM})\s?%?\s?[(\[]\s?(?:95 ?% ?CI\s?[:,=]?\s?)?(?P<lo>{_S}{NUM})\s?(?:;|,|to|-{{1,2}})\s?(?P<hi>{_S}{NUM})\s?[)\]]"
)
_ANOTHER = re.compile(rf"\W{{0,3}}/\s?{NUM}\s?(?:±|\+/-|\+-)")
# "186 (92; 50 to 450)": the range after the spread; "31.2 (SD, 4.4)"
_MEAN_SPREAD = re.compile(
    rf"(?P<m>{_S}{NUM})\s?%?\s?[(\[]\s?(?:SD\s?[=:,]?\s?|±\s?|\+/-\s?)?(?P<s>{NUM})(?:\s?;\s?(?:range\s)?{_S}{NUM}\s?(?:to|-{{1,2}})\s?{_S}{NUM})?\s?[)\]](?:\s?\[\s?(?:n\s?=\s?)?(?P<n>\d{{1,5}})\s?\])?"
)
# "350 (2.14 ± 0.21)": a size before the mean with its spread
_PEOPLE_MEAN = re.compile(rf"(?P<n>{INT})\s?[(\[]\s?(?P<m>{_S}{NUM})\s?(?:±|\+/-|\+-)\s?(?P<s>{NUM})\s?[)\]]")
_ALONE = re.compile(rf"(?P<m>{_S}{NUM})\s?%?")
# the mark of a note between a count and its percent ("12a (30)"), but no unit ("3 d", "4 g", "5 h"), or behind a bracket
_NOTE = re.compile(r"(?<=\d)[abcef*†‡§¶#](?=\s?[(\[])|(?<=[)%\]])\s?[¹²³⁴⁵⁶⁷⁸⁹¶#]{1,2}$")
# lines of one cell that are joined: which of them is meant is not said
_SEVERAL = re.compile(
    rf"{_S}{NUM}\s?(?:\(\s?{NUM}\s?%?\s?\)\s{_S}{NUM}\s?\(|(?:±|\+/-|\+-)\s?{NUM}\s{_S}{NUM}\s?(?:±|\+/-|\+-))"
)
# decimals that are set off by commas: "7,72 (1,6)", "0,125", "395 ± 5,48", "1,204 (0,312)", "364 (351,6 to 376,4)"
_COMMA = re.compile(
    r"-?\d{1,3},\d{1,2}\s?(?:%?$|[(\[±]|\+/-)|-?0,\d{3}(?!\d)|[^±+]*(?:±|\+/-|\+-)\s?(?:\d{1,3},\d{1,2}|0,\d{3})(?![\d,])|-?\d{1,3},\d{1,3}\s?[(\[]0,\d{1,3}[)\]]"
    r"|[^(\[]*[(\[]\s?-?\d{1,3},\d{1,2}\s?(?:;|to|-{1,2})\s?-?\d{1,3},\d{1,2}\s?[)\]]"
)
_COMMAS = re.compile(r"(?<=\d),(?=\d{1,3}(?!\d))")
# "395 (5,4)": limits without a blank, or a number with a decimal
_LIMITS = re.compile(r"(?P<m>-?\d+)\s?[(\[](?P<lo>\d{1,3}),(?P<hi>\d{1,2})[)\]]")
_ESCAPED = re.compile(r"\\(?=[\[\]()%])")  # as Markdown writes the signs
_END = re.compile(r"[\s*a-z.,;^)(†‡]{0,4}$")


class Said(NamedTuple):
    """Any of them may be absent. spread : what is printed beside a mean, of a kind the cell does not say.
    people : a size in brackets of its own ("2977 ± 431 [352]"). beside : a whole number in round ones, which is a size
    where the head says so."""

    count: int | None = None
    total: int | None = None
    percent: Printed | None = None
    mean: Printed | None = None
    spread: Printed | None = None
    low: Printed | None = None
    high: Printed | None = None
    people: int | None = None
    beside: int | None = None


def said(text: str) -> Said:
    """Every reading that the text of a cell allows; which of them is meant is for the row and column to say."""
    text = _with_points(_NOTE.sub("", _ESCAPED.sub("", text).strip()))
    text = re.sub(r"^(-?\d+)\.\s(?=\d+\s?(?:[(\[±]|\+))", r"\1.", text)  # "4. 11 (4.58)"
    text = re.sub(r"(?<![\d.%-])--(?=\s?\d)", "-", text)  # a minus sign that was a dash
    if _SEVERAL.match(text):
        return Said()
    if counted := _as_count(text):
        return counted
    match = _COUNT_COMMAS.match(text)
    if match and _END.fullmatch(text[match.end() :]):
        ends = _MEAN_INTERVAL.match(text)
        bounds = (_signed(ends["m"]), None, _signed(ends["lo"]), _signed(ends["hi"])) if ends else (None,) * 4
        return Said(int(match["c"]), None, printed(match["p"].replace(",", ".")), *bounds)
    match = _PEOPLE_MEAN.match(text)
    if match:
        return Said(mean=_signed(match["m"]), spread=printed(match["s"]), people=whole(match["n"]))
    match = _PLUS_MINUS.match(text)
    if match and _ANOTHER.match(text, match.end()):
        return Said()  # "131±15/84±9": which of the two is meant is not said
    if match:
        people = int(match["n"]) if match["n"] else int(match["k"]) if match["b"] else None
        beside = int(match["k"]) if match["k"] else None
        return Said(mean=_signed(match["m"]), spread=printed(match["s"]), people=people, beside=beside)
    match = _MEAN_INTERVAL.match(text)
    if match:
        return Said(mean=_signed(match["m"]), low=_signed(match["lo"]), high=_signed(match["hi"]))
    mean, spread = _as_mean(text)
    if mean:
        sized = _MEAN_SPREAD.match(text)
        return Said(mean=mean, spread=spread, people=int(sized["n"]) if sized and sized["n"] else None)
    match = _SHARE.match(text)
    if match and _END.fullmatch(text[match.end() :]):
        return Said(percent=printed(match["p"]), mean=printed(match["p"]))
    match = _ALONE.match(text)
    if match and _END.fullmatch(text[match.end() :]):
        value = _signed(match["m"])
        count = int(value.value) if value.decimals == 0 and value.value >= 0 else None
        return Said(count=count, mean=value)
    return Said()


def _with_points(text: str) -> str:
    """A cell with points before its decimals and nothing between its thousands."""
    if "," not in text:
        return text
    limits = _LIMITS.match(text)
    if _COMMA.match(text) or (limits and not int(limits["lo"]) <= int(limits["m"]) <= int(limits["hi"])):
        return _COMMAS.sub(".", text)
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)


def _as_count(text: str) -> Said | None:
    """A count with its percent or total, in either order, where that is all that the cell holds."""
    for pattern in (_SHARE_COUNT, _COUNT_OF, _COUNT_SHARE, _COUNT_COMMA_SHARE):
        match = pattern.match(text)
        if match and _END.fullmatch(text[match.end() :]):
            groups = match.groupdict()
            percent = printed(groups["p"]) if groups.get("p") else None
            mean, spread = _as_mean(text)
            total = whole(groups["t"]) if groups.get("t") else None
            count = whole(groups["c"])
            if total is None or count <= total:
                return Said(count, total, percent, mean, spread)
    return None


def _as_mean(text: str) -> tuple[Printed | None, Printed | None]:
    match = _MEAN_SPREAD.match(text)
    return (_signed(match["m"]), printed(match["s"])) if match else (None, None)


def _signed(text: str) -> Printed:
    return printed(re.sub(r"\s", "", text))


def counts(percent: Printed, total: int) -> list[int]:
    """Every count of `total` whose share rounds to `percent`."""
    low, high = percent.interval
    first = max(0, int(low * total / 100) - 1)
    return [
        c for c in range(first, min(total, int(high * total / 100) + 1) + 1) if low <= 100 * c / total <= high
    ]
