"""Arms by the short forms of combinations of drugs: "cisplatin, etoposide and bleomycin (PEB) or carboplatin in place of cisplatin (CEB)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from trialwright.read.grammar.sentences import Sentence
from trialwright.read.patterns import Pattern

_CODE = Pattern(r"\(\s?(?P<x>[A-Z](?=[A-Za-z0-9/+-]*[A-Z])[A-Za-z0-9/+-]{1,9})\s?\)")
_JOINED = Pattern(
    r"(?i)(?:\s?[,;]?\s(?:or|versus|vs\.?|v\.?)\s(?:to\s)?(?:either\s)?|[,;]\s(?!and\s|with\s|followed\s))"
)
_JOINED_IF_COMPARED = Pattern(r"(?i)\s?,?\s(?:with|to|and|against)\s")
_COMPARED = Pattern(r"(?i)\bcompar(?:ed|es?|ing|ison)\b[^.;]{0,120}$")
_GIVEN = Pattern(
    r"(?i)\b(?:random\w*|assigned|allocated|receiv\w*|given|treated|treatment|chemotherapy|regimens?|trial|study|compar\w*)\b"
)
_BEFORE = Pattern(
    r"(?i).*\b(?:received?|receiving|either|to|with|of|between|comparing|compared?|compares|by|given)\s"
)
_LIST = re.compile(r"(?i)[a-z)],\s|[a-z)]\s(?:and|plus)\s[\da-z]|[a-z)]\s?\+\s?[a-z]")
# What a short form in brackets stands for where it is no treatment, and what a list of drugs has not
_NO_DRUG = Pattern(
    r"(?i)\b(?:\w*survival|responses?|remissions?|rates?|scores?|scales?|ind(?:ex|ices)|questionnaires?|inventory|disease|\w*cancers?|carcinomas?|virus\w*|receptors?|imaging|tomography|tests?|status|toxicity|progression|relapse|time|quality|antigens?|volume|patients|women|men|adults|children|was|were|is|are|had|have|has)\b|\w(?:oma|itis|osis|emia)s?\b"
)
_BREAK = re.compile(r"[.;:](?!\d)")
_HELD = re.compile(r"\([^()]*\)")
_MOST = 200  # characters of a combination with its doses


def coded_regimens(sentence: Sentence) -> Iterator[list[tuple[str, int, int]]]:
    """Each run of two to four combinations with a short form each by which the document speaks elsewhere: (short form, start, end of
    the words before it). One of them at least is a list of drugs."""
    if not _CODE.may_match(sentence.text) or not _GIVEN.search(sentence.text):
        return
    run: list[tuple[str, int, int]] = []
    words: list[str] = []
    last = 0
    for match in _CODE.finditer(sentence.text):
        begin = _begin(sentence.text, last, match.start()) if run else -1
        if begin < 0:
            if told := _told(sentence, run, words):
                yield told
            run, words, begin = [], [], _first(sentence.text, match.start())
        run.append((match["x"], begin, match.start()))
        words.append(sentence.text[begin : match.start()])
        last = match.end()
    if told := _told(sentence, run, words):
        yield told


def of_whole_lists(short: Mapping[str, str], sentences: Sequence[Sentence]) -> dict[str, str]:
    """The short forms without those of combinations that would be written out as one drug of them: "EP" behind "cisplatin and
    etoposide" is no etoposide."""
    parts = {
        code
        for sentence in sentences
        for run in coded_regimens(sentence)
        for code, begin, end in run
        if code in short and _LIST.search(sentence.text[begin:end]) and not _LIST.search(short[code])
    }
    return {code: long for code, long in short.items() if code not in parts}


def _begin(text: str, last: int, end: int) -> int:
    """Where the words begin that a combination behind another one has, -1 where nothing joins the two."""
    joined = _JOINED.match(text, last, end)
    if joined is None and _COMPARED.search(text, 0, last):
        joined = _JOINED_IF_COMPARED.match(text, last, end)
    return joined.end() if joined else -1


def _first(text: str, end: int) -> int:
    """Where the words of the first combination begin: behind the last word that leads to what is given, or the last full stop."""
    least = max(0, end - _MOST)
    stops = [m.end() for m in _BREAK.finditer(text, least, end)]
    least = stops[-1] if stops else least
    led = _BEFORE.match(text, least, end)
    return led.end() if led else least


def _told(
    sentence: Sentence, run: list[tuple[str, int, int]], words: list[str]
) -> list[tuple[str, int, int]]:
    """The run where its short forms are of combinations, and the text speaks of people or results by each; else []."""
    codes = [code for code, _, _ in run]
    if not 2 <= len(run) <= 4 or len(set(codes)) < len(codes):
        return []
    plain = [_HELD.sub("", text) for text in words]
    if any(len(w) > _MOST or _BREAK.search(w) or _NO_DRUG.search(w) for w in plain):
        return []
    if not any(map(_LIST.search, words)):
        return []
    text = sentence.document.text
    used = all(re.search(rf"(?<![\w(/+-]){re.escape(code)}(?![\w/+)-])", text) for code in codes)
    return run if used else []
