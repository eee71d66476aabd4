"""Two numbers of a comparison in words, in the order in which it names who has less or more: "shorter with A than with B (6 v 8 days)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from trialwright.check.evidence.ledger import entry
from trialwright.check.evidence.moved import at
from trialwright.check.evidence.sentence import NOTES
from trialwright.model.check import Check
from trialwright.model.result import Reading

NAME = "words_and_direction"

LOWER = r"lower|fewer|less frequent(?:ly)?|less common(?:ly)?|less often|smaller|shorter"
HIGHER = r"higher|greater|more frequent(?:ly)?|more common(?:ly)?|more often|larger|longer"
UNCLEAR = re.compile(
    r"(?i)\bnot?\b|\bneither|\bnor\b|\bno\b|\bwithout|\bsimilar|\brisk factor|\bnumerically\b|\bbaseline\b|\brespectively\b.*\brespectively\b"
)
_WORD = rf"(?<!\bor\s)(?<!\band\s)\b(?:(?P<low>{LOWER})|(?P<high>{HIGHER}))\b"
_ANY = re.compile(
    rf"(?i)\b(?:{LOWER}|{HIGHER}|less|more|reduced|increased|decreased|better|worse|reductions?|increases?|decreases?)\b"
)
# "was reduced in the A group compared with the B group (12/90 v 20/91)"; percents and means may be those of the reduction
_WORD_OR_VERB = (
    rf"(?<!\bor\s)(?<!\band\s)\b(?:(?P<low>{LOWER}|(?:was|were) (?:\w+ly )?(?:reduced|lowered|shortened)(?= in\b))"
    rf"|(?P<high>{HIGHER}|(?:was|were) (?:\w+ly )?(?:increased|raised|prolonged)(?= in\b)))\b"
)
_PLAIN = r"[^.;:()\[\]\d]"  # words that hold no number
_N = r"\d{1,6}(?:[.·]\d{1,4})?"
_ITEM = rf"(?:(?:mean|median|average|i\.e\.)\s(?:of\s)?)?{_N}(?:\s?(?:/|out of|of)\s?\d{{1,6}})?"
_ASIDE = r"(?:\s?(?:\[[^\[\]()]{1,30}\]|\([^()]{1,30}\)|±\s?[\d.]{1,8}))?"
_UNIT = r"(?:\s?%|\s(?!(?:vs?|versus|and|compared|as|against)\b)[a-z/]{1,12})?"
# "shorter with A than with B (6.1 v 7.8 days)"
_BEHIND = re.compile(
    rf"(?i){_WORD_OR_VERB}{_PLAIN}{{0,90}}?\b(?:than|compared (?:with|to))\b{_PLAIN}{{1,80}}?[(\[](?P<x>{_ITEM})(?P<u>{_UNIT}){_ASIDE}"
    rf"\s(?:vs?\.?|versus|(?:as\s)?(?:compared\s(?:with|to)|against|opposed\sto))\s(?P<y>{_ITEM})(?P<v>{_UNIT})(?![\w–-]|\.\d)"
)
# "shorter with A (6.1 days) than with B (7.8 days)"
_BESIDE = re.compile(
    rf"(?i){_WORD}{_PLAIN}{{0,90}}?[(\[](?P<x>[^()\[\]]{{1,40}})[)\]]\s(?:\w+\s){{0,3}}?than\b{_PLAIN}{{1,80}}?[(\[](?P<y>[^()\[\]]{{1,40}})[)\]]"
)
_ENDS = re.compile(rf"[.!?]{NOTES}\s+(?=[A-Z])|\n\s*\n")
_NUMBER = re.compile(rf"(?<![\w.·-]){_N}")
_OF = re.compile(rf"({_N})\s?(?:/|out of|of)\s?(\d{{1,6}})")
_ONE_VALUE = re.compile(r"(?i)\bSD\b|±|\bSE\b|\bCI\b|\bIQR\b")
_NO_VALUE = re.compile(r"(?i)\bn\s?=|\bp\s?[<>=]|\bratio\b|\b[HOR]R\b|[-−–+<>~]\s?\d")


def said_order(reading: Reading) -> Iterator[tuple[int, Check]]:
    """(place, finding) of each comparison whose numbers say the opposite of its words."""
    document = reading.document
    for start, end in document.own_spans():
        for pattern in (_BEHIND, _BESIDE):
            for m in pattern.finditer(document.text, start, end):
                values = _values(m)
                if values is None or _clouded(document.text, m, start, end):
                    continue
                x, y = values
                of = at(reading, m) if (x > y if m["low"] else y > x) else []
                if of:
                    word = (m["low"] or m["high"]).lower()
                    said = f"{m['x'].strip()} against {m['y'].strip()}"
                    yield m.start(), entry(
                        NAME, reading, of, "impossible", f"“{word}” is said of {said}: the numbers say the opposite.", severity="major",
                        formula=f"{x:g} {'>' if x > y else '<'} {y:g}", quote=document.quote(*m.span()),
                        corrected=f"the first is the {'higher' if x > y else 'lower'}, or the numbers were exchanged",
                    )  # fmt: skip


def _values(m: re.Match[str]) -> tuple[float, float] | None:
    """The two values, where both are printed alike."""
    if m.re is _BEHIND and m["u"].strip() not in ("", m["v"].strip()):
        return None
    if _shape(m["x"]) != _shape(m["y"]):
        return None
    verb = (m["low"] or m["high"]).lower().startswith("w")
    if verb and not (_OF.search(m["x"]) and _OF.search(m["y"])):
        return None
    x, y = _value(m["x"]), _value(m["y"])
    return (x, y) if x is not None and y is not None else None


def _shape(text: str) -> str:
    """ "48 patients, 40%" and "36 patients, 30%" are alike."""
    plain = re.sub(r"(?i)\b(?:patients|women|men|children|adults|participants|people)\b", "patients", text)
    return " ".join(_NUMBER.sub("#", plain).lower().split())


def _value(text: str) -> float | None:
    if _NO_VALUE.search(text):
        return None
    share = re.search(rf"({_N})\s?%", text)
    if share:
        return _number(share[1])
    part = _OF.search(text)
    if part:
        return _number(part[1]) / float(part[2]) if float(part[2]) else None
    found = _NUMBER.findall(text)
    if len(found) == 1 or (found and _ONE_VALUE.search(text)):
        return None if re.search(r"(?i)\b(?:patients|cases|events)\b", text) else _number(found[0])
    return None


def _number(text: str) -> float:
    return float(text.replace("·", "."))


def _clouded(text: str, m: re.Match[str], start: int, end: int) -> bool:
    """Whether the sentence says more than that one thing."""
    before = [e.end() for e in _ENDS.finditer(text, start, m.start())]
    after = _ENDS.search(text, m.end(), end)
    sentence = text[before[-1] if before else start : after.start() + 1 if after else end]
    return UNCLEAR.search(sentence) is not None or len(_ANY.findall(sentence)) != 1
