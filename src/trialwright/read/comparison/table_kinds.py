"""What a cell of a table may be by its signs alone: words, a size, a figure of one of a few shapes, or a head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from trialwright.read.patterns import Pattern

_SIZE = Pattern(r"(?i)[(\[]?\s?\bn[a-z]?\s{0,2}(?:=\s{0,2}|(?<=\s))\d[\d,]*\s?[)\]]?")
_TIMES = Pattern(
    r"(?i)\b(?:\d+\s?(?:-{1,2}|–|to)\s?)?\d+(?:\.\d+)?(?:st|nd|rd|th)?\s?-?\s?(?:weeks?|months?|days?|years?|hours?|minutes?|hrs?|h|min|mos?|wks?|yrs?|d|w|m|y)\b"
    r"|\bt\d\W?t\d\b|\b(?:weeks?|months?|days?|years?|hours?|visit|time|phase|period|session|cycle|stage|grade|wk|[tvwmd])\.?\s?-?\d+(?:st|nd|rd|th)?(?:\s?(?:-{1,2}|–|/|or|to)\s?\d+)?\b"
)
_NAMED = Pattern(
    r"(?i)\bgrades?\s?[≥>≤<=]{0,2}\s?\d(?:\s?(?:-{1,2}|–|/|or|and)\s?\d)?\b|\b(?:19|20)\d\d(?:\s?(?:-{1,2}|–|to)\s?(?:19|20)\d\d)?\b|\b(?:groups?|arms?|type|cohort|study|model|step|table)\s?\d+\b|\b(?:\d{1,2}\s?[x×]\s?)?\d+(?:\.\d+)?\s?(?:mg|µg|μg|mcg|g|kg|ml|l|iu|u|%|cm|mm|gy)\b(?:/\w+)*"
    r"|\b[A-Za-z]{2,}-?\d{1,4}[A-Za-z]?\b"  # the code of a drug
    r"|\b95\s?%|\b(?:x|chi|χ)[- ]?\W?2\b|\bvitamin\s\w?\d+\b"
)
_OF_SEXES = Pattern(r"(?P<n>\d{1,5})\s?\((?P<a>\d{1,5})\s?[/:]\s?(?P<b>\d{1,5})\)")
_ASIDE = Pattern(r"\([^()]*\)")
_LETTER = Pattern(r"[A-Za-zα-ωΑ-Ω%±]")
_DIGIT = Pattern(r"\d")
_SHAPES = (
    ("mean spread", Pattern(r"[-+]?\s?[\d.,]+\s?%?\s?(?:±|\+/-|\+-)\s?[\d.]+")),
    ("count share", Pattern(r"[-+]?\s?[\d.,]+\s?%?\s?[(\[]\s?(?:SD,?\s?)?[\d.]+\s?%?\s?[)\]]")),
    ("fraction", Pattern(r"\d+\s?/\s?\d+")),
    ("interval", Pattern(r"[-+]?\s?[\d.]*\s?[(\[]?\s?[-+]?\s?[\d.]+\s?(?:;|,|to|--|–)\s?[-+]?\s?[\d.]+\s?[)\]]?")),
    ("p", Pattern(r"(?i)(?:p\s?)?[<>=≤]\s?[\d.]+|n\.?s\.?$")),
    ("number", Pattern(r"[-+]?\s?[\d.,]+\s?%?")),
    ("spread", Pattern(r"[(\[]?\s?(?:±|\+/-)?\s?[\d.,]+\s?%?\s?[)\]]?$")),  # in a column of its own
)  # fmt: skip
# Heads of columns that hold no arm's figures: tests, differences and ratios.
_STATISTIC = Pattern(
    r"(?i)^\W*p\b.{0,14}$|\bp[- ]?values?\b|^\W*(?:t|z|f|x2|χ2|chi[- ]?squared?|u|d|df|es|rr|or|hr|irr|md|smd|rd|arr|nnt|sign?\.?|sig|diff\.|significance|statistics?"
    r"|test(?: value| statistics?)?)\W*$|\beffect size|\bdifferences?\b|\b(?:risk|odds|hazard|rate)s? ratio|\b95 ?% ?(?:ci\b|confidence)|\bbetween[- ]groups?|\bcohen|\b[pft]-?tests?\b|\bcomparisons? (?:of|between)\b|\b(?:group|time|interaction) effect\b"
)
_P_HEAD = Pattern(r"(?i)^\W*p\b.{0,12}$|^p[- ]?values?")
_LONGEST_HEAD = 160  # characters
_OWN_INTERVAL = Pattern(r"(?i)(?P<rest>.*[a-z]{2}.*\W)(?:mean|%|median|rate)s?\s?[(\[,]\s?95 ?% ?CI\W*$")
# "No. of patients", "N analysed", "Newborns followed", "Patients randomised, n": a row of sizes
_WHO = r"(?:patients|participants|subjects|women|men|children|people|individuals|infants|newborns|neonates|mothers|pupils|students|adults|eyes|persons|cases)"
_DONE = r"(?:analy[sz]ed|evaluated|assessed|examined|measured|evaluable|randomi[sz]ed|followed(?: up)?|enrol+ed|included|completed|treated|with data|in (?:the )?(?:analysis|group|study|set|population))"
_PEOPLE = Pattern(
    rf"(?i)\W*(?:(?:total\s)?(?:n|no|number|sample size|group size)\b\.?)(?:\s(?:of\s)?(?:all\s)?{_WHO})?(?:,?\s?{_DONE})?\W*(?:\(?n\)?)?\W*"
    rf"|\W*(?:all\s)?{_WHO}(?:,?\s{_DONE})?\W*(?:\bn\b|\bno\.)?\W*|\W*{_DONE}\W*(?:\bn\b)?\W*"
)

# "No" under "Yes" is an answer; "No." is a number
_DENIAL = Pattern(r"(?i)\W*no[^\w.]*(?:\(?[n%]\W*)*")

# The people who were analysed, and no outcome. No two parts that may be the same signs stand side by side: a row of dots
# would be shared out between them in every way there is.
_SET = Pattern(
    r"(?i)\W*(?:(?:modified |primary |main )?(?:intention[- ]?to[- ]?treat|m?itt|per[- ]?protocol|complete[- ]cases?|as[- ]?treated|full analysis set|completers?|sensitivity)(?:[^\w(]*(?:analys[ei]s|population|set|data ?set|only|sample))?(?:[^\w(]*\([^()]*\))?[^\w(]*)+"
)


def is_set(text: str) -> bool:
    """Whether words name the people who were analysed and nothing else: "Per-protocol population"."""
    return bool(_SET.fullmatch(text))


def is_people(text: str) -> bool:
    """Whether the words at a row's left say that it holds the sizes of the columns' arms."""
    return bool(_PEOPLE.fullmatch(text)) and not _DENIAL.fullmatch(text)


def people_in(label: str, text: str) -> int | None:
    """The size of an arm in a cell of a row of numbers of people: alone, or before its two sexes, whose sum it is."""
    if text.isdigit():
        return int(text) if is_people(label) else None
    match = _OF_SEXES.fullmatch(text)
    if match and is_people(_ASIDE.sub("", label)) and int(match["n"]) == int(match["a"]) + int(match["b"]):
        return int(match["n"])
    return None


def is_size(text: str) -> bool:
    """ "(n = 48)" and nothing else."""
    return bool(_SIZE.fullmatch(text.strip()))


def is_head(text: str) -> bool:
    """Words without a figure other than a size, a time, a dose or the number of a group."""
    rest = text
    for pattern in (_SIZE, _TIMES, _NAMED):
        rest = pattern.sub(" n ", rest)
    return bool(_LETTER.search(rest)) and not _DIGIT.search(rest)


def is_time(text: str) -> bool:
    """ "6 months" and nothing else."""
    return bool(_TIMES.fullmatch(text.strip()))


def is_statistic(text: str) -> bool:
    """Whether a head is of a test, a difference or a ratio and so of no arm: "Mean (95 % CI)" is, "Zinc, mean (95 % CI)" is not."""
    named = _OWN_INTERVAL.match(text) if len(text) < _LONGEST_HEAD else None
    return bool(_STATISTIC.search(named["rest"] if named else text))


def is_p(text: str) -> bool:
    return bool(_P_HEAD.search(text))


def head_name(text: str) -> str:
    """A head without its size, in small letters and the singular, by which two heads are the same."""
    plain = _SIZE.sub("", text).lower()
    return " ".join(w[:-1] if len(w) > 3 and w.endswith("s") else w for w in plain.strip(" ,;:()").split())


def shape(text: str) -> str:
    """The shape of a cell's figure, "word" where there is none."""
    plain = text.strip()
    if not _DIGIT.search(plain):
        return "p" if _SHAPES[4][1].fullmatch(plain) else "word"
    for name, pattern in _SHAPES:
        if pattern.match(plain):
            return name
    return "word"


def usual(texts: Iterable[str]) -> str:
    """The shape that most cells of a column have, "" for a column without cells."""
    found = Counter(shape(t) for t in texts)
    return found.most_common(1)[0][0] if found else ""
