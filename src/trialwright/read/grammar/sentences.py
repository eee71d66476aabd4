"""Sentences with their places, from the blocks that may hold statements about the trial."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, wraps
from itertools import pairwise
from typing import TypeVar

from trialwright.model.document import Block, Document, Quote
from trialwright.read.grammar.decimal_signs import Signs, decimal_signs, read_signs
from trialwright.read.grammar.lexis import shadow
from trialwright.read.limits import SENTENCES, Unread, is_prose
from trialwright.read.patterns import Choice, Pattern, Text

_READ = ("title", "paragraph", "item", "table")
_ELIGIBILITY = Pattern(r"(?i)\b(?:inclusion|exclusion|eligib)")
_BACKGROUND_SECTION = Pattern(r"(?i)^\s*(?:background|introduction|rationale|context|importance)\b")
_LEAD_IN = Pattern(r"\s*([A-Z][A-Za-z/& ]{3,40}?)\s?:\s")
# A statement about somebody else's work: its numbers are not this trial's.
_OTHERS = Choice(
    r"(?i)(?<!\bthose )(?<!\bthat )\b(?:previous(?:ly)?|prior|earlier|preclinical|pre-clinical)\s+(?:\w+\s){0,3}?"
    r"(?:stud(?:y|ies)|trials?|reports?|data|work|research|experience|shown|reported|evidence)\b"
    r"|\bhas (?:previously )?been (?:shown|reported|demonstrated)\b"
    r"|\bhave (?:previously )?been (?:shown|reported)\b"
    r"|\bhave shown\b|^\W{0,3}in an?\s(?:[\w-]+\s){0,5}(?:trial|study)\s(?:in|of"
    r"|with)\b(?!.{0,200}\b(?:we|our)\b|.{0,300}\b(?:were|was)\s(?:then\s)?(?:[a-z]+ly\s)?(?:randomi[sz]ed|assigned|allocated|recruited|enrol+ed)\b)"
)
# "We pooled two trials, which had previously shown a benefit" is of this work.
_OURS = Pattern(
    r"(?i)^\W{0,3}we\s(?:pooled|combined|used|included|enrolled|recruited|randomi[sz]ed|studied|re-?analy[sz]ed|analy[sz]ed)\b"
)
# The raised numbers of references may stand between a full stop and the next sentence: "(P = 0.01).⁷ Falls ..."
_END = Pattern(
    r"[.!?][\"')\]]{0,2}(?:[⁰¹²³⁴-⁹][⁰¹²³⁴-⁹,⁻-]{0,11})?\s+(?=[\"'(\[]?(?:[A-Z0-9~<>≤≥\[(•▪◦#^]|[a-z][A-Z]{2}))"
)
_NO_END = Pattern(
    r"(?:\b(?:vs|e\.g|i\.e|et al|cf|ca|approx|resp|fig|no|dr|prof|st|inc|incl|ref|vol|jan|feb|apr|aug|sept?|oct|nov|dec"
    r"|b\.i\.d|q\.d|t\.i\.d|s\.c|i\.v)"
    r"|\b[A-Z]|\b\d{0,3}0|[<>=≤≥]\s?)\.$",
    re.IGNORECASE,
)
_LETTERED_END = re.compile(
    r"\b(?i:arms?|groups?|cohorts?|regimens?|schedules?|vitamin|hepatitis)\s(?:[A-Z](?:,\s[A-Z]){0,4},?\s(?:and|or|versus|vs\.?|than)\s)?[A-Z]$"
    r"|\b[A-Z]{1,5},?\s(?:or|versus|vs\.?)\s[A-Z]$"
    r"|\b(?P<w>[a-z]+)\s[A-Z],?\s(?:and|or|versus|vs\.?)\s(?P=w)\s[A-Z]$"  # "cream Y or cream Z."
    r"|\b(?P<p>with|on)\s[A-Z]\b[^.;]{0,80}\b(?P=p)\s[A-Z]$"  # "30% with Y and 37% with Z."
)
_TOKENISED = Pattern(r"\d \. \d")
_ONE_LINE_END = Pattern(r"[ \t]*(?:\r\n|\n|\r)[ \t]*")
_PROSE = Pattern(r"[a-z0-9)][.!?]\s+[A-Z]")
_STOPPED = Pattern(r"[.!?:][\"')\]]*\s*$")
_PARENTHESES = Pattern(r"\([^()]{0,400}\)|\[[^\[\]]{0,400}\]")

# "2 May 2014", "March 3, 2011", "Sept 2009": no number of it counts anything.
_DATE = Pattern(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\s)?(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?"
    r"|Dec(?:ember)?)\.?,?\s(?:\d{1,2}(?:st|nd|rd|th)?,?\s)?(?:19|20)\d\d\b"
)
_IN_BRACKETS = Pattern(r"\s*(\[)[^\[\]]+(\])\.?\s*")
_KEPT = set[str]()  # the names under which `once` and `once_for` keep what a sentence says
K = TypeVar("K")
T = TypeVar("T")


@dataclass(frozen=True)
class Sentence:
    """start : offset of the sentence in Document.text. text : its shadow, of the same length.

    section : heading or lead-in it stands under. background : it speaks of other work, not this trial.
    """

    document: Document
    start: int
    text: Text
    paragraph: int
    role: str = "paragraph"
    section: str = ""

    def quote(self, start: int = 0, end: int | None = None) -> Quote:
        """The Quote of a stretch of this sentence, spaces at its ends left out."""
        stop = len(self.text) if end is None else end
        part = self.text[start:stop]
        lead, trail = len(part) - len(part.lstrip()), len(part) - len(part.rstrip())
        return self.document.quote(self.start + start + lead, self.start + stop - trail)

    @cached_property
    def bare(self) -> str:
        """The text with dates and whatever is in parentheses or brackets blanked, still of the same length."""
        out: str = self.text
        dated = ("19" in out or "20" in out) and _DATE.search(out)
        if not ("(" in out or "[" in out or dated):
            return self.text
        if dated:
            out = _DATE.sub(_blank, out)
        whole = _IN_BRACKETS.fullmatch(out)
        if whole:  # a translated title: the brackets hold all of it
            out = (
                out[: whole.start(1)]
                + " "
                + out[whole.start(1) + 1 : whole.end(2) - 1]
                + " "
                + out[whole.end(2) :]
            )
        for _ in range(3):
            before, out = out, _PARENTHESES.sub(_blank, out)
            if out == before or not ("(" in out or "[" in out):
                break
        return self.text if out == self.text else Text(out)

    @cached_property
    def background(self) -> bool:
        if _BACKGROUND_SECTION.match(self.section):
            return True
        return bool(_OTHERS.search(self.text) and not _OURS.match(self.text))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def once(function: Callable[[Sentence], T]) -> Callable[[Sentence], T]:
    """Keeps what a function says of a sentence with the sentence, so that each is asked only once."""
    name = f"{function.__module__}.{function.__qualname__}"
    _KEPT.add(name)

    @wraps(function)
    def asked(sentence: Sentence) -> T:
        kept = sentence.__dict__
        if name not in kept:
            kept[name] = function(sentence)
        answer: T = kept[name]
        return answer

    return asked


def once_for(function: Callable[[Sentence, K], T]) -> Callable[[Sentence, K], T]:
    """As `once`, of a function that is told something else too: what it says of the last such thing is kept."""
    name = f"{function.__module__}.{function.__qualname__}"
    _KEPT.add(name)

    @wraps(function)
    def asked(sentence: Sentence, other: K) -> T:
        kept: tuple[K, T] | None = sentence.__dict__.get(name)
        if kept is None or kept[0] is not other:
            kept = sentence.__dict__[name] = other, function(sentence, other)
        return kept[1]

    return asked


def forget(sentences: Iterable[Sentence]) -> None:
    """Drops what `once` and `once_for` keep, at the end of a reading. Places in it refer to their sentence, and so to the document: until
    Python looks for such circles, which takes long, neither would be given back."""
    for sentence in sentences:
        kept = sentence.__dict__
        for name in [name for name in kept if name in _KEPT]:
            del kept[name]


def sentences(document: Document) -> tuple[Sentence, ...]:
    """All sentences of the document's own title, paragraphs, items and tables, but not of eligibility."""
    return readable(document)[0]


def readable(document: Document) -> tuple[tuple[Sentence, ...], tuple[Unread, ...]]:
    """(those sentences, what is too long or too full to be one: see `limits`)."""
    found: list[Sentence] = []
    signs = _signs(document)
    whole = _whole(document)
    tails, heads = _broken_off(document, whole)
    for index, block in enumerate(whole):
        if block.role in _READ and not _ELIGIBILITY.search(block.section):
            made = _of_block(document, block, index, signs)
            found += made[index in heads : len(made) - (index in tails)]
    prose = [is_prose(s.text) for s in found]
    unread = [
        Unread("sentence", s.start, s.start + len(s.text))
        for s, ok in zip(found, prose, strict=True)
        if not ok
    ]
    kept = [s for s, ok in zip(found, prose, strict=True) if ok]
    unread += [
        Unread(f"sentence beyond the first {SENTENCES:,}", s.start, s.start + len(s.text))
        for s in kept[SENTENCES:]
    ]
    return tuple(kept[:SENTENCES]), tuple(unread)


def _whole(document: Document) -> list[Block]:
    """Blocks in order; a paragraph that stops in mid-sentence at a line's end goes on in the next one."""
    out: list[Block] = []
    for block in document.own_blocks():
        last = out[-1] if out else None
        if (
            last is not None
            and block.role == "paragraph"
            and (
                last.role == "paragraph"
                or (last.role == "title" and _PROSE.search(document.text, last.start, last.end))
            )
            and last.section == block.section
            and _ONE_LINE_END.fullmatch(document.text, last.end, block.start)
            and not _STOPPED.search(document.text[max(0, last.end - 4) : last.end])
        ):
            out[-1] = last.model_copy(update={"end": block.end, "role": "paragraph"})
        else:
            out.append(block)
    return out


def _broken_off(document: Document, whole: list[Block]) -> tuple[set[int], set[int]]:
    """Places of paragraphs whose last sentence breaks off, and of those that begin with its rest, behind what stands between
    them on a PDF's page. Neither half tells whose its numbers are: "... and in 21% of those given" is not of the arm before it."""
    tails, heads = set[int](), set[int]()
    if document.format != "PDF":
        return tails, heads
    paragraphs = [i for i, b in enumerate(whole) if b.role == "paragraph"]
    for i, j in pairwise(paragraphs):
        end, start = whole[i].end, whole[j].start
        if document.text[start].islower() and not _STOPPED.search(document.text[max(0, end - 4) : end]):
            tails.add(i)
            heads.add(j)
    return tails, heads


def _signs(document: Document) -> Signs:
    """What the whole document does decides for each of its numbers."""
    return decimal_signs("\n".join(document.text[b.start : b.end] for b in document.own_blocks()))


def _of_block(document: Document, block: Block, paragraph: int, signs: Signs) -> list[Sentence]:
    text = read_signs(shadow(document.text[block.start : block.end]), signs)
    out: list[Sentence] = []
    section = block.section
    for start, end in _spans(text):
        lead = _LEAD_IN.match(text, start, end)
        if lead:
            section = lead.group(1)
        out.append(
            Sentence(document, block.start + start, Text(text[start:end]), paragraph, block.role, section)
        )
    return out


def _spans(text: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        stop = match.start() + 1
        if _TOKENISED.match(text, max(0, match.start() - 2)):
            continue  # "12 . 5 %"
        if _NO_END.search(text[max(0, stop - 12) : stop]) and not _really_ends(text, match):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [(a, b) for a, b in spans if text[a:b].strip()]


# "31% in S. Falls were": a letter in brackets of its own somewhere is a name, and so is one after a sign ("Z+C")
_NAME_LETTER = re.compile(
    r"\b(?:with|on|in|to|of|for|than|after|under|by|and|or|versus|vs|v)\s(?:[A-Z][A-Za-z]{0,3}[+-])?(?P<l>[A-Z])$"
)
_UNIT_END = re.compile(r"(?:(?:\d\s?|[)\]]\s)(?:g|h|d|l|m|s)|/[a-z])$")
_NEXT_WORD = re.compile(r"[A-Z][a-z]*[a-z-]\s|[A-Z]{4,}\s|\d")


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop stands behind a letter that names an arm ("31% in S. Falls were"), a short form in capitals or a unit,
    and a word begins behind it that is no name of a person or a species."""
    if not _NEXT_WORD.match(text, match.end()):
        return False
    before = text[max(0, match.start() - 16) : match.start()]
    if _UNIT_END.search(before):
        return True
    word = re.search(r"(?<![\w.-])[A-Z]{2,4}$", before)
    if word:
        return True  # "in ST. Falls were"
    letter = _NAME_LETTER.search(before)
    return letter is not None and (
        f"({letter['l']})" in text or f"({letter['l']}," in text or "+" in letter.group()
    )


def _really_ends(text: str, match: re.Match[str]) -> bool:
    """A full stop after 0 ends a sentence unless digits follow ("0. 92"), and so does one after a letter that is no initial
    ("in arm B. A man died"); other short forms do not."""
    before = text[match.start() - 1]
    if _LETTERED_END.search(text, max(0, match.start() - 110), match.start()):
        return True
    if before.isalpha() and _is_name(text, match):
        return True
    return before == "0" and not text[match.end()].isdigit()
