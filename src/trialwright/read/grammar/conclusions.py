"""Which sentences of a document draw its conclusions."""

from __future__ import annotations

from collections.abc import Sequence

from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_SECTION = Pattern(
    r"(?i)^\W{0,3}(?:authors?'?\s)?(?:conclu|interpretation|implications|clinical implications)"
)
# "CONCLUSION. Zinc works", "CONCLUSIONS Zinc works"
_HEAD = Pattern(
    r"^\W{0,3}(?:(?:CONCLUSIONS?|INTERPRETATION)\b|(?:Authors?'?\s)?(?:Conclusions?|Interpretation)(?=\s?[:.]|\s[A-Z]|\s?-\s))"
)
_OTHER_HEAD = Pattern(
    r"^\W{0,3}(?:[A-Z]{4,}(?:\s[A-Z]{2,}){0,3}\b|(?:Trial|Clinical [Tt]rial|Study) [Rr]egistration|Funding|Keywords)(?=\s?[:.]|\s[A-Z])"
)
_LEAD = Pattern(
    r"(?i)^\W{0,3}(?:in (?:conclusion|summary)\b|we (?:therefore |thus |also )?(?:conclude|recommend)\b|it (?:is|was|may be|can be) concluded\b|thus\b|therefore\b|hence\b|taken together\b"
    r"|(?:our|these|the present|the)\s(?:\w+\s){0,2}?(?:data|results|findings|study|trial|observations)\s(?:clearly\s|strongly\s)?(?:show|suggest|indicate|demonstrate|support|confirm|provide|establish|prove)s?\b)"
)
_FIGURES = Pattern(
    r"(?i)\d\s?%|\bp\s?[<>=≤≥]|\bCI\b|confidence interval|\d\s?\(|\bn\s?=|\d\sof\s\d|\d\s?/\s?\d|\d\s(?:v|vs|versus)\.?\s\d"
)
_NOTICE = Pattern(
    r"(?i)^\W{0,3}(?:(?:this|the) (?:trial|study) (?:was|is) (?:registered|funded|supported)|(?:clinical)?trials?\.?\s?(?:gov|registration)|funded|registration|copyright|©|level of evidence|keywords)|\bNCT\d{6,}|\bISRCTN\d{4,}|\bclinicaltrials\.gov\b|\bcopyright\b"
)
_LONG = 8000  # characters: what is longer has headings, and its last sentence need not conclude
_LAST = 2  # sentences at the end of a text without headings


def concluding(sentences: Sequence[Sentence]) -> dict[int, bool]:
    """Starts of the sentences that stand under a heading of conclusions or begin as one does ("We conclude that"): True; where none
    stands under a heading, the last sentences of a short text that print no figures, which may be results too: False."""
    prose = [s for s in sentences if s.role in ("paragraph", "item")]
    headed = _under_heading(prose)
    told = {s.start for s in prose if _LEAD.match(s.text) and not s.background}
    if not headed and prose and prose[-1].start - prose[0].start < _LONG:
        return dict.fromkeys(_last(prose), False) | dict.fromkeys(told, True)
    return dict.fromkeys(headed | told, True)


def _under_heading(prose: Sequence[Sentence]) -> set[int]:
    found: set[int] = set()
    paragraph, under = -1, False
    for s in prose:
        if s.paragraph != paragraph:
            paragraph, under = s.paragraph, False
        if _HEAD.match(s.text):
            under = True
        elif under and _OTHER_HEAD.match(s.text):
            under = False
        if under or _SECTION.match(s.section):
            found.add(s.start)
    return found


def _last(prose: Sequence[Sentence]) -> set[int]:
    found: set[int] = set()
    for s in reversed(prose):
        if _NOTICE.search(s.text):
            continue
        if _FIGURES.search(s.text) or len(found) == _LAST:
            break
        found.add(s.start)
    return found
