"""The shadow of a text, and the spelling of numbers.

Patterns here are fragments for larger ones. All repetition is bounded, so that no input is slow.
"""

from __future__ import annotations

import re

from trialwright.model.number import Printed, Relation
from trialwright.read.patterns import Pattern

# One character for one character: offsets stay valid. U+2011 is the hyphen of many publishers,
# U+2212 the minus sign, U+2010-2015 the other dashes, U+FE63 and U+FF0D their compatibility forms.
_SAME = dict.fromkeys("‐‑‒–―−﹣－\xad⁃", "-")
_SAME |= dict.fromkeys(
    "\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " "
)
_SAME |= dict.fromkeys("‘’‛′´`", "'") | dict.fromkeys("“”‟″", '"')
_SAME |= {"\u2248": "~", "\u223c": "~", "\uff5e": "~", "\u2243": "~", "\u03bc": "\u00b5", "\uff05": "%"}
_SAME |= {"\u2a7d": "\u2264", "\u2a7e": "\u2265", "\uff1c": "<", "\uff1e": ">", "\uff1d": "=", "\u00d7": "x"}
_SAME |= {"\n": " ", "\r": " ", "\t": " ", "\f": " ", "\v": " "}
# Every ASCII sign is told, for `translate` raises and drops an error for each that is not.
_TABLE = str.maketrans({chr(n): chr(n) for n in range(128)} | _SAME)
_MIDDLE_DOTS = "\u00b7\u2027\u2219\u22c5"
# between digits, and behind a sign: "P<·05"
_MIDDLE_DOT = re.compile(rf"(?:(?<=[\d<>=≤≥])|(?<=[<>=≤≥] ))[{_MIDDLE_DOTS}](?=\d)")
_DECIMAL_COMMA = re.compile(r",(?:(?<=\d,)(?=\d{1,2}\s?%)|(?<=(?<![\d.,])0,)(?=\d))")
# "14 200 women": thousands parted by a space, where people follow and no word before counts something else.
_SPACED = re.compile(
    r"(?<![\w.,/:-])(?<!\b(?:day|age) )(?<!\b(?:arm|and) )(?<!\b(?:stage|phase|group|grade|level|weeks|table) )(\d{1,3}) (?=\d{3}(?![\d.,/%-])\s(?:[A-Za-z][\w-]*\s){0,4}?"
    r"(?:patients|participants|subjects|women|men|people|adults|children|individuals|cases|persons|infants|newborns|neonates|babies|mothers|students|pupils|volunteers)\b)"
)
# "11 500" with a thin, narrow or hard space: one number, whatever follows.
_THIN_SPACES = "\u2008\u2009\u202f"
_THIN = re.compile(r"(?<![\d.,\u2008\u2009\u202f\xa0])(\d{1,3})[\u2008\u2009\u202f](?=\d{3}(?!\d))")
_HEADED = re.compile(r"(?<=[A-Z]{3})--(?=[A-Z\d])")  # "SUBJECTS--120 women"
_PARTED = re.compile(r"\d \d{3}")
_N_SPACED = re.compile(r"(?i)(\bn\s?=\s?\d{1,3}) (?=\d{3}\s?[)\];,:])")  # "(n = 8 412)"
# "5/06 ± 0.52": a fraction has no spread, so the stroke is a decimal sign; not in "131 ± 12/84 ± 7", two means.
_SLASH_POINT = re.compile(
    r"(?<![\w/.,±])(?<!± )(?<!/-)(?<!/- )(?<!\+-)(?<!\+- )(\d{1,3})/(\d{2})(?=\s?(?:±|\+/-|\+-)\s?\d)"
)
# "*n* = 40", "*P* < .05": marks of emphasis in text that was saved with its markup.
_EMPHASIS = re.compile(r"\*([A-Za-z])\*(?!\*)")
# "1--71": a dash as TeX writes it; "-5--1" and "5--1" end with a number below zero
_DOUBLE_DASH = re.compile(r"(?<![\d.,-])(\d+(?:\.\d+)?)--(?=(\d+(?:\.\d+)?))")
_DIGIT_EM_DASH = re.compile(r"(?<=\d)\s?\u2014(?=\s?\d)")


def shadow(text: str) -> str:
    """`text` in one spelling of dashes, spaces, quotes and decimal signs, and of the same length.

    A comma is a decimal sign only before a percent sign or after a lone 0: "70,58%", "0,04"; elsewhere
    it may separate thousands or a list, and is left alone.
    """
    plain = text.isascii()
    text = text if plain or not any(map(text.__contains__, _THIN_SPACES)) else _THIN.sub(r"\1,", text)
    out = text.translate(_TABLE)
    if not plain and any(map(out.__contains__, _MIDDLE_DOTS)):
        out = _MIDDLE_DOT.sub(".", out)
    out = _HEADED.sub(": ", out) if "--" in out else out
    out = _DECIMAL_COMMA.sub(".", out)
    out = _EMPHASIS.sub(r"  \1", out) if "*" in out else out
    out = _N_SPACED.sub(r"\1,", _SPACED.sub(r"\1,", out)) if _PARTED.search(out) else out
    out = _SLASH_POINT.sub(r"\1.\2", out) if "/" in out and ("±" in out or "+" in out) else out
    out = _DOUBLE_DASH.sub(_one_dash, out) if "--" in out else out
    return _DIGIT_EM_DASH.sub(lambda m: m.group().replace("\u2014", "-"), out) if "\u2014" in out else out


def _one_dash(match: re.Match[str]) -> str:
    return f"{match[1]}- " if float(match[1]) <= float(match[2]) else match.group()


# A number without its sign: 1,500  12.5  .001  and "0. 92", which tokenisers leave behind.
NUM = r"(?:\d{1,3},\d{3}(?:,\d{3}){0,2}(?!\d)(?:\.\d{1,8})?|0\. \d{1,4}(?!\d)|\d{1,4} \. \d{1,4}(?!\d)|\d{1,9}(?:\.\d{1,8})?|\.\d{1,8})"
INT = r"(?:\d{1,3},\d{3}(?:,\d{3}){0,2}(?!\d|\.\d)|\d{1,7}(?![\d]|[.,]\d))"
SIGNED = rf"[+-]?\s?{NUM}"
PERCENT = r"(?:\s?%|[ -]?per ?cent\b)"

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NOTHING = ("none", "nobody", "no")
_WORDS = {w: i for i, w in enumerate(_UNITS)} | {w: 10 * (i + 2) for i, w in enumerate(_TENS)}
_UNIT_WORDS = "|".join(sorted(_UNITS, key=len, reverse=True))
BELOW_HUNDRED = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[1:10])}))?|(?:{_UNIT_WORDS}))"
_BELOW_THOUSAND = (
    rf"(?:{BELOW_HUNDRED}(?:[- ]hundred(?:[- ](?:and[- ])?{BELOW_HUNDRED})?)?"
    rf"|hundred[- ](?:and[- ]){BELOW_HUNDRED})"
)
WORD_NUM = rf"(?:{_BELOW_THOUSAND}(?:[- ]thousand(?:,?[- ](?:and[- ])?{_BELOW_THOUSAND})?)?)"
COUNT = rf"(?:{INT}|(?i:\b{WORD_NUM}\b))"
COUNTED = Pattern(rf"(?i)\d|\b(?:{BELOW_HUNDRED}|hundred)\b")  # what every text with a COUNT holds

ABOUT = (
    r"(?:~|\b(?:nearly|near|about|approximately|approx\.?|around|almost|roughly|circa|ca\.?)\s)\s?(?:an?\s)?"
)
LESS = r"(?:<=|>=|<|>|≤|≥)"
_RELATIONS: dict[str, Relation] = {"=": "=", "<=": "<=", ">=": ">=", "<": "<", ">": ">", "≤": "<=", "≥": ">="}


def number(text: str) -> float:
    """The value of a printed number, digits or words. Raises ValueError for anything else."""
    bare = text.strip().lower()
    if bare in _NOTHING:
        return 0.0
    if bare and (bare[0].isalpha()):
        return float(_spelled(bare))
    return float(bare.replace(",", "").replace(" ", ""))


def _spelled(text: str) -> int:
    thousands, total = 0, 0
    for word in re.split(r"[-, ]+", text):
        if word == "hundred":
            total = max(1, total) * 100
        elif word == "thousand":
            thousands, total = total * 1000, 0
        elif word != "and":
            if word not in _WORDS:
                raise ValueError(f"not a number in words: {text!r}")
            total += _WORDS[word]
    return thousands + total


def printed(text: str, relation: str = "=") -> Printed:
    """The number as printed: its decimals say how far rounding reaches. relation: as written before it."""
    bare = text.strip().replace(" ", "")
    decimals = len(bare.partition(".")[2]) if bare[-1:].isdigit() else 0
    sign = relation.strip()
    kind: Relation = _RELATIONS.get(sign) or ("~" if re.fullmatch(ABOUT, sign + " ") else "=")
    shown = f"{sign} {text.strip()}".strip() if kind != "=" else text.strip()
    return Printed(value=number(text), decimals=decimals, relation=kind, text=shown)


def plain(name: str) -> str:
    """One spelling of a name: small letters, one space for each run of white space and hyphens, none at its ends."""
    return " ".join(name.replace("-", " ").split()).lower()


def whole(text: str) -> int:
    """A count, from digits or words."""
    return int(number(text))
