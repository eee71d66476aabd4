"""What a quote must keep to be the same words: whole words and numbers, and the words beside it in its sentence."""

from __future__ import annotations

import re
import unicodedata

from trialwright.model.document import CONTEXT_CHARS, Quote

KEPT = 0.7  # of the words beside a quote, in its sentence, that must stand beside the place where it is found
NUMBER = re.compile(r"\d+(?:[.,·]\d+)*")
_SENTENCE = re.compile(r"[.!?] (?=[A-Z(])")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "or",
        "that",
        "the",
        "to",
        "was",
        "were",
        "with",
    ]
)


def plainly(text: str) -> tuple[str, list[int]]:
    """(the text with one spelling of spaces, dashes and quotes, offset of each of its characters in the text)."""
    out: list[str] = []
    places: list[int] = []
    for i, c in enumerate(text):
        kind = unicodedata.category(c)
        c = (
            " "
            if c.isspace() or kind == "Zs"
            else "-"
            if kind == "Pd" or c == "−"
            else "'"
            if c in "‘’"
            else '"'
            if c in "“”"
            else c
        )
        if c == " " and out and out[-1] == " ":
            continue
        out.append(c)
        places.append(i)
    return "".join(out), places


def whole(quote: Quote, plain: str, at: int, length: int) -> bool:
    """Whether a place cuts no word or number that the quote did not cut: "2 of 40" is not in "12 of 40"."""
    before, after = plain[:at][-3:], plain[at + length :][:3]
    cut_before, cut_after = (
        joined(quote.prefix[-3:], quote.exact[:1]),
        joined(quote.exact[-1:], quote.suffix[:3]),
    )
    placed = bool(quote.prefix and quote.suffix)  # words that a person wrote down need not have their sign
    signed = placed and sign(before) != sign(plainly(quote.prefix)[0][-3:]) and plain[at].isdigit()
    return (
        not signed
        and (cut_before or not joined(before, plain[at]))
        and (cut_after or not joined(plain[at + length - 1], after))
    )


def joined(left: str, right: str) -> bool:
    """Whether two pieces of text meet inside a word or a number."""
    if not left or not right:
        return False
    point = (re.search(r"\d[.,·]\Z", left) and right[0].isdigit()) or (
        left[-1].isdigit() and re.match(r"[.,·]\d", right)
    )
    return (left[-1].isalnum() and right[0].isalnum()) or bool(point)


def sign(before: str) -> bool:
    return re.search(r"(?<![\w)%])-\Z", before) is not None


def beside(quote: Quote, plain: str, at: int, length: int) -> bool:
    """Whether the words beside the quote, in its sentence, stand beside this place, and not with another number elsewhere."""
    before = _SENTENCE.split(plainly(quote.prefix)[0])[-1].strip()
    after = _SENTENCE.split(plainly(quote.suffix)[0])[0]
    if len(quote.suffix) == CONTEXT_CHARS and after and after[-1].isalnum():
        after = after.rpartition(" ")[0]  # the last word is cut
    left = _SENTENCE.split(plain[max(0, at - 300) : at])[-1].strip()
    right = _SENTENCE.split(plain[at + length : at + length + 300])[0]
    if not left.endswith(before) and len(_words(before)) > 1 and before in plain:
        return False
    if quote.suffix and _changed(before, quote.exact, plain):
        return False
    return _kept(_words(before)[::-1], _words(left)[::-1]) and _kept(_words(after), _words(right))


def _changed(before: str, exact: str, plain: str) -> bool:
    """Whether the words before the quote stand somewhere before the quote with other numbers."""
    wanted = " ".join(plainly(exact)[0].split())
    if not _words(before) or not NUMBER.search(wanted):
        return False
    shape = r"\d+(?:[.,·]\d+)*".join(re.escape(p) for p in NUMBER.split(wanted))
    return any(
        m[1] != wanted for m in re.finditer(re.escape(before) + " ?(" + shape + r")(?!\w|[.,·]\d)", plain)
    )


def _words(text: str) -> list[str]:
    found = re.findall(r"\d+(?:[.,·]\d+)*|[^\W\d_]+", text.casefold())
    return [w for w in found if w not in _SMALL]


def _kept(were: list[str], are: list[str]) -> bool:
    """Whether enough of the words that were beside a quote still are, no further off than as many numbers as before.

    were, are : nearest first. Past another number the nearest word must be the same: "9 with vel, 12 with placebo" has
    the words of "12 with vel, 9 with placebo" on its right.
    """
    if not were:
        return True
    numbers = sum(w[0].isdigit() for w in were)
    within, seen = list[str](), 0
    for word in are:
        seen += word[0].isdigit()
        if seen > numbers:
            break
        within.append(word)
    nearest = not numbers or were[0][0].isdigit() or were[0] in within[:2]
    said = [w for w in were if not w[0].isdigit()]
    return nearest and sum(w in within for w in said) >= KEPT * len(said)
