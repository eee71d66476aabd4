"""Names of two arms that a document gives without saying so: initials of what is given, and what one has alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.naming import CONTROL, words
from trialwright.read.grammar.sentences import Sentence
from trialwright.read.limits import NAMES
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.grammar.arms import Entry

_JOINED = re.compile(r"(?i)[a-z][\w-]*")
_NO_PART = {"plus", "and", "with", "combined", "combination", "in", "followed", "by", "alone", "single", "agent", "monotherapy", "therapy"}  # fmt: skip
# "DG regimen", "for DG and D": a code is used as one where a group or a regimen is called by it
_CODED = Pattern(
    r"(?<![\w-])(?=(?P<x>[A-Z]{1,4})(?:\s(?:and|or|versus|vs\.?)\s(?P<y>[A-Z]{1,4}))?\s(?:arms?|groups?|regimens?|patients)\b)"
)
_GROUP_CODE = Pattern(r"(?<![\w-])(?=(?P<x>[A-Za-z][A-Za-z0-9/+-]{1,9})\s(?:groups?|arms?)\b)")
_OF_ONE_LETTER = ("with {0}", "on {0}", "to {0}", "for {0}", "in {0}", "than {0}", "{0} arm", "{0} group", "{0} regimen")  # fmt: skip
# letters that are something else in any paper of medicine
_OTHER_LETTER = r"\b(?:vitamin|child(?:-pugh)?|fragile|blood|antigen|haplotype|genotype|allele|sites?|cent(?:re|er)s?|hospitals?|strat(?:um|a)|cohorts?|hepatitis|type|grade|stage|levels?|class|group|arm|influenza|factor|protein|coenzyme)\s{0}\b|\b{0}\s?[=<>]|\b{0}\s(?:chromosomes?|cells?|virus|antigens?|alleles?|haplotypes?|carriers?|blood|wave|scans?)\b"
_TRIED = re.compile(r"(?i)(?:the\s)?(?:intervention|experimental|treatment|study|active)(?:\s(?:group|arm))?")
_CONTROLS = re.compile(r"(?i)(?:the\s)?(?:controls?|comparison)(?:\s(?:group|arm))?")
_STEM = 6  # letters: words that share so many at their start are one
_NEGATED = Pattern(
    r"\((?P<x>[A-Z][\w+]{1,7})\)[^.;()]{1,60}\((?P<no>[Nn]on?[- ](?P=x))\)|\((?P<no2>[Nn]on?[- ](?P<x2>[A-Z][\w+]{1,7}))\)[^.;()]{1,60}\((?P=x2)\)"
)
_LAST_LETTER = re.compile(r"(?:[\w-]+\s)*(?P<kind>[a-z]+)\s(?P<x>[A-Z])")
_NOTHING = Pattern(
    r"(?i)^no\b|\b(?:observation|watchful waiting|expectant (?:management|care)|no (?:treatment|therapy)|wait(?:ing)?[ -]list|untreated)\b|^none$"
)
_TREATED = ("patients", "women", "men", "children", "adults", "participants", "and untreated", "versus untreated", "v untreated", "group")  # fmt: skip
_OBSERVED = ("patients", "women", "men", "children", "adults", "participants", "group", "arm")
# "previously untreated", "surgically treated", "untreated hypertension": of something else than what the trial gives
_TREATED_ELSE = Pattern(
    r"(?i)\b(?:previously|formerly|newly|never|already|hitherto|[a-z]+(?:cally|gically)|(?:with|of|for|had|have)\s(?=untreated\s(?!patients|women|men|children|adults|participants|people|group|arm|controls?\b)[a-z]))\s?(?:un)?treated\b"
    r"|\buntreated\s(?:eyes?|sides?|breasts?|limbs?|legs?|arms\s(?=of)|teeth|hypertension|diabetes|disease|pain|lesions?|tumou?rs?)\b"
)
_ALONE = Pattern(r"(?i)(?<![\w-])(?P<x>[a-z][a-z-]{3,40})\salone\b")


def known_by_initials(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """Adds the first letters of what each of two arms is given, where the text calls both by them: "the DG regimen ... than D"."""
    if len(book) != 2:
        return
    codes = [_initials(e.label) for e in book]
    if codes[0] == codes[1] or not all(codes) or max(map(len, codes)) < 2:
        return
    used = {(m["x"], m["y"] or "") for s in sentences for m in _CODED.finditer(s.text)}
    if any((code, "") not in used and (code, other) not in used for code, other in (codes, codes[::-1])):
        return
    text = " ".join(s.text for s in sentences)
    if any(re.search(_OTHER_LETTER.replace("{0}", code), text) for code in codes if len(code) == 1):
        return
    for entry, code in zip(book, codes, strict=True):
        _add(entry, *((code,) if len(code) > 1 else tuple(f.replace("{0}", code) for f in _OF_ONE_LETTER)))


def _initials(label: str) -> str:
    """ "DG" of "docetaxel plus gemcitabine"; "" where the name has a word that is no part of what is given."""
    parts = [w for w in _JOINED.findall(label) if w.lower() not in _NO_PART]
    return "".join(w[0] for w in parts).upper() if 1 <= len(parts) <= 4 else ""


def known_by_part(book: Sequence[Entry], short: Mapping[str, str]) -> None:
    """ "intervention (INT)", "control (CTR)": a short form for what a group is in the trial names the one arm that is it."""
    for role, plain in (("experimental", _TRIED), ("control", _CONTROLS)):
        own = [e for e in book if e.role == role]
        for code, long in short.items() if len(own) == 1 else ():
            if plain.fullmatch(long):
                _add(own[0], code)


def known_by_group_code(
    book: Sequence[Entry], sentences: Sequence[Sentence], short: Mapping[str, str]
) -> None:
    """ "below (BE) or above (AB)", then "the BE group" and "the AB group": of two codes that groups are called by and no arm is
    yet, each names the arm with a word of what it stands for, and one without such a word the arm that is left."""
    known = {n for e in book for n in e.names}
    codes = [c for c in short if c not in known] if len(book) == 2 else []
    if len(codes) < 2:
        return
    used = {m["x"] for s in sentences for m in _GROUP_CODE.finditer(s.text)}
    called = [c for c in codes if c in used]
    if len(called) != 2:
        return
    own = [_stems(e.label) for e in book]
    alone = own[0] - own[1], own[1] - own[0]
    fits = [[i for i in (0, 1) if alone[i] & _stems(short[c])] for c in called]
    if not any(fits) or any(len(f) > 1 for f in fits) or fits[0] == fits[1]:
        return
    first = fits[0][0] if fits[0] else 1 - fits[1][0]
    _add(book[first], called[0])
    _add(book[1 - first], called[1])


def _stems(phrase: str) -> set[str]:
    return {w[:_STEM] for w in words(phrase) if len(w) >= _STEM}


def known_by_negated_code(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """ "with a drain (Dr) or without (no-Dr)": a code in brackets and its negation name the arm with it and the one without."""
    without = [e for e in book if e.label.lower().startswith(("without ", "no ", "non"))]
    if len(book) != 2 or len(without) != 1:
        return
    tried = next(e for e in book if e is not without[0])
    for match in (m for s in sentences for m in _NEGATED.finditer(s.text)):
        _add(tried, match["x"] or match["x2"])
        _add(without[0], match["no"] or match["no2"])


def known_by_having_alone(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """ "surgery alone" is the control of X where the text also speaks of "surgery plus X"."""
    controls = [e for e in book if e.role == "control" and CONTROL.search(e.label)]
    if len(book) != 2 or len(controls) != 1:
        return
    if not any(" alone" in s.text for s in sentences):
        return
    control = controls[0]
    tried = next(e for e in book if e is not control)
    text = " ".join(s.text for s in sentences if not s.background).lower()
    given = "|".join(re.escape(n.lower()) for n in sorted(tried.names) if words(n))
    for base in {m["x"].lower() for m in _ALONE.finditer(text)} if given else ():
        joined = rf"\b{base}\s(?:plus|and|with|followed by|combined with)\s(?:\w+\s){{0,2}}?(?:{given})\b"
        if base not in given and re.search(joined, text):
            _add(control, f"{base} alone", f"{base} only")


def known_by_last_letter(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """ "cream X" and "cream Y", then "31% with X": arms that differ by a letter are called by it alone."""
    told = [_LAST_LETTER.fullmatch(e.label) for e in book]
    letters = {m["x"] for m in told if m}
    if len(book) < 2 or len(letters) != len(book) or len({m["kind"] for m in told if m}) != 1:
        return
    text = " ".join(s.text for s in sentences)
    for entry, match in zip(book, told, strict=True):
        if match and not re.search(_OTHER_LETTER.replace("{0}", match["x"]), text):
            _add(entry, *(f.replace("{0}", match["x"]) for f in _OF_ONE_LETTER))


def known_by_treatment(book: Sequence[Entry], sentences: Sequence[Sentence]) -> None:
    """ "treated and untreated women", where one of two arms is given nothing and the text speaks of untreated people."""
    nothing = [e for e in book if _NOTHING.search(e.label)]
    if len(book) != 2 or len(nothing) != 1:
        return
    if nothing[0].label.lower().startswith("observation"):
        _add(nothing[0], *(f"observed {who}" for who in _OBSERVED))
    if not any("untreated" in s.text.lower() for s in sentences):
        return
    if any(_TREATED_ELSE.search(s.text) for s in sentences):
        return
    _add(nothing[0], "untreated")
    _add(next(e for e in book if e is not nothing[0]), *(f"treated {who}" for who in _TREATED))


def _add(entry: Entry, *names: str) -> None:
    entry.names |= set(names[: max(0, NAMES - len(entry.names))])
