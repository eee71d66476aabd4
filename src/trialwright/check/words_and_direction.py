"""Do the words on direction agree with the numbers: higher, lower, reduced, more?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.ledger import entry, shown
from trialwright.check.evidence.sentence import sentence_of
from trialwright.model.check import Check
from trialwright.model.labels import same, words
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "words_and_direction"
SOURCE = "An arm that is said to have less must have the smaller number: comparison of the words with what rounding leaves open"

_LOWER = r"lower|fewer|less frequent(?:ly)?|less common(?:ly)?|less often|smaller|shorter"
_HIGHER = r"higher|greater|more frequent(?:ly)?|more common(?:ly)?|more often|larger|longer"
_WORD = re.compile(rf"(?i)\b(?:(?P<low>{_LOWER})|(?P<high>{_HIGHER}))\b")
_NUMBER = re.compile(r"\d")
_ARMS = re.compile(r"(?i)\b(?:than|compared (?:with|to)|versus|vs\.?|relative to)\b")
_UNCLEAR = re.compile(
    r"(?i)\bnot?\b|\bneither|\bnor\b|\bno\b|\bwithout|\bsimilar|\brisk factor|\bnumerically\b|\bbaseline\b|\brespectively\b.*\brespectively\b"
)


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        done: set[tuple[int, int]] = set()
        for r in reading.results:
            if r.measure in ("proportion", "mean", "median") and r.value and words(r.arm):
                place = sentence_of(reading, r)
                if place not in done:
                    done.add(place)
                    yield from _sentence(reading, place)


def _sentence(reading: Reading, place: tuple[int, int]) -> Iterator[Check]:
    text = reading.document.text[slice(*place)]
    said = list(_WORD.finditer(text))
    than = _ARMS.search(text)
    if len(said) != 1 or than is None or _UNCLEAR.search(text):
        return
    inside = [r for r in reading.results if place[0] <= r.quote.start and r.quote.end <= place[1]]
    figures = [
        r for r in inside if r.measure in ("proportion", "mean", "median") and r.value and words(r.arm)
    ]
    if len(figures) != 2 or same(figures[0].arm, figures[1].arm) or figures[0].measure != figures[1].measure:
        return
    figures.sort(key=lambda r: r.quote.start)
    between = text[figures[0].quote.end - place[0] : figures[1].quote.start - place[0]]
    if _NUMBER.search(between):
        return  # each is set against a number of its own
    subject = _subject(text, said[0], than, figures, place[0])
    if subject is not None and _in_order(text, figures, place[0]):
        yield _one(reading, said[0], *subject)


def _subject(
    text: str, word: re.Match[str], than: re.Match[str], figures: list[Result], start: int
) -> tuple[Result, Result] | None:
    """(arm that is said to have more or less, the other): "lower with A than with B" and its like.

    The arm after "than" is the other one; it must stand in the text after that word, and the first arm before it.
    """
    a, b = figures
    first, second = (_named(text, r.arm) for r in (a, b))
    if not first or not second:
        return None
    before = [r for r, at in ((a, first), (b, second)) if any(s < than.start() for s in at)]
    after = [r for r, at in ((a, first), (b, second)) if any(s >= than.end() for s in at)]
    if len(before) == len(after) == 1 and before[0] is not after[0] and word.start() < than.start():
        return before[0], after[0]
    return None


def _in_order(text: str, figures: list[Result], start: int) -> bool:
    """Whether "A than B (x vs y)" has its numbers linked as it names the arms; another link is more likely wrong than the words."""
    a, b = figures
    first, second = _named(text, a.arm), _named(text, b.arm)
    at = a.quote.start - start
    if not first or not second or max(*first, *second) > at:
        return True  # a name beside its number tells
    return min(first) < min(second)


def _named(text: str, label: str) -> list[int]:
    return [m.start() for m in re.finditer(rf"(?i)(?<!\w){re.escape(label)}(?!\w)", text)] if label else []


def _one(reading: Reading, word: re.Match[str], subject: Result, other: Result) -> Check:
    assert subject.value
    assert other.value
    lower = bool(word["low"])
    text = f"{subject.arm} ({shown(subject.value)}) is said to have {word.group().lower()} {subject.endpoint or 'values'} than {other.arm} ({shown(other.value)})"
    formula = f"{subject.value.value:g} {'<' if lower else '>'} {other.value.value:g}"
    if _surely(other.value, subject.value) if lower else _surely(subject.value, other.value):
        return entry(NAME, reading, [subject, other], "consistent", f"{text}: so it is.", formula=formula)
    if _surely(subject.value, other.value) if lower else _surely(other.value, subject.value):
        return entry(
            NAME, reading, [subject, other], "impossible", f"{text}: the numbers say the opposite.", severity="major", formula=f"not {formula}",
            corrected=f"{other.arm} has the {'lower' if lower else 'higher'} number, or the arms were exchanged",
        )  # fmt: skip
    return entry(NAME, reading, [subject, other], "not checkable", f"{text}: equal as printed.", formula=formula,
        explanation="rounding hides which is larger")  # fmt: skip


def _surely(more: Printed, less: Printed) -> bool:
    return more.interval[0] >= less.interval[1] - 1e-12 and more.value > less.value
