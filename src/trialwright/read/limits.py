"""What no document for people has, and so is not read by the rules. What is left out is always said.

Each limit is far above the most in 1,300 abstracts, articles and registry records (a word of 140 characters, a
sentence of 1,250, 32 figures in a sentence, a criterion of 1,000): it is met by binary, by tables that lost their
lines and by files made to be slow. Within these limits the work of reading grows with the length of a document.
"""

from __future__ import annotations

import re
from typing import NamedTuple

WORD = 200  # characters without white space
SENTENCE = 3_000  # characters
FIGURES = 100  # numbers in a sentence
CRITERION = 4_000  # characters of one line of it
PARTS = 800  # words and signs of one line of it
DEPTH = 12  # criteria under criteria
BRACKETS = 12  # brackets in brackets
TURNS = 12  # exceptions, conditions, definitions, examples and colons in one sentence of a criterion
SENTENCES = 40_000  # in a document: about 2,000 pages
RESULTS = 3_000  # in a document
ARMS = 40  # of a trial
NAMES = 20  # of an arm
ENDPOINTS = 300  # of a trial
TRIALS = 100  # in a document

_LONG_WORD = re.compile(rf"\S{{{WORD + 1}}}")
_FIGURE = re.compile(r"\d+")


class Unread(NamedTuple):
    """A stretch of the document that the rules did not look at. what : "sentence", or "sentence at the end"."""

    what: str
    start: int
    end: int


def is_prose(text: str) -> bool:
    """Whether a sentence could have been written for a reader."""
    if len(text) > SENTENCE or _LONG_WORD.search(text):
        return False
    return (
        len(text) <= 2 * FIGURES or len(_FIGURE.findall(text)) <= FIGURES
    )  # what parts two figures is a sign


def has_long_word(text: str, start: int, end: int) -> bool:
    return _LONG_WORD.search(text, start, end) is not None


def told(unread: tuple[Unread, ...]) -> tuple[str, ...]:
    """One line for each kind of stretch that was not read, with how many and where the first one is."""
    kinds: dict[str, list[Unread]] = {}
    for one in unread:
        kinds.setdefault(one.what, []).append(one)
    return tuple(_line(what, found) for what, found in kinds.items())


def _line(what: str, found: list[Unread]) -> str:
    size = sum(u.end - u.start for u in found)
    many = "were" if len(found) > 1 else "was"
    what = what.replace("sentence", "sentences", 1) if len(found) > 1 else what
    place = f"{size:,} characters, from character {found[0].start:,}"
    return f"{len(found):,} {what} {many} not read ({place}): longer, or fuller of figures, than what is written for readers."
