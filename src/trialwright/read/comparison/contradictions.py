"""What is told that contradicts what is asked for, however many words they share: a weight where a time is asked for, a
response where a remission is."""

from __future__ import annotations

from trialwright.read.comparison.cells import Kind
from trialwright.read.comparison.contrasts import is_other_of_set
from trialwright.read.comparison.moments import parted
from trialwright.read.patterns import Pattern

# what became of an illness: of those who are counted under one word nobody knows how many are counted under another
_STATES = (
    Pattern(r"(?i)\bremi(?:ssions?|tt(?:ed|ers?))\b"),
    Pattern(
        r"(?i)(?<!immune )(?<!antibody )(?<!stress )(?<!inflammatory )\b(?:responses?|responded|responders?|responding)\b(?!\s(?:rate\s)?(?:to|of) the\s)(?!\stimes?\b)"
    ),
    Pattern(r"(?i)\brecover(?:y|ed|ies)\b(?!\s(?:room|unit|time|area))"),
    Pattern(r"(?i)\brelaps(?:es?|ed|ing)\b"),
    Pattern(r"(?i)\brecurr(?:ences?|ed|ent)\b"),
    Pattern(r"(?i)\bcure[ds]?\b"),
    Pattern(r"(?i)\bimprove(?:d|rs|ments?)\b"),
)
_COMPLETE = Pattern(
    r"(?i)\b(?:complete|partial|objective|overall|tumou?r|pathological)\s(?:or partial\s)?(?:responses?|remissions?)\b|\bCR\b"
)

_TIMES = r"s|sec|secs|seconds?|min|mins|minutes?|h|hr|hrs|hours?|d|days?|wks?|weeks?|months?|years?|yrs?"
_UNITS = (
    Pattern(rf"(?:{_TIMES})"),
    Pattern(r"(?:kg|g|grams?|lbs?|pounds?|kilograms?)"),
    Pattern(r"(?:cm|mm|m|met(?:er|re)s?|inch(?:es)?)"),
    Pattern(r"(?:ml|mL|cc|l|L|lit(?:er|re)s?|dl|dL)"),
    Pattern(r"(?:mm\s?[Hh]g|kPa|cm\s?H2O)"),
    Pattern(r"(?:°\s?[CF]|degrees? Celsius)"),
    Pattern(r"(?:m|cm|km)/(?:s|sec|min|h)"),
    Pattern(r"(?:kcal|kJ|kcal/d(?:ay)?|kJ/d(?:ay)?)"),
    Pattern(r"(?:[mµμnp]?g|[mµμnp]?mol|m?IU|m?U)/(?:d?l|d?L|m[lL]|mol)"),
    Pattern(r"(?:beats(?:/| per )min(?:ute)?|bpm)"),
    Pattern(r"(?:%|per ?cent)"),
    Pattern(r"\d{1,2}\s?(?:-{1,2}|–|to)\s?\d{1,3}(?:\s(?:points?|scale))?"),
)
_IN_BRACKETS = Pattern(r"[(\[]\s?(?:in\s)?(?P<u>[^()\[\]]{1,20}?)\s?[)\]]")
_BEHIND_COMMA = Pattern(r",\s(?:in\s)?(?P<u>[A-Za-z%°/µμ]{1,9})(?=$|\s?[(,])")
_KINDS = (
    Pattern(
        r"(?i)(?<!at the )(?<!by the )(?<!over )(?<!at )(?<!same )(?<!that )(?<!this )(?<!each )(?<!any )(?<!first )\btime\b(?!\s?-?(?:points?|\d|per|trade|course|in range))|\bdurations?\b|\blength of (?:\w+\s)?(?:stay|hospital\w*|labou?r|operation|surgery|treatment|admission)\b|\bintervals?\b|\blatency\b|\b(?:days|hours|minutes|weeks|months) (?:of|to|until|till|with|on|from)\b|\bnumbers? of (?:days|hours|minutes|weeks|months)\b"
    ),
    Pattern(r"(?i)\b(?:body\s?|birth\s?)?weight\b(?!-for)"),
    Pattern(r"(?i)\b(?:scores?|scales?|VAS|NRS|questionnaire|inventory|severity|intensity)\b"),
    Pattern(r"(?i)\b(?:speed|velocity|pace)\b"),
    Pattern(r"(?i)\bvolumes?\b"),
    Pattern(r"(?i)\bpressures?\b"),
    Pattern(r"(?i)\b(?:distance)\b"),
    Pattern(r"(?i)\btemperature\b"),
    Pattern(r"(?i)\b(?:diameter|circumference|thickness)\b"),
    Pattern(r"(?i)\b(?:costs?|expenses|charges)\b"),
    Pattern(r"(?i)\b(?:heart|pulse|respiratory|breathing|filtration|flow) rate\b"),
    Pattern(
        r"(?i)\b(?:numbers?|counts?|frequency|episodes|attacks)\b(?!\s?\(?%)(?!\sof\s(?:days|hours|minutes|weeks|months))"
    ),
)
_PART_WITHOUT = Pattern(
    r"(?i)\b(?:in|among|of|for)\s(?:the\s)?(?:patients|people|participants|subjects|women|men|children|adults|infants|those)\s(?:(?:who|that|which)\s(?:[a-z]+\s){0,2}(?:not|no|never)|without|free of|with no)\b"
)
_DENIED = Pattern(r"(?i)\b(?:no|not|non|never|without|free|absence|absent|un[a-z]{4,})\b")
_ITEM = Pattern(r"(?i)\b(?:item|question)s?\s(?:no\.?\s)?\d")  # of a scale, which is not the scale
_TIME = 0  # the place of times in both


def contradicts(asked: str, told: str, kind: Kind) -> bool:
    """Whether what is told is of another kind than what is asked for: of another fate of an illness, or, of means, of
    another measure or in a unit of another measure. told : the words of a row or beside the numbers of a sentence."""
    if is_other_fate(asked, told) or is_of_others(asked, told) or is_other_of_set(asked, told):
        return True
    return kind == "continuous" and is_other_kind(asked, told)


def is_other_fate(asked: str, told: str) -> bool:
    """Whether words tell of another fate of an illness than the one that is asked for, and not of that one."""
    wanted, said = ({i for i, p in enumerate(_STATES) if p.search(w)} for w in (asked, told))
    if not wanted or not said or wanted & said:
        return False
    # of cancer a complete remission and a complete response are one
    return not (_COMPLETE.search(asked) and _COMPLETE.search(told) and (wanted | said) <= {0, 1})


def is_other_kind(asked: str, told: str) -> bool:
    """Whether words name another measure than what is asked for (a time, a weight, a score), or have a unit of another."""
    if _ITEM.search(told) and not _ITEM.search(asked):
        return True
    asked = parted(asked)[0] or asked
    wanted, said = _units(asked), _units(told)
    if wanted and said:
        return not wanted & said
    of, told_of = (_kinds(words) for words in (asked, told))
    if of and told_of:
        return not of & told_of
    if of == {_TIME} and said:
        return _TIME not in said
    return told_of == {_TIME} and bool(wanted) and _TIME not in wanted


def is_of_others(asked: str, told: str) -> bool:
    """Whether people without something are asked for ("in patients who had no stroke") and words deny nothing."""
    part = _PART_WITHOUT.search(asked)
    return bool(part) and not _DENIED.search(told)


def _kinds(words: str) -> set[int]:
    return {i for i, pattern in enumerate(_KINDS) if pattern.search(words)}


def _units(words: str) -> set[int]:
    """The families of the units that stand in brackets or behind a comma."""
    told = [m["u"].strip() for p in (_IN_BRACKETS, _BEHIND_COMMA) for m in p.finditer(words)]
    return {i for i, unit in enumerate(_UNITS) for u in told if unit.fullmatch(u)}
