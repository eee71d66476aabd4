"""Letters and roles that stand in brackets after the arms' names, or that the words under tables write out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from trialwright.read.grammar.arms import find_arms
from trialwright.read.grammar.lexis import shadow
from trialwright.read.patterns import Pattern

if TYPE_CHECKING:
    from trialwright.read.comparison.arm_words import Arms
    from trialwright.read.grammar.arms import Entry

TRIED, COMPARED = "intervention", "comparator"
_TWO = 2
# "arm" is a word of its own, so that its letter is a capital
LETTER = Pattern(
    r"\b(?:(?i:group)\s(?P<g>[A-Za-z]|[0-6]|(?i:I{1,3}V?))|(?i:arm)\s(?P<a>[A-Z]|[0-6]|I{1,3}V?))\b"
)
_SIZED = Pattern(r"(?i)[\s,;:(\[]*\bn\s?=\s?[\d,]+\W*$")
_CODE = Pattern(
    r"(?P<p>[A-Za-z][^.;()\n]{3,80}?)(?<!\d)\s\((?:[Gg]roup\s|[Aa]rm\s)?(?P<c>[A-Z]\d?|[A-Z][/+][A-Z]|I{2,3}|IV|[1-4]|[A-Z]{2,5}(?=\s(?:group|arm)))(?:\s(?:group|arm))?(?:[,;:]?\s{0,2}n\s{0,2}=\s{0,2}\d+|[,;]\s?\d+\s\w+)?\)"
)
_NOTED_CODE = Pattern(
    r"(?<![\w-])(?P<c>[A-Z]{1,4}\d?)\s?[=:,]\s?(?P<p>[A-Za-z][a-z][^;.,:=()]{2,50})(?=[;.,]|$)"
)
_ROLE = Pattern(
    r"(?i)(?P<p>[A-Za-z][^.;()\n]{3,80}?)\s\((?:the\s)?(?P<c>test|(?:active |attention |passive |waiting[- ]list )?controls?|intervention|experimental|treatment|study|case)(?:\s(?:group|arm))?(?:[,;:]?\s{0,2}n\s{0,2}=\s{0,2}\d+)?\)"
)
_LETTERED = Pattern(
    r"\b(?:[Gg]roup|[Aa]rm)\s(?P<c>[A-Z]|[1-4]|I{1,3})\s\((?P<p>[A-Za-z][^();]{3,80}?)(?:[,;:]?\s?n\s?=\s?\d+)?\)"
)
# "group 2 was given saline", "arm B: usual care"
_TOLD = Pattern(
    r"\b(?:[Gg]roup|[Aa]rm)\s(?P<c>[A-Z]|[1-6]|I{1,3}V?)(?:\s(?:patients|participants|subjects|women|men|children|adults))?"
    r"(?::\s|\s=\s|\s(?:(?:was|were|had)\s)?(?:received|receives|given|got|treated with|assigned to|allocated to|randomi[sz]ed to|underwent|used)\s)"
    r"(?P<p>[A-Za-z](?:(?!\b(?:and|while|whereas|or)\s(?:[Gg]roup|[Aa]rm)\b)[^().;:,]){2,80})"
)
_ASKED = Pattern(r"\((?:[Gg]roup\s|[Aa]rm\s)?(?P<c>[A-Z]|[1-4]|I{1,3})\)$")
_HAS = Pattern(r"(?i)\bcontrols?(?:\s(?:group|arm))?\b(?P<p>[^.;]{3,90})")
_OTHER_CLAUSE = Pattern(
    r"(?i)\b(?:or|versus|vs|while|whereas|and (?:an?|the)|experimental|intervention)\b|\bn\s?="
)
_BEFORE_CODE = Pattern(r",\s|\s(?:and|or|versus|vs\.?|to|with|either|received|receiving|given|had)\s|\)\s?")
# What the arms of a table are called where the document speaks of them by their roles
_PLAIN = {
    **dict.fromkeys(("experimental", "intervention"), TRIED),
    **{f"{word} group": TRIED for word in ("experimental", "intervention", "treatment", "study", "test")},
    **dict.fromkeys(("control", "controls", "control group"), COMPARED),
}


def with_asked_letters(entries: Sequence[Entry], tried: str, compared: str) -> bool:
    """Adds "group A" to the names of the arm at whose end the question writes the letter ("tablets (group A)", "tablets (A)"),
    where both arms have one of their own. entries : the tried arm, the compared. Whether they have."""
    found = [m["c"] for words in (tried, compared) if (m := _ASKED.search(words.strip()))]
    if len(found) != 2 or len(set(found)) != 2:
        return False
    for entry, letter in zip(entries, found, strict=True):
        entry.names |= {f"group {letter}", f"arm {letter}"}
    return True


def roles(arms: Arms) -> dict[str, str]:
    """Roles that stand in brackets after the arms' names ("scaling with laser (test)") → the arm, of both or none; else
    the roles by which a document with two arms speaks of them, though its control is a treatment with a name."""
    found: dict[str, set[str]] = {}
    for match in _ROLE.finditer(shadow(arms.document.text)):
        if side := arms.said(_BEFORE_CODE.split(match["p"])[-1]):
            found.setdefault(match["c"].lower(), set()).add(side)
    sure = {role: next(iter(sides)) for role, sides in found.items() if len(sides) == 1}
    if set(sure.values()) == {TRIED, COMPARED}:
        return sure | {f"{role} {who}": side for role, side in sure.items() for who in ("group", "arm")}
    by_role = are_two(arms) and not arms.controlled and arms.by_role
    return _PLAIN if by_role and any(_is_compared(arms, s.text) for s in arms.sentences) else {}


def are_two(arms: Arms) -> bool:
    """Whether the document sets out no more than two arms."""
    return len([e for e in find_arms(arms.sentences, arms.short) if e.role != "historical"]) <= _TWO


def _is_compared(arms: Arms, text: str) -> bool:
    """Whether a sentence says that the control group has what is compared with: "a control group treated with saline"."""
    for match in _HAS.finditer(text):
        said = arms.words(_OTHER_CLAUSE.split(match["p"])[0])
        if said & arms.own[1] and not said & arms.own[0]:
            return True
    return False


def codes(arms: Arms) -> dict[str, str]:
    """Letters that stand in brackets after an arm's name ("pemetran alone (P)", "pemetran (PEM group, n = 20)") → the arm,
    where it is one only. Of several with words of one arm ("pemetran with folate (P/F)") the one that says it best is
    the arm, and the others are "", none."""
    found: dict[str, dict[str, float]] = {}
    for match in _CODE.finditer(shadow(arms.document.text)):
        name = _BEFORE_CODE.split(match["p"])[-1]
        if side := arms.said(name):
            sides = found.setdefault(match["c"], {})
            sides[side] = max(arms.fit(name, side), sides.get(side, 0.0))
    for match in _TOLD.finditer(shadow(arms.document.text)):
        if side := arms.said(match["p"]):
            fit, sides = arms.fit(match["p"], side), found.setdefault(match["c"], {})
            sides[side] = max(fit, sides.get(side, 0.0))
    for name, side in lettered(arms).items():
        found.setdefault(name.split()[-1], {})[side] = 1.0
    noted = {code: {side: fit} for code, (side, fit) in _noted_codes(arms).items()}
    return {**_best(noted), **_best(found)}


def _best(found: Mapping[str, Mapping[str, float]]) -> dict[str, str]:
    """Code → its arm, "" for one that another code says better. found : code → arm → how well its name says the arm."""
    sure = {code: next(iter(sides.items())) for code, sides in found.items() if len(sides) == 1}
    out: dict[str, str] = {}
    for side in (TRIED, COMPARED):
        fits = {code: fit for code, (s, fit) in sure.items() if s == side}
        best = [code for code, fit in fits.items() if fit >= max(fits.values()) - 1e-9]
        if len(best) == 1:
            out |= {code: side if code in best else "" for code in fits}
    return out


def is_other_group(codes: Mapping[str, str], words: str) -> bool:
    """Whether words are a group by a letter or number of its own, where each arm has one and neither has this."""
    letters = {code for code, side in codes.items() if side and len(code) == 1}
    match = LETTER.fullmatch(_SIZED.sub("", words).strip(" ,;:()"))
    known = {codes[code] for code in letters} >= {TRIED, COMPARED}
    return bool(match) and known and (match["g"] or match["a"]).upper() not in letters


def lettered(arms: Arms) -> dict[str, str]:
    """ "group D" → the arm whose words stand in brackets behind it ("group D (dexmedetomidine added to ropivacaine, n = 50)"),
    where the letters of both arms are told so."""
    found: dict[str, set[str]] = {}
    for match in _LETTERED.finditer(shadow(arms.document.text)):
        if side := arms.said(match["p"]):
            found.setdefault(match["c"], set()).add(side)
    sure = {letter: next(iter(sides)) for letter, sides in found.items() if len(sides) == 1}
    if sorted(sure.values()) != sorted((TRIED, COMPARED)):
        return {}
    return {f"{word} {letter}": side for letter, side in sure.items() for word in ("group", "arm")}


def _noted_codes(arms: Arms) -> dict[str, tuple[str, float]]:
    """Letters that the words under tables write out for both arms ("I, intervention; C, control"), and how well, {} where not
    for both."""
    out = {
        match["c"]: (side, arms.fit(match["p"], side))
        for table in arms.tables
        for match in _NOTED_CODE.finditer(table.note)
        if (side := arms.said(match["p"]))
    }
    return out if {side for side, _ in out.values()} == {TRIED, COMPARED} else {}
