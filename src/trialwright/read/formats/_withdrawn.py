"""That an article was retracted, where its own title or text says so, whatever its format."""

from __future__ import annotations

import re

from trialwright.model.document import RETRACTED, Document

_TITLE = re.compile(r"\W{0,3}(?:RETRACTED\b|Retracted(?: [Aa]rticle| [Pp]aper)?\s?[:\]])")
# A banner begins with the words: "..., but this article was retracted" tells of one that is spoken of
_SENTENCE = re.compile(
    r"\b(?:This|THIS|The above|The following) (?i:(?:article|paper|publication|study|report) (?:has been|was|is|has now been) (?:formally |fully )?(?:retracted|withdrawn by the (?:authors|journal|editors?|publisher)))\b"
)
_BANNER = 3000  # characters: a journal says it above the article; further down "this article" may be one that is spoken of
_HEAD = 300  # characters: a title stands in them where no block is told to be one


def marked(document: Document) -> Document:
    """With the warning that the article was retracted where it says that of itself and no warning does."""
    if document.retracted or not (_by_title(document) or _by_sentence(document)):
        return document
    return document.model_copy(update={"warnings": (*document.warnings, f"{RETRACTED[0]}, it says.")})


def is_retracted(title: str) -> bool:
    """Whether a title says it of its article: "RETRACTED: ...", "[Retracted] ..."."""
    return _TITLE.match(title) is not None


def _by_title(document: Document) -> bool:
    titles = [b for b in document.blocks if b.role in ("title", "heading")][:2]
    starts = [b.start for b in titles] or [0]
    return any(is_retracted(document.text[s : s + _HEAD]) for s in starts)


def _by_sentence(document: Document) -> bool:
    return any(
        _SENTENCE.search(document.text, s, min(e, _BANNER)) for s, e in document.own_spans() if s < _BANNER
    )
