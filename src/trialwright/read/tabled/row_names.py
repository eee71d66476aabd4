"""What a row of a table is of: its outcome, the part of the people that it counts, its time, and what its figures are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from trialwright.read.comparison.table_kinds import is_people, is_set
from trialwright.read.comparison.table_parts import Row, Table
from trialwright.read.patterns import Pattern
from trialwright.read.tabled.times import is_time, time_in

# What is printed, where it stands at the end of a row's words or in brackets: "Age, years, mean (SD)", "Women, n (%)"
_MEASURE = Pattern(
    r"(?i)\s*(?:[,;:(\[–-]\s*|(?<=\s)|^)(?:(?:n|no\.?|number|nr\.?)\s?(?:of (?:patients|participants|events)\s?)?[(\[,/]?\s?(?:%|n\s?\(%\))\s?[)\]]?|%|n/N(?:\s?\(%\))?|(?:mean|median|average)\b[^A-Za-z]{0,4}(?:(?:sd|se|sem|iqr|range|interquartile range|standard deviation|95\s?%\s?ci|ci|q1|q3|min|max)\b[^A-Za-z]{0,4})*)[)\]]?\s*$"
)
_BASELINE = Pattern(
    r"(?i)\bbase-?line\b(?!.{0,40}\b(?:week|month|day|follow|after|post|final|end)\w*)|\bdemographic|\bcharacteristics of (?:the )?(?:\w+ ){0,2}(?:patients|participants|people|subjects|population|sample|groups)\b|\b(?:patient|participant|sample|demographic|clinical) characteristics\b"
)
_CHARACTERISTICS = Pattern(r"(?i)\bcharacteristics\b")
_OF_OTHERS = Pattern(
    r"(?i)\b(?:procedural|operative|surgical|angiographic|treatment|intervention|study|studies|trial|centre|center|hospital|site|lesion|stent|device|outcome)\w*\s(?:and\s\w+\s)?characteristics\b|\bcharacteristics\sof\s(?:the\s)?(?:\w+\s)?(?:intervention|stud|treatment|trials|procedure|surg|device|lesion|event|death)"
)
_LATER = Pattern(r"(?i)\bchanges?\b|\bfollow-?up\b|\boutcomes?\b|\bresults?\b|\befficacy\b|\bpost-?")
# What happens to people after they came in, under a caption on their characteristics
_DURING = Pattern(
    r"(?i)\bduring\b|\bdischarge|\badverse\b|\bSAEs?\b|\bserious\b|\bcompleted?\b|\bwithdr[ae]w|\bdied\b|\bdeaths?\b|\bmortality\b|\bafter\b|\bpost-?\w*|\b(?:duration|length) of (?:treatment|stay|surgery|operation|block|an?esthesia|follow)|\bfollow-?up\b|\bcomplications?\b|\bat (?:week|month|day)\b"
)
_ONLY_MEASURE = Pattern(
    r"(?i)(?=.*(?:mean|median|range|IQR|SD|%|Q1|min))\W*(?:means?|medians?|range|IQR|SD|min|max|n|no\.?|%|Q1|Q3|to|average|interquartile|standard|deviation|[^A-Za-z]+)+\W*"
)
_MARKS = Pattern(r"^[•▪◦\s]+|\[?\^+[^\s,^]{0,3}\^*|[*†‡§]+$")
_ANSWER = Pattern(
    r"(?i)\W*(?:yes|no|none|positive|negative|present|absent|first|second|third|others?|unknown|missing|total|any|all|[^A-Za-z]*|(?:<|>|≤|≥)?\s?\d[\d\s.–-]*(?:years?|months?|weeks?|days?)?)\W*"
)
_SEX = Pattern(r"(?i)\W*(?:sex|gender)\b")
_OF_SEX = Pattern(
    r"(?i)\b(?:fe)?males?\b|\b(?:wo)?men\b|\bboys?\b|\bgirls?\b|\bother|\bunknown|\bmissing|\bm\b|\bf\b|ratio"
)
_MOMENT = Pattern(
    r"(?i)\W*(?:(?:at|on|the)\s)*(?:day|week|month|year|hour|visit|admission|discharge|before|after|end|start|entry|final visit|last visit)\b(?:\s(?:of|the|to|from|\w+(?:tion|ment|ery|ing)|\d+|study|trial|entry))*\W*$"
)
_P = Pattern(r"(?i)^\W*(?:p\b|p[- ]?values?|total n\b|missing)\W*")
_LONGEST, _LONGEST_NOTE = 160, 300  # characters; what follows a table in a PDF goes on with the text


@dataclass(frozen=True)
class RowName:
    """endpoint : the row's words with the headings they need. measures : the words that may say what its figures are,
    the nearest first."""

    endpoint: str
    subgroup: str
    time: str
    measures: tuple[str, ...]
    heads: tuple[str, ...]
    analysis: str = ""  # whom the heading above says to be analysed


def name_of(table: Table, row: Row, done: Collection[str] = ()) -> RowName | None:
    """The row's name; None for one without words, of sizes, or of tests. done : headings whose answers are all told."""
    label = row.path[-1] if row.path else ""
    shares = any(c.text.endswith(")") for c in row.cells.values())
    if not label or (is_people(label) and not shares) or _P.match(label) or is_set(label):
        return None
    over = [t for t in row.path[:-1] if t != row.part_of and not is_set(t) and t not in done]
    over = [t for t in over if not (_SEX.match(t) and not _OF_SEX.search(label))]
    baseline = is_baseline(table)
    endpoint, subgroup = (row.part_of, label) if row.part_of and not baseline else (label, "")
    heads = _needed(over, endpoint)
    own = "" if heads and (_ONLY_MEASURE.fullmatch(endpoint) or is_time(endpoint)) else bare(endpoint)
    heads = [h for h in heads if not is_time(h)] or heads
    told = ", ".join(_apart([*map(bare, heads), own]))
    if _ANSWER.fullmatch(told) or (not heads and not baseline and _is_moment(table, own)):
        return None
    times = (time_in(label), *(time_in(t) for t in reversed(over)), time_in(table.caption))
    if baseline:
        times = ("",) if _DURING.search(" ".join(row.path)) else ("baseline",)
    if not told or len(told) > _LONGEST:
        return None
    measures = (label, row.part_of, *reversed(row.path[:-1]), f"{table.caption} {table.note[:_LONGEST_NOTE]}")
    return RowName(told, bare(subgroup), next(filter(None, times), ""), measures, tuple(over), _set_over(row))


def _is_moment(table: Table, words: str) -> bool:
    """Whether a row without a heading is called by its time alone, as others of its table are: the outcome stands in the caption."""
    if is_time(words):
        return True
    return bool(_MOMENT.match(words)) and any(
        len(r.path) == 1 and not r.part_of and is_time(bare(r.path[0])) for r in table.rows
    )


def _set_over(row: Row) -> str:
    """The people that a heading over a row says to be analysed: "Per-protocol population"."""
    return next((t for t in reversed(row.path[:-1]) if is_set(t)), "")


def _apart(names: list[str]) -> list[str]:
    """Names without marks of notes and lists, and without what one repeats of the one before it."""
    out: list[str] = []
    for name in (_MARKS.sub("", n).strip() for n in names):
        if out and name.lower().startswith(out[-1].lower()):
            name = name[len(out[-1]) :].strip(" /:-–,")
        if name:
            out.append(name)
    return out


def _needed(over: list[str], endpoint: str) -> list[str]:
    """The headings of a row, without one that says what is printed where the row says it too: it is of the rows above."""
    return [t for t in over if not (bare(t) != t and bare(endpoint) != endpoint)]


def bare(words: str) -> str:
    """Words without what is printed under them."""
    out = words
    for _ in range(2):
        match = _MEASURE.search(out)
        if not match:
            break
        out = out[: match.start()].rstrip(" ,;:-–([")
    return out.strip() or words


def is_baseline(table: Table) -> bool:
    """Whether a table tells of people before treatment."""
    caption = table.caption
    told = _BASELINE.search(caption) or (_CHARACTERISTICS.search(caption) and not _OF_OTHERS.search(caption))
    return bool(told) and not _LATER.search(caption)
