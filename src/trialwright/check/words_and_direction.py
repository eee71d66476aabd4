"""Do the words on direction agree with the numbers: higher, lower, reduced, more?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trialwright.check.evidence.concluded_way import concluded_way
from trialwright.check.evidence.ledger import entry, shown
from trialwright.check.evidence.moved import from_to, ratios
from trialwright.check.evidence.said_order import HIGHER, LOWER, UNCLEAR, said_order
from trialwright.check.evidence.sentence import sentence_of
from trialwright.model.check import Check
from trialwright.model.labels import same, words
from trialwright.model.number import Printed
from trialwright.model.result import Reading, Result

NAME = "words_and_direction"
SOURCE = "An arm that is said to have less must have the smaller number: comparison of the words with what rounding leaves open"

_WORD = re.compile(rf"(?i)\b(?:(?P<low>{LOWER})|(?P<high>{HIGHER}))\b")
_NUMBER = re.compile(r"\d")
_SPREAD = re.compile(r"(?i)[(\[](?:SD|SE|SEM|n\s?=|±)?\s?[\d.]+[)\]]|±\s?[\d.]+|\bSD,?\s[\d.]+")
_ARMS = re.compile(r"(?i)\b(?:than|compared (?:with|to)|versus|vs\.?|relative to)\b")


def check(readings: Sequence[Reading]) -> Iterable[Check]:
    for reading in readings:
        yield from from_to(reading)
        yield from ratios(reading)
        yield from concluded_way(reading)
        done: dict[tuple[int, int], list[Check]] = {}
        for r in reading.results:
            if r.measure in ("proportion", "mean", "median") and r.value and words(r.arm):
                place = sentence_of(reading, r)
                if place not in done:
                    done[place] = list(_sentence(reading, place))
                    yield from done[place]
        for at, found in said_order(reading):  # of sentences whose numbers were not read, or not as two arms'
            if not any(made and a <= at < b for (a, b), made in done.items()):
                yield found


def _sentence(reading: Reading, place: tuple[int, int]) -> Iterator[Check]:
    text = reading.document.text[slice(*place)]
    said = list(_WORD.finditer(text))
    than = _ARMS.search(text)
    if UNCLEAR.search(text):
        return
    if than is None or len(said) != 1:
        yield from _with_counts(reading, place)
        return
    inside = [r for r in reading.results if place[0] <= r.quote.start and r.quote.end <= place[1]]
    figures = [
        r for r in inside if r.measure in ("proportion", "mean", "median") and r.value and words(r.arm)
    ]
    if len(figures) != 2 or same(figures[0].arm, figures[1].arm) or figures[0].measure != figures[1].measure:
        return
    figures.sort(key=lambda r: r.quote.start)
    between = text[figures[0].quote.end - place[0] : figures[1].quote.start - place[0]]
    if _NUMBER.search(_SPREAD.sub("", between)):
        return  # each is set against a number of its own
    subject = _subject(text, said[0], than, figures, place[0])
    if subject is not None and _in_order(text, figures, place[0]):
        yield _one(reading, said[0], *subject)


_REDUCED = r"reduced|lowered|decreased|(?P<up>increased|raised)"
_BY = re.compile(rf"(?i)\b(?:was|were)\s(?:\w+ly\s)?(?:{_REDUCED})\s(?:with|in|by)\s(?:the\s)?")
_DID = re.compile(rf"(?i)\s(?:\w+ly\s)?(?:{_REDUCED})\s")


def _with_counts(reading: Reading, place: tuple[int, int]) -> Iterator[Check]:
    """ "Gelomin reduced falls (12/50 v 9/50 with placebo)": two arms' counts of patients, for percents alone may be of the reduction."""
    text = reading.document.text[slice(*place)]
    inside = [r for r in reading.results if place[0] <= r.quote.start and r.quote.end <= place[1]]
    counts = [
        r for r in inside if r.measure == "proportion" and r.count is not None and r.value and words(r.arm)
    ]
    if len(counts) != 2 or same(counts[0].arm, counts[1].arm) or len(_LESS_OR_MORE.findall(text)) != 1:
        return
    for subject, other in (counts, counts[::-1]):
        by = next((m for m in _BY.finditer(text) if m.end() in _named(text, subject.arm)), None)
        did = next(
            (m for at in _named(text, subject.arm) if (m := _DID.match(text, at + len(subject.arm)))), None
        )
        word = by or did
        if word is not None and word.end() + place[0] < min(r.quote.start for r in counts):
            yield _one(reading, word, subject, other, lower=not word["up"])
            return


_LESS_OR_MORE = re.compile(
    rf"(?i)\b(?:{LOWER}|{HIGHER}|reduced|lowered|decreased|increased|raised|reduction|increase|decrease)\b"
)


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


def _one(
    reading: Reading, word: re.Match[str], subject: Result, other: Result, lower: bool | None = None
) -> Check:
    assert subject.value
    assert other.value
    if lower is None:
        lower, said = bool(word["low"]), word.group().lower()
    else:
        said = "less" if lower else "more"
    text = f"{subject.arm} ({shown(subject.value)}) is said to have {said} {subject.endpoint or 'values'} than {other.arm} ({shown(other.value)})"
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
