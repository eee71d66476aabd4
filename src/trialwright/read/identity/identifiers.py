"""The document's own identifiers. A number it merely mentions, or cites, is another study's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from trialwright.model.base import Because
from trialwright.model.document import Document
from trialwright.model.trial import Identifier
from trialwright.read.identity.places import Place, own
from trialwright.read.patterns import Pattern

# Registry numbers, which a paper may state in its prose.
_REGISTRY = {
    "nct": Pattern(r"\bNCT\d{8}\b", re.IGNORECASE),
    "isrctn": Pattern(r"\bISRCTN ?\d{8}\b", re.IGNORECASE),
    "ctis": Pattern(r"\b20\d\d-5\d{5}-\d{2}-\d{2}\b"),
    "eudract": Pattern(r"\b20\d\d-\d{6}-\d{2}\b(?!-\d)"),
    "actrn": Pattern(r"\bACTRN ?\d{14}\b", re.IGNORECASE),
    "chictr": Pattern(r"\bChiCTR(?:-[A-Z]{2,4})?-?\d{8,10}\b", re.IGNORECASE),
    "ctri": Pattern(r"\bCTRI/20\d\d/\d{2,3}/\d{6}\b", re.IGNORECASE),
    "drks": Pattern(r"\bDRKS\d{8}\b", re.IGNORECASE),
    "irct": Pattern(r"\bIRCT\d{8,14}N\d{1,3}\b", re.IGNORECASE),
    "jrct": Pattern(r"\bjRCTs?\d{9,10}\b", re.IGNORECASE),
    "kct": Pattern(r"\bKCT\d{7}\b"),
    "pactr": Pattern(r"\bPACTR\d{15}\b", re.IGNORECASE),
    "umin": Pattern(r"\bUMIN\d{9}\b"),
}
_EUROPEAN = re.compile(r"20\d\d-\d")  # what both of these begin with, which `re` finds soonest
_MIXED = ("chictr", "jrct")  # registers that write small letters in their numbers
_DOI = Pattern(r"\b10\.\d{4,9}/[^\s\"<>|]+")
_PMID = Pattern(r"\bPMID\s?:?\s?(\d{4,9})\b", re.IGNORECASE)
_PMCID = Pattern(r"\bPMC\d{4,9}\b", re.IGNORECASE)
# Words that make a number in prose the study's own, and words that make it another's.
_CUE = Pattern(
    r"\bregist(?:er|r)|\bidentifier\b|\btrials? (?:number|id|identifier|information)\b|\b(?:clinical|cancer) ?trials?(?:\. ?gov| id)\b|\bgov (?:nr|number|id)\b|"
    r"\bcontrolled trials\b|\beudract\b|\bisrctn\b|\beu ct\b|\bchictr\b|\banzctr\b|\bdrks\b|\bjrct\b|"
    r"\b(?:this|our|the present|the current) (?:[\w,/-]+ ){0,12}(?:trial|study) ?\(\Z",
    re.IGNORECASE,
)
_ANOTHER = Pattern(
    r"\b(?:previous|earlier|prior|another|other|ongoing|separate|companion|parent|extension of|similar|related|sister|"
    r"upcoming|planned|future) (?:[\w-]+ ){0,3}(?:trial|stud|cohort|registr)|\bthese (?:trials|studies)\b",
    re.IGNORECASE,
)
_OTHERS_LABEL = Pattern(r"\b(?:other|secondary|related|parent|extension)\b", re.IGNORECASE)
# What is left of a sentence that holds nothing but registry numbers.
_BARE = Pattern(r"(?:\W|\band\b|\d|\bNCT\b|\bISRCTN\b)*", re.IGNORECASE)
_SENTENCE_WORDS = 6  # a line of fewer is no sentence on a study: "Registered as NCT01234567."
# What speaks of another trial in the sentence of a number that has nothing but its place for it.
_BESIDE = Pattern(
    r"\b(?:as in|unlike|in contrast to|contrasts? with|agrees? with|consistent with|in line with|based on|builds? on|pooled|trials|studies|recruiting|under ?way|await|awaits|wait for|has begun|being (?:tested|examined|studied))\b"
    r"|\b(?:second|later|next|larger|follow-up|subsequent|rival) (?:[\w-]+ ){0,3}(?:trial|stud)"
    r"|\bhad (?:\w+ )?(?:shown|found|reported|suggested|demonstrated|enrol)|\bwill (?:now )?(?:be )?(?:enrol|recruit|test|include|compare|start)",
    re.IGNORECASE,
)
# "(NCT01234567) found the same": the end of a sentence that a page's line broke
_BROKEN_OFF = Pattern(r"\W*[(\[]\s*$")
_BEHIND_BRACKET = Pattern(r"[^()\[\]]{0,40}[)\]],?\s[a-z]")
_OPENED = Pattern(r"[(\[][^()\[\]]{0,60}\Z")
_HEADED = r"(?i)\s*(?:\d{1,2}\.?\s|[ivx]{1,4}\.\s)?\s*"
_OTHERS_PART = r"introduction|discussion|comments?|general discussion|discussion and conclusions?"
_ON_OTHERS = Pattern(rf"{_HEADED}(?:{_OTHERS_PART})\s*:?\s*")
_ARTICLE_PART = Pattern(
    rf"{_HEADED}(?:{_OTHERS_PART}|abstract|summary|(?:materials? and |patients and |subjects and )?methods|results|findings|conclusions?"
    r"|(?:trial )?registration|references|acknowledge?ments?|funding|declarations?)\s*:?\s*"
)
_LONGEST_HEADING = 60
_SENTENCE_END = Pattern(r"[.!?]\s+(?=[A-Z(])")
Found = tuple[str, str, int, int]  # scheme, value, start, end


def read(document: Document) -> tuple[Identifier, ...]:
    """Registry numbers, DOI, PMID and PMCID of the document itself, one of each value."""
    found: dict[tuple[str, str], Identifier] = {}
    said = [*_registry(document), *_article(document)]
    for scheme, value, start, end in said or _only_named(document):
        found.setdefault(
            (scheme, value.casefold()),
            Identifier(
                scheme=scheme,
                value=value,
                said=bool(said),
                quote=document.quote(start, end),
                because=Because(rule=f"read.identity.identifiers.{scheme}"),
            ),
        )
    return tuple(found.values())


def _registry(document: Document) -> Iterator[Found]:
    for place, at, found in _numbers(document):
        if _is_bare(place, at) or _is_registration(place, at):
            yield found


def _numbers(document: Document) -> Iterator[tuple[Place, int, Found]]:
    """Every registry number of the document's own blocks, with its offset in its place."""
    for place in own(document):
        if place.block.role == "table" or _OTHERS_LABEL.search(place.label):
            continue
        european = _EUROPEAN.search(place.words) is not None
        for scheme, pattern in _REGISTRY.items():
            if scheme in ("ctis", "eudract") and not european:
                continue
            for match in pattern.finditer(place.words):
                value = match.group().replace(" ", "")
                value = value if scheme in _MIXED else value.upper()
                at, end = match.span()
                yield place, at, (scheme, value, place.start + at, place.start + end)


def _only_named(document: Document) -> list[Found]:
    """The one number that a page without an article's number names in brackets ("a trial of 40 nurses (NCT01234567)") or in its last
    sentence, once those of other trials are set aside; none where two are left."""
    last = max((place.start + len(place.words.rstrip()) for place in own(document)), default=0)
    named = []
    elsewhere = _on_others(document)
    for place, at, found in _numbers(document):
        if any(a <= found[2] < b for a, b in elsewhere):
            continue
        before, end = _sentence_before(place, at), min(last, found[3] + 400)
        behind = document.text[found[3] : end]
        stop = _SENTENCE_END.search(behind)
        sentence = before + behind[: stop.start() if stop else len(behind)]
        told = _OPENED.search(before) or (not stop and end == last)
        if told and not (_ANOTHER.search(before) or _BESIDE.search(sentence)):
            named.append(found)
    return named if len({value for _, value, *_ in named}) == 1 else []


def _on_others(document: Document) -> list[tuple[int, int]]:
    """The parts of an article that put its trial beside those of others, from heading to heading."""
    heads = [
        (b.start, _ON_OTHERS.fullmatch(document.text, b.start, b.end) is not None)
        for b in document.blocks
        if b.end - b.start <= _LONGEST_HEADING and _ARTICLE_PART.fullmatch(document.text, b.start, b.end)
    ]
    return [
        (start, end)
        for (start, others), (end, _) in pairwise([*heads, (len(document.text), False)])
        if others
    ]


def _is_bare(place: Place, at: int) -> bool:
    """Whether a line tells a number as a label or a title does, not a sentence about another study."""
    if place.block.role not in ("metadata", "title") or (
        not place.label and _ANOTHER.search(place.words[:at])
    ):
        return False
    if _BROKEN_OFF.fullmatch(place.words, 0, at) and _BEHIND_BRACKET.match(place.words, at):
        return False
    sentence = place.words.rstrip().endswith((".", "!", "?"))
    return (
        bool(place.label) or not sentence or len(re.findall(r"[^\W\d_]{2,}", place.words)) < _SENTENCE_WORDS
    )


def _is_registration(place: Place, at: int) -> bool:
    """Whether the sentence around a number in prose says that this study is registered under it."""
    sentence = _sentence_before(place, at)
    if _ANOTHER.search(sentence):
        return False
    if "registration" in place.block.section.lower() or _CUE.search(sentence):
        return True
    # An abstract may end with the number alone: "... in this group. NCT01234567."
    alone = _BARE.fullmatch(re.sub(r"(?:NCT|ISRCTN)\d+", "", sentence, flags=re.IGNORECASE))
    return len(sentence) < at and bool(alone) and _ends_there(place.words[at:])


def _sentence_before(place: Place, at: int) -> str:
    """The words of a sentence before a number."""
    begin = max(0, at - 400)
    ends = [begin + m.end() for m in _SENTENCE_END.finditer(place.words[begin : at + 1])]
    return place.words[ends[-1] if ends else begin : at]


def _ends_there(after: str) -> bool:
    """Whether nothing but registry numbers follows until the sentence or the text ends."""
    rest = re.match(r"(?:(?:NCT|ISRCTN) ?\d{8}|and|[,;\s])+(?:\.|\Z|www)", after, re.IGNORECASE)
    return rest is not None


def _article(document: Document) -> Iterator[tuple[str, str, int, int]]:
    dois: list[tuple[bool, str, int, int]] = []
    for place in own(document, "metadata", "title"):
        for match in _DOI.finditer(place.words):
            value = _trim(match.group())
            labelled = "doi" in place.words[: match.start()].lower()
            dois.append(
                (labelled, value, place.start + match.start(), place.start + match.start() + len(value))
            )
        for match in _PMID.finditer(place.words):
            yield "pmid", match[1], place.start + match.start(1), place.start + match.end(1)
        for match in _PMCID.finditer(place.words):
            yield "pmcid", match.group().upper(), place.start + match.start(), place.start + match.end()
    best = [d for d in dois if d[0]] or dois
    # Two different DOIs in the head of a page: nothing says which is the document's, so neither is taken.
    if len({value.casefold() for _, value, _, _ in best}) == 1:
        _, value, start, end = best[0]
        yield "doi", value, start, end


def _trim(doi: str) -> str:
    """A DOI without the punctuation of the sentence that holds it."""
    doi = doi.rstrip(".,;:'\"”’")
    while doi and doi[-1] in ")]}" and doi.count(doi[-1]) > doi.count("([{"[")]}".index(doi[-1])]):
        doi = doi[:-1].rstrip(".,;:")
    return doi
