"""What a line looks like: a date, an identifier, a citation, a label with its value, a reference."""

from __future__ import annotations

import re

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DATE = re.compile(
    rf"\b(?:\d{{1,2}}[/.]\d{{1,2}}[/.](?:19|20)\d\d|(?:19|20)\d\d-\d\d(?:-\d\d)?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? {MONTH}\.?,? (?:19|20)\d\d|{MONTH}\.? (?:\d{{1,2}}(?:st|nd|rd|th)?,? )?(?:19|20)\d\d|"
    rf"(?:19|20)\d\d {MONTH}(?: \d{{1,2}})?)\b",
    re.IGNORECASE,
)
IDENTIFIER = re.compile(
    r"\bNCT\d{8}\b|\b10\.\d{4,9}/\S+|\bISRCTN\d{8}\b|\b\d{4}-\d{6}-\d{2}\b|\b20\d\d-5\d{5}-\d\d-\d\d\b|"
    r"\bPMC\d{4,9}\b|\bPMID:? ?\d{4,9}\b|\b(?:ACTRN|ChiCTR|DRKS|IRCT|jRCTs?|KCT|PACTR)-?[A-Z]{0,4}-?\d{7,15}|\bCTRI/20\d\d/\d+/\d+",
    re.IGNORECASE,
)
# "17(3), p. 311, 2015", "2020;383:1813-26", "2023 Jan 26:14:1098703": volume and page with a year.
CITATION = re.compile(
    r"\b\d{1,4} ?\(\d{1,4}\)[,:;] ?(?:pp?\. ?)?e?\d+|\b(?:19|20)\d\d[^.;:]{0,14}[;:] ?\d{1,4}(?: ?\([^)]{1,12}\))? ?[:,]"
    r"|\bet al\b",
    re.IGNORECASE,
)
# What a line that only identifies or cites holds at most; a sentence about a cited study holds more.
_FEW_WORDS = 15
_CITING_WORDS = 30
LABELLED = re.compile(r"(?P<label>[^\W\d_](?:(?![.!?] )[^:\n]){1,40}?) ?: +(?P<value>\S.*)")
# A year and either an identifier or a volume with pages, as entries of a reference list have.
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PAGES = re.compile(r"\b\d{1,4} ?(?:\(\d{1,4}\))?[:,] ?e?\d+(?: ?[-–] ?e?\d+)?\b")
_CITED_ID = re.compile(
    r"\bdoi\b|\b10\.\d{4,9}/|\bPMID\b|\bPMC\b|\bPubMed\b|\bCrossRef\b|\bGoogle Scholar\b", re.I
)
_AUTHORS = re.compile(r"\b[A-Z][\w'’-]+,? (?:[A-Z]\.? ?){1,3}[,.;&(]|\bet al\b")
_CELLS = re.compile(r"\S[ \u00a0]{3,}\S[^\n]*?\S[ \u00a0]{3,}\S")
_DESIGN = re.compile(
    r"(?:an? |the |results of |protocol (?:of|for) )(?:[\w,/-]+ ){0,10}(?:trial|study|review|analysis)\b"
)
TERMINAL = (".", "!", "?", "…", ";")


def is_reference(words: str) -> bool:
    """Whether an item reads like an entry of a reference list."""
    head = words[:1500]
    if len(head) < 50 or not _YEAR.search(head) or not _AUTHORS.search(head[:200]):
        return False
    return bool(_CITED_ID.search(head) or _PAGES.search(head))


def is_row(words: str) -> bool:
    """Whether a line has cells set apart by wide gaps, as the rows of a printed table have."""
    head = words[:1000]
    return ("   " in head or "\u00a0" in head) and _CELLS.search(head) is not None


def is_metadata(words: str) -> bool:
    """Whether a short line is a date, an identifier, a citation or a label with a value."""
    if len(words) > 300:
        return False
    if len(words) <= 120 and (DATE.search(words) or LABELLED.fullmatch(words)):
        return True
    count = len(words.split())
    if count <= _FEW_WORDS:
        return bool(IDENTIFIER.search(words) or CITATION.search(words))
    return count <= _CITING_WORDS and bool(
        _YEAR.search(words) and CITATION.search(words) and IDENTIFIER.search(words)
    )


def is_heading(words: str) -> bool:
    """Whether a line has a heading's shape: short, a capital first, no full stop, no figures."""
    if not 2 < len(words) <= 80 or len(words.split()) > 10 or words.endswith((*TERMINAL, ",")):
        return False
    first = words.lstrip("\"'“‘(")[:1]
    return first.isupper() and not any(c.isdigit() for c in words)


def is_title(words: str) -> bool:
    """Whether a line could be the title of a study or an article."""
    count = len(words.split())
    if not (25 <= len(words) <= 350 and 4 <= count <= 60) or words.endswith((".", ";", ",", ":", "…")):
        return False
    if DATE.search(words) or IDENTIFIER.search(words) or CITATION.search(words):
        return False
    label = LABELLED.match(words[:24] + "\n")
    # "EXSEP2: a trial of ..." is a title; "Sponsor: University of ..." is not.
    # ... and so is "Zinc for colds: a randomised trial".
    said = LABELLED.match(words)
    design = said is not None and _DESIGN.match(said["value"]) is not None
    if label and sum(c.isupper() for c in label["label"]) < 3 and not design:
        return False
    letters = sum(c.isalpha() or c.isspace() for c in words)
    return (words[0].isupper() or words[0].isdigit()) and letters > 0.8 * len(words)
