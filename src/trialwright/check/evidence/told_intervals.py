"""Changes and differences with an interval, in the words of a sentence: "fell by 3.2 kg (95% CI 1.1 to 5.3; p = 0.003)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.model.base import Because
from trialwright.model.check import Check
from trialwright.model.number import Printed, Relation
from trialwright.model.result import Reading, Result

_NUM = r"[-−–]?\d{1,4}(?:[.·]\d{1,4})?"
_CHANGED = (
    r"(?:increas|decreas|reduc|improv|lower|rais|shorten|prolong|declin|dropp)\w*|fell|rose|gained|lost"
)
# The number of a change, its unit and a few words, then the interval in brackets; with a p, that p ends the bracket.
_TOLD = re.compile(
    rf"(?i)\b(?:(?:{_CHANGED})\s(?:[a-z]+\s){{0,3}}?by\s(?:an?\s(?:mean|average)\sof\s|a\smean\s)?|(?:mean|average|adjusted|absolute)\s(?:[a-z]+\s){{0,2}}?difference\s(?:[a-z]+\s){{0,6}}?(?:was|of)\s)"
    rf"(?P<v>{_NUM})(?!\s?%|\d|[.·]\d)\s?(?:[^()\d;.,=<>]{{0,60}}?)\s?[(\[](?P<l>9[059]|98)\s?%\s?-?\s?(?:CI|confidence\sintervals?)[:,]?\s?"
    rf"(?P<a>{_NUM})\s?(?:to|–|-|,)\s?(?P<b>{_NUM})(?:\s?[;,]\s?[Pp]\s?(?P<r>[=<>])\s?(?P<p>0?[.·]\d{{1,5}}))?\s?[)\]]"
)
_FROM_TO = re.compile(r"(?i)\bfrom\s[-−–]?\d[^.;]{0,40}\bto\b")
_RELATIONS: dict[str, Relation] = {"=": "=", "<": "<", ">": ">"}


def told_intervals(reading: Reading) -> Iterator[Result]:
    """Each such number that was read as no result, as a difference with its interval and, where it is told, its p.

    The sign is that of its limits: "was reduced by 2.1 (95% CI -3.9 to -0.3)" tells a size."""
    text = reading.document.text
    taken = [(r.quote.start, r.quote.end) for r in reading.results if r.measure != "p_value"]
    for start, end in reading.document.own_spans():
        for match in _TOLD.finditer(text, start, end):
            overlaps = any(a < match.end() and match.start("v") < b for a, b in taken)
            if not overlaps and not _FROM_TO.search(text, match.start(), match.start("l")):
                yield _result(reading, match)


def _result(reading: Reading, match: re.Match[str]) -> Result:
    value, low, high = (_printed(match[g]) for g in ("v", "a", "b"))
    if value.value > 0 and high.value < 0:
        value = Printed(value=-value.value, decimals=value.decimals, text=value.text)
    p = _printed(match["p"], match["r"]) if match["p"] else None
    return Result(
        measure="difference", value=value, low=low, high=high, level=float(match["l"]), p=p,
        quote=reading.document.quote(match.start("v"), match.end()), because=Because(rule="check.evidence.told_intervals"),
    )  # fmt: skip


def _printed(text: str, relation: str = "=") -> Printed:
    plain = text.replace("·", ".").replace("−", "-").replace("–", "-")
    decimals = len(plain.partition(".")[2])
    return Printed(value=float(plain), decimals=decimals, relation=_RELATIONS[relation], text=text)


def of_words(check: Check) -> Check:
    """A finding on what was read as no object: it is about words alone."""
    return check.model_copy(
        update={
            "subjects": (),
            "because": Because(rule=check.because.rule, formula=check.because.formula),
            "restated": (),
        }
    )
