"""Characters → tokens: numbers, words, comparison signs, punctuation. Nothing is lost but white space."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

TokenKind = Literal["number", "word", "sign", "punct"]

_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,·]\d+)*)"
    r"|(?P<word>[^\W\d_][^\W_]*(?:['’][^\W\d_]+)?)"
    r"|(?P<sign>[<>≤≥≦≧⩽⩾=~±]+)"
    r"|(?P<punct>\S)"
)


# Signs that look alike, one character for one, so that offsets stay those of the document.
_ALIKE = str.maketrans("＜＞＝（）［］，；：％～－／＋≧≦⩾⩽μ\u00a0\u2009\u202f", "<>=()[],;:%~-/+≥≤≥≤µ   ")


@lru_cache(maxsize=1)
def plain(text: str) -> str:
    """The text as the rules look at it: the same length, with signs that look alike made one."""
    return text.translate(_ALIKE)


@lru_cache(maxsize=2)
def lowered(text: str) -> str:
    """The text in lower case, of the same length: what is searched often is searched faster so than with re.I."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


class Token(NamedTuple):
    """kind, the text in lower case, and its offsets into the document's text."""

    kind: str
    low: str
    start: int
    end: int


_made = tuple.__new__  # a token without the call of its own constructor: there are ten to a line


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """The tokens of text[start:end], in order, with offsets into text."""
    low = lowered(text)
    out = []
    for m in _TOKEN.finditer(text, start, end):
        a, b = m.span()
        out.append(_made(Token, (m.lastgroup, low[a:b], a, b)))
    return out


HYPHENS = frozenset("-‐‑–")


def is_joint(tokens: list[Token], i: int) -> bool:
    """Whether token i is a hyphen inside a word, as in IL-6 or non-pregnant."""
    return (
        tokens[i].low in HYPHENS
        and 0 < i < len(tokens) - 1
        and tokens[i - 1].end == tokens[i].start
        and tokens[i].end == tokens[i + 1].start
        and "word" in (tokens[i - 1].kind, tokens[i + 1].kind)
    )
