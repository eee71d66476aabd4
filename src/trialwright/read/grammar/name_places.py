"""Where a text writes a name as words of its own."""

from __future__ import annotations

import re
from collections.abc import Collection

_IN_BRACKET_NO = re.compile(r"(?i)[(\[](?:i\.e\.,?\s)?no\s(?P<x>[^()\[\]]{3,40})[)\]]")
_PLURAL = re.compile(r"s(?!\w)")  # "six VABs" of an arm that is called VAB
_LED = re.compile(
    r"(?i)(?:treated with|with|on|to|for|in|than|receiving|received) [a-z]"
)  # "to A": the letter is the name, and what leads to it is not
# "placebo-controlled", "tamoxifen-resistant": words made of a name that do not speak of its arm.
_MADE_OF = re.compile(
    r"(?i)[- ]controlled\b|-(?:resistant|refractory|na[iï]ve|sensitive|induced|related|associated|pre-?treated|responsive|like|specific)\b"
)


_OFTEN = ("weekly", "monthly")
_NOT_SO_OFTEN = re.compile(r"(?i)(?:\d|two|three|four|six|twelve)[- ]$|\b(?:bi|tri)-$")


def flat(text: str) -> str:
    """`text` in small letters with spaces for hyphens and white space, of the same length."""
    low = text.lower()
    return (low if len(low) == len(text) else text).replace("-", " ").replace("\n", " ")


def name_places(where: str, text: str, name: str) -> list[tuple[int, int]]:
    """Each place of a name as words of its own; a hyphen before it makes it a part of another word."""
    out: list[tuple[int, int]] = []
    start = where.find(name)
    while start >= 0:
        end = start + len(name)
        if name.isupper() and len(name) > 1 and _PLURAL.match(text, end):
            end += 1
        before, after = text[start - 1 : start] if start else "", text[end : end + 1]
        if after in ("-", " ") and _MADE_OF.match(text, end):
            start = where.find(name, start + 1)
            continue
        if name.startswith(_OFTEN) and _NOT_SO_OFTEN.search(text, max(0, start - 7), start):
            start = where.find(name, start + 1)
            continue  # "3-weekly" is not weekly
        if before == "-" and text[start - 2 : start] == "--":
            before = ""  # a dash, as typists write it
        if not (before.isalnum() or (before in ("-", "_") and before)) and not (
            after.isalnum() or after == "_"
        ):
            out.append((end - 1 if _LED.fullmatch(name) else start, end))
        start = where.find(name, start + 1)
    return out


def tells_without(text: str, start: int, end: int, others: Collection[str]) -> bool:
    """Whether an arm that is set out at [start, end) is one without the other's: "to early bathing or late care (no bathing)"."""
    told = _IN_BRACKET_NO.search(text, start, end + 60)
    return told is not None and flat(told["x"]) in {flat(name) for name in others}
