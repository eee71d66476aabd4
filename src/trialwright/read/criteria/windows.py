"""Stretches of time: "in the past 14 days", "within 48 hours of admission", "in the 3 months before the first dose".

A duration ("for at least one hour") is recognised too, but it says how long a fact lasts and not when it counts:
it is not a Window, and a person has to look.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from trialwright.read.criteria.numbers import NUMBER, REPEATED, WORDS, value

_HOURS = {
    "second": 1 / 3600,
    "minute": 1 / 60,
    "hour": 1.0,
    "day": 24.0,
    "week": 168.0,
    "month": 730.5,
    "year": 8766.0,
}
_UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|hr|h|days?|(?-i:d)|weeks?|wks?|wk|months?|mos?|mo|years?|yrs?|yr)(?![^\W\d_]|\s?[-−⁻][1¹])"
_SHORT = {"s": "second", "m": "minute", "h": "hour", "d": "day", "w": "week", "y": "year"}
# "6 months (180 days)": the brackets say it again.
_AGAIN = rf"(?:\s*\(\s*(?:=\s*)?\d+[\s-]*{_UNIT}\s*\))?"
_AMOUNT = (
    r"(?:(?:approximately|approx\.?|about|around|roughly|~)\s*)?"
    rf"(?P<low>{NUMBER}){REPEATED}(?:\s*(?:-|–|to)\s*(?P<high>{NUMBER})(?=[\s-]*{_UNIT}))?[\s-]*"
    rf"(?:calendar\s+|consecutive\s+|full\s+|complete\s+)?(?P<unit>{_UNIT}){_AGAIN}"
)
_ONE = r"an?\s+(?:full\s+|whole\s+)?(?P<one>week|month|year|day)"
# "2 days per week" is how often, "of 18 years or older" and "12 weeks of gestation" are ages: no stretch of time.
_NOT_OFTEN = r"(?!\s*(?:/|(?:per|an?|each|every)\s+)\s*(?:day|night|week|wk|month|year)|[\s-]*(?:of\s+age|old\b|(?:or|and)\s+(?:older|above|over|younger))|['’]?\s*(?:of\s+)?(?:gestation|amenorrh|pregnan))"
_LESS = r"(?:less\s+than(?:\s+or\s+equal\s+to)?|fewer\s+than|no(?:t)?\s+(?:more|longer|greater)\s+than|no\s+later\s+than|under|up\s+to|<\s*=?|≤)"
_PAST = r"(?:last|past|former|previous|prior|preceding|recent)"
_LEAD = r"(?:with\s?in|in|during|over|for|throughout|from)"

# Events that have not happened to a patient who is being screened: for them the index date stands.
_INDEX = (
    r"(?:randomi[sz]ation|enrol?lment|enrolling|screening|inclusion|baseline|recruitment|registration|study|trial|consent|informed\s+consent"
    r"|(?:first\s+)?(?:dose|dosing|administration|injection|infusion|vaccination|treatment|drug|medication|intervention|visit|day|cycle)"
    r"|entry|initiation|start|beginning|commencement|signing|signature|participation|day\s+[01]|visit\s+[01]|therapy|index)"
)
_EVENT = (
    r"(?:(?:hospital|icu|emergency\s+department|intensive\s+care\s+unit)\s+)?(?P<event>admission|hospitali[sz]ation|onset|surgery|operation|procedure|diagnosis|delivery|birth|injury|trauma"
    r"|transplantation|transplant|intubation|discharge|stroke|presentation|arrival|symptom\s+onset|bleeding)"
)
_FILL = r"(?:(?:the|of|a|an|to|for|his|her|their|this|current|initial|first|time|date|point|day|study|trial|icu|hospital|signing|starting|entering|receiving|start|administration|initiation|planned|investigational|informed|product|medication|drug|treatment|symptom|symptoms|their)\s+)*"
_ANCHOR = rf"(?P<anchor>{_FILL}(?:{_EVENT}|{_INDEX}(?:\s+(?:entry|enrol?lment|start|drug|treatment|medication|visit|inclusion|period|phase|product|administration|consent|day|of\s+(?:the\s+)?(?:study|trial|treatment|drug|medication|study\s+drug|study\s+medication|study\s+treatment|investigational\s+product)|\d{{1,2}}))*))(?![^\W\d_])"

_BEFORE = (
    r"(?:prior(?:\s+to)?|before|preceding|previous\s+to|up\s+to(?!\s+(?:and\s+including\b|\d))|ahead\s+of)"
)
_AFTER = r"(?:after|following|post)"
_AROUND = r"(?:of|from|since)"
# "Prior" and "before" say "ago" only where no event follows them: "within 3 months before transfer" counts from the transfer.
_AGO = r"(?P<ago>ago|earlier|previously|beforehand|(?:prior|before)(?=\s*(?:$|[,;.:)\]]|(?:and|or|but)\b)))"
_SIDE = rf"(?:\s+(?:(?P<before>{_BEFORE})|(?P<after>{_AFTER})|(?P<around>{_AROUND}))\s+{_ANCHOR}|\s*,?\s*{_AGO}(?![^\W\d_]))"
# In the six months before something that is not known: which date it counts from is for a person.
_OTHER_SIDE = rf"(?=\s+(?:{_BEFORE}|{_AFTER})\s)"


def _named(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern + r"(?![^\W\d_])", re.I)


_SPAN = rf"(?:{_AMOUNT}|(?P<one>week|month|year|day))(?:[\s-]+(?:time\s+)?(?:period|interval))?"
_FIRST = r"(?:(?P<first>first|initial)\s+)?"
_ROUGHLY = r"(?:(?:\+\s*/\s*-|±|<\s*=?|≤|=)\s*)?"

# A form, the words it may begin with ("#" is a number), and how it goes on. The first that fits is taken.
_FORMS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("held", "for", _named(rf"for\s+(?:at\s+least\s+|over\s+)?(?:the\s+|their\s+)?{_PAST}[\s-]+(?:{_AMOUNT}|(?P<one>week|month|year|day))(?:{_SIDE})?")),
    ("past", "in within with during over for throughout from the their last past former previous prior preceding recent", _named(rf"(?:{_LEAD}\s+)?(?:the\s+|their\s+)?{_PAST}[\s-]+(?:{_AMOUNT}|(?P<one>week|month|year|day))(?:{_SIDE})?")),
    ("past", "in within during over", _named(rf"{_LEAD}\s+(?:the\s+)?(?P<low>{NUMBER}){REPEATED}\s+{_PAST}\s+(?P<unit>{_UNIT})")),
    ("next", "in within with during over for throughout from the next coming following subsequent", _named(rf"(?:{_LEAD}\s+)?(?:the\s+)?(?:next|coming|following|subsequent)\s+(?:{_AMOUNT}|(?P<one>week|month|year|day))")),
    ("older", "more greater longer at a minimum over > ≥ >=", _named(rf"(?:more\s+than|greater\s+than|longer\s+than|at\s+least|(?:a\s+)?minimum\s+(?:of\s+)?|over|>|≥|>=)\s*{_AMOUNT}{_SIDE}")),
    ("within", "within with inside", _named(rf"(?:with\s?in|inside)\s*{_ROUGHLY}(?:the\s+|an?\s+)?{_FIRST}{_SPAN}(?:{_SIDE})?")),
    ("within", "in during over", _named(rf"(?:in|during|over(?=\s+the\b))\s+(?:the\s+)?{_FIRST}{_SPAN}(?:{_SIDE}|{_OTHER_SIDE})")),
    ("within", "less fewer no not under up < ≤ <=", _named(rf"{_LESS}\s*(?:{_AMOUNT}|{_ONE}){_SIDE}")),
    ("duration", "for lasting of since", _named(rf"(?:for|lasting|of|since)\s+(?:at\s+least|more\s+than|longer\s+than|greater\s+than|over|less\s+than|up\s+to|a\s+minimum\s+of|no\s+(?:less|more|longer|fewer)\s+than|the|≥|>|<|≤|>=)?\s*(?:{_AMOUNT}|{_ONE})(?:\s+or\s+(?:more|longer))?(?:{_SIDE})?{_NOT_OFTEN}")),
    ("bare", "# approximately approx about around roughly ~", _named(rf"{_AMOUNT}\s+(?:{_BEFORE}(?=\s)|ago|earlier|previously)")),
    ("bare after", "# approximately approx about around roughly ~", _named(rf"{_AMOUNT}\s+{_AFTER}(?=\s)")),
    ("duration", "# a an", _named(rf"(?:an?\s+)?{_AMOUNT}\s+(?:[^\W\d_]+\s+)?(?:period|history|duration)")),
    ("duration", "# after", _named(rf"(?:after\s+)?{_AMOUNT}\s+of\s+(?:[^\W\d_]+\s+){{0,2}}(?:treatment|therapy|ventilation|follow-?up)")),
    ("duration", "at more longer over ≥ > >=", _named(rf"(?:at\s+least|more\s+than|longer\s+than|over|≥|>|>=)\s*{_AMOUNT}\s+of(?=\s+(?!age\b|life\b|gestation|amenorrh|pregnan))")),
    ("duration", "at more longer over less ≥ > < ≤ >= <=", _named(rf"(?:at\s+least|more\s+than|longer\s+than|over|less\s+than|≥|>|<|≤|>=|<=)\s*{_AMOUNT}\s+(?:of\s+(?:treatment|therapy)|duration|in\s+duration)")),)  # fmt: skip


def _by_first_word() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    out: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for form, starts, pattern in _FORMS:
        for word in starts.split():
            out.setdefault(word, []).append((form, pattern))
    return out


_BY_FIRST_WORD = _by_first_word()
FIRST_WORDS = frozenset(_BY_FIRST_WORD)
_SIDES = {
    "of": "around",
    "from": "around",
    "since": "around",
    "after": "after",
    "following": "after",
    "post": "after",
}
_FOLLOWS = re.compile(r"\s+(of|from|after|before|prior\s+to|following|since|preceding|post)\b", re.I)
# A word that stands right behind an anchor makes it another one: "the index infarction", "treatment failure".
_OF_ANOTHER = re.compile(
    r"(?:\s+|-)(?!(?:and|or|but|nor|in|into|to|with|without|at|by|for|that|which|who|whose|due|as|except|unless|other|is|are|was|were|will|must|"
    r"should|shall|may|can|could|has|have|had|if|when|while|than|then|on|the|an?|not|no|including|excluding|until|through|throughout|during|"
    r"within|because|whichever|regardless|currently|only|also|so|"
    r"studies|study|trial|protocol|drugs?|agents?|vaccines?|products?|medications?|medicines?|treatments?|therapy|injections?|infusions?|"
    r"doses?|dosing|administration|application|visits?|dates?|days?|period|evaluations?|assessments?|enrol?lment|randomi[sz]ation)\b)[a-z]"
)
_DIAGNOSED = re.compile(r"\bdiagnos\w+\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time in the text. low_hours, high_hours : relative to the anchor, None unbounded.

    duration : how long, not when. held : how long, unless it is denied: "stable for the past month" holds throughout, and
    "no smoking for the past month" is none in the window. amount, unit, direction : as benchmarks count them
    (direction "before", "after", "around" or "lasting").
    """

    start: int
    end: int
    low_hours: float | None
    high_hours: float | None
    anchor: str
    duration: bool
    amount: float
    unit: str
    direction: str
    held: bool = False

    def throughout(self) -> Span:
        """The same words as a length of time."""
        return replace(self, low_hours=None, high_hours=None, anchor="", duration=True, direction="lasting")


_WHOLE_ANCHOR = re.compile(_ANCHOR, re.I)
_LATER = re.compile(r"\b(?:[2-9]|\d\d+)$")  # the second visit is after the index date
_SAYS_MORE = re.compile(r"\W*$|\s+(?:in|on|into|at|for|as|regardless|of\s+(?:any|either|all))\b", re.I)


def index_at(text: str, at: int, end: int) -> int | None:
    """Where the name of the index date ends that begins at `at`; None where none does, or where it is another event's:
    "treatment with rituximab"."""
    m = _WHOLE_ANCHOR.match(text, at, end)
    if m is None or m["event"] is not None or _LATER.search(m.group()):
        return None
    return m.end() if _SAYS_MORE.match(text, m.end(), end) else None


def names_index(words: str) -> bool:
    """Whether words are a name of the index date and no more: "the start of study treatment"."""
    return index_at(words, 0, len(words)) == len(words)


_OFTEN = re.compile(_NOT_OFTEN, re.I)
_OF_AGE = re.compile(r"\b(?:age[sd]?|old|older|younger)\b", re.I)


# So many weeks of a pregnancy, of a cycle or of a life that is expected are a size of it, and no time of a fact.
_SIZE_BEFORE = re.compile(
    r"\b(?:gestation\w*|prematur\w+|preterm|uterine\s+size|(?:cycles?|menses|bone\s+age)(?:\s+length)?|education|schooling|life\s?span"
    r"|life[\s-]expectancy|survival|survive|to\s+live|aged|aging|age)\b(?:\W+(?!(?:within|for|before|after|prior|since|in)\b)\w+){0,4}?\W*$",
    re.I,
)
_SIZE_AFTER = re.compile(
    r"\s?[-−⁻][1¹]|[)\s-]*(?:\([^()]{0,30}\)\s*)?(?:apart\b|of\s+(?:age|education|schooling)\b|old\b|between\s+menses\b|(?:of\s+)?gestation|post-?menstrual\b)",
    re.I,
)


def of_another_kind(start: int, end: int, text: str) -> bool:
    """Whether a length of time is the size of something: an age, a gestation, a cycle, what lies between two visits."""
    clause = max(start - 60, text.rfind(".", 0, start), text.rfind(";", 0, start), 0)
    return bool(_SIZE_AFTER.match(text, end) or _SIZE_BEFORE.search(text, clause, start))


_LENGTH = re.compile(
    r"\b(?:duration|period|length|lasts?|lasting)\W*(?:is|was|for|of(?:\s+[^\W\d_]+){0,3})?\s*$", re.I
)
_ELAPSED = re.compile(r"\s+(?:must\s+|should\s+)?(?:have\s+|has\s+)?(?:elapsed|passed)\b", re.I)
_ADULT_YEARS = 16  # "mothers > 40 years": so many years are an age and not how long something lasts


def length_of(start: int, end: int, amount: float, unit: str, below: bool, text: str) -> Span | None:
    """A limit in units of time that is a limit of nothing the dictionary holds; None for what is no stretch of time
    ("2 days per week", an age). It is not a Window: "seizure < 2 years" may say how long ago and how long. below : the
    limit is an upper one, which mostly says how long ago."""
    if not re.fullmatch(_UNIT, unit, re.I) or not _OFTEN.match(text, end):
        return None
    if (
        of_another_kind(start, end, text)
        or _OF_AGE.search(text, start, end)
        or (_unit(unit) == "year" and amount >= _ADULT_YEARS)
    ):
        return None
    follows = _FOLLOWS.match(text, end)
    brief = _unit(unit) in ("second", "minute") or _LENGTH.search(text, max(0, start - 40), start)
    direction = "before" if (below and not brief) or _ELAPSED.match(text, end) else "lasting"
    if follows is not None:
        direction = _SIDES.get(follows[1].lower().split()[0], "before")
        direction = "lasting" if follows[1].lower() == "of" else direction
    return Span(start, end, None, None, "", True, amount, _unit(unit), direction)


_FIRST_WORD = re.compile(r"[^\W\d_]+|[<>]=?|\W")


def span_at(text: str, at: int, end: int, first: str = "") -> Span | None:
    """The stretch of time that starts at `at`, if its anchor is one that is known. first : the lower-case word that
    stands there, "#" for a number; found in the text where it is not given."""
    if not first:
        word = _FIRST_WORD.match(text, at, end)
        first = "#" if word is None or word.group().lower() in WORDS else word.group().lower()
    for form, pattern in _BY_FIRST_WORD.get(first, ()):
        if m := pattern.match(text, at, end):
            return _span(form, m, text, end)
    return None


def _span(form: str, m: re.Match[str], text: str, end: int) -> Span | None:
    groups = m.groupdict()
    amount = value(groups.get("high") or groups.get("low") or "1")
    if amount is None:
        return None
    unit = _unit(groups.get("one") or groups["unit"])
    hours = amount * _HOURS[unit]
    side = "after" if groups.get("after") else "around" if groups.get("around") else "before"
    anchored = groups.get("anchor") is not None
    follows = (
        None if anchored or groups.get("ago") or form == "duration" else _FOLLOWS.match(text, m.end(), end)
    )
    # "within 2 weeks of the last transfusion": an event we do not know, except in "diagnosed within 48 hours
    # of X", where X is what was diagnosed.
    unknown = follows and not _DIAGNOSED.search(text[max(0, m.start() - 16) : m.start()])
    if follows and unknown:
        side = _SIDES.get(follows[1].lower().split()[0], "before")
    if form == "bare after" or (groups.get("first") and side == "around"):
        side = "after"  # the first week of the study begins with it
    if form == "older" and groups.get("event") and side == "around":
        side = "after"  # more than two days since an operation are days after it
    other = anchored and not groups.get("event") and _OF_ANOTHER.match(text, m.end(), end)
    low, high, direction = _bounds(form, side, hours)
    # "Within 7-10 days before X" may leave out the last 7 days, and "7 days prior to X" with no "within" may mean that
    # very day: for a person.
    unsaid = unknown or other or groups.get("high") or form.startswith("bare")
    anchor = "" if unsaid else (groups.get("event") or "index").lower()
    return Span(
        m.start(), m.end(), low, high, anchor, form == "duration", amount, unit, direction, form == "held"
    )


def _bounds(form: str, side: str, hours: float) -> tuple[float | None, float | None, str]:
    if form == "duration":
        return None, None, "lasting"
    if form == "next":
        return 0.0, hours, "after"
    if form == "older":
        return (hours, None, "after") if side == "after" else (None, -hours, "before")
    if side == "after":
        return 0.0, hours, "after"
    return (-hours, hours, "around") if side == "around" else (-hours, 0.0, "before")


def _unit(word: str) -> str:
    low = word.lower().rstrip("s") or word.lower()
    if low.startswith("mo"):
        return "month"
    return next((u for u in _HOURS if low.startswith(u)), _SHORT[low[0]])
