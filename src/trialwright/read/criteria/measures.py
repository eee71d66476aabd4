"""A comparator, a number or range, and a unit, wherever they stand: "> 80 pg/ml", "18 years or older", "0-2"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from trialwright.model.units import normalise
from trialwright.read.criteria import comparators
from trialwright.read.criteria.numbers import NUMBER, REPEATED, roman, value
from trialwright.read.criteria.unit_text import Unit, limit_itself, twice_normal, unit_after


@dataclass(frozen=True, slots=True)
class Measure:
    """low, high : high only for "between". comparator : as in model.Comparison.

    strict : (low end, high end) excluded, for a range written with signs. unit : as written.
    low_unit : that of the low end where it is another, as in "6 months to 17 years". mirrored : the number stands before
    its concept, as in "18 ≤ age". outside : what is asked for lies below low or
    above high.
    """

    start: int
    end: int
    comparator: str
    low: float
    high: float | None = None
    unit: str = ""
    uln: bool = False
    strict: tuple[bool, bool] = (False, False)
    mirrored: bool = False
    outside: bool = False
    low_unit: str = ""


@dataclass(frozen=True, slots=True)
class _Number:
    value: float
    unit: Unit
    end: int
    printed: str = ""


_NUMBER = re.compile(NUMBER, re.I)
_THOUSANDS = re.compile(r"[1-9]\.\d{3}")
_SPACED = re.compile(
    r"(?<![\d.,])[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f](?!10[369]\s*/)\d{3})+(?![\d.,]*\d|[A-Za-z])"
)
_SIGNED = re.compile(r"[-−](?=\d)")
_PLUS = re.compile(r"\+(?=\d)")  # "-2 to +1"
_REPEATED = re.compile(REPEATED)
_OUT_OF = re.compile(r"\s?/\s?(10|15|24|27|28|30|36|42|48|50|54|56|60|63|68|70|100|144)\b(?!\s*(?:mm|/))")
_SEVENTHS = re.compile(
    r"(?:\s+(?P<days>[0-6])\s?/\s?7|\s?\+\s?(?P<plus>[0-6])(?:/7)?(?=\s*(?:(?:-|–|to)\s*\d+\s?\+\s?[0-6]\s*)?(?:weeks|wks?)\b))(?=\s*(?:weeks|wks?|to|and|-|–|through)(?:\b|\s))",
    re.I,
)
_AND_DAYS = re.compile(r"\s*(?:,|and)?\s*([0-6])\s*days?\b", re.I)
_STRIP = re.compile(r"\+(?=\s|$|[,;.)\]])(?!\s*(?:years?|yrs?|months?|weeks?)\b)")
_PAIR = re.compile(r"\s?/\s?\d")
_CLOCK = re.compile(r":[0-5]\d(?!\d)")
_ROMAN = re.compile(r"(?:i{1,3}|iv|vi?|[ⅠⅡⅢⅣⅤⅰⅱⅲⅳⅴ])(?![^\W\d_]|\.\s?e\b)", re.I)
_TO = re.compile(
    r"\s*(?:-|–|—|~|～|‑|−|\bto\b|\bthrough\b|\buntil\b|\btill\b|\bup\s+to\b)\s*(?:and\s+including\s+)?", re.I
)
_AND = re.compile(
    r"\s*(?:\bup\s+to\b|-\s*and\b|-|–|—|~|～|\band\b|\bto\b|&|\bor\b(?=\s*\d+\s*(?:years|yrs)))\s*", re.I
)
_BEFORE_AFTER = re.compile(
    r"\s*(?:of\s+age|old|in\s+age|age)?\s*,?\s*\(?(?=or\b|and\b|&|/|\+|at\b|minimum|maximum)", re.I
)
_INCLUSIVE = re.compile(r"\s*,?\s*\(?\binclusive(?:ly)?\b\)?", re.I)
_LIST = re.compile(r"\s*(?:,\s*(?:or|and)?|\bor\b|\band\b|/|&)\s*", re.I)
_GRADE = re.compile(r"(?:(?:of|class(?:es)?|grades?|scores?|stages?|status|levels?|[:=])\s*)*", re.I)
_DIGITS_LISTED = re.compile(r"\d(?:,\d)+(?![\d.])")


def measure_at(text: str, at: int, end: int, *, graded: bool = False, inherited: str = "") -> Measure | None:
    """The measure that starts at `at`. graded : after a score's name, where Roman numerals, lists such as
    "0, 1 or 2" and single values are values too. inherited : the comparator of a number with a unit and no
    comparator of its own, as in "≤ 1.5 x ULN or 133 µmol/L"."""
    stated = comparators.before(text, at, end)
    sign, here = stated or ("", at)
    if graded:
        here = _skip(_GRADE, text, here, end)
    first = _number(text, here, end, graded)
    if first is None:
        stop = limit_itself(text, here, end) if sign and sign not in ("=", "between", "outside") else None
        return Measure(at, stop, sign, 1.0, uln=True, unit=text[here:stop]) if stop else None
    found = _range(text, at, end, sign, first, graded)
    if found or sign in ("between", "outside"):
        return found
    if sign in ("", "=") and graded and (several := _list(text, at, end, first)):
        return several
    if sign == "" and (turned := _mirrored(text, at, end, first)):
        return turned
    own = _single(text, at, end, sign, first, graded)
    if own is None and inherited and first.unit.text:
        return Measure(at, first.end, inherited, first.value, None, first.unit.text, first.unit.uln)
    return own


_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_SIGN = re.compile(r"\s*(?P<sign>≤|≥|=\s?<|=\s?>|<\s*=?|>\s*=?)\s*(?=[^\W\d_])")


def _mirrored(text: str, at: int, end: int, first: _Number) -> Measure | None:
    """ "18 ≤ age", the left half of "18 ≤ age ≤ 75": the sign is turned round."""
    m = _SIGN.match(text, first.end, end)
    if m is None:
        return None
    sign = m["sign"].replace(" ", "").replace("≤", "<=").replace("≥", ">=")
    sign = sign[::-1] if sign.startswith("=") else sign
    unit = first.unit
    return Measure(at, m.end(), _TURNED[sign], first.value, None, unit.text, unit.uln, mirrored=True)


def _skip(pattern: re.Pattern[str], text: str, at: int, end: int) -> int:
    m = pattern.match(text, at, end)
    return m.end() if m else at


def _number(text: str, at: int, end: int, graded: bool) -> _Number | None:
    negative = bool(_SIGNED.match(text, at, end))
    m = _NUMBER.match(text, at + (negative or bool(_PLUS.match(text, at, end))), end)
    if m is None and (twice := twice_normal(text, at, end)):
        return _Number(2.0, twice, twice.end)
    if m is None:
        return _grade(text, at, end) if graded else None
    if graded and _DIGITS_LISTED.match(text, m.start(), end):
        return _Number(float(text[m.start()]), Unit("", m.start() + 1), m.start() + 1)  # "0,1 or 2"
    if spaced := _SPACED.match(text, m.start(), end):
        return _spaced(text, spaced, end, negative)
    amount = value(m.group())
    if amount is None or (text[m.end() : m.end() + 2].lower() in ("th", "st", "nd", "rd")):
        return None
    stop = _skip(_REPEATED, text, m.end(), end)
    if sevenths := _SEVENTHS.match(text, stop, end):  # "28 6/7 weeks"
        amount, stop = amount + int(sevenths["days"] or sevenths["plus"]) / 7, sevenths.end()
    if out_of := _OUT_OF.match(text, stop, end):
        if amount > float(out_of[1]) or amount == 20:  # 20/30 is an acuity, not a score
            return None
        stop = out_of.end()
    elif _PAIR.match(text, stop, end) or _CLOCK.match(text, stop, end):
        return None  # 140/90: two numbers, and which is meant is not said
    unit = unit_after(text, stop, end)
    if unit is None:
        return None
    if normalise(unit.text) == "wk" and (more := _AND_DAYS.match(text, unit.end, end)):
        amount, unit = amount + int(more[1]) / 7, unit._replace(end=more.end())  # "36 weeks 6 days"
    amount = _counted(amount, m.group(), unit)
    return _Number(-amount if negative else amount, unit, unit.end, m.group())


def _spaced(text: str, m: re.Match[str], end: int, negative: bool) -> _Number | None:
    """ "100 000 per microlitre"; without a unit, there or at the other end of a range written alike, that the space
    separates thousands is not sure."""
    unit = unit_after(text, m.end(), end)
    if unit is None or not (unit.text or _ranges_on(text, m.end(), end)):
        return None
    amount = float(re.sub(r"\s", "", m.group()))
    return _Number(-amount if negative else amount, unit, unit.end, m.group())


def _ranges_on(text: str, at: int, end: int) -> bool:
    """Whether "and 400 000 /uL" follows."""
    joint = _AND.match(text, at, end)
    other = _SPACED.match(text, joint.end(), end) if joint else None
    unit = unit_after(text, other.end(), end) if other else None
    return unit is not None and bool(unit.text)


def _counted(amount: float, printed: str, unit: Unit) -> float:
    """A count per microlitre has no decimals: the point of "3.500/mm3" separates thousands."""
    thousands = _THOUSANDS.fullmatch(printed) and normalise(unit.text) in ("/uL", "/mm3")
    return amount * 1000 if thousands else amount


def _grade(text: str, at: int, end: int) -> _Number | None:
    m = _ROMAN.match(text, at, end)
    grade = roman(m.group()) if m else None
    return _Number(grade, Unit("", m.end()), m.end()) if m and grade is not None else None


def _other_end(text: str, end: int, sign: str, first: _Number, graded: bool) -> tuple[_Number, bool] | None:
    """The number that a range goes on to behind its first one, and whether it is excluded itself; None where none follows."""
    if sign in ("<", "<="):
        return None
    joint = (_AND if sign in ("between", "outside") else _TO).match(
        text, _skip_age(text, first.end, end), end
    )
    if joint is None:
        return None
    second_sign = comparators.before(text, joint.end(), end)
    if second_sign and second_sign[0] not in ("<", "<="):
        return None
    second = _number(text, second_sign[1] if second_sign else joint.end(), end, graded)
    return None if second is None else (second, bool(second_sign and second_sign[0] == "<"))


def _range(text: str, at: int, end: int, sign: str, first: _Number, graded: bool) -> Measure | None:
    """ "18 to 65", "between 18 and 75 years", "≥ 18 - ≤ 75"; None unless the second number is higher."""
    other = _other_end(text, end, sign, first, graded)
    if other is None:
        return None
    second, below = other
    if not first.unit.text:
        first = replace(first, value=_counted(first.value, first.printed, second.unit))
    if second.unit.uln != (first.unit.uln and second.unit.uln):
        return None
    mixed = bool(first.unit.text and second.unit.text) and not _same(first.unit.text, second.unit.text)
    ends = [_days(first), _days(second)] if mixed else [first.value, second.value]
    if ends[0] is not None and ends[1] is not None and ends[1] < ends[0] < 0:
        first, second, ends = (
            replace(first, value=second.value),
            replace(second, value=first.value),
            ends[::-1],
        )
    if ends[0] is None or ends[1] is None or ends[1] <= ends[0] or (mixed and sign == "outside"):
        return None
    strict = sign == ">", below
    stop = _skip(_INCLUSIVE, text, second.end, end)
    unit = second.unit if second.unit.text else first.unit
    outside = sign == "outside"
    return Measure(
        at,
        stop,
        "between",
        first.value,
        second.value,
        unit.text,
        unit.uln,
        strict,
        outside=outside,
        low_unit=first.unit.text if mixed else "",
    )


_DAYS = {"a": 365.25, "mo": 30.4375, "wk": 7.0, "d": 1.0, "h": 1 / 24}


def _days(number: _Number) -> float | None:
    """A length of time in days; None for anything else."""
    days = _DAYS.get(normalise(number.unit.text) or "")
    return None if days is None else number.value * days


def _same(one: str, other: str) -> bool:
    """Whether two units are one in two spellings: "8 yr - 18 yrs"."""
    return one.lower() == other.lower() or (normalise(one) is not None and normalise(one) == normalise(other))


_AGE_WORDS = re.compile(r"(?:\s+(?:of\s+age|old))?", re.I)


def _skip_age(text: str, at: int, end: int) -> int:
    return _skip(_AGE_WORDS, text, at, end)


def _list(text: str, at: int, end: int, first: _Number) -> Measure | None:
    """ "0, 1 or 2" after a score: consecutive whole numbers are a range; a list with gaps is not read."""
    seen, stop = [first.value], first.end
    while (joint := _LIST.match(text, stop, end)) and (number := _number(text, joint.end(), end, True)):
        seen, stop = [*seen, number.value], number.end
    if len(seen) == 1:
        return None
    whole = all(v == int(v) for v in seen) and sorted(seen) == list(range(int(min(seen)), int(max(seen)) + 1))
    return Measure(at, stop, "between", min(seen), max(seen)) if whole else None


def _single(text: str, at: int, end: int, sign: str, first: _Number, graded: bool) -> Measure | None:
    if sign and sign != "=" and not first.unit.text and _STRIP.match(text, first.end, end):
        return None  # "< 2+": a grade of a test strip
    stop = _skip(_BEFORE_AFTER, text, first.end, end)
    follows = comparators.after(text, stop, end)
    if sign == "" and follows:
        sign, end_at = follows
    elif follows and (sign == "=" or follows[0][0] == sign[0]):
        sign, end_at = follows  # "> 18 years and older", "≥ 18 or older", "= 5 or higher"
    else:
        end_at = first.end
    if sign == "" and graded and not first.unit.text:
        sign = "="
    if sign == "":
        return None
    unit = first.unit
    if not unit.text and end_at > first.end and (later := unit_after(text, end_at, end)) and later.text:
        unit, end_at = later, later.end  # "6+ months", "12 or more weeks"
    return Measure(at, _skip(_INCLUSIVE, text, end_at, end), sign, first.value, None, unit.text, unit.uln)
