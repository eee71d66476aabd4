"""Names of arms that share a word with one another: "arms A (16 %) or C (22 %)", "20, 40 mg", "the 12- and 6-month groups"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from trialwright.read.grammar.lexis import COUNT
from trialwright.read.grammar.participants import PEOPLE
from trialwright.read.patterns import Pattern

Place = tuple[int, int, str]  # start and end in the text, and the arm's label

_LETTERED = re.compile(r"(?:arm|group) (?P<l>[a-z0-9]|i{1,3}v?|[a-z]{2,3}|[a-z]{1,3}\d{1,2})")
# "arm A vs B" and "group 1 and 2, respectively" too; a numeral after one arm may be a count.
_LETTERS = Pattern(
    r"\b(?:(?:[Aa]rms|[Gg]roups|ARMS|GROUPS)\s(?=(?:[A-Z]{1,3}\d{0,2}|\d|I{1,3}V?)\b)|[Gg]roup\s(?=\d(?:,\s\d){0,2},?\sand\s\d(?:,?\srespectively\b|\s?[.,;)](?!\d)))|(?P<one>[Aa]rm|[Gg]roup)\s(?=[A-Z]\b))"
)
# A letter, its number in brackets, and what joins it to the next.
_LETTER = re.compile(
    r"(?P<l>[A-Z]{1,3}\d{0,2}|\d|I{1,3}V?)\b(?!\.\d|[%-])(?:\s?[(\[][^()\[\]]{1,60}[)\]])?"
    r"(?P<more>,?\s(?:and|or|versus|vs\.?|v|than)\s(?:in\s)?|,\s|/)?"
)
_BEFORE = Pattern(
    r"(?<![\w.-])(?P<list>[A-Z](?:,\s[A-Z]){0,3},?\s(?:and|or|versus|vs\.?|to|&)\s[A-Z])\s(?:[Gg]roup|[Aa]rm)s\b"
)
_AFTER_LETTER = Pattern(r"(?<=\bthe\s)(?P<l>[A-Z])\s(?:[Gg]roup|[Aa]rm)\b")  # "the T arm"
_ONE_OF = {"groups": "group", "arms": "arm"}  # "the block and control groups"
_ONE = re.compile(r"(?<!\w)[A-Z](?!\w)")
_UNITS = r"mg/m2|mg/m²|mg/kg|mg|g|ml|µg|mcg|Gy|IU|days?|weeks?|months?|years?|cycles?|fractions?"
_MEASURED = re.compile(rf"(?P<n>\d{{1,5}}(?:\.\d{{1,3}})?) ?(?P<u>{_UNITS})(?: group)?", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,5}(?:\.\d{1,3})?")
# "20, 40 mg", "12- and 6-month": the unit is printed once for all.
_LISTED = Pattern(
    r"(?i)(?<![\w.,/<>=])(?P<x>\d{1,5}(?:\.\d{1,3})?-?(?:(?:,\s(?:and\s|or\s)?|\s(?:and|or|versus|vs\.?)\s)\d{1,5}(?:\.\d{1,3})?-?){1,4})"
    rf"\s?(?P<u>{_UNITS})\b"
)
# "the 12-month group", "the 3-month and 12-month groups": a length of treatment that says whose it is, and not when it was measured.
_GROUP_OF = Pattern(
    rf"(?i)(?<![\w.,/<>=])(?P<n>\d{{1,5}}(?:\.\d{{1,3}})?)-(?P<u>{_UNITS})(?=\s(?:[\w+/-]+\s){{0,2}}(?:groups?|arms?)\b"
    rf"|\s(?:and|or|versus|vs\.?|than)\s(?:the\s|in the\s)?\d{{1,5}}-(?:{_UNITS})\s(?:\w+\s)?(?:groups?|arms?)\b)"
)
# "60 in the high and 62 in the low dose group", "fewer in the early (4%) than in the late start group": the word they share is
# printed with the last.
_SHORTENED = Pattern(
    rf"(?i)\b(?:the|with|on|to)\s(?P<x>[a-z]+)-?(?:\s[(\[][^()\[\]]{{1,40}}[)\]])?,?\s(?:and|or|versus|vs\.?|than|against|compared (?:with|to))"
    rf"(?:\s(?:(?:only|in|on|with|to|for|by|of|among)|[\d.]{{1,6}}%?|{PEOPLE})){{0,5}}(?:\sthe)?\s(?P<y>[a-z]+)[ -](?P<head>[a-z]+(?:[ -][a-z]+)?)\b"
)


# "31% (combination)", "combination 31%"
_BOTH_ALONE = Pattern(
    r"(?i)(?:(?<=[(\[])(?P<x>combination)(?=\s?[)\],;:]|\s\d)|[:;,]\s(?P<y>combination)(?=,?\s\d))"
)


class Coordinated:
    """What the arms of a document are told apart by where their names are said together: a letter, or a number with a unit.

    forms : each way of writing an arm, in small letters and without hyphens, and the arm's label.
    """

    def __init__(self, forms: Mapping[str, str]) -> None:
        self._forms = forms
        self._both = forms.get("combination therapy", "")
        self._letters: dict[str, str] = {}
        self._numbers: dict[str, dict[float, str]] = {}
        for form, label in forms.items():
            if lettered := _LETTERED.fullmatch(form):
                self._letters[lettered["l"].upper()] = label
            elif measured := _MEASURED.fullmatch(form):
                self._numbers.setdefault(_unit(measured["u"]), {})[float(measured["n"])] = label
        self._numbers = {u: known for u, known in self._numbers.items() if len(set(known.values())) > 1}

    def of_letter(self, letter: str) -> str:
        """The arm of "A", where "group A" is an arm's name; else ""."""
        return self._letters.get(letter, "")

    def places(self, text: str) -> Iterator[Place]:
        """Where the text names arms together; overlapping places of one arm are possible."""
        if self._both and "ombination" in text:
            yield from ((*m.span(m.lastgroup or "x"), self._both) for m in _BOTH_ALONE.finditer(text))
        for match in _SHORTENED.finditer(text):
            yield from self._of_shortened(match)
        if len(self._letters) > 1:
            for match in _LETTERS.finditer(text):
                yield from self._of_letters(text, match.end(), match["one"] is None)
            for match in _BEFORE.finditer(text):
                yield from self._of_letters_before(text, match)
            for match in _AFTER_LETTER.finditer(text):
                if match["l"] in self._letters:
                    yield match.start("l"), match.end("l"), self._letters[match["l"]]
        if self._numbers:
            for match in _LISTED.finditer(text):
                yield from self._of_numbers(match)
            for match in _GROUP_OF.finditer(text):
                label = self._numbers.get(_unit(match["u"]), {}).get(float(match["n"]))
                if label:
                    yield match.start(), match.end("u"), label

    def _of_shortened(self, match: re.Match[str]) -> Iterator[Place]:
        """The arm of the "high" in "the high and the low dose group", where "high dose" and "low dose" are names of two arms."""
        head = [_ONE_OF.get(w, w) for w in re.split("[ -]", match["head"].lower())]
        for end in range(len(head), 0, -1):
            shared = " ".join(head[:end])
            first, last = (self._forms.get(f"{match[w].lower()} {shared}") for w in "xy")
            if first and last:
                if first != last:
                    yield match.start("x"), match.end("x"), first
                return

    def _of_letters(self, text: str, at: int, numerals: bool) -> Iterator[Place]:
        while match := _LETTER.match(text, at):
            if match["l"] not in self._letters or (match["l"].isdigit() and not numerals):
                return
            yield match.start("l"), match.end("l"), self._letters[match["l"]]
            if not match["more"]:
                return
            at = match.end()

    def _of_letters_before(self, text: str, match: re.Match[str]) -> list[Place]:
        """The arms of "A and B groups", none where one of the letters is no arm's."""
        found = [
            (m.start(), m.end(), self._letters.get(m.group(), ""))
            for m in _ONE.finditer(text, *match.span("list"))
        ]
        return found if all(label for _, _, label in found) else []

    def _of_numbers(self, match: re.Match[str]) -> list[Place]:
        """The arms of a list of numbers, none where one of the numbers is no arm's."""
        known = self._numbers.get(_unit(match["u"]), {})
        numbers = list(_NUMBER.finditer(match["x"]))
        if not all(float(n.group()) in known for n in numbers):
            return []
        begin = match.start("x")
        return [(begin + n.start(), begin + n.end(), known[float(n.group())]) for n in numbers]


def beside_without(text: str, start: int, two: bool) -> Iterator[tuple[int, int]]:
    """The place of the "with" of "those with and without X" whose "without" a name starts at, or just behind; of two arms also that of
    the "without" of "5% without and 1% with X"."""
    for pattern, word, own in (
        (_WITH_AND_WITHOUT, "with", "without"),
        (_WITHOUT_AND_WITH, "without", "with "),
    ):
        for before in (text[:start], text[: start + len(own)]) if two or word == "with" else ():
            if match := pattern.search(before[-_FAR:]):
                place = max(0, len(before) - _FAR) + match.start(word)
                yield place, place + len(word)
                return


def than_without(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The place of a "without" that stands alone behind "with X", for those who have no X: "more with X (20%) than without (9%)"."""
    match = _THAN_WITHOUT.match(text, end) if _WITH_IT.search(text, max(0, start - 12), start) else None
    if (
        match is None
        and ("not" in text or "none" in text)
        and _HAD_IT.search(text, max(0, start - 30), start)
    ):
        match = _THOSE_WHO_NOT.match(text, end)
    return match.span("w") if match else None


# "31 women who had X and 22 who had not", "12% of those given X but 9% of those who were not"
_HAD_IT = Pattern(
    r"(?i)\b(?:who\s(?:had|received|took|used|wore|underwent|got|were\s(?:given|treated\swith|offered))|given|receiving|taking|treated\swith)\s(?:the\s)?$"
)
_THOSE_WHO_NOT = Pattern(
    rf"(?i)(?:\s?[(\[][^()\[\]]{{1,60}}[)\]])?,?\s(?:and|than|but|versus|vs\.?|compared\swith|against)\s(?:(?:in|by|of|only)\s){{0,2}}(?:(?:{COUNT}|[\d.]+\s?%)\s)(?:[(\[][^()\[\]]{{1,20}}[)\]]\s)?(?:of\s)?(?:(?:those|the\sothers|{PEOPLE})\s)?(?:[(\[][^()\[\]]{{1,20}}[)\]]\s)?"
    r"(?P<w>who\s(?:did|had|were|was)\snot|who\s(?:had|wore|got|took|received|used)\snone|not\sso\streated|not\s(?:treated|given\sit))(?=\s?[(\[.,;:]|\s?$|\sit\b|\s(?:were|was|had|died|relapsed|recovered|reported)\b)"
)


_WITH_IT = Pattern(r"(?i)\bwith\s(?:the\s)?$")
_THAN_WITHOUT = Pattern(
    r"(?i)(?:\s?[(\[][^()\[\]]{1,60}[)\]])?,?\s(?:than|and|or|versus|vs\.?|v|but|compared\swith|against)\s(?:(?:in\s)?(?:those\s)?|(?:in\s)?[\d.]+\s?%?\s)(?P<w>without)(?=\s?[(\[.,;:]|\s?$|\sit\b)"
)
_WITHOUT_AND_WITH = Pattern(
    r"(?i)\b(?P<without>without)(?:\sit)?,?\s(?:and|versus|vs\.?|but|compared with)\s(?:only\s)?(?:in\s|by\s)?[\d.]+\s?%?(?:\s\([^()]{1,20}\))?\s(?:of\s)?(?:those\s|patients\s|women\s)?with\s(?:the\s)?$"
)
_FAR = 80  # characters that they may take
_WITH_AND_WITHOUT = Pattern(r"(?i)\b(?P<with>with)\s(?:and|or|versus|vs\.?)\swithout\b\s?$")


def _unit(word: str) -> str:
    low = word.lower()
    return low[:-1] if len(low) > 3 and low.endswith("s") else low
