"""When a figure was measured, by the words beside it: before the treatment, at a time after it, or as a change."""

from __future__ import annotations

from typing import NamedTuple

from trialwright.read.patterns import Pattern

UNIT_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_UNITS = {
    "h": "hour", "hr": "hour", "d": "day", "wk": "week", "w": "week", "mo": "month", "mth": "month",
    "yr": "year", "y": "year",
}  # fmt: skip
_UNIT = r"(?:hours?|days?|weeks?|months?|years?|hrs?|wks?|mos?|mths?|yrs?|[hdwy])"
SPELLED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = rf"(?:\d+(?:\.\d+)?|{'|'.join(SPELLED)})"
# "6-minute walk" and "24-hour urine" say what is measured, not when.
_NOT_WHEN = r"(?![- ]?(?:walk|urin|ambulat|blood|recall|step|run|timed|old|of age|survival))"
# "more than 24 hours", "before 34 weeks" say what is counted
_NO_LIMIT = "".join(
    rf"(?<!\b{w}\s)" for w in ("more than", "less than", "longer than", "shorter than", "before", "exceeding")
)
_TIME = Pattern(
    rf"(?i)(?<![<>≤≥.\d])(?<![<>≤≥]\s){_NO_LIMIT}\b(?:(?P<f>\d{{1,4}})\s?(?:-{{1,2}}|–|to)\s?)?(?P<n>{_COUNT})(?:st|nd|rd|th)?\s?-?\s?(?P<u>{_UNIT})\b{_NOT_WHEN}"
    r"|\b(?P<v>hours?|days?|weeks?|months?|years?|wk|mo)\.?\s?-?(?:(?P<g>\d{1,4})\s?(?:-{1,2}|–|to)\s?)?(?P<k>\d+(?:\.\d+)?)(?:st|nd|rd|th)?\b"
)
_BEFORE = Pattern(
    r"(?i)\bbase-?line\b|\bbefore\b|\bpre\b(?!-?op)|\bpre-?(?:test|treatment|intervention|randomi[sz]ation|training)\b|\b(?:study |at )entry\b|\bat admission\b"
    r"|\binitial(?:ly)?\b|\b(?:week|day|month|time)\s?0\b|\bT0\b|\brandomi[sz]ation visit\b|\bat (?:enrol+ment|inclusion|randomi[sz]ation)\b|^entry$|^admission$|^start\b(?! of (?:therapy|treatment|symptoms))|\bat (?:the )?(?:start|beginning|outset)\b(?! of (?:therapy|treatment|symptoms))"
)
_AFTER = Pattern(
    r"(?i)\bpost\b(?!-?op)|\bpost-?(?:test|treatment|intervention|training)\b|\bafter\b|\bend(?: ?point)?\b|\bend of (?:the )?(?:study|treatment|trial|intervention|therapy|training)\b|\bfinal\b|\blast\b|\bdischarge\b"
)
_LATER = Pattern(r"(?i)\bfollow[- ]?up\b")
_CHANGE = Pattern(
    r"(?i)\b(?:reduction|decrease|increase|improvement|gain|decline|drop|rise|fall)s?\s(?:in|of|from)\b|\bchanges?\b|\bdifference from\b|\bΔ|\bdelta\b|\bfrom baseline\b|\bmean difference\b|^\W*differences?\W*$"
)
_LITTLE = Pattern(
    r"(?i)^[\s,;:()\[\]/-]*(?:(?:mean|ls|lsm|least[- ]squares?|adjusted|unadjusted|raw|crude|net|absolute|sd|se|sem|n|±|median|iqr|range|\d?95 ?% ?ci|no|patients|at|the|of|on|from|in|by|to|and|visit|time|period|phase|values?|score|assessment|measurements?|treatment|intervention|study|follow|up|test|±|%|k?g|mg|cm|mm|ml|points?|steps?|mm\s?hg|mmol/l|mg/dl|°)(?!\w)[\s,;:()\[\]/-]*)*$"
)
# It begins at the first of several signs, or at the second where a time before it took a space: from the third on it would
# only look at the same ones again.
_LINKED = Pattern(
    rf"(?i)(?<![\s,;(\[/-]{{2}})[\s,;(\[/-]*(?:\b(?:at|after|by|in|on|to|until|within|over|versus|vs\.?)\s(?:the\s)?)?(?:(?<=at\s)T\d\b|(?<=\()T\d\b|(?<![<>≤≥.\d])(?<![<>≤≥]\s){_NO_LIMIT}\b(?:\d+\s?(?:-{{1,2}}|–|to)\s?)?{_COUNT}(?:st|nd|rd|th)?\s?-?\s?{_UNIT}\b{_NOT_WHEN}|\b(?:hours?|days?|weeks?|months?|years?|wk|mo)\.?\s?-?(?:\d+\s?(?:-{{1,2}}|–|to)\s?)?\d+(?:\.\d+)?(?:st|nd|rd|th)?\b"
    r"|\bvisit\s[A-Z]?\d{1,2}[A-Z]?\b|\bbase-?line\b|\b(?:end|start) of (?:the )?(?:study|treatment|trial|intervention|therapy|training|follow[- ]up)\b|\b(?:(?:longest|latest|last|final) (?:available )?)?follow[- ]up\b|\bpost-?(?:test|treatment|intervention)\b|\bpre-?(?:test|treatment|intervention)\b"
    r"|\bat (?:the )?(?:start|beginning|outset)\b(?! of)|\bat (?:(?:study )?entry|inclusion|enrol+ment|randomi[sz]ation|admission)\b|\b(?:before|after) (?:the )?(?:study|treatment|trial|intervention|surgery|operation|procedure)\b)(?:\s(?:of )?(?:follow[- ]up|later|visit|after (?:the )?(?:end of (?:the )?)?[a-z]{5,}))?\s?[)\]]?"
)  # fmt: skip
# whose baseline is no time of its own
_SINCE_START = Pattern(
    r"(?i)\b(changes?|differences?|reductions?|decreases?|increases?|improvements?) from (?:the )?(?:baseline|start|entry)\b"
)
# "PANSS pre", "pain (after)": the time is the last word alone
_LAST_WORD = Pattern(r"(?i)(?<=\w)[\s,(\[/-]+(?P<w>pre|post|before|after|initial|final)\W*$")
_LONGEST = Pattern(
    r"(?i)\b(?:longest|latest|last|final|maximum|end of(?: the)?)\s(?:available\s)?(?:duration of\s)?follow[- ]?up\b"
)
_LISTED = Pattern(rf"(?i)\b\d+-?,?\s(?:and|or)\s{_COUNT}[\s-]{_UNIT}\b")  # "3 and 6 months"
# "T1--T0": what has changed from one to the other
_BETWEEN = Pattern(r"[(\[]?(?:\b(?:from|between)\s)?\bT\d\s?(?:-{1,2}|–|−|to|and|minus)\s?T\d\b\s?[)\]]?")
_DIFFERS = Pattern(r"(?i)\bdifferences?\b|\bdelta\b|Δ")
_LABEL = Pattern(r"T(?:ime\s)?(?P<k>\d)(?!\w)\s*")
_AT_LABEL = Pattern(r"(?:\bat\s|\()T(?:ime\s)?(?P<k>\d)\b")
_LATER_ON = Pattern(
    r"(?i)\blater\b|\bafter (?:the )?(?:end|interventions?|treatment|therapy|training|courses?|program(?:me)?)\b"
)
_VERSUS = Pattern(r"(?i)\b(?:versus|vs?)\b")
_AGED = Pattern(r"(?i)\b(?:age[ds]?|older|younger)\b")  # whose years are no time of the trial
_END, _FOLLOWED = 1e6, 2e6
NEAR = 0.1  # share by which two times differ that are the same one in other units


class Moment(NamedTuple):
    """days : after the start; a large number for the end, below nought before the start. change : since the start.
    named : as a time with its unit. mark : the number of a time that has one ("T2"). stage : "after" the treatment, or
    "later" on, where the words say it. since : days at which a stretch of time begins ("4-12 months")."""

    days: float
    change: bool = False
    named: bool = False
    mark: int | None = None
    stage: str = ""
    since: float | None = None

    @property
    def order(self) -> float:
        """By which the times of one table are in order: marks are, whatever the words beside them."""
        return self.days if self.mark is None or self.days < 0 else _END + self.mark

    def is_same(self, other: Moment) -> bool:
        if self.mark is not None and other.mark is not None:
            return self.mark == other.mark
        if self.since is not None and other.since is not None and self.since != other.since:
            return False
        if self.named and other.named:
            return is_near(self.days, other.days)
        return (self.days < 0) == (other.days < 0)


def is_near(days: float, others: float) -> bool:
    """Whether two times are the same one in other units."""
    return abs(days - others) <= NEAR * max(days, others)


def is_change(words: str) -> bool:
    return bool(_CHANGE.search(words))


def is_change_alone(words: str) -> bool:
    """Whether words name a change and nothing that changes: "Change from baseline"."""
    return is_change(words) and not parted(words)[0]


def is_longest(words: str) -> bool:
    """Whether words are of the last time at which anything was measured: "longest follow-up"."""
    return bool(_LONGEST.search(words))


def moment(words: str) -> Moment | None:
    """The last time that words name; None where they name none."""
    if _AGED.search(words):
        return None
    if (bare := _without_span(words)) is not None:
        return (_plain(bare) or Moment(_END, True))._replace(change=True)
    change = bool(_CHANGE.search(words))
    label = _LABEL.match(words)
    if label:
        told = moment(words[label.end() :].strip()) if words[label.end() :].strip() else None
    else:
        label = _AT_LABEL.search(words)
        told = _plain(words[: label.start()] + words[label.end() :]) if label else None
    if label:
        k = int(label["k"])
        days = -1.0 if not k else told.days if told and told.named else _END + k
        return Moment(days, change, bool(told and told.named), k, told.stage if told else "")
    return _plain(words)


def _without_span(words: str) -> str | None:
    """Words of a change without the marks of the two times it is from and to ("Change (T1--T0)", "T1-T0"); None for others."""
    if not _BETWEEN.search(words):
        return None
    bare = " ".join(_BETWEEN.sub(" ", words).split())
    return bare if not bare or is_change(bare) or _DIFFERS.search(bare) else None


def _plain(words: str) -> Moment | None:
    """The last time that words name otherwise than by a mark."""
    change = bool(_CHANGE.search(words))
    stage = "later" if _LATER.search(words) else "after" if _AFTER.search(words) else ""
    found = list(_TIME.finditer(words))
    times = [_days(m.group("n") or m.group("k"), m.group("u") or m.group("v")) for m in found]
    times = [t for t in times if t is not None]
    if times and max(times) > 0:
        stretches = [(m.group("f") or m.group("g"), m.group("u") or m.group("v")) for m in found]
        begins = {_days(first, unit) for first, unit in stretches if first}
        return Moment(
            max(times),
            change,
            True,
            None,
            "later" if _LATER_ON.search(words) else stage if stage == "later" else "",
            begins.pop() if len(begins) == 1 else None,
        )
    if _BEFORE.search(words) and not change:
        return Moment(-1.0, False)
    if _LATER.search(words):
        return Moment(_FOLLOWED, change, stage=stage)
    if _AFTER.search(words):
        return Moment(_END, change, stage=stage)
    return Moment(_END, True) if change else None


def are_several(words: str) -> bool:
    """Whether words name more times than one: "at baseline, 3 and 6 months"."""
    return len(_TIME.findall(words)) + bool(_BEFORE.search(words)) > 1 or bool(_LISTED.search(words))


def are_compared(words: str) -> bool:
    """Whether words set two times against each other, none of which is the start: "week 4 versus week 8"."""
    times = [_days(m.group("n") or m.group("k"), m.group("u") or m.group("v")) for m in _TIME.finditer(words)]
    return len(times) == 2 and all(times) and bool(_VERSUS.search(words))


def _days(count: str, unit: str) -> float | None:
    unit = unit.lower().rstrip("s") if len(unit) > 1 else unit
    days = UNIT_DAYS.get(_UNITS.get(unit, unit))
    n = float(SPELLED.index(count.lower()) + 1) if count.lower() in SPELLED else float(count)
    return n * days if days else None


def is_label(words: str) -> bool:
    """Whether words are the mark of a time and nothing else: "T1"."""
    return bool(_LABEL.fullmatch(words.strip()))


def parted(words: str) -> tuple[str, str]:
    """(what is measured, when): "Pain after 6 months" is "Pain", "after 6 months"; words of time alone leave ""."""
    if _AGED.search(words):
        return words, ""
    if (bare := _without_span(words)) is not None:
        rest, when = parted(bare) if bare else ("", "")
        return rest, when or words
    whole, words = words, _SINCE_START.sub(r"\1 from", words)
    if is_label(words):
        return "", words
    if (label := _LABEL.match(words)) and parted(words[label.end() :])[1]:
        rest, when = parted(words[label.end() :])
        return rest, f"{label.group().strip()} {when}"
    found = [m.group() for m in _LINKED.finditer(words)]
    bare = _LINKED.sub(" ", _CHANGE.sub(" ", words))
    if not found:
        for pattern in (_BEFORE, _LATER, _AFTER):
            bare = pattern.sub(" ", bare)
    if _LITTLE.fullmatch(bare):
        return ("", whole) if moment(whole) else (whole, "")
    if not found and (last := _LAST_WORD.search(words)):
        return words[: last.start()], last["w"]
    return " ".join(_LINKED.sub(" ", words).split()), " ".join(" ".join(found).split())
